"""Working calendars: when an office is open, and how much open time lies between two instants.

All questions are answered by bisection in one index per calendar year, built on first use, so that a board of
thousands of running clocks costs microseconds each. Source: sla.md, "Calendar".
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain.openings import (
    DAY_SECONDS,
    Instant as Instant,
    Span as Span,
    Week as Week,
    YearIndex,
    check_spans,
    check_week,
    index_year,
    spans_from,
    week_from,
)
from desk.errors import RuleError

CATEGORIES = {
    "national_holiday": "libur nasional",
    "joint_leave": "cuti bersama",
    "local_holiday": "libur daerah",
    "duty": "piket",
    "special_hours": "jam khusus",
}
"""Why a date differs from its weekday, and the Indonesian word for it. Piket opens a day that would be closed; jam
khusus gives a day other hours (an early closing, a late start)."""
_PATIENCE = 20
"""Years without any opening after which a calendar is taken never to open again."""


@dataclass(frozen=True)
class DayRule:
    """A date that does not follow its weekday or period."""

    spans: tuple[Span, ...]
    """The openings of that date. Empty: closed."""
    name: str
    category: str
    """One of CATEGORIES."""
    estimated: bool = False
    """Whether the date is still an estimate (perkiraan), not decreed."""
    basis: str = ""
    """The decree. Empty: none given."""


@dataclass(frozen=True)
class Period:
    """Dates that follow another week, such as Ramadan; both ends included."""

    name: str
    first: date
    last: date
    week: Week
    estimated: bool = False
    basis: str = ""
    """The decree. Empty: none given."""


@dataclass(frozen=True)
class WorkingCalendar:
    """When an office is open. Immutable; a case keeps the version it was opened under."""

    key: str
    zone: str
    """IANA name, such as Asia/Jakarta."""
    week: Week
    periods: tuple[Period, ...] = ()
    """Where two overlap, the earlier in the tuple holds."""
    days: Mapping[date, DayRule] = field(default_factory=dict)
    """Dated overrides; they go before periods and the week."""
    _years: dict[int, YearIndex] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", dict(self.days))
        check_week(self.week)
        for period in self.periods:
            check_week(period.week)
            if period.first > period.last:
                raise RuleError(f"Periode {period.name} berakhir sebelum dimulai.")
        for day, rule in self.days.items():
            check_spans(rule.spans)
            if rule.category not in CATEGORIES:
                raise RuleError(f"Jenis hari {day.isoformat()} tidak dikenal: {rule.category}.")
        _ = self._zone

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise RuleError(f"Zona waktu tidak dikenal: {self.zone}.") from error

    @cached_property
    def version(self) -> str:
        """Content hash: the same calendar always has the same version."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    # ---- days

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The openings of a date; empty when it is closed."""
        if rule := self.days.get(day):
            return rule.spans
        period = self.period_on(day)
        return (self.week if period is None else period.week)[day.weekday()]

    def period_on(self, day: date) -> Period | None:
        """The period whose week a date follows, unless it has a rule of its own. None: the ordinary week."""
        return next((period for period in self.periods if period.first <= day <= period.last), None)

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_on(day))

    def working_day_after(self, day: date, n: int) -> date:
        """The nth working day after the date, which need not be one itself; before it for a negative n.

        0 is the date itself. RuleError if the calendar has no such day.
        """
        if n == 0:
            return day
        here, ordinal, forward = self._year(day.year), day.toordinal(), n > 0
        skipped = (
            bisect_right(here.days, ordinal) if forward else len(here.days) - bisect_left(here.days, ordinal)
        )
        wanted = skipped + abs(n)
        for year in self._onward(day.year, 1 if forward else -1):
            if wanted <= len(year.days):
                return date.fromordinal(year.days[wanted - 1 if forward else -wanted])
            wanted -= len(year.days)
        raise AssertionError("_onward ends by raising")

    def openings_on(self, day: date) -> list[tuple[Instant, Instant]]:
        """The openings of a date as instants, half-open and in order; empty when it is closed."""
        return self._year(day.year).openings_on(day.toordinal())

    def last_closing(self, day: date) -> Instant:
        """When a working day ends. ValueError for a day that has no opening."""
        openings = self.openings_on(day)
        if not openings:
            raise ValueError(f"{day} is not a working day")
        return openings[-1][1]

    def day_of(self, t: Instant) -> date:
        """The working day that holds the first open instant at or after t."""
        return self.local_date(self.next_open(t))

    # ---- instants

    def local_date(self, t: Instant) -> date:
        return self._local(t).date()

    def _local(self, t: Instant) -> datetime:
        return datetime.fromtimestamp(t, self._zone)

    def instant(self, day: date, seconds_of_day: int) -> Instant:
        """The instant at which the office's wall clock shows that many seconds since midnight.

        A time that occurs twice (clocks set back) is the first; one that never occurs (clocks set forward) is
        the instant at which it was skipped. So a later time of the wall clock never lies before an earlier one.
        """
        wall = datetime.combine(day, time(), self._zone) + timedelta(seconds=seconds_of_day)
        before, after = int(wall.timestamp()), int(wall.replace(fold=1).timestamp())
        if before <= after:
            return before
        return after + bisect_left(range(after, before), wall, key=self._local)

    def same_wall_clock(self, t: Instant, days: int) -> Instant:
        """The same time of day so many calendar days later, whatever the clocks were set to in between."""
        local = self._local(t)
        seconds_of_day = local.hour * 3600 + local.minute * 60 + local.second
        return self.instant(local.date() + timedelta(days=days), seconds_of_day)

    def is_open(self, t: Instant) -> bool:
        year = self._year_of(t)
        i = bisect_right(year.starts, t) - 1
        return i >= 0 and t < year.ends[i]

    def next_open(self, t: Instant) -> Instant:
        """The first open instant at or after t. RuleError if there is none."""
        for year in self._onward(self.local_date(t).year):
            i = bisect_right(year.ends, t)
            if i < len(year.starts):
                return max(t, year.starts[i])
        raise AssertionError("_onward ends by raising")

    def closing_after(self, t: Instant) -> Instant | None:
        """The last closing on the local date of t. None: it is past, or the day has no opening."""
        openings = self.openings_on(self.local_date(t))
        return openings[-1][1] if openings and openings[-1][1] > t else None

    def open_left_today(self, t: Instant) -> int:
        """Open seconds left on the local date of t, breaks excluded; 0 on a closed day and after hours."""
        closing = self.closing_after(t)
        return 0 if closing is None else self.between(t, closing)

    # ---- working time

    def between(self, a: Instant, b: Instant) -> int:
        """Open seconds from a to b; 0 unless b is later."""
        if b <= a:
            return 0
        first, last = self.local_date(a).year, self.local_date(b).year
        whole = sum(self._year(year).before[-1] for year in range(first, last))
        return whole - self._year(first).opened(a) + self._year(last).opened(b)

    def working_days_between(self, a: Instant, b: Instant) -> Fraction:
        """Working days from a to b, part of a day counting as its share of that day's opening; exact."""
        if b <= a:
            return Fraction(0)
        first, last = self.local_date(a).year, self.local_date(b).year
        whole = sum(len(self._year(year).days) for year in range(first, last))
        return whole - self._year(first).days_passed(a) + self._year(last).days_passed(b)

    def add(self, t: Instant, seconds: int) -> Instant:
        """The instant at which so many open seconds have passed since t (seconds >= 0).

        An end exactly on a closing is that closing, not the next opening; `add(t, 0)` is t.
        """
        if seconds < 0:
            raise ValueError("working time is added, never subtracted")
        if seconds == 0:
            return t
        at = self.local_date(t).year
        wanted = self._year(at).opened(t) + seconds
        for year in self._onward(at):
            if wanted <= year.before[-1]:
                i = bisect_left(year.before, wanted) - 1
                return year.starts[i] + wanted - year.before[i]
            wanted -= year.before[-1]
        raise AssertionError("_onward ends by raising")

    # ---- the index

    def _onward(self, year: int, step: int = 1) -> Iterator[YearIndex]:
        """This year and those after (step -1: before) it; RuleError once no opening is in sight."""
        empty = 0
        while empty < _PATIENCE:
            index = self._year(year)
            yield index
            empty = 0 if index.starts else empty + 1
            year += step
        raise RuleError(f"Kalender {self.key} tidak pernah buka, jadi batas waktu tidak dapat dihitung.")

    def _year_of(self, t: Instant) -> YearIndex:
        return self._year(self.local_date(t).year)

    def _year(self, year: int) -> YearIndex:
        index = self._years.get(year)
        if index is None:
            index = self._years[year] = self._build(year)
        return index

    def _build(self, year: int) -> YearIndex:
        if not 1 < year < 9999:
            raise RuleError(f"Tahun {year} berada di luar kalender {self.key}.")
        first, last = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        midnights = [self.instant(date.fromordinal(ordinal), 0) for ordinal in range(first, last + 1)]
        return index_year(
            (ordinal, self._openings(date.fromordinal(ordinal), midnight, following - midnight))
            for ordinal, (midnight, following) in enumerate(pairwise(midnights), first)
        )

    def _openings(self, day: date, midnight: Instant, length: int) -> list[tuple[Instant, Instant]]:
        spans = self.spans_on(day)
        if length == DAY_SECONDS:  # the clocks are not changed, which saves asking for each time
            return [(midnight + start, midnight + end) for start, end in spans]
        return [(self.instant(day, start), self.instant(day, end)) for start, end in spans]

    # ---- storage

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe; `from_dict` gives an equal calendar."""
        return {
            "key": self.key,
            "zone": self.zone,
            "week": self.week,
            "periods": [period_to_dict(period) for period in self.periods],
            "days": {day.isoformat(): asdict(rule) for day, rule in sorted(self.days.items())},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> WorkingCalendar:
        days = {
            date.fromisoformat(day): DayRule(**item | {"spans": spans_from(item["spans"])})
            for day, item in data["days"].items()
        }
        periods = tuple(period_from_dict(item) for item in data["periods"])
        return cls(data["key"], data["zone"], week_from(data["week"]), periods, days)


def period_to_dict(period: Period) -> dict[str, Any]:
    """JSON-safe. Without a decree it says nothing of one: a calendar kept before periods had any keeps its version."""
    data = asdict(period) | {"first": period.first.isoformat(), "last": period.last.isoformat()}
    if not period.basis:
        del data["basis"]
    return data


def period_from_dict(data: Mapping[str, Any]) -> Period:
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    week = week_from(data["week"])
    return Period(data["name"], first, last, week, data["estimated"], data.get("basis", ""))
