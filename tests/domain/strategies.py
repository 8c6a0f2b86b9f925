"""Random offices and histories for the properties that the time core must keep.

How many examples a test draws is `examples(n)` times what the profile says (see tests/conftest.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from hypothesis import settings, strategies as st

from desk.domain.calendar import DayRule, Instant, Period, Span, WorkingCalendar
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


# Parts are made once: composing a strategy costs more than drawing from it.
_EDGES = st.sets(st.integers(0, 24 * 60), max_size=8).map(sorted)
_DAYS = st.one_of(
    st.sampled_from(_NOTABLE),
    st.sampled_from(_NOTABLE),
    _EDGES.map(lambda edges: tuple((a * MINUTE, b * MINUTE) for a, b in pairwise(edges))[::2]),
)
"""No to four openings: a notable day, or edges at any minutes."""
_WEEKS = st.one_of(
    st.sampled_from([FIVE_DAYS, SIX_DAYS, RAMADAN_WEEK, (spans("00:00-24:00"),) * 7]),
    st.tuples(_DAYS, _DAYS).map(lambda kinds: (*kinds, *kinds, *kinds, ())),
    st.tuples(_DAYS, _DAYS, _DAYS).map(lambda kinds: (kinds[0], *[kinds[1]] * 4, (), kinds[2])),
)
_SPECIAL = st.dictionaries(
    st.integers(-1, WALKED), st.one_of(st.just(()), st.just(spans("08:00-10:00")), _DAYS), max_size=4
)
_PERIOD = st.none() | st.tuples(st.integers(-3, WALKED), st.integers(0, 6), _WEEKS)


@st.composite
def _cases(draw: st.DrawFn, scenes: st.SearchStrategy[Scene]) -> Case:
    """Holidays, piket, half days and a period of other hours among the days walked."""
    scene = draw(scenes)
    rules = {
        scene.first + timedelta(days=offset): DayRule(
            openings, "Hari khusus", "duty" if openings else "joint_leave"
        )
        for offset, openings in draw(_SPECIAL).items()
    }
    periods: tuple[Period, ...] = ()
    if drawn := draw(_PERIOD):
        begin, length, week = drawn
        first = scene.first + timedelta(days=begin)
        periods = (Period("Masa lain", first, first + timedelta(days=length), week),)
    return Case(scene, WorkingCalendar("acak", scene.zone, draw(_WEEKS), periods, rules))


CASES = _cases(st.sampled_from([*ORDINARY, *CLOCKS_CHANGE]))
CASES_WITHOUT_CHANGES = _cases(st.sampled_from(ORDINARY))
OFFSETS = st.integers(0, RANGE) | st.integers(0, RANGE // 15).map(lambda quarter: quarter * 15)
"""Minutes since the walk begins; round quarters often, so that edges of openings are hit."""
_PAUSES = st.lists(st.tuples(OFFSETS, st.integers(0, 90) | st.integers(0, 3 * 24 * 60)), max_size=4)


@dataclass(frozen=True)
class History:
    """A clock's start and the pauses across it."""

    case: Case
    start: Instant
    pauses: list[Interval]
    """In any order; they may touch and overlap."""


@st.composite
def _histories(draw: st.DrawFn, waits_since: st.SearchStrategy[int | None]) -> History:
    case = draw(CASES)
    pauses = [Interval(case.at(begin), case.at(min(begin + n, RANGE))) for begin, n in draw(_PAUSES)]
    if (begin := draw(waits_since)) is not None:
        pauses.append(Interval(case.at(begin)))
    return History(case, case.at(draw(OFFSETS)), pauses)


HISTORIES = _histories(st.none())
HISTORIES_THAT_MAY_WAIT = _histories(st.none() | OFFSETS)
"""One of the pauses may still last."""

OPEN_TIMES = st.one_of(
    st.integers(1, 600).map(lambda n: StandardTime(Unit.MINUTES, n)),
    st.integers(1, 24).map(lambda n: StandardTime(Unit.HOURS, n)),
)
WORKING_DAYS = st.integers(1, 5).map(lambda n: StandardTime(Unit.WORKING_DAYS, n))
WALL_CLOCK_TIMES = st.one_of(
    st.integers(1, 3).map(lambda n: StandardTime(Unit.CALENDAR_DAYS, n)),
    st.integers(1, 60).map(lambda n: StandardTime(Unit.CLOCK_HOURS, n)),
)
WORKING_STANDARDS = OPEN_TIMES | WORKING_DAYS
STANDARDS = WORKING_STANDARDS | WALL_CLOCK_TIMES
