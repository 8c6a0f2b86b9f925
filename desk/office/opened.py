"""The office in the opened database as it is, and whether the database is of today's desk."""

from __future__ import annotations

from desk import schema
from desk.clock import Clock, SystemClock
from desk.errors import StorageError
from desk.office import settings
from desk.office.office import PROJECTION, READING, Office

UPGRADING = "upgrading"
"""Setting: what an upgrade has begun and not ended."""
CLOCK_OFFSET = "clock_offset"
"""Setting, of an example office alone: how far its clock stands from the machine's."""


def is_outdated() -> bool:
    """Whether the opened database is an older desk's, or its upgrade was cut; StorageError if it is a newer desk's."""
    if schema.pending_migrations():
        return True
    found = settings.read_many(READING, UPGRADING)
    if found.get(READING, 1) > PROJECTION:
        raise StorageError(schema.NEWER, code="newer")
    return UPGRADING in found or found.get(READING, 1) != PROJECTION


def office_here(clock: Clock | None = None) -> Office:
    """The office in the opened database, which has this desk's schema, as it is. `clock`: as for `open_office`."""
    if clock is None:
        clock = SystemClock(settings.read(CLOCK_OFFSET, 0))
    return Office(clock)
