"""When a running clock deserves a word: at 50, 75 and 100 % of its time. Source: sla.md, "Bands".

Each threshold is told once, in open time only, and caught up on when the desk or the office was closed. Where several
were passed meanwhile only the highest is told.

Where the source leaves a choice, it is taken here:

- 100 % is the deadline itself, also where a deadline of whole working days comes before all of the standard is used.
- An event that was taken in time is settled: nothing more is told of it.
- Pauses and a recomputed calendar move a deadline, an agreed target or another class is another one (`deadline_key`):
  its thresholds are told anew.
"""

from __future__ import annotations

from collections.abc import Collection

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.due import elapsed
from desk.domain.sla import ClockKind, Reading
from desk.errors import RuleError

THRESHOLDS = (50, 75, 100)
"""Percent of the time allowed."""


def deadline_key(reading: Reading, *, visit: int, cycle: int, class_key: str | None) -> str:
    """Which deadline of a case a clock runs to: that of a visit, of a cycle's service or target, of a class."""
    if reading.clock is ClockKind.STEP:
        return f"step:{visit}"
    if reading.clock is ClockKind.CLASS_:
        return f"class:{class_key}"
    return f"service:{cycle}" if reading.agreed_due_at is None else f"target:{cycle}"


def threshold_at(reading: Reading, calendar: WorkingCalendar, percent: int) -> Instant | None:
    """The first instant, since the clock last began to run, at which that share of its time is used.

    None: nothing is told of a clock that is paused, has ended, or is nobody's to keep.
    """
    deadline, allowed = reading.deadline, reading.allowed_seconds
    if deadline is None or allowed is None or reading.external or not reading.is_running or reading.is_ready:
        return None
    if reading.late_already:
        return reading.counted_from
    if percent >= 100:
        return deadline
    left = max(0, -(-allowed * percent // 100) - reading.counted_seconds)
    if elapsed(reading.unit, calendar, reading.counted_from, deadline) <= left:
        return deadline
    working = reading.unit is not None and reading.unit.is_working
    return calendar.add(reading.counted_from, left) if working else reading.counted_from + left


def untold(
    reading: Reading, calendar: WorkingCalendar, now: Instant, told: Collection[int]
) -> tuple[int, ...]:
    """The thresholds passed and not told yet, ascending: the last is to be told, all of them are told by that.

    Empty while the calendar is closed.
    """
    if not calendar.is_open(now):
        return ()
    return tuple(
        percent
        for percent in THRESHOLDS
        if percent not in told and (at := threshold_at(reading, calendar, percent)) is not None and at <= now
    )


def next_alert(reading: Reading, calendar: WorkingCalendar, told: Collection[int]) -> Instant | None:
    """The first instant at which `untold` has something to say. None: never, as things stand."""
    moments = [threshold_at(reading, calendar, percent) for percent in THRESHOLDS if percent not in told]
    first = min((moment for moment in moments if moment is not None), default=None)
    if first is None:
        return None
    try:
        return calendar.next_open(first)
    except RuleError:
        return None
