"""Opening hours as people type and read them: `07.30–12.00, 13.00–16.00`, or `tutup`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from desk.domain.dates import WEEKDAYS
from desk.domain.openings import DAY_SECONDS, Span, Week
from desk.errors import FieldError

CLOSED = "tutup"
_CLOSED_WORDS = frozenset({CLOSED, "libur", "-", "–"})
_ALWAYS = "24 jam"
_ALL_DAYS = frozenset({"semua", "setiap hari", "all"})
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_TO = r"\s*(?:-|–|—|s/d|s\.d\.|sampai)\s*"
_SPAN = re.compile(_TIME + _TO + _TIME, re.ASCII)
_AND = re.compile(r"\s*(?:,|;|\bdan\b)\s*")
_CLOCK_WORD = re.compile(r"\b(?:pukul|jam)\b")
_EXAMPLES = "Contoh: 07.30-12.00, 13.00-16.00, atau tutup."


def parse_hours(text: str, field: str = "hours") -> tuple[Span, ...]:
    """The openings of one day, in order; empty for a closed one. `24.00` is the midnight that ends the day.

    FieldError when the text is empty or unreadable, when an opening ends before it begins, or when two overlap.
    """
    words = " ".join(text.lower().split())
    if not words:
        raise FieldError(field, f"Jam belum diisi. {_EXAMPLES}", code="empty")
    if words in _CLOSED_WORDS:
        return ()
    if words == _ALWAYS:
        return ((0, DAY_SECONDS),)
    parts = _AND.split(" ".join(_CLOCK_WORD.sub(" ", words).split()))
    spans = sorted(_span(part, field) for part in parts)
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise FieldError(field, f"Jam {hours_text([before])} dan {hours_text([after])} bertumpuk.")
    return tuple(spans)


def _span(text: str, field: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise FieldError(field, f"Jam “{text[:40]}” tidak dikenali. {_EXAMPLES}")
    start, end = _seconds(match[1], match[2], field), _seconds(match[3], match[4], field)
    if start >= end:
        raise FieldError(field, f"Jam {hours_text([(start, end)])} berakhir sebelum dimulai.")
    return start, end


def _seconds(hour: str, minute: str | None, field: str) -> int:
    seconds = int(hour) * 3600 + int(minute or 0) * 60
    if int(minute or 0) > 59 or seconds > DAY_SECONDS:
        raise FieldError(field, f"Jam {hour}.{minute or '00'} tidak ada. Tulis 00.00 sampai 24.00.")
    return seconds


def hours_text(spans: Sequence[Span]) -> str:
    """`07.30–12.00, 13.00–16.00`; `tutup` for none. `parse_hours` reads it back."""
    return ", ".join(f"{time_text(start)}–{time_text(end)}" for start, end in spans) or CLOSED


def time_text(seconds: int) -> str:
    """`07.30`, of seconds since midnight."""
    return f"{seconds // 3600:02d}.{seconds % 3600 // 60:02d}"


def parse_weekdays(text: str, field: str = "day") -> tuple[int, ...]:
    """Days of the week, Monday 0: `semua`, `Jumat`, `sen-kam`, `sabtu, minggu`. FieldError when unreadable."""
    words = " ".join(text.lower().split())
    if words in _ALL_DAYS:
        return tuple(range(7))
    found: set[int] = set()
    for part in _AND.split(words):
        first, *rest = re.split(_TO, part)
        start = _weekday(first, field)
        end = _weekday(rest[0], field) if rest else start
        found |= {(start + n) % 7 for n in range((end - start) % 7 + 1)}
    return tuple(sorted(found))


def _weekday(text: str, field: str) -> int:
    word = "jumat" if text in ("jum'at", "jum’at") else text
    for number, (name, english) in enumerate(zip(WEEKDAYS, _ENGLISH, strict=True)):
        if len(word) >= 3 and (name.lower().startswith(word) or english == word):
            return number
    raise FieldError(field, f"Hari “{text[:40]}” tidak dikenali. Contoh: Senin, Senin-Kamis, semua.")


def week_lines(week: Week) -> list[tuple[str, str]]:
    """Days and their hours, neighbours with the same hours as one: `("Senin–Kamis", "07.30–12.00, …")`."""
    lines: list[tuple[int, int]] = []
    for day in range(7):
        if lines and week[lines[-1][0]] == week[day]:
            lines[-1] = (lines[-1][0], day)
        else:
            lines.append((day, day))
    return [(_days_text(first, last), hours_text(week[first])) for first, last in lines]


def _days_text(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
