"""Opening an office that has been set up; the way every start of desk goes, and so short."""

from __future__ import annotations

from desk import db, places
from desk.clock import Clock, SystemClock
from desk.errors import NotFound
from desk.office.session import PROJECTION, Office

NO_OFFICE = (
    "Belum ada kantor di komputer ini. Jalankan desk untuk menyiapkannya, atau: "
    "desk init --office NAMA --admin PENGGUNA"
)


def office_exists(database_url: str) -> bool:
    """Whether that database holds an office already; the file is not created by asking."""
    if not places.database_file(database_url).is_file():
        return False
    db.open_database(database_url)
    return db.has_schema() and db.Setting.select().where(db.Setting.key == "office_name").exists()


def open_office(database_url: str, clock: Clock | None = None) -> Office:
    """Open an office that has been set up. NotFound if there is none there.

    Without a `clock` the machine's is used, moved by the offset a demo office keeps.
    """
    if not office_exists(database_url):
        raise NotFound(NO_OFFICE, code="no_office")
    db.migrate()
    office = office_here(clock)
    if office.projection != PROJECTION:
        from desk.office.upgrade import bring_up_to_date

        bring_up_to_date(office)
    return office


def office_here(clock: Clock | None = None) -> Office:
    """The office in the opened database, which has this desk's schema, as it is. `clock`: as for `open_office`."""
    if clock is None:
        offset = db.Setting.get_or_none(db.Setting.key == "clock_offset")
        clock = SystemClock(offset.value if offset is not None else 0)
    return Office(clock)
