"""One of several, found by typing part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from desk.domain.calendar import Instant
from desk.screens.dialogs import DIALOG_CSS, Dialog
from desk.widgets.fields import LineInput
from desk.widgets.fields.dropdown import Option
from desk.widgets.matching import matching
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList


class OptionRows(VirtualList[Option], can_focus=False):
    """The options that match. The keyboard stays in the input above."""

    def key(self, item: Option) -> str:
        return item.key

    def render_row(self, item: Option, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        hint = min(len(item.hint), width // 2)
        line = Line().cell(item.label, width - hint - 1, "bold $strong" if selected else "$foreground")
        return [line.gap(1).cell(item.hint, hint, "$muted", "right")]


class PickScreen(Dialog[str | None]):
    """Returns the key of the option chosen; None when cancelled."""

    CSS_PATH = [DIALOG_CSS, "pick.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "choose", "Pilih", tooltip="Ambil pilihan yang disorot.", id="pick.choose"),
        Binding("escape", "cancel", "Batal", tooltip="Tutup tanpa memilih.", id="pick.cancel"),
    ]

    def __init__(self, title: str, options: Sequence[Option], chosen: str | None = None) -> None:
        """`chosen`: key of the option to begin on. None: the first."""
        super().__init__(title)
        self._options = tuple(options)
        self._chosen = chosen

    def compose_body(self) -> ComposeResult:
        yield LineInput(placeholder="ketik untuk mencari …")
        yield OptionRows(empty="Tidak ada yang cocok.")

    @property
    def _rows(self) -> OptionRows:
        return self.query_one(OptionRows)

    def on_mount(self) -> None:
        self._rows.set_rows(self._options, cursor=self._chosen)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        found = matching(
            event.value,
            self._options,
            lambda option: option.label,
            lambda option: f"{option.label} {option.hint}",
        )
        self._rows.set_rows(found)
        if event.value.strip():
            self._rows.cursor = 0

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    @on(VirtualList.Selected)
    def _clicked(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        if (option := self._rows.item) is not None:
            self.dismiss(option.key)

    def action_move(self, step: int) -> None:
        self._rows.action_cursor(step)

    def action_page(self, step: int) -> None:
        self._rows.action_page(step)

    def action_cancel(self) -> None:
        self.dismiss(None)
