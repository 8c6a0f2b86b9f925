"""Several people, each found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.message import Message
from textual.widgets import Input

from desk.widgets.fields import LineInput, Option
from desk.widgets.fields.dropdown import Dropdown
from desk.widgets.fields.suggesting import SuggestingField
from desk.widgets.matching import matching


class NameInput(LineInput):
    """Tells when Backspace finds nothing to delete."""

    class Emptied(Message):
        """Backspace in an empty input."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied())


class NamesField(SuggestingField[tuple[str, ...]]):
    """`value` holds the keys of the added options in the order of adding.

    Enter adds what is found; Enter in the empty input goes on; Backspace there takes the last name away.
    """

    ENTER_LEAVES = False

    def __init__(
        self, key: str, label: str, options: Sequence[Option], *, required: bool = False, help: str = ""
    ) -> None:
        line = NameInput(placeholder="ketik nama, Enter menambahkan")
        super().__init__(key, label, line, Dropdown(), required=required, help=help)
        self._options = tuple(options)
        self._added: list[str] = []

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(self._added)

    @value.setter
    def value(self, value: tuple[str, ...]) -> None:
        known = {option.key for option in self._options}
        self._added = [key for key in value if key in known]
        self._tell()

    @property
    def options(self) -> tuple[Option, ...]:
        return self._options

    @options.setter
    def options(self, options: Sequence[Option]) -> None:
        """New people to choose from; of those added, who is no longer among them goes."""
        self._options = tuple(options)
        self.value = self.value

    def draft(self) -> str:
        return f"{' '.join(self._added)}\n{self._input.value}"

    def told(self) -> str:
        labels = {option.key: option.label for option in self._options}
        return ", ".join(part for part in (*(labels[key] for key in self._added), self._input.value) if part)

    def restore(self, draft: str) -> None:
        added, _, typed = draft.partition("\n")
        self.value = tuple(added.split())
        with self._input.prevent(Input.Changed):
            self._input.value = typed

    def check(self) -> str | None:
        typed = self._input.value.strip()
        return f"Tidak ada nama “{typed}”. Hapus, atau pilih dari daftar." if typed else super().check()

    def matches(self, typed: str) -> list[Option]:
        """The people not yet added whose name or position holds every typed word."""
        return matching(
            typed,
            (option for option in self._options if option.key not in self._added),
            label=lambda option: option.label,
            words=lambda option: f"{option.label} {option.hint} {option.key}",
        )

    def _tell(self) -> None:
        labels = {option.key: option.label for option in self._options}
        self.show_note(", ".join(labels[key] for key in self._added))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()
        if self._input.has_focus:
            self._dropdown.open(self.matches(event.value) if event.value.strip() else (), 0)

    @on(NameInput.Emptied)
    def _take_away(self, event: NameInput.Emptied) -> None:
        event.stop()
        if self._added:
            self._added.pop()
            self._tell()
            self.changed()

    def take(self, option: Option) -> None:
        self._added.append(option.key)
        with self._input.prevent(Input.Changed):
            self._input.value = ""
        self._tell()

    def takes_highlighted(self) -> bool:
        return True

    def unasked(self) -> tuple[Sequence[Option], int]:
        return self.matches(self._input.value), 0
