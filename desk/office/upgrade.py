"""Reading the tables from history anew after desk has learned to read more from it."""

from __future__ import annotations

from desk import db
from desk.office import case_store, findable, rows
from desk.office.session import PROJECTION, Office


def bring_up_to_date(office: Office) -> None:
    """Rebuild every case's tables where an older desk wrote them: all of them in one transaction, or none."""
    with db.writing():
        for number, last_event in list(db.tuples(db.Case.select(db.Case.number, db.Case.last_event))):
            if case_store.rebuild(office, number, last_event).erased_at is None:
                _find_anew(number)
        db.Setting.delete().where(db.Setting.key == "projection").execute()
        db.Setting.insert(key="projection", value=PROJECTION).execute()
    office.projection = PROJECTION


def _find_anew(number: str) -> None:
    """What a case is found by, from what came in."""
    key = {"case": number}
    sender, subject = rows.select(db.Case, ("sender", "subject"), {"number": number})[0]
    search = findable.task_text(number, subject)
    for (letter_no,) in rows.select(db.Letter, ("letter_no",), key):
        search = findable.letter_text(number, sender, subject, letter_no)
    for (text,) in rows.select(db.Complaint, ("text",), key):
        search = findable.complaint_text(number, text)
    rows.update(db.Case, {"number": number}, search=search)
