"""The short list that opens under a field; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from desk.widgets.text import Line, lines_content

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: str
    hint: str = ""


class Dropdown(Widget):
    """Up to six options at a time; `place` is the chosen one, -1 for none."""

    DEFAULT_CSS = """
    Dropdown {
        overlay: screen;
        constrain: inside inside;
        display: none;
        width: 60;
        max-width: 100%;
        height: auto;
        margin-left: 19;
        background: $bar;
        border: round $focus;
        padding: 0;
        color: $foreground;
        border-subtitle-color: $muted;
        pointer: pointer;
    }
    Dropdown.-open { display: block; }
    """

    @dataclass
    class Clicked(Message):
        """The person clicked an option."""

        place: int

    def __init__(self, hint: str = "") -> None:
        """`hint`: told in the lower border. Empty: nothing is."""
        super().__init__()
        self.border_subtitle = hint
        self.options: Sequence[Option] = ()
        self.place = -1
        self._first = 0

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    @property
    def option(self) -> Option | None:
        return self.options[self.place] if 0 <= self.place < len(self.options) else None

    def open(self, options: Sequence[Option], place: int = -1) -> None:
        """Show these options; without any, close."""
        self.options = options
        self.place = place
        self._first = 0
        self._follow()
        self.set_class(bool(options), "-open")
        self._place_box()
        self.refresh(layout=True)

    def _place_box(self) -> None:
        """Below the field, or above it where the screen ends; never over what is being typed."""
        field = self.parent
        if not isinstance(field, Widget):
            return
        height = min(SHOWN, len(self.options)) + 2
        fits = field.region.bottom + height <= self.screen.size.height
        self.styles.offset = (0, 0 if fits else -(field.region.height + height))

    def close(self) -> None:
        self.remove_class("-open")

    def move(self, step: int) -> None:
        self.place = (
            (len(self.options) - 1 if step < 0 else 0)
            if self.place < 0
            else max(0, min(self.place + step, len(self.options) - 1))
        )
        self._follow()
        self.refresh()

    def _follow(self) -> None:
        if self.place >= 0:
            self._first = max(min(self._first, self.place), self.place - SHOWN + 1)

    def get_content_height(self, *_: object) -> int:
        return min(SHOWN, len(self.options))

    def render(self) -> Content:
        width = self.content_size.width
        last = self._first + SHOWN
        shown = list(enumerate(self.options))[self._first : last]
        rows = []
        for place, option in shown:
            chosen = place == self.place
            ground = "bold $strong on $cursor" if chosen else ""
            hint_width = min(len(option.hint) + 1, width // 2) if option.hint else 0
            more = (place == last - 1 and last < len(self.options)) or (place == self._first > 0)
            row = Line().cell("▌" if chosen else "", 1, "$focus on $cursor" if chosen else "")
            row.cell(option.label, width - hint_width - 3, ground)
            row.cell(option.hint, hint_width, "$muted" + (" on $cursor" if chosen else ""), "right")
            arrow = "▼" if place != self._first else "▲"
            row.cell(arrow if more else "", 2, "$muted" + (" on $cursor" if chosen else ""), "right")
            rows.append(row)
        return lines_content(rows)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and (place := self._first + offset.y) < len(self.options):
            self.post_message(self.Clicked(place))
        event.stop()
