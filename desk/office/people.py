"""People: signing in, their passwords, and the admin's acts on users."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from desk import db
from desk.domain.calendar import Instant
from desk.domain.moments import dated_text
from desk.domain.passwords import is_storable, password_fault
from desk.domain.people import Permission, Person
from desk.domain.texts import require_text
from desk.errors import AccessError, FieldError, RuleError
from desk.office import sign_in_tries
from desk.office.office import AUTOMATIC, Office, known_person
from desk.office.session import Behind, Session
from desk.office.tokens import end_tokens

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_DISABLED = "Akun ini dinonaktifkan. Hubungi admin kantor."


class Before(NamedTuple):
    """What went before somebody's present sign-in."""

    at: Instant | None
    """When they signed in the last time. None: never."""
    wrong: int
    """Wrong passwords since."""

    def told(self, office: Office) -> list[str]:
        """One line for the person: `Terakhir masuk Sen 23 Nov 16.02; 2 kali salah sandi sesudahnya.` Or none."""
        wrong = f"{self.wrong} kali salah sandi"
        if self.at is None:
            return [f"{wrong} sebelum ini."] if self.wrong else []
        last = f"Terakhir masuk {dated_text(office.calendar(), self.at, office.today())}"
        return [f"{last}; {wrong} sesudahnya." if self.wrong else f"{last}."]


def sign_in(office: Office, username: str, password: str) -> Session:
    """A session for the right user and password; the message does not say which of them was wrong.

    Recorded as `signed_in`. AccessError also while too many wrong ones make one wait.
    """
    name = username.strip().casefold()
    row, remark = _checked(office, name, password)
    if row is None:
        raise AccessError(
            f"Nama pengguna atau kata sandi salah.{remark}", code="wrong_password", field="password"
        )
    if not row.active:
        sign_in_tries.forget(name)
        raise AccessError(_DISABLED, code="disabled", field="username")
    office.refresh()
    session = Session(office, office.people[row.username])
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        wrong = sign_in_tries.forget(name)
        act.append(f"user:{name}", "signed_in", {"wrong": wrong})
    return session


def sign_out(session: Session, *, everywhere: bool = False) -> None:
    """Record that this person has left, at the screens or on the command line.

    `everywhere`: their tokens on other computers end as well.
    """
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        if everywhere:
            end_tokens(session.person.username)
        act.append(f"user:{session.person.username}", "signed_out", {})


def before_this(session: Session) -> Before:
    """The sign-in before this one, and the wrong passwords between them, as recorded."""
    log = db.EventLog
    told = log.select(log.recorded_at, log.data).where(
        log.subject == f"user:{session.person.username}", log.kind == "signed_in"
    )
    found = list(told.order_by(log.id.desc()).limit(2))
    wrong = found[0].data.get("wrong", 0) if found else 0  # older desks did not count
    return Before(found[1].recorded_at if len(found) > 1 else None, wrong)


def prove(session: Session, password: str) -> int:
    """That a signed-in person is still the one at the keyboard, counted like signing in.

    Returns how many wrong passwords went before. AccessError for a wrong one, a disabled account, or a password that
    somebody else has set meanwhile.
    """
    name = session.person.username
    row, remark = _checked(session.office, name, password)
    if row is None:
        raise AccessError(f"Kata sandi salah.{remark}", code="wrong_password", field="password")
    wrong = sign_in_tries.forget(name)
    if not row.active:
        raise AccessError(_DISABLED, code="disabled", field="password")
    if row.must_change:
        raise AccessError(
            "Kata sandi ini pemberian admin. Pilih Ganti pengguna, lalu masuk dan gantilah.",
            code="must_change_password",
            field="password",
        )
    return wrong


def must_change_password(session: Session) -> bool:
    """Whether somebody else set this person's password."""
    return bool(db.User.get_by_id(session.person.username).must_change)


def change_password(session: Session, old: str, new: str) -> None:
    """Replace one's own password; wrong old ones are counted like signing in."""
    name = session.person.username
    if old == new:
        raise FieldError("new_password", "Kata sandi baru sama dengan yang lama.")
    check_password(new, username=name, office=session.office.name)
    row, remark = _checked(session.office, name, old)
    if row is None:
        raise FieldError("old_password", f"Kata sandi lama salah.{remark}", code="wrong_password")
    hashed = hash_password(new)
    with session.act(Permission.READ, behind=Behind.HELD) as act:
        sign_in_tries.forget(name)
        db.User.update(password_hash=hashed, must_change=False).where(db.User.username == name).execute()
        end_tokens(name)
        act.append(f"user:{name}", "password_changed", {})


def add_user(
    session: Session, username: str, name: str, positions: Iterable[str], password: str | None = None
) -> str | None:
    """Add a person. Returns the first password when desk made one; None when it was given."""
    username = check_username(username)
    keys = check_positions(session.office, positions)
    made, hashed = _first_password(session.office, username, password)
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
            end_tokens(username)
        act.append(f"user:{username}", "user_enabled" if active else "user_disabled", {})
    session.office.refresh()


def reset_password(session: Session, username: str, password: str | None = None) -> str | None:
    """Give a person a new first password; as `add_user`. Whoever had to wait need not any longer."""
    known_person(session.office, username)
    made, hashed = _first_password(session.office, username, password)
    with session.act(Permission.ADMINISTER) as act:
        db.User.update(password_hash=hashed, must_change=True).where(db.User.username == username).execute()
        end_tokens(username)
        sign_in_tries.lift(username)
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


def check_password(password: str, *, username: str = "", office: str = "") -> None:
    """FieldError for what may not be a new password; see `password_fault`."""
    if fault := password_fault(password, username=username, office=office):
        raise FieldError("new_password", fault)


def hash_password(password: str) -> str:
    """The argon2id hash of a password that has been checked."""
    return _hasher().hash(password)


def new_password() -> str:
    """A first password that can be read out: three groups of four letters."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def _first_password(office: Office, username: str, given: str | None) -> tuple[str | None, str]:
    """The password that desk makes, None where one is given; and its hash."""
    if given is not None:
        check_password(given, username=username, office=office.name)
        return None, hash_password(given)
    made = new_password()
    return made, hash_password(made)


def _checked(office: Office, username: str, password: str) -> tuple[db.User | None, str]:
    """The user if the password is theirs; else None, and what to say of the wait that begins.

    AccessError while one has to wait. The try stays counted until `sign_in_tries.forget`.
    """
    tries = sign_in_tries.begin(office, username)
    row = db.User.get_or_none(db.User.username == username) if is_storable(username) else None
    if _verify(_UNKNOWN if row is None else row.password_hash, password) and row is not None:
        return row, ""
    return None, sign_in_tries.proved_wrong(office, username, tries, known=row is not None)


def _verify(stored: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    if not is_storable(password):
        password = ""
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


_UNKNOWN = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b0dWRWJTmaaJObG"
"""A hash no password has: an unknown user takes as long to refuse as a known one."""
