"""A deadline that rests on guesses or on an empty year says so; one that rests on decrees says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desk.domain.calendar import DayRule
from desk.domain.calendar_book import former
from desk.domain.coverage import uncertain, year_gaps
from tests.domain.calendars import FIVE, FIVE_DAYS, RAMADAN_2026, at

SURE = ("2026-11-23 09:00", "2026-11-24 16:00")


def _uncertain(start: str, end: str, **changes: object) -> list[str]:
    return uncertain(replace(FIVE, **changes), at(start), at(end))  # type: ignore[arg-type]


def test_working_time_within_decreed_days_is_certain() -> None:
    assert _uncertain(*SURE) == []
    assert _uncertain(SURE[1], SURE[0]) == []


def test_a_deadline_that_runs_into_a_year_without_holidays_says_so() -> None:
    assert _uncertain("2026-12-30 09:00", "2027-01-04 16:00") == [
        "masuk tahun 2027 yang kalendernya belum lengkap"
    ]


def test_an_estimated_holiday_counts_only_between_the_two_instants() -> None:
    guess = {date(2026, 11, 24): DayRule((), "Pilkada", "national_holiday", estimated=True)}
    days = {**FIVE.days, **guess}
    assert _uncertain("2026-11-23 09:00", "2026-11-25 16:00", days=days) == [
        "melewati hari libur perkiraan: Sel 24 Nov 2026 Pilkada"
    ]
    assert _uncertain("2026-11-25 09:00", "2026-11-26 16:00", days=days) == []


def test_an_estimated_ramadan_counts_where_the_time_touches_it() -> None:
    guessed = (replace(RAMADAN_2026, estimated=True),)
    assert _uncertain("2026-02-18 09:00", "2026-02-20 16:00", periods=guessed) == [
        "melewati Ramadan 1447 H yang tanggalnya masih perkiraan"
    ]
    assert _uncertain("2026-02-16 09:00", "2026-02-18 16:00", periods=guessed) == []


def test_a_year_tells_everything_it_lacks_or_guesses() -> None:
    assert year_gaps(FIVE, 2026) == []
    assert [gap.text.split(",")[0] for gap in year_gaps(FIVE, 2027)] == [
        "hari libur nasional belum ada",
        "cuti bersama belum ada",
        "tanggal Ramadan belum ada",
    ]
    guess = {date(2026, 11, 24): DayRule((), "Pilkada", "national_holiday", estimated=True)}
    guessed = replace(FIVE, days={**FIVE.days, **guess}, periods=(replace(RAMADAN_2026, estimated=True),))
    assert [gap.text for gap in year_gaps(guessed, 2026)] == [
        "1 hari libur masih perkiraan: Sel 24 Nov Pilkada.",
        "Ramadan 1447 H masih perkiraan: Kam 19 Feb sampai Jum 20 Mar.",
    ]


def test_the_hours_of_former_years_are_no_ramadan() -> None:
    kept = former(FIVE_DAYS, date(2000, 1, 1), date(2027, 1, 1))
    days = {date(2027, 1, 1): DayRule((), "Tahun Baru", "national_holiday")}
    joint = {date(2027, 3, 9): DayRule((), "Cuti Bersama", "joint_leave")}
    calendar = replace(FIVE, periods=(kept,), days=days | joint)
    assert year_gaps(calendar, 2027) == []
