"""F1: everything that can be pressed on the screen below, and what the shapes mean."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.widgets.band import BANDS, DONE
from desk.widgets.chrome import key_line
from desk.widgets.commands import Command, commands_of
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line, lines_content

_KEYS, _LABEL = 14, 20


class HelpScreen(ModalScreen[None]):
    """Built from the commands of the screen below, so it cannot tell of a key that does nothing."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help"
    BINDING_GROUP_TITLE = "Di bantuan ini"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "close", "Tutup", tooltip="Kembali ke layar.", id="help.close"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, title: str, commands: list[Command], text: str = "") -> None:
        """`commands`: of the screen below, as `commands_of` gives them; `text`: what that screen is for."""
        super().__init__()
        self._title = title
        self._commands = commands
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = Content(f"Bantuan · {self._title}")
            yield Static(id="help-text")

    def on_mount(self) -> None:
        self.query_one("#help").border_subtitle = key_line(commands_of(self))
        self._fill()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, step: int) -> None:
        self.query_one("#help").scroll_relative(y=step, animate=False)

    def _fill(self) -> None:
        width = max(40, self.query_one("#help-text").content_size.width)
        lines: list[Line] = []
        if self._text:
            lines += [Line(part) for part in wrap_cells(self._text, width)] + [Line()]
        for group, commands in groupby(self._commands, key=lambda command: command.group):
            lines.append(Line(group, "bold $focus"))
            for command in commands:
                lines += _rows(command, width)
            lines.append(Line())
        lines.append(Line("Tanda waktu", "bold $focus"))
        for look in (*BANDS.values(), DONE):
            line = Line().gap(2).cell(look.glyph, 2, f"bold {look.style}").cell(look.word, 14, look.style)
            lines.append(line.cell(look.meaning, width - line.width, "$foreground"))
        self.query_one("#help-text", Static).update(lines_content(lines))


def _rows(command: Command, width: int) -> list[Line]:
    keys = " ".join(command.keys)
    first = Line().gap(2).cell(keys, _KEYS - 2, "bold $key" if command.enabled else "$muted")
    first.cell(command.label, _LABEL, "$strong" if command.enabled else "$muted")
    indent = _KEYS + _LABEL
    parts = wrap_cells(command.help, width - indent)
    first.add(parts[0], "$muted")
    return [first] + [Line().gap(indent).add(part, "$muted") for part in parts[1:]]
