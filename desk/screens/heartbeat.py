"""The one-second heartbeat: visible timers from memory, and one question to the database, which may stay unanswered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk import db
from desk.domain.calendar import Instant
from desk.office import ledger, people
from desk.office.session import Session
from desk.screens.base import Beating
from desk.screens.locking import Locking

if TYPE_CHECKING:
    from desk.screens.watch import Watch

BRIEF = 0.1
"""Seconds for which the screen itself waits for other writers."""


class Heartbeat(Locking):
    """An app whose screens live by the second, with the database or without it."""

    _last_event = 0
    _watch: Watch | None = None
    """What the heartbeat looks after beside the timers. None until somebody has signed in."""

    def begin_beating(self, session: Session) -> None:
        """Somebody has come in."""
        from desk.screens.watch import Watch  # the gate opens without it

        db.be_brief(BRIEF)
        self._watch = Watch(self, session)
        self._watch.open_tasks()
        self._last_event = ledger.last_event_id()
        self.use()
        self.heed_idleness()
        self.set_interval(1.0, self._beat, name="heartbeat")

    def look_again(self) -> None:
        """What stood in the way of periodic tasks may be gone."""
        if self._watch is not None:
            self._watch.look_again()

    def on_unmount(self) -> None:
        if self._watch is not None:
            self._watch.presence.leave()

    def _beat(self) -> None:
        """Once a second: visible timers from memory, and one question to the database."""
        if self.session is None or self._watch is None or not self.is_running:
            return
        self.watch_idleness()
        now = self.session.now()
        stack = self.screen_stack
        screens = [screen for screen in stack if isinstance(screen, Beating) and screen.is_mounted]
        before = self._last_event
        asked = self.guard(partial(self._ask, self.session, self._watch, now), answers=1)
        if is_back := asked and self.storage_answers():
            self.session.office.refresh()
        if self._exit:
            return
        for screen in screens:
            self.guard(partial(screen.tick, now))
            if is_back:
                self.guard(screen.reload)
            elif before != self._last_event:
                self.guard(screen.follow)
        if asked:
            at_work = () if self.is_locked else screens  # at a locked desk nobody works on anything
            self.guard(partial(self._watch.presence.beat, at_work, now))

    def _ask(self, session: Session, watch: Watch, now: Instant) -> None:
        """The question, and what follows from its answer. StorageError if there is none."""
        office = session.office
        if db.reopen_if_replaced():
            db.be_brief(BRIEF)
            office.refresh()
        db.require_in_place()
        watch.watch_tasks(now)
        last = ledger.last_event_id()
        if changed := last != self._last_event:
            self._last_event = last
            office.keep_up(last)
            self.heed_idleness()
            if people.must_change_password(session):
                self.lock()  # an admin has given them another one: somebody else may sit here
        watch.watch_alerts(now, changed=changed, told=not self.is_locked)
        person = office.people.get(session.person.username)
        if person is not None and not person.active:
            self.sign_out()  # a closed account reads nothing any longer
        elif (step := office.clock.take_step()) is not None:
            from desk.screens.clock_check import tell_of_step

            tell_of_step(self, step)
