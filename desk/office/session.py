"""Who acts, on which office, at what time; `Session.act()` is the one door for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

from desk import db
from desk.domain.calendar import Instant
from desk.domain.machine_clock import TOLERANCE, ClockState, ClockVerdict
from desk.domain.moments import require_moment
from desk.domain.people import Permission, Person
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import ledger
from desk.office.office import AUTOMATIC, Office


class Behind(Enum):
    """What becomes of an act where the machine's clock stands far before the last record (power loss, battery)."""

    REFUSED = auto()
    HELD = auto()
    """Recorded at the last record's time: signing in, without which nobody could settle the clock."""
    FOLLOWED = auto()
    """Recorded at the machine's time: the act that says the clock is right."""


class Act:
    """One change being made: who, when, and the events that tell it."""

    def __init__(
        self,
        session: Session,
        permission: Permission,
        at: Instant,
        recorded_at: Instant,
        late_reason: str | None,
        tail: ledger.Tail,
    ) -> None:
        self.session = session
        self.permission = permission
        self.at = at
        """When it really happened."""
        self.recorded_at = recorded_at
        self.late_reason = late_reason
        self.last_event = 0
        self._tail = tail

    def append(self, subject: str, kind: str, data: dict[str, Any], salt: str | None = None) -> int:
        """Tell one thing that happened; returns the event's id.

        `salt`: the key of a case, beside whose log people's own words are kept. None: no case, nothing personal.
        """
        self._tail = ledger.append(
            self._tail,
            at=self.at,
            recorded_at=self.recorded_at,
            by=self.session.person.username,
            subject=subject,
            kind=kind,
            data=data,
            late_reason=self.late_reason,
            salt=salt,
        )
        self.last_event = self._tail.id
        return self.last_event


class Session:
    """A signed-in person at a desk."""

    def __init__(self, office: Office, person: Person) -> None:
        self.office = office
        self.person = person

    @classmethod
    def automatic(cls, office: Office) -> Session:
        """The desk itself, for acts that no person decides, such as opening a periodic task."""
        return cls(office, AUTOMATIC)

    def now(self) -> Instant:
        return self.office.now()

    def may(self, permission: Permission) -> bool:
        return self.person.may(permission)

    def require(self, permission: Permission) -> None:
        """NotAllowed unless one of the person's positions grants it."""
        if not self.person.may(permission):
            raise NotAllowed(f"Jabatan Anda tidak berwenang untuk {_PERMISSION_WORDS[permission]}.")

    @contextmanager
    def act(
        self,
        permission: Permission,
        at: Instant | None = None,
        reason: str | None = None,
        *,
        behind: Behind = Behind.REFUSED,
    ) -> Iterator[Act]:
        """Open the one door for writing: permission, one transaction, one reading of the clock, its events.

        `at`: when it really happened, for a late entry, with its `reason`. None: now. `behind`: what becomes of the
        act where the clock stands far before the last record.
        An act that appends no event is a fault of desk itself and is rolled back. Acts do not nest.
        """
        self.require(permission)
        try:
            yield from self._acted(permission, at, reason, behind)
        except BaseException:
            self.office.refresh()  # what was read after it was changed is not so after all
            raise

    def _acted(
        self, permission: Permission, at: Instant | None, reason: str | None, behind: Behind
    ) -> Iterator[Act]:
        with db.writing():
            tail = ledger.tail()
            self._recognise(tail.id)
            self.require(permission)
            recorded_at = self._sound_time(tail.recorded_at, behind)
            happened_at = _real_time(at, recorded_at, reason)
            late_reason = None if at is None else reason
            act = Act(self, permission, happened_at, recorded_at, late_reason, tail)
            yield act
            if act.last_event == 0:
                raise RuntimeError("an act ended without an event")
        self.office.settled(act.last_event)

    def _recognise(self, last_event: int) -> None:
        """The person as the office knows them now: another desk may have disabled them since they signed in."""
        self.office.keep_up(last_event)
        if self.person is AUTOMATIC:
            return
        person = self.office.people.get(self.person.username)
        if person is None or not person.active:
            raise NotAllowed("Akun Anda dinonaktifkan. Hubungi admin kantor.", code="disabled")
        self.person = person

    def _sound_time(self, last: Instant, behind: Behind) -> Instant:
        """The time of recording: the machine's, or the last record's where that is a little later."""
        now = self.office.clock.look()
        if last - now <= TOLERANCE or behind is Behind.HELD:
            return max(now, last)
        if behind is Behind.FOLLOWED:
            return now
        calendar = self.office.calendar()
        verdict = ClockVerdict(ClockState.BEHIND, now, last, calendar.local_date(now).year)
        raise RuleError(verdict.doubt(calendar), code=verdict.state)


def _real_time(at: Instant | None, now: Instant, reason: str | None) -> Instant:
    if at is None:
        return now
    require_moment("at", at)
    if at > now:
        raise FieldError("at", "Waktu kejadian berada di masa depan.", code="future")
    if not (reason or "").strip():
        raise FieldError("reason", "Entri susulan memerlukan alasan.", code="empty")
    return at


_PERMISSION_WORDS = {
    Permission.LOG: "mencatat surat dan pengaduan",
    Permission.WORK: "mengerjakan berkas",
    Permission.NOTE: "menulis catatan",
    Permission.SUPERVISE: "tindakan pimpinan ini",
    Permission.READ: "melihat ini",
    Permission.ADMINISTER: "mengatur kantor",
}
