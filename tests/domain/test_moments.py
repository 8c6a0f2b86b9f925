"""Instants as the office reads them, and which of them are a slip of the pen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.moments import (
    YEARS,
    clock_text,
    dated_text,
    exact_text,
    full_text,
    iso_text,
    moment_text,
    require_moment,
    zone_name,
)
from desk.errors import FieldError
from tests.domain.calendars import FIVE, at

MONDAY = at("2026-11-23 09:41:59")


@pytest.mark.parametrize(
    ("today", "text"),
    [
        (None, "Sen 23 Nov 09.41"),
        (date(2026, 11, 23), "09.41"),
        (date(2026, 11, 24), "Sen 23 Nov 09.41"),
        (date(2027, 1, 4), "Sen 23 Nov 2026 09.41"),
    ],
)
def test_a_moment_says_no_more_of_its_day_than_today_leaves_open(today: date | None, text: str) -> None:
    assert moment_text(FIVE, MONDAY, today) == text


def test_in_a_list_of_deadlines_every_moment_names_its_day() -> None:
    assert dated_text(FIVE, MONDAY, date(2026, 11, 23)) == "Sen 23 Nov 09.41"
    assert dated_text(FIVE, MONDAY, date(2026, 11, 24)) == "Sen 23 Nov 09.41"
    assert dated_text(FIVE, MONDAY, date(2027, 1, 4)) == "Sen 23 Nov 2026 09.41"


def test_a_moment_between_two_minutes_can_be_told_to_the_second() -> None:
    assert exact_text(FIVE, MONDAY, date(2026, 11, 23)) == "Sen 23 Nov 09.41.59"
    assert exact_text(FIVE, MONDAY - 59, date(2026, 11, 23)) == "Sen 23 Nov 09.41"


def test_moments_are_told_in_the_offices_zone() -> None:
    papua = replace(FIVE, zone="Asia/Jayapura")
    assert clock_text(papua, MONDAY) == "11.41"
    assert iso_text(papua, MONDAY) == "2026-11-23T11:41:59+09:00"
    assert iso_text(FIVE, MONDAY) == "2026-11-23T09:41:59+07:00"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
    ],
)
def test_a_moment_names_its_zone(zone: str, name: str) -> None:
    here = replace(FIVE, zone=zone)
    moment = at("2026-11-24 09:41", zone)
    assert zone_name(here, moment) == name
    assert full_text(here, moment) == f"Selasa, 24 November 2026, 09.41 {name}"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-24"])
def test_the_hour_is_that_of_the_wall_clock_also_on_a_day_that_changes_it(day: str) -> None:
    berlin = replace(FIVE, zone="Europe/Berlin")
    assert clock_text(berlin, at(f"{day} 10:05", "Europe/Berlin")) == "10.05"


@pytest.mark.parametrize("t", [None, 0, MONDAY, at("2200-01-01 06:59:59")])
def test_moments_that_a_calendar_can_show_pass(t: int | None) -> None:
    require_moment("at", t)


@pytest.mark.parametrize("t", [-1, at("2200-01-01 07:00"), 10**15])
def test_other_moments_are_refused_at_their_field(t: int) -> None:
    with pytest.raises(FieldError, match=f"{YEARS[0]} sampai {YEARS[1]}") as refusal:
        require_moment("event_start", t)
    assert (refusal.value.field, refusal.value.code) == ("event_start", "out_of_range")


def test_the_ends_of_an_interval_are_told_to_the_second_where_they_have_any() -> None:
    today = date(2026, 11, 23)
    assert exact_text(FIVE, MONDAY, today) == "Sen 23 Nov 09.41.59"
    assert exact_text(FIVE, at("2026-11-23 09:41"), today) == "Sen 23 Nov 09.41"
