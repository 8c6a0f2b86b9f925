"""Figures that are read from across the room: framed cards with numbers drawn in blocks, or one line of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from desk.domain.sla import Band
from desk.widgets.band import BANDS
from desk.widgets.text import Line, lines_content

_FONT = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "-": "... ... ### ... ...",
}
_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
_LEVELS = "▁▂▃▄▅▆▇█"
_TALL = 5
"""Lines inside a card from which its number is drawn twice as large."""


def big_number(text: str, height: int) -> list[str]:
    """Digits (and `-`) drawn in blocks: 3 lines high, or 5 from a `height` of 5 on. All lines are equally wide."""
    glyphs = [_FONT[letter].split() for letter in text if letter in _FONT]
    if height >= _TALL:
        return [
            " ".join(glyph[y].replace("#", "██").replace(".", "  ") for glyph in glyphs) for y in range(5)
        ]
    rows = []
    for y in range(0, 5, 2):
        parts = []
        for glyph in glyphs:
            lower = glyph[y + 1] if y < 4 else "..."
            parts.append("".join(_HALVES[a + b] for a, b in zip(glyph[y], lower, strict=True)))
        rows.append(" ".join(parts))
    return rows


def sparkline(values: Sequence[int | None]) -> str:
    """Percentages as one column each; the scale begins at 50. None, for a day without a verdict: a dot."""
    return "".join(
        "·" if value is None else _LEVELS[max(0, min(7, (value - 50) * 8 // 50))] for value in values
    )


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    number: str
    """Digits. Empty: no large number."""
    beside: tuple[Line, ...] = ()
    """Short lines to the right of the number."""
    band: Band | None = None
    """The band it counts, whose shape and colour it bears. None: another figure."""
    chosen: bool = False
    """The list below is filtered to it."""
    weight: int = 1
    """Its share of the width."""


class Cards(Widget):
    """A row of cards as wide as the widget; click one of a band to choose it."""

    DEFAULT_CSS = """
    Cards { height: 5; width: 1fr; }
    """

    @dataclass
    class Chosen(Message):
        """The person clicked the card of a band."""

        band: Band

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards: tuple[Card, ...] = ()
        self._short = Line()
        self._places: list[tuple[int, int, Band | None]] = []

    def show(self, cards: Sequence[Card], short: Line) -> None:
        """Show these; `short` where the widget is only a line high."""
        self._cards, self._short = tuple(cards), short
        self.refresh()

    def render(self) -> Content:
        width, height = self.size.width, self.size.height
        self._places = []
        if height < 5:
            return self._short.content().truncate(width, ellipsis=True)
        rows = [Line() for _ in range(height)]
        shares = sum(card.weight for card in self._cards) or 1
        tall = height - 2 if self._all_fit(width // shares, height - 2) else 3
        start = taken = 0
        for card in self._cards:
            taken += card.weight
            end = width * taken // shares
            for row, part in zip(rows, _frame(card, end - start, height, tall), strict=True):
                row.extend(part)
            self._places.append((start, end, card.band))
            start = end
        return lines_content(rows)

    def _all_fit(self, unit: int, height: int) -> bool:
        """Whether every number can be drawn `height` lines high: the numbers of a row are of one size."""
        numbers = [card for card in self._cards if card.number]
        return all(len(big_number(card.number, height)[0]) + 4 <= card.weight * unit for card in numbers)

    def on_click(self, event: events.Click) -> None:
        for start, end, band in self._places:
            if start <= event.x < end and band is not None:
                self.post_message(self.Chosen(band))


def _frame(card: Card, width: int, height: int, tall: int) -> list[Line]:
    ink, edge = _colours(card)
    title = f"{BANDS[card.band].glyph} {card.title}" if card.band else card.title
    top = Line("╔" if card.chosen else "╭", edge)
    if len(title) + 5 <= width:
        top.add("═ " if card.chosen else "─ ", edge)
    top.cell(title, min(len(title), width - 2), f"bold {ink}")
    if top.width + 1 < width:
        top.gap()
    top.add(("═" if card.chosen else "─") * (width - top.width - 1) + ("╗" if card.chosen else "╮"), edge)
    side = "║" if card.chosen else "│"
    rows = [top]
    digits = big_number(card.number, tall) if card.number else []
    if digits and len(digits[0]) > width - 4:
        digits = [card.number]
    pad = (height - 2 - len(digits)) // 2 if digits else 0
    for y in range(height - 2):
        row = Line(side, edge).gap(1)
        if digits:
            place = y - pad
            row.cell(digits[place] if 0 <= place < len(digits) else "", len(digits[0]), f"bold {ink}").gap(1)
        room = width - row.width - 1
        beside = card.beside[y] if y < len(card.beside) else Line()
        if beside.width <= room:
            row.extend(beside).gap(room - beside.width)
        else:
            row.cell(beside.plain, room, beside.spans[0][1])
        rows.append(row.add(side, edge))
    left, line, right = ("╚", "═", "╝") if card.chosen else ("╰", "─", "╯")
    rows.append(Line(left + line * (width - 2) + right, edge))
    return rows


def _colours(card: Card) -> tuple[str, str]:
    """Ink of the figures, ink of the frame: only what is wrong shouts."""
    if card.band is None:
        return "$strong", "$faint"
    ink = BANDS[card.band].style
    loud = card.chosen or (card.band in (Band.OVERDUE, Band.AT_RISK) and card.number != "0")
    if card.number == "0" and not card.chosen:
        ink = "$muted"
    return ink, ink if loud else "$faint"
