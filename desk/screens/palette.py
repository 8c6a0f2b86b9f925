"""The command palette: every command of the screen below, found by typing part of its name or help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from desk.domain.calendar import Instant
from desk.widgets.chrome import key_line
from desk.widgets.commands import Command, commands_of
from desk.widgets.fields import LineInput
from desk.widgets.matching import matching
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

_LABEL, _KEYS = 22, 10


class CommandList(VirtualList[Command], can_focus=False):
    """Commands, best match first. The keyboard stays in the input above."""

    def key(self, item: Command) -> str:
        return f"{item.id} {item.action}"

    def render_row(self, item: Command, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        keys = " ".join(item.keys)
        quiet = not item.enabled
        line = Line().cell(item.label, _LABEL, "$muted" if quiet else "bold $strong")
        line.gap(1).cell(item.help, width - _LABEL - _KEYS - 3, "$muted").gap(1)
        return [line.cell(keys, _KEYS, "$muted" if quiet else "$key", "right")]


class PaletteScreen(ModalScreen[Command | None]):
    """Returns the chosen command for the caller to run, or None."""

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "run", "Jalankan", tooltip="Lakukan perintah yang dipilih.", id="palette.run"),
        Binding("escape,ctrl+p", "close", "Tutup", tooltip="Kembali ke layar.", id="palette.close"),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = [command for command in commands if command.enabled]

    def compose(self) -> ComposeResult:
        with Vertical(id="palette") as box:
            box.border_title = "Perintah"
            box.border_subtitle = key_line(commands_of(self))
            yield LineInput(placeholder="ketik nama perintah …")
            yield CommandList(empty="Tidak ada perintah yang cocok.")

    @property
    def _list(self) -> CommandList:
        return self.query_one(CommandList)

    def on_mount(self) -> None:
        self._show("")

    def _show(self, typed: str) -> None:
        found = search(self._commands, typed)
        self._list.set_rows(found)
        self._list.cursor = 0

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    def action_run(self) -> None:
        if (command := self._list.item) is not None:
            self.dismiss(command)

    @on(VirtualList.Selected)
    def _clicked(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.dismiss(event.item)

    def action_move(self, step: int) -> None:
        self._list.action_cursor(step)

    def action_page(self, step: int) -> None:
        self._list.action_page(step)

    def action_close(self) -> None:
        self.dismiss(None)


def search(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands whose label, help or keys hold every typed word; labels that begin so come first."""
    return matching(
        typed,
        commands,
        label=lambda command: command.label,
        words=lambda command: f"{command.label} {command.help} {' '.join(command.keys)}",
    )
