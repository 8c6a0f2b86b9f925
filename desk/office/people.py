"""People: signing in, tokens of the command line, and the admin's acts on users."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desk import db
from desk.domain.people import Permission, Person
from desk.domain.texts import optional_text, require_text
from desk.errors import AccessError, FieldError, NotSignedIn, RuleError
from desk.office.session import AUTOMATIC, Behind, Office, Session, known_person

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_PASSWORD = 8


def sign_in(office: Office, username: str, password: str) -> Session:
    """A session for the right user and password; the message does not say which of them was wrong."""
    row = db.User.get_or_none(db.User.username == username.strip().casefold())
    stored = row.password_hash if row is not None else _UNKNOWN
    if not _verify(stored, password) or row is None:
        raise AccessError("Nama pengguna atau kata sandi salah.", code="wrong_password", field="password")
    if not row.active:
        raise AccessError("Akun ini dinonaktifkan. Hubungi admin kantor.", code="disabled", field="username")
    office.refresh()
    return Session(office, office.people[row.username])


def must_change_password(session: Session) -> bool:
    """Whether somebody else set this person's password."""
    return bool(db.User.get_by_id(session.person.username).must_change)


def change_password(session: Session, old: str, new: str) -> None:
    """Replace one's own password."""
    row = db.User.get_by_id(session.person.username)
    if not _verify(row.password_hash, old):
        raise FieldError("old_password", "Kata sandi lama salah.")
    if old == new:
        raise FieldError("new_password", "Kata sandi baru sama dengan yang lama.")
    hashed = _hashed(new)
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        db.User.update(password_hash=hashed, must_change=False).where(
            db.User.username == session.person.username
        ).execute()
        db.SignInToken.delete().where(db.SignInToken.user == session.person.username).execute()
        act.append(f"user:{session.person.username}", "password_changed", {})


def keep_token(session: Session, file: Path) -> None:
    """Remember the sign-in for the command line, in a file that only its owner can read."""
    token = secrets.token_urlsafe(32)
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        db.SignInToken.insert(
            digest=_token_digest(token), user=session.person.username, issued_at=act.recorded_at
        ).execute()
        act.append(f"user:{session.person.username}", "signed_in", {})
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=True)
    file.chmod(0o600)
    file.write_text(token, encoding="utf-8")


def resume_session(office: Office, file: Path) -> Session:
    """The session whose token the file holds; NotSignedIn without one."""
    if not file.is_file():
        raise NotSignedIn("Belum masuk. Jalankan: desk login NAMA_PENGGUNA")
    token = file.read_text(encoding="utf-8", errors="replace").strip()
    owner = db.SignInToken.select(db.SignInToken.user).where(db.SignInToken.digest == _token_digest(token))
    person = next((office.people.get(username) for (username,) in db.tuples(owner)), None)
    if person is None or not person.active:
        raise NotSignedIn("Sesi sudah berakhir. Jalankan lagi: desk login NAMA_PENGGUNA")
    return Session(office, person)


def forget_token(session: Session, file: Path) -> None:
    """Sign out of the command line."""
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        db.SignInToken.delete().where(db.SignInToken.user == session.person.username).execute()
        act.append(f"user:{session.person.username}", "signed_out", {})
    file.unlink(missing_ok=True)


def add_user(
    session: Session, username: str, name: str, positions: Iterable[str], password: str | None = None
) -> str | None:
    """Add a person. Returns the first password when desk made one; None when it was given."""
    username = check_username(username)
    keys = check_positions(session.office, positions)
    made = None if password is not None else new_password()
    hashed = _hashed(password if password is not None else made or "")
    with session.act(Permission.ADMINISTER) as act:
        if username in session.office.people:
            raise FieldError("user", f"Nama pengguna “{username}” sudah dipakai.", code="taken")
        insert_user(username, require_text("name", name, "Nama"), keys, hashed, must_change=True)
        act.append(f"user:{username}", "user_added", {"positions": sorted(keys)})
    session.office.refresh()
    return made


def set_active(session: Session, username: str, *, active: bool) -> None:
    """Disable a person, or enable again. Their past acts stay theirs."""
    with session.act(Permission.ADMINISTER) as act:
        person = known_person(session.office, username)
        if username == session.person.username and not active:
            raise RuleError("Anda tidak dapat menonaktifkan akun sendiri.", code="own_account")
        if person.active is active:
            raise RuleError(f"Akun {username} sudah {'aktif' if active else 'nonaktif'}.", code="no_change")
        db.User.update(active=active).where(db.User.username == username).execute()
        if not active:
            db.SignInToken.delete().where(db.SignInToken.user == username).execute()
        act.append(f"user:{username}", "user_enabled" if active else "user_disabled", {})
    session.office.refresh()


def reset_password(session: Session, username: str, password: str | None = None) -> str | None:
    """Give a person a new first password; as `add_user`."""
    known_person(session.office, username)
    made = None if password is not None else new_password()
    hashed = _hashed(password if password is not None else made or "")
    with session.act(Permission.ADMINISTER) as act:
        db.User.update(password_hash=hashed, must_change=True).where(db.User.username == username).execute()
        db.SignInToken.delete().where(db.SignInToken.user == username).execute()
        act.append(f"user:{username}", "password_reset", {})
    return made


def list_users(session: Session) -> list[Person]:
    """Everybody, by name."""
    return list(session.office.people.values())


def insert_user(
    username: str, name: str, positions: Iterable[str], password_hash: str, *, must_change: bool = False
) -> None:
    """Write one user row; only within an act or while an office is being set up."""
    db.User.insert(
        username=username,
        name=name,
        positions=sorted(positions),
        password_hash=password_hash,
        must_change=must_change,
    ).execute()


def check_username(text: str) -> str:
    """The username in lower case; FieldError unless it is 2 to 32 letters, digits, dots, dashes or underscores."""
    import re

    username = text.strip().casefold()
    if not re.fullmatch(r"[a-z][a-z0-9._-]{1,31}", username):
        raise FieldError(
            "user", "Nama pengguna: 2–32 huruf kecil, angka, titik atau tanda hubung, diawali huruf."
        )
    if username == AUTOMATIC.username:
        raise FieldError("user", f"Nama “{username}” dipakai oleh desk sendiri; pilih nama lain.")
    return username


def check_positions(office: Office, positions: Iterable[str]) -> set[str]:
    """The keys as a set; FieldError naming the known ones if one is unknown or none is given."""
    keys = set(positions)
    unknown = sorted(keys - set(office.position_keys))
    if unknown or not keys:
        known = ", ".join(office.position_keys)
        raise FieldError(
            "position", f"Jabatan tidak dikenal: {', '.join(unknown) or '(kosong)'}. Pilihan: {known}."
        )
    return keys


def hash_password(password: str) -> str:
    """The argon2id hash of a password that is long enough; FieldError otherwise."""
    return _hashed(password)


def new_password() -> str:
    """A first password that can be read out: three groups of four letters."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def _hashed(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise FieldError("new_password", f"Kata sandi paling sedikit {MIN_PASSWORD} karakter.")
    optional_text("new_password", password, "Kata sandi")
    return _hasher().hash(password)


def _verify(stored: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b0dWRWJTmaaJObG"
"""A hash no password has: an unknown user takes as long to refuse as a known one."""
