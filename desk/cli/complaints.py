"""`desk complaint ...`: the complaint register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk.cli import content
from desk.cli.case_shapes import class_line
from desk.cli.context import Context
from desk.cli.letters import add_limit, received, register
from desk.cli.output import pairs
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso, when
from desk.cli.values import moment
from desk.domain.complaint import CHANNELS, CLASSES, ComplaintDraft
from desk.errors import NotFound
from desk.office import archive, casefile, complaints, exports, identity
from desk.office.case_view import CaseView
from desk.office.office import Office
from desk.office.privacy import SEALED


def _number_option(options: Options) -> None:
    options.add_argument("number", metavar="NOMOR", help="nomor pengaduan, contoh: P-0093/2026 atau P-93")


def _class_option(options: Options, *, required: bool = False) -> None:
    options.add_argument(
        "--class",
        dest="class_key",
        metavar="GOLONGAN",
        required=required,
        help=f"golongan: {', '.join(CLASSES)}",
    )


def _add_options(options: Options) -> None:
    options.add_argument(
        "--service", metavar="KUNCI", required=True, help="layanan, lihat: desk service list"
    )
    options.add_argument("--channel", choices=list(CHANNELS), required=True, help="saluran")
    options.add_argument("--text", metavar="TEKS", required=True, help="isi pengaduan")
    options.add_argument("--sender", metavar="TEKS", default="", help="nama pengadu")
    options.add_argument("--phone", metavar="TEKS", help="nomor telepon pengadu")
    _class_option(options)
    options.add_argument(
        "--received", metavar="ISO", type=moment, help="waktu diterima; pada hari sebelumnya perlu --reason"
    )
    options.add_argument("--anonymous", action="store_true", help="pengadu minta namanya tidak disebut")
    options.add_argument("--confidential", action="store_true", help="isi pengaduan rahasia")
    options.add_argument(
        "--exclude",
        metavar="PENGGUNA",
        nargs="+",
        action="extend",
        default=[],
        help="orang kantor yang disebut dalam pengaduan; tidak dapat membukanya",
    )


def _add(context: Context) -> Answer:
    args, session = context.args, context.session
    draft = ComplaintDraft(
        service=args.service,
        channel=args.channel,
        text=args.text,
        sender=args.sender,
        phone=args.phone,
        class_key=args.class_key,
        is_anonymous=args.anonymous,
        is_confidential=args.confidential,
    )
    office = session.office
    logged = complaints.log_complaint(session, draft, **received(context), keep_out=args.exclude)
    for warning in logged.warnings:
        context.warn(warning)
    if logged.duplicates:
        context.warn(f"nomor telepon ini pernah mengadu dan masih terbuka: {', '.join(logged.duplicates)}")
    data = {
        "complaint_no": logged.number,
        "case": logged.number,
        "status": logged.status,
        "started_at": iso(office, logged.started_at),
        "due_at": iso(office, logged.due_at),
        "attached_to": None,
        "duplicates": list(logged.duplicates),
        "warnings": list(logged.warnings),
    }
    lines = pairs(
        ("Nomor pengaduan", logged.number),
        ("Mulai", when(office, logged.started_at)),
        ("Tenggat", when(office, logged.due_at)),
    )
    return Answer(data, lines)


def _identity_options(options: Options) -> None:
    options.add_argument(
        "--full-identity",
        action="store_true",
        help="dengan nama dan telepon selengkapnya; dicatat, perlu --reason",
    )
    options.add_argument("--reason", metavar="TEKS", help="alasannya; tetap terbaca, jadi tanpa nama orang")


def _list_options(options: Options) -> None:
    add_limit(options)
    options.add_argument(
        "--phone", metavar="TEKS", help="dari nomor telepon itu, ditulis selengkapnya; pencariannya dicatat"
    )
    _identity_options(options)


def _list(context: Context) -> Answer:
    args, in_full = context.args, _wants_identity(context)
    if args.phone is None:
        rows = archive.list_cases(context.session, "complaint", args.limit)
    else:
        rows = archive.complaints_from(context.session, args.phone, args.limit)
    if not in_full:
        return register(context.office, rows, "complaint_no")
    found = exports.full_identities(context.session, [row.number for row in rows], args.reason)
    told = [replace(row, sender=found[row.number].sender) if row.number in found else row for row in rows]
    answer = register(context.office, told, "complaint_no")
    phones = {number: item.phone for number, item in found.items()}
    data = [item | {"phone": phones.get(item["complaint_no"])} for item in answer.data]
    lines = [f"{number}: {phone}" for number, phone in phones.items() if phone is not None]
    return Answer(data, [*answer.lines, *(["", "Telepon"] if lines else []), *lines])


def _wants_identity(context: Context) -> bool:
    """Whether `--full-identity` was given, and as it should be."""
    args = context.args
    if args.full_identity and args.reason is None:
        raise UsageError("--full-identity memerlukan --reason", "reason")
    if args.reason is not None and not args.full_identity:
        raise UsageError("--reason hanya dipakai bersama --full-identity", "reason")
    return bool(args.full_identity)


def _show_options(options: Options) -> None:
    _number_option(options)
    _identity_options(options)


def _show_one(context: Context) -> Answer:
    in_full, view = _wants_identity(context), _complaint(context)
    if in_full:
        found = identity.show(context.session, view.case_no, context.args.reason)
        view = replace(view, sender=found.sender, phone=found.phone)
    return Answer(_json(context.office, view), _lines(context.office, view))


def _show(context: Context) -> Answer:
    view = _complaint(context)
    return Answer(_json(context.office, view), _lines(context.office, view))


def _complaint(context: Context) -> CaseView:
    view = casefile.view_case(context.session, context.args.number)
    if view.kind != "complaint":
        raise NotFound(f"{view.case_no} bukan nomor pengaduan.", field="number")
    return view


def _json(office: Office, view: CaseView) -> dict[str, Any]:
    return {
        "complaint_no": view.case_no,
        "case": view.case_no,
        "service": view.service.key,
        "status": view.status,
        "received_at": iso(office, view.received_at),
        "started_at": iso(office, view.started_at),
        "due_at": iso(office, view.nearest.deadline) if view.nearest else None,
        "channel": view.channel,
        "sender": view.sender,
        "phone": view.phone,
        "text": view.subject,
        "class": view.class_key,
        "class_basis": None if view.class_basis is None else view.class_basis.to_dict(),
        "attached_to": None,
    }


def _lines(office: Office, view: CaseView) -> list[str]:
    return pairs(
        ("Nomor pengaduan", view.case_no),
        ("Layanan", view.service.name),
        ("Saluran", SEALED if view.channel is None else CHANNELS[view.channel]),
        ("Pengadu", view.sender),
        ("Telepon", view.phone),
        ("Isi", view.subject),
        ("Golongan", class_line(view) or "belum digolongkan"),
        ("Diterima", when(office, view.received_at)),
        ("Status", view.status_text),
    )


def _class_options(options: Options) -> None:
    _number_option(options)
    _class_option(options, required=True)


def _class(context: Context) -> Answer:
    args = context.args
    complaints.change_class(context.session, args.number, args.class_key, args.reason, **context.acting)
    view = _complaint(context)
    return Answer(_json(context.office, view), _lines(context.office, view))


def _correct(context: Context) -> Answer:
    content.correct(context, context.args.number)
    return _show(context)


def _protect(context: Context) -> Answer:
    content.protect(context)
    return _show(context)


def _identity(context: Context) -> Answer:
    found = identity.show(context.session, context.args.number, context.args.reason)
    data = {"complaint_no": found.number, "sender": found.sender, "phone": found.phone_text}
    return Answer(
        data,
        pairs(("Nomor pengaduan", found.number), ("Pengadu", found.sender), ("Telepon", found.phone_text)),
    )


COMMANDS = (
    Command("complaint add", "mencatat pengaduan", _add, _add_options, late=True),
    Command("complaint list", "pengaduan-pengaduan terbaru", _list, _list_options),
    Command("complaint show", "satu pengaduan", _show_one, _show_options),
    Command(
        "complaint correct",
        "membetulkan isi yang salah dicatat",
        _correct,
        content.complaint_options,
        has_reason=True,
        guarded=True,
    ),
    Command(
        "complaint protect",
        "merahasiakan nama pengadu atau isi pengaduannya",
        _protect,
        content.protect_options,
        has_reason=True,
        guarded=True,
    ),
    Command(
        "complaint identity",
        "nama dan telepon pengadu selengkapnya; riwayat mencatat siapa melihatnya dan mengapa",
        _identity,
        _number_option,
        has_reason=True,
    ),
    Command(
        "complaint class",
        "mengubah golongan",
        _class,
        _class_options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
)
