"""The office asked minute by minute: a slow, plain second opinion on working time.

It shares no code with desk. A `Wall` is what the office's clock on the wall showed at every minute of some days,
read off zoneinfo one minute after the other; openings are found on it by looking, and everything is counted.
All instants are whole minutes, as are the offsets of the zones used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60
DAY_MINUTES = 1440

Openings = Callable[[date], Sequence[tuple[int, int]]]
"""The openings of a date in seconds since midnight, as a calendar states them."""
Pauses = Sequence[tuple[int, int | None]]
"""Instants from and to; None: it still lasts."""


class Wall:
    """The wall clock of a zone from the first moment of a date on, for so many dates."""

    def __init__(self, zone: str, first: date, days: int) -> None:
        tz = ZoneInfo(zone)
        noon_utc = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
        t = int(noon_utc.timestamp()) - 2 * DAY_MINUTES * MINUTE
        while datetime.fromtimestamp(t, tz).date() < first:
            t += MINUTE
        self.begin = t
        self.shows: list[int] = []
        """For each minute: what the clock shows, as minutes since the beginning of year 1."""
        while (now := datetime.fromtimestamp(t, tz)).toordinal() < first.toordinal() + days:
            self.shows.append(now.toordinal() * DAY_MINUTES + now.hour * 60 + now.minute)
            t += MINUTE
        self.dates: dict[int, tuple[int, int]] = {}
        """Ordinal of each date that came, and its minutes, from and to."""
        for ordinal in range(first.toordinal(), first.toordinal() + days):
            minutes = [minute for minute, shown in enumerate(self.shows) if shown // DAY_MINUTES == ordinal]
            if minutes:
                assert len(minutes) == minutes[-1] + 1 - minutes[0], "a date that comes in two parts"
                self.dates[ordinal] = (minutes[0], minutes[-1] + 1)
        self.first_seen: dict[int, int] = {}
        for minute, shown in enumerate(self.shows):
            self.first_seen.setdefault(shown, minute)

    def first_showing(self, wanted: int) -> int:
        """The first minute at which the clock shows that; where it jumped over it, what it shows next."""
        while wanted not in self.first_seen:
            wanted += 1
        return self.first_seen[wanted]


@lru_cache(maxsize=64)
def wall(zone: str, first: date, days: int) -> Wall:
    return Wall(zone, first, days)


class Office:
    """An office that is open at some of the minutes that a wall clock goes through."""

    def __init__(self, clock: Wall, openings: Openings) -> None:
        self.clock = clock
        self.begin = clock.begin
        self.end = clock.begin + len(clock.shows) * MINUTE
        self.open = bytearray(len(clock.shows))
        self.minutes_of_day: dict[int, int] = {}
        """Ordinals of the days with an opening, and how many minutes each is open."""
        self.closing_of_day: dict[int, int] = {}
        for ordinal, (first, last) in clock.dates.items():
            for start, stop in openings(date.fromordinal(ordinal)):
                begins = max(first, clock.first_showing(ordinal * DAY_MINUTES + start // MINUTE))
                ends = (
                    last
                    if stop == DAY_MINUTES * MINUTE
                    else clock.first_showing(ordinal * DAY_MINUTES + stop // MINUTE)
                )
                for minute in range(begins, min(ends, last)):
                    self.open[minute] = 1
            if minutes := sum(self.open[first:last]):
                self.minutes_of_day[ordinal] = minutes
                self.closing_of_day[ordinal] = self.open.rfind(1, first, last) + 1

    def is_open(self, t: int) -> bool:
        return bool(self.open[self._minute(t)])

    def between(self, a: int, b: int) -> int:
        """Open seconds."""
        return MINUTE * sum(self.open[self._minute(a) : self._minute(b)])

    def next_open(self, t: int) -> int | None:
        """None: not within the days walked."""
        found = self.open.find(1, self._minute(t))
        return None if found < 0 else self._instant(found)

    def working_days_between(self, a: int, b: int) -> Fraction:
        parts = Fraction(0)
        counted: dict[int, int] = {}
        for minute in range(self._minute(a), self._minute(b)):
            if self.open[minute]:
                ordinal = self.clock.shows[minute] // DAY_MINUTES
                counted[ordinal] = counted.get(ordinal, 0) + 1
        for ordinal, minutes in counted.items():
            parts += Fraction(minutes, self.minutes_of_day[ordinal])
        return parts

    def waits(self, start: int, pauses: Pauses) -> list[tuple[int, int | None]]:
        """The stretches from start on in which somebody waits, read off the minutes that any pause covers."""
        waiting = bytearray(len(self.open))
        for begin, end in pauses:
            first = max(self._minute(begin), self._minute(start))
            last = len(self.open) if end is None else self._minute(end)
            waiting[first:last] = b"\x01" * max(0, last - first)
        found: list[tuple[int, int | None]] = []
        minute = waiting.find(1)
        while minute >= 0:
            over = waiting.find(0, minute)
            found.append((self._instant(minute), None if over < 0 else self._instant(over)))
            minute = -1 if over < 0 else waiting.find(1, over)
        return found

    def due_in_open_time(self, start: int, seconds: int, pauses: Pauses = ()) -> int | None:
        """When so much open time outside the pauses has passed. None: not within the days walked.

        A pause that still lasts is left out: the due stays as it was when that pause began.
        """
        return self._count_down(start, seconds, pauses, self.open)

    def due_in_wall_clock(self, start: int, seconds: int, pauses: Pauses = ()) -> int | None:
        """The same for time that runs on through closures."""
        return self._count_down(start, seconds, pauses, b"\x01" * len(self.open))

    def _count_down(self, start: int, seconds: int, pauses: Pauses, counts: Sequence[int]) -> int | None:
        left, minute = seconds // MINUTE, self._minute(start)
        resumes = {self._minute(begin): end for begin, end in self.waits(start, pauses)}
        while minute <= len(self.open):
            end = resumes.get(minute)
            if end is not None:
                minute = self._minute(end)
            elif left == 0:
                return self._instant(minute)
            else:
                left -= counts[minute] if minute < len(self.open) else 0
                minute += 1
        return None

    def due_in_working_days(self, start: int, n: int, pauses: Pauses = ()) -> int | None:
        """The last closing of the nth working day after the day of the first open minute. None: beyond the days."""
        first = self.next_open(start)
        if first is None:
            return None
        today = self.clock.shows[self._minute(first)] // DAY_MINUTES
        later = [ordinal for ordinal in sorted(self.closing_of_day) if ordinal > today]
        lost = Fraction(0)
        for begin, end in [*self.waits(start, pauses), (None, None)]:
            position = n + lost.numerator // lost.denominator - 1
            if position >= len(later):
                return None
            due = self._instant(self.closing_of_day[later[position]])
            if begin is None or end is None or begin > due:
                return due
            lost += self.working_days_between(begin, end)
        raise AssertionError("the last pause is none")

    def used(self, a: int, b: int, pauses: Pauses, *, working: bool) -> int:
        """Seconds from a to b outside the pauses, counted minute by minute."""
        counts = bytearray(self.open) if working else bytearray(b"\x01" * len(self.open))
        for begin, end in self.waits(a, pauses):
            first, last = self._minute(begin), len(counts) if end is None else self._minute(end)
            counts[first:last] = bytes(last - first)
        return MINUTE * sum(counts[self._minute(a) : self._minute(b)])

    def _minute(self, t: int) -> int:
        minute, rest = divmod(t - self.begin, MINUTE)
        assert rest == 0
        assert 0 <= minute <= len(self.open), "outside the days walked"
        return minute

    def _instant(self, minute: int) -> int:
        return self.begin + minute * MINUTE
