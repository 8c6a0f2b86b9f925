"""What a running desk looks after beside its timers: periodic tasks of a new month, alerts, who else is at a case."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from textual.app import App
from textual.worker import get_current_worker

from desk import db
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office import alerts, periodic
from desk.office.alerts import Alert
from desk.office.session import Session
from desk.screens.case_presence import CasePresence
from desk.widgets.text import inert

APART = 15
"""Seconds between two readings of the queue for alerts, however much is written at all the desks."""
TOLD_AT_ONCE = 3
"""Alerts spelled out in one message; more of them, as after a rest, are counted."""


class Watch:
    """Asked once a second; almost always answers from memory.

    When the next alert is due is known from the queue as it was last read. It is read again, beside the screen, at that
    moment or after something was written.
    """

    def __init__(self, app: App[str], session: Session) -> None:
        self._app = app
        self._session = session
        self.presence = CasePresence(app, session)
        self._tasks_at: Instant = 0
        self._alerts_at: Instant | None = 0
        """None: as things stand no alert will ever be due."""
        self._read_at: Instant = -APART

    def look_again(self) -> None:
        """Try periodic tasks at the next beat: what stood in their way may be gone."""
        self._tasks_at = 0

    def watch_tasks(self, now: Instant) -> None:
        if now >= self._tasks_at:
            self.open_tasks()

    def watch_alerts(self, now: Instant, *, changed: bool, told: bool = True) -> None:
        """`changed`: something was written since the last beat. `told`: somebody is there; else it keeps until then."""
        if changed:
            soon = max(now, self._read_at + APART)
            self._alerts_at = soon if self._alerts_at is None else min(self._alerts_at, soon)
        if told and self._alerts_at is not None and now >= self._alerts_at:
            self._read_at, self._alerts_at = now, None
            self._app.run_worker(partial(self._read, now), group="alerts", thread=True)

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

    def _read(self, now: Instant) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                news = alerts.tell_new(self._session, now)
        except DeskError:
            news = alerts.News(
                (), now + APART
            )  # a database in use or unreadable: nothing is lost, only later
        if not worker.is_cancelled:
            self._app.call_later(self._heard, news, now)

    def _heard(self, news: alerts.News, now: Instant) -> None:
        if news.next_at is not None:
            self._alerts_at = news.next_at if self._alerts_at is None else min(self._alerts_at, news.next_at)
        if news.alerts:
            is_over = any(alert.percent >= 100 for alert in news.alerts)
            self._app.notify(
                message(news.alerts, now),
                title="Peringatan waktu · Alt+A daftar",
                severity="error" if is_over else "warning",
                timeout=10,
                markup=False,
            )


def message(told: tuple[Alert, ...], now: Instant) -> str:
    """The worst ones a line each, and how many more there are."""
    worst = sorted(told, key=lambda alert: -alert.percent)
    lines = [inert(alert.text(now)) for alert in worst[:TOLD_AT_ONCE]]
    further = len(worst) - len(lines)
    return "\n".join([*lines, f"dan {further} lagi"] if further else lines)
