"""`desk class ...`: the office's complaint classes, their limits, on what basis and since when."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import day
from desk.domain.class_table import ClassTable, in_force
from desk.domain.complaint import CLASSES
from desk.domain.dates import format_date
from desk.office import class_tables
from desk.office.office import Office


def _list(context: Context) -> Answer:
    office = context.session.office
    return _answer(office, class_tables.office_tables(), office.today())


def _set_options(options: Options) -> None:
    options.add_argument(
        "--from", dest="since", metavar="TANGGAL", type=day, required=True, help="mulai berlaku"
    )
    options.add_argument("--basis", metavar="TEKS", required=True, help="dasar hukumnya")
    options.add_argument(
        "limits",
        metavar="GOLONGAN=HARI",
        nargs="+",
        help=f"batas dalam hari kerja, setiap golongan sekali: {', '.join(CLASSES)}",
    )


def _set(context: Context) -> Answer:
    args, session = context.args, context.session
    class_tables.set_class_table(session, args.since, args.basis, _limits(args.limits))
    if warning := class_tables.warning(session.office, args.since):
        context.warn(warning)
    return _list(context)


def _limits(words: list[str]) -> dict[str, int]:
    """`KEY=DAYS ...`, each key once."""
    limits: dict[str, int] = {}
    for word in words:
        found = re.fullmatch(r"(\w+)=(\d{1,9})", word, re.ASCII)
        if found is None:
            raise UsageError(f"tulis GOLONGAN=HARI, contoh: minor=5; bukan “{word}”", "limits")
        if found[1] in limits:
            raise UsageError(f"golongan {found[1]} ditulis dua kali", "limits")
        limits[found[1]] = int(found[2])
    return limits


def _answer(office: Office, tables: list[ClassTable], today: date) -> Answer:
    present = in_force(tables, today)
    rows = [
        (
            "berlaku" if item is present else "nanti" if item.starts > today else "dahulu",
            format_date(item.starts),
            *(str(item.limits.get(key, "–")) for key in CLASSES),
            item.basis.legal_basis,
        )
        for item in tables
    ]
    lines = table(("Keadaan", "Berlaku sejak", *CLASSES.values(), "Dasar hukum"), rows)
    own = [service.name for service in office.services.values() if service.complaint_classes]
    if own:
        lines += ["", f"Bergolongan menurut standarnya sendiri: {'; '.join(own)}."]
    data: list[dict[str, Any]] = [item.to_dict() | {"in_force": item is present} for item in tables]
    return Answer(data, ["Batas dalam hari kerja.", *lines])


COMMANDS = (
    Command("class list", "tabel golongan pengaduan kantor ini", _list),
    Command("class set", "menetapkan tabel golongan mulai suatu tanggal", _set, _set_options),
)
