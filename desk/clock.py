"""The only reader of the wall clock.

Between looks at it time runs on a steady base, so that somebody who sets the machine's clock moves no timer unseen,
and a small correction never turns time back (sla.md; docs/architecture.md, "A clock set wrong").
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

LOOK_EVERY = 30
"""Seconds after which the wall clock is looked at anew."""

STEP = 300
"""Seconds. A wall clock that differs by more was set by somebody; by less, it was corrected and is followed quietly."""


class Clock(Protocol):
    """Tells the instant, in whole seconds since 1970 UTC."""

    def now(self) -> int: ...

    def look(self) -> int:
        """The instant by the wall clock itself, as every act wants it."""
        ...

    def take_step(self) -> int | None:
        """Seconds by which somebody set the wall clock since this was last asked. None: nobody did."""
        ...

    def steady(self) -> float:
        """Seconds since some moment, on a clock that nobody can set: for how long nothing was pressed."""
        ...


class _Base(NamedTuple):
    """One look at the wall clock, and where the steady clock stood then."""

    wall: float
    steady: float
    floor: float
    """The clock was shown as far as this and stands there until it is reached again."""

    def at(self, steady: float) -> float:
        return max(self.floor, self.wall + steady - self.steady)


class SystemClock:
    """The machine's clock, moved by a fixed offset (the demo office's *jam contoh*)."""

    def __init__(
        self,
        offset: int = 0,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """`steady`: a clock that nobody can set and that runs on while the machine sleeps. None: the platform's."""
        self.offset = offset
        """Seconds added to the machine's time."""
        self._wall = wall
        asleep = _platform_clock() if steady is None else steady
        self._counts_sleep = asleep is not None
        self._steady = asleep or time.monotonic
        self._base = _Base(wall(), self._steady(), 0.0)
        self._step: float | None = None

    def now(self) -> int:
        steady = self._steady()
        # A steady clock that sleeps with the machine is behind when it wakes, so there every second takes a look.
        if steady - self._base.steady >= (LOOK_EVERY if self._counts_sleep else 1):
            return self.look()
        return int(self._base.at(steady)) + self.offset

    def look(self) -> int:
        steady, wall = self._steady(), self._wall()
        shown = self._base.at(steady)
        ahead = wall - shown
        # Without a clock that runs in sleep, a leap forward may be the sleep itself: followed, and nobody is accused.
        if ahead < -STEP or (ahead > STEP and self._counts_sleep):
            self._step = (self._step or 0.0) + ahead
        self._base = _Base(wall, steady, shown if -STEP <= ahead < 0 else 0.0)
        return int(self._base.at(steady)) + self.offset

    def take_step(self) -> int | None:
        step, self._step = self._step, None
        return None if step is None else round(step)

    def steady(self) -> float:
        return self._steady()


def _platform_clock() -> Callable[[], float] | None:
    """The platform's clock that runs on in sleep. None: it has none that Python can read."""
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None:
        return None
    return lambda: time.clock_gettime(boottime)


class SetClock:
    """A clock that stands until it is set; for history made in advance."""

    def __init__(self, now: int) -> None:
        self._now = now
        self.idle = 0.0
        """What `steady` says: setting the time lets none pass."""

    def now(self) -> int:
        return self._now

    def look(self) -> int:
        return self._now

    def take_step(self) -> None:
        return None

    def steady(self) -> float:
        return self.idle

    def set(self, now: int) -> None:
        self._now = now
