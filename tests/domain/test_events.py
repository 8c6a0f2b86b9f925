"""Events: met by being taken in time, and said so without alarm, however near they draw. Source: sla.md, `event`."""

from __future__ import annotations

from datetime import date

import pytest

from desk.domain.band_text import event_text, event_times, state_word
from desk.domain.duration import StandardTime, Unit
from desk.domain.sla import Band, ClockKind, Reading, read_clock
from tests.domain.calendars import FIVE, at

EVENT = StandardTime(Unit.EVENT)
TODAY = date(2026, 11, 23)
STARTS, ENDS = at("2026-11-23 09:00"), at("2026-11-23 11:00")
ARRIVED = at("2026-11-20 09:00")


def clock(taken: str | None, stopped: str | None = None) -> Reading:
    return read_clock(
        ClockKind.SERVICE,
        EVENT,
        FIVE,
        ARRIVED,
        event_start=STARTS,
        taken_at=None if taken is None else at(taken),
        stopped_at=None if stopped is None else at(stopped),
    )


@pytest.mark.parametrize(
    ("taken", "now", "band", "word", "told"),
    [
        (None, "2026-11-20 10:00", Band.ON_TIME, "aman", None),
        (None, "2026-11-23 08:00", Band.AT_RISK, "mendesak", None),
        (None, "2026-11-23 09:00", Band.AT_RISK, "mendesak", None),
        (None, "2026-11-23 09:00:01", Band.OVERDUE, "terlambat", None),
        ("2026-11-20 15:00", "2026-11-20 15:30", Band.ON_TIME, "siap", "siap: diambil Jum 20 Nov 15.00"),
        ("2026-11-23 08:10", "2026-11-23 08:30", Band.AT_RISK, "siap", "siap: diambil 08.10"),
        ("2026-11-23 08:10", "2026-11-23 10:00", Band.AT_RISK, "siap", "siap: diambil 08.10"),
        ("2026-11-23 09:00", "2026-11-23 10:00", Band.AT_RISK, "siap", "siap: diambil 09.00"),
        ("2026-11-23 09:00:01", "2026-11-23 10:00", Band.OVERDUE, "terlambat", "diambil 09.00, sesudah acara mulai"),
        ("2026-11-23 09:30", "2026-11-23 10:00", Band.OVERDUE, "terlambat", "diambil 09.30, sesudah acara mulai"),
    ],
)  # fmt: skip
def test_how_an_event_stands_and_what_is_said_of_it(
    taken: str | None, now: str, band: Band, word: str, told: str | None
) -> None:
    reading = clock(taken)
    assert reading.band(FIVE, at(now)) is band
    assert state_word(reading, band) == word
    assert event_text(FIVE, reading, TODAY) == told


@pytest.mark.parametrize(
    ("taken", "word"), [("2026-11-23 08:10", "tepat waktu"), ("2026-11-23 09:30", "lewat tenggat")]
)
def test_once_over_its_verdict_is_that_of_when_it_was_taken(taken: str, word: str) -> None:
    reading = clock(taken, "2026-11-23 11:30")
    assert state_word(reading, reading.band(FIVE, ENDS)) == word


def test_other_clocks_have_nothing_to_be_ready_for() -> None:
    reading = read_clock(ClockKind.STEP, StandardTime(Unit.MINUTES, 30), FIVE, ARRIVED, taken_at=ARRIVED)
    assert not reading.is_ready
    assert event_text(FIVE, reading, TODAY) is None
    unknown = read_clock(ClockKind.SERVICE, EVENT, FIVE, ARRIVED, taken_at=ARRIVED)
    assert not unknown.is_ready and event_text(FIVE, unknown, TODAY) is None
    assert state_word(None, Band.NONE) == "tanpa batas"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-11-23 09:00", "2026-11-23 11:00", "09.00–11.00"),
        ("2026-11-26 09:00", "2026-11-26 11:00", "Kam 26 Nov 09.00–11.00"),
        ("2026-11-26 20:00", "2026-11-27 00:30", "Kam 26 Nov 20.00 – Jum 27 Nov 00.30"),
        ("2026-11-23 09:00", None, "09.00"),
    ],
)
def test_the_times_of_an_event(start: str, end: str | None, text: str) -> None:
    assert event_times(FIVE, at(start), None if end is None else at(end), TODAY) == text
