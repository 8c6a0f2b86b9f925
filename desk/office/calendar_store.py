"""An office's own calendars: its weeks, dated rules and periods in tables, read as a `Book`, compiled into versions."""

from __future__ import annotations

from collections.abc import Iterable

from desk import db
from desk.domain.calendar import DayRule, WorkingCalendar, period_from_dict, period_to_dict
from desk.domain.calendar_book import ALL, Book, DayPlace, OwnCalendar
from desk.domain.openings import spans_from, week_from
from desk.office import ledger, rows

_TOLD: dict[type[db.Table], rows.Names] = {
    db.CalendarRule: ("key", "name", "zone", "week", "periods"),
    db.Holiday: ("calendar", "day", "name", "category", "basis", "estimated", "spans"),
}
"""What a digest of the tables covers; a column that comes later must not change those already told."""


def read_book() -> Book:
    """The calendars as the tables say now."""
    return Book(
        calendars={row.key: _own(row) for row in db.CalendarRule.select().order_by(db.CalendarRule.key)},
        days={
            (row.calendar, row.day): DayRule(
                spans=spans_from(row.spans),
                name=row.name,
                category=row.category,
                estimated=row.estimated,
                basis=row.basis,
            )
            for row in db.Holiday.select().order_by(db.Holiday.day, db.Holiday.calendar)
        },
    )


def write_book(before: Book, after: Book) -> None:
    """Bring the tables from the one book to the other. Only inside an act."""
    for key, own in after.calendars.items():
        if before.calendars.get(key) != own:
            _write_own(own)
    for scope, day in [place for place in before.days if after.days.get(place) != before.days[place]]:
        db.Holiday.delete().where(db.Holiday.calendar == scope, db.Holiday.day == day).execute()
    _add_days((place, rule) for place, rule in after.days.items() if before.days.get(place) != rule)


def store_calendar(calendar: WorkingCalendar, name: str) -> None:
    """Make this the office's calendar of its key; dated rules it holds become those of all calendars."""
    own = OwnCalendar(calendar.key, name, calendar.zone, calendar.week, calendar.periods)
    before = read_book()
    fresh = {(ALL, day): rule for day, rule in calendar.days.items() if (ALL, day) not in before.days}
    write_book(before, before.with_calendar(own).with_days(fresh))


def current_calendars() -> list[WorkingCalendar]:
    """Every calendar of the office as its tables say now; each version is kept by its content hash."""
    return list(read_book().all_compiled().values())


def tables_digest() -> str:
    """What an event that changes the calendars says of their tables, so that a change made elsewhere is noticed."""
    return ledger.body_digest([sorted(rows.all_stored(table, names)) for table, names in _TOLD.items()])


def keep_version(calendar: WorkingCalendar) -> None:
    """Store a calendar by its content hash, so that a case can keep it; once is enough."""
    version = calendar.version
    if not rows.select(db.CalendarVersion, ("version",), {"version": version}):
        rows.insert(db.CalendarVersion, version=version, key=calendar.key, body=calendar.to_dict())


def _own(row: db.CalendarRule) -> OwnCalendar:
    periods = tuple(period_from_dict(item) for item in row.periods)
    return OwnCalendar(row.key, row.name, row.zone, week_from(row.week), periods)


def _write_own(own: OwnCalendar) -> None:
    db.CalendarRule.delete().where(db.CalendarRule.key == own.key).execute()
    db.CalendarRule.insert(
        key=own.key,
        name=own.name,
        zone=own.zone,
        week=own.week,
        periods=[period_to_dict(period) for period in own.periods],
    ).execute()


def _add_days(days: Iterable[tuple[DayPlace, DayRule]]) -> None:
    fresh = [
        {
            "calendar": scope,
            "day": day,
            "name": rule.name,
            "category": rule.category,
            "basis": rule.basis,
            "estimated": rule.estimated,
            "spans": [list(span) for span in rule.spans],
        }
        for (scope, day), rule in days
    ]
    if fresh:
        db.Holiday.insert_many(fresh).execute()
