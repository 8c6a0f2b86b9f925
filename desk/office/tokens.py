"""Tokens of the command line: one in its owner's session file, its digest in the table, for half a day.

They stand beside the history: signing in and out are recorded, which token was given is not.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path

from desk import db, private_files
from desk.domain.machine_clock import TOLERANCE
from desk.errors import NotSignedIn
from desk.office.office import Office
from desk.office.session import Session

LIFETIME = 12 * 3600
"""Seconds after which a token is refused: nobody works longer, and the next morning asks anew."""
MOST = 10
"""Tokens that one person may have at a time; the oldest ends for a further one."""

_AGAIN = "Jalankan lagi: desk login NAMA_PENGGUNA"


def keep_token(session: Session, file: Path) -> None:
    """Remember the sign-in for the command line, in a file that only its owner can read.

    What the file held before ends once it holds the new one, and so does whatever has expired, of anybody.
    """
    token, former = secrets.token_urlsafe(32), _read(file)
    now, owner = session.now(), session.person.username
    with db.writing():
        _sweep(owner, now)
        db.SignInToken.insert(digest=_digest(token), user=owner, issued_at=now).execute()
    private_files.write_whole(file, token.encode())
    with db.writing():
        _end(former)


def resume_session(office: Office, file: Path) -> Session:
    """The session whose token the file holds; NotSignedIn without one that is still good."""
    if not file.is_file():
        raise NotSignedIn("Belum masuk. Jalankan: desk login NAMA_PENGGUNA")
    token = _read(file)
    if (mode := _loose_mode(file)) is not None:
        with db.writing():
            _end(token)
        file.unlink(missing_ok=True)
        raise NotSignedIn(
            f"Berkas sesi dapat dibuka orang lain ({mode}), jadi sesinya diakhiri. {_AGAIN}",
            code="session_open",
        )
    given = db.SignInToken.select(db.SignInToken.user, db.SignInToken.issued_at)
    now = office.now()
    for username, issued_at in db.tuples(given.where(db.SignInToken.digest == _digest(token))):
        person = office.people.get(username)
        if person is not None and person.active and _is_good(issued_at, now):
            return Session(office, person)
    raise NotSignedIn(f"Sesi sudah berakhir. {_AGAIN}")


def forget_token(file: Path) -> None:
    """End the token that the file holds, and remove the file."""
    with db.writing():
        _end(_read(file))
    file.unlink(missing_ok=True)


def end_tokens(username: str) -> None:
    """End every token of a person. Only inside an act."""
    db.SignInToken.delete().where(db.SignInToken.user == username).execute()


def _is_good(issued_at: int, now: int) -> bool:
    """A token from the future is refused too: the clock was set back, and it would live until that is made up."""
    return -TOLERANCE <= now - issued_at < LIFETIME


def _sweep(username: str, now: int) -> None:
    """End what has expired, and make room for one more token of this person."""
    token = db.SignInToken
    given = token.select(token.digest, token.user, token.issued_at).order_by(token.issued_at.desc())
    kept = 0
    for digest, user, issued_at in list(db.tuples(given)):
        mine = user == username
        if not _is_good(issued_at, now) or (mine and kept >= MOST - 1):
            token.delete().where(token.digest == digest).execute()
        elif mine:
            kept += 1


def _end(token: str) -> None:
    db.SignInToken.delete().where(db.SignInToken.digest == _digest(token)).execute()


def _read(file: Path) -> str:
    """What the file holds; empty for none, or one that desk cannot have written."""
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _loose_mode(file: Path) -> str | None:
    """How the file is open to others or owned by somebody else, as `ls` writes it. None: it is not."""
    if not private_files.HAS_MODES:
        return None
    found = file.lstat()
    if stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
        return None
    return stat.filemode(found.st_mode)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
