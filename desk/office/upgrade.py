"""Reading the tables from history anew after desk has learned to read more from it."""

from __future__ import annotations

from desk import db
from desk.office import case_store, findable, same_number
from desk.office.session import PROJECTION, Office


def bring_up_to_date(office: Office) -> None:
    """Rebuild every case's tables where an older desk wrote them: all of them in one transaction, or none."""
    with db.writing():
        for number, last_event in list(db.tuples(db.Case.select(db.Case.number, db.Case.last_event))):
            case_store.rebuild(office, number, last_event)
        same_number.fill_keys()
        findable.refresh_complaints()
        db.Setting.delete().where(db.Setting.key == "projection").execute()
        db.Setting.insert(key="projection", value=PROJECTION).execute()
    office.projection = PROJECTION
