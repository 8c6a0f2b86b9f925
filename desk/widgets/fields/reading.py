"""What the fields share that are typed as people say it, and show beside the input how that was understood."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.errors import FieldError
from desk.widgets.fields.base import Field, LineInput

T = TypeVar("T")


class ReadingField(Field[T | None], Generic[T]):
    """A subclass reads the text, writes a value so that it is read the same on any day, and tells it."""

    DEFAULT_CSS = """
    ReadingField {
        & LineInput { width: 20; }
        & .field--reading { width: 1fr; height: 1; padding: 0 1; color: $good; }
    }
    """

    def __init__(self, key: str, label: str, text: str, placeholder: str, **options: Any) -> None:
        """`options`: those of `Field`."""
        super().__init__(key, label, **options)
        self._input = LineInput(text, placeholder, select_on_focus=True)
        self._reading = Static("", classes="field--reading", markup=False)

    def read(self, text: str) -> T:
        """FieldError: empty, not understood, or not allowed."""
        raise NotImplementedError

    def write(self, value: T) -> str:
        """The value as it would be typed in full."""
        raise NotImplementedError

    def tell(self, value: T) -> str:
        """The value as people read it."""
        raise NotImplementedError

    def compose_control(self) -> ComposeResult:
        yield self._input
        yield self._reading

    def on_mount(self) -> None:
        self._show_reading()

    @property
    def value(self) -> T | None:
        """None: empty, or not understood (then `check` says so)."""
        try:
            return self.read(self._input.value)
        except FieldError:
            return None

    @value.setter
    def value(self, value: T | None) -> None:
        self.restore("" if value is None else self.write(value))

    def draft(self) -> str:
        return self._input.value

    def lasting(self) -> str:
        value = self.value
        return self.draft() if value is None else self.write(value)

    def restore(self, draft: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = draft
        self._show_reading()

    def check(self) -> str | None:
        if not self._input.value.strip():
            return super().check()
        try:
            self.read(self._input.value)
        except FieldError as error:
            return error.message
        return None

    @property
    def control_widget(self) -> Widget:
        return self._input

    def on_resize(self) -> None:
        self._input.grow(self.room)

    def _show_reading(self) -> None:
        self._input.grow(self.room)
        value = self.value
        self._reading.update("" if value is None else self.tell(value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_reading()
        self.changed()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()
