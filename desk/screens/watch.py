"""What a running desk looks after beside its timers: periodic tasks whose month has come."""

from __future__ import annotations

from contextlib import suppress

from desk import db
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office import periodic
from desk.office.session import Session


class Watch:
    """Asked once a second; almost always answers from memory."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tasks_at: Instant = 0

    def tick(self, now: Instant) -> None:
        if now >= self._tasks_at:
            self.open_tasks()

    def open_tasks(self) -> None:
        """Periodic tasks whose month has come: whoever runs first opens them."""
        office = self._session.office
        self._tasks_at = office.now() + periodic.LOOK_AGAIN
        with (
            suppress(DeskError),
            db.storage_errors(),
        ):  # what stands in the way is told by whatever is read next
            periodic.open_due_tasks(office)
            self._tasks_at = periodic.next_look(office)
