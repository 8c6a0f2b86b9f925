"""An office's own calendars: its weeks, holidays and Ramadan periods in tables, compiled into versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk import db
from desk.domain.calendar import DayRule, Period, WorkingCalendar
from desk.office import rows


def current_calendars() -> list[WorkingCalendar]:
    """Every calendar of the office as its tables say now; each version is kept by its content hash."""
    days = {
        row.day: DayRule(
            spans=tuple((start, end) for start, end in row.spans),
            name=row.name,
            category=row.category,
            estimated=row.estimated,
            basis=row.basis,
        )
        for row in db.Holiday.select()
    }
    return [_compiled(row, days) for row in db.CalendarRule.select().order_by(db.CalendarRule.key)]


def store_calendar(calendar: WorkingCalendar, name: str) -> None:
    """Make this the office's calendar of its key; dated rules it holds become the office's own."""
    body = calendar.to_dict()
    db.CalendarRule.delete().where(db.CalendarRule.key == calendar.key).execute()
    db.CalendarRule.insert(
        key=calendar.key, name=name, zone=calendar.zone, week=body["week"], periods=body["periods"]
    ).execute()
    known = {row.day for row in db.Holiday.select(db.Holiday.day)}
    fresh: Sequence[dict[str, Any]] = [
        {
            "day": day,
            "name": rule.name,
            "category": rule.category,
            "basis": rule.basis,
            "estimated": rule.estimated,
            "spans": [list(span) for span in rule.spans],
        }
        for day, rule in sorted(calendar.days.items())
        if day not in known
    ]
    if fresh:
        db.Holiday.insert_many(fresh).execute()


def keep_version(calendar: WorkingCalendar) -> None:
    """Store a calendar by its content hash, so that a case can keep it; once is enough."""
    version = calendar.version
    if not rows.select(db.CalendarVersion, ("version",), {"version": version}):
        rows.insert(db.CalendarVersion, version=version, key=calendar.key, body=calendar.to_dict())


def _compiled(row: db.CalendarRule, days: dict[Any, DayRule]) -> WorkingCalendar:
    empty = WorkingCalendar(key=row.key, zone=row.zone, week=((),) * 7).to_dict()
    base = WorkingCalendar.from_dict(empty | {"week": row.week, "periods": row.periods})
    periods: tuple[Period, ...] = base.periods
    return WorkingCalendar(key=row.key, zone=row.zone, week=base.week, periods=periods, days=days)
