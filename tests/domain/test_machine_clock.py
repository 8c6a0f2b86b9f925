"""When a machine's clock is doubted: behind the history, after a leap, in a year of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.domain.calendar import WorkingCalendar
from desk.domain.machine_clock import CONFIRMERS, TOLERANCE, ClockState, ClockVerdict, Record, judge
from desk.domain.people import Permission

DAY = 86_400
NOW = 1_790_000_000
S = ClockState


def verdict(
    *ages: float, vouched: tuple[int, ...] = (), leap_days: int | None = 14, known: bool = True
) -> ClockVerdict:
    """`ages`: how many days ago each event was recorded, the last first; `vouched`: which of them settled time."""
    records = [Record(NOW - round(age * DAY), place in vouched) for place, age in enumerate(ages)]
    return judge(NOW, 2026, records, leap_days=leap_days, year_is_known=known)


@pytest.mark.parametrize(
    ("ages", "vouched", "state"),
    [
        ((0,), (), S.SOUND),
        ((14,), (), S.SOUND),
        ((14.001,), (), S.LEAPT),
        ((14.001,), (0,), S.LEAPT),
        ((-TOLERANCE / DAY,), (), S.SOUND),
        (((-TOLERANCE - 1) / DAY,), (), S.BEHIND),
        ((-400,), (0,), S.BEHIND),
        ((10, 20, 30), (), S.SOUND),
        ((1, 2, 20), (), S.LEAPT),
        ((1, 2, 20), (2,), S.LEAPT),
        ((1, 2, 20), (1,), S.SOUND),
        ((1, 2, 20), (0,), S.SOUND),
        ((1, 2, -300), (1,), S.SOUND),
        ((1, 2, -300), (), S.SOUND),
        ((), (), S.SOUND),
    ],
)
def test_the_clock_against_the_records(
    ages: tuple[float, ...], vouched: tuple[int, ...], state: ClockState
) -> None:
    assert verdict(*ages, vouched=vouched).state is state


def test_a_leap_that_other_acts_recorded_since_is_measured_from_before_it() -> None:
    found = verdict(1, 2, 20, 21)
    assert found.last == NOW - 20 * DAY
    assert found.days == 20


def test_a_year_of_which_nothing_is_known_is_doubted_last() -> None:
    assert verdict(0, known=False).state is S.NEW_YEAR
    assert verdict(20, known=False).state is S.LEAPT
    assert verdict(-1, known=False).state is S.BEHIND


def test_an_office_that_leaps_on_purpose_is_doubted_only_behind() -> None:
    assert verdict(300, 900, leap_days=None).state is S.SOUND
    assert verdict(-1, leap_days=None).state is S.BEHIND


def test_nothing_is_read_beyond_the_record_that_settled_time() -> None:
    def records() -> Iterator[Record]:
        yield Record(NOW, False)
        yield Record(NOW, True)
        raise AssertionError("read on")

    assert judge(NOW, 2026, records(), leap_days=14, year_is_known=True).is_sound


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.BEHIND, "lebih awal daripada catatan terakhir (Senin, 21 September 2026, 22.13 WITA)"),
        (S.LEAPT, "3 hari sesudah catatan sebelumnya"),
        (S.NEW_YEAR, "tahun 2026 sudah mulai"),
        (S.SOUND, ""),
    ],
)
def test_a_doubt_is_told_with_day_time_and_zone(state: ClockState, words: str) -> None:
    calendar = WorkingCalendar("office", "Asia/Makassar", ((),) * 7)
    text = ClockVerdict(state, NOW - 3 * DAY, NOW, 2026).doubt(calendar)
    assert words in text
    assert bool(text) is (state is not S.SOUND)
    if text:
        assert "Jumat, 18 September 2026, 22.13 WITA" in text


def test_only_heads_and_admins_overrule_the_history_and_whoever_logs_opens_a_year() -> None:
    assert Permission.LOG in CONFIRMERS[S.NEW_YEAR]
    for state in (S.BEHIND, S.LEAPT):
        assert set(CONFIRMERS[state]) == {Permission.SUPERVISE, Permission.ADMINISTER}
