"""Counting wrong passwords: per name, known or not, for every face and across processes and restarts.

A try is written down before the password is looked at, in a transaction of its own, so that neither many tries at once
nor a killed process gain any. Like alerts and tokens the counts stand beside the history; what is recorded there is
that a lock-out began (`sign_in_locked`), that an admin lifted it, and with each `signed_in` how many tries went before.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from desk import db
from desk.domain.calendar import Instant
from desk.domain.people import Permission
from desk.domain.sign_in_limit import FORGOTTEN_AFTER, FREE_TRIES, Tries, wait_text
from desk.errors import AccessError, RuleError
from desk.office import settings
from desk.office.office import Office, known_person
from desk.office.session import Behind, Session

KEY_SETTING = "sign_in_key"
"""Setting: what the names are digested with. Absent until somebody tries to sign in."""


def begin(office: Office, username: str) -> Tries:
    """Count a try on this name as wrong until `forget` says otherwise. AccessError while one has to wait."""
    now = office.now()
    with db.writing():
        name = _digest(_made_key(), username)
        before = _stored(name)
        tries = before.seen_at(now)
        left = tries.left(now)
        if not left:
            if before == Tries():
                _sweep(now)
            tries = tries.another(now)
        if tries != before:
            _keep(name, tries)
    if left:
        raise AccessError(
            f"Terlalu banyak kata sandi salah. Tunggu {wait_text(left)}, lalu coba lagi, atau hubungi admin kantor.",
            code="locked_out",
            field="password",
        )
    return tries


def proved_wrong(office: Office, username: str, tries: Tries, *, known: bool) -> str:
    """What to add to the refusal of a try that was wrong; empty for nothing.

    Of a `known` user it is recorded that a lock-out begins with it.
    """
    if not tries.wait:
        return " Sekali salah lagi, Anda harus menunggu." if tries.counted == FREE_TRIES - 1 else ""
    if known:
        with Session.automatic(office).act(Permission.READ, behind=Behind.HELD) as act:
            told = {"wrong": tries.since_right, "seconds": tries.wait}
            act.append(f"user:{username}", "sign_in_locked", told)
    else:
        with db.writing():  # a commit here too, so that the time it takes does not tell who is known
            name = _digest(_made_key(), username)
            _keep(name, _stored(name))
    return f" Tunggu {wait_text(tries.wait)} sebelum mencoba lagi."


def forget(username: str) -> int:
    """The password was right: how many wrong ones went before it. Part of the transaction around it, if any."""
    with db.writing():
        name = _digest(_made_key(), username)
        wrong = _stored(name).since_right - 1
        db.SignInTries.delete().where(db.SignInTries.name == name).execute()
    return max(0, wrong)


def locked_out(office: Office) -> dict[str, Instant]:
    """Users who have to wait now, and until when."""
    now = office.now()
    with db.snapshot():
        if (key := settings.read(KEY_SETTING)) is None:
            return {}
        tries = {row.name: _tries(row) for row in db.SignInTries.select()}
        left = {username: tries.get(_digest(key, username), Tries()).left(now) for username in office.people}
    return {username: now + seconds for username, seconds in left.items() if seconds}


def unlock(session: Session, username: str) -> None:
    """Let a user who has to wait try again at once. RuleError (code "no_change") for one who need not."""
    with session.act(Permission.ADMINISTER) as act:
        known_person(session.office, username)
        if username not in locked_out(session.office):
            raise RuleError(f"Akun {username} tidak sedang terkunci.", code="no_change")
        lift(username)
        act.append(f"user:{username}", "sign_in_unlocked", {})


def lift(username: str) -> None:
    """Take the wait away; its owner is still told how many tries there were. Only inside an act."""
    name = _digest(_made_key(), username)
    db.SignInTries.update(counted=0).where(db.SignInTries.name == name).execute()


def _stored(name: str) -> Tries:
    row = db.SignInTries.get_or_none(db.SignInTries.name == name)
    return Tries() if row is None else _tries(row)


def _tries(row: db.SignInTries) -> Tries:
    return Tries(row.counted, row.since_right, row.last_at)


def _keep(name: str, tries: Tries) -> None:
    db.SignInTries.delete().where(db.SignInTries.name == name).execute()
    db.SignInTries.insert(
        name=name, counted=tries.counted, since_right=tries.since_right, last_at=tries.last_at
    ).execute()


def _sweep(now: Instant) -> None:
    """Forget names that nobody has, after a day: they lengthen no wait any longer, and nobody is told of them."""
    key = _made_key()
    known = [_digest(key, username) for (username,) in db.tuples(db.User.select(db.User.username))]
    old = db.SignInTries.last_at <= now - FORGOTTEN_AFTER
    db.SignInTries.delete().where(old, db.SignInTries.name.not_in(known)).execute()


def _digest(key: str, username: str) -> str:
    return hmac.new(key.encode(), username.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _made_key() -> str:
    """The key, made where there is none yet. Only inside a writing transaction."""
    key = settings.read(KEY_SETTING)
    if key is None:
        key = secrets.token_hex(32)
        settings.put(KEY_SETTING, key)
    return str(key)
