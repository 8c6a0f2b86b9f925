"""A deadline is explained by stretches that leave no gap and count exactly what the clock uses."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from desk.domain.calendar import DayRule, Instant, Period, WorkingCalendar
from desk.domain.due import due_of, elapsed
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import explain
from tests.domain.calendars import FIVE, THREE_YEARS, at


@pytest.mark.parametrize(
    "start", ["2026-11-27 11:20", "2026-12-23 15:50", "2026-03-17 14:45", "2026-11-28 10:00"]
)
@pytest.mark.parametrize(
    "standard",
    [
        StandardTime(Unit.MINUTES, 30),
        StandardTime(Unit.HOURS, 5),
        StandardTime(Unit.WORKING_DAYS, 14),
        StandardTime(Unit.CALENDAR_DAYS, 3),
        StandardTime(Unit.CLOCK_HOURS, 7),
    ],
)
def test_stretches_join_and_count_what_the_clock_uses(start: str, standard: StandardTime) -> None:
    begin = at(start)
    due = due_of(standard, FIVE, begin, (), None)
    parts = explain(standard.unit, FIVE, begin, due)
    assert (parts[0].start, parts[-1].end) == (begin, due)
    assert all(part.end == after.start for part, after in itertools.pairwise(parts))
    assert all(part.counted_seconds in (0, part.end - part.start) for part in parts)
    assert sum(part.counted_seconds for part in parts) == elapsed(standard.unit, FIVE, begin, due)


def reasons(calendar: WorkingCalendar, start: Instant, end: Instant) -> list[str]:
    return [part.reason for part in explain(Unit.MINUTES, calendar, start, end)]


def test_a_night_is_one_stretch_and_a_weekend_one() -> None:
    assert reasons(FIVE, at("2026-11-27 16:00"), at("2026-11-30 08:00")) == [
        "jam kerja",
        "di luar jam kerja",
        "akhir pekan",
        "di luar jam kerja",
        "jam kerja",
    ]


def test_only_the_time_between_two_openings_of_a_day_is_a_break() -> None:
    assert reasons(FIVE, at("2026-11-23 06:00"), at("2026-11-23 17:00")) == [
        "di luar jam kerja",
        "jam kerja",
        "istirahat",
        "jam kerja",
        "di luar jam kerja",
    ]


def test_special_days_say_their_kind_and_name_and_an_estimate_says_so() -> None:
    rules = {
        date(2026, 11, 24): DayRule((), "Hari Jadi", "local_holiday", basis="SK Bupati 5/2026"),
        date(2026, 11, 25): DayRule((), "Cuti bersama contoh", "joint_leave", estimated=True),
        date(2026, 11, 28): DayRule(((8 * 3600, 12 * 3600),), "Piket Sabtu", "duty"),
        date(2026, 11, 30): DayRule(((8 * 3600, 12 * 3600),), "Rapat kerja", "special_hours"),
    }
    calendar = WorkingCalendar("office", "Asia/Jakarta", FIVE.week, (), rules)
    assert reasons(calendar, at("2026-11-24 08:00"), at("2026-11-25 08:00")) == [
        "libur daerah: Hari Jadi, SK Bupati 5/2026",
        "Cuti bersama contoh (perkiraan)",
    ]
    assert reasons(calendar, at("2026-11-28 09:00"), at("2026-11-28 10:00")) == ["Piket Sabtu"]
    assert reasons(calendar, at("2026-11-30 09:00"), at("2026-11-30 10:00")) == ["jam khusus: Rapat kerja"]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-02-18", "jam kerja"),
        ("2026-02-19", "jam kerja (Ramadan 1447 H)"),
        ("2026-03-17", "jam kerja (Ramadan 1447 H)"),
        ("2027-02-05", "cuti bersama: Libur"),
        ("2027-02-08", "jam kerja (Ramadan 1448 H (perkiraan))"),
        ("2027-03-05", "jam kerja (Ramadan 1448 H (perkiraan))"),
    ],
)
def test_ramadan_hours_name_their_period_and_whether_it_is_an_estimate(day: str, reason: str) -> None:
    assert reasons(THREE_YEARS, at(f"{day} 09:00"), at(f"{day} 09:30")) == [reason]


def test_a_period_holds_from_its_first_day_to_its_last() -> None:
    first, last = date(2026, 7, 6), date(2026, 7, 8)
    calendar = replace(FIVE, periods=(Period("Masa", first, last, FIVE.week),))
    named = [
        reasons(calendar, at(f"2026-07-0{day} 09:00"), at(f"2026-07-0{day} 09:30")) for day in range(6, 10)
    ]
    assert named == [["jam kerja (Masa)"]] * 3 + [["jam kerja"]]


def test_a_weekday_without_hours_is_no_weekend() -> None:
    tuesdays = replace(FIVE, week=((), FIVE.week[1], (), (), (), (), ()))
    assert reasons(tuesdays, at("2026-11-27 09:00"), at("2026-11-30 10:00")) == [
        "bukan hari kerja",
        "akhir pekan",
        "bukan hari kerja",
    ]


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (Unit.EVENT, "menuju waktu mulai acara"),
        (Unit.CALENDAR_DAYS, "waktu kalender, berjalan terus"),
        (Unit.CLOCK_HOURS, "waktu kalender, berjalan terus"),
    ],
)
def test_other_units_count_on_through_nights_and_weekends(unit: Unit, reason: str) -> None:
    (part,) = explain(unit, FIVE, at("2026-11-28 10:00"), at("2026-11-29 10:00"))
    assert (part.counted_seconds, part.reason) == (86_400, reason)


@pytest.mark.parametrize("unit", Unit)
def test_there_is_nothing_to_explain_of_no_time(unit: Unit) -> None:
    for end in ("2026-11-23 10:00", "2026-11-22 10:00"):
        assert explain(unit, FIVE, at("2026-11-23 10:00"), at(end)) == []
