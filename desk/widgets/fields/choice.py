"""A choice among given options, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.widgets import Input

from desk.widgets.fields.base import LineInput
from desk.widgets.fields.dropdown import Dropdown, Option
from desk.widgets.fields.suggesting import SuggestingField
from desk.widgets.matching import matching
from desk.widgets.text import inert


class ChoiceField(SuggestingField[str | None]):
    """`value` is the key of an option or None; what was typed and matches nothing stays to be mended."""

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
        self._options = tuple(options)
        self._value = value
        line = LineInput(self._label_of(value), placeholder, select_on_focus=True)
        super().__init__(key, label, line, Dropdown(), required=required, help=help, id=id, classes=classes)

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

    def take(self, option: Option) -> None:
        self.value = option.key

    def takes_highlighted(self) -> bool:
        return self._value is None

    def unasked(self) -> tuple[Sequence[Option], int]:
        keys = [option.key for option in self._options]
        return self._options, keys.index(self._value) if self._value in keys else 0
