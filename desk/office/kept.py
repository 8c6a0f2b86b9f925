"""What is read seldom and asked for all the time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Generic, TypeVar, cast

from desk import db
from desk.errors import StorageError

T = TypeVar("T")


class _State(Enum):
    KNOWN = auto()
    FORGOTTEN = auto()
    FORMER = auto()
    """It could not be read anew, and what was known before serves until it is forgotten again."""


class Kept(Generic[T]):
    """Read when first asked for and after `forget`.

    Threads share it, so what one has read is kept only where nobody was told to forget meanwhile. What was read from a
    snapshot, which may be of before, is kept for that snapshot alone. Where it cannot be read anew, what was known
    before serves on, since a screen must not go dark for it. No act is made on that: inside a transaction it is read,
    or the StorageError is raised.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._value: T | None = None
        self._state = _State.FORGOTTEN
        self._forgotten = 0
        """How often; by it a reader sees that what it has read may be old already."""
        self._lock = threading.Lock()

    def get(self) -> T:
        """StorageError if it was never read and cannot be now."""
        with self._lock:
            value, state, forgotten = self._value, self._state, self._forgotten
        serves = state is _State.KNOWN or (state is _State.FORMER and not db.database.in_transaction())
        if value is not None and serves:
            return value
        memory = db.snapshot_memory()
        if memory is not None and (self, forgotten) in memory:
            return cast("T", memory[self, forgotten])
        try:
            with db.storage_errors():
                found = self._read()
        except StorageError:
            self._keep(value, _State.FORMER, forgotten)
            if value is None or db.database.in_transaction():
                raise
            return value
        if memory is None:
            self._keep(found, _State.KNOWN, forgotten)
        else:
            memory[self, forgotten] = found
        return found

    def _keep(self, value: T | None, state: _State, forgotten: int) -> None:
        with self._lock:
            if self._forgotten == forgotten:
                self._value, self._state = value, state

    def forget(self) -> None:
        """Another desk may have changed it."""
        with self._lock:
            self._forgotten += 1
            self._state = _State.FORGOTTEN
