"""Opening an office that has been set up; the way every start of desk goes, and so short."""

from __future__ import annotations

from pathlib import Path

from desk import db, places, schema
from desk.clock import Clock
from desk.errors import NotFound
from desk.office import opened, settings
from desk.office.office import Office

NO_OFFICE = (
    "Belum ada kantor di komputer ini. Jalankan desk untuk menyiapkannya, atau: "
    "desk init --office NAMA --admin PENGGUNA"
)


def office_exists(database_url: str) -> bool:
    """Whether that database holds an office already; the file is not created by asking."""
    if not places.database_file(database_url).is_file():
        return False
    db.open_database(database_url)
    return schema.has_schema() and settings.read("office_name") is not None


def open_office(database_url: str, clock: Clock | None = None) -> Office:
    """Open an office that has been set up. NotFound if there is none there.

    Without a `clock` the machine's is used, moved by the offset a demo office keeps.
    """
    if not office_exists(database_url):
        raise NotFound(NO_OFFICE, code="no_office")
    if opened.is_outdated():
        from desk.office.upgrade import bring_up_to_date

        bring_up_to_date(database_url, clock)
    office = opened.office_here(clock)
    if has_leftovers(office):
        from desk.office.erasure import clear_leftovers

        clear_leftovers()
    return office


def has_leftovers(office: Office) -> bool:
    """Whether `erasure.clear_leftovers` has something to do: of an erasure, or of a kill while a file was attached."""
    return office.has_leftovers or bool(places.unfinished_attachments(Path(db.database.database)))
