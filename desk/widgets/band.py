"""How bands, remaining times and usage look: a shape, a word, a theme variable, and strings of fixed width.

Shapes carry the meaning without colour. All are in WGL4, the set that the fonts of Windows Terminal, PuTTY
and the Linux console share; so `√` and `×` stand for met and missed, where check marks are missing from those
fonts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from desk.domain.duration import Unit
from desk.domain.sla import Band
from desk.widgets.text import Line

REMAINING_WIDTH = 9
MINUTE, HOUR, DAY = 60, 3600, 86400
_CLOCK_LIMIT = 100 * HOUR


@dataclass(frozen=True, slots=True)
class BandLook:
    glyph: str
    """One cell."""
    word: str
    """Indonesian, lower case, for running text and columns."""
    meaning: str
    """One sentence for the legend."""
    style: str
    """Theme variable with its dollar sign, as a style of a `Line` and in .tcss."""


BANDS: dict[Band, BandLook] = {
    Band.OVERDUE: BandLook("▲", "terlambat", "tenggat sudah lewat", "$band-overdue"),
    Band.AT_RISK: BandLook("►", "mendesak", "waktu hampir habis", "$band-at-risk"),
    Band.ON_TIME: BandLook("●", "aman", "waktu masih cukup", "$band-on-time"),
    Band.PAUSED: BandLook("║", "jeda", "menunggu pemohon atau instansi lain; waktu berhenti", "$band-paused"),
    Band.OUTSIDE_HOURS: BandLook(
        "○", "di luar jam", "di luar jam kerja; waktu berhenti", "$band-outside-hours"
    ),
    Band.NONE: BandLook("·", "tanpa batas", "tidak ada batas waktu", "$band-none"),
    Band.MET: BandLook("√", "tepat waktu", "selesai sebelum tenggat", "$band-met"),
    Band.MISSED: BandLook("×", "lewat tenggat", "selesai sesudah tenggat", "$band-missed"),
}


def glyph(band: Band) -> str:
    return BANDS[band].glyph


def word(band: Band) -> str:
    return BANDS[band].word


def style(band: Band) -> str:
    return BANDS[band].style


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
        return f"{sign}{left // HOUR:02d}:{left // MINUTE % 60:02d}:{left % 60:02d}"
    sign = sign.strip()
    if unit is None or unit.is_working:
        return f"{sign}{left // HOUR} jam".rjust(REMAINING_WIDTH)
    return f"{sign}{left // DAY}h {left % DAY // HOUR:02d}j".rjust(REMAINING_WIDTH)


def format_duration(seconds: int) -> str:
    """An elapsed time for reading: `40 d`, `6 m 40 d`, `1 j 05 m`, `120 j 00 m`. Negative: with a minus."""
    sign, left = ("-", -seconds) if seconds < 0 else ("", seconds)
    if left < MINUTE:
        return f"{sign}{left} d"
    if left < HOUR:
        return f"{sign}{left // MINUTE} m {left % MINUTE:02d} d"
    return f"{sign}{left // HOUR} j {left // MINUTE % 60:02d} m"


_EIGHTHS = " ▏▎▍▌▋▊▉"
_HALVES = "    ▌▌▌▌"
_PARTS = _HALVES if os.environ.get("TERM") == "linux" else _EIGHTHS
"""The Linux console's fonts have the half block, but no eighths."""
TRACK = "·"
OVERFLOW = "►"


def usage_bar(percent: int | None, width: int) -> str:
    """A bar of exactly `width` cells: full blocks and eighths, on a dotted track.

    Over 100 % its last cell is an arrow that leaves the bar, so that it reads as over without colour. None,
    for no standard: the empty track.
    """
    filled, track = usage_parts(percent, width)
    return filled + track


def usage_parts(percent: int | None, width: int) -> tuple[str, str]:
    """The filled part and the track of `usage_bar`, to be coloured apart."""
    if width <= 0:
        return "", ""
    if percent is None or percent <= 0:
        return "", TRACK * width
    if percent > 100:
        return "█" * (width - 1) + OVERFLOW, ""
    eighths = max(1, percent * width * 8 // 100)
    whole, part = divmod(eighths, 8)
    tip = _PARTS[part].strip()
    if not whole and not tip:
        tip = "▌" if _PARTS is _HALVES else "▏"
    filled = "█" * whole + tip
    return filled, TRACK * (width - len(filled))


def band_mark(band: Band, seconds: int | None, unit: Unit | None = None) -> Line:
    """Shape and remaining time in 11 cells, the first column of every list."""
    look = BANDS[band]
    weight = "bold " if band in (Band.OVERDUE, Band.AT_RISK) else ""
    return Line(f"{look.glyph} {format_remaining(seconds, unit)}", weight + look.style)


def band_usage(band: Band, percent: int | None, width: int) -> Line:
    """The usage bar in its band's colour, then the figure, in `width` + 6 cells."""
    filled, track = usage_parts(percent, width)
    figure = "" if percent is None else f"{min(percent, 999)} %"
    colour = BANDS[band].style
    return Line(filled, colour).add(track, "$faint").cell(figure, 6, colour, "right")
