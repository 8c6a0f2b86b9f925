"""A few options, all of them visible: one to choose (`PickField`) or any number (`PicksField`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from desk.widgets.fields import Field, Option
from desk.widgets.text import Line, lines_content

V = TypeVar("V")

ONE = ("(•)", "( )")
MANY = ("[√]", "[ ]")
MIN_COLUMN = 24
"""Cells below which two options do not stand side by side."""
_TICK = 6
"""Cells that the tick and the gap beside an option take."""
_LEAD = 8
"""Cells of marker, button and digit before an option, and the gap behind it."""


class Picks(Widget, can_focus=True):
    """The options. With `many` the space bar ticks; else moving chooses, and so does an option's digit."""

    DEFAULT_CSS = """
    Picks { height: auto; width: 1fr; background: $field; color: $foreground; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
        Binding("space", "tick", show=False),
        Binding("enter", "submit", show=False),
    ]

    class Picked(Message):
        """The person chose or unchose an option."""

    class Entered(Message):
        """Enter: go on to the next field."""

    @dataclass(frozen=True)
    class _Grid:
        rows: int
        widths: tuple[int, ...]
        """Of each column; the options go down one column before the next."""

    def __init__(self, options: Sequence[Option], chosen: Iterable[str], *, many: bool) -> None:
        super().__init__()
        self.options = tuple(options)
        keys = [option.key for option in self.options]
        self.chosen = [key for key in keys if key in set(chosen)]
        self.many = many
        self.place = keys.index(self.chosen[0]) if self.chosen else 0 if many else -1

    def _grid(self, width: int) -> _Grid:
        """Two columns where they fit; one that is too wide for its longest option gives way."""
        columns = 2 if self.many and len(self.options) > 6 and width >= 2 * MIN_COLUMN else 1
        rows = -(-len(self.options) // columns)
        if columns == 1:
            return self._Grid(rows, (width,))
        needs = [
            max(len(option.label) for option in self.options[start : start + rows]) + _TICK
            for start in (0, rows)
        ]
        first = min(needs[0], max(MIN_COLUMN, width - needs[1]))
        return self._Grid(rows, (first, width - first))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return max(1, self._grid(width).rows * self._height(width))

    def _height(self, width: int) -> int:
        """Lines an option takes: two where some hint does not fit beside its label."""
        fits = all(len(option.label) + len(option.hint) + _LEAD <= width for option in self.options)
        return 1 if self.many or fits else 2

    def render(self) -> Content:
        grid = self._grid(self.content_size.width)
        two = self._height(self.content_size.width) == 2
        lines = []
        for row in range(grid.rows):
            line = Line()
            for place, width in zip(range(row, len(self.options), grid.rows), grid.widths, strict=False):
                self._put(line, place, width, hinted=not two)
            lines.append(line)
            if two:
                hint = self.options[row].hint
                lines.append(Line().gap(_LEAD - 1).cell(hint, grid.widths[0] - _LEAD + 1, "$muted"))
        return lines_content(lines)

    def _put(self, line: Line, place: int, width: int, *, hinted: bool) -> None:
        option = self.options[place]
        start, on = line.width, option.key in self.chosen
        here = self.has_focus and place == self.place
        ground = " on $cursor" if here else ""
        marks = MANY if self.many else ONE
        line.cell("▌" if here else "", 1, "$focus" + ground)
        line.add(f"{marks[0] if on else marks[1]} ", ("$good" if on else "$muted") + ground)
        number = f"{place + 1} " if not self.many else ""
        line.add(number, "bold $key" + ground)
        hint = len(option.hint) + 1 if option.hint and hinted else 0
        room = width - (line.width - start) - hint
        line.cell(option.label, room, ("bold $strong" if on else "$foreground") + ground)
        line.cell(option.hint, hint, "$muted" + ground, "right")

    def action_move(self, step: int) -> None:
        self._go(self.place + step)

    def action_column(self, step: int) -> None:
        target = self.place + step * self._grid(self.content_size.width).rows
        if self.many and 0 <= target < len(self.options):
            self._go(target)

    def _go(self, place: int) -> None:
        if not self.options:
            return
        self.place = max(0, min(place, len(self.options) - 1))
        if not self.many:
            self._set([self.options[self.place].key])
        self.refresh()

    def action_tick(self) -> None:
        if not self.options:
            return
        self.place = max(0, self.place)
        key = self.options[self.place].key
        if not self.many:
            self._set([key])
            return
        wanted = set(self.chosen) ^ {key}
        self._set([option.key for option in self.options if option.key in wanted])

    def action_submit(self) -> None:
        self.post_message(self.Entered())

    def _set(self, chosen: list[str]) -> None:
        self.chosen = chosen
        self.refresh()
        self.post_message(self.Picked())

    def on_key(self, event: events.Key) -> None:
        """A digit chooses the option of that number; with many, a letter goes to what begins with it."""
        letter = (event.character or "").casefold()
        if not letter.isalnum():
            return
        event.stop()
        event.prevent_default()
        if not self.many:
            if letter.isdecimal() and 0 < int(letter) <= len(self.options):
                self._go(int(letter) - 1)
            return
        order = [*range(self.place + 1, len(self.options)), *range(self.place + 1)]
        found = [place for place in order if self.options[place].label.casefold().startswith(letter)]
        if found:
            self._go(found[0])

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        grid = self._grid(self.content_size.width)
        column = int(offset.x >= grid.widths[0] and len(grid.widths) > 1)
        place = column * grid.rows + offset.y // self._height(self.content_size.width)
        if place < len(self.options):
            self.place = place
            self.action_tick()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class _PicksBase(Field[V]):
    """What both fields share."""

    MANY: ClassVar[bool]

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[Option],
        *,
        chosen: Iterable[str] = (),
        required: bool = False,
        help: str = "",
    ) -> None:
        super().__init__(key, label, required=required, help=help)
        self._picks = Picks(options, chosen, many=self.MANY)

    def compose_control(self) -> ComposeResult:
        yield self._picks

    def draft(self) -> str:
        return " ".join(self._picks.chosen)

    def told(self) -> str:
        return ", ".join(option.label for option in self._picks.options if option.key in self._picks.chosen)

    def restore(self, draft: str) -> None:
        wanted = set(draft.split())
        self._picks.chosen = [option.key for option in self._picks.options if option.key in wanted]
        self._picks.refresh()

    @property
    def control_widget(self) -> Widget:
        return self._picks

    def on_picks_picked(self, event: Picks.Picked) -> None:
        event.stop()
        self.changed()

    def on_picks_entered(self, event: Picks.Entered) -> None:
        event.stop()
        self.post_message(self.Submitted(self))


class PickField(_PicksBase[str | None]):
    """`value` is the key of the chosen option; None while nothing is chosen."""

    MANY = False

    @property
    def value(self) -> str | None:
        return self._picks.chosen[0] if self._picks.chosen else None

    @value.setter
    def value(self, value: str | None) -> None:
        self.restore(value or "")


class PicksField(_PicksBase[tuple[str, ...]]):
    """`value` holds the keys of the ticked options, in the order of the options."""

    MANY = True

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(self._picks.chosen)

    @value.setter
    def value(self, value: tuple[str, ...]) -> None:
        self.restore(" ".join(value))
