"""The only reader of the wall clock."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the instant, in whole seconds since 1970 UTC."""

    def now(self) -> int: ...


class SystemClock:
    """The machine's clock, moved by a fixed offset (the demo office's *jam contoh*)."""

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset
        """Seconds added to the machine's time."""

    def now(self) -> int:
        return int(time.time()) + self.offset


class SetClock:
    """A clock that stands until it is set; for history made in advance."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def set(self, now: int) -> None:
        self._now = now
