"""Bands, time left and durations as every screen and the command line write them."""

import pytest

from desk.domain.band_text import (
    GLYPHS,
    REMAINING_WIDTH,
    WORDS,
    format_duration,
    format_exact,
    format_remaining,
)
from desk.domain.duration import Unit
from desk.domain.sla import Band


def test_every_band_has_a_shape_and_a_word_of_its_own() -> None:
    for named in (GLYPHS, WORDS):
        assert set(named) == set(Band)
        assert len(set(named.values())) == len(Band)
    assert {len(glyph) for glyph in GLYPHS.values()} == {1}


@pytest.mark.parametrize(
    ("seconds", "unit", "shown"),
    [
        (18764, Unit.HOURS, " 05:12:44"),
        (-751, Unit.MINUTES, "-00:12:31"),
        (0, Unit.MINUTES, " 00:00:00"),
        (359_999, Unit.WORKING_DAYS, " 99:59:59"),
        (359_999, Unit.CALENDAR_DAYS, " 99:59:59"),
        (360_000, Unit.WORKING_DAYS, "  100 jam"),
        (1_620_000, Unit.WORKING_DAYS, "  450 jam"),
        (-360_000, Unit.WORKING_DAYS, " -100 jam"),
        (360_000, None, "  100 jam"),
        (529_200, Unit.CALENDAR_DAYS, "   6h 03j"),
        (360_000, Unit.CLOCK_HOURS, "   4h 04j"),
        (-529_200, Unit.EVENT, "  -6h 03j"),
        (None, None, "        –"),
    ],
)
def test_remaining_time_is_always_nine_cells(seconds: int | None, unit: Unit | None, shown: str) -> None:
    assert format_remaining(seconds, unit) == shown
    assert len(shown) == REMAINING_WIDTH == 9


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 d"),
        (59, "59 d"),
        (60, "1 m 00 d"),
        (400, "6 m 40 d"),
        (3599, "59 m 59 d"),
        (3600, "1 j 00 m"),
        (3900, "1 j 05 m"),
        (432_000, "120 j 00 m"),
        (-65, "-1 m 05 d"),
    ],
)
def test_durations_are_read_in_hours_minutes_seconds(seconds: int, shown: str) -> None:
    assert format_duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 d"),
        (7, "7 d"),
        (60, "1 m"),
        (127, "2 m 07 d"),
        (3600, "1 j"),
        (3607, "1 j 00 m 07 d"),
        (3727, "1 j 02 m 07 d"),
        (135_000, "37 j 30 m"),
    ],
)
def test_in_a_sum_a_duration_keeps_its_seconds(seconds: int, shown: str) -> None:
    assert format_exact(seconds) == shown
