"""Text from people made inert and measured in cells, and `Line`, in which every list and bar is drawn.

Whatever reaches the terminal from outside passes `inert`: no control character, escape sequence, newline or
bidirectional control survives, so it can neither move the cursor nor reorder what is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from desk.domain.inert import (
    MARKS,
    inert_line,
    inert_lines as inert_lines,
    inert_same_length as inert_same_length,
)

Align = Literal["left", "right", "center"]

ELLIPSIS = "…"

CHARACTERS_PER_CELL = MARKS + 4
"""The most that one cell of shown text is made of: a letter with its marks, or a picture with what it is joined by."""


def inert(text: str, limit: int | None = None) -> str:
    """One line that shows `text` and does nothing else; clipped to `limit` cells (None: whole)."""
    if limit is None:
        return inert_line(text)
    beginning = _beginning(text, limit)
    shown = clip(inert_line(beginning), limit)
    return shown if len(beginning) == len(text) else _with_ellipsis(shown, limit)


def clip(text: str, width: int) -> str:
    """The beginning of `text` in at most `width` cells; an ellipsis says that more follows."""
    if width <= 0:
        return ""
    beginning = _beginning(text, width)
    if len(beginning) == len(text) and (len(text) * 2 <= width or cell_len(text) <= width):
        return text
    return _with_ellipsis(beginning, width)


def _beginning(text: str, cells: int) -> str:
    """Enough of a text to fill that many cells: a citizen's line may be a million characters long."""
    return text[: max(1, cells) * CHARACTERS_PER_CELL]


def _with_ellipsis(text: str, width: int) -> str:
    """The text in at most `width` cells, the last of them an ellipsis."""
    if width <= 0:
        return ""
    if text.endswith(ELLIPSIS) and cell_len(text) <= width:
        return text
    if cell_len(text) >= width:
        text = set_cell_size(text, width - 1)
    return text.rstrip() + ELLIPSIS


def pad(text: str, width: int, align: Align = "left") -> str:
    """`text` in exactly `width` cells."""
    text = clip(text, width)
    room = width - cell_len(text)
    if align == "left":
        return text + " " * room
    if align == "right":
        return " " * room + text
    return " " * (room // 2) + text + " " * (room - room // 2)


class Line:
    """One line of a terminal as (text, style) spans.

    A style is written as in .tcss: `"bold $band-overdue"`, `"$muted"`, `""` for plain. Text is made inert
    here, so callers pass what people wrote as it is.
    """

    __slots__ = ("spans", "width")

    def __init__(self, text: str = "", style: str = "") -> None:
        self.spans: list[tuple[str, str]] = []
        self.width = 0
        """Cells taken so far."""
        if text:
            self.add(text, style)

    def add(self, text: str, style: str = "") -> Self:
        """Append text as wide as it is."""
        text = inert(text)
        self.spans.append((text, style))
        self.width += cell_len(text)
        return self

    def cell(self, text: str, width: int, style: str = "", align: Align = "left") -> Self:
        """Append text clipped or padded to exactly `width` cells; nothing when there is no room."""
        if width <= 0:
            return self
        if align == "left" and len(text) <= width and text.isascii() and text.isprintable():
            self.spans.append((text.ljust(width), style))
        else:
            self.spans.append((pad(inert(text, width), width, align), style))
        self.width += width
        return self

    def gap(self, cells: int = 1) -> Self:
        return self.cell("", cells)

    def extend(self, other: Line) -> Self:
        self.spans.extend(other.spans)
        self.width += other.width
        return self

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self.spans)

    def content(self) -> Content:
        """The same for a `Static`; never read as markup."""
        return Content.assemble(*self.spans)


def lines_content(lines: Iterable[Line]) -> Content:
    """Several lines for one `Static`."""
    return Content("\n").join(line.content() for line in lines)
