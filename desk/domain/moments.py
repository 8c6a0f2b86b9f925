"""Instants as people of the office read them: local time, Indonesian names."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.dates import format_day, format_day_short
from desk.errors import FieldError

YEARS = (1970, 2199)
"""First and last year of an instant that somebody may give; another is a slip of the pen."""
_LATEST = 7_258_118_400
"""2200-01-01 UTC."""


def require_moment(field: str, t: Instant | None) -> None:
    """FieldError for an instant outside YEARS, which no calendar or screen could show. None passes."""
    if t is not None and not 0 <= t < _LATEST:
        first, last = YEARS
        raise FieldError(field, f"Tahunnya di luar {first} sampai {last}; periksa lagi.", code="out_of_range")


def clock_text(calendar: WorkingCalendar, t: Instant) -> str:
    """`09.41` in the calendar's zone."""
    return f"{_local(calendar, t):%H.%M}"


def moment_text(calendar: WorkingCalendar, t: Instant, today: date | None = None) -> str:
    """`Sen 23 Nov 09.41`, with the year where it is not today's; on the day `today` only `09.41`."""
    day = calendar.local_date(t)
    if day == today:
        return clock_text(calendar, t)
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{format_day_short(day)}{year} {clock_text(calendar, t)}"


def dated_text(calendar: WorkingCalendar, t: Instant, today: date) -> str:
    """`Sen 23 Nov 09.41` on whichever day, with the year where it is not today's: for lists of deadlines."""
    day = calendar.local_date(t)
    return (
        f"{format_day_short(day)} {clock_text(calendar, t)}"
        if day == today
        else moment_text(calendar, t, today)
    )


def zone_name(calendar: WorkingCalendar, t: Instant) -> str:
    """`WIB`, `WITA` or `WIT`; elsewhere what the zone calls itself at that instant."""
    return _local(calendar, t).strftime("%Z")


def full_text(calendar: WorkingCalendar, t: Instant) -> str:
    """`Selasa, 24 November 2026, 09.41 WIB`: nothing left to guess."""
    return f"{format_day(calendar.local_date(t))}, {clock_text(calendar, t)} {zone_name(calendar, t)}"


def exact_text(calendar: WorkingCalendar, t: Instant, today: date) -> str:
    """`dated_text` to the second, where it is not a whole minute: `Sen 23 Nov 09.41.07`."""
    seconds = (t - calendar.instant(calendar.local_date(t), 0)) % 60
    return dated_text(calendar, t, today) + (f".{seconds:02d}" if seconds else "")


def iso_text(calendar: WorkingCalendar, t: Instant) -> str:
    """ISO 8601 with the offset of the calendar's zone, whole seconds."""
    return _local(calendar, t).isoformat()


def _local(calendar: WorkingCalendar, t: Instant) -> datetime:
    return datetime.fromtimestamp(t, ZoneInfo(calendar.zone))
