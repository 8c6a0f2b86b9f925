"""What an office's calendar lacks or only guesses: said loudly, never passed over (sla.md, "Calendar")."""

from __future__ import annotations

from desk.office import calendars
from desk.office.session import Office


def calendar_warnings(office: Office) -> list[str]:
    """What this year's and next year's calendar lacks or only guesses; shown loudly, never passed over."""
    year = office.today().year
    return calendars.coverage_warnings(office.calendar(), year, year + 1)
