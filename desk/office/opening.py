"""Opening an office that has been set up; the way every start of desk goes, and so short."""

from __future__ import annotations

from pathlib import Path

from desk import db, places, schema
from desk.clock import Clock, SystemClock
from desk.errors import NotFound, StorageError
from desk.office import settings
from desk.office.session import PROJECTION, Office

READING, UPGRADING = "projection", "upgrading"
"""Settings: which `PROJECTION` wrote the tables; what an upgrade has begun and not ended."""
CLOCK_OFFSET = "clock_offset"
"""Setting, of an example office alone: how far its clock stands from the machine's."""
NO_OFFICE = (
    "Belum ada kantor di komputer ini. Jalankan desk untuk menyiapkannya, atau: "
    "desk init --office NAMA --admin PENGGUNA"
)


def office_exists(database_url: str) -> bool:
    """Whether that database holds an office already; the file is not created by asking."""
    if not places.database_file(database_url).is_file():
        return False
    db.open_database(database_url)
    return schema.has_schema() and db.Setting.select().where(db.Setting.key == "office_name").exists()


def open_office(database_url: str, clock: Clock | None = None) -> Office:
    """Open an office that has been set up. NotFound if there is none there.

    Without a `clock` the machine's is used, moved by the offset a demo office keeps.
    """
    if not office_exists(database_url):
        raise NotFound(NO_OFFICE, code="no_office")
    if is_outdated():
        from desk.office.upgrade import bring_up_to_date

        bring_up_to_date(database_url, clock)
    office = office_here(clock)
    if has_leftovers(office):
        from desk.office.erasure import clear_leftovers

        clear_leftovers()
    return office


def has_leftovers(office: Office) -> bool:
    """Whether `erasure.clear_leftovers` has something to do: of an erasure, or of a kill while a file was attached."""
    return office.has_leftovers or bool(places.unfinished_attachments(Path(db.database.database)))


def is_outdated() -> bool:
    """Whether the opened database is an older desk's, or its upgrade was cut; StorageError if it is a newer desk's."""
    if schema.pending_migrations():
        return True
    told = db.Setting.select(db.Setting.key, db.Setting.value).where(db.Setting.key << [READING, UPGRADING])
    found = dict(db.tuples(told))
    if found.get(READING, 1) > PROJECTION:
        raise StorageError(schema.NEWER, code="newer")
    return UPGRADING in found or found.get(READING, 1) != PROJECTION


def office_here(clock: Clock | None = None) -> Office:
    """The office in the opened database, which has this desk's schema, as it is. `clock`: as for `open_office`."""
    if clock is None:
        clock = SystemClock(settings.read(CLOCK_OFFSET, 0))
    return Office(clock)
