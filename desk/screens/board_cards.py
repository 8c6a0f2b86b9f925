"""What the board's cards say, and the one line that stands for them where there is no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.domain.sla import OPEN_BANDS, Band
from desk.office.views import Today
from desk.screens.board_data import BoardAnswer
from desk.widgets.band import BANDS
from desk.widgets.cards import Card, sparkline
from desk.widgets.text import Line

_TITLES = {
    Band.OVERDUE: ("Terlambat", 13),
    Band.AT_RISK: ("Mendesak", 13),
    Band.ON_TIME: ("Aman", 11),
    Band.PAUSED: ("Jeda", 11),
    Band.OUTSIDE_HOURS: ("Di luar jam", 15),
    Band.NONE: ("Tanpa batas", 15),
}
"""Titles, and shares of the width: the cells each card needs on a screen of 100."""
_WIDE = 17
"""The share of every band on a wide screen: two digits at their largest."""
_QUIET = (Band.PAUSED, Band.OUTSIDE_HOURS, Band.NONE)
_ASIDE = (Band.OUTSIDE_HOURS, Band.NONE)
"""Bands that share a card where the screen is too narrow for one each."""


def cards_of(counts: Mapping[Band, int], today: Today, chosen: Band | None, *, each: bool) -> list[Card]:
    """`each`: every band has a card of its own."""
    cards = [
        Card(
            _TITLES[band][0],
            str(counts[band]),
            band=band,
            chosen=band is chosen,
            weight=_WIDE if each else _TITLES[band][1],
        )
        for band in OPEN_BANDS
        if each or band not in _ASIDE
    ]
    if not each:
        aside = tuple(_count_line(band, counts[band], band is chosen) for band in _ASIDE)
        cards.append(Card("Lainnya", "", beside=aside, weight=19))
    finished = Line(str(today.finished), "bold $band-on-time").add(" selesai", "$muted")
    if each:
        beside: tuple[Line, ...] = (Line("masuk", "$muted"), finished)
        cards.append(Card("Hari ini", str(today.arrived), beside=beside, weight=27))
    else:
        arrived = Line(str(today.arrived), "bold $strong").add(" masuk", "$muted")
        cards.append(Card("Hari ini", "", beside=(arrived, finished), weight=14))
    percent = today.on_time_percent
    trend = Line(sparkline(today.on_time_days if each else today.on_time_days[-7:]), "$focus")
    if percent is None:
        cards.append(
            Card("Tepat waktu", "-", beside=(Line(), Line("belum ada", "$muted")), weight=29 if each else 19)
        )
    else:
        differs = each and today.differs
        below = f"standar {today.standard_percent} %" if differs else "30 hari"
        beside = (Line("%", "bold $strong"), trend, Line(below, "$muted"))
        cards.append(Card("Tepat waktu", str(percent), beside=beside, weight=29 if each else 19))
    return cards


def _count_line(band: Band, number: int, chosen: bool) -> Line:
    look = BANDS[band]
    style = look.style if number else "$muted"
    line = Line(f"{look.glyph} ", style).add(str(number), f"bold {style}" + (" reverse" if chosen else ""))
    return line.add(f" {look.word.removeprefix('di ')}", "$muted")


def short_line(counts: Mapping[Band, int], chosen: Band | None, width: int) -> Line:
    """All counts in one line of at most `width` cells.

    Where there is no room the calm bands in which nothing stands are left out, then gaps, and only then words.
    """
    told = [band for band in OPEN_BANDS if counts[band] or band not in _QUIET or band is chosen]
    line = _counts_line(counts, chosen, OPEN_BANDS, len(OPEN_BANDS), 2)
    for gap, kept in ((2, len(told)), *((1, words) for words in range(len(told), -1, -1))):
        if line.width > width:
            line = _counts_line(counts, chosen, told, kept, gap)
    return line


def _counts_line(
    counts: Mapping[Band, int], chosen: Band | None, bands: Sequence[Band], words: int, gap: int
) -> Line:
    """These bands, `gap` cells apart, the first `words` of them with their words."""
    line = Line()
    for place, band in enumerate(bands):
        look, number = BANDS[band], counts[band]
        loud = number and band in (Band.OVERDUE, Band.AT_RISK)
        style = ("bold " if loud else "") + (look.style if number else "$muted")
        word = f" {look.word.removeprefix('di ')}" if place < words else ""
        text = f"{look.glyph} {number}{word}"
        line.gap(gap if place else 0).add(text, style + (" reverse" if band is chosen else ""))
    return line


def count_line(answer: BoardAnswer, *, filtered: bool, cards: bool) -> str:
    """The lower border: how many rows there are, and, where there are no `cards`, the figures of the day."""
    if cards:
        return f"{answer.total} langkah" + ("" if filtered else ", semua layanan")
    today = answer.today
    percent = "" if today.on_time_percent is None else f" · tepat waktu {today.on_time_percent} %"
    if today.differs:
        percent += f" (standar {today.standard_percent} %)"
    return f"hari ini masuk {today.arrived}, selesai {today.finished}{percent} · {answer.total} langkah"
