"""Days and times as people type and read them, in Indonesian."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from desk.errors import FieldError

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)

_WORDS = {"hari ini": 0, "kemarin": -1, "kemarin dulu": -2, "kemarin lusa": -2, "besok": 1, "lusa": 2}
_OFFSET = re.compile(r"[+-]\d{1,4}", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})(?:[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?)?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[/.\- ]?([a-z]{3,})(?:[/.\- ]?(\d{4}|\d{2}))?", re.ASCII)
_CLOCK = re.compile(r"(?:(.*)\s)?(\d{1,2})[.:](\d{2})", re.ASCII)
_CLOCK_WORD = re.compile(r",?\s*\b(?:pukul|jam)\b")
_LOOK_AHEAD = timedelta(days=31)
"""A day and month further off than this belongs to a year that has begun: letters are rarely post-dated."""
_EXAMPLES = "Contoh: kemarin, -2, 21, 21/11, 21/11/2026."


def parse_day(text: str, today: date, *, ahead: bool = False, field: str = "date") -> date:
    """The day that `text` means to somebody writing on `today`.

    A day without a month is the latest such day up to today; a day and month without a year is the latest up
    to a month from today. With `ahead`, for deadlines and events, both are the first from today on. Raises
    `FieldError`.
    """
    words = " ".join(text.lower().split())
    weekday, comma, rest = words.partition(", ")
    if comma and weekday.title() in WEEKDAYS:
        words = rest
    try:
        found = _read_day(words, today, ahead)
    except (ValueError, OverflowError):
        raise FieldError(field, f"Tanggal itu tidak ada dalam kalender. {_EXAMPLES}") from None
    if found is None:
        reason = "Tanggal belum diisi." if not words else "Tanggal tidak dikenali."
        raise FieldError(field, f"{reason} {_EXAMPLES}")
    return found


def _read_day(words: str, today: date, ahead: bool) -> date | None:
    if words in _WORDS:
        return today + timedelta(days=_WORDS[words])
    if _OFFSET.fullmatch(words):
        return today + timedelta(days=int(words))
    if words.title() in WEEKDAYS:
        return _weekday(WEEKDAYS.index(words.title()), today, ahead)
    if match := _ISO.fullmatch(words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(words):
        month = int(match[2]) if match[2] else None
        return _complete(int(match[1]), month, match[3], today, ahead)
    if (match := _NAMED.fullmatch(words)) and (month := _month(match[2])):
        return _complete(int(match[1]), month, match[3], today, ahead)
    return None


def _weekday(weekday: int, today: date, ahead: bool) -> date:
    days = (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)
    return today + timedelta(days=days)


def _month(name: str) -> int | None:
    aliases = {"agt": 8, "ags": 8, "agu": 8, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11}
    full = next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(name)), None)
    return full or aliases.get(name)


def _complete(day: int, month: int | None, year: str | None, today: date, ahead: bool) -> date:
    if month is None:
        return _nearest_month(day, today, ahead)
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    candidates = []
    for candidate_year in range(today.year - 8, today.year + 9):
        try:
            candidates.append(date(candidate_year, month, day))
        except ValueError:
            continue
    if ahead:
        return min(day for day in candidates if day >= today)
    return max(day for day in candidates if day <= today + _LOOK_AHEAD)


def _nearest_month(day: int, today: date, ahead: bool) -> date:
    if not 1 <= day <= 31:
        raise ValueError("no month has such a day")
    found = today
    while found.day != day:
        found += timedelta(days=1 if ahead else -1)
    return found


def parse_moment(text: str, today: date, zone: tzinfo, *, ahead: bool = False, field: str = "at") -> int:
    """The instant (seconds since 1970 UTC) that a day and a wall-clock time in `zone` mean.

    `09.15` is today's, `kemarin 14:00` and `24/11 09.00` name their day. Raises `FieldError`.
    """
    match = _CLOCK.fullmatch(" ".join(_CLOCK_WORD.sub(" ", text.lower()).split()))
    if match is None:
        raise FieldError(field, "Jam belum ditulis. Contoh: 09.15, kemarin 14.00, 24/11 09.00.")
    hour, minute = int(match[2]), int(match[3])
    if hour > 23 or minute > 59:
        raise FieldError(field, f"Jam {match[2]}.{match[3]} tidak ada. Tulis 00.00 sampai 23.59.")
    day = parse_day(match[1].rstrip(" ,"), today, ahead=ahead, field=field) if match[1] else today
    return int(datetime.combine(day, time(hour, minute), tzinfo=zone).timestamp())


def format_date(day: date) -> str:
    """`27 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_day(day: date) -> str:
    """`Jumat, 27 November 2026`."""
    return f"{WEEKDAYS[day.weekday()]}, {format_date(day)}"


def format_day_short(day: date) -> str:
    """`Sen 23 Nov`: ten cells at most."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
