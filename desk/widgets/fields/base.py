"""What all form fields share: a label, a control, a line for help or an error, and the way Enter moves on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.widgets.guarded import Guarded
from desk.widgets.text import Line, clip, inert, inert_same_length

V = TypeVar("V")

LABEL_WIDTH = 18
MARK_WIDTH = 1


class LineInput(Input):
    """A one-line input that keeps whatever is typed or pasted, newlines too, and shows it inert."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $field;
        background-tint: transparent 0%;
        color: $strong;
    }
    LineInput:focus { background: $cursor; }
    LineInput > .input--placeholder { color: $muted; }
    LineInput > .input--suggestion { color: $muted; }
    LineInput:nocolor { text-style: underline; }
    """
    takes_text = True
    _remembered = ("", "")
    """A value, and how it is shown."""

    def on_mount(self) -> None:
        self.cursor_blink = False

    def grow(self, room: int) -> None:
        """Be as wide as the text needs, up to `room` cells, so that its beginning stays in view."""
        self.styles.min_width = min(cell_len(self.value) + 3, max(1, room))

    @property
    def _value(self) -> Text:
        if self.password:
            return super()._value
        return Text(self._shown(), no_wrap=True, overflow="ignore", end="")

    def _shown(self) -> str:
        """The value inert, remembered, since it is asked for several times a key and may be a whole document."""
        value, shown = self._remembered
        if value is not self.value:
            value, shown = self._remembered = self.value, inert_same_length(self.value)
        return shown

    def _position_to_cell(self, position: int) -> int:
        """The base class would measure what was typed, not what is shown of it."""
        return position if self.password else cell_len(self._shown()[:position])

    def on_paste(self, event: events.Paste) -> None:
        """Keep the whole of a paste; the base class would drop all but its first line."""
        event.stop()
        event.prevent_default()
        self.replace(event.text.rstrip("\r\n"), *self.selection)

    def action_copy(self) -> None:
        """A password goes into no clipboard."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        if self.password:
            self.delete_selection()
        else:
            super().action_cut()


class Field(Guarded, Widget, Generic[V]):
    """A labelled control. `name` is the field's key, the one a `FieldError` names."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        width: 1fr;
        & .field--row { height: auto; width: 1fr; }
        & .field--label { width: 18; height: 1; color: $muted; }
        & .field--mark { width: 1; height: 1; color: $focus; }
        & .field--note { display: none; height: auto; width: 1fr; margin-left: 19; padding: 0 1; }
        & .field--note { color: $muted; }
        & .field--note.-shown { display: block; }
        &.-inside .field--label { color: $strong; text-style: bold; }
        &.-error .field--note { color: $fault; }
        &.-error .field--mark { color: $fault; }
    }
    """

    @dataclass
    class Changed(Message):
        """The person changed the value."""

        field: Field[Any]

        @property
        def control(self) -> Field[Any]:
            return self.field

    @dataclass
    class Submitted(Message):
        """Enter was pressed in a field that is in order: go to the next."""

        field: Field[Any]

        @property
        def control(self) -> Field[Any]:
            return self.field

    def __init__(
        self,
        key: str,
        label: str,
        *,
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=key, id=id, classes=classes)
        self.key = key
        self.label = label
        self.required = required
        self.help = help
        """Shown under the field while no error is. Empty: nothing is."""
        self.error: str | None = None
        """The message shown at the field. None: nothing is wrong."""
        self._note = ""
        self._mark_widget = Static("", classes="field--mark", markup=False)
        self._note_widget = Static("", classes="field--note", markup=False)

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field--row"):
            label = Line(clip(self.label, LABEL_WIDTH - 3)).add(" *" if self.required else "", "$key")
            yield Static(label.content(), classes="field--label")
            yield self._mark_widget
            yield from self.compose_control()
        yield self._note_widget
        yield from self.compose_below()

    def compose_control(self) -> ComposeResult:
        raise NotImplementedError

    def compose_below(self) -> ComposeResult:
        """What lies over the lines under the field, such as a list of choices."""
        yield from ()

    def on_mount(self) -> None:
        self._write_note()

    # The value

    @property
    def value(self) -> V:
        raise NotImplementedError

    @value.setter
    def value(self, value: V) -> None:
        raise NotImplementedError

    @property
    def is_blank(self) -> bool:
        return not self.value

    def check(self) -> str | None:
        """What is wrong with the value as it stands, for the person. None: nothing."""
        return f"{self.label} wajib diisi." if self.required and self.is_blank else None

    def restore(self, draft: str) -> None:
        """Put back what `draft` returned, after a crash or a refused save."""
        raise NotImplementedError

    def draft(self) -> str:
        """All that the person has put in, even if it is not (yet) valid."""
        raise NotImplementedError

    def lasting(self) -> str:
        """The draft in words that mean the same on another day."""
        return self.draft()

    is_secret = False
    """Whether it is never kept as a draft."""

    def told(self) -> str:
        """What the person has put in, as it is read by people. Empty: nothing."""
        return self.draft().strip()

    # Help and errors

    def show_error(self, message: str) -> None:
        self.error = message
        self.add_class("-error")
        self._write_note()

    def clear_error(self) -> None:
        if self.error is not None:
            self.error = None
            self.remove_class("-error")
            self._write_note()

    def show_note(self, text: str) -> None:
        """A remark that stays until it is replaced; an error goes before it. Empty: back to the help."""
        if text != self._note:
            self._note = text
            self._write_note()

    def _write_note(self) -> None:
        text = f"! {self.error}" if self.error else self._note or self.help
        self._note_widget.update(inert(text))
        self._note_widget.set_class(bool(text), "-shown")
        self._write_mark()

    # Focus

    @property
    def control_widget(self) -> Widget:
        """The widget that takes the keys."""
        return self.query_one(LineInput)

    def focus(self, scroll_visible: bool = True) -> Self:
        self.control_widget.focus(scroll_visible)
        return self

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _write_mark(self) -> None:
        inside = self.has_focus_within
        self.set_class(inside, "-inside")
        self._mark_widget.update("▌" if inside else "!" if self.error else "")

    @on(events.DescendantBlur)
    def _check_left(self) -> None:
        """What was put in is checked as soon as the field is left; an empty field may be filled later."""
        if self.draft().strip() and (message := self.check()):
            self.show_error(message)

    def submit(self) -> None:
        """To be called by a subclass at Enter: on to the next field, unless this one is wrong or missing."""
        if message := self.check():
            self.show_error(message)
        else:
            self.post_message(self.Submitted(self))

    def finish(self) -> None:
        """The form is saved while the keyboard is still here: do what leaving the field would do."""

    @property
    def room(self) -> int:
        """Cells beside the label."""
        return self.size.width - LABEL_WIDTH - MARK_WIDTH

    def changed(self) -> None:
        """To be called by a subclass when the person changed the value."""
        self.clear_error()
        self.post_message(self.Changed(self))
