"""What the office has set for itself against the history: settings, services, calendars, retention, incidents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk import db
from desk.domain.class_table import ClassTable, with_table
from desk.errors import RuleError, Unreadable
from desk.office import (
    calendar_store,
    class_tables,
    idle_lock,
    opened,
    rows,
    same_number,
    sign_in_tries,
)
from desk.office.ledger import LogRow
from desk.office.office import LEFTOVERS, READING
from desk.office.timekeeping import LEAP_SETTING

UNTOLD_SETTINGS = frozenset(
    {READING, opened.UPGRADING, LEFTOVERS, same_number.SECRET, sign_in_tries.KEY_SETTING}
)
"""What desk keeps for itself: drawn at random, or how far a work of its own has come."""
_ALWAYS_TOLD = frozenset({"zone", LEAP_SETTING, idle_lock.SETTING})
"""Settings whose every value is also in the history of an office that an older desk has made."""
_ROWS: dict[type[db.Table], str] = {
    db.RetentionClass: "Kelas retensi",
    db.RetentionRule: "Kelas retensi untuk",
    db.Incident: "Insiden",
}
"""Tables of which the history tells whole rows, and how a fault names one."""


@dataclass(slots=True)
class _Service:
    """What is told of one version."""

    key: str
    digest: str | None
    """Of its body. None: never told, so nothing can be as it was."""
    installed_at: int | None
    """None: an older desk has not told it."""
    active: bool = True


@dataclass(slots=True)
class Told:
    """What the history tells of the office, as its events change it one by one."""

    settings: dict[str, Any] = field(default_factory=dict)
    all_settings: bool = False
    """Whether every setting is told, so that there may be no other."""
    services: dict[str, _Service] = field(default_factory=dict)
    """By version."""
    calendars: dict[str, str] = field(default_factory=dict)
    """Versions by key."""
    calendar_versions: set[str] = field(default_factory=set)
    """Every version that the office has ever had."""
    book: str | None = None
    """Digest of the calendars' tables. None: an older desk has told only versions."""
    rows: dict[type[db.Table], dict[Any, dict[str, Any]]] = field(
        default_factory=lambda: {table: {} for table in _ROWS}
    )
    """Values of every field by key."""


Teller = Callable[[Told, LogRow, dict[str, Any]], None]


def note(told: Told, row: LogRow) -> None:
    """Let one event of the log change what is known of the office."""
    teller = _calendars if row.subject.startswith("calendar:") else _TELLERS.get(row.kind)
    if teller is not None:
        teller(told, row, json.loads(row.data))


def _created(told: Told, _row: LogRow, data: dict[str, Any]) -> None:
    told.settings = {name: data[name] for name in ("zone", class_tables.SETTING) if name in data}
    told.settings |= data.get("settings", {})
    told.all_settings = "settings" in data
    for key, version in data["services"].items():
        told.services[version] = _Service(key, data.get("bodies", {}).get(version), data.get("installed_at"))
    told.calendars, told.book = data["calendars"], data.get("book")
    told.calendar_versions.update(told.calendars.values())


def _service(told: Told, row: LogRow, data: dict[str, Any]) -> None:
    key, version = row.subject.removeprefix("service:"), data["version"]
    for other in told.services.values():
        other.active &= other.key != key
    fresh = _Service(key, data.get("bodies", {}).get(version), row.recorded_at)
    told.services.setdefault(version, fresh).active = True


def _calendars(told: Told, _row: LogRow, data: dict[str, Any]) -> None:
    versions = data["versions"] if "versions" in data else {data["key"]: data["version"]}
    told.calendars |= versions
    told.calendar_versions.update(versions.values())
    told.book = data.get("book")


def _class_table(told: Told, _row: LogRow, data: dict[str, Any]) -> None:
    """An older desk has not told of its first table; then those that came later tell nothing of the whole."""
    if class_tables.SETTING in told.settings:
        tables = [ClassTable.from_dict(item) for item in told.settings[class_tables.SETTING]]
        changed = with_table(tables, ClassTable.from_dict(data["after"]))
        told.settings[class_tables.SETTING] = [table.to_dict() for table in changed]


def _setting(key: str, name: str) -> Teller:
    """What tells a setting whose value the event holds under that name."""
    return lambda told, _row, data: told.settings.update({key: data[name]})


def _retention_class(told: Told, _row: LogRow, data: dict[str, Any]) -> None:
    told.rows[db.RetentionClass][data["after"]["key"]] = data["after"]


def _retention_rule(told: Told, _row: LogRow, data: dict[str, Any]) -> None:
    told.rows[db.RetentionRule][data["service"]] = {"service": data["service"], "retention": data["after"]}


def _incident(told: Told, row: LogRow, data: dict[str, Any]) -> None:
    recorded = {"no": data["incident"], "recorded_by": row.by, "recorded_at": row.recorded_at}
    told.rows[db.Incident][data["incident"]] = data | recorded


def _incident_done(told: Told, row: LogRow, data: dict[str, Any]) -> None:
    done = {"done_at": row.recorded_at, "done_by": row.by, "done_reason": data["reason"]}
    told.rows[db.Incident][data["incident"]] |= done


_TELLERS: Mapping[str, Teller] = {
    "office_created": _created,
    "service_installed": _service,
    "calendar_stored": _calendars,
    "class_table_set": _class_table,
    "clock_leap_days_set": _setting(LEAP_SETTING, "days"),
    "lock_minutes_set": _setting(idle_lock.SETTING, "minutes"),
    "retention_class_set": _retention_class,
    "retention_assigned": _retention_rule,
    "incident_recorded": _incident,
    "incident_reported": _incident_done,
}


def office_faults(told: Told) -> Iterator[str]:
    """What is wrong with what the office has set, in Indonesian."""
    yield from _service_faults(told)
    yield from _calendar_faults(told)
    yield from _setting_faults(told)
    for table, title in _ROWS.items():
        names = tuple(table._meta.sorted_field_names)
        expected = [
            tuple(table._meta.fields[name].db_value(row.get(name)) for name in names)
            for row in told.rows[table].values()
        ]
        for key in _unequal(expected, rows.all_stored(table, names)):
            yield f"{title} {key} tidak sama dengan riwayat."


def _service_faults(told: Told) -> Iterator[str]:
    names = ("version", "key", "body", "active", "installed_at")
    stored = {version: rest for version, *rest in rows.all_stored(db.ServiceVersion, names)}
    for version, service in told.services.items():
        if version not in stored:
            yield f"Layanan {service.key} (versi {version}) hilang dari basis data."
    for version, (key, body, active, installed_at) in stored.items():
        known = told.services.get(version)
        digest = hashlib.sha256(body.encode()).hexdigest() if isinstance(body, str) else ""
        if known is None or (key, digest) != (known.key, known.digest):
            yield f"Layanan {key} (versi {version}) telah diubah."
        elif active != known.active:
            yield f"Layanan {key} (versi {version}): aktif atau tidaknya tidak sama dengan riwayat."
        elif known.installed_at is not None and installed_at != known.installed_at * 1000:
            yield f"Layanan {key} (versi {version}): waktu pemasangannya tidak sama dengan riwayat."


def _calendar_faults(told: Told) -> Iterator[str]:
    try:
        if told.book is None:
            same = told.calendars == {item.key: item.version for item in calendar_store.current_calendars()}
        else:
            same = told.book == calendar_store.tables_digest()
    except (ValueError, TypeError, LookupError, AttributeError, RuleError, Unreadable):
        same = False
    if not same:
        yield "Kalender kantor (jam, masa, atau hari liburnya) tidak sama dengan riwayat."


def _setting_faults(told: Told) -> Iterator[str]:
    untold = UNTOLD_SETTINGS | ({opened.CLOCK_OFFSET} if told.settings.get("is_demo") else set())
    stored = [
        (key, value)
        for key, value in rows.all_stored(db.Setting, ("key", "value"))
        if (key not in untold if told.all_settings else key in _ALWAYS_TOLD or key in told.settings)
    ]
    for key in _unequal([(key, db.canonical(value)) for key, value in told.settings.items()], stored):
        yield f"Setelan {key} tidak sama dengan riwayat."


def _unequal(expected: list[tuple[Any, ...]], stored: list[tuple[Any, ...]]) -> list[Any]:
    """Keys, which come first, of the rows that only one side has."""
    return sorted({row[0] for row in set(expected) ^ set(stored)}, key=repr)
