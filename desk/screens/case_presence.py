"""Tells the other desks which case is open at this one, and this one who else has it open."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from threading import Lock

from textual.app import App

from desk import db
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office import case_presence
from desk.office.session import Session
from desk.screens.base import Beating


class CasePresence:
    """Asked once a second. While a case is open it reads one row or two; it writes beside the screen, and only when
    the case is opened or left and every `SAY_AGAIN` seconds."""

    def __init__(self, app: App[str], session: Session) -> None:
        self._app = app
        self._session = session
        self._desk = secrets.token_hex(8)
        self._open: str | None = None
        self._since: Instant = 0
        self._said: str | None = None
        """What was last said to be open, whether or not the database took it: it is said again soon."""
        self._said_at: Instant = 0
        self._at_work = Lock()
        self._gone = False

    def beat(self, screens: Sequence[Beating], now: Instant) -> None:
        """`screens`: those that are in place, the topmost last."""
        number = next((found for screen in reversed(screens) if (found := screen.opened_case)), None)
        if number != self._open:
            self._open, self._since = number, now
        if number != self._said or (
            number is not None and not 0 <= now - self._said_at < case_presence.SAY_AGAIN
        ):
            self._said, self._said_at = number, now
            self._app.run_worker(partial(self._say, number, self._since), group="presence", thread=True)
        opened = () if number is None else self._others(number)
        for screen in screens:
            screen.show_others(number, opened)

    def leave(self) -> None:
        """The desk is closing: nothing is open here any longer."""
        with self._at_work:
            self._gone = True
            if self._said is not None:
                self._tell(None, 0)

    def _others(self, number: str) -> Sequence[case_presence.Opened]:
        with suppress(DeskError), db.storage_errors():
            return case_presence.others(self._session, self._desk, number)
        return ()

    def _say(self, number: str | None, since: Instant) -> None:
        with self._at_work, suppress(DeskError), db.own_connection():
            if not self._gone:
                self._tell(number, since)

    def _tell(self, number: str | None, since: Instant) -> None:
        with suppress(DeskError):  # in use, read-only, full: nobody's work depends on it
            case_presence.tell(self._session, self._desk, number, since)
