"""Locking the desk of somebody who has gone: when, and that nothing gets over or past the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.widget import AwaitMount

from desk.office.idle_lock import lock_minutes
from desk.screens.base import Shell

ALLOWED = frozenset({"leave", "focus_next", "focus_previous"})
"""Actions of the app that go on under the lock."""


class Locking(Shell):
    """An app whose screens can be covered by a `LockScreen`.

    What lies below keeps everything: cursor, half-typed fields, open dialogs. Whatever would put a screen over the lock
    or take one away, a dialog that closes itself or an answer from a thread, waits until it is gone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cover: Screen[None] | None = None
        self._held: list[Callable[[], object]] = []
        self._idle_limit = 0
        """Seconds without key or mouse after which the screen locks; 0: never by itself."""
        self._used_at = 0.0

    @property
    def is_locked(self) -> bool:
        return self._cover is not None

    def heed_idleness(self) -> None:
        """Somebody has come in, or the office may have changed its mind: read after how long to lock."""
        if self.session is not None:
            self._idle_limit = lock_minutes(self.session.office) * 60

    def watch_idleness(self) -> None:
        """Once a second: lock if nothing was pressed for long enough."""
        if self._idle_limit and self._steady() - self._used_at >= self._idle_limit:
            self.lock()

    def use(self) -> None:
        """Somebody is there."""
        self._used_at = self._steady()

    def _steady(self) -> float:
        return 0.0 if self.session is None else self.session.office.clock.steady()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste | events.MouseEvent) and not event.is_forwarded:
            self.use()
        await super().on_event(event)

    def lock(self) -> None:
        """Cover everything, and take away the short messages that lie over it."""
        from desk.screens.lock import LockScreen

        if self.session is not None and not self.is_locked:
            self.clear_notifications()
            screen = LockScreen(self.session)
            super().push_screen(screen)
            self._cover = screen

    def unlock(self) -> None:
        if self.is_locked:
            self._cover = None
            self.use()
            super().pop_screen()
            held, self._held = self._held, []
            for change in held:
                self.call_later(change)

    def push_screen(
        self,
        screen: Any,
        callback: Any = None,
        wait_for_dismiss: bool = False,
        *,
        mode: str | None = None,
    ) -> Any:
        push = partial(super().push_screen, screen, mode=mode)
        if not self.is_locked:
            return push(callback, wait_for_dismiss)
        if not wait_for_dismiss:
            self._held.append(partial(push, callback))
            return AwaitMount(self.screen, [])
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._held.append(partial(push, answer.set_result))
        return answer

    def pop_screen(self) -> AwaitComplete:
        if not self.is_locked:
            return super().pop_screen()
        self._held.append(super().pop_screen)
        return AwaitComplete()

    def switch_mode(self, mode: str) -> AwaitMount:
        if not self.is_locked:
            return super().switch_mode(mode)
        self._held.append(partial(super().switch_mode, mode))
        return AwaitMount(self.screen, [])

    def action_lock(self) -> None:
        self.lock()
