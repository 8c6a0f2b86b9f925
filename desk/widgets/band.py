"""How bands, remaining times and usage look: a shape, a word, a theme variable, and strings of fixed width.

Shapes, words and times are those of `desk.domain.band_text`, which the command line shows too.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from desk.domain.band_text import (
    GLYPHS,
    REMAINING_WIDTH as REMAINING_WIDTH,
    WORDS,
    format_duration as format_duration,
    format_remaining as format_remaining,
)
from desk.domain.duration import Unit
from desk.domain.sla import Band
from desk.widgets.text import Line


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


_MEANINGS: dict[Band, tuple[str, str]] = {
    Band.OVERDUE: ("tenggat sudah lewat", "$band-overdue"),
    Band.AT_RISK: ("waktu hampir habis", "$band-at-risk"),
    Band.ON_TIME: ("waktu masih cukup", "$band-on-time"),
    Band.PAUSED: ("menunggu pemohon atau OPD lain; waktu berhenti", "$band-paused"),
    Band.OUTSIDE_HOURS: ("di luar jam kerja; waktu berhenti", "$band-outside-hours"),
    Band.NONE: ("tidak ada batas waktu", "$band-none"),
    Band.MET: ("selesai sebelum tenggat", "$band-met"),
    Band.MISSED: ("selesai sesudah tenggat", "$band-missed"),
}
DONE = BandLook("■", "selesai", "langkah selesai tanpa batas waktu, jadi tidak dinilai", "$muted")
"""What is finished and was never to be judged; no clock says so, so it is no band."""
WAITING = "menunggu"
"""Stands for the time left while somebody outside the office is at work."""

BANDS: dict[Band, BandLook] = {
    band: BandLook(GLYPHS[band], WORDS[band], meaning, style) for band, (meaning, style) in _MEANINGS.items()
}


def glyph(band: Band) -> str:
    return BANDS[band].glyph


def word(band: Band) -> str:
    return BANDS[band].word


def style(band: Band) -> str:
    return BANDS[band].style


_EIGHTHS = " ▏▎▍▌▋▊▉"
_HALVES = "    ▌▌▌▌"
_PARTS = _HALVES if os.environ.get("TERM") == "linux" else _EIGHTHS
"""The Linux console's fonts have the half block, but no eighths."""
TRACK = "·"
OVERFLOW = "►"


def usage_parts(percent: int | None, width: int) -> tuple[str, str]:
    """A bar of exactly `width` cells, its filled part and its track apart: full blocks and eighths, on dots.

    Over 100 % its last cell is an arrow that leaves the bar, so that it reads as over without colour. None,
    for no standard: the empty track.
    """
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
    if band is Band.PAUSED and seconds is None:
        return Line(f"{look.glyph} {WAITING.rjust(REMAINING_WIDTH)}", look.style)
    return Line(f"{look.glyph} {format_remaining(seconds, unit)}", weight + look.style)


def band_usage(band: Band, percent: int | None, width: int) -> Line:
    """The usage bar in its band's colour, then the figure, in `width` + 6 cells."""
    filled, track = usage_parts(percent, width)
    figure = "" if percent is None else f"{min(percent, 999)} %"
    colour = BANDS[band].style
    return Line(filled, colour).add(track, "$faint").cell(figure, 6, colour, "right")
