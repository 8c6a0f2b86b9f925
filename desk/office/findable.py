"""What a case is found by in the archive: nothing that is sealed, and no complainant's name."""

from __future__ import annotations

from desk import db
from desk.domain.access import Seal
from desk.domain.letter import search_form


def letter_text(number: str, sender: str, subject: str, letter_no: str | None, security: str) -> str:
    sealed = Seal(security=security).is_sealed
    return search_form(number, sender, "" if sealed else subject, letter_no or "")


def complaint_text(number: str, text: str, *, is_confidential: bool) -> str:
    """Without name or number of whoever complained: to be found by it would tell who it was."""
    return search_form(number) if is_confidential else search_form(number, text)


def task_text(number: str, subject: str) -> str:
    """Of a periodic task."""
    return search_form(number, subject)


def refresh_complaints() -> None:
    """Write anew what complaints are found by, where an older desk let them be found by more. Inside a transaction."""
    found = db.Complaint.select(db.Complaint.case, db.Complaint.text, db.Complaint.is_confidential)
    for number, text, is_confidential in list(db.tuples(found)):
        search = complaint_text(number, text, is_confidential=is_confidential)
        db.Case.update(search=search).where(db.Case.number == number).execute()
