"""Days and times are read as people type them and written as Indonesians read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.domain.dates import format_day, format_day_short, parse_day, parse_moment
from desk.errors import FieldError

TODAY = date(2026, 11, 23)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", date(2026, 11, 23)),
        ("  Hari   INI ", date(2026, 11, 23)),
        ("kemarin", date(2026, 11, 22)),
        ("besok", date(2026, 11, 24)),
        ("lusa", date(2026, 11, 25)),
        ("-2", date(2026, 11, 21)),
        ("+7", date(2026, 11, 30)),
        ("21", date(2026, 11, 21)),
        ("23", date(2026, 11, 23)),
        ("24", date(2026, 10, 24)),
        ("31", date(2026, 10, 31)),
        ("21/11", date(2026, 11, 21)),
        ("20/12", date(2026, 12, 20)),
        ("28/12", date(2025, 12, 28)),
        ("2/1", date(2026, 1, 2)),
        ("29/2", date(2024, 2, 29)),
        ("21/11/2026", date(2026, 11, 21)),
        ("21-11-26", date(2026, 11, 21)),
        ("21.11.2025", date(2025, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("21 nov", date(2026, 11, 21)),
        ("17 Agustus 2025", date(2025, 8, 17)),
        ("3 mei", date(2026, 5, 3)),
        ("senin", date(2026, 11, 23)),
        ("jumat", date(2026, 11, 20)),
        ("Sabtu, 21 November 2026", date(2026, 11, 21)),
    ],
)
def test_a_day_is_read_as_it_is_meant_today(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21", date(2026, 12, 21)),
        ("23", date(2026, 11, 23)),
        ("21/11", date(2027, 11, 21)),
        ("24/11", date(2026, 11, 24)),
        ("jumat", date(2026, 11, 27)),
        ("29/2", date(2028, 2, 29)),
    ],
)
def test_a_deadline_lies_ahead(text: str, day: date) -> None:
    assert parse_day(text, TODAY, ahead=True) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "apa saja",
        "31/2",
        "32",
        "0",
        "21/13",
        "2026-13-01",
        "30/02/2026",
        "-",
        "21/",
        "²",
        "[red]21",
    ],
)
def test_what_is_no_day_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(FieldError) as refusal:
        parse_day(text, TODAY, field="letter_date")
    assert refusal.value.field == "letter_date"
    assert "Contoh" in refusal.value.message


def test_january_reads_december_as_last_year() -> None:
    assert parse_day("28/12", date(2027, 1, 4)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("09.15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("9:15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("pukul 09.15", datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
        ("kemarin 14:00", datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),
        ("24/11 09.00", datetime(2026, 11, 24, 2, 0, tzinfo=UTC)),
        ("2026-11-21 00.00", datetime(2026, 11, 20, 17, 0, tzinfo=UTC)),
        ("21/11/2026, pukul 08.00", datetime(2026, 11, 21, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_offices_zone(text: str, utc: datetime) -> None:
    assert parse_moment(text, TODAY, JAKARTA) == int(utc.timestamp())


@pytest.mark.parametrize("text", ["", "kemarin", "24.00", "09.60", "09.5", "apa 09.00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        parse_moment(text, TODAY, JAKARTA)


def test_days_are_written_in_indonesian() -> None:
    assert format_day(date(2026, 11, 27)) == "Jumat, 27 November 2026"
    assert format_day_short(date(2026, 11, 23)) == "Sen 23 Nov"
