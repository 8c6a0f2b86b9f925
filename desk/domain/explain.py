"""Why a deadline is where it is: every stretch of time between two instants, counted or skipped, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.domain.calendar import DayRule, Instant, WorkingCalendar
from desk.domain.duration import Unit

OFFICE_HOURS = "jam kerja"
BREAK = "istirahat"
CLOSED = "di luar jam kerja"
WEEKEND = "akhir pekan"
NO_WORKING_DAY = "bukan hari kerja"
CALENDAR_TIME = "waktu kalender, berjalan terus"
UNTIL_EVENT = "menuju waktu mulai acara"

_CATEGORIES = {
    "national_holiday": "libur nasional",
    "joint_leave": "cuti bersama",
    "local_holiday": "libur daerah",
    "duty": "piket",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of the time a clock ran over, half-open."""

    start: Instant
    end: Instant
    counted_seconds: int
    """Its whole length where it counts, else 0."""
    reason: str


def explain(unit: Unit, calendar: WorkingCalendar, start: Instant, end: Instant) -> list[Stretch]:
    """The stretches from start to end in order, without a gap; neighbours of one reason are one.

    The counted seconds add up to what a clock of that unit uses between the two. Empty unless end is later.
    """
    if end <= start:
        return []
    if not unit.is_working:
        reason = UNTIL_EVENT if unit is Unit.EVENT else CALENDAR_TIME
        return [Stretch(start, end, end - start, reason)]
    merged: list[Stretch] = []
    for part in _parts(calendar, start, end):
        last = merged[-1] if merged else None
        if last is not None and last.reason == part.reason:
            counted = last.counted_seconds + part.counted_seconds
            merged[-1] = replace(last, end=part.end, counted_seconds=counted)
        else:
            merged.append(part)
    return merged


def _parts(calendar: WorkingCalendar, start: Instant, end: Instant) -> Iterator[Stretch]:
    """The parts of each day within [start, end)."""
    day = calendar.local_date(start)
    while calendar.instant(day, 0) < end:
        for first, last, is_open, reason in _day(calendar, day):
            begin, stop = max(first, start), min(last, end)
            if begin < stop:
                yield Stretch(begin, stop, stop - begin if is_open else 0, reason)
        day += timedelta(days=1)


def _day(calendar: WorkingCalendar, day: date) -> Iterator[tuple[Instant, Instant, bool, str]]:
    """One local day from midnight to midnight as (from, to, open, reason)."""
    at = calendar.instant(day, 0)
    midnight = calendar.instant(day + timedelta(days=1), 0)
    spans = calendar.spans_on(day)
    if not spans:
        yield at, midnight, False, _closed_reason(calendar, day)
        return
    reason = _open_reason(calendar, day)
    for i, (opens, closes) in enumerate(spans):
        opening, closing = calendar.instant(day, opens), calendar.instant(day, closes)
        yield at, opening, False, BREAK if i else CLOSED
        yield opening, closing, True, reason
        at = closing
    yield at, midnight, False, CLOSED


def _open_reason(calendar: WorkingCalendar, day: date) -> str:
    if rule := calendar.days.get(day):
        return _rule_text(rule)
    for period in calendar.periods:
        if period.first <= day <= period.last:
            return f"{OFFICE_HOURS} ({period.name}{_estimate(period.estimated)})"
    return OFFICE_HOURS


def _closed_reason(calendar: WorkingCalendar, day: date) -> str:
    if rule := calendar.days.get(day):
        return _rule_text(rule)
    return WEEKEND if day.weekday() >= 5 else NO_WORKING_DAY


def _rule_text(rule: DayRule) -> str:
    category = _CATEGORIES[rule.category]
    said_already = rule.name.casefold().startswith(category)
    return f"{'' if said_already else f'{category}: '}{rule.name}{_estimate(rule.estimated)}{_decree(rule)}"


def _estimate(estimated: bool) -> str:
    return " (perkiraan)" if estimated else ""


def _decree(rule: DayRule) -> str:
    return f" ({rule.basis})" if rule.basis else ""
