"""Following what other desks do without getting in the way of whoever types here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from textual.worker import get_current_worker

from desk import db
from desk.errors import DeskError
from desk.screens.base import DeskScreen

T = TypeVar("T")


class Follower(Generic[T]):
    """Reads in a thread, one reading at a time; an answer is dropped when something newer was painted meanwhile."""

    def __init__(
        self, screen: DeskScreen, ask: Callable[[], Callable[[], T]], paint: Callable[[T], None]
    ) -> None:
        """`ask` is called beside the keyboard and says what to read; what it returns is called in the thread."""
        self._screen, self._ask, self._paint = screen, ask, paint
        self._reading = False
        self._again = False
        """What is being read is old already."""
        self._painted = 0
        """Counts what was painted past this reader."""

    def look(self) -> None:
        """Something was written somewhere: read again."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        read = partial(self._read, self._ask(), self._painted)
        self._screen.run_worker(read, group="follow", thread=True)

    def overtaken(self) -> None:
        """Something newer than what is being read was painted."""
        self._painted += 1

    def _read(self, read: Callable[[], T], painted: int) -> None:
        worker = get_current_worker()
        answer: T | DeskError
        try:
            with db.own_connection():
                answer = read()
        except DeskError as error:
            answer = error
        if not worker.is_cancelled:
            self._screen.call_later(self._arrived, answer, painted)

    def _arrived(self, answer: T | DeskError, painted: int) -> None:
        self._reading = False
        if self._again:
            self.look()
        if isinstance(answer, DeskError):
            self._screen.tell_error(answer)
            return
        if painted == self._painted and self._screen.is_mounted:
            self._paint(answer)
