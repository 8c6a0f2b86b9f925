"""A choice among given options, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from desk.widgets.fields.base import Field, LineInput
from desk.widgets.fields.dropdown import Dropdown, Option
from desk.widgets.matching import matching
from desk.widgets.text import inert


class ChoiceField(Field[str | None]):
    """`value` is the key of an option or None; what was typed and matches nothing stays to be mended."""

    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("escape", "close", show=False),
    ]

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[Option],
        *,
        value: str | None = None,
        placeholder: str = "ketik untuk mencari, ▼ untuk melihat",
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._options = tuple(options)
        self._value = value
        self._input = LineInput(self._label_of(value), placeholder, select_on_focus=True)
        self._dropdown = Dropdown()

    def compose_control(self) -> ComposeResult:
        yield self._input

    def compose_below(self) -> ComposeResult:
        yield self._dropdown

    @property
    def value(self) -> str | None:
        return self._value

    @value.setter
    def value(self, value: str | None) -> None:
        self._value = value if self._find(value) else None
        self.show_note("")
        with self._input.prevent(Input.Changed):
            self._input.value = self._label_of(self._value)

    @property
    def options(self) -> tuple[Option, ...]:
        return self._options

    @options.setter
    def options(self, options: Sequence[Option]) -> None:
        """New options; a value that is no longer among them becomes None, a text that was no value stays."""
        self._options = tuple(options)
        if self._value is not None:
            self.value = self._value

    def _find(self, key: str | None) -> Option | None:
        return next((option for option in self._options if option.key == key), None)

    def _label_of(self, key: str | None) -> str:
        option = self._find(key)
        return option.label if option else ""

    def draft(self) -> str:
        return self._value if self._value is not None else self._input.value

    def told(self) -> str:
        return self._input.value.strip()

    def restore(self, draft: str) -> None:
        if self._find(draft):
            self.value = draft
        else:
            self._value = None
            self._input.value = draft

    def check(self) -> str | None:
        typed = self._input.value.strip()
        if self._value is None and typed:
            return f"Tidak ada pilihan “{inert(typed, 40)}”. Hapus untuk melihat semuanya."
        return super().check()

    @property
    def control_widget(self) -> Widget:
        return self._input

    def matches(self, typed: str) -> list[Option]:
        """The options that hold every typed word, those whose label begins with it first."""
        return matching(
            typed,
            self._options,
            label=lambda option: option.label,
            words=lambda option: f"{option.label} {option.hint} {option.key}",
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        found = self.matches(event.value)
        exact = next((o for o in self._options if o.label.casefold() == event.value.strip().casefold()), None)
        self._value = exact.key if exact else None
        self.changed()
        self.show_note("" if found or not event.value.strip() else "tidak ada yang cocok")
        if self._input.has_focus:
            self._dropdown.open(found, 0 if event.value.strip() else -1)

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
        """Leaving by Tab takes the highlighted match, so that a typed beginning is enough."""
        if self._dropdown.is_open and self._value is None and (option := self._dropdown.option):
            self._choose(option)
        self._dropdown.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._dropdown.is_open if action == "close" else True

    def action_move(self, step: int) -> None:
        if self._dropdown.is_open:
            self._dropdown.move(step)
            return
        keys = [option.key for option in self._options]
        self._dropdown.open(self._options, keys.index(self._value) if self._value in keys else 0)

    def action_close(self) -> None:
        self._dropdown.close()
