"""`desk case undo|correct|reschedule|history`: mending what was told wrongly, and everything that was ever told."""

from __future__ import annotations

from typing import Any

from desk.cli.case_shared import after_erasing, case_option, show_case
from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso, when
from desk.cli.values import count, moment
from desk.office import casefile, corrections, erasure
from desk.office.case_view import EventView
from desk.office.office import Office


def _undo(context: Context) -> Answer:
    corrections.withdraw(context.session, context.args.case, context.args.reason, context.expected)
    return show_case(context)


def _correct_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--event", metavar="ID", type=count, required=True, help="peristiwanya, lihat: desk case history"
    )
    options.add_argument(
        "--happened", metavar="ISO", type=moment, required=True, help="waktu kejadian sebenarnya"
    )


def _correct(context: Context) -> Answer:
    args, happened = context.args, context.instant("happened")
    assert happened is not None  # a required option
    corrections.retime(context.session, args.case, args.event, happened, args.reason, context.expected)
    return show_case(context)


def _reschedule_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--event-start", metavar="ISO", type=moment, required=True, help="waktu mulai acara yang benar"
    )
    options.add_argument("--event-end", metavar="ISO", type=moment, help="waktu selesai acara")


def _reschedule(context: Context) -> Answer:
    start = context.instant("event_start")
    assert start is not None  # a required option
    end = context.instant("event_end")
    corrections.reschedule(
        context.session, context.args.case, start, end, context.args.reason, context.expected
    )
    return show_case(context)


def _history(context: Context) -> Answer:
    office = context.office
    events = casefile.view_case(context.session, context.args.case, context.as_of).history
    rows = [_row(office, event) for event in events]
    return Answer(
        [_event(office, event) for event in events],
        table(("Id", "Terjadi", "Dicatat", "Oleh", "Peristiwa"), rows, {3: 28}),
    )


def _event(office: Office, event: EventView) -> dict[str, Any]:
    return {
        "event": event.event_id,
        "kind": event.kind,
        "at": iso(office, event.at),
        "told_at": iso(office, event.told_at),
        "recorded_at": iso(office, event.recorded_at),
        "by": event.by,
        "text": event.text,
        "late_reason": event.late_reason,
        "withdrawn": event.withdrawn,
    }


def _row(office: Office, event: EventView) -> tuple[str, ...]:
    text = f"(diurungkan) {event.text}" if event.withdrawn else event.text
    if event.at != event.told_at:
        text += f" (semula {when(office, event.told_at)})"
    if event.late_reason:
        text += f" (entri susulan: {event.late_reason})"
    happened, recorded = when(office, event.at), when(office, event.recorded_at)
    return str(event.event_id), happened, recorded, event.by_name, text


def _erase_options(options: Options) -> None:
    case_option(options)
    options.add_argument(
        "--basis", metavar="TEKS", required=True, help="dasarnya; tetap terbaca, jadi tanpa nama orang"
    )
    options.add_argument(
        "--confirm", metavar="BERKAS", required=True, help="nomor berkas sekali lagi: tidak dapat dibatalkan"
    )


def _erase(context: Context) -> Answer:
    args = context.args
    erasure.erase(context.session, args.case, args.basis, confirm=args.confirm, expected=context.expected)
    after_erasing(context, [args.case])
    return show_case(context)


COMMANDS = (
    Command("case undo", "mengurungkan tindakan terakhir", _undo, case_option, has_reason=True, guarded=True),
    Command(
        "case correct",
        "membetulkan waktu kejadian satu tindakan",
        _correct,
        _correct_options,
        has_reason=True,
        guarded=True,
    ),
    Command(
        "case erase", "menghapus isi dan data pribadi berkas tertutup", _erase, _erase_options, guarded=True
    ),
    Command(
        "case reschedule",
        "membetulkan waktu acara yang diikuti berkas",
        _reschedule,
        _reschedule_options,
        has_reason=True,
        guarded=True,
    ),
    Command(
        "case history",
        "semua peristiwa berkas, juga yang diurungkan dan dibetulkan",
        _history,
        case_option,
        as_of=True,
    ),
)
