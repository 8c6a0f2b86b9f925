"""Where calendars come from: presets, national days and Ramadan as published, and loud gaps."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from desk.domain.calendar import DayRule, WorkingCalendar
from desk.domain.coverage import year_gaps
from desk.errors import NotFound
from desk.office.calendars import (
    compile_calendar,
    load_preset,
    national_days,
    preset_keys,
    ramadan_periods,
)

HOUR = 3600

# As decreed: SKB 855/3/4 Tahun 2023 with the election days, SKB 1017/2/2 Tahun 2024 as amended by
# SKB 933/1/3 Tahun 2025, SKB 1497/2/5 Tahun 2025.
NATIONAL = {
    2024: "01-01 02-08 02-10 02-14 03-11 03-29 03-31 04-10 04-11 05-01 05-09 05-23 06-01 06-17 07-07 08-17 "
    "09-16 11-27 12-25",
    2025: "01-01 01-27 01-29 03-29 03-31 04-01 04-18 04-20 05-01 05-12 05-29 06-01 06-06 06-27 08-17 "
    "09-05 12-25",
    2026: "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 "
    "08-25 12-25",
}
JOINT_LEAVE = {
    2024: "02-09 03-12 04-08 04-09 04-12 04-15 05-10 05-24 06-18 12-26",
    2025: "01-28 03-28 04-02 04-03 04-04 04-07 05-13 05-30 06-09 08-18 12-26",
    2026: "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
}


def _listed(days: dict[date, DayRule], category: str) -> list[str]:
    return [f"{day:%m-%d}" for day, rule in days.items() if rule.category == category]


def _calendar(*years: int) -> WorkingCalendar:
    preset = load_preset("five-day")
    return compile_calendar("office", "Asia/Jakarta", preset, national_days(years), ramadan_periods(years))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_national_days_equal_the_decreed_lists(year: int) -> None:
    days = national_days([year])
    assert _listed(days, "national_holiday") == NATIONAL[year].split()
    assert _listed(days, "joint_leave") == JOINT_LEAVE[year].split()
    assert not any(rule.estimated or rule.spans for rule in days.values())


def test_several_years_come_in_order() -> None:
    days = list(national_days([2026, 2024]))
    assert days == sorted(days)
    assert {day.year for day in days} == {2024, 2026}


def test_an_estimated_holiday_is_marked_and_its_name_is_plain() -> None:
    rule = national_days([2027])[date(2027, 3, 10)]
    assert rule.estimated
    assert rule.name == "Hari Raya Idul Fitri"
    assert not national_days([2027])[date(2027, 3, 9)].estimated


@pytest.mark.parametrize(("year", "working_days"), [(2024, 238), (2025, 237), (2026, 240), (2027, 242)])
def test_a_year_of_five_day_weeks_has_its_number_of_working_days(year: int, working_days: int) -> None:
    calendar = _calendar(year)
    begin, end = (calendar.instant(date(y, 1, 1), 0) for y in (year, year + 1))
    assert calendar.working_days_between(begin, end) == working_days


@pytest.mark.parametrize(("key", "week", "ramadan"), [("five-day", 37.5, 32.5), ("six-day", 37.5, 33.0)])
def test_presets_give_the_weekly_hours_they_claim(key: str, week: float, ramadan: float) -> None:
    preset = load_preset(key)
    for days, hours in ((preset.week, week), (preset.ramadan, ramadan)):
        assert sum(end - start for spans in days for start, end in spans) == hours * HOUR


def test_the_five_day_week_is_the_decreed_one() -> None:
    preset = load_preset("five-day")
    half = HOUR // 2
    day = ((15 * half, 24 * half), (26 * half, 32 * half))
    assert preset.week == (day, day, day, day, ((15 * half, 23 * half), (26 * half, 33 * half)), (), ())
    assert preset.ramadan[3:5] == (
        ((16 * half, 24 * half), (25 * half, 30 * half)),
        ((16 * half, 23 * half), (25 * half, 31 * half)),
    )


def test_six_days_begin_with_saturday_open_and_sunday_closed() -> None:
    preset = load_preset("six-day")
    assert preset.week[5] and preset.ramadan[5]
    assert not preset.week[6] and not preset.ramadan[6]


@pytest.mark.parametrize("key", ["", "ramadan", "../services/wa-center", "seven-day"])
def test_an_unknown_preset_is_refused_with_the_choices(key: str) -> None:
    with pytest.raises(NotFound, match="five-day, six-day"):
        load_preset(key)
    assert preset_keys() == ["five-day", "six-day"]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028])
def test_ramadan_ends_on_the_day_before_idul_fitri(year: int) -> None:
    (period,) = ramadan_periods([year])
    feast = [day for day, rule in national_days([year]).items() if rule.name == "Hari Raya Idul Fitri"]
    assert [period.last.toordinal() + 1] == [day.toordinal() for day in feast]
    assert 29 <= (period.last - period.first).days + 1 <= 30
    assert period.estimated is (year >= 2027)


def test_ramadan_hours_are_compiled_in() -> None:
    calendar = _calendar(2026)
    preset = load_preset("five-day")
    assert calendar.spans_on(date(2026, 2, 18)) == preset.week[2]
    assert calendar.spans_on(date(2026, 2, 19)) == preset.ramadan[3]
    assert calendar.spans_on(date(2026, 3, 17)) == preset.ramadan[1]
    assert calendar.spans_on(date(2026, 3, 20)) == ()


def _gaps(calendar: WorkingCalendar, year: int) -> list[str]:
    return [gap.text for gap in year_gaps(calendar, year)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_decreed_years_pass_without_a_warning(year: int) -> None:
    assert _gaps(_calendar(2024, 2025, 2026), year) == []


def test_a_year_without_data_warns_of_everything_it_lacks() -> None:
    holidays, leave, ramadan = _gaps(_calendar(2026), 2027)
    assert "hari libur nasional belum ada" in holidays
    assert "cuti bersama belum ada" in leave
    assert "tanggal Ramadan belum ada" in ramadan


def test_estimated_rows_and_a_missing_joint_leave_warn() -> None:
    guessed = _gaps(_calendar(2027), 2027)
    assert any("3 hari libur masih perkiraan: Rab 10 Mar Hari Raya Idul Fitri" in text for text in guessed)
    assert any("Ramadan 1448 H masih perkiraan: Sen 8 Feb sampai Sel 9 Mar" in text for text in guessed)
    assert any("cuti bersama belum ada" in text for text in _gaps(_calendar(2028), 2028))


def test_a_calendar_without_ramadan_hours_is_not_asked_for_ramadan() -> None:
    preset = load_preset("five-day")
    calendar = compile_calendar("hotline", "Asia/Jakarta", preset, national_days([2026]), [])
    assert _gaps(calendar, 2026) == []


def test_the_holidays_package_is_not_loaded_until_asked_for() -> None:
    code = "import sys, desk.office.calendars; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
