"""The bars above and below every screen: where am I and what time is it; what can I press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from desk.widgets.commands import HELP_ID, Command, commands_of
from desk.widgets.text import Line


@dataclass(frozen=True, slots=True)
class Tab:
    """One mode of the app."""

    key: str
    """The digit that opens it."""
    label: str
    mode: str


@dataclass(frozen=True, slots=True)
class HeaderState:
    """All that the header shows; text from people may be anything."""

    office: str = ""
    tabs: Sequence[Tab] = ()
    active: str = ""
    """The mode shown now."""
    day: str = ""
    """As `format_day_short` writes it."""
    clock: str = ""
    """`09.41`."""
    zone: str = ""
    """`WIB`. Empty: not told."""
    open_now: bool = False
    hours: str = ""
    """`sisa 5j19m` while open, `buka Sen 07.30` while closed. Empty: unknown."""
    person: str = ""
    """Name of who is signed in. Empty: nobody."""
    demo: bool = False
    """The clock is that of an example, and says so."""
    trouble: str = ""
    """What is wrong with the whole desk at present, on a line of its own. Empty: nothing is."""


class HeaderBar(Widget):
    """Office, modes, time. On a narrow terminal the person goes first, then words, then the day."""

    DEFAULT_CSS = """
    HeaderBar { dock: top; height: 1; background: $bar; color: $foreground; }
    """

    @dataclass
    class TabClicked(Message):
        """The person clicked a mode."""

        mode: str

    def __init__(self, state: HeaderState | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state = state or HeaderState()
        self._places: list[tuple[int, int, str]] = []

    @property
    def state(self) -> HeaderState:
        return self._state

    def show(self, state: HeaderState) -> None:
        """Show this; cheap when nothing changed."""
        if state != self._state:
            if bool(state.trouble) != bool(self._state.trouble):
                self.styles.height = 2 if state.trouble else 1
            self._state = state
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        for detail in range(5, -1, -1):
            left, right = self._left(detail), self._right(detail)
            if left.width + right.width + 1 <= width or detail == 0:
                break
        room = width - right.width
        if left.width > room:
            bar = left.content().truncate(width, ellipsis=True)
        else:
            bar = left.gap(room - left.width).extend(right).content()
        if not self._state.trouble:
            return bar
        trouble = Line(" ! ", "bold $fault").cell(self._state.trouble, width - 3, "bold $fault")
        return Content("\n").join([bar, trouble.content()])

    def _left(self, detail: int) -> Line:
        state = self._state
        office_width = 32 if detail >= 2 else 16
        line = Line().cell("", 1)
        if state.office:
            line.cell(state.office, min(office_width, Line(state.office).width), "bold $key").gap(2)
        self._places = []
        for tab in state.tabs:
            start = line.width
            if tab.mode == state.active:
                line.add(f" {tab.key} {tab.label} ", "bold $on-focus on $focus")
            else:
                line.add(f" {tab.key}", "bold $key").add(f" {tab.label} " if detail else " ", "$foreground")
            self._places.append((start, line.width, tab.mode))
        return line

    def _right(self, detail: int) -> Line:
        state = self._state
        line = Line()
        if state.person and detail >= 5:
            line.add(f"{state.person}", "$muted").gap(2)
        if state.demo:
            line.add("jam contoh", "$key").gap(1)
        if state.day and detail >= 3:
            line.add(state.day, "$muted").gap(1)
        line.add(state.clock, "bold $strong").gap(1)
        if state.zone and detail >= 4:
            line.add(state.zone, "$muted").gap(1)
        if state.hours:
            glyph, style = ("●", "$band-on-time") if state.open_now else ("○", "$band-outside-hours")
            name = "jam kerja" if state.open_now else "di luar jam"
            line.add(glyph, style)
            if detail >= 4:
                line.add(f" {name}, {state.hours}", style)
            elif detail >= 2:
                line.add(f" {state.hours}", style)
            line.gap(1)
        return line

    def on_click(self, event: events.Click) -> None:
        for start, end, mode in self._places:
            if start <= event.x < end:
                self.post_message(self.TabClicked(mode))


class FooterBar(Widget):
    """The commands of the moment. What does not fit is left out whole, never the way back or to the help."""

    DEFAULT_CSS = """
    FooterBar { dock: bottom; height: 1; background: $bar; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._commands: list[Command] = []
        self._places: list[tuple[int, int, Command]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self.call_after_refresh(self._update, self.screen)

    def _update(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen and screen.is_current:
            self._commands = [command for command in commands_of(screen) if command.shown]
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        last = [command for command in self._commands if command.id == HELP_ID or "Esc" in command.keys[:1]]
        others = [command for command in self._commands if command not in last]
        room = width - 1 - sum(_item(command).width for command in last)
        line = Line().gap(1)
        self._places = []
        for command in others:
            if line.width + _item(command).width > room:
                break
            self._put(line, command)
        for command in last:
            self._put(line, command)
        return line.content()

    def _put(self, line: Line, command: Command) -> None:
        start = line.width
        line.extend(_item(command))
        self._places.append((start, line.width - 3, command))

    async def on_click(self, event: events.Click) -> None:
        for start, end, command in self._places:
            if start <= event.x < end and command.enabled:
                await command.run(self.app)
                return


def key_line(commands: Sequence[Command]) -> Content:
    """The shown commands for the lower border of a box: `^s Simpan · Esc Batal`."""
    line = Line()
    for command in commands:
        if command.shown:
            line.add(" · " if line.width else "", "$muted")
            line.add(command.keys[0], "bold $key").add(f" {command.label}", "$foreground")
    return line.content()


def _item(command: Command) -> Line:
    if not command.enabled:
        return Line(command.keys[0], "$muted").add(f" {command.label}   ", "$muted")
    return Line(command.keys[0], "bold $key").add(f" {command.label}   ", "$foreground")
