"""The complaint-class tables of the office: which one a complaint opens under, and adding one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk.assets import ASSETS
from desk.domain.calendar import Instant
from desk.domain.class_table import ClassBasis, ClassTable, check_table, in_force, with_table
from desk.domain.people import Permission
from desk.domain.service import Intake, Service
from desk.errors import FieldError, RuleError
from desk.office import settings
from desk.office.office import Office
from desk.office.session import Session

SETTING = "class_tables"
_FORMER = "class_table"
"""What older desks kept: the limits of the shipped table alone."""


def shipped_table() -> ClassTable:
    """The table that desk ships: what an office begins with, to be confirmed or replaced."""
    data = tomllib.loads((ASSETS / "complaint_classes.toml").read_text(encoding="utf-8"))
    return ClassTable(ClassBasis(data["legal_basis"], data["effective_from"]), dict(data["working_days"]))


def office_tables() -> list[ClassTable]:
    """The office's own tables in order of date."""
    stored = settings.read_many(SETTING, _FORMER)
    if SETTING in stored:
        return [ClassTable.from_dict(item) for item in stored[SETTING]]
    return [replace(shipped_table(), limits=stored[_FORMER])]


def table_for(office: Office, service: Service, at: Instant) -> ClassTable | None:
    """The table that a complaint of `service` opens under when its clocks start at `at`.

    The service's own classes go before the office's table in force on that day. None: a letter's service, or a day
    before the first table.
    """
    if service.intake is not Intake.COMPLAINT:
        return None
    if service.complaint_classes:
        return _own_table(service)
    return in_force(office_tables(), datetime.fromtimestamp(at, ZoneInfo(office.zone)).date())


def known_class(table: ClassTable | None, key: str) -> int:
    """The limit of that class in working days; FieldError if the table has no such class."""
    limits = {} if table is None else table.limits
    if key not in limits:
        known = (
            ", ".join(limits) or "(tidak ada tabel golongan yang berlaku untuk layanan ini pada tanggal itu)"
        )
        raise FieldError("class", f"Golongan tidak dikenal. Pilihan: {known}.", code="unknown_class")
    return limits[key]


def _own_table(service: Service) -> ClassTable:
    printed = [item.legal_basis for item in service.complaint_classes if item.legal_basis]
    basis = "; ".join(dict.fromkeys(printed or service.legal_basis))
    limits = {item.key: item.standard.value or 0 for item in service.complaint_classes}
    return ClassTable(ClassBasis(basis, None), limits)


def set_class_table(
    session: Session,
    since: date,
    legal_basis: str,
    limits: Mapping[str, int],
    expected: Sequence[ClassTable] | None = None,
) -> None:
    """Add a table that is effective from that day, or replace the one of that very day.

    `limits`: every class in working days. Running cases keep the table they were opened under. `expected`: the tables
    the person had seen; RuleError `stale` if there are others by now. None: whatever there is.
    """
    with session.act(Permission.ADMINISTER) as act:
        table = check_table(since, legal_basis, limits)
        tables = office_tables()
        if expected is not None and tables != list(expected):
            raise RuleError(
                "Tabel golongan baru diubah di meja lain; daftar di atas menampilkannya. Periksa, lalu simpan lagi.",
                code="stale",
            )
        before = in_force(tables, since)
        stored = [item.to_dict() for item in with_table(tables, table)]
        settings.drop(_FORMER)
        settings.put(SETTING, stored)
        act.append(
            "office",
            "class_table_set",
            {"before": None if before is None else before.to_dict(), "after": table.to_dict()},
        )


def first_setting() -> dict[str, object]:
    """The setting of a new office."""
    return {SETTING: [shipped_table().to_dict()]}


def warning(office: Office, since: date) -> str | None:
    """What to know before a table of that date is set. None: nothing."""
    if since >= office.today():
        return None
    return (
        "Tanggal berlakunya sudah lewat: hanya pengaduan baru dan entri susulan yang memakainya; "
        "yang sudah tercatat tetap memakai tabel lamanya."
    )
