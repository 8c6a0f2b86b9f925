"""One line of text with suggestions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from desk.widgets.fields.base import Field, LineInput
from desk.widgets.fields.dropdown import Dropdown, Option


class TextField(Field[str]):
    """One line. `complete(text)` names what it might become; choosing is never forced."""

    BINDINGS = [
        Binding("down", "suggestion(1)", show=False),
        Binding("up", "suggestion(-1)", show=False),
        Binding("escape", "close", show=False),
    ]

    def __init__(
        self,
        key: str,
        label: str,
        *,
        value: str = "",
        complete: Callable[[str], Sequence[str]] | None = None,
        placeholder: str = "",
        password: bool = False,
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._input = LineInput(value, placeholder, password=password, select_on_focus=False)
        self._complete = complete
        self.is_secret = password
        self._dropdown = Dropdown("▼ memilih")

    def compose_control(self) -> ComposeResult:
        yield self._input

    def compose_below(self) -> ComposeResult:
        if self._complete is not None:
            yield self._dropdown

    @property
    def value(self) -> str:
        """The text without blanks around it."""
        return self._input.value.strip()

    @value.setter
    def value(self, value: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = value
            self._input.cursor_position = len(value)

    def draft(self) -> str:
        return self._input.value

    def restore(self, draft: str) -> None:
        self.value = draft

    @property
    def control_widget(self) -> Widget:
        return self._input

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()
        if self._complete is not None and self._input.has_focus:
            found = self._complete(event.value) if event.value.strip() else ()
            self._dropdown.open([Option(text, text) for text in found if text != event.value])

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._dropdown.is_open and (option := self._dropdown.option):
            self._choose(option)
        self._dropdown.close()
        self.submit()

    @on(Dropdown.Clicked)
    def _clicked(self, event: Dropdown.Clicked) -> None:
        event.stop()
        self._choose(self._dropdown.options[event.place])
        self._input.focus()

    def _choose(self, option: Option) -> None:
        self.value = option.key
        self._dropdown.close()
        self.changed()

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self._dropdown.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._dropdown.is_open if action in ("suggestion", "close") else True

    def action_suggestion(self, step: int) -> None:
        self._dropdown.move(step)

    def action_close(self) -> None:
        self._dropdown.close()
