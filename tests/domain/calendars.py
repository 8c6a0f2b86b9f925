"""Calendars the rules are proved on: the five-day week of 2026 with its holidays, and variations of it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk.domain.calendar import DayRule, Instant, Period, Span, Week, WorkingCalendar

WIB = "Asia/Jakarta"


def span(text: str) -> Span:
    start, end = (int(part[:2]) * 3600 + int(part[3:]) * 60 for part in text.split("-"))
    return start, end


def spans(*texts: str) -> tuple[Span, ...]:
    return tuple(span(text) for text in texts)


_DAY, _FRIDAY = spans("07:30-12:00", "13:00-16:00"), spans("07:30-11:30", "13:00-16:30")
_FAST, _FAST_FRIDAY = spans("08:00-12:00", "12:30-15:00"), spans("08:00-11:30", "12:30-15:30")
FIVE_DAYS: Week = (_DAY, _DAY, _DAY, _DAY, _FRIDAY, (), ())
RAMADAN_WEEK: Week = (_FAST, _FAST, _FAST, _FAST, _FAST_FRIDAY, (), ())
_LONG, _LONG_FRIDAY = spans("07:30-12:00", "13:00-14:45"), spans("07:30-11:30", "13:00-15:15")
SIX_DAYS: Week = (_LONG, _LONG, _LONG, _LONG, _LONG_FRIDAY, _LONG, ())
CLOSED: Week = ((),) * 7

RAMADAN_2026 = Period("Ramadan 1447 H", date(2026, 2, 19), date(2026, 3, 20), RAMADAN_WEEK)
RAMADAN_2027 = Period("Ramadan 1448 H", date(2027, 2, 8), date(2027, 3, 9), RAMADAN_WEEK, estimated=True)


def _holidays(year: int, national: str, joint_leave: str) -> dict[date, DayRule]:
    """The year's SKB 3 Menteri as `domain.md` B6 lists it, months and days."""
    return {
        date.fromisoformat(f"{year}-{day}"): DayRule((), "Libur", category)
        for category, listed in (("national_holiday", national), ("joint_leave", joint_leave))
        for day in listed.split()
    }


HOLIDAYS_2025 = _holidays(
    2025,
    "01-01 01-27 01-29 03-29 03-31 04-01 04-18 04-20 05-01 05-12 05-29 06-01 06-06 06-27 08-17 09-05 12-25",
    "01-28 03-28 04-02 04-03 04-04 04-07 05-13 05-30 06-09 08-18 12-26",
)
HOLIDAYS_2026 = _holidays(
    2026,
    "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25",
    "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
)
HOLIDAYS_2027 = _holidays(
    2027,
    "01-01 01-05 02-06 03-08 03-10 03-11 03-26 03-28 05-01 05-06 05-17 05-20 06-01 06-06 08-15 08-17"
    " 12-25 12-26",
    "02-05 03-09 03-12 03-15 03-25 05-18 05-19 12-24",
)

FIVE = WorkingCalendar("five-day", WIB, FIVE_DAYS, (RAMADAN_2026,), HOLIDAYS_2026)
THREE_YEARS = WorkingCalendar(
    "five-day", WIB, FIVE_DAYS, (RAMADAN_2026, RAMADAN_2027), HOLIDAYS_2025 | HOLIDAYS_2026 | HOLIDAYS_2027
)
SIX = WorkingCalendar("six-day", WIB, SIX_DAYS, (), HOLIDAYS_2026)
NEVER = WorkingCalendar("tutup", WIB, CLOSED)
ALWAYS = WorkingCalendar("hotline", WIB, (spans("00:00-24:00"),) * 7)


def at(text: str, zone: str = WIB) -> Instant:
    """ "2026-11-23 09:20" (seconds optional) on that zone's wall clock."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shown(t: Instant | None, zone: str = WIB) -> str | None:
    """The reverse of `at`, so that a failing table reads as dates. None stays None."""
    if t is None:
        return None
    text = datetime.fromtimestamp(t, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    return text.removesuffix(":00")
