"""An explained clock for a tired reader: one row a day, days alike folded, waits on rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.duration import Unit
from desk.domain.explain import CLOSED
from desk.domain.explanation import Cause, Part

_OF_THE_CALENDAR = (Cause.COUNTED, Cause.CLOSED)


@dataclass(frozen=True, slots=True)
class Row:
    """Part of a day, a day, several days alike, or one wait."""

    start: Instant
    end: Instant
    counted_seconds: int
    reason: str
    cause: Cause
    days: int = 0
    """How many whole days it stands for. 0: from one instant to another."""


def rows(parts: Iterable[Part], unit: Unit | None, calendar: WorkingCalendar) -> list[Row]:
    """The parts day by day, in order. Nights and breaks go without a row: hours that count nothing beside hours that
    do. A clock of calendar time has no days, only its parts."""
    if unit is not None and not unit.is_working:
        return [Row(p.start, p.end, p.counted_seconds, p.reason, p.cause) for p in parts]
    found: list[Row] = []
    for row in _by_day(parts, calendar):
        last = found[-1] if found else None
        if (
            last is not None
            and last.days
            and row.days
            and (last.reason, last.cause) == (row.reason, row.cause)
        ):
            counted = last.counted_seconds + row.counted_seconds
            found[-1] = replace(last, end=row.end, counted_seconds=counted, days=last.days + 1)
        else:
            found.append(row)
    return found


def _by_day(parts: Iterable[Part], calendar: WorkingCalendar) -> Iterator[Row]:
    day: date | None = None
    held: list[Part] = []
    for part in _cut_at_midnights(parts, calendar):
        own = calendar.local_date(part.start) if part.cause in _OF_THE_CALENDAR else None
        if held and (own is None or own != day):
            yield _day_row(held, calendar)
            held = []
        if own is None:
            yield Row(part.start, part.end, 0, part.reason, part.cause)
        else:
            held.append(part)
        day = own
    if held:
        yield _day_row(held, calendar)


def _cut_at_midnights(parts: Iterable[Part], calendar: WorkingCalendar) -> Iterator[Part]:
    for part in parts:
        at = part.start
        while part.cause in _OF_THE_CALENDAR:
            midnight = calendar.instant(calendar.local_date(at) + timedelta(days=1), 0)
            if midnight >= part.end:
                break
            yield _piece(part, at, midnight)
            at = midnight
        yield _piece(part, at, part.end)


def _piece(part: Part, start: Instant, end: Instant) -> Part:
    return replace(part, start=start, end=end, counted_seconds=end - start if part.counted_seconds else 0)


def _day_row(held: list[Part], calendar: WorkingCalendar) -> Row:
    """One row for what a day holds of the clock: from its first open instant to its last, where it has any."""
    day = calendar.local_date(held[0].start)
    start, end = calendar.instant(day, 0), calendar.instant(day + timedelta(days=1), 0)
    whole = (held[0].start, held[-1].end) == (start, end)
    counted = [part for part in held if part.counted_seconds]
    if not counted:
        reasons = list(dict.fromkeys(part.reason for part in held))
        reason = next((reason for reason in reasons if reason != CLOSED), CLOSED)
        return Row(held[0].start, held[-1].end, 0, reason, Cause.CLOSED, int(whole))
    first, last = (start, end) if whole else (counted[0].start, counted[-1].end)
    reason = " · ".join(dict.fromkeys(part.reason for part in counted))
    seconds = sum(part.counted_seconds for part in counted)
    return Row(first, last, seconds, reason, Cause.COUNTED, int(whole))
