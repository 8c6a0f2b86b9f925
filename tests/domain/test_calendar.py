"""Working calendars: what is open when, and arithmetic in open time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from desk.domain.calendar import DayRule, Period, WorkingCalendar
from desk.errors import RuleError
from tests.domain.calendars import (
    ALWAYS,
    CLOSED,
    FIVE,
    FIVE_DAYS,
    NEVER,
    RAMADAN_2026,
    SIX,
    THREE_YEARS,
    WIB,
    at,
    shown,
    spans,
)

HOUR = 3600


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        ("2026-11-23 07:29:59", False),
        ("2026-11-23 07:30", True),
        ("2026-11-23 11:59:59", True),
        ("2026-11-23 12:00", False),
        ("2026-11-23 13:00", True),
        ("2026-11-23 16:00", False),
        ("2026-11-27 12:30", False),
        ("2026-11-27 16:29:59", True),
        ("2026-11-28 10:00", False),
        ("2026-12-24 10:00", False),
        ("2026-02-19 07:45", False),
        ("2026-02-19 12:15", False),
        ("2026-02-19 12:30", True),
    ],
)
def test_openings_are_half_open(when: str, open_: bool) -> None:
    assert FIVE.is_open(at(when)) is open_


def test_overrides_go_before_periods_and_periods_before_the_week() -> None:
    assert FIVE.spans_on(date(2026, 2, 18)) == spans("07:30-12:00", "13:00-16:00")
    assert FIVE.spans_on(date(2026, 2, 19)) == spans("08:00-12:00", "12:30-15:00")
    assert FIVE.spans_on(date(2026, 3, 17)) == spans("08:00-12:00", "12:30-15:00")
    assert FIVE.spans_on(date(2026, 3, 18)) == ()
    assert not FIVE.is_working_day(date(2026, 3, 20))
    assert FIVE.spans_on(date(2026, 3, 25)) == spans("07:30-12:00", "13:00-16:00")


def test_the_earlier_of_two_overlapping_periods_holds() -> None:
    day = date(2026, 7, 1)
    one, two = (
        Period(name, day, day, (spans(text),) * 7)
        for name, text in (("a", "08:00-09:00"), ("b", "10:00-11:00"))
    )
    assert WorkingCalendar("x", WIB, CLOSED, (one, two)).spans_on(day) == spans("08:00-09:00")


def test_a_duty_day_opens_a_holiday() -> None:
    duty = DayRule(spans("09:00-11:00"), "Piket", "duty")
    calendar = replace(FIVE, days=FIVE.days | {date(2026, 12, 24): duty})
    assert shown(calendar.next_open(at("2026-12-23 17:00"))) == "2026-12-24 09:00"
    assert shown(calendar.add(at("2026-12-23 15:50"), 30 * 60)) == "2026-12-24 09:20"


def test_the_year_2026_has_240_working_days() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(FIVE.is_working_day, days)) == 240
    assert FIVE.working_days_between(at("2026-01-01 00:00"), at("2027-01-01 00:00")) == 240


@pytest.mark.parametrize(
    ("when", "opening", "day"),
    [
        ("2026-11-23 09:20", "2026-11-23 09:20", date(2026, 11, 23)),
        ("2026-11-23 07:00", "2026-11-23 07:30", date(2026, 11, 23)),
        ("2026-11-23 12:00", "2026-11-23 13:00", date(2026, 11, 23)),
        ("2026-11-23 16:00", "2026-11-24 07:30", date(2026, 11, 24)),
        ("2026-11-28 10:00", "2026-11-30 07:30", date(2026, 11, 30)),
        ("2026-12-31 20:00", "2027-01-01 07:30", date(2027, 1, 1)),
    ],
)
def test_the_day_of_an_instant_holds_the_next_open_instant(when: str, opening: str, day: date) -> None:
    assert shown(FIVE.next_open(at(when))) == opening
    assert FIVE.day_of(at(when)) == day


@pytest.mark.parametrize(
    ("when", "closing", "left"),
    [
        ("2026-11-23 09:41", "2026-11-23 16:00", 5 * HOUR + 19 * 60),
        ("2026-11-23 06:00", "2026-11-23 16:00", 7 * HOUR + 1800),
        ("2026-11-23 12:30", "2026-11-23 16:00", 3 * HOUR),
        ("2026-11-23 16:00", None, 0),
        ("2026-11-28 10:00", None, 0),
    ],
)
def test_the_header_tells_what_is_left_of_today(when: str, closing: str | None, left: int) -> None:
    assert shown(FIVE.closing_after(at(when))) == closing
    assert FIVE.open_left_today(at(when)) == left


def test_adding_ends_on_a_closing_rather_than_the_next_opening() -> None:
    assert shown(FIVE.add(at("2026-11-23 11:30"), 1800)) == "2026-11-23 12:00"
    assert shown(FIVE.add(at("2026-11-23 15:30"), 1800)) == "2026-11-23 16:00"
    assert shown(FIVE.add(at("2026-11-23 15:30"), 1801)) == "2026-11-24 07:30:01"


def test_adding_nothing_stays_even_outside_hours() -> None:
    assert FIVE.add(at("2026-11-28 10:00"), 0) == at("2026-11-28 10:00")


def test_adding_and_measuring_cross_years() -> None:
    start = at("2026-12-31 15:00")
    assert shown(FIVE.add(start, 2 * HOUR)) == "2027-01-01 08:30"
    assert FIVE.between(start, at("2027-01-01 08:30")) == 2 * HOUR
    far = FIVE.add(start, 10_000 * HOUR)
    assert FIVE.between(start, far) == 10_000 * HOUR


def test_no_time_passes_backwards_nor_is_it_subtracted() -> None:
    assert FIVE.between(at("2026-11-24 10:00"), at("2026-11-23 10:00")) == 0
    assert FIVE.working_days_between(at("2026-11-24 10:00"), at("2026-11-23 10:00")) == 0
    with pytest.raises(ValueError, match=r"^working time is added, never subtracted$"):
        FIVE.add(at("2026-11-23 10:00"), -1)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 30), 3, date(2027, 1, 4)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 29), -1, date(2026, 11, 27)),
        (date(2027, 1, 1), -1, date(2026, 12, 31)),
        (date(2027, 1, 4), -2, date(2026, 12, 31)),
    ],
)
def test_the_nth_working_day(day: date, n: int, expected: date) -> None:
    assert FIVE.working_day_after(day, n) == expected


def test_the_last_closing_of_a_day() -> None:
    assert shown(FIVE.last_closing(date(2026, 11, 27))) == "2026-11-27 16:30"
    assert shown(ALWAYS.last_closing(date(2026, 11, 27))) == "2026-11-28 00:00"
    with pytest.raises(ValueError, match="2026-11-28 is not a working day"):
        FIVE.last_closing(date(2026, 11, 28))


def test_a_part_of_a_day_is_its_share_of_that_days_opening() -> None:
    assert FIVE.working_days_between(at("2026-11-23 10:00"), at("2026-11-25 10:00")) == 2
    assert FIVE.working_days_between(at("2026-11-23 10:00"), at("2026-11-23 11:00")) == Fraction(2, 15)
    assert FIVE.working_days_between(at("2026-03-16 10:00"), at("2026-03-16 11:00")) == Fraction(2, 13)
    assert FIVE.working_days_between(at("2026-11-27 16:30"), at("2026-11-30 07:30")) == 0
    new_year = at("2026-12-31 16:00")
    assert FIVE.working_days_between(new_year, at("2027-01-01 07:00")) == 0
    assert FIVE.working_days_between(new_year, at("2027-01-01 09:00")) == Fraction(1, 5)
    assert FIVE.working_days_between(at("2027-01-01 09:00"), at("2028-01-01 00:00")) == 261 - Fraction(1, 5)


def test_a_calendar_that_never_opens_refuses_instead_of_searching_forever() -> None:
    t = at("2026-11-23 10:00")
    for ask in (
        lambda: NEVER.next_open(t),
        lambda: NEVER.add(t, 60),
        lambda: NEVER.day_of(t),
        lambda: NEVER.working_day_after(date(2026, 11, 23), 1),
        lambda: NEVER.working_day_after(date(2026, 11, 23), -1),
    ):
        with pytest.raises(
            RuleError, match="Kalender tutup tidak pernah buka, jadi batas waktu tidak dapat dihitung"
        ):
            ask()
    assert not NEVER.is_open(t)
    assert NEVER.between(t, t + 10**8) == 0


def test_a_single_duty_day_is_found_and_then_no_more() -> None:
    calendar = replace(NEVER, days={date(2030, 5, 6): DayRule(spans("08:00-09:00"), "Piket", "duty")})
    assert shown(calendar.add(at("2026-11-23 10:00"), HOUR)) == "2030-05-06 09:00"
    with pytest.raises(RuleError):
        calendar.add(at("2026-11-23 10:00"), HOUR + 1)


@pytest.mark.parametrize(("year", "found"), [(2046, True), (2047, False)])
def test_an_opening_is_sought_for_twenty_years_and_again_from_each_one_found(year: int, found: bool) -> None:
    duty = DayRule(spans("08:00-09:00"), "Piket", "duty")
    calendar = replace(NEVER, days={date(2026, 5, 4): duty, date(year, 5, 5): duty, date(2006, 5, 5): duty})
    assert calendar.working_day_after(date(2026, 5, 4), -1) == date(2006, 5, 5)
    if found:
        assert calendar.working_day_after(date(2026, 5, 4), 1) == date(year, 5, 5)
        assert shown(calendar.add(at("2026-05-04 08:30"), HOUR)) == f"{year}-05-05 08:30"
    else:
        with pytest.raises(RuleError):
            calendar.working_day_after(date(2026, 5, 4), 1)


@pytest.mark.parametrize(("year", "found"), [(2045, True), (2046, False)])
def test_from_a_year_without_an_opening_that_year_is_one_of_the_twenty(year: int, found: bool) -> None:
    duty = DayRule(spans("08:00-09:00"), "Piket", "duty")
    calendar = replace(NEVER, days={date(year, 5, 5): duty})
    if found:
        assert calendar.next_open(at("2026-05-04 08:30")) == at(f"{year}-05-05 08:00")
    else:
        with pytest.raises(RuleError):
            calendar.next_open(at("2026-05-04 08:30"))


def test_a_calendar_that_never_closes_has_every_second() -> None:
    t = at("2026-12-31 23:59:30")
    assert ALWAYS.is_open(at("2026-11-29 00:00"))
    assert ALWAYS.add(t, 123_456) == t + 123_456
    assert ALWAYS.between(t, t + 123_456) == 123_456


def test_six_days_open_on_saturday() -> None:
    assert shown(SIX.add(at("2026-11-27 15:00"), 1800)) == "2026-11-28 07:45"
    assert SIX.working_day_after(date(2026, 11, 27), 1) == date(2026, 11, 28)
    assert sum(end - start for day in SIX.week for start, end in day) == 37.5 * HOUR


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_hours_are_those_of_the_calendars_own_zone(zone: str) -> None:
    calendar = replace(FIVE, zone=zone)
    due = calendar.add(at("2026-12-23 15:50", zone), 30 * 60)
    assert shown(due, zone) == "2026-12-28 07:50"
    assert calendar.instant(date(2026, 1, 1), 27_000) == at("2026-01-01 07:30", zone)
    assert calendar.local_date(at("2026-06-01 00:00", zone)) == date(2026, 6, 1)


def test_clocks_set_forward_or_back_change_open_time_not_opening_hours() -> None:
    zone = "Europe/Berlin"
    nights = WorkingCalendar("malam", zone, (spans("01:00-05:00"),) * 7)
    assert nights.between(at("2026-03-29 00:00", zone), at("2026-03-30 00:00", zone)) == 3 * HOUR
    assert nights.between(at("2026-10-25 00:00", zone), at("2026-10-26 00:00", zone)) == 5 * HOUR
    assert shown(nights.add(at("2026-03-29 01:30", zone), HOUR), zone) == "2026-03-29 03:30"
    assert shown(nights.same_wall_clock(at("2026-03-28 10:00", zone), 1), zone) == "2026-03-29 10:00"
    assert nights.same_wall_clock(at("2026-03-28 10:00", zone), 1) - at("2026-03-28 10:00", zone) == 23 * HOUR


@pytest.mark.parametrize("calendar", [FIVE, THREE_YEARS, ALWAYS, NEVER], ids=lambda calendar: calendar.key)
def test_a_calendar_survives_json(calendar: WorkingCalendar) -> None:
    again = WorkingCalendar.from_dict(json.loads(json.dumps(calendar.to_dict())))
    assert again == calendar
    assert again.version == calendar.version
    assert hash(again) == hash(calendar)


def test_the_version_that_old_cases_have_pinned_stays_what_it_was() -> None:
    holiday = DayRule((), "Proklamasi – HUT RI", "national_holiday", basis="SKB 1497/2/5 Tahun 2025")
    calendar = WorkingCalendar("office", WIB, FIVE_DAYS, (RAMADAN_2026,), {date(2026, 8, 17): holiday})
    assert calendar.version == "2a70a0ab7c1cbd4b"


def test_the_version_of_a_calendar_is_its_content() -> None:
    moved = replace(FIVE, days=FIVE.days | {date(2026, 11, 30): DayRule((), "HUT", "local_holiday")})
    assert moved != FIVE
    assert moved.version != FIVE.version
    assert hash(moved) != hash(FIVE)


def test_the_index_is_no_part_of_equality() -> None:
    fresh = WorkingCalendar("five-day", WIB, FIVE_DAYS)
    asked = WorkingCalendar("five-day", WIB, FIVE_DAYS)
    asked.is_open(at("2026-11-23 10:00"))
    assert asked == fresh


def test_later_changes_to_the_callers_days_do_not_reach_the_calendar() -> None:
    days = {date(2026, 11, 23): DayRule((), "HUT", "local_holiday")}
    calendar = WorkingCalendar("x", WIB, FIVE_DAYS, (), days)
    days.clear()
    assert not calendar.is_working_day(date(2026, 11, 23))


_SPANS = "Jam buka harus berurutan, tidak bertumpuk, dan berada di antara 00.00 dan 24.00."
_BACKWARDS = Period("Ramadan", date(2026, 2, 2), date(2026, 2, 1), CLOSED)
_ONE_DAY = Period("Ramadan", date(2026, 2, 2), date(2026, 2, 2), CLOSED)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "Asia/Wakanda"}, "Zona waktu tidak dikenal: Asia/Wakanda."),
        ({"zone": "../etc/passwd"}, "Zona waktu tidak dikenal: ../etc/passwd."),
        ({"week": FIVE_DAYS[:6]}, "Jam kerja sepekan harus memuat tujuh hari, Senin sampai Minggu."),
        ({"week": (*FIVE_DAYS, ())}, "Jam kerja sepekan harus memuat tujuh hari, Senin sampai Minggu."),
        ({"week": (((3600, 3600),),) * 7}, _SPANS),
        ({"week": (((-1, 3600),),) * 7}, _SPANS),
        ({"week": (((3600, 86_401),),) * 7}, _SPANS),
        ({"week": (*[()] * 6, ((3600, 7200), (7000, 8000)))}, _SPANS),
        ({"days": {date(2026, 2, 2): DayRule(((7200, 3600),), "Piket", "duty")}}, _SPANS),
        ({"periods": (replace(_ONE_DAY, week=(((7200, 3600),),) * 7),)}, _SPANS),
        ({"periods": (_BACKWARDS,)}, "Periode Ramadan berakhir sebelum dimulai."),
        (
            {"days": {date(2026, 2, 2): DayRule((), "?", "party")}},
            "Jenis hari 2026-02-02 tidak dikenal: party.",
        ),
    ],
)
def test_an_unsound_calendar_is_refused_and_told_why(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as refusal:
        replace(FIVE, **changes)
    assert refusal.value.message == message


def test_openings_may_touch_each_other_and_midnight_and_a_period_last_a_day() -> None:
    touching = ((0, 3600), (3600, 86_400))
    calendar = replace(FIVE, week=(touching,) * 7, periods=(_ONE_DAY,), days={})
    assert calendar.openings_on(date(2026, 2, 1)) == [
        (at("2026-02-01 00:00"), at("2026-02-01 01:00")),
        (at("2026-02-01 01:00"), at("2026-02-02 00:00")),
    ]
    assert calendar.openings_on(date(2026, 2, 2)) == []


def test_years_that_dates_can_name_are_indexed_and_the_two_at_the_edges_refused() -> None:
    calendar = replace(ALWAYS)  # one that no other test has asked
    for year in (2, 9998):
        assert len(calendar.openings_on(date(year, 12, 31))) == 1
    for year in (1, 9999):
        with pytest.raises(RuleError, match=f"Tahun {year} berada di luar kalender hotline"):
            calendar.openings_on(date(year, 1, 1))
