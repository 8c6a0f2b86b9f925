"""Openings of days and weeks, and the index of one year's openings. Source: sla.md, "Calendar"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from desk.errors import RuleError

Instant: TypeAlias = int
"""Whole seconds since 1970-01-01T00:00:00 UTC."""
Span: TypeAlias = tuple[int, int]
"""One opening of a day: seconds since local midnight, half-open; 86400 is the midnight that ends the day."""
Week: TypeAlias = tuple[tuple[Span, ...], ...]
"""The openings of Monday to Sunday."""

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class YearIndex:
    """The openings of one calendar year (by the local date), as parallel arrays to bisect in."""

    starts: list[Instant]
    ends: list[Instant]
    before: list[int]
    """Open seconds of the year before each opening; one more entry holds the year's total."""
    days: list[int]
    """Ordinals of the working days."""
    first: list[int]
    """Position of each working day's first opening; one more entry holds the number of openings."""

    def opened(self, t: Instant) -> int:
        """Open seconds of the year until t."""
        i = bisect_right(self.starts, t) - 1
        return 0 if i < 0 else self.before[i] + min(t, self.ends[i]) - self.starts[i]

    def openings_on(self, ordinal: int) -> list[tuple[Instant, Instant]]:
        """The openings of one date of the year; empty when it is no working day."""
        k = bisect_left(self.days, ordinal)
        if k == len(self.days) or self.days[k] != ordinal:
            return []
        return [(self.starts[i], self.ends[i]) for i in range(self.first[k], self.first[k + 1])]

    def days_passed(self, t: Instant) -> Fraction:
        """Working days of the year until t; a day begun counts as the part of its opening that has passed."""
        i = bisect_right(self.starts, t) - 1
        if i < 0:
            return Fraction(0)
        k = bisect_right(self.first, i) - 1
        opening, closing = self.before[self.first[k]], self.before[self.first[k + 1]]
        return k + Fraction(self.opened(t) - opening, closing - opening)


def index_year(days: Iterable[tuple[int, Iterable[tuple[Instant, Instant]]]]) -> YearIndex:
    """The index of a year, from the ordinal and the openings of each of its dates in order."""
    index = YearIndex([], [], [0], [], [])
    for ordinal, openings in days:
        position = len(index.starts)
        for start, end in openings:
            if start < end:  # one that clocks set forward have skipped has no length
                index.starts.append(start)
                index.ends.append(end)
                index.before.append(index.before[-1] + end - start)
        if len(index.starts) > position:
            index.days.append(ordinal)
            index.first.append(position)
    index.first.append(len(index.starts))
    return index


def spans_from(items: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    """Spans as stored (lists), as tuples."""
    return tuple((start, end) for start, end in items)


def week_from(items: Iterable[Iterable[Iterable[int]]]) -> Week:
    return tuple(spans_from(spans) for spans in items)


def check_spans(spans: Iterable[Span]) -> None:
    """RuleError unless a day's openings are in order and within the day."""
    earliest = 0
    for start, end in spans:
        if not earliest <= start < end <= DAY_SECONDS:
            raise RuleError(
                "Jam buka harus berurutan, tidak bertumpuk, dan berada di antara 00.00 dan 24.00."
            )
        earliest = end


def check_week(week: Week) -> None:
    """RuleError unless a week has seven sound days."""
    if len(week) != 7:
        raise RuleError("Jam kerja sepekan harus memuat tujuh hari, Senin sampai Minggu.")
    for spans in week:
        check_spans(spans)
