"""One line of text with suggestions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from desk.widgets.fields.base import LineInput
from desk.widgets.fields.dropdown import Dropdown, Option
from desk.widgets.fields.suggesting import SuggestingField


class TextField(SuggestingField[str]):
    """One line. `complete(text)` names what it might become; choosing is never forced."""

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
        line = LineInput(value, placeholder, password=password, select_on_focus=False)
        super().__init__(
            key, label, line, Dropdown("▼ memilih"), required=required, help=help, id=id, classes=classes
        )
        self._complete = complete
        self.is_secret = password

    def compose_below(self) -> ComposeResult:
        if self._complete is not None:
            yield from super().compose_below()

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

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()
        if self._complete is not None and self._input.has_focus:
            found = self._complete(event.value) if event.value.strip() else ()
            self._dropdown.open([Option(text, text) for text in found if text != event.value])

    def take(self, option: Option) -> None:
        self.value = option.key
