"""The procedure as a table with wrapped cells, or, where there is no room, as one block per step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line

_CONFIRM = re.compile(r"perlu konfirmasi|\(perlu$|^konfirmasi\)")
MARK = "►"
HERE = "langkah sekarang"
_LABEL = 13
_WORD = 14
"""Cells up to which no word is broken."""
BETWEEN = "│ "
"""What stands between two columns: no more, since every cell is worth a line."""
_AFTER = re.compile(r"(?<=[/,])(?=\w)")
"""Where a long word, such as `Telpon/WA/email`, may be broken before others are."""

Cells = Sequence[Sequence[str]]
"""The cells of one step, each a list of paragraphs, in the order of the columns; the first is its number."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    group: str = ""
    """The heading it stands under, shared with its neighbours. Empty: none."""


def marked(text: str, style: str = "$foreground") -> Line:
    """One line of prose in which "perlu konfirmasi", also where it is wrapped, stands out."""
    line, end = Line(), 0
    for match in _CONFIRM.finditer(text):
        line.add(text[end : match.start()], style).add(match.group(), "bold $band-at-risk")
        end = match.end()
    return line.add(text[end:], style)


def paragraphs(cell: Sequence[str], width: int) -> list[str]:
    """The wrapped lines of a cell."""
    return [part for text in cell for part in wrap_cells(_parted(text, width), width)]


def _parted(text: str, width: int) -> str:
    """The text with blanks in the words that do not fit, where they part best."""
    if all(len(word) <= width for word in text.split()):
        return text
    return " ".join(_AFTER.sub(" ", word) if len(word) > width else word for word in text.split(" "))


def table(
    columns: Sequence[Column], rows: Sequence[Cells], current: int | None, width: int
) -> tuple[list[Line], list[int]]:
    """The table's lines, and the line at which each row begins. `current`: the row to mark."""
    widths = _widths(columns, rows, width)
    lines = [_rule(widths, "┬"), *_heading(columns, widths)]
    starts = []
    for place, row in enumerate(rows):
        lines.append(_rule(widths, "┼"))
        starts.append(len(lines))
        lines += _row(row, widths, place == current)
    return [*lines, _rule(widths, "┴")], starts


def _widths(columns: Sequence[Column], rows: Sequence[Cells], width: int) -> list[int]:
    """Wide enough for their words; what is left goes, cell by cell, to the column that makes the table tall."""
    first = max(2, *(len(row[0][0]) for row in rows)) + 2
    room = width - first - len(BETWEEN) * (len(columns) - 1)
    widths = _least(columns, rows, _WORD)
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < room:
        widths[_tallest(rows, widths)] += 1
    return [first, *widths]


def _tallest(rows: Sequence[Cells], widths: Sequence[int]) -> int:
    """The column whose cells are the tallest of their rows for the most lines, by their length."""
    lines = [0] * len(widths)
    for row in rows:
        heights = [
            sum(1 + len(text) // width for text in cell) for cell, width in zip(row[1:], widths, strict=True)
        ]
        tallest = max(heights)
        lines[heights.index(tallest)] += tallest
    return lines.index(max(lines))


def _least(columns: Sequence[Column], rows: Sequence[Cells], longest: int) -> list[int]:
    """The widths, without the first, at which no word of up to `longest` cells is broken."""
    found = []
    for place, column in enumerate(columns[1:], 1):
        words = [
            part
            for row in rows
            for text in row[place]
            for word in text.split()
            for part in _AFTER.split(word)
        ]
        found.append(max((len(word) for word in words if len(word) <= longest), default=0))
        found[-1] = max(found[-1], len(column.title))
    return found


def _rule(widths: Sequence[int], joint: str) -> Line:
    return Line(f"{joint}─".join("─" * width for width in widths), "$faint")


def _heading(columns: Sequence[Column], widths: Sequence[int]) -> list[Line]:
    top, bottom = Line(), Line()
    place = 0
    while place < len(columns):
        group = columns[place].group
        inside = [n for n, other in enumerate(columns) if other.group and other.group == group] or [place]
        whole = sum(widths[n] + len(BETWEEN) for n in inside) - len(BETWEEN)
        top.add(BETWEEN if place else "", "$faint").cell(group, whole, "bold $key", "center")
        for n in inside:
            bottom.add(BETWEEN if n else "", "$faint").cell(columns[n].title, widths[n], "bold $key")
        place += len(inside)
    return [top, bottom]


def _row(row: Cells, widths: Sequence[int], is_current: bool) -> list[Line]:
    wrapped = [paragraphs(cell, width) for cell, width in zip(row, widths, strict=True)]
    number = row[0][0]
    wrapped[0] = [f"{MARK} {number}" if is_current else f"  {number}"]
    lines = []
    for y in range(max(len(cell) for cell in wrapped)):
        line = Line()
        for x, (cell, width) in enumerate(zip(wrapped, widths, strict=True)):
            text = cell[y] if y < len(cell) else ""
            line.add(BETWEEN if x else "", "bold $focus" if is_current and x == 1 else "$faint")
            line.extend(marked(text, _style(x, is_current))).gap(width - Line(text).width)
        lines.append(line)
    return lines


def _style(column: int, is_current: bool) -> str:
    if is_current:
        return "bold $focus" if column == 0 else "bold $strong"
    return "bold $key" if column == 0 else "$strong" if column == 1 else "$foreground"


def stacked(
    columns: Sequence[Column], rows: Sequence[Cells], current: int | None, width: int
) -> tuple[list[Line], list[int]]:
    """One block per step: its number and activity, then a labelled line per cell that says anything."""
    lines: list[Line] = []
    starts = []
    for place, row in enumerate(rows):
        if place:
            lines.append(Line())
        starts.append(len(lines))
        is_current = place == current
        if is_current:
            lines.append(Line().gap(3).add(f" {MARK} {HERE} ", "bold reverse $focus"))
        mark = "┃" if is_current else " "
        for y, part in enumerate(paragraphs(row[1], width - 5)):
            number = row[0][0] if y == 0 else ""
            line = Line(mark, "bold $focus").cell(number, 3, "bold $key", "right").gap(1)
            lines.append(line.add(part, "bold $strong"))
        for column, cell in zip(columns[2:], row[2:], strict=True):
            for y, part in enumerate(paragraphs(cell, width - 5 - _LABEL)):
                line = Line(mark, "bold $focus").gap(4)
                line.cell(column.title if y == 0 else "", _LABEL, "$muted")
                lines.append(line.extend(marked(part)))
    return lines, starts
