"""One due date, warm: on integers, with ISO 8601 at both edges as the command line has it, and its explanation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.measure import seconds, yardstick
from desk.cli.values import Moment
from desk.domain.calendar import DayRule, Instant, WorkingCalendar
from desk.domain.due import due_of
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import explain
from desk.domain.moments import iso_text
from desk.domain.openings import Week
from desk.domain.sla import ClockKind, read_clock

HOUR, HALF = 3600, 1800
ROUNDS = 300
_DAY = ((15 * HALF, 12 * HOUR), (13 * HOUR, 16 * HOUR))
_FRIDAY = ((15 * HALF, 23 * HALF), (13 * HOUR, 33 * HALF))
_WEEK: Week = (*[_DAY] * 4, _FRIDAY, (), ())
_ZONE = "Asia/Jakarta"
MINUTES_30, DAYS_14 = StandardTime(Unit.MINUTES, 30), StandardTime(Unit.WORKING_DAYS, 14)
DAYS_60 = StandardTime(Unit.WORKING_DAYS, 60)


def main() -> None:
    calendar = _calendar()
    start = Moment("2026-11-23T09:15").instant(_ZONE)
    print(
        f"30 minutes        {_each(lambda: due_of(MINUTES_30, calendar, start, (), None)):6.2f} us   (goal 5)"
    )
    print(f"14 working days   {_each(lambda: due_of(DAYS_14, calendar, start, (), None)):6.2f} us   (goal 5)")
    print(f"a whole reading   {_each(lambda: read_clock(ClockKind.STEP, DAYS_14, calendar, start)):6.2f} us")
    print(f"ISO in, ISO out   {_each(lambda: _edges(calendar), 20):6.2f} us   (goal 50)")
    due = due_of(DAYS_60, calendar, start, (), None)
    explained = _each(lambda: explain(DAYS_60.unit, calendar, start, due), 1)
    print(f"explaining 60 working days {explained / 1000:6.2f} ms   (goal 5)")
    print(f"a calendar's year, once    {_each(lambda: _first_use(start), 1) / 1000:6.2f} ms")
    print(f"yardstick {yardstick() * 1000:.0f} ms CPU")


def _edges(calendar: WorkingCalendar) -> str:
    return iso_text(calendar, due_of(DAYS_14, calendar, Moment("2026-11-23T09:15").instant(_ZONE), (), None))


def _first_use(start: Instant) -> bool:
    """The index of a year is built when a calendar is first asked about it."""
    return _calendar().is_open(start)


def _calendar() -> WorkingCalendar:
    """Five days, and a holiday every other week."""
    holiday = DayRule((), "Libur", "national_holiday")
    days = {date(2026, 1, 5) + timedelta(days=14 * n): holiday for n in range(40)}
    return WorkingCalendar("office", _ZONE, _WEEK, (), days)


def _each(work: Callable[[], object], calls: int = 100) -> float:
    """Microseconds of one call, in the best of many short rounds: other work on the machine only makes it slower."""

    def round_() -> None:
        for _ in range(calls):
            work()

    return min(seconds(round_) for _ in range(ROUNDS)) / calls * 1_000_000
