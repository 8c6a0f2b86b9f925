"""Alerts: each threshold of a deadline once, in open time only, caught up after a rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from desk.domain.alerts import THRESHOLDS, deadline_key, next_alert, threshold_at, untold
from desk.domain.calendar import WorkingCalendar
from desk.domain.duration import StandardTime, Unit
from desk.domain.sla import ClockKind, Interval, Reading, Target, read_clock
from tests.domain.calendars import ALWAYS, FIVE, NEVER, at, shown

MINUTES = StandardTime(Unit.MINUTES, 30)
DAY = StandardTime(Unit.WORKING_DAYS, 1)
CLOCK_DAY = StandardTime(Unit.CLOCK_HOURS, 24)
TWO_DAYS, MINUTE = StandardTime(Unit.CALENDAR_DAYS, 2), StandardTime(Unit.MINUTES, 1)
EVENT = StandardTime(Unit.EVENT)
MONDAY = at("2026-11-23 09:20")


def step(standard: StandardTime | None = MINUTES, start: int = MONDAY, **more: object) -> Reading:
    return read_clock(ClockKind.STEP, standard, FIVE, start, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standard", "start", "expected"),
    [
        (MINUTES, "2026-11-23 09:20", ("2026-11-23 09:35", "2026-11-23 09:42:30", "2026-11-23 09:50")),
        (MINUTES, "2026-11-23 11:40", ("2026-11-23 11:55", "2026-11-23 13:02:30", "2026-11-23 13:10")),
        (MINUTES, "2026-11-27 16:10", ("2026-11-27 16:25", "2026-11-30 07:32:30", "2026-11-30 07:40")),
        (MINUTES, "2026-11-28 10:00", ("2026-11-30 07:45", "2026-11-30 07:52:30", "2026-11-30 08:00")),
        (StandardTime(Unit.HOURS, 5), "2026-11-23 09:20", ("2026-11-23 11:50", "2026-11-23 14:05", "2026-11-23 15:20")),
        (DAY, "2026-11-23 09:20", ("2026-11-24 08:25", "2026-11-24 11:42:30", "2026-11-24 16:00")),
        (CLOCK_DAY, "2026-11-23 10:00", ("2026-11-23 22:00", "2026-11-24 04:00", "2026-11-24 10:00")),
        (TWO_DAYS, "2026-11-23 10:00", ("2026-11-24 10:00", "2026-11-24 22:00", "2026-11-25 10:00")),
        (MINUTE, "2026-11-23 10:00", ("2026-11-23 10:00:30", "2026-11-23 10:00:45", "2026-11-23 10:01")),
    ],
)  # fmt: skip
def test_when_each_threshold_is_reached(
    standard: StandardTime, start: str, expected: tuple[str, ...]
) -> None:
    reading = step(standard, at(start))
    assert tuple(shown(threshold_at(reading, FIVE, percent)) for percent in THRESHOLDS) == expected


@pytest.mark.parametrize(
    ("now", "told", "expected"),
    [
        ("2026-11-23 09:34:59", (), ()),
        ("2026-11-23 09:35", (), (50,)),
        ("2026-11-23 09:35", (50,), ()),
        ("2026-11-23 09:42:30", (50,), (75,)),
        ("2026-11-23 09:45", (), (50, 75)),
        ("2026-11-23 09:49:59", (50, 75), ()),
        ("2026-11-23 09:50", (50, 75), (100,)),
        ("2026-11-25 10:00", (), (50, 75, 100)),
        ("2026-11-25 10:00", (50, 75, 100), ()),
        ("2026-11-23 12:30", (), ()),  # the break
        ("2026-11-23 20:00", (), ()),
        ("2026-11-28 10:00", (), ()),  # Saturday
        ("2026-11-24 07:30", (), (50, 75, 100)),
    ],
)
def test_what_is_told(now: str, told: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert untold(step(), FIVE, at(now), told) == expected


def test_a_clock_that_counts_round_the_clock_still_tells_nothing_at_night() -> None:
    reading = step(CLOCK_DAY, at("2026-11-23 10:00"))
    assert untold(reading, FIVE, at("2026-11-23 22:30"), ()) == ()
    assert untold(reading, FIVE, at("2026-11-24 07:29:59"), ()) == ()
    assert untold(reading, FIVE, at("2026-11-24 07:30"), ()) == (50, 75)
    assert shown(next_alert(reading, FIVE, ())) == "2026-11-24 07:30"
    assert shown(next_alert(reading, FIVE, (50, 75))) == "2026-11-24 10:00"


def test_a_deadline_at_closing_is_told_at_the_next_opening() -> None:
    reading = step(DAY)
    assert untold(reading, FIVE, at("2026-11-24 16:00"), (50, 75)) == ()
    assert shown(next_alert(reading, FIVE, (50, 75))) == "2026-11-25 07:30"


def test_a_hotline_is_told_by_its_own_hours() -> None:
    saturday = at("2026-11-28 10:00")
    reading = read_clock(ClockKind.STEP, MINUTES, ALWAYS, saturday)
    assert untold(reading, ALWAYS, saturday + 900, ()) == (50,)


PAUSED = [Interval(at("2026-11-23 09:40"))]


@pytest.mark.parametrize(
    "reading",
    [
        step(None),
        step(pauses=PAUSED),
        step(external=True),
        step(stopped_at=at("2026-11-23 09:45")),
        step(stopped_at=at("2026-11-23 09:45"), cancelled=True),
        step(EVENT),
        step(EVENT, event_start=at("2026-11-23 12:00"), taken_at=at("2026-11-23 09:30")),
    ],
    ids=["no standard", "paused", "external", "finished", "cancelled", "no event yet", "event taken in time"],
)
def test_nothing_is_told_of_a_clock_that_does_not_run_against_anybody(reading: Reading) -> None:
    assert untold(reading, FIVE, at("2026-11-25 10:00"), ()) == ()
    assert next_alert(reading, FIVE, ()) is None


def test_a_threshold_passed_before_a_pause_is_caught_up_on_after_it() -> None:
    reading = step(pauses=[Interval(at("2026-11-23 09:40"), at("2026-11-23 14:00"))])
    assert untold(reading, FIVE, at("2026-11-23 14:00"), ()) == (50,)
    assert shown(threshold_at(reading, FIVE, 75)) == "2026-11-23 14:02:30"


def test_an_event_is_told_until_somebody_takes_it_and_after_that_only_if_late() -> None:
    start = at("2026-11-23 12:00")
    assert shown(threshold_at(step(EVENT, event_start=start), FIVE, 75)) == "2026-11-23 11:20"
    late = step(EVENT, event_start=start, taken_at=at("2026-11-23 13:30"))
    assert untold(late, FIVE, at("2026-11-23 13:40"), (50, 75)) == (100,)


def test_pauses_of_whole_days_may_bring_the_deadline_before_the_share() -> None:
    """Paused for parts of days that do not add up to one: the due stays, and less than all is used by then."""
    reading = step(DAY, pauses=[Interval(at("2026-11-24 08:00"), at("2026-11-24 15:00"))])
    assert [shown(threshold_at(reading, FIVE, percent)) for percent in THRESHOLDS] == [
        "2026-11-24 15:25",
        "2026-11-24 16:00",
        "2026-11-24 16:00",
    ]


def test_what_was_late_before_its_class_changed_is_told_as_late() -> None:
    reading = step(StandardTime(Unit.WORKING_DAYS, 60), late_already=True)
    assert untold(reading, FIVE, MONDAY, ()) == (50, 75, 100)


def test_a_target_counts_from_the_time_already_used() -> None:
    target = Target(agreed_at=at("2026-11-23 09:40"), due_at=at("2026-11-23 10:40"))
    reading = read_clock(ClockKind.SERVICE, MINUTES, FIVE, MONDAY, target=target)
    assert [shown(threshold_at(reading, FIVE, percent)) for percent in THRESHOLDS] == [
        "2026-11-23 10:00",
        "2026-11-23 10:20",
        "2026-11-23 10:40",
    ]


def test_a_calendar_that_never_opens_again_tells_nothing() -> None:
    assert next_alert(step(CLOCK_DAY), NEVER, ()) is None


def test_each_deadline_has_a_name_that_pauses_leave_alone() -> None:
    def key(reading: Reading, visit: int = 3, cycle: int = 2, class_key: str | None = "minor") -> str:
        return deadline_key(reading, visit=visit, cycle=cycle, class_key=class_key)

    service = read_clock(ClockKind.SERVICE, DAY, FIVE, MONDAY)
    target = Target(MONDAY, at("2026-11-26 16:00"))
    assert key(step()) == key(step(pauses=PAUSED)) == "step:3"
    assert key(service) == "service:2"
    assert key(read_clock(ClockKind.SERVICE, DAY, FIVE, MONDAY, target=target)) == "target:2"
    assert key(read_clock(ClockKind.CLASS_, DAY, FIVE, MONDAY)) == "class:minor"


STANDARDS = [MINUTES, StandardTime(Unit.HOURS, 5), DAY, TWO_DAYS, CLOCK_DAY]


@st.composite
def courses(draw: st.DrawFn) -> tuple[Callable[[int], Reading], list[int], WorkingCalendar]:
    """A clock with its pauses as it is read at an instant, and ascending instants at which somebody looks."""
    calendar = draw(st.sampled_from([FIVE, ALWAYS]))
    standard = draw(st.sampled_from(STANDARDS))
    gaps = st.integers(0, 90_000)
    start = MONDAY + draw(gaps)
    marks = [start]
    for gap in draw(st.lists(gaps, max_size=6)):
        marks.append(marks[-1] + gap)
    waits = [*zip(marks[1::2], marks[2::2], strict=False)]

    def read(now: int) -> Reading:
        begun = [Interval(a, b if b <= now else None) for a, b in waits if a <= now]
        return read_clock(ClockKind.STEP, standard, calendar, start, pauses=begun)

    looks = [start]
    for gap in draw(st.lists(st.integers(1, 40_000), min_size=1, max_size=40)):
        looks.append(looks[-1] + gap)
    return read, looks, calendar


@given(courses())
def test_each_threshold_is_told_at_most_once_and_never_while_closed_or_paused(
    course: tuple[Callable[[int], Reading], list[int], WorkingCalendar],
) -> None:
    read, looks, calendar = course
    told: list[int] = []
    for now in looks:
        reading = read(now)
        fresh = untold(reading, calendar, now, set(told))
        assert not fresh or (calendar.is_open(now) and reading.is_running)
        for percent in fresh:
            share = reading.used(calendar, now) * 100 >= (reading.allowed_seconds or 0) * percent
            assert share or now >= (reading.deadline or 0)
        told += fresh
    assert len(told) == len(set(told))
    assert told == sorted(told)


@given(courses(), st.integers(0, 39))
def test_a_restart_catches_up_on_all_that_was_missed_and_nothing_more(
    course: tuple[Callable[[int], Reading], list[int], WorkingCalendar], asleep: int
) -> None:
    """Whoever looked all the time and whoever comes back only now have been told the same."""
    read, looks, calendar = course
    always: set[int] = set()
    for now in looks:
        always |= set(untold(read(now), calendar, now, always))
    slept: set[int] = set()
    for now in looks[:1] + looks[1 + asleep :]:
        slept |= set(untold(read(now), calendar, now, slept))
    last = read(looks[-1])
    if calendar.is_open(looks[-1]) and last.is_running and len(looks) > 1 + asleep:
        assert slept == always


@given(courses())
def test_nothing_is_to_be_told_before_the_next_alert_and_something_is_at_it(
    course: tuple[Callable[[int], Reading], list[int], WorkingCalendar],
) -> None:
    read, looks, calendar = course
    reading = read(looks[-1])
    for told in ((), (50,), (50, 75), THRESHOLDS):
        coming = next_alert(reading, calendar, told)
        if coming is None:
            assert told == THRESHOLDS or not reading.is_running
            continue
        assert untold(reading, calendar, coming, told)
        assert not untold(reading, calendar, coming - 1, told)
