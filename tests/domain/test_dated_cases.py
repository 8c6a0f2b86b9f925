"""Deadlines on dates: the days of `domain.md` part D, and what other desks' clocks got wrong.

The worked examples of `sla.md` are in test_sla.py. A source such as "zammad 3180" is the issue of that helpdesk on
GitHub in which its users found the fault.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from desk.domain.calendar import DayRule, Span, WorkingCalendar
from desk.domain.due import Interval
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import explain
from desk.domain.sla import Band, ClockKind, Reading, read_clock
from tests.domain.calendars import ALWAYS, FIVE, SIX, THREE_YEARS, WIB, at, shown, spans


def minutes(n: int) -> StandardTime:
    return StandardTime(Unit.MINUTES, n)


def hours(n: int) -> StandardTime:
    return StandardTime(Unit.HOURS, n)


def days(n: int) -> StandardTime:
    return StandardTime(Unit.WORKING_DAYS, n)


def office(*openings: str, closed: tuple[int, ...] = (), zone: str = WIB) -> WorkingCalendar:
    """Open alike on every weekday but the closed ones (0: Monday)."""
    return WorkingCalendar("x", zone, tuple(() if day in closed else spans(*openings) for day in range(7)))


def with_days(calendar: WorkingCalendar, changed: dict[str, tuple[Span, ...]]) -> WorkingCalendar:
    rules = {date.fromisoformat(day): DayRule(openings, "Lain", "duty") for day, openings in changed.items()}
    return replace(calendar, days={**calendar.days, **rules})


EARLY_FRIDAY = replace(FIVE, week=(*FIVE.week[:4], spans("07:30-11:30", "13:00-15:00"), *FIVE.week[5:]))
NINE_TO_FIVE = office("09:00-17:00", closed=(5, 6))
UNTIL_MINUTE_TO_MIDNIGHT = office("00:00-23:59")
NEVER_ON_SUNDAY = office("00:00-24:00", closed=(6,))
THREE_SHIFTS = office("06:00-10:00", "11:00-15:00", "16:00-20:00", closed=(6,))
TUESDAYS = office("08:00-17:00", closed=(0, 2, 3, 4, 5, 6))
LONG_DAYS = with_days(office("09:00-21:00", zone="Europe/Berlin"), {"2016-11-11": (), "2016-11-13": ()})
HALF_TUESDAY = with_days(FIVE, {"2026-11-24": spans("07:30-10:00")})
BEFORE_THE_DECREE = replace(
    THREE_YEARS, days={day: rule for day, rule in THREE_YEARS.days.items() if day != date(2025, 8, 18)}
)


@dataclass(frozen=True)
class Dated:
    """One deadline."""

    why: str
    start: str
    standard: StandardTime
    due: str
    calendar: WorkingCalendar = FIVE
    pauses: tuple[tuple[str, str | None], ...] = ()

    @property
    def reading(self) -> Reading:
        zone = self.calendar.zone
        waits = [Interval(at(a, zone), at(b, zone) if b else None) for a, b in self.pauses]
        return read_clock(ClockKind.STEP, self.standard, self.calendar, at(self.start, zone), pauses=waits)


CASES = [
    # ---- domain.md, a day at the desk
    Dated("D0, hotline: first reply", "2026-11-23 08:02", minutes(5), "2026-11-23 08:07"),
    Dated("D0, hotline: solution", "2026-11-23 08:32", minutes(60), "2026-11-23 09:32"),
    Dated("D0, broadcast complete at 08.12", "2026-11-23 08:12", minutes(30), "2026-11-23 08:42"),
    Dated("S5, an office that closes at 15.00 on Fridays", "2026-11-27 15:55", minutes(30),
          "2026-11-30 08:00", EARLY_FRIDAY),
    Dated("S5, five working days from a late Friday", "2026-11-27 15:55", days(5), "2026-12-04 16:30"),
    Dated("S6, a complaint before Lebaran", "2026-03-17 14:00", days(1), "2026-03-25 16:00"),
    Dated("S6, three days", "2026-03-17 14:00", days(3), "2026-03-27 16:30"),
    Dated("S6, ten closed days in 2027", "2027-03-05 15:55", minutes(1), "2027-03-16 07:31", THREE_YEARS),
    Dated("60 working days across Lebaran 2025", "2025-03-18 10:00", days(60), "2025-07-02 16:00", THREE_YEARS),
    # ---- night, weekend, breaks
    Dated("at night", "2026-11-23 20:00", minutes(30), "2026-11-24 08:00"),
    Dated("before the opening", "2026-11-23 05:00", minutes(30), "2026-11-23 08:00"),
    Dated("opened outside hours (glpi 687)", "2026-11-22 23:59:59", minutes(30), "2026-11-23 08:00"),
    Dated("at the very opening, to the very break", "2026-11-23 07:30", minutes(270), "2026-11-23 12:00"),
    Dated("at the very closing", "2026-11-23 16:00", minutes(1), "2026-11-24 07:31"),
    Dated("at the beginning of the break", "2026-11-23 12:00", minutes(30), "2026-11-23 13:30"),
    Dated("within the Friday break", "2026-11-27 12:15", minutes(30), "2026-11-27 13:30"),
    Dated("over the Friday break only (osticket 6847)", "2026-11-27 11:00", hours(1), "2026-11-27 13:30"),
    Dated("Friday afternoon to Monday", "2026-11-27 16:00", hours(1), "2026-11-30 08:00"),
    Dated("three shifts a day", "2026-11-28 09:30", hours(6), "2026-11-28 17:30", THREE_SHIFTS),
    Dated("three shifts, over a Sunday", "2026-11-28 19:30", hours(1), "2026-11-30 06:30", THREE_SHIFTS),
    Dated("a week of one day (osticket 6739)", "2026-11-20 10:00", hours(10), "2026-12-01 09:00", TUESDAYS),
    Dated("working days in a week of one day", "2026-11-24 10:00", days(2), "2026-12-08 17:00", TUESDAYS),
    Dated("six-day week, late Saturday", "2026-11-28 14:40", minutes(10), "2026-11-30 07:35", SIX),
    # ---- midnight
    Dated("no minute is lost at midnight (zammad 3180)", "2026-11-23 23:59", minutes(2), "2026-11-24 00:01", ALWAYS),
    Dated("nor at the turn of the year", "2026-12-31 23:59", minutes(2), "2027-01-01 00:01", ALWAYS),
    Dated("nor from the last second", "2026-11-23 23:59:59", minutes(1), "2026-11-24 00:00:59", ALWAYS),
    Dated("who enters 23.59 is closed for a minute", "2026-11-23 23:58", minutes(2), "2026-11-24 00:01",
          UNTIL_MINUTE_TO_MIDNIGHT),
    Dated("24 hours is a whole day of an office that never closes", "2026-11-23 00:00", hours(24),
          "2026-11-24 00:00", ALWAYS),
    Dated("closed on Sundays only", "2026-11-28 23:30", hours(1), "2026-11-30 00:30", NEVER_ON_SUNDAY),
    Dated("a working day that ends at midnight", "2026-11-27 10:00", days(1), "2026-11-29 00:00", NEVER_ON_SUNDAY),
    # ---- holidays, half days, the end of data
    Dated("holidays are no working time (zammad 390)", "2016-11-09 23:00", hours(48), "2016-11-15 21:00", LONG_DAYS),
    Dated("a half day ends early", "2026-11-23 15:50", hours(3), "2026-11-25 07:50", HALF_TUESDAY),
    Dated("and is a working day", "2026-11-23 09:00", days(1), "2026-11-24 10:00", HALF_TUESDAY),
    Dated("before 18 Aug 2025 was decreed", "2025-08-15 10:00", days(1), "2025-08-18 16:00", BEFORE_THE_DECREE),
    Dated("after 18 Aug 2025 was decreed", "2025-08-15 10:00", days(1), "2025-08-19 16:00", THREE_YEARS),
    Dated("before it was, in minutes", "2025-08-15 15:30", hours(2), "2025-08-18 08:30", BEFORE_THE_DECREE),
    Dated("after it was, in minutes", "2025-08-15 15:30", hours(2), "2025-08-19 08:30", THREE_YEARS),
    Dated("a year without data has weekdays only", "2026-12-31 15:00", days(5), "2027-01-07 16:00"),
    Dated("the same year with its data", "2026-12-31 15:00", days(5), "2027-01-11 16:00", THREE_YEARS),
    # ---- Ramadan
    Dated("into Ramadan", "2026-02-18 15:30", hours(1), "2026-02-19 08:30"),
    Dated("the first day of Ramadan", "2026-02-18 09:00", days(1), "2026-02-19 15:00"),
    Dated("the short break of Ramadan", "2026-02-19 11:45", minutes(30), "2026-02-19 12:45"),
    Dated("a Friday in Ramadan", "2026-02-20 11:15", minutes(30), "2026-02-20 12:45"),
    Dated("out of Ramadan, over Lebaran", "2026-03-17 09:00", days(1), "2026-03-25 16:00"),
    # ---- leap days
    Dated("onto a leap day", "2028-02-28 09:00", days(1), "2028-02-29 16:00"),
    Dated("open time over a leap day", "2028-02-28 15:30", hours(8), "2028-02-29 16:00"),
    Dated("a calendar year from a leap day", "2028-02-29 10:00", StandardTime(Unit.CALENDAR_DAYS, 366),
          "2029-03-01 10:00"),
    # ---- closures do not matter
    Dated("calendar days may end on a holiday", "2026-12-14 09:00", StandardTime(Unit.CALENDAR_DAYS, 10),
          "2026-12-24 09:00"),
    Dated("to the second", "2026-11-23 09:20:17", StandardTime(Unit.CALENDAR_DAYS, 1), "2026-11-24 09:20:17"),
    Dated("3 x 24 hours after a breach", "2026-11-27 20:00", StandardTime(Unit.CLOCK_HOURS, 72), "2026-11-30 20:00"),
    # ---- pauses
    Dated("a hold at night is not added (erpnext 49414)", "2026-11-23 10:00", hours(8), "2026-11-24 10:00",
          NINE_TO_FIVE, (("2026-11-23 17:00", "2026-11-24 09:00"),)),
    Dated("nights cost no working day (glpi 14937)", "2026-11-23 09:00", days(5), "2026-11-30 16:00",
          pauses=tuple((f"2026-11-{day} 16:00", f"2026-11-{day + 1} 07:30") for day in range(23, 27))),
    Dated("over Christmas, in minutes", "2026-12-23 15:50", minutes(30), "2026-12-28 10:25",
          pauses=(("2026-12-23 15:55", "2026-12-28 10:00"),)),
    Dated("over Christmas, in working days", "2026-12-21 09:00", days(3), "2026-12-29 16:00",
          pauses=(("2026-12-23 07:30", "2026-12-28 07:30"),)),
    Dated("only holidays are no working day lost", "2026-12-21 09:00", days(3), "2026-12-28 16:00",
          pauses=(("2026-12-23 16:00", "2026-12-28 07:30"),)),
    Dated("a half day waited through is a day", "2026-11-23 09:00", days(1), "2026-11-25 16:00", HALF_TUESDAY,
          (("2026-11-24 07:30", "2026-11-24 10:00"),)),
    Dated("a quarter of a half day and three of another", "2026-11-23 09:00", days(1), "2026-11-25 16:00",
          with_days(FIVE, {"2026-11-24": spans("08:00-10:00")}),
          (("2026-11-23 14:07:30", "2026-11-23 16:00"), ("2026-11-24 08:00", "2026-11-24 09:30"))),
    Dated("from the very closing to the next opening", "2026-11-23 15:30", hours(1), "2026-11-24 08:00",
          pauses=(("2026-11-23 16:00", "2026-11-24 07:30"),)),
    Dated("from the very closing into the morning", "2026-11-23 15:30", hours(1), "2026-11-24 08:30",
          pauses=(("2026-11-23 16:00", "2026-11-24 08:00"),)),
    Dated("at the very closing at which it is due", "2026-11-23 15:30", minutes(30), "2026-11-24 10:00",
          pauses=(("2026-11-23 16:00", "2026-11-24 10:00"),)),
    Dated("a second after the closing at which it was due", "2026-11-23 15:30", minutes(30), "2026-11-23 16:00",
          pauses=(("2026-11-23 16:00:01", "2026-11-24 10:00"),)),
    Dated("at the very closing at which its day is due", "2026-11-23 09:20", days(1), "2026-11-25 16:00",
          pauses=(("2026-11-24 16:00", "2026-11-25 16:00"),)),
    Dated("a second after that", "2026-11-23 09:20", days(1), "2026-11-24 16:00",
          pauses=(("2026-11-24 16:00:01", "2026-11-25 16:00"),)),
    Dated("a second long", "2026-11-23 09:20", minutes(30), "2026-11-23 09:50:01",
          pauses=(("2026-11-23 09:30", "2026-11-23 09:30:01"),)),
    Dated("a changed limit keeps the pauses (glpi 15605)", "2026-11-23 09:20", days(14), "2026-12-15 16:00",
          pauses=(("2026-11-23 10:00", "2026-11-25 10:00"),)),
    Dated("waiting still: as it was when the pause began", "2026-11-23 09:20", minutes(30), "2026-11-23 09:50",
          pauses=(("2026-11-23 09:30", None),)),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_it_falls_due(case: Dated) -> None:
    assert shown(case.reading.due_at, case.calendar.zone) == case.due


@pytest.mark.parametrize("case", [case for case in CASES if not case.pauses], ids=lambda case: case.why)
def test_its_explanation_adds_up_to_its_standard(case: Dated) -> None:
    reading = case.reading
    assert reading.due_at is not None
    parts = explain(case.standard.unit, case.calendar, reading.start, reading.due_at)
    assert sum(part.counted_seconds for part in parts) == reading.standard_seconds


@pytest.mark.parametrize(("year", "working_days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_every_year_has_the_working_days_that_were_checked(year: int, working_days: int) -> None:
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    dates = [first + timedelta(days=n) for n in range((last - first).days)]
    assert sum(map(THREE_YEARS.is_working_day, dates)) == working_days


def test_a_case_answered_in_time_before_a_holiday_was_decreed_is_in_time_after_it_too() -> None:
    finished = at("2025-08-18 15:00")
    for calendar in (BEFORE_THE_DECREE, THREE_YEARS):
        reading = read_clock(ClockKind.STEP, days(1), calendar, at("2025-08-15 10:00"), stopped_at=finished)
        assert reading.band(calendar, finished) is Band.MET


def test_the_jump_over_lebaran_is_explained_day_by_day() -> None:
    parts = explain(Unit.MINUTES, FIVE, at("2026-03-17 14:45"), at("2026-03-25 07:45"))
    assert [(shown(part.start), part.counted_seconds, part.reason) for part in parts] == [
        ("2026-03-17 14:45", 900, "jam kerja (Ramadan 1447 H)"),
        ("2026-03-17 15:00", 0, "di luar jam kerja"),
        ("2026-03-18 00:00", 0, "cuti bersama: Libur"),
        ("2026-03-19 00:00", 0, "libur nasional: Libur"),
        ("2026-03-20 00:00", 0, "cuti bersama: Libur"),
        ("2026-03-21 00:00", 0, "libur nasional: Libur"),
        ("2026-03-23 00:00", 0, "cuti bersama: Libur"),
        ("2026-03-25 00:00", 0, "di luar jam kerja"),
        ("2026-03-25 07:30", 900, "jam kerja"),
    ]


# ---- clocks set forward and back


@pytest.mark.parametrize(
    ("zone", "day", "openings", "hours_open"),
    [
        ("Europe/Berlin", "2026-03-29", ("00:00-24:00",), 23),
        ("Europe/Berlin", "2026-10-25", ("00:00-24:00",), 25),
        ("Europe/Berlin", "2026-03-29", ("02:00-03:00",), 0),
        ("Europe/Berlin", "2026-03-29", ("01:30-02:30",), 0.5),
        ("Europe/Berlin", "2026-03-29", ("02:30-03:30",), 0.5),
        ("Europe/Berlin", "2026-03-29", ("02:00-02:30", "03:00-03:15", "03:20-04:00"), 55 / 60),
        ("Europe/Berlin", "2026-10-25", ("02:00-03:00",), 2),
        ("Europe/Berlin", "2026-10-25", ("02:30-03:00",), 1.5),
        ("Europe/Berlin", "2026-10-25", ("02:00-02:30",), 0.5),
        ("America/Santiago", "2026-09-06", ("00:00-24:00",), 23),
        ("America/Santiago", "2026-04-04", ("22:00-24:00",), 3),
        ("Australia/Lord_Howe", "2026-10-04", ("00:00-24:00",), 23.5),
        ("Australia/Lord_Howe", "2026-04-05", ("00:00-24:00",), 24.5),
        ("Africa/Casablanca", "2026-02-15", ("00:00-24:00",), 25),
        ("Africa/Casablanca", "2026-03-22", ("00:00-24:00",), 23),
        ("America/Santiago", "2026-09-06", ("00:01-00:02", "01:00-01:01"), 1 / 60),
        ("Pacific/Apia", "2011-12-30", ("00:00-24:00",), 0),
    ],
)
def test_an_hour_skipped_is_not_counted_and_one_doubled_is_counted_twice(
    zone: str, day: str, openings: tuple[str, ...], hours_open: float
) -> None:
    calendar = office(*openings, zone=zone)
    first = date.fromisoformat(day)
    start, end = (calendar.instant(first + timedelta(days=n), 0) for n in (0, 1))
    assert calendar.between(start, end) == round(hours_open * 3600)
    parts = explain(Unit.MINUTES, calendar, start, end)
    assert sum(part.counted_seconds for part in parts) == round(hours_open * 3600)
    assert calendar.working_days_between(start, end) == (1 if hours_open else 0)


def test_samoas_friday_that_never_was_is_no_working_day() -> None:
    calendar = office("08:00-12:00", closed=(5, 6), zone="Pacific/Apia")
    thursday = at("2011-12-29 11:00", "Pacific/Apia")
    assert shown(calendar.add(thursday, 2 * 3600), "Pacific/Apia") == "2012-01-02 09:00"
    assert calendar.working_day_after(date(2011, 12, 29), 1) == date(2012, 1, 2)
    assert not calendar.is_open(at("2011-12-31 09:00", "Pacific/Apia"))
