"""`desk case explain` and `desk case target`: why a deadline is where it is, and agreeing a later one."""

from __future__ import annotations

from desk.cli.case_shared import case_option, show_case
from desk.cli.context import Context
from desk.cli.output import pairs
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import stretch_json, stretch_lines
from desk.cli.values import moment
from desk.domain.band_text import format_exact
from desk.domain.explanation import Explanation
from desk.domain.moments import dated_text
from desk.domain.sla import ClockKind
from desk.office import explaining, routing
from desk.office.due import CLOCK_NAMES
from desk.office.explaining import Explainer


def _explain_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--clock",
        choices=[str(kind) for kind in ClockKind],
        help="waktu langkah, layanan atau golongan; tanpa ini yang ditampilkan pada berkas",
    )
    options.add_argument("--to-due", action="store_true", help="juga selang yang akan datang sampai batasnya")


def _explain(context: Context) -> Answer:
    args, office = context.args, context.office
    explainer = explaining.explainer(context.session, args.case, context.as_of)
    ref = explainer.ref(None if args.clock is None else ClockKind(args.clock))
    explained = explainer.at(ref, context.shown_at)
    parts = [*explained.past, *(explained.to_come if args.to_due else ())]
    return Answer([stretch_json(office, part) for part in parts], _lines(explainer, explained))


def _lines(explainer: Explainer, explained: Explanation) -> list[str]:
    office, reading = explainer.office, explained.reading
    due = reading.deadline
    allowed = "" if reading.allowed_seconds is None else f" dari {format_exact(reading.allowed_seconds)}"
    standard = f" ({explained.standard})" if explained.standard is not None else ""
    lines = pairs(
        ("Berkas", f"{explainer.case.number}  {explainer.rules.service.name}"),
        ("Waktu", f"{CLOCK_NAMES[reading.clock]}{standard}"),
        ("Terpakai", f"{format_exact(explained.used)}{allowed}"),
        ("Tenggat", "tanpa batas" if due is None else dated_text(explained.calendar, due, office.today())),
    )
    lines += ["", *explainer.sentences(explained)]
    if explained.past:
        lines += ["", *stretch_lines(office, explained.past)]
    if explained.to_come:
        lines += ["", "Yang akan datang:", *stretch_lines(office, explained.to_come)]
    return lines


def _target_options(options: Options) -> None:
    case_option(options)
    options.add_argument("--due", metavar="ISO", type=moment, required=True, help="tenggat yang disepakati")


def _target(context: Context) -> Answer:
    due_at = context.instant("due")
    assert due_at is not None  # a required option
    routing.agree_target(context.session, context.args.case, due_at, context.args.reason, **context.acting)
    return show_case(context)


COMMANDS = (
    Command(
        "case explain",
        "mengapa waktu dan batasnya demikian, selang demi selang",
        _explain,
        _explain_options,
        as_of=True,
    ),
    Command(
        "case target",
        "menyepakati tenggat layanan yang lebih lama, sekali saja",
        _target,
        _target_options,
        late=True,
        guarded=True,
        has_reason=True,
    ),
)
