"""What must hold of working time in any calendar and zone, drawn at random and counted minute by minute."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import businesstimedelta
import pytest
from hypothesis import assume, given, strategies as st

from desk.domain.calendar import DayRule, Instant, WorkingCalendar
from desk.domain.due import due_of, elapsed
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import explain
from desk.errors import RuleError
from tests.domain.calendars import FIVE, HOLIDAYS_2026, SIX, at, shown
from tests.domain.strategies import (
    CASES,
    CASES_WITHOUT_CHANGES,
    DAY,
    MINUTE,
    OFFSETS,
    OPEN_TIMES,
    STANDARDS,
    WALKED,
    WORKING_DAYS,
    WORKING_STANDARDS,
    Case,
    examples,
)

SECONDS = st.integers(0, 9 * DAY)


def due(standard: StandardTime, calendar: WorkingCalendar, start: Instant) -> Instant:
    """Without pauses; a calendar that never opens is not what is asked about."""
    try:
        return due_of(standard, calendar, start, (), None)
    except RuleError:
        assume(False)
        raise


# ---- against counting every minute


@examples(400)
@given(CASES, st.lists(OFFSETS, min_size=2, max_size=6))
def test_open_time_between_two_instants_is_that_of_every_minute(case: Case, minutes: list[int]) -> None:
    for a, b in itertools.pairwise(sorted(minutes)):
        start, end = case.at(a), case.at(b)
        assert case.calendar.between(start, end) == case.office.between(start, end)
        assert case.calendar.between(end, start) == 0
        assert case.calendar.is_open(start) == case.office.is_open(start)
        assert case.calendar.working_days_between(start, end) == case.office.working_days_between(start, end)


@examples(400)
@given(CASES, OFFSETS, OPEN_TIMES)
def test_a_deadline_in_open_time_is_where_the_minutes_run_out(
    case: Case, minute: int, standard: StandardTime
) -> None:
    start = case.at(minute)
    seconds = (standard.value or 0) * (60 if standard.unit is Unit.MINUTES else 3600)
    expected = case.office.due_in_open_time(start, seconds)
    found = due(standard, case.calendar, start)
    assert found == expected if expected is not None else found >= case.office.end
    assert case.calendar.between(start, found) == seconds


@examples(300)
@given(CASES, OFFSETS, WORKING_DAYS)
def test_a_deadline_in_working_days_is_the_last_closing_counted_off(
    case: Case, minute: int, standard: StandardTime
) -> None:
    start = case.at(minute)
    expected = case.office.due_in_working_days(start, standard.value or 0)
    found = due(standard, case.calendar, start)
    assert found == expected if expected is not None else found > case.office.end


@examples(300)
@given(CASES, OFFSETS)
def test_the_next_opening_and_todays_closing_are_where_the_walk_finds_them(case: Case, minute: int) -> None:
    t = case.at(minute)
    expected = case.office.next_open(t)
    if expected is not None:
        assert case.calendar.next_open(t) == expected
        assert case.calendar.day_of(t) == case.calendar.local_date(expected)
    ordinal = case.calendar.local_date(t).toordinal()
    last = case.office.closing_of_day.get(ordinal)
    closing = None if last is None else case.at(last)
    assert case.calendar.closing_after(t) == (closing if closing is not None and closing > t else None)
    left = 0 if closing is None or closing <= t else case.office.between(t, closing)
    assert case.calendar.open_left_today(t) == left


@examples(200)
@given(CASES, OFFSETS, st.integers(-8, 8))
def test_the_nth_working_day_is_found_by_counting_dates(case: Case, minute: int, n: int) -> None:
    day = case.calendar.local_date(case.at(minute))
    try:
        counted = case.calendar.working_day_after(day, n)
    except RuleError:
        assume(False)
        raise
    found, left = day, abs(n)
    while left:
        found += timedelta(days=1 if n > 0 else -1)
        left -= bool(case.calendar.openings_on(found))
    assert counted == found


# ---- against another library


@pytest.mark.parametrize("calendar", [FIVE, SIX], ids=["five", "six"])
@examples(120)
@given(st.integers(0, 90 * 24 * 60), st.integers(1, 40 * 60))
def test_adding_and_measuring_agree_with_businesstimedelta(
    calendar: WorkingCalendar, minute: int, minutes: int
) -> None:
    start = at("2026-04-01 00:00") + minute * MINUTE
    rules = _rules(calendar)
    wall = datetime.fromisoformat(shown(start) or "")
    theirs = wall + businesstimedelta.BusinessTimeDelta(rules, seconds=minutes * MINUTE)
    ours = calendar.add(start, minutes * MINUTE)
    assert calendar.next_open(ours) == calendar.next_open(at(theirs.isoformat(" ")))
    measured = rules.difference(wall, wall + timedelta(minutes=minutes))
    assert calendar.between(start, start + minutes * MINUTE) == measured.hours * 3600 + measured.seconds


def _rules(calendar: WorkingCalendar) -> businesstimedelta.Rules:
    shifts = [
        businesstimedelta.WorkDayRule(_wall(start), _wall(end), working_days=[weekday])
        for weekday, openings in enumerate(calendar.week)
        for start, end in openings
    ]
    return businesstimedelta.Rules([*shifts, businesstimedelta.HolidayRule(_Holidays())])


def _wall(seconds: int) -> time:
    return time(seconds // 3600, seconds % 3600 // 60)


class _Holidays(dict[date, str]):
    """The holidays of 2026 as businesstimedelta asks for them."""

    def __init__(self) -> None:
        super().__init__({day: rule.name for day, rule in HOLIDAYS_2026.items()})


# ---- laws


@examples(400)
@given(CASES, SECONDS, st.integers(1, 5 * DAY))
def test_adding_and_measuring_are_inverse_to_the_second(case: Case, second: int, seconds: int) -> None:
    start = case.begin + second
    try:
        end = case.calendar.add(start, seconds)
    except RuleError:
        assume(False)
        raise
    assert case.calendar.between(start, end) == seconds
    assert case.calendar.between(start, end - 1) == seconds - 1
    assert case.calendar.is_open(end - 1)
    assert case.calendar.add(start, case.calendar.between(start, start + seconds)) <= start + seconds


@examples(300)
@given(CASES, STANDARDS, SECONDS)
def test_the_standard_is_the_time_from_start_to_due_in_the_units_measure(
    case: Case, standard: StandardTime, second: int
) -> None:
    start = case.begin + second
    found = due(standard, case.calendar, start)
    used = elapsed(standard.unit, case.calendar, start, found)
    value = standard.value or 0
    if standard.unit in (Unit.MINUTES, Unit.HOURS):
        assert used == value * (60 if standard.unit is Unit.MINUTES else 3600)
    elif standard.unit is Unit.CLOCK_HOURS:
        assert used == value * 3600
    else:
        assert found > start
        assert used == elapsed(standard.unit, case.calendar, start, found - 1) + 1


@examples(300)
@given(CASES_WITHOUT_CHANGES, STANDARDS, SECONDS, st.integers(0, 2 * DAY))
def test_who_comes_later_is_never_due_earlier(
    case: Case, standard: StandardTime, second: int, later: int
) -> None:
    start = case.begin + second
    assert due(standard, case.calendar, start) <= due(standard, case.calendar, start + later)


@examples(300)
@given(CASES, WORKING_STANDARDS, SECONDS, st.integers(0, 2 * DAY))
def test_nor_in_working_units_where_clocks_change(
    case: Case, standard: StandardTime, second: int, later: int
) -> None:
    start = case.begin + second
    assert due(standard, case.calendar, start) <= due(standard, case.calendar, start + later)


@examples(300)
@given(CASES, STANDARDS, SECONDS, st.integers(1, 10))
def test_a_longer_standard_is_never_due_earlier(
    case: Case, standard: StandardTime, second: int, more: int
) -> None:
    start = case.begin + second
    longer = replace(standard, value=(standard.value or 0) + more)
    assert due(standard, case.calendar, start) < due(longer, case.calendar, start)


@examples(300)
@given(CASES, STANDARDS, SECONDS, st.integers(0, WALKED))
def test_one_more_holiday_never_makes_a_deadline_earlier(
    case: Case, standard: StandardTime, second: int, offset: int
) -> None:
    start = case.begin + second
    day = case.calendar.local_date(case.begin) + timedelta(days=offset)
    days = {**case.calendar.days, day: DayRule((), "Libur tambahan", "joint_leave")}
    closed = replace(case.calendar, days=days)
    assert due(standard, closed, start) >= due(standard, case.calendar, start)


@examples(200)
@given(CASES, OFFSETS, st.integers(1, 8))
def test_so_many_working_days_onward_and_back_is_the_day_itself(case: Case, minute: int, n: int) -> None:
    try:
        day = case.calendar.day_of(case.at(minute))
        onward, back = case.calendar.working_day_after(day, n), case.calendar.working_day_after(day, -n)
    except RuleError:
        assume(False)
        raise
    assert case.calendar.working_day_after(onward, -n) == day
    assert case.calendar.working_day_after(back, n) == day
    assert case.calendar.working_day_after(case.calendar.working_day_after(day, 1), n - 1) == onward


@examples(300)
@given(CASES, st.lists(SECONDS, min_size=3, max_size=8))
def test_time_split_anywhere_neither_loses_nor_doubles_a_second(case: Case, seconds: list[int]) -> None:
    points = [case.begin + second for second in sorted(seconds)]
    first, last = points[0], points[-1]
    pieces = list(itertools.pairwise(points))
    whole = case.calendar.between(first, last)
    assert sum(case.calendar.between(a, b) for a, b in pieces) == whole
    days = sum((case.calendar.working_days_between(a, b) for a, b in pieces), Fraction(0))
    assert days == case.calendar.working_days_between(first, last)


@examples(300)
@given(CASES, SECONDS, st.integers(0, 3 * DAY), st.sampled_from([*Unit]))
def test_an_explanation_tiles_the_time_and_adds_up_to_what_the_clock_used(
    case: Case, second: int, length: int, unit: Unit
) -> None:
    start = case.begin + second
    end = start + length
    parts = explain(unit, case.calendar, start, end)
    edges = [start, *(part.end for part in parts)]
    assert [part.start for part in parts] == edges[:-1]
    assert edges[-1] == end or length == 0
    assert all(part.end > part.start for part in parts)
    assert all(part.counted_seconds in (0, part.end - part.start) for part in parts)
    assert all(one.reason != other.reason for one, other in itertools.pairwise(parts))
    assert sum(part.counted_seconds for part in parts) == elapsed(unit, case.calendar, start, end)


@examples(200)
@given(CASES, OFFSETS, OFFSETS)
def test_what_an_explanation_counts_is_what_was_open(case: Case, a: int, b: int) -> None:
    start, end = case.at(min(a, b)), case.at(max(a, b))
    parts = explain(Unit.MINUTES, case.calendar, start, end)
    for part in parts:
        assert part.counted_seconds == case.office.between(part.start, part.end)
        assert part.counted_seconds in (0, part.end - part.start)


@examples(100)
@given(CASES)
def test_a_calendar_is_the_same_after_storage(case: Case) -> None:
    again = WorkingCalendar.from_dict(case.calendar.to_dict())
    assert again == case.calendar
    assert again.version == case.calendar.version
    assert again.between(case.begin, case.office.end) == case.office.between(case.begin, case.office.end)
