"""Complaints from one telephone number, found by a keyed hash of it: the number itself is nowhere to be searched."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from desk import db
from desk.domain.case import STATUS_TEXT, Status
from desk.domain.phone import normalise_phone
from desk.errors import FieldError
from desk.office import case_store, identity, privacy, settings
from desk.office.session import Session

SECRET = "phone_secret"
"""The setting that holds the office's key, made by a migration and never shown."""


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
    secret = str(settings.read(SECRET))
    return hmac.new(secret.encode(), form.encode(), hashlib.sha256).hexdigest()


def complaints_from(session: Session, phone: str | None, *, closed: bool = False) -> tuple[Earlier, ...]:
    """The open (or all) complaints from this number that may be named to this person, the newest first.

    Of a sealed one whose content they do not see, and of an anonymous one whose identity they may not learn, the
    number would tell who has complained.
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
    known = identity.may_see(session, case) if anonymous else privacy.sees_content(session, case)
    return case.status if known else None


def fill_keys() -> None:
    """Give every kept number its key. Inside a transaction."""
    for number, phone in list(db.tuples(db.Complaint.select(db.Complaint.case, db.Complaint.phone))):
        db.Complaint.update(phone_key=phone_key(phone)).where(db.Complaint.case == number).execute()
