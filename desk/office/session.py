"""Who acts, on which office, at what time; `Session.act()` is the one door for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from desk import db
from desk.clock import Clock
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.machine_clock import TOLERANCE, ClockState, ClockVerdict
from desk.domain.moments import require_moment
from desk.domain.people import COMMON_POSITIONS, EXTERNAL_ACTORS, Permission, Person
from desk.errors import FieldError, NotAllowed, NotFound, RuleError, StorageError
from desk.office import calendar_store, ledger
from desk.office.kept import Kept

if TYPE_CHECKING:
    from desk.domain.service import Service

T = TypeVar("T")

PROJECTION = 5
"""What the tables hold of history. Raised whenever they come to hold something that older ones do not."""

LEFTOVERS = "leftovers"
"""Setting: the last erasure that has left bytes in the files, which are still to be cleared (`erasure.py`)."""

AUTOMATIC = Person("desk", "desk (otomatis)", frozenset())
"""Who acts where nobody does. The username is kept from people."""


class Office:
    """An opened database with what the screens ask for all the time, kept in memory."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        settings = {row.key: row.value for row in db.Setting.select()}
        self.name: str = settings["office_name"]
        self.zone: str = settings["zone"]
        self.projection: int = settings.get("projection", 1)
        """Which `PROJECTION` wrote the tables."""
        self.is_demo: bool = settings.get("is_demo", False)
        self.has_leftovers = LEFTOVERS in settings
        self._versions: dict[str, Service] = {}
        self._calendars: dict[str, WorkingCalendar] = {}
        self._services = Kept(self._read_services)
        self._current = Kept(self._read_calendars)
        self._people = Kept(_read_people)
        self._known_at: int | None = None
        """The last event after which nobody else has changed what is kept in memory. None: not known."""

    def keep_up(self, last_event: int) -> None:
        """Forget what is in memory if anything but cases was changed since `settled`."""
        if last_event != self._known_at:
            if self._known_at is None or _office_changed(self._known_at):
                self.refresh()
            self._known_at = last_event

    def settled(self, last_event: int) -> None:
        """An act of this very process has written up to that event."""
        self._known_at = last_event

    def refresh(self) -> None:
        """Forget what another desk may have changed."""
        for kept in (self._services, self._current, self._people):
            kept.forget()

    @property
    def services(self) -> dict[str, Service]:
        """The services that new cases may open under, by key."""
        return self._services.get()

    def _read_services(self) -> dict[str, Service]:
        rows = db.ServiceVersion.select().where(db.ServiceVersion.active).order_by(db.ServiceVersion.key)
        return {row.key: self._remember(row) for row in rows}

    def service(self, key: str) -> Service:
        """The active version of a service; FieldError naming the keys if there is none."""
        service = self.services.get(key)
        if service is None:
            raise FieldError(
                "service",
                f"Layanan “{key}” tidak ada. Pilihan: {', '.join(self.services)}.",
                code="unknown_service",
            )
        return service

    def service_version(self, version: str) -> Service:
        """A service as it was when a case was opened; StorageError `inconsistent` if it is gone."""
        if version not in self._versions:
            row = db.ServiceVersion.get_or_none(db.ServiceVersion.version == version)
            self._remember(_there(row, f"Layanan (versi {version})"))
        return self._versions[version]

    def calendar_version(self, version: str) -> WorkingCalendar:
        """A calendar as it was when a case was opened; StorageError `inconsistent` if it is gone."""
        if version not in self._calendars:
            row = db.CalendarVersion.get_or_none(db.CalendarVersion.version == version)
            row = _there(row, f"Kalender (versi {version})")
            self._calendars[version] = WorkingCalendar.from_dict(row.body)
        return self._calendars[version]

    def calendar(self, key: str = "office") -> WorkingCalendar:
        """The calendar of that key as it is now; the office's own where there is no such key."""
        current = self.calendars
        return current.get(key) or current["office"]

    @property
    def calendars(self) -> dict[str, WorkingCalendar]:
        """Every calendar as it is now, by key."""
        return self._current.get()

    def _read_calendars(self) -> dict[str, WorkingCalendar]:
        return {
            calendar.key: self._calendars.setdefault(calendar.version, calendar)
            for calendar in calendar_store.current_calendars()
        }

    @property
    def people(self) -> dict[str, Person]:
        """Everybody who can or could sign in, by username."""
        return self._people.get()

    def person_name(self, username: str | None) -> str:
        """The name of a user; the username itself for somebody unknown, "" for None."""
        if username is None:
            return ""
        if username == AUTOMATIC.username:
            return AUTOMATIC.name
        person = self.people.get(username)
        return person.name if person else username

    def position_title(self, key: str, service: Service | None = None) -> str:
        """The Indonesian title of a position."""
        if service is not None and key in service.actors:
            return service.actors[key]
        return (
            COMMON_POSITIONS.get(key)
            or EXTERNAL_ACTORS.get(key)
            or ("Semua jabatan" if key == "any" else key)
        )

    @property
    def position_keys(self) -> dict[str, str]:
        """Every position somebody may hold: the common ones and those the services name."""
        titles = dict(COMMON_POSITIONS)
        for service in self.services.values():
            titles.update(service.actors)
        return {key: title for key, title in titles.items() if key not in EXTERNAL_ACTORS}

    def now(self) -> Instant:
        return self.clock.now()

    def today(self) -> date:
        """The date in the office's zone."""
        return self.local_date(self.now())

    def local_date(self, t: Instant) -> date:
        """The date of an instant in the office's zone."""
        return datetime.fromtimestamp(t, ZoneInfo(self.zone)).date()

    def _remember(self, row: db.ServiceVersion) -> Service:
        version = str(row.version)
        if version not in self._versions:
            from desk.office.service_record import service_from_dict  # the gate opens without any service

            self._versions[version] = service_from_dict(row.body)
        return self._versions[version]


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


def _there(row: T | None, what: str) -> T:
    if row is None:
        raise StorageError(f"{what} hilang dari basis data. Jalankan: desk verify", code=db.INCONSISTENT)
    return row


def _office_changed(since: int) -> bool:
    """Whether an event after `since` is of the office itself: people, services, calendars, settings.

    Somebody who comes, goes or asks for a number changes nothing of that.
    """
    from desk.domain.case import Kind  # the gate opens without it

    kinds = db.EventLog.select(db.EventLog.kind).where(db.EventLog.id > since).distinct()
    return any(kind not in _CHANGING_NOTHING | set(Kind) for (kind,) in db.tuples(kinds))


_CHANGING_NOTHING = frozenset(
    {"signed_in", "signed_out", "sign_in_locked", "sign_in_unlocked", "number_looked_up"}
)


def _real_time(at: Instant | None, now: Instant, reason: str | None) -> Instant:
    if at is None:
        return now
    require_moment("at", at)
    if at > now:
        raise FieldError("at", "Waktu kejadian berada di masa depan.", code="future")
    if not (reason or "").strip():
        raise FieldError("reason", "Entri susulan memerlukan alasan.", code="empty")
    return at


def _read_people() -> dict[str, Person]:
    return {
        row.username: Person(row.username, row.name, frozenset(row.positions), row.active)
        for row in db.User.select().order_by(db.User.name)
    }


def known_person(office: Office, username: str) -> Person:
    """The person with that username; NotFound if there is none."""
    person = office.people.get(username)
    if person is None:
        raise NotFound(f"Pengguna “{username}” tidak ada.", field="user")
    return person


_PERMISSION_WORDS = {
    Permission.LOG: "mencatat surat dan pengaduan",
    Permission.WORK: "mengerjakan berkas",
    Permission.NOTE: "menulis catatan",
    Permission.SUPERVISE: "tindakan pimpinan ini",
    Permission.READ: "melihat ini",
    Permission.ADMINISTER: "mengatur kantor",
}
