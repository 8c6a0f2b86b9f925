"""An agreed target moves under the pauses after its agreement as its standard would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.calendar import DayRule
from desk.domain.due import Interval
from desk.domain.duration import StandardTime, Unit
from desk.domain.sla import ClockKind, nearest, read_clock
from desk.domain.target import Target, target_due
from tests.domain.calendars import FIVE, at, shown, spans

AGREED = "2026-11-23 10:00"
MINUTES, HOURS, DAYS = (StandardTime(unit, 30) for unit in (Unit.MINUTES, Unit.HOURS, Unit.WORKING_DAYS))
CLOCK_HOURS = StandardTime(Unit.CLOCK_HOURS, 30)
EVENT = StandardTime(Unit.EVENT)


@pytest.mark.parametrize(
    ("standard", "due", "pauses", "moved"),
    [
        (MINUTES, "2026-11-23 15:00", [], "2026-11-23 15:00"),
        # one hour of open time waited
        (MINUTES, "2026-11-23 15:00", [("2026-11-23 11:00", "2026-11-23 13:00")], "2026-11-23 16:00"),
        (HOURS, "2026-11-23 15:00", [("2026-11-23 14:00", "2026-11-24 08:00")], "2026-11-24 09:00"),
        # agreed in the light of what was waited before
        (MINUTES, "2026-11-23 15:00", [("2026-11-23 08:00", "2026-11-23 09:00")], "2026-11-23 15:00"),
        (MINUTES, "2026-11-23 15:00", [("2026-11-23 08:00", "2026-11-23 11:00")], "2026-11-23 16:00"),
        # over when the pause began
        (MINUTES, "2026-11-23 15:00", [("2026-11-23 15:00:01", "2026-11-24 10:00")], "2026-11-23 15:00"),
        # still waiting: as it was
        (MINUTES, "2026-11-23 15:00", [("2026-11-23 11:00", None)], "2026-11-23 15:00"),
        # a target in closed hours
        (MINUTES, "2026-11-28 10:00", [], "2026-11-28 10:00"),
        (MINUTES, "2026-11-28 10:00", [("2026-11-27 16:00", "2026-11-30 07:30")], "2026-11-30 08:00"),
        # working days: whole ones only; the last closing stays one, another hour stays that hour
        (DAYS, "2026-11-27 16:30", [("2026-11-24 07:30", "2026-11-25 07:30")], "2026-11-30 16:00"),
        (DAYS, "2026-11-27 11:00", [("2026-11-24 07:30", "2026-11-25 07:30")], "2026-11-30 11:00"),
        (DAYS, "2026-11-28 11:00", [("2026-11-24 07:30", "2026-11-25 07:30")], "2026-11-30 11:00"),
        (DAYS, "2026-11-27 16:30", [("2026-11-24 07:30", "2026-11-24 16:00")], "2026-11-30 16:00"),
        (DAYS, "2026-11-27 16:30", [("2026-11-24 07:30:01", "2026-11-24 16:00")], "2026-11-27 16:30"),
        (DAYS, "2026-11-27 16:30", [("2026-11-30 07:30", "2026-12-02 07:30")], "2026-11-27 16:30"),
        (DAYS, "2026-11-27 16:30", [("2026-11-25 07:30", None)], "2026-11-27 16:30"),
        # time that runs on through closures
        (CLOCK_HOURS, "2026-11-24 10:00", [("2026-11-23 20:00", "2026-11-24 02:00")], "2026-11-24 16:00"),
        (CLOCK_HOURS, "2026-11-24 10:00", [("2026-11-24 10:00:01", "2026-11-24 12:00")], "2026-11-24 10:00"),
        (CLOCK_HOURS, "2026-11-24 10:00", [("2026-11-23 20:00", None)], "2026-11-24 10:00"),
        # events do not move
        (EVENT, "2026-11-26 09:00", [("2026-11-24 07:30", "2026-11-25 07:30")], "2026-11-26 09:00"),
    ],
)
def test_a_target_moves_as_its_standard_would(
    standard: StandardTime, due: str, pauses: list[tuple[str, str | None]], moved: str
) -> None:
    waits = [Interval(at(begin), at(end) if end else None) for begin, end in pauses]
    assert shown(target_due(standard, FIVE, Target(at(AGREED), at(due)), waits)) == moved


def test_what_was_used_by_the_agreement_is_counted_without_the_waits_before_it() -> None:
    """Used 60 of the 90 minutes gone by, and 300 more until the target: 100 % is 360 minutes."""
    reading = read_clock(
        ClockKind.SERVICE,
        StandardTime(Unit.MINUTES, 120),
        FIVE,
        at("2026-11-23 08:00"),
        pauses=[Interval(at("2026-11-23 08:30"), at("2026-11-23 09:00"))],
        target=Target(at("2026-11-23 09:30"), at("2026-11-23 15:30")),
    )
    assert reading.allowed_seconds == 360 * 60
    assert reading.at_risk_at == at("2026-11-23 14:00")


def test_the_nearest_of_two_clocks_alike_is_the_first() -> None:
    first = read_clock(ClockKind.STEP, MINUTES, FIVE, at("2026-11-23 09:00"))
    assert nearest([first, replace(first, calendar_version="other")]) is first


def test_a_last_closing_at_midnight_is_that_of_the_day_before() -> None:
    late = spans("22:00-24:00")
    calendar = replace(FIVE, days={date(2026, 11, 24): DayRule(late, "Piket malam", "duty")})
    target = Target(at(AGREED), at("2026-11-25 00:00"))
    waits = [Interval(at("2026-11-24 22:00"), at("2026-11-25 00:00"))]
    assert shown(target_due(DAYS, calendar, target, waits)) == "2026-11-25 16:00"


def test_in_calendar_time_a_target_and_its_lateness_count_on_through_closures() -> None:
    reading = read_clock(
        ClockKind.SERVICE,
        CLOCK_HOURS,
        FIVE,
        at("2026-11-23 10:00"),
        target=Target(at("2026-11-24 02:00"), at("2026-11-25 10:00")),
    )
    assert reading.allowed_seconds == 48 * 3600
    assert reading.remaining(FIVE, at("2026-11-26 02:00")) == -16 * 3600
    assert reading.calendar_version == ""


def test_the_time_before_each_of_several_waits_counts_towards_the_threshold() -> None:
    waits = [("2026-11-23 09:20", "2026-11-23 09:30"), ("2026-11-23 09:50", "2026-11-23 10:00")]
    reading = read_clock(
        ClockKind.STEP,
        StandardTime(Unit.MINUTES, 80),
        FIVE,
        at("2026-11-23 09:00"),
        pauses=[Interval(at(begin), at(end)) for begin, end in waits],
    )
    assert reading.at_risk_at == at("2026-11-23 10:20"), "20 + 20 + 20 of 80 minutes"
