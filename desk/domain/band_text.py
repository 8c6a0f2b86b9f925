"""Bands and durations in signs and words, the same on every screen and on the command line.

Shapes carry the meaning without colour. All are in WGL4, the set that the fonts of Windows Terminal, PuTTY
and the Linux console share; so `√` and `×` stand for met and missed, where check marks are missing from those
fonts.
"""

from __future__ import annotations

from datetime import date

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.duration import Unit
from desk.domain.moments import clock_text, moment_text
from desk.domain.sla import Band, Reading

GLYPHS: dict[Band, str] = {
    Band.OVERDUE: "▲",
    Band.AT_RISK: "►",
    Band.ON_TIME: "●",
    Band.PAUSED: "║",
    Band.OUTSIDE_HOURS: "○",
    Band.NONE: "·",
    Band.MET: "√",
    Band.MISSED: "×",
}
"""One cell each."""
WORDS: dict[Band, str] = {
    Band.OVERDUE: "terlambat",
    Band.AT_RISK: "mendesak",
    Band.ON_TIME: "aman",
    Band.PAUSED: "jeda",
    Band.OUTSIDE_HOURS: "di luar jam",
    Band.NONE: "tanpa batas",
    Band.MET: "tepat waktu",
    Band.MISSED: "lewat tenggat",
}
"""Indonesian, lower case, for running text and columns."""

READY = "siap"
"""What is said of an event that was taken in time, however near it draws."""


def state_word(reading: Reading | None, band: Band) -> str:
    """The word for how a clock stands."""
    if reading is not None and reading.is_ready and reading.stopped_at is None:
        return READY
    return WORDS[band]


def event_text(calendar: WorkingCalendar, reading: Reading, today: date) -> str | None:
    """`siap: diambil 08.10`: what decides whether an event was met. None: no event, or nobody has taken it."""
    if reading.unit is not Unit.EVENT or reading.taken_at is None or reading.deadline is None:
        return None
    taken = moment_text(calendar, reading.taken_at, today)
    return f"{READY}: diambil {taken}" if reading.is_ready else f"diambil {taken}, sesudah acara mulai"


def event_times(calendar: WorkingCalendar, start: Instant, end: Instant | None, today: date) -> str:
    """`Kam 26 Nov 09.00–11.00`: from when to when an event is held."""
    text = moment_text(calendar, start, today)
    if end is None:
        return text
    if calendar.local_date(end) == calendar.local_date(start):
        return f"{text}–{clock_text(calendar, end)}"
    return f"{text} – {moment_text(calendar, end, today)}"


REMAINING_WIDTH = 9
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_CLOCK_LIMIT = 100 * _HOUR


def format_remaining(seconds: int | None, unit: Unit | None = None) -> str:
    """Time left, or with a minus sign time over, in exactly nine cells.

    Below 100 hours a clock that can be seen to run: ` 05:12:44`, `-00:12:31`. From there, working time in
    whole hours (`  449 jam`, since a working day has no fixed length) and any other time in days of 24 hours
    and hours (`   6h 03j`, `  13h 21j`). None, for no deadline: a dash.
    """
    if seconds is None:
        return "–".rjust(REMAINING_WIDTH)
    sign, left = ("-", -seconds) if seconds < 0 else (" ", seconds)
    if left < _CLOCK_LIMIT:
        return f"{sign}{left // _HOUR:02d}:{left // _MINUTE % 60:02d}:{left % 60:02d}"
    sign = sign.strip()
    if unit is None or unit.is_working:
        return f"{sign}{left // _HOUR} jam".rjust(REMAINING_WIDTH)
    return f"{sign}{left // _DAY}h {left % _DAY // _HOUR:02d}j".rjust(REMAINING_WIDTH)


def format_duration(seconds: int) -> str:
    """An elapsed time for reading: `40 d`, `6 m 40 d`, `1 j 05 m`, `120 j 00 m`. Negative: with a minus."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    if left < _MINUTE:
        return f"{sign}{left} d"
    if left < _HOUR:
        return f"{sign}{left // _MINUTE} m {left % _MINUTE:02d} d"
    return f"{sign}{left // _HOUR} j {left // _MINUTE % 60:02d} m"


def format_exact(seconds: int) -> str:
    """An elapsed time to the second, for sums that must be seen to add up: `1 j 02 m 07 d`, `37 j 30 m`, `0 d`."""
    hours, minutes, rest = seconds // _HOUR, seconds // _MINUTE % 60, seconds % _MINUTE
    parts = [f"{hours} j"] if hours else []
    if minutes or (hours and rest):
        parts.append(f"{minutes:02d} m" if hours else f"{minutes} m")
    if rest or not parts:
        parts.append(f"{rest:02d} d" if parts else f"{rest} d")
    return " ".join(parts)
