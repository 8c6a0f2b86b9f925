"""Hours as people type them: what is read, what is refused and why, and that what is written is read back."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from desk.domain.hours import hours_text, parse_hours, parse_weekdays, week_lines
from desk.errors import FieldError
from tests.domain.calendars import FIVE_DAYS, spans

MORNING = spans("07:30-12:00")
SPLIT = spans("07:30-12:00", "13:00-16:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07.30-12.00, 13.00-16.00", SPLIT),
        ("07:30–12:00; 13:00—16:00", SPLIT),
        ("  7.30 - 12 dan 13 s/d 16 ", SPLIT),
        ("13.00-16.00, 07.30-12.00", SPLIT),
        ("pukul 07.30 sampai 12.00", MORNING),
        ("jam 07.30 s.d. 12.00", MORNING),
        ("00.00-24.00", ((0, 86400),)),
        ("24 jam", ((0, 86400),)),
        ("tutup", ()),
        ("LIBUR", ()),
        ("-", ()),
    ],
)
def test_hours_are_read_as_offices_write_them(text: str, expected: object) -> None:
    assert parse_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "belum diisi"),
        ("   ", "belum diisi"),
        ("pagi", "tidak dikenali"),
        ("07.30", "tidak dikenali"),
        ("07.30-12.00,", "tidak dikenali"),
        ("07.30-12.60", "tidak ada"),
        ("07.30-24.01", "tidak ada"),
        ("99.00-99.30", "tidak ada"),
        ("12.00-07.30", "berakhir sebelum dimulai"),
        ("12.00-12.00", "berakhir sebelum dimulai"),
        ("07.30-12.00, 11.59-16.00", "bertumpuk"),
        ("٠٧.30-12.00", "tidak dikenali"),
    ],
)
def test_what_is_wrong_with_hours_is_said_at_their_field(text: str, reason: str) -> None:
    with pytest.raises(FieldError, match=reason) as refused:
        parse_hours(text, "friday")
    assert refused.value.field == "friday"


def test_openings_that_touch_do_not_overlap() -> None:
    assert parse_hours("07.30-12.00, 12.00-16.00") == spans("07:30-12:00", "12:00-16:00")


@given(st.sets(st.integers(0, 1440), max_size=8).map(sorted))
def test_hours_that_are_written_are_read_back(minutes: list[int]) -> None:
    written = tuple((a * 60, b * 60) for a, b in zip(minutes[::2], minutes[1::2], strict=False))
    assert parse_hours(hours_text(written)) == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("semua", (0, 1, 2, 3, 4, 5, 6)),
        ("all", (0, 1, 2, 3, 4, 5, 6)),
        ("Jumat", (4,)),
        ("jum'at", (4,)),
        ("fri", (4,)),
        ("senin-kamis", (0, 1, 2, 3)),
        ("sen–kam, sabtu", (0, 1, 2, 3, 5)),
        ("sabtu-senin", (0, 5, 6)),
    ],
)
def test_days_of_the_week_are_read_alone_and_as_ranges(text: str, expected: tuple[int, ...]) -> None:
    assert parse_weekdays(text) == expected


@pytest.mark.parametrize("text", ["", "se", "besok", "senin-lusa"])
def test_an_unknown_day_of_the_week_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="tidak dikenali"):
        parse_weekdays(text)


def test_a_week_is_told_in_as_few_lines_as_it_has_kinds_of_days_in_a_row() -> None:
    assert week_lines(FIVE_DAYS) == [
        ("Senin–Kamis", "07.30–12.00, 13.00–16.00"),
        ("Jumat", "07.30–11.30, 13.00–16.30"),
        ("Sabtu–Minggu", "tutup"),
    ]
