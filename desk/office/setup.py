"""Setting up an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from desk import db, places, private_files, schema
from desk.clock import Clock, SystemClock
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.people import Permission, Person
from desk.domain.service import Service
from desk.domain.texts import require_text
from desk.errors import FieldError, RuleError
from desk.office import calendar_store, calendars, class_tables, ledger, people, settings
from desk.office.definitions import shipped_services
from desk.office.office import PROJECTION, READING, Office
from desk.office.opening import office_exists
from desk.office.service_record import service_to_dict
from desk.office.session import Session

ZONES = {
    "Asia/Jakarta": "WIB (Asia/Jakarta)",
    "Asia/Makassar": "WITA (Asia/Makassar)",
    "Asia/Jayapura": "WIT (Asia/Jayapura)",
}
"""The zones a set-up offers first; any IANA name is accepted."""


def create_office(
    database_url: str,
    *,
    name: str,
    admin: str,
    password: str,
    zone: str = "Asia/Jakarta",
    preset: str = "five-day",
    services: Sequence[str] = (),
    clock: Clock | None = None,
    own_settings: dict[str, object] | None = None,
) -> Session:
    """Make a new office with its calendars, services (all shipped ones by default) and first admin.

    Everything is written in one transaction: either there is an office afterwards, or nothing.
    """
    clock = clock or SystemClock()
    name = require_text("office", name, "Nama kantor")
    username = people.check_username(admin)
    if zone not in available_timezones():
        raise FieldError("zone", f"Zona waktu tidak dikenal: {zone}. Contoh: {', '.join(ZONES)}.")
    chosen = _chosen_services(services)
    people.check_password(password, username=username, office=name)
    hashed = people.hash_password(password)
    if office_exists(database_url):
        raise RuleError("Di sini sudah ada kantor. Pilih folder lain dengan --home.", code="office_exists")
    private_files.make_folder(places.database_file(database_url).parent)
    db.open_database(database_url)
    schema.migrate()
    now = clock.now()
    year = _local_year(now, zone)
    with db.writing():
        told = {"office_name": name, "zone": zone} | class_tables.first_setting() | (own_settings or {})
        settings.put_all(told | {READING: PROJECTION})
        for key, title in calendars.CALENDAR_NAMES.items():
            calendar_store.store_calendar(office_calendar(key, zone, preset, year), title)
        for service in chosen:
            store_service(service, now)
        people.insert_user(username, username, {"admin"}, hashed)
        office = Office(clock)
        session = Session(office, Person(username, username, frozenset({"admin"})))
        with session.act(Permission.ADMINISTER) as act:
            act.append(
                "office",
                "office_created",
                {
                    "settings": told,
                    "preset": preset,
                    "installed_at": now,
                    "services": {service.key: service.version for service in chosen},
                    "bodies": {
                        service.version: ledger.body_digest(service_to_dict(service)) for service in chosen
                    },
                    "calendars": {
                        calendar.key: calendar.version for calendar in calendar_store.current_calendars()
                    },
                    "book": calendar_store.tables_digest(),
                },
            )
    return session


def office_calendar(key: str, zone: str, preset: str, year: int) -> WorkingCalendar:
    """A preset with the national days and Ramadan periods of the year before, this year and the next."""
    years = range(year - 1, year + 2)
    return calendars.compile_calendar(
        key,
        zone,
        calendars.load_preset(preset),
        calendars.national_days(years),
        calendars.ramadan_periods(years),
    )


def store_service(service: Service, now: Instant) -> None:
    """Make a version of a service the one that new cases open under; running cases keep theirs."""
    db.ServiceVersion.update(active=False).where(db.ServiceVersion.key == service.key).execute()
    known = db.ServiceVersion.get_or_none(db.ServiceVersion.version == service.version)
    if known is not None:
        db.ServiceVersion.update(active=True).where(db.ServiceVersion.version == service.version).execute()
        return
    db.ServiceVersion.insert(
        version=service.version, key=service.key, body=service_to_dict(service), installed_at=now
    ).execute()


def install_service(session: Session, service: Service) -> None:
    """Add a service or a new version of one."""
    with session.act(Permission.ADMINISTER) as act:
        store_service(service, act.recorded_at)
        digest = ledger.body_digest(service_to_dict(service))
        act.append(
            f"service:{service.key}",
            "service_installed",
            {"version": service.version, "bodies": {service.version: digest}},
        )
    session.office.refresh()


def _chosen_services(keys: Sequence[str]) -> list[Service]:
    shipped = shipped_services()
    wanted = list(shipped) if not keys or "all" in keys else list(dict.fromkeys(keys))
    unknown = [key for key in wanted if key not in shipped]
    if unknown:
        raise FieldError(
            "services", f"Layanan tidak dikenal: {', '.join(unknown)}. Pilihan: {', '.join(shipped)}."
        )
    return [shipped[key] for key in wanted]


def _local_year(now: Instant, zone: str) -> int:
    from datetime import datetime

    local: date = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    return local.year
