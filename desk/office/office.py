"""An opened database with what the screens ask for all the time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from desk import db
from desk.clock import Clock
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.people import COMMON_POSITIONS, EXTERNAL_ACTORS, Person
from desk.errors import FieldError, NotFound, StorageError
from desk.office import calendar_store, settings
from desk.office.kept import Kept

if TYPE_CHECKING:
    from desk.domain.service import Service

T = TypeVar("T")

PROJECTION = 5
"""What the tables hold of history. Raised whenever they come to hold something that older ones do not."""

READING = "projection"
"""Setting: which `PROJECTION` wrote the tables."""

LEFTOVERS = "leftovers"
"""Setting: the last erasure that has left bytes in the files, which are still to be cleared (`erasure.py`)."""

AUTOMATIC = Person("desk", "desk (otomatis)", frozenset())
"""Who acts where nobody does. The username is kept from people."""


class Office:
    """An opened database with what the screens ask for all the time, kept in memory."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        found = settings.read_many("office_name", "zone", READING, "is_demo", LEFTOVERS)
        self.name: str = found["office_name"]
        self.zone: str = found["zone"]
        self.projection: int = found.get(READING, 1)
        """Which `PROJECTION` wrote the tables."""
        self.is_demo: bool = found.get("is_demo", False)
        self.has_leftovers = LEFTOVERS in found
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
