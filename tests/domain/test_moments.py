"""Instants as people read them: the zone by its name, and the hour that the wall clock of that day shows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desk.domain.calendar import WorkingCalendar
from desk.domain.moments import clock_text, full_text, zone_name


def calendar(zone: str) -> WorkingCalendar:
    return WorkingCalendar("office", zone, ((),) * 7)


def at(zone: str, text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


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
    moment = at(zone, "2026-11-24 09:41")
    assert zone_name(calendar(zone), moment) == name
    assert full_text(calendar(zone), moment) == f"Selasa, 24 November 2026, 09.41 {name}"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-24"])
def test_the_hour_is_that_of_the_wall_clock_also_on_a_day_that_changes_it(day: str) -> None:
    assert clock_text(calendar("Europe/Berlin"), at("Europe/Berlin", f"{day} 10:05")) == "10.05"
