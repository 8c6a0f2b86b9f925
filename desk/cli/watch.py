"""`desk board` and `desk due`."""

from __future__ import annotations

from typing import Any

from desk.cli.context import Context
from desk.cli.registry import Answer, Command, Options
from desk.cli.row_shapes import row_json, row_lines
from desk.cli.shapes import band_text, iso, stretch_json, stretch_lines, when
from desk.cli.values import moment
from desk.office import calendar_check
from desk.office.caselist import count_bands, open_rows
from desk.office.due import Explained, explained_due, named_standard
from desk.office.office import Office


def _board_options(options: Options) -> None:
    options.add_argument("--service", metavar="KUNCI", help="hanya layanan itu")


def _board(context: Context) -> Answer:
    session, now = context.session, context.shown_at
    office = session.office
    if context.args.service is not None:
        office.service(context.args.service)
    rows = open_rows(session, context.args.service, context.as_of)
    counts = count_bands(rows, now)
    warnings = calendar_check.calendar_warnings(office)
    for warning in warnings:
        context.warn(warning)
    data = {
        "as_of": iso(office, now),
        "counts": {str(band): number for band, number in counts.items()},
        "rows": [row_json(office, row, now) for row in rows],
        "warnings": warnings,
    }
    summary = "   ".join(f"{band_text(band)} {number}" for band, number in counts.items())
    return Answer(data, [f"{office.name}, {when(office, now)}", summary, "", *row_lines(office, rows, now)])


def _due_options(options: Options) -> None:
    options.add_argument("service", metavar="LAYANAN", help="kunci layanan")
    which = options.add_mutually_exclusive_group()
    which.add_argument("--step", metavar="NO", help="batas satu langkah")
    which.add_argument("--class", dest="class_key", metavar="GOLONGAN", help="batas satu golongan pengaduan")
    options.add_argument("--at", metavar="ISO", nargs="+", type=moment, required=True, help="waktu mulai")
    options.add_argument("--event-start", metavar="ISO", type=moment, help="waktu mulai acara")


def _due(context: Context) -> Answer:
    args, office = context.args, context.session.office
    service = office.service(args.service)
    event_start = context.instant("event_start")
    found = [
        explained_due(
            office, service, named_standard(office, service, args.step, args.class_key, at), at, event_start
        )
        for at in (said.instant(office.zone) for said in args.at)
    ]
    lines: list[str] = []
    for item in found:
        for warning in item.warnings:
            context.warn(warning)
        lines += [*_due_lines(office, item), ""]
    return Answer([_due_json(office, item) for item in found], lines[:-1])


def _due_json(office: Office, item: Explained) -> dict[str, Any]:
    standard = item.standard
    return {
        "at": iso(office, item.at),
        "due_at": iso(office, item.due_at),
        "standard": None if standard is None else {"kind": str(standard.unit), "value": standard.value},
        "explanation": [stretch_json(office, part) for part in item.stretches],
        "warnings": list(item.warnings),
    }


def _due_lines(office: Office, item: Explained) -> list[str]:
    if item.standard is None:
        return [f"{when(office, item.at)}: tanpa batas waktu"]
    head = f"{when(office, item.at)} + {item.standard} = {when(office, item.due_at)}"
    return [head, *stretch_lines(office, item.stretches)]


COMMANDS = (
    Command("board", "papan SLA", _board, _board_options, as_of=True),
    Command("due", "menghitung batas waktu dan alasannya", _due, _due_options),
)
