"""What is read seldom and asked for all the time."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Generic, TypeVar

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

    Where it cannot be read anew, what was known before serves on, since a screen must not go dark for it. No act is
    made on that: inside a transaction it is read, or the StorageError is raised.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._value: T | None = None
        self._state = _State.FORGOTTEN

    def get(self) -> T:
        """StorageError if it was never read and cannot be now."""
        value, state = self._value, self._state
        serves = state is _State.KNOWN or (state is _State.FORMER and not db.database.in_transaction())
        if value is not None and serves:
            return value
        self._state = _State.KNOWN  # before it is read, so that what is forgotten meanwhile is read again
        try:
            with db.storage_errors():
                value = self._value = self._read()
        except StorageError:
            self._state = _State.FORMER
            if value is None or db.database.in_transaction():
                raise
        return value

    def forget(self) -> None:
        """Another desk may have changed it."""
        self._state = _State.FORGOTTEN
