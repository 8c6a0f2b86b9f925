"""When a standard time runs out, with the pauses across it. Source: sla.md, "Standard times", "Pause".

Pauses that touch are one pause: waiting for somebody else right after waiting is still waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.duration import StandardTime, Unit


@dataclass(frozen=True, slots=True)
class Interval:
    """One pause, half-open."""

    start: Instant
    end: Instant | None = None
    """None: it still lasts."""


def merge_pauses(
    pauses: Iterable[Interval], start: Instant, stopped_at: Instant | None = None
) -> list[Interval]:
    """The pauses between start and stop in order, with overlapping and touching ones made one.

    Only the last may still last (end None), and only while the clock has not stopped.
    """
    merged: list[Interval] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        begin, end = max(pause.start, start), pause.end
        if stopped_at is not None:
            end = stopped_at if end is None else min(end, stopped_at)
        if end is not None and end <= begin:
            continue
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and begin > last.end):
            merged.append(Interval(begin, end))
        elif last.end is not None and (end is None or end > last.end):
            merged[-1] = Interval(last.start, end)
    return merged


def due_of(
    standard: StandardTime,
    calendar: WorkingCalendar,
    start: Instant,
    waits: Sequence[Interval],
    event_start: Instant | None,
) -> Instant:
    """When the standard runs out, with the settled pauses (see `merge_pauses`).

    A pause that began when the clock was over moves nothing. `event_start` is required for an event.
    """
    if standard.unit is Unit.EVENT:
        assert event_start is not None
        return event_start
    amount = standard.value
    assert amount is not None
    if standard.unit is Unit.WORKING_DAYS:
        return _due_in_days(calendar, start, amount, waits)
    if standard.unit is Unit.CALENDAR_DAYS:
        due = calendar.same_wall_clock(start, amount)
    elif standard.unit is Unit.CLOCK_HOURS:
        due = start + amount * 3600
    else:
        left = amount * (60 if standard.unit is Unit.MINUTES else 3600)
        return due_in_open_time(calendar, start, left, waits)
    for wait in waits:
        if wait.end is not None and wait.start <= due:
            due += wait.end - wait.start
    return due


def due_in_open_time(
    calendar: WorkingCalendar, start: Instant, left: int, waits: Sequence[Interval]
) -> Instant:
    """The open time left at each pause is frozen, and on resume is added from the resume instant."""
    due = calendar.add(start, left)
    resumed = start
    for wait in waits:
        if wait.end is None or due < wait.start:
            break
        left -= calendar.between(resumed, wait.start)
        resumed = wait.end
        due = calendar.add(resumed, left)
    return due


def _due_in_days(
    calendar: WorkingCalendar, start: Instant, amount: int, waits: Sequence[Interval]
) -> Instant:
    """The last closing of the Nth working day, moved by the whole working days that the pauses add up to."""
    day = calendar.day_of(start)
    lost: Fraction | int = 0
    due = calendar.last_closing(calendar.working_day_after(day, amount))
    for wait in waits:
        if wait.end is None or due < wait.start:
            break
        lost += calendar.working_days_between(wait.start, wait.end)
        due = calendar.last_closing(calendar.working_day_after(day, amount + int(lost)))
    return due


def elapsed(unit: Unit | None, calendar: WorkingCalendar, a: Instant, b: Instant) -> int:
    """Seconds from a to b in the unit's measure; 0 unless b is later."""
    return calendar.between(a, b) if unit is None or unit.is_working else max(0, b - a)
