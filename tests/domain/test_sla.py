"""The clocks: due dates, pauses, bands and the nearest deadline, rule by rule."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.due import merge_pauses
from desk.domain.duration import StandardTime, Unit
from desk.domain.sla import Band, ClockKind, Interval, Reading, nearest, read_clock
from desk.errors import RuleError
from tests.domain.calendars import ALWAYS, FIVE, NEVER, SIX, WIB, at, shown
from tests.domain.strategies import examples

HOUR, DAY = 3600, 86_400
MINUTES_30 = StandardTime(Unit.MINUTES, 30)
HOURS_5 = StandardTime(Unit.HOURS, 5)
DAY_1 = StandardTime(Unit.WORKING_DAYS, 1)
EVENT = StandardTime(Unit.EVENT)
MONDAY = "2026-11-23 09:20"
TUESDAY = "2026-11-24 07:30"
CLOCK_HOUR = StandardTime(Unit.CLOCK_HOURS, 1)


def clock(
    standard: StandardTime | None, start: str, *pauses: tuple[str, str | None], **more: object
) -> Reading:
    """A step clock on the five-day calendar; times as text."""
    waits = [Interval(at(begin), at(end) if end else None) for begin, end in pauses]
    for key in ("stopped_at", "event_start", "taken_at"):
        if isinstance(more.get(key), str):
            more[key] = at(str(more[key]))
    return read_clock(ClockKind.STEP, standard, FIVE, at(start), pauses=waits, **more)  # type: ignore[arg-type]


def band(reading: Reading, now: str) -> Band:
    return reading.band(FIVE, at(now))


# ---- due dates

WORKED_EXAMPLES = [
    ("2026-11-27 15:55", Unit.MINUTES, 30, "2026-11-27 16:25"),
    ("2026-12-23 15:50", Unit.MINUTES, 30, "2026-12-28 07:50"),
    ("2026-11-27 11:20", Unit.MINUTES, 30, "2026-11-27 13:20"),
    ("2026-11-23 09:20", Unit.WORKING_DAYS, 1, "2026-11-24 16:00"),
    ("2026-03-17 14:00", Unit.WORKING_DAYS, 5, "2026-03-31 16:00"),
    ("2026-03-17 14:00", Unit.WORKING_DAYS, 14, "2026-04-14 16:00"),
    ("2026-03-17 14:00", Unit.WORKING_DAYS, 60, "2026-06-26 16:30"),
    ("2026-03-17 14:45", Unit.MINUTES, 30, "2026-03-25 07:45"),
    ("2026-11-23 09:30", Unit.MINUTES, 300, "2026-11-23 15:30"),
    ("2026-11-28 10:00", Unit.MINUTES, 5, "2026-11-30 07:35"),
    ("2026-11-28 10:00", Unit.WORKING_DAYS, 1, "2026-12-01 16:00"),
]


@pytest.mark.parametrize(("start", "unit", "value", "due"), WORKED_EXAMPLES)
def test_the_worked_examples_fall_due(start: str, unit: Unit, value: int, due: str) -> None:
    assert shown(clock(StandardTime(unit, value), start).due_at) == due


def test_one_working_day_from_monday_morning_is_47400_seconds_at_risk_tuesday_114230() -> None:
    reading = clock(DAY_1, MONDAY)
    assert reading.standard_seconds == 47_400
    assert shown(reading.at_risk_at) == "2026-11-24 11:42:30"
    assert band(reading, "2026-11-24 11:42:29") is Band.ON_TIME
    assert band(reading, "2026-11-24 11:42:30") is Band.AT_RISK


@pytest.mark.parametrize(
    ("start", "standard", "due", "seconds"),
    [
        (MONDAY, StandardTime(Unit.HOURS, 1), "2026-11-23 10:20", HOUR),
        ("2026-11-23 15:30", MINUTES_30, "2026-11-23 16:00", 1800),
        ("2026-11-23 11:30", MINUTES_30, "2026-11-23 12:00", 1800),
        ("2026-11-23 16:00", DAY_1, "2026-11-25 16:00", 2 * 27_000),
        ("2026-11-23 15:59:59", DAY_1, "2026-11-24 16:00", 27_001),
        (MONDAY, StandardTime(Unit.CALENDAR_DAYS, 10), "2026-12-03 09:20", 10 * DAY),
        (MONDAY, StandardTime(Unit.CLOCK_HOURS, 24), "2026-11-24 09:20", DAY),
    ],
)
def test_every_unit_has_its_due_and_its_standard_seconds(
    start: str, standard: StandardTime, due: str, seconds: int
) -> None:
    reading = clock(standard, start)
    assert (shown(reading.due_at), reading.standard_seconds) == (due, seconds)


def test_calendar_days_keep_the_wall_clock_where_clocks_are_set_back_and_clock_hours_do_not() -> None:
    zone = "Europe/Berlin"
    calendar = dataclasses.replace(FIVE, zone=zone)
    start = at("2026-10-24 10:00", zone)
    days = read_clock(ClockKind.STEP, StandardTime(Unit.CALENDAR_DAYS, 1), calendar, start)
    hours = read_clock(ClockKind.STEP, StandardTime(Unit.CLOCK_HOURS, 24), calendar, start)
    assert (shown(days.due_at, zone), days.standard_seconds) == ("2026-10-25 10:00", 25 * HOUR)
    assert (shown(hours.due_at, zone), hours.standard_seconds) == ("2026-10-25 09:00", DAY)


@pytest.mark.parametrize("zone", ["Asia/Makassar", "Asia/Jayapura"])
def test_deadlines_follow_the_offices_own_zone(zone: str) -> None:
    calendar = dataclasses.replace(FIVE, zone=zone)
    reading = read_clock(ClockKind.STEP, DAY_1, calendar, at(MONDAY, zone))
    assert shown(reading.due_at, zone) == "2026-11-24 16:00"


def test_on_six_days_saturday_is_a_working_day() -> None:
    reading = read_clock(ClockKind.STEP, DAY_1, SIX, at("2026-11-27 09:00"))
    assert shown(reading.due_at) == "2026-11-28 14:45"


def test_a_hotline_that_never_closes_falls_due_at_midnight() -> None:
    reading = read_clock(ClockKind.STEP, DAY_1, ALWAYS, at("2026-11-28 10:00"))
    assert shown(reading.due_at) == "2026-11-30 00:00"


def test_a_calendar_that_never_opens_gives_no_deadline_but_says_why() -> None:
    with pytest.raises(RuleError, match="tidak pernah buka"):
        read_clock(ClockKind.STEP, DAY_1, NEVER, at(MONDAY))


def test_without_a_standard_there_is_no_deadline_but_time_is_measured() -> None:
    reading = clock(None, MONDAY)
    assert (reading.due_at, reading.standard_seconds, reading.at_risk_at, reading.unit) == (None,) * 4
    assert reading.used(FIVE, at("2026-11-24 07:31")) == 5 * HOUR + 40 * 60 + 60
    assert reading.remaining(FIVE, at(MONDAY)) is None
    assert band(reading, "2026-11-24 07:31") is Band.NONE


# ---- pauses


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-11-23 10:00", "2026-11-25 10:00")], "2026-11-26 16:00"),
        ([("2026-11-24 09:00", "2026-11-24 10:00")], "2026-11-24 16:00"),
        ([("2026-11-23 16:00", "2026-11-24 07:30")], "2026-11-24 16:00"),
        # 3 h + 4 h 30 min is one whole day of 7 h 30 min; one second less is none
        ([("2026-11-23 10:00", "2026-11-23 14:00"), (TUESDAY, "2026-11-24 12:00")], "2026-11-25 16:00"),
        ([("2026-11-23 10:00", "2026-11-23 13:59:59"), (TUESDAY, "2026-11-24 12:00")], "2026-11-24 16:00"),
        ([("2026-11-23 10:00", "2026-11-24 10:00")], "2026-11-25 16:00"),
        ([("2026-11-23 10:00", "2026-11-24 09:59:59")], "2026-11-24 16:00"),
    ],
)
def test_working_days_move_by_the_whole_days_that_all_pauses_add_up_to(
    pauses: list[tuple[str, str]], due: str
) -> None:
    assert shown(clock(DAY_1, MONDAY, *pauses).due_at) == due


def test_thirds_of_a_day_add_up_exactly() -> None:
    thirds = [(f"2026-11-{day} 09:00", f"2026-11-{day} 11:30") for day in (24, 25, 26)]
    standard = StandardTime(Unit.WORKING_DAYS, 5)
    assert shown(clock(standard, MONDAY).due_at) == "2026-11-30 16:00"
    assert shown(clock(standard, MONDAY, *thirds[:2]).due_at) == "2026-11-30 16:00"
    assert shown(clock(standard, MONDAY, *thirds).due_at) == "2026-12-01 16:00"


def test_a_shorter_ramadan_day_counts_as_a_whole_day() -> None:
    reading = clock(DAY_1, "2026-03-16 09:00", ("2026-03-16 10:00", "2026-03-17 10:00"))
    assert shown(reading.due_at) == "2026-03-25 16:00"


@pytest.mark.parametrize(
    ("start", "standard", "pauses", "due"),
    [
        (MONDAY, MINUTES_30, [("2026-11-23 09:30", "2026-11-23 14:00")], "2026-11-23 14:20"),
        # at night and over a weekend no open time is lost
        ("2026-11-27 16:20", MINUTES_30, [("2026-11-27 20:00", "2026-11-29 20:00")], "2026-11-30 07:50"),
        # across a night: 10 minutes used, 20 frozen
        ("2026-11-23 15:40", MINUTES_30, [("2026-11-23 15:50", "2026-11-24 08:00")], "2026-11-24 08:20"),
        # resumed after hours: the rest waits for the opening
        (MONDAY, MINUTES_30, [("2026-11-23 09:30", "2026-11-23 18:00")], "2026-11-24 07:50"),
        # overlapping and unordered pauses count once
        (
            MONDAY,
            MINUTES_30,
            [("2026-11-23 09:40", "2026-11-23 10:00"), ("2026-11-23 09:30", "2026-11-23 09:50")],
            "2026-11-23 10:20",
        ),
        # paused at the very instant it was due: nothing left, and not over
        (MONDAY, MINUTES_30, [("2026-11-23 09:50", "2026-11-23 11:00")], "2026-11-23 11:00"),
        # over when paused: moves nothing
        (MONDAY, MINUTES_30, [("2026-11-23 09:50:01", "2026-11-23 11:00")], "2026-11-23 09:50"),
        # a pause from before the start counts from the start
        (MONDAY, MINUTES_30, [("2026-11-23 08:00", "2026-11-23 09:25")], "2026-11-23 09:55"),
        (
            MONDAY,
            StandardTime(Unit.CLOCK_HOURS, 1),
            [("2026-11-23 10:20", "2026-11-24 10:20")],
            "2026-11-24 10:20",
        ),
        (
            MONDAY,
            StandardTime(Unit.CLOCK_HOURS, 1),
            [("2026-11-23 10:21", "2026-11-24 10:20")],
            "2026-11-23 10:20",
        ),
        (
            MONDAY,
            StandardTime(Unit.CALENDAR_DAYS, 1),
            [("2026-11-23 20:00", "2026-11-23 22:00"), ("2026-11-24 11:00", "2026-11-24 12:00")],
            "2026-11-24 12:20",
        ),
    ],
)
def test_other_units_add_what_was_left(
    start: str, standard: StandardTime, pauses: list[tuple[str, str]], due: str
) -> None:
    assert shown(clock(standard, start, *pauses).due_at) == due


def test_a_working_day_clock_that_was_over_when_paused_is_not_moved() -> None:
    reading = clock(DAY_1, MONDAY, ("2026-11-25 08:00", "2026-11-30 08:00"))
    assert shown(reading.due_at) == "2026-11-24 16:00"
    assert band(reading, "2026-11-30 09:00") is Band.OVERDUE
    assert reading.used(FIVE, at("2026-11-30 09:00")) == 47_400 + 1800 + HOUR


def test_a_paused_clock_stands_still_and_never_goes_over() -> None:
    reading = clock(MINUTES_30, MONDAY, ("2026-11-23 09:30", None))
    for now in ("2026-11-23 09:30", "2026-11-23 18:00", "2026-12-31 10:00"):
        assert band(reading, now) is Band.PAUSED
        assert reading.used(FIVE, at(now)) == 600
        assert reading.remaining(FIVE, at(now)) == 1200
    assert shown(reading.due_at) == "2026-11-23 09:50"
    assert reading.at_risk_at is None


def test_a_clock_paused_when_over_is_overdue_and_its_lateness_stands_still() -> None:
    reading = clock(MINUTES_30, MONDAY, ("2026-11-23 10:00", None))
    assert band(reading, "2026-11-25 10:00") is Band.OVERDUE
    assert reading.remaining(FIVE, at("2026-11-25 10:00")) == -600


def test_finishing_from_a_pause_settles_the_pause_first() -> None:
    reading = clock(MINUTES_30, MONDAY, ("2026-11-23 09:30", None), stopped_at="2026-11-24 10:00")
    assert shown(reading.due_at) == "2026-11-24 10:20"
    assert reading.paused_at is None
    assert reading.used(FIVE, at("2026-11-30 10:00")) == 600
    assert band(reading, "2026-11-30 10:00") is Band.MET


def test_the_at_risk_instant_excludes_pauses() -> None:
    reading = clock(StandardTime(Unit.MINUTES, 100), MONDAY, ("2026-11-23 10:00", "2026-11-23 11:00"))
    assert shown(reading.at_risk_at) == "2026-11-23 11:35"


@pytest.mark.parametrize("paused", ["2026-11-23 09:45", "2026-11-23 09:42:30"])
@pytest.mark.parametrize("resumed", [None, "2026-11-23 11:00"])
def test_a_threshold_reached_by_the_start_of_a_pause_was_reached_then(
    paused: str, resumed: str | None
) -> None:
    reading = clock(MINUTES_30, MONDAY, (paused, resumed))
    assert shown(reading.at_risk_at) == "2026-11-23 09:42:30"


@pytest.mark.parametrize(
    ("pauses", "merged"),
    [
        ([(10, 20), (15, 30)], [(10, 30)]),
        ([(10, 20), (20, 30)], [(10, 30)]),
        ([(30, 40), (10, 20)], [(10, 20), (30, 40)]),
        ([(10, 40), (15, 20)], [(10, 40)]),
        ([(10, None), (15, 20)], [(10, None)]),
        ([(10, 20), (15, None)], [(10, None)]),
        ([(-5, 5), (98, None)], [(0, 5), (98, None)]),
        ([(10, 10), (-9, 0)], []),
    ],
)
def test_pauses_are_merged_and_clipped(
    pauses: list[tuple[int, int | None]], merged: list[tuple[int, int | None]]
) -> None:
    assert [(p.start, p.end) for p in merge_pauses([Interval(*pair) for pair in pauses], 0)] == merged


def test_pauses_after_the_stop_do_not_count() -> None:
    pauses = [Interval(10, 20), Interval(90, None), Interval(120, 130)]
    assert merge_pauses(pauses, 0, 100) == [Interval(10, 20), Interval(90, 100)]


# ---- events


@pytest.mark.parametrize(
    ("taken", "now", "expected"),
    [
        (None, "2026-11-23 10:00", Band.ON_TIME),
        (None, "2026-11-25 20:00", Band.AT_RISK),
        (None, "2026-11-26 09:00", Band.AT_RISK),
        (None, "2026-11-26 09:00:01", Band.OVERDUE),
        ("2026-11-26 09:00", "2026-11-27 09:00", Band.AT_RISK),
        ("2026-11-26 09:00:01", "2026-11-27 09:00", Band.OVERDUE),
    ],
)
def test_an_event_is_overdue_only_if_not_taken_by_its_start(
    taken: str | None, now: str, expected: Band
) -> None:
    assert band(clock(EVENT, MONDAY, event_start="2026-11-26 09:00", taken_at=taken), now) is expected


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [("2026-11-26 09:00", Band.MET), ("2026-11-26 09:00:01", Band.MISSED), (None, Band.MISSED)],
)
def test_an_event_is_met_when_it_was_taken_by_its_start(taken: str | None, verdict: Band) -> None:
    reading = clock(
        EVENT, MONDAY, event_start="2026-11-26 09:00", taken_at=taken, stopped_at="2026-11-26 14:00"
    )
    assert band(reading, "2026-12-01 09:00") is verdict


def test_events_do_not_move_and_count_wall_clock() -> None:
    reading = clock(EVENT, MONDAY, ("2026-11-23 10:00", "2026-11-24 10:00"), event_start="2026-11-26 09:20")
    assert shown(reading.due_at) == "2026-11-26 09:20"
    assert reading.standard_seconds == 3 * DAY
    assert reading.used(FIVE, at("2026-11-24 11:00")) == 40 * 60 + HOUR


def test_an_event_without_a_time_has_no_deadline_yet() -> None:
    assert band(clock(EVENT, MONDAY), MONDAY) is Band.NONE


# ---- bands


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 09:20", Band.ON_TIME),
        ("2026-11-23 12:00", Band.OUTSIDE_HOURS),
        ("2026-11-23 12:59:59", Band.OUTSIDE_HOURS),
        ("2026-11-23 13:00", Band.ON_TIME),
        ("2026-11-23 14:04:59", Band.ON_TIME),
        ("2026-11-23 14:05", Band.AT_RISK),
        ("2026-11-23 15:20", Band.AT_RISK),
        ("2026-11-23 15:20:01", Band.OVERDUE),
        ("2026-11-23 20:00", Band.OVERDUE),
    ],
)
def test_a_running_clock_walks_through_its_bands(now: str, expected: Band) -> None:
    assert band(clock(HOURS_5, MONDAY), now) is expected


def test_calendar_units_are_never_outside_hours() -> None:
    reading = clock(StandardTime(Unit.CALENDAR_DAYS, 10), MONDAY)
    assert band(reading, "2026-11-28 03:00") is Band.ON_TIME


def test_the_threshold_is_the_services_own() -> None:
    assert shown(clock(HOURS_5, MONDAY, at_risk_percent=50).at_risk_at) == "2026-11-23 11:50"
    # the first whole second at which 7/3 seconds are used up is the third
    odd = read_clock(ClockKind.STEP, StandardTime(Unit.MINUTES, 1), ALWAYS, 0, at_risk_percent=1)
    assert odd.at_risk_at == 1


@pytest.mark.parametrize(
    ("stopped", "verdict"), [("2026-11-23 15:20", Band.MET), ("2026-11-23 15:20:01", Band.MISSED)]
)
def test_a_finished_clock_keeps_its_verdict(stopped: str, verdict: Band) -> None:
    reading = clock(HOURS_5, MONDAY, stopped_at=stopped)
    assert band(reading, "2027-01-04 10:00") is verdict
    assert reading.remaining(FIVE, at("2027-01-04 10:00")) == (0 if verdict is Band.MET else -1)


def test_a_cancelled_clock_has_no_band_but_stays_late_in_reports() -> None:
    late = clock(HOURS_5, MONDAY, stopped_at="2026-11-24 10:00", cancelled=True)
    good = clock(HOURS_5, MONDAY, stopped_at="2026-11-23 10:00", cancelled=True)
    now = "2026-11-25 10:00"
    assert band(late, now) is band(good, now) is Band.NONE
    assert late.is_late(at(now))
    assert not good.is_late(at(now))


def test_a_finished_clock_without_a_deadline_has_no_verdict() -> None:
    assert band(clock(None, MONDAY, stopped_at="2026-11-24 10:00"), "2026-11-25 10:00") is Band.NONE


def test_an_external_clock_is_paused_while_open_and_none_afterwards_and_never_late() -> None:
    for standard in (MINUTES_30, None):
        open_ = clock(standard, MONDAY, external=True)
        assert band(open_, "2026-11-23 09:21") is band(open_, "2026-12-21 10:00") is Band.PAUSED
        done = clock(standard, MONDAY, external=True, stopped_at="2026-12-01 10:00")
        assert band(done, "2026-12-21 10:00") is Band.NONE
        assert not done.is_late(at("2026-12-21 10:00"))
    assert shown(clock(MINUTES_30, MONDAY, external=True).due_at) == "2026-11-23 09:50"
    assert clock(None, MONDAY, external=True).used(FIVE, at("2026-11-23 10:20")) == HOUR


def test_a_case_reported_late_stays_late_under_a_new_class() -> None:
    longer = StandardTime(Unit.WORKING_DAYS, 60)
    assert band(clock(longer, MONDAY, late_already=True), "2026-11-25 10:00") is Band.OVERDUE
    waiting = clock(longer, MONDAY, ("2026-11-24 10:00", None), late_already=True)
    assert band(waiting, "2026-11-25 10:00") is Band.OVERDUE
    done = clock(longer, MONDAY, stopped_at="2026-11-25 10:00", late_already=True)
    assert band(done, "2026-11-26 10:00") is Band.MISSED


def test_overdue_goes_before_outside_hours_and_after_a_due_at_closing_nothing_open_is_lost_yet() -> None:
    reading = clock(DAY_1, MONDAY)
    assert band(reading, "2026-11-24 16:00") is Band.OUTSIDE_HOURS
    assert band(reading, "2026-11-24 16:00:01") is Band.OVERDUE
    assert reading.remaining(FIVE, at("2026-11-24 20:00")) == 0
    assert reading.remaining(FIVE, at("2026-11-25 07:40")) == -600


def test_a_reading_is_plain_values_and_can_be_rebuilt() -> None:
    reading = clock(DAY_1, MONDAY, ("2026-11-23 10:00", "2026-11-23 11:00"))
    values = dataclasses.asdict(reading)
    assert all(value is None or isinstance(value, int | str) for value in values.values())
    assert Reading(**values) == reading


# ---- the nearest deadline


def _kinds(*kinds: ClockKind, **more: object) -> list[Reading]:
    return [read_clock(kind, HOURS_5, FIVE, at(MONDAY), **more) for kind in kinds]  # type: ignore[arg-type]


def test_the_nearest_deadline_is_the_earliest_due() -> None:
    service = read_clock(ClockKind.SERVICE, MINUTES_30, FIVE, at(MONDAY))
    assert nearest([*_kinds(ClockKind.STEP), service]) is service


def test_ties_go_step_service_class() -> None:
    step, service, class_ = _kinds(ClockKind.STEP, ClockKind.SERVICE, ClockKind.CLASS_)
    assert nearest([class_, service, step]) is step
    assert nearest([class_, service]) is service


def test_ended_external_and_unlimited_clocks_are_no_deadlines() -> None:
    unlimited = read_clock(ClockKind.STEP, None, FIVE, at(MONDAY))
    ended = _kinds(ClockKind.STEP, stopped_at=at("2026-11-23 10:00"))
    external = _kinds(ClockKind.STEP, external=True)
    assert nearest([unlimited, *ended, *external]) is None
    (service,) = _kinds(ClockKind.SERVICE)
    assert nearest([unlimited, *ended, *external, service]) is service


def test_a_running_clock_goes_before_a_paused_one_and_among_paused_ones_the_earliest() -> None:
    pause = [Interval(at("2026-11-23 09:30"))]
    paused = read_clock(ClockKind.STEP, MINUTES_30, FIVE, at(MONDAY), pauses=pause)
    (later,) = _kinds(ClockKind.CLASS_, pauses=pause)
    (running,) = _kinds(ClockKind.SERVICE)
    assert nearest([paused, running]) is running
    assert nearest([later, paused]) is paused


# ---- against a brute-force oracle

SMALL = WorkingCalendar("kecil", WIB, ((((8 * HOUR), 8 * HOUR + 40), (9 * HOUR, 9 * HOUR + 25)),) * 7)
BASE = SMALL.instant(date(2026, 5, 4), 8 * HOUR)
_TICKS = st.integers(-20, 4000)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Instant, list[Interval], Instant]:
    start = BASE + draw(_TICKS)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        begin = start + draw(_TICKS)
        length = draw(st.integers(0, 300) | st.none())
        pauses.append(Interval(begin, None if length is None else begin + length))
    return start, pauses, start + draw(st.integers(0, 4500))


@examples(150)
@given(histories(), st.sampled_from([Unit.MINUTES, Unit.CLOCK_HOURS]))
def test_used_left_and_band_equal_counting_every_second(
    history: tuple[Instant, list[Interval], Instant], unit: Unit
) -> None:
    start, pauses, now = history
    pauses = [pause for pause in pauses if pause.start <= now]
    pauses = [Interval(p.start, p.end if p.end is not None and p.end <= now else None) for p in pauses]
    reading = read_clock(ClockKind.STEP, StandardTime(unit, 1), SMALL, start, pauses=pauses)
    used, risk, over = _counted(start, pauses, now, unit)
    assert reading.used(SMALL, now) == used
    if not over:
        standard = reading.standard_seconds
        assert standard is not None
        assert reading.remaining(SMALL, now) == standard - used
        assert reading.band(SMALL, now) is not Band.OVERDUE
        if reading.is_running:
            assert (reading.at_risk_at is not None and now >= reading.at_risk_at) == risk
    elif reading.is_running and SMALL.is_open(now):
        assert reading.band(SMALL, now) is Band.OVERDUE


def _counted(start: Instant, pauses: list[Interval], now: Instant, unit: Unit) -> tuple[int, bool, bool]:
    """Seconds used, whether three quarters are, and whether a further second was used when all were."""
    limit = 60 if unit is Unit.MINUTES else 3600
    used = 0
    for second in range(start, now):
        waiting = any(p.start <= second and (p.end is None or second < p.end) for p in pauses)
        used += not waiting and (unit is Unit.CLOCK_HOURS or SMALL.is_open(second))
    return used, used * 100 >= limit * 75, used > limit


@examples(150)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3000)), max_size=4), st.integers(1, 6))
def test_working_days_move_as_adding_up_fractions_minute_by_minute(
    offsets: list[tuple[int, int]], amount: int
) -> None:
    start = at(MONDAY)
    pauses = [Interval(start + a * 60, start + (a + b) * 60) for a, b in offsets]
    waits = merge_pauses(pauses, start)
    day, lost = FIVE.day_of(start), Fraction(0)
    for wait in waits:
        due = FIVE.last_closing(FIVE.working_day_after(day, amount + int(lost)))
        if wait.start > due:
            break
        assert wait.end is not None
        for minute in range(wait.start, wait.end, 60):
            if FIVE.is_open(minute):
                opening = FIVE.spans_on(FIVE.local_date(minute))
                lost += Fraction(60, sum(end - begin for begin, end in opening))
    expected = FIVE.last_closing(FIVE.working_day_after(day, amount + int(lost)))
    reading = read_clock(ClockKind.STEP, StandardTime(Unit.WORKING_DAYS, amount), FIVE, start, pauses=pauses)
    assert shown(reading.due_at) == shown(expected)
