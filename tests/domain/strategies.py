"""Random offices and histories for the properties that the time core must keep.

How many examples a test draws is `examples(n)` times what the profile says (see tests/conftest.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from hypothesis import settings
from hypothesis import strategies as st

from desk.domain.calendar import DayRule, Instant, Period, Span, Week, WorkingCalendar
from desk.domain.due import Interval
from desk.domain.duration import StandardTime, Unit
from tests.domain.brute_force import Office, Wall, wall
from tests.domain.calendars import FIVE_DAYS, RAMADAN_WEEK, SIX_DAYS, spans

MINUTE, HOUR, DAY = 60, 3600, 86_400
WALKED = 12
"""Days that an office is walked through minute by minute."""
RANGE = 9 * 24 * 60
"""Minutes within which starts and pauses are drawn, so that most deadlines stay within WALKED."""


def examples(n: int) -> settings:
    """n examples under the profile in use, which may ask for more or fewer of all tests."""
    return settings(max_examples=max(1, n * settings.default.max_examples // 100))


@dataclass(frozen=True)
class Scene:
    """A zone and the dates around which something odd happens to its clocks."""

    zone: str
    first: date


ORDINARY = [
    Scene("Asia/Jakarta", date(2026, 11, 19)),
    Scene("Asia/Makassar", date(2026, 12, 27)),
    Scene("Asia/Jayapura", date(2028, 2, 24)),
    Scene("Asia/Jakarta", date(2026, 12, 23)),
]
"""WIB, WITA and WIT: a plain fortnight, two turns of the year and a leap day."""
CLOCKS_CHANGE = [
    Scene("Europe/Berlin", date(2026, 3, 26)),
    Scene("Europe/Berlin", date(2026, 10, 22)),
    Scene("America/Santiago", date(2026, 4, 1)),
    Scene("America/Santiago", date(2026, 9, 2)),
    Scene("Australia/Lord_Howe", date(2026, 4, 2)),
    Scene("Australia/Lord_Howe", date(2026, 10, 1)),
    Scene("Africa/Casablanca", date(2026, 2, 12)),
    Scene("Africa/Casablanca", date(2026, 3, 18)),
    Scene("Pacific/Apia", date(2011, 12, 27)),
]
"""An hour skipped and doubled; the same at midnight; half an hour; Ramadan time; a date that never was."""

_NOTABLE: list[tuple[Span, ...]] = [
    (),
    spans("00:00-24:00"),
    spans("07:30-12:00", "13:00-16:00"),
    spans("07:30-11:30", "13:00-16:30"),
    spans("00:00-00:01", "23:59-24:00"),
    spans("00:00-06:00", "22:00-24:00"),
    spans("01:30-02:30"),
    spans("02:00-02:30", "03:00-03:15", "03:20-04:00"),
    spans("00:00-00:30", "00:30-01:00", "23:00-23:30", "23:30-24:00"),
]


@st.composite
def day_openings(draw: st.DrawFn) -> tuple[Span, ...]:
    """No to four openings: a notable day, or edges at any minutes."""
    if draw(st.integers(0, 2)):
        return draw(st.sampled_from(_NOTABLE))
    edges = sorted(draw(st.sets(st.integers(0, 24 * 60), max_size=8)))
    return tuple((a * MINUTE, b * MINUTE) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    if draw(st.booleans()):
        return draw(st.sampled_from([FIVE_DAYS, SIX_DAYS, RAMADAN_WEEK, (spans("00:00-24:00"),) * 7]))
    kinds = draw(st.lists(day_openings(), min_size=1, max_size=4))
    return tuple(kinds[draw(st.integers(0, len(kinds) - 1))] for _ in range(7))


@st.composite
def calendars(draw: st.DrawFn, scene: Scene) -> WorkingCalendar:
    """Holidays, piket, half days and a period of other hours among the days walked."""
    rules = {}
    for offset in draw(st.sets(st.integers(-1, WALKED), max_size=4)):
        openings = draw(st.sampled_from([(), (), spans("08:00-10:00")]) | day_openings())
        category = draw(st.sampled_from(["local_holiday", "joint_leave"])) if not openings else "duty"
        rules[scene.first + timedelta(days=offset)] = DayRule(openings, "Hari khusus", category)
    periods = ()
    if draw(st.booleans()):
        begin, length = draw(st.integers(-3, WALKED)), draw(st.integers(0, 6))
        first = scene.first + timedelta(days=begin)
        periods = (Period("Masa lain", first, first + timedelta(days=length), draw(weeks())),)
    return WorkingCalendar("acak", scene.zone, draw(weeks()), periods, rules)


@dataclass(frozen=True)
class Case:
    """A calendar, and the same office walked minute by minute."""

    scene: Scene
    calendar: WorkingCalendar

    @cached_property
    def office(self) -> Office:
        return Office(self._wall, self.calendar.spans_on)

    @property
    def begin(self) -> Instant:
        """The first instant walked."""
        return self._wall.begin

    def at(self, minutes: int) -> Instant:
        return self.begin + minutes * MINUTE

    @property
    def _wall(self) -> Wall:
        return wall(self.scene.zone, self.scene.first, WALKED)


@st.composite
def cases(draw: st.DrawFn, scenes: Sequence[Scene] = (*ORDINARY, *CLOCKS_CHANGE)) -> Case:
    scene = draw(st.sampled_from(scenes))
    return Case(scene, draw(calendars(scene)))


def offsets() -> st.SearchStrategy[int]:
    """Minutes since the walk begins; round quarters often, so that edges of openings are hit."""
    return st.integers(0, RANGE) | st.integers(0, RANGE // 15).map(lambda quarter: quarter * 15)


@st.composite
def pause_lists(draw: st.DrawFn, case: Case, *, lasting: bool = False) -> list[Interval]:
    """Up to four pauses in any order, that may touch and overlap; with `lasting` the last drawn may have no end."""
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(offsets())
        length = draw(st.integers(0, 90) | st.integers(0, 3 * 24 * 60))
        pauses.append(Interval(case.at(begin), case.at(min(begin + length, RANGE))))
    if lasting and draw(st.booleans()):
        pauses.append(Interval(case.at(draw(offsets()))))
    return pauses


def open_times() -> st.SearchStrategy[StandardTime]:
    return st.builds(StandardTime, st.just(Unit.MINUTES), st.integers(1, 600)) | st.builds(
        StandardTime, st.just(Unit.HOURS), st.integers(1, 24)
    )


def working_days() -> st.SearchStrategy[StandardTime]:
    return st.builds(StandardTime, st.just(Unit.WORKING_DAYS), st.integers(1, 5))


def wall_clock_times() -> st.SearchStrategy[StandardTime]:
    return st.builds(StandardTime, st.just(Unit.CALENDAR_DAYS), st.integers(1, 3)) | st.builds(
        StandardTime, st.just(Unit.CLOCK_HOURS), st.integers(1, 60)
    )


def standards() -> st.SearchStrategy[StandardTime]:
    return open_times() | working_days() | wall_clock_times()
