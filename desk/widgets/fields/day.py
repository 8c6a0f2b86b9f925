"""A day, typed as people say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.domain.dates import format_day, parse_day
from desk.errors import FieldError
from desk.widgets.fields.base import Field, LineInput


class DateField(Field[date | None]):
    """Understands `kemarin`, `-2`, `21`, `21/11`; shows beside the input which day that is."""

    DEFAULT_CSS = """
    DateField {
        & LineInput { width: 20; }
        & .day--reading { width: 1fr; height: 1; padding: 0 1; color: $good; }
    }
    """

    def __init__(
        self,
        key: str,
        label: str,
        today: Callable[[], date],
        *,
        value: date | None = None,
        ahead: bool = False,
        placeholder: str = "kemarin, 21/11 …",
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`today` is asked whenever a text is read; `ahead`: a deadline or event, so days lie before us."""
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._today = today
        self._ahead = ahead
        self._input = LineInput(_written(value), placeholder, select_on_focus=True)
        self._reading = Static("", classes="day--reading", markup=False)

    def compose_control(self) -> ComposeResult:
        yield self._input
        yield self._reading

    def on_mount(self) -> None:
        self._show_reading()

    @property
    def value(self) -> date | None:
        """None: empty, or not understood (then `check` says so)."""
        try:
            return parse_day(self._input.value, self._today(), ahead=self._ahead, field=self.key)
        except FieldError:
            return None

    @value.setter
    def value(self, value: date | None) -> None:
        self.restore(_written(value))

    def draft(self) -> str:
        return self._input.value

    def lasting(self) -> str:
        value = self.value
        return self.draft() if value is None else _written(value)

    def restore(self, draft: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = draft
        self._show_reading()

    def check(self) -> str | None:
        if not self._input.value.strip():
            return super().check()
        try:
            parse_day(self._input.value, self._today(), ahead=self._ahead, field=self.key)
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
        day = self.value
        self._reading.update(format_day(day) if day else "")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_reading()
        self.changed()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()


def _written(day: date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""
