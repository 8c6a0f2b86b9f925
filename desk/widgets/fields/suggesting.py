"""What the fields share that open a short list under the line being typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from desk.widgets.fields.base import Field, LineInput
from desk.widgets.fields.dropdown import Dropdown, Option

V = TypeVar("V")


class SuggestingField(Field[V]):
    """A subclass says what taking an option means, and when leaving the field takes the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("escape", "close", show=False),
    ]
    ENTER_LEAVES = True
    """Whether Enter goes to the next field also where it took an option."""

    def __init__(self, key: str, label: str, input: LineInput, dropdown: Dropdown, **options: Any) -> None:
        """`options`: those of `Field`."""
        super().__init__(key, label, **options)
        self._input = input
        self._dropdown = dropdown

    def take(self, option: Option) -> None:
        """The person chose this one."""
        raise NotImplementedError

    def takes_highlighted(self) -> bool:
        """Whether leaving by Tab takes the highlighted option, so that a typed beginning is enough."""
        return False

    def unasked(self) -> tuple[Sequence[Option], int]:
        """What an arrow key opens before anything is typed, and which of it is highlighted. Nothing: no list."""
        return (), -1

    def compose_control(self) -> ComposeResult:
        yield self._input

    def compose_below(self) -> ComposeResult:
        yield self._dropdown

    @property
    def control_widget(self) -> Widget:
        return self._input

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        option = self._dropdown.option if self._dropdown.is_open else None
        if option is not None:
            self._take(option)
        self._dropdown.close()
        if option is None or self.ENTER_LEAVES:
            self.submit()

    @on(Dropdown.Clicked)
    def _clicked(self, event: Dropdown.Clicked) -> None:
        event.stop()
        self._take(self._dropdown.options[event.place])
        self._input.focus()

    @on(events.DescendantBlur)
    def finish(self) -> None:
        if self._dropdown.is_open and self.takes_highlighted() and (option := self._dropdown.option):
            self._take(option)
        self._dropdown.close()

    def _take(self, option: Option) -> None:
        self.take(option)
        self._dropdown.close()
        self.changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "move":
            return self._dropdown.is_open or bool(self.unasked()[0])
        return self._dropdown.is_open if action == "close" else True

    def action_move(self, step: int) -> None:
        if self._dropdown.is_open:
            self._dropdown.move(step)
        else:
            self._dropdown.open(*self.unasked())

    def action_close(self) -> None:
        self._dropdown.close()
