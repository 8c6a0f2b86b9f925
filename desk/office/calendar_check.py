"""What an office's calendars lack or only guess: said loudly, never passed over (sla.md, "Calendar")."""

from __future__ import annotations

from peewee import fn

from desk import db
from desk.domain.calendar import WorkingCalendar
from desk.domain.coverage import Gap, year_gaps
from desk.office.office import Office


def calendar_warnings(office: Office) -> list[str]:
    """What the calendars in use lack or guess this year, next year and in every year that an open deadline reaches.

    What several calendars lack alike is said once.
    """
    gaps = calendar_gaps(office)
    names = {
        row.key: str(row.name) for row in db.CalendarRule.select(db.CalendarRule.key, db.CalendarRule.name)
    }
    found: dict[Gap, list[str]] = {}
    for key, missing in gaps.items():
        for gap in missing:
            found.setdefault(gap, []).append(names[key])
    return [
        f"{' dan '.join(keepers)}, tahun {gap.year}: {gap.text}"
        for gap, keepers in sorted(found.items(), key=lambda item: item[0].year)
    ]


def board_warning(office: Office) -> str:
    """The same in one short line for the board. Empty: everything is decreed."""
    years = sorted({gap.year for gaps in calendar_gaps(office).values() for gap in gaps})
    if not years:
        return ""
    listed = " dan ".join(map(str, years))
    return f"Kalender {listed} belum pasti; tenggat yang melewatinya dapat bergeser."


def calendar_gaps(office: Office) -> dict[str, list[Gap]]:
    """By key of the calendars in use: what they lack or guess in the years that matter now."""
    year = office.today().year
    years = range(year, max(year + 1, _last_year(office.calendar())) + 1)
    return {
        key: [gap for year in years for gap in year_gaps(calendar, year)]
        for key, calendar in _in_use(office).items()
    }


def _in_use(office: Office) -> dict[str, WorkingCalendar]:
    """The office's hours, and those that a service names."""
    named = {service.calendar for service in office.services.values()} | {"office"}
    return {key: calendar for key, calendar in office.calendars.items() if key in named}


def _last_year(calendar: WorkingCalendar) -> int:
    """The year that the furthest deadline of an open step reaches; 0 without any."""
    latest = db.Visit.select(fn.MAX(db.Visit.due_at)).where(db.Visit.is_open).scalar()
    return 0 if latest is None else calendar.local_date(latest).year
