"""What must hold of deadlines and readings under any pauses, drawn at random and counted minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import assume, given, strategies as st

from desk.domain.calendar import Instant
from desk.domain.due import Interval, due_of, elapsed, merge_pauses
from desk.domain.duration import StandardTime, Unit
from desk.domain.sla import Band, ClockKind, Reading, read_clock
from desk.errors import RuleError
from tests.domain.brute_force import Pauses
from tests.domain.strategies import (
    CASES,
    DAY,
    HISTORIES,
    HISTORIES_THAT_MAY_WAIT,
    MINUTE,
    OFFSETS,
    OPEN_TIMES,
    STANDARDS,
    WALL_CLOCK_TIMES,
    WORKING_DAYS,
    Case,
    History,
    examples,
)

EVENT = StandardTime(Unit.EVENT)
_STOPS = st.none() | st.integers(0, 2 * 24 * 60)
_PERCENTS = st.sampled_from([1, 50, 75, 99, 100])
_LATER = st.integers(0, 9 * DAY)


def due(case: Case, standard: StandardTime, start: Instant, pauses: Sequence[Interval] = ()) -> Instant:
    try:
        return due_of(standard, case.calendar, start, merge_pauses(pauses, start), None)
    except RuleError:  # a calendar that never opens is not what is asked about
        assume(False)
        raise


def plain(pauses: Sequence[Interval]) -> Pauses:
    return [(pause.start, pause.end) for pause in pauses]


# ---- due dates


@examples(300)
@given(HISTORIES_THAT_MAY_WAIT, OPEN_TIMES)
def test_open_time_left_at_a_pause_is_frozen_and_runs_on_from_the_resume(
    history: History, standard: StandardTime
) -> None:
    seconds = (standard.value or 0) * (60 if standard.unit is Unit.MINUTES else 3600)
    office = history.case.office
    expected = office.due_in_open_time(history.start, seconds, plain(history.pauses))
    found = due(history.case, standard, history.start, history.pauses)
    assert found == expected if expected is not None else found > office.end


@examples(300)
@given(HISTORIES_THAT_MAY_WAIT, WORKING_DAYS)
def test_working_days_move_by_the_whole_days_that_the_pauses_add_up_to(
    history: History, standard: StandardTime
) -> None:
    office = history.case.office
    expected = office.due_in_working_days(history.start, standard.value or 0, plain(history.pauses))
    found = due(history.case, standard, history.start, history.pauses)
    assert found == expected if expected is not None else found > office.end


@examples(300)
@given(HISTORIES_THAT_MAY_WAIT, WALL_CLOCK_TIMES)
def test_calendar_units_move_by_the_paused_wall_clock_time(history: History, standard: StandardTime) -> None:
    length = due(history.case, standard, history.start) - history.start
    expected = history.case.office.due_in_wall_clock(history.start, length, plain(history.pauses))
    found = due(history.case, standard, history.start, history.pauses)
    assert found == expected if expected is not None else found > history.case.office.end


@examples(300)
@given(HISTORIES, STANDARDS, st.integers(0, 9 * DAY), st.integers(0, 3 * DAY))
def test_a_pause_never_makes_a_deadline_earlier(
    history: History, standard: StandardTime, second: int, length: int
) -> None:
    begin = history.case.begin + second
    more = [*history.pauses, Interval(begin, begin + length)]
    before = due(history.case, standard, history.start, history.pauses)
    assert due(history.case, standard, history.start, more) >= before


@examples(300)
@given(HISTORIES, STANDARDS, st.integers(1, DAY), st.none() | st.integers(0, 3 * DAY))
def test_a_pause_never_helps_a_clock_that_is_over(
    history: History, standard: StandardTime, late: int, length: int | None
) -> None:
    pauses = history.pauses[:1]
    before = due(history.case, standard, history.start, pauses)
    begin = max([before + late, *((pause.end or 0) + 1 for pause in pauses)])
    more = Interval(begin, None if length is None else begin + length)
    assert due(history.case, standard, history.start, [*pauses, more]) == before


@examples(300)
@given(HISTORIES, STANDARDS, st.integers(0, 7 * DAY), st.randoms(use_true_random=False))
def test_pauses_cut_up_overlapping_and_in_any_order_count_once(
    history: History, standard: StandardTime, cut: int, random: Random
) -> None:
    pieces = [*history.pauses, *history.pauses]
    for pause in history.pauses:
        assert pause.end is not None
        middle = min(max(history.start + cut, pause.start), pause.end)
        pieces += [Interval(pause.start, middle), Interval(middle, pause.end)]
    random.shuffle(pieces)
    assert merge_pauses(pieces, history.start) == merge_pauses(history.pauses, history.start)
    expected = due(history.case, standard, history.start, history.pauses)
    assert due(history.case, standard, history.start, pieces) == expected


@examples(200)
@given(CASES, WORKING_DAYS, OFFSETS, OFFSETS, st.integers(0, 600))
def test_a_pause_within_closed_time_costs_no_working_day(
    case: Case, standard: StandardTime, minute: int, inside: int, before: int
) -> None:
    start, closed = case.at(minute), case.office.open
    begin = inside
    while begin > max(0, inside - before) and not closed[begin - 1]:
        begin -= 1
    end = next((later for later in range(inside, len(closed)) if closed[later]), len(closed))
    pause = Interval(case.at(begin), case.at(end))
    assert due(case, standard, start, [pause]) == due(case, standard, start)


# ---- readings


@dataclass(frozen=True)
class Read:
    """A clock that may wait, have ended, or follow an event, and what was read from it."""

    history: History
    standard: StandardTime
    stopped_at: Instant | None
    event_start: Instant | None
    at_risk_percent: int

    @property
    def reading(self) -> Reading:
        return read_clock(
            ClockKind.STEP,
            self.standard,
            self.history.case.calendar,
            self.history.start,
            pauses=self.history.pauses,
            stopped_at=self.stopped_at,
            event_start=self.event_start,
            at_risk_percent=self.at_risk_percent,
        )

    def used_at(self, now: Instant) -> int:
        """Used until then, told from the whole history and not from the reading."""
        start, unit, calendar = self.history.start, self.standard.unit, self.history.case.calendar
        waits = merge_pauses((p for p in self.history.pauses if p.start < now), start, now)
        paused = sum(elapsed(unit, calendar, wait.start, wait.end or now) for wait in waits)
        return elapsed(unit, calendar, start, now) - paused


@st.composite
def _reads(draw: st.DrawFn, standards: st.SearchStrategy[StandardTime]) -> Read:
    history, standard, stop = draw(HISTORIES_THAT_MAY_WAIT), draw(standards), draw(_STOPS)
    assume(any(history.case.office.open))
    return Read(
        history,
        standard,
        stopped_at=None if stop is None else history.start + stop * MINUTE,
        event_start=history.start + draw(st.integers(0, 3 * DAY)) if standard is EVENT else None,
        at_risk_percent=draw(_PERCENTS),
    )


READS = _reads(STANDARDS | st.just(EVENT))
READS_OF_EXACT_UNITS = _reads(OPEN_TIMES | WALL_CLOCK_TIMES)
"""Those whose pauses move the due by exactly what was paused."""


def reading_of(read: Read) -> Reading:
    try:
        return read.reading
    except RuleError:
        assume(False)
        raise


@examples(300)
@given(READS, OFFSETS)
def test_used_time_is_every_minute_outside_the_pauses_until_the_clock_ends(read: Read, minute: int) -> None:
    reading, office = reading_of(read), read.history.case.office
    now = max(read.history.case.at(minute), reading.counted_from)
    end = min(now, read.stopped_at or now)
    working = read.standard.unit.is_working
    expected = office.used(reading.start, end, plain(read.history.pauses), working=working)
    assert reading.used(read.history.case.calendar, now) == expected


@examples(200)
@given(READS, st.lists(_LATER, min_size=2, max_size=6))
def test_used_never_decreases_and_left_never_grows_and_both_rest_unless_the_clock_runs(
    read: Read, seconds: list[int]
) -> None:
    reading, calendar = reading_of(read), read.history.case.calendar
    moments = [reading.counted_from + second for second in sorted(seconds)]
    used = [reading.used(calendar, now) for now in moments]
    left = [reading.remaining(calendar, now) or 0 for now in moments]
    assert used == sorted(used)
    assert left == sorted(left, reverse=True)
    if not reading.is_running:
        assert len(set(used)) == len(set(left)) == 1


@examples(200)
@given(READS_OF_EXACT_UNITS, _LATER)
def test_used_and_left_make_up_the_standard_until_the_clock_is_over(read: Read, second: int) -> None:
    reading, calendar = reading_of(read), read.history.case.calendar
    now = reading.counted_from + second
    used, left = reading.used(calendar, now), reading.remaining(calendar, now)
    assert reading.standard_seconds is not None
    if not reading.is_late(now):
        assert left == reading.standard_seconds - used
    elif reading.is_running and left:
        assert left < 0
        assert used > reading.standard_seconds


@examples(300)
@given(READS)
def test_at_risk_is_the_first_instant_at_which_the_share_used_reaches_the_threshold(read: Read) -> None:
    reading = reading_of(read)
    assert reading.standard_seconds is not None
    enough = read.at_risk_percent * reading.standard_seconds
    if reading.at_risk_at is None:
        last = read.stopped_at if reading.paused_at is None else reading.paused_at
        assert last is not None
        assert read.used_at(last) * 100 < enough
    else:
        assert read.used_at(reading.at_risk_at) * 100 >= enough
        if reading.at_risk_at > reading.start:
            assert read.used_at(reading.at_risk_at - 1) * 100 < enough


@examples(300)
@given(READS, st.integers(-DAY, 9 * DAY), st.booleans(), st.booleans(), st.booleans())
def test_bands_apply_in_the_order_of_the_rules(
    read: Read, second: int, external: bool, cancelled: bool, late: bool
) -> None:
    reading = replace(
        reading_of(read),
        external=external,
        cancelled=cancelled and read.stopped_at is not None,
        late_already=late and read.standard.unit is Unit.WORKING_DAYS,
    )
    assert reading.due_at is not None
    now = max(reading.start, reading.due_at + second)
    assert reading.band(read.history.case.calendar, now) is _band(read, reading, now)


def _band(read: Read, reading: Reading, now: Instant) -> Band:
    """The list of sla.md, "Bands", top to bottom."""
    judged = read.stopped_at if read.stopped_at is not None else now
    judged = judged if reading.paused_at is None else reading.paused_at
    late = reading.late_already or judged > (reading.due_at or 0)
    used = read.used_at(min(now, judged))
    is_open = read.history.case.calendar.is_open(now)
    applies = [
        (Band.NONE, read.stopped_at is not None and (reading.cancelled or reading.external)),
        (Band.MISSED if late else Band.MET, read.stopped_at is not None),
        (Band.PAUSED, reading.external),
        (Band.OVERDUE, late),
        (Band.PAUSED, reading.paused_at is not None),
        (Band.OUTSIDE_HOURS, read.standard.unit.is_working and not is_open),
        (Band.AT_RISK, used * 100 >= read.at_risk_percent * (reading.standard_seconds or 0)),
        (Band.ON_TIME, True),
    ]
    return next(band for band, it_does in applies if it_does)


@examples(200)
@given(HISTORIES, STANDARDS)
def test_what_was_shown_while_waiting_is_what_the_whole_history_says_of_that_moment(
    history: History, standard: StandardTime
) -> None:
    calendar, waits = history.case.calendar, merge_pauses(history.pauses, history.start)
    assume(waits and any(history.case.office.open))
    last = waits[-1]
    assert last.end is not None
    try:
        after = read_clock(ClockKind.STEP, standard, calendar, history.start, pauses=waits)
    except RuleError:
        assume(False)
        raise
    waiting = [*waits[:-1], Interval(last.start)]
    during = read_clock(ClockKind.STEP, standard, calendar, history.start, pauses=waiting)
    assert during.used(calendar, last.end) == after.counted_seconds
    assert during.band(calendar, last.end) in (Band.PAUSED, Band.OVERDUE)
    if during.is_late(last.end):
        assert (after.due_at, after.is_late(last.end)) == (during.due_at, True)
    elif standard.unit in (Unit.MINUTES, Unit.HOURS):
        assert after.remaining(calendar, last.end) == during.remaining(calendar, last.end)
