"""`desk incident ...`: incidents with personal data, and until when they must be reported."""

from __future__ import annotations

from typing import Any

from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso, when
from desk.cli.values import count, moment
from desk.domain.band_text import format_duration
from desk.domain.calendar import Instant
from desk.office import incidents
from desk.office.incidents import IncidentView
from desk.office.office import Office


def _add_options(options: Options) -> None:
    options.add_argument("--what", metavar="TEKS", required=True, help="yang terjadi, tanpa nama orang")
    options.add_argument(
        "--noticed", metavar="ISO", type=moment, required=True, help="kapan kantor mengetahuinya"
    )
    options.add_argument("--people", metavar="N", type=count, help="berapa orang yang datanya terkena")


def _add(context: Context) -> Answer:
    args, noticed = context.args, context.instant("noticed")
    assert noticed is not None  # a required option
    return _one(context, incidents.add(context.session, args.what, noticed, args.people))


def _list(context: Context) -> Answer:
    found, now = incidents.incidents(context.session), context.session.now()
    return Answer(
        [_json(context.office, item, now) for item in found],
        table(
            ("No", "Diketahui", "Lapor paling lambat", "Keadaan", "Kejadian"), _rows(context, found), {4: 48}
        )
        if found
        else ["Tidak ada insiden."],
    )


def _rows(context: Context, found: list[IncidentView]) -> list[tuple[str, ...]]:
    office, now = context.office, context.session.now()
    return [
        (
            str(item.no),
            when(office, item.noticed_at),
            when(office, item.report_by),
            left_text(item, now),
            item.what,
        )
        for item in found
    ]


def left_text(item: IncidentView, now: Instant) -> str:
    """How much time is left, in hours of the clock."""
    if not item.is_open:
        return "dilaporkan"
    left = item.left(now)
    return f"{'sisa' if left >= 0 else 'LEWAT'} {format_duration(abs(left))}"


def _done_options(options: Options) -> None:
    options.add_argument("no", metavar="NO", type=count, help="nomor insiden")


def _done(context: Context) -> Answer:
    return _one(context, incidents.done(context.session, context.args.no, context.args.reason))


def _one(context: Context, item: IncidentView) -> Answer:
    data = _json(context.office, item, context.session.now())
    by = when(context.office, item.report_by)
    told = f"lapor tertulis paling lambat {by}" if item.is_open else "sudah dilaporkan"
    return Answer(data, [f"Insiden {item.no}: {told} (3 x 24 jam, hari libur dihitung)."])


def _json(office: Office, item: IncidentView, now: Instant) -> dict[str, Any]:
    return {
        "incident": item.no,
        "what": item.what,
        "noticed_at": iso(office, item.noticed_at),
        "report_by": iso(office, item.report_by),
        "remaining_seconds": item.left(now) if item.is_open else None,
        "people": item.people,
        "recorded_by": item.recorded_by,
        "recorded_at": iso(office, item.recorded_at),
        "done_at": iso(office, item.done_at),
        "done_by": item.done_by,
        "done_reason": item.done_reason,
    }


COMMANDS = (
    Command("incident add", "mencatat insiden data pribadi", _add, _add_options),
    Command("incident list", "insiden dan sisa waktu lapornya", _list),
    Command("incident done", "menyatakan insiden sudah dilaporkan", _done, _done_options, has_reason=True),
)
