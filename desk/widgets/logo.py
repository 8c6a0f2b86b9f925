"""The name of the program, drawn in blocks that every console font has."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from desk.widgets.text import Line, lines_content

_ROWS = (
    "      ██                     ██     ",
    "      ██                     ██     ",
    " ▄██████   ▄████▄   ▄█████▄  ██  ▄██",
    "██▀   ██  ██▄▄▄▄██  ██▄▄▄    ██▄██▀ ",
    "██▄   ██  ██▀▀▀▀▀▀   ▀▀▀▀██  ██▀██▄ ",
    " ▀██████   ▀████▀   ▀█████▀  ██  ▀██",
)
_WIDTH = len(_ROWS[0])


class Logo(Static):
    """The word, and under it what the program is for."""

    DEFAULT_CSS = """
    Logo { width: 38; height: auto; }
    """

    def __init__(self, subtitle: str, *, id: str | None = None) -> None:
        super().__init__(_content(subtitle), id=id, markup=False)


def _content(subtitle: str) -> Content:
    lines = [Line(row, "$focus" if place < 2 else "bold $focus") for place, row in enumerate(_ROWS)]
    return lines_content([*lines, Line(), Line().cell(subtitle, _WIDTH, "$muted")])
