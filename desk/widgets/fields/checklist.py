"""The requirements of a service as a list of ticks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from desk.domain.service import Requirement
from desk.widgets.fields.base import Field
from desk.widgets.text import Line, lines_content

TICK, BLANK = "[√]", "[ ]"


class Ticks(Widget, can_focus=True):
    """The ticks themselves, grouped under the requirement as it is printed."""

    DEFAULT_CSS = """
    Ticks { height: auto; width: 1fr; background: $field; color: $foreground; padding: 0 1; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "tick", "Centang", show=False),
        Binding("enter", "submit", show=False),
    ]

    class Toggled(Message):
        """The person ticked or unticked an item."""

    class Entered(Message):
        """Enter: go on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Requirement, ...] = ()
        self.printed: Sequence[str] = ()
        """The printed requirements, in which `Requirement.under` counts from 1."""
        self.plain = False
        """Whether these are free choices, not requirements."""
        self.ticked: set[str] = set()
        self.place = 0

    @property
    def _rows(self) -> list[tuple[str, Requirement | None]]:
        """(printed heading, None) or ("", item), from top to bottom."""
        rows: list[tuple[str, Requirement | None]] = []
        printed = ""
        for item in self.items:
            if item.under and item.under != printed:
                rows.append((self._heading(item.under), None))
            printed = item.under or ""
            rows.append(("", item))
        return rows

    def _heading(self, under: str) -> str:
        place = int(under) - 1 if under.isdecimal() else -1
        return f"{under}. {self.printed[place]}" if 0 <= place < len(self.printed) else under

    def get_content_height(self, *_: object) -> int:
        return max(1, len(self._rows))

    def render(self) -> Content:
        if not self.items:
            return Line("Tidak ada persyaratan.", "$muted").content()
        width = self.content_size.width
        lines = []
        place = -1
        for heading, item in self._rows:
            if item is None:
                lines.append(Line().cell(heading, width, "$muted"))
                continue
            place += 1
            lines.append(self._row(item, width, chosen=self.has_focus and place == self.place))
        return lines_content(lines)

    def _row(self, item: Requirement, width: int, chosen: bool) -> Line:
        done = item.key in self.ticked
        ground = " on $cursor" if chosen else ""
        line = Line().cell("▌" if chosen else "", 2, "$focus" + ground)
        line.add(
            f"{TICK if done else BLANK} ",
            ("$good" if done else "$key" if item.required else "$muted") + ground,
        )
        tail = "" if item.required or self.plain else " bila perlu"
        text_style = ("$foreground" if done or item.required or self.plain else "$muted") + ground
        line.cell(item.text, width - line.width - len(tail), ("bold " if chosen else "") + text_style)
        return line.cell(tail, len(tail), "$muted" + ground)

    def action_move(self, step: int) -> None:
        self.place = max(0, min(self.place + step, len(self.items) - 1))
        self.refresh()
        row = [item for _, item in self._rows].index(self.items[self.place]) if self.items else 0
        self.scroll_visible_row(row)

    def scroll_visible_row(self, row: int) -> None:
        if isinstance(parent := self.screen.focused, Ticks):
            parent.app.call_later(
                self.screen.scroll_to_region, Region(0, row, 1, 1).translate(self.region.offset)
            )

    def action_tick(self) -> None:
        if self.items:
            self.ticked ^= {self.items[self.place].key}
            self.refresh()
            self.post_message(self.Toggled())

    def action_submit(self) -> None:
        self.post_message(self.Entered())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        rows = self._rows
        if offset is None or offset.y >= len(rows) or (item := rows[offset.y][1]) is None:
            return
        self.place = self.items.index(item)
        self.action_tick()


class CheckList(Field[frozenset[str]]):
    """`value` is the set of ticked keys. A missing item is no error: the file is then logged as
    incomplete. `printed`: the printed requirements that items may derive from (`Requirement.under`).
    A `plain` list holds free choices, of which none is missing; `required` then asks for at least one.
    """

    def __init__(
        self,
        key: str,
        label: str,
        items: Sequence[Requirement] = (),
        *,
        ticked: Iterable[str] = (),
        printed: Sequence[str] = (),
        plain: bool = False,
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._ticks = Ticks()
        self._ticks.items = tuple(items)
        self._ticks.printed = tuple(printed)
        self._ticks.plain = plain
        self._ticks.ticked = {item.key for item in items} & set(ticked)

    def compose_control(self) -> ComposeResult:
        yield self._ticks

    def on_mount(self) -> None:
        self._count()

    def set_items(self, items: Sequence[Requirement], printed: Sequence[str] = ()) -> None:
        """Another service's requirements; ticks of the same key stay."""
        self._ticks.items = tuple(items)
        self._ticks.printed = tuple(printed)
        self._ticks.place = 0
        self._ticks.refresh(layout=True)
        self._count()

    @property
    def value(self) -> frozenset[str]:
        return frozenset(item.key for item in self._ticks.items if item.key in self._ticks.ticked)

    @value.setter
    def value(self, value: frozenset[str]) -> None:
        self._ticks.ticked = set(value)
        self._ticks.refresh()
        self._count()

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """Required items not ticked."""
        return tuple(
            item for item in self._ticks.items if item.required and item.key not in self._ticks.ticked
        )

    def draft(self) -> str:
        return " ".join(sorted(self._ticks.ticked))

    def told(self) -> str:
        return ", ".join(item.text for item in self._ticks.items if item.key in self._ticks.ticked)

    def restore(self, draft: str) -> None:
        self.value = frozenset(draft.split())

    @property
    def control_widget(self) -> Widget:
        return self._ticks

    def _count(self) -> None:
        needed = [item for item in self._ticks.items if item.required and not self._ticks.plain]
        if not needed:
            self.show_note("")
            return
        done = len(needed) - len(self.missing)
        state = "lengkap" if done == len(needed) else "belum lengkap"
        self.show_note(f"{done}/{len(needed)} {state} · spasi centang")

    def on_ticks_toggled(self, event: Ticks.Toggled) -> None:
        event.stop()
        self._count()
        self.changed()

    def on_ticks_entered(self, event: Ticks.Entered) -> None:
        event.stop()
        self.submit()
