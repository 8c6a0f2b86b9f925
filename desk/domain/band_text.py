"""Bands and durations in signs and words, the same on every screen and on the command line.

Shapes carry the meaning without colour. All are in WGL4, the set that the fonts of Windows Terminal, PuTTY
and the Linux console share; so `√` and `×` stand for met and missed, where check marks are missing from those
fonts.
"""

from __future__ import annotations

from desk.domain.duration import Unit
from desk.domain.sla import Band

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
