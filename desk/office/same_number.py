"""Complaints from one telephone number, found by a keyed hash of it: the number itself is nowhere to be searched.

Whoever could try number after number would read what is masked everywhere. So asking is an act: told in the office's
log, counted, and answered with what the person may know anyhow.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from peewee import fn

from desk import db
from desk.domain.calendar import Instant
from desk.domain.case import STATUS_TEXT, Status
from desk.domain.people import Permission
from desk.domain.phone import normalise_phone
from desk.errors import FieldError, RuleError
from desk.office import case_store, identity, privacy, settings
from desk.office.session import Session

SECRET = "phone_secret"
"""The setting that holds the office's key, made by a migration and never shown."""
KIND = "number_looked_up"
AGAIN = 15 * 60
"""Seconds in which the same person may ask for the same number again without another line in the log."""
LIMIT, WITHIN = 60, 60 * 60
"""How many numbers one person may ask for within how many seconds: more than any counter needs."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A complaint from the same number."""

    number: str
    status: Status

    def __str__(self) -> str:
        return f"{self.number}, {STATUS_TEXT[self.status]}"


def phone_key(phone: str | None) -> str | None:
    """What a number is compared by. None: no number."""
    if phone is None:
        return None
    try:
        form = normalise_phone(phone)
    except FieldError:  # kept by an older desk, which took it for a number
        form = phone
    return _keyed(form)


def _keyed(text: str) -> str:
    return hmac.new(str(settings.read(SECRET)).encode(), text.encode(), hashlib.sha256).hexdigest()


def look_up(session: Session, phone: str, *, closed: bool = True) -> tuple[Earlier, ...]:
    """All (or the open) complaints from this number that may be named to this person, the newest first.

    FieldError at `phone` where that is no whole number, RuleError `too_many` after `LIMIT` of them within an hour. An
    act of whoever works in the office: who asked, and a digest of the number, stand in the office's log.
    """
    number = _keyed(f"looked up: {normalise_phone(phone)}")
    session.require(Permission.WORK)
    if number in _asked(session, session.now() - AGAIN):
        return complaints_from(session, phone, closed=closed)
    with session.act(Permission.WORK) as act:
        # counted under the write lock, since other desks of the same person may ask at this very moment
        if len(_asked(session, act.recorded_at - WITHIN)) >= LIMIT:
            raise RuleError(
                f"Terlalu banyak nomor dicari: paling banyak {LIMIT} dalam satu jam.", code="too_many"
            )
        found = complaints_from(session, phone, closed=closed)
        act.append("office", KIND, {"number": number})
    return found


def _asked(session: Session, since: Instant) -> list[str]:
    """The numbers that this person has asked for since then, as digests.

    Counted in the order of ids from the last event of the office that is older: no more of the history is read, and
    what was recorded before a clock was set back does not count until that time comes again.
    """
    log, older = db.EventLog, db.EventLog.alias()
    last = (
        older.select(older.id)
        .where(older.subject == "office", older.recorded_at <= since)
        .order_by(older.id.desc())
        .limit(1)
    )
    query = log.select(log.data).where(
        log.subject == "office",
        log.kind == KIND,
        log.by == session.person.username,
        log.id > fn.COALESCE(last, 0),
    )
    return [data["number"] for (data,) in db.tuples(query)]


def complaints_from(session: Session, phone: str | None, *, closed: bool = False) -> tuple[Earlier, ...]:
    """The open (or all) complaints from this number that may be named to this person, the newest first.

    To whoever logs, those whose content they see, since a citizen who calls back must be found; to others, and of
    anonymous complainants, only those whose identity they may learn. For an act: whoever merely asks, does `look_up`.
    """
    if phone is None or not phone.strip():
        return ()
    found = (
        db.Complaint.select(db.Complaint.case, db.Complaint.is_anonymous)
        .join(db.Case)
        .where(db.Complaint.phone_key == phone_key(phone))
        .order_by(db.Case.recorded_at.desc(), db.Case.number.desc())
    )
    if not closed:
        found = found.where(db.Case.status.not_in([status.value for status in Status if status.is_closed]))
    return tuple(
        Earlier(number, Status(status))
        for number, anonymous in list(db.tuples(found))
        if (status := _told(session, number, anonymous=anonymous)) is not None
    )


def _told(session: Session, number: str, *, anonymous: bool) -> Status | None:
    """Where the complaint stands. None: it is not for this person to know that it came from the number."""
    case = case_store.load(number)
    known = identity.may_see(session, case)
    if not known and not anonymous and session.may(Permission.LOG):
        known = privacy.sees_content(session, case)
    return case.status if known else None


def fill_keys() -> None:
    """Give every kept number its key. Inside a transaction."""
    for number, phone in list(db.tuples(db.Complaint.select(db.Complaint.case, db.Complaint.phone))):
        db.Complaint.update(phone_key=phone_key(phone)).where(db.Complaint.case == number).execute()
