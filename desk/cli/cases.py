"""`desk case ...`: reading cases and working them along their steps. Every act answers with the case as it then is."""

from __future__ import annotations

from desk.cli import case_corrections, case_exclusion, case_time
from desk.cli.case_shared import case_option, show_case
from desk.cli.context import Context
from desk.cli.registry import Answer, Command, Options
from desk.cli.row_shapes import row_json, row_lines
from desk.cli.values import moment
from desk.domain.case import Status
from desk.domain.disposition import INSTRUCTIONS, WAITING_FOR, DispositionOrder
from desk.domain.sla import Band
from desk.office import routing
from desk.office.caselist import CaseFilter, list_rows


def _list_options(options: Options) -> None:
    options.add_argument("--mine", action="store_true", help="yang menjadi tugas saya")
    options.add_argument("--holder", metavar="PENGGUNA", help="yang dipegang pengguna itu")
    options.add_argument("--service", metavar="KUNCI", help="dari layanan itu")
    options.add_argument("--band", choices=[str(band) for band in Band], help="dalam keadaan itu")
    options.add_argument("--status", choices=[str(status) for status in Status], help="berstatus itu")
    options.add_argument("--all", action="store_true", help="juga yang sudah ditutup")


def _list(context: Context) -> Answer:
    args, session, now = context.args, context.session, context.shown_at
    if args.service is not None:
        session.office.service(args.service)
    where = CaseFilter(
        service=args.service,
        holder=args.holder,
        status=Status(args.status) if args.status else None,
        band=Band(args.band) if args.band else None,
        worker=session.person if args.mine else None,
        closed=args.all,
    )
    rows = list_rows(session, where, context.as_of)
    return Answer([row_json(session.office, row, now) for row in rows], row_lines(session.office, rows, now))


def _take(context: Context) -> Answer:
    routing.take(context.session, context.args.case, **context.acting)
    return show_case(context)


def _finish_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--exit", metavar="KUNCI", help="hasil langkah; boleh dikosongkan bila hanya ada satu"
    )
    options.add_argument("--output", metavar="TEKS", default="", help="output langkah")


def _finish(context: Context) -> Answer:
    args = context.args
    routing.finish(context.session, args.case, args.exit, args.output, **context.acting)
    return show_case(context)


def _return(context: Context) -> Answer:
    routing.send_back(context.session, context.args.case, context.args.reason, **context.acting)
    return show_case(context)


def _dispose_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--to",
        metavar="PENGGUNA",
        nargs="+",
        action="extend",
        required=True,
        help="tujuan; yang pertama memegang",
    )
    options.add_argument("--cc", metavar="PENGGUNA", nargs="+", action="extend", default=[], help="tembusan")
    options.add_argument(
        "--instruction",
        metavar="KUNCI",
        nargs="+",
        action="extend",
        required=True,
        help=f"isi disposisi: {', '.join(INSTRUCTIONS)}",
    )
    options.add_argument("--note", metavar="TEKS", default="", help="catatan")
    options.add_argument("--due", metavar="ISO", type=moment, help="batas waktu disposisi")


def _dispose(context: Context) -> Answer:
    args = context.args
    session = context.session
    order = DispositionOrder(
        to=tuple(args.to),
        instructions=tuple(args.instruction),
        cc=tuple(args.cc),
        note=args.note,
        due_at=context.instant("due"),
    )
    routing.dispose(session, args.case, order, **context.acting)
    return show_case(context)


def _assign_options(options: Options) -> None:
    case_option(options)
    options.add_argument("--to", metavar="PENGGUNA", required=True, help="pemegang yang baru")


def _assign(context: Context) -> Answer:
    routing.assign(context.session, context.args.case, context.args.to, context.args.reason, **context.acting)
    return show_case(context)


def _pause_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--for", dest="waiting_for", choices=list(WAITING_FOR), required=True, help="yang ditunggu"
    )


def _pause(context: Context) -> Answer:
    args = context.args
    routing.pause(context.session, args.case, args.waiting_for, args.reason, **context.acting)
    return show_case(context)


def _resume(context: Context) -> Answer:
    routing.resume(context.session, context.args.case, **context.acting)
    return show_case(context)


def _reopen_options(options: Options) -> None:
    case_option(options)
    options.add_argument("--step", metavar="NO", required=True, help="nomor langkah tempat mulai lagi")


def _reopen(context: Context) -> Answer:
    routing.reopen(
        context.session, context.args.case, context.args.step, context.args.reason, **context.acting
    )
    return show_case(context)


def _cancel(context: Context) -> Answer:
    routing.cancel(context.session, context.args.case, context.args.reason, **context.acting)
    return show_case(context)


def _note_options(options: Options) -> None:
    case_option(options)
    options.add_argument("--text", metavar="TEKS", required=True, help="catatan")


def _note(context: Context) -> Answer:
    routing.add_note(context.session, context.args.case, context.args.text, **context.late)
    return show_case(context)


COMMANDS = (
    Command(
        "case show",
        "satu berkas dengan langkah, batas waktu dan disposisinya",
        show_case,
        case_option,
        as_of=True,
    ),
    Command(
        "case list",
        "berkas-berkas yang terbuka, paling genting lebih dahulu",
        _list,
        _list_options,
        as_of=True,
    ),
    Command("case take", "mengambil langkah yang terbuka", _take, case_option, late=True, guarded=True),
    Command("case finish", "menyelesaikan langkah", _finish, _finish_options, late=True, guarded=True),
    Command(
        "case return",
        "mengembalikan untuk revisi",
        _return,
        case_option,
        late=True,
        guarded=True,
        has_reason=True,
    ),
    Command("case dispose", "mendisposisikan", _dispose, _dispose_options, late=True, guarded=True),
    Command(
        "case assign",
        "mengalihkan langkah",
        _assign,
        _assign_options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
    Command(
        "case pause",
        "menjeda: menunggu pihak luar",
        _pause,
        _pause_options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
    Command("case resume", "melanjutkan dari jeda", _resume, case_option, late=True, guarded=True),
    Command(
        "case reopen",
        "membuka kembali berkas",
        _reopen,
        _reopen_options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
    Command(
        "case cancel", "membatalkan berkas", _cancel, case_option, late=True, guarded=True, has_reason=True
    ),
    Command("case note", "menulis catatan", _note, _note_options, late=True),
    *case_time.COMMANDS,
    *case_corrections.COMMANDS,
    *case_exclusion.COMMANDS,
)
