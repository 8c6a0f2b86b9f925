"""Agreed targets: a later service deadline that a head agrees once, and how pauses move it.

Source: sla.md, "Clocks".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.due import Interval
from desk.domain.duration import StandardTime, Unit


@dataclass(frozen=True, slots=True)
class Target:
    """A deadline agreed in place of the standard one."""

    agreed_at: Instant
    due_at: Instant
    """As it was agreed; pauses after the agreement move it."""
    by: str = ""
    """Who agreed it."""
    reason: str = ""


def target_due(
    standard: StandardTime, calendar: WorkingCalendar, target: Target, waits: Sequence[Interval]
) -> Instant:
    """When the target runs out: it moves under the settled pauses since the agreement as its standard would.

    The target was agreed in the light of earlier pauses; they move nothing. Nor does a pause that began when the
    target was over.
    """
    if standard.unit is Unit.EVENT:
        return target.due_at
    later = [
        Interval(max(wait.start, target.agreed_at), wait.end)
        for wait in waits
        if wait.end is None or wait.end > target.agreed_at
    ]
    if standard.unit is Unit.WORKING_DAYS:
        return _moved_in_days(calendar, target.due_at, later, _lost_before(calendar, target.agreed_at, waits))
    due = target.due_at
    for wait in later:
        if wait.end is None or due < wait.start:
            break
        if standard.unit.is_working:
            # A target in closed hours lies after the last open second before it.
            due = max(due, calendar.add(wait.end, calendar.between(wait.start, due)))
        else:
            due += wait.end - wait.start
    return due


def _lost_before(calendar: WorkingCalendar, t: Instant, waits: Sequence[Interval]) -> Fraction:
    """Working days that pauses had cost by the instant t."""
    return sum(
        (
            calendar.working_days_between(wait.start, t if wait.end is None else min(wait.end, t))
            for wait in waits
            if wait.start < t
        ),
        Fraction(0),
    )


def _moved_in_days(
    calendar: WorkingCalendar, due: Instant, waits: Sequence[Interval], before: Fraction
) -> Instant:
    """Moved by as many whole days as these pauses add to those `before` them, whose parts of a day count on."""
    moved, lost = due, before
    for wait in waits:
        if wait.end is None or moved < wait.start:
            break
        lost += calendar.working_days_between(wait.start, wait.end)
        moved = _days_later(calendar, due, int(lost) - int(before))
    return moved


def _days_later(calendar: WorkingCalendar, t: Instant, days: int) -> Instant:
    """The same time of day so many working days later; a last closing stays a last closing."""
    if days == 0:
        return t
    ending = calendar.local_date(t - 1)  # a closing at midnight ends the day before
    if calendar.is_working_day(ending) and t == calendar.last_closing(ending):
        return calendar.last_closing(calendar.working_day_after(ending, days))
    day = calendar.local_date(t)
    return calendar.same_wall_clock(t, (calendar.working_day_after(day, days) - day).days)
