"""Small questions that lie over a screen: yes or no, a reason, a short form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.errors import DeskError
from desk.screens.drafting import KeepsTyping
from desk.screens.saving import submit
from desk.widgets.chrome import key_line
from desk.widgets.commands import HELP_ID, Command, commands_of
from desk.widgets.fields import Field, Form
from desk.widgets.guarded import Guarded
from desk.widgets.text import Line, inert, inert_lines, lines_content

R = TypeVar("R")

TITLE = 60
"""Cells of a title; a longer one is cut."""

DIALOG_CSS = Path(__file__).with_name("dialogs.tcss")
"""Absolute, since Textual looks for it beside the subclass. A dialog with styles of its own sets
`CSS_PATH = [DIALOG_CSS, "own.tcss"]`.
"""


class Dialog(Guarded, ModalScreen[R]):
    """A titled box in the middle, its keys in its lower border."""

    CSS_PATH = DIALOG_CSS
    AUTO_FOCUS = ""
    BINDING_GROUP_TITLE = "Di kotak ini"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", "Bantuan", tooltip="Semua tombol di kotak ini.", id=HELP_ID, show=False),
        Binding(
            "ctrl+p",
            "app.palette",
            "Perintah",
            tooltip="Cari perintah dengan mengetik.",
            id="app.palette",
            show=False,
        ),
    ]
    """The app's own bindings do not reach a modal screen."""

    def __init__(self, title: str, text: str | Content = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self.HELP_TITLE = inert(title, TITLE)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="dialog", can_focus=False) as box:
            box.border_title = Content(inert(self._title, TITLE))
            text = self._text
            yield Static(
                text if isinstance(text, Content) else lines_content(map(Line, inert_lines(text))),
                id="dialog-text",
                classes="-shown" if text else "",
            )
            yield from self.compose_body()
            yield Static("", id="dialog-fault", markup=False)

    def on_mount(self) -> None:
        self.query_one("#dialog").border_subtitle = key_line(self.hinted())

    def hinted(self) -> Sequence[Command]:
        """The commands in the lower border."""
        return commands_of(self)

    def compose_body(self) -> ComposeResult:
        yield from ()

    def show_fault(self, message: str) -> None:
        """Say what stands in the way, where no field is at fault. Empty: nothing does."""
        fault = self.query_one("#dialog-fault", Static)
        fault.update(f"! {inert(message)}" if message else "")
        fault.set_class(bool(message), "-shown")
        if message:
            self.call_after_refresh(fault.scroll_visible, animate=False)


class ConfirmScreen(Dialog[bool]):
    """A question; Enter or `y` is yes, Escape or `t` is no. A dangerous one takes only `y`."""

    DELIBERATE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "agree", "Ya", tooltip="Lakukan yang ditanyakan.", id="dialog.agree"),
        Binding("y", "answer(True)", "Ya", tooltip="Lakukan yang ditanyakan.", id="dialog.yes"),
        Binding(
            "escape,t", "answer(False)", "Tidak", tooltip="Tutup tanpa mengubah apa pun.", id="dialog.no"
        ),
    ]

    def __init__(self, title: str, text: str | Content, *, danger: bool = False) -> None:
        super().__init__(title, text)
        self._danger = danger

    def on_mount(self) -> None:
        self.query_one("#dialog").set_class(self._danger, "-danger")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self._danger if action == "agree" else super().check_action(action, parameters)

    def hinted(self) -> Sequence[Command]:
        """Yes once: by the key that is easiest to find, where the question is not dangerous."""
        return [command for command in super().hinted() if self._danger or command.id != "dialog.yes"]

    def action_agree(self) -> None:
        self.dismiss(True)


class FormDialog(Dialog[R], KeepsTyping[R]):
    """Fields and a way to save them.

    A subclass gives `compose_fields` and `save(values)`, which returns the result of the dialog or raises a
    `DeskError`: the error is shown at its field and everything typed stays. Escape dismisses with None; what was
    typed is then there again the next time.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+s",
            "save",
            "Simpan",
            tooltip="Periksa isian, lalu simpan. Enter di isian terakhir juga menyimpan.",
            id="dialog.save",
        ),
        Binding(
            "escape", "cancel", "Batal", tooltip="Tutup; isian tetap ada sebagai konsep.", id="dialog.cancel"
        ),
    ]

    def compose_body(self) -> ComposeResult:
        yield self.draft_line()
        with Form():
            yield from self.compose_fields()

    def compose_fields(self) -> Iterable[Field[Any]]:
        raise NotImplementedError

    def save(self, values: Mapping[str, Any]) -> R:
        raise NotImplementedError

    def on_mount(self) -> None:
        self.app.clear_notifications()  # a message would lie over the preview and the keys in the lower border
        self.form.focus_first()

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @on(Form.Completed)
    def _completed(self, event: Form.Completed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        self.show_fault("")
        if self._has_served or not self.form.check():
            return
        self.keep_typed()
        values = self.form.values()
        submit(self.app, lambda: self.save(values), self.finish, self.show_refusal)

    def show_refusal(self, error: DeskError) -> None:
        """At its field, or below the form; everything typed stays."""
        if not self.form.show_error(error):
            self.show_fault(error.message)

    def finish(self, result: R) -> None:
        """It is done: close with this result, and forget the draft. A second time is passed over."""
        if self._has_served:
            return
        self.drop_draft()
        self.dismiss(result)

    def action_cancel(self) -> None:
        self.dismiss(None)
