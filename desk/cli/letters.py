"""`desk letter ...`: the agenda book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk.cli import content, letter_attachment
from desk.cli.case_shapes import attachment_lines
from desk.cli.context import Context
from desk.cli.letter_attachment import add_agenda_no
from desk.cli.output import pairs, table
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso, when
from desk.cli.values import count, day, moment
from desk.domain.dates import format_day
from desk.domain.letter import SECURITY_CLASSES, URGENCIES, LetterDraft
from desk.errors import NotFound
from desk.office import archive, casefile, intake
from desk.office.case_view import CaseView
from desk.office.office import Office
from desk.office.views import Logged, RegisterRow

LIST_LIMIT = 200


def add_limit(options: Options) -> None:
    options.add_argument(
        "--limit", metavar="N", type=count, default=LIST_LIMIT, help=f"paling banyak N baris ({LIST_LIMIT})"
    )


def received(context: Context) -> dict[str, Any]:
    """When something really arrived, and why it is logged later: `--received` or `--at`, with `--reason`."""
    if context.args.received is not None and context.args.at is not None:
        raise UsageError("--received tidak dapat dipakai bersama --at", "at")
    if context.args.received is None:
        return context.late
    return {"at": context.instant("received"), "reason": context.args.reason}


def _add_options(options: Options) -> None:
    options.add_argument(
        "--service", metavar="KUNCI", required=True, help="layanan, lihat: desk service list"
    )
    options.add_argument("--from", dest="sender", metavar="TEKS", required=True, help="pengirim")
    number = options.add_mutually_exclusive_group(required=True)
    number.add_argument("--number", metavar="TEKS", help="nomor surat sebagaimana tertulis")
    number.add_argument("--no-number", action="store_true", help="surat tanpa nomor")
    written = options.add_mutually_exclusive_group(required=True)
    written.add_argument("--date", metavar="TANGGAL", type=day, help="tanggal surat, contoh: 2026-11-23")
    written.add_argument("--no-date", action="store_true", help="surat tanpa tanggal")
    options.add_argument("--subject", metavar="TEKS", required=True, help="hal")
    options.add_argument(
        "--received", metavar="ISO", type=moment, help="waktu diterima; pada hari sebelumnya perlu --reason"
    )
    options.add_argument("--urgency", choices=list(URGENCIES), default="normal", help="derajat (normal)")
    options.add_argument(
        "--security", choices=list(SECURITY_CLASSES), default="ordinary", help="sifat (ordinary)"
    )
    have = options.add_mutually_exclusive_group()
    have.add_argument(
        "--have", metavar="SYARAT", nargs="+", action="extend", default=[], help="persyaratan yang sudah ada"
    )
    have.add_argument("--complete", action="store_true", help="semua persyaratan wajib sudah ada")
    _event_options(options)
    options.add_argument(
        "--attach", metavar="BERKAS", type=Path, nargs="+", action="extend", default=[], help="lampiran"
    )
    options.add_argument(
        "--same-as-ok", metavar="TEKS", help="alasan mencatat surat yang sama dengan surat terdahulu"
    )


def _event_options(options: Options) -> None:
    options.add_argument("--event-start", metavar="ISO", type=moment, help="waktu mulai acara")
    options.add_argument("--event-end", metavar="ISO", type=moment, help="waktu selesai acara")


def _add(context: Context) -> Answer:
    args, session = context.args, context.session
    service = session.office.service(args.service)
    draft = LetterDraft(
        service=service.key,
        sender=args.sender,
        subject=args.subject,
        letter_no=args.number,
        letter_date=args.date,
        urgency=args.urgency,
        security=args.security,
        have=service.required_keys if args.complete else frozenset(args.have),
        event_start=context.instant("event_start"),
        event_end=context.instant("event_end"),
    )
    logged = intake.log_letter(
        session, draft, **received(context), same_as_ok=args.same_as_ok, attach=args.attach
    )
    if logged.duplicates and args.same_as_ok is None:
        context.warn(f"sama dengan surat terdahulu: {', '.join(logged.duplicates)}")
    return _logged(context, logged)


def _complete_options(options: Options) -> None:
    add_agenda_no(options)
    options.add_argument(
        "--have",
        metavar="SYARAT",
        nargs="+",
        action="extend",
        required=True,
        help="persyaratan yang kini ada",
    )
    _event_options(options)


def _complete(context: Context) -> Answer:
    logged = intake.complete_requirements(
        context.session,
        context.args.agenda_no,
        context.args.have,
        event_start=context.instant("event_start"),
        event_end=context.instant("event_end"),
        **context.acting,
    )
    return _logged(context, logged)


def _logged(context: Context, logged: Logged) -> Answer:
    office = context.office
    for warning in logged.warnings:
        context.warn(warning)
    data = {
        "agenda_no": logged.number,
        "case": logged.number,
        "status": logged.status,
        "missing": list(logged.missing),
        "started_at": iso(office, logged.started_at),
        "due_at": iso(office, logged.due_at),
        "duplicates": list(logged.duplicates),
        "warnings": list(logged.warnings),
    }
    lines = pairs(
        ("Nomor agenda", logged.number),
        ("Belum ada", ", ".join(logged.missing) or None),
        ("Mulai", when(office, logged.started_at)),
        ("Tenggat", when(office, logged.due_at)),
        ("Sama dengan", ", ".join(logged.duplicates) or None),
    )
    return Answer(data, lines)


def _list(context: Context) -> Answer:
    return register(
        context.office, archive.list_cases(context.session, "letter", context.args.limit), "agenda_no"
    )


def _find_options(options: Options) -> None:
    options.add_argument("text", metavar="TEKS", help="nomor, pengirim, atau kata-kata dalam hal")
    add_limit(options)


def _find(context: Context) -> Answer:
    rows = archive.search(context.session, context.args.text, kind="letter", limit=context.args.limit)
    return register(context.office, rows, "agenda_no")


def register(office: Office, rows: list[RegisterRow], number: str) -> Answer:
    """Lines of the agenda book or of the complaint register; `number`: what JSON calls theirs."""
    data = [
        {
            number: row.number,
            "case": row.number,
            "received_at": iso(office, row.at),
            "service": row.service_key,
            "from": row.sender,
            "subject": row.subject,
            "status": row.status_key,
            **(
                {"letter_no": row.letter_no, "missing": row.missing, "voided": row.voided}
                if row.is_letter
                else {}
            ),
        }
        for row in rows
    ]
    cells = [
        (row.number, when(office, row.at), row.service_short, row.sender, row.subject, _state(row))
        for row in rows
    ]
    headings = ("Nomor", "Diterima", "Layanan", "Dari", "Hal", "Status")
    return Answer(data, table(headings, cells, {2: 20, 3: 30, 4: 44}) if cells else ["Tidak ada."])


def _state(row: RegisterRow) -> str:
    if row.voided:
        return "nomor dibatalkan"
    return f"{row.status}, {row.missing} syarat belum ada" if row.missing else row.status


def _show(context: Context) -> Answer:
    view = _letter(context)
    return Answer(_letter_json(context.office, view), _letter_lines(context.office, view))


def _letter(context: Context) -> CaseView:
    view = casefile.view_case(context.session, context.args.agenda_no)
    if view.kind != "letter":
        raise NotFound(f"{view.case_no} bukan nomor agenda surat.", field="agenda_no")
    return view


def _letter_json(office: Office, view: CaseView) -> dict[str, Any]:
    return {
        "agenda_no": view.case_no,
        "case": view.case_no,
        "service": view.service.key,
        "status": view.status,
        "received_at": iso(office, view.received_at),
        "started_at": iso(office, view.started_at),
        "due_at": iso(office, view.nearest.deadline) if view.nearest else None,
        "from": view.sender,
        "letter_no": view.letter_no,
        "letter_date": None if view.letter_date is None else view.letter_date.isoformat(),
        "subject": view.subject,
        "urgency": view.urgency,
        "security": view.security,
        "have": sorted(view.ticked),
        "missing": list(view.missing),
        "event_start": iso(office, view.event_start),
        "event_end": iso(office, view.event_end),
        "voided": view.voided,
    }


def _letter_lines(office: Office, view: CaseView) -> list[str]:
    lines = pairs(
        ("Nomor agenda", view.case_no + (" (dibatalkan)" if view.voided else "")),
        ("Layanan", view.service.name),
        ("Dari", view.sender),
        ("Nomor surat", view.letter_no_text),
        ("Tanggal surat", format_day(view.letter_date) if view.letter_date else view.letter_date_text),
        ("Hal", view.subject),
        ("Derajat", URGENCIES[view.urgency]),
        ("Sifat", SECURITY_CLASSES[view.security]),
        ("Acara", when(office, view.event_start) if view.event_start is not None else None),
        ("Diterima", when(office, view.received_at)),
        ("Status", view.status_text),
    )
    for item in view.service.requirements:
        mark = "[x]" if item.key in view.ticked else "[ ]"
        lines.append(f"{mark} {item.key}: {item.text}{'' if item.required else ' (tidak wajib)'}")
    return lines + attachment_lines(view)


def _void(context: Context) -> Answer:
    intake.void_letter(context.session, context.args.agenda_no, context.args.reason, **context.acting)
    view = _letter(context)
    data = {"agenda_no": view.case_no, "case": view.case_no, "status": view.status, "voided": True}
    return Answer(data, [f"Nomor agenda {view.case_no} dibatalkan; tetap terlihat di buku agenda."])


def _correct(context: Context) -> Answer:
    content.correct(context, context.args.agenda_no)
    return _show(context)


COMMANDS = (
    Command("letter add", "mencatat surat masuk", _add, _add_options, late=True),
    Command(
        "letter complete",
        "mencatat persyaratan yang menyusul",
        _complete,
        _complete_options,
        late=True,
        guarded=True,
    ),
    Command("letter list", "surat-surat terbaru", _list, add_limit),
    Command("letter find", "mencari surat", _find, _find_options),
    Command("letter show", "satu surat", _show, add_agenda_no),
    Command(
        "letter correct",
        "membetulkan isi yang salah dicatat",
        _correct,
        content.letter_options,
        has_reason=True,
        guarded=True,
    ),
    *letter_attachment.COMMANDS,
    Command(
        "letter void",
        "membatalkan nomor agenda",
        _void,
        add_agenda_no,
        late=True,
        guarded=True,
        has_reason=True,
    ),
)
