"""Typing ahead: a key waits until the one before it has done its work.

Textual hands a key to whatever has the focus when it arrives. Enter moves the focus, and a letter command opens a
dialog, only some messages later; keys typed faster than that, or sent together over a slow line, would land in the
field or list before. Here such keys wait, in order, until focus and screen have settled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from desk.widgets.alt_keys import tamed

R = TypeVar("R")

PATIENCE = 5.0
"""Seconds after which waiting keys go on all the same: the widget on the way was removed, or is stuck.

Long, since a machine that is busy takes a second or two over an Enter, and a key that overtakes it puts a letter's
number into the sender's name.
"""

TAKES_TEXT = "takes_text"
"""Attribute of a widget for which a printable key only adds a character, and so need not settle."""

DELIBERATE = "DELIBERATE"
"""Attribute of a screen that is to be read before it is answered: keys typed ahead of it are dropped."""

TRIPS = 2
"""How often a key's effect goes from the focus up to the app: the key itself, to be found a binding of the app's
chain, and then the messages of the action that it started."""

AT_ONCE = frozenset({"ctrl+q"})
"""Keys that never wait."""


class TypeAhead(App[R]):
    """An app in which no key overtakes the effect of the one before."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._unsettled = 0
        """Number of the key that is at work; 0: none."""
        self._keys = 0

    async def on_event(self, event: events.Event) -> None:
        event = tamed(event)
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._unsettled and not (isinstance(event, events.Key) and event.key in AT_ONCE):
            self._waiting.append(event)
        else:
            await self._hand_on(event)

    async def _hand_on(self, event: events.Key | events.Paste) -> None:
        focused = self.focused
        only_types = getattr(focused, TAKES_TEXT, False) and (
            isinstance(event, events.Paste) or event.is_printable
        )
        screen = self.screen
        await super().on_event(event)
        if only_types:
            return
        self._keys += 1
        self._unsettled = self._keys
        self.set_timer(PATIENCE, partial(self._settled, self._keys))
        self._travel(screen, self._keys, TRIPS)

    def _travel(self, screen: Screen[Any], number: int, trips: int) -> None:
        """Send a token from the focus up to the app, queue by queue, always behind the key and its messages."""
        start = self.focused or self.screen
        self._hop([node for node in (start, *start.ancestors) if node is not self], screen, number, trips)

    def _hop(self, path: Sequence[MessagePump], screen: Screen[Any], number: int, trips: int) -> None:
        for place, node in enumerate(path):
            if node.call_later(self._hop, path[place + 1 :], screen, number, trips):
                return
        self.call_later(self._arrived, screen, number, trips - 1)

    async def _arrived(self, screen: Screen[Any], number: int, trips: int) -> None:
        if number != self._unsettled or not self._running:
            return
        if self.screen is not screen:
            if getattr(self.screen, DELIBERATE, False):
                self._waiting.clear()
            self.screen.call_after_refresh(self.call_later, self._travel, self.screen, number, TRIPS)
        elif trips:
            self._travel(screen, number, trips)
        else:
            await self._settled(number)

    async def _settled(self, number: int) -> None:
        if number != self._unsettled:
            return
        self._unsettled = 0
        while self._waiting and not self._unsettled:
            await self._hand_on(self._waiting.popleft())
