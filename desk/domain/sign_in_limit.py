"""How long somebody waits after wrong passwords, so that nobody can try them all.

A try counts as wrong from its beginning until it has proved right; whoever counts writes that down before looking at
the password, so that many tries at once are counted like many in a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.domain.calendar import Instant

FREE_TRIES = 5
"""Wrong tries after which one has to wait."""
FIRST_WAIT, LONGEST_WAIT = 60, 900
"""Seconds after the last free try, doubled with each further wrong one, and where that ends."""
FORGOTTEN_AFTER = 86_400
"""Seconds without a try after which former ones lengthen no wait any longer."""


@dataclass(frozen=True)
class Tries:
    """The wrong tries on one name."""

    counted: int = 0
    """Those that the wait depends on."""
    since_right: int = 0
    """All since the right password was given: what its owner is told."""
    last_at: Instant = 0
    """When the last one was; 0 before any."""

    @property
    def wait(self) -> int:
        """Seconds to wait after the last one; 0: none."""
        if self.counted < FREE_TRIES:
            return 0
        doubled = min(self.counted - FREE_TRIES, LONGEST_WAIT.bit_length())
        return min(FIRST_WAIT << doubled, LONGEST_WAIT)

    def left(self, now: Instant) -> int:
        """Seconds still to wait; 0: a try is free. Never more than `wait`, however the clock was set."""
        return min(self.wait, max(0, self.last_at + self.wait - now))

    def seen_at(self, now: Instant) -> Tries:
        """The same as it stands at `now`: after a quiet day free again.

        Where the clock was set back before the last try, the wait begins anew: it lasts its time and no longer.
        """
        if now < self.last_at:
            return replace(self, last_at=now)
        if now - self.last_at >= FORGOTTEN_AFTER:
            return replace(self, counted=0)
        return self

    def another(self, now: Instant) -> Tries:
        """With one more try, which is wrong until it has proved right."""
        return Tries(self.counted + 1, self.since_right + 1, now)


def wait_text(seconds: int) -> str:
    """`45 detik`, `3 menit` (begun minutes count): how long somebody still waits."""
    return f"{seconds} detik" if seconds < 60 else f"{-(-seconds // 60)} menit"
