"""`desk verify` and `desk ledger ...`: whether the history is whole, where it ends, what was done to the office."""

from __future__ import annotations

from desk.cli.context import Context
from desk.cli.letters import add_limit
from desk.cli.output import error_document, table, write_error
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso
from desk.domain.moments import full_text, moment_text
from desk.office import ledger
from desk.office.office_log import TEXTS, office_log
from desk.office.verify import verify


def _verify(context: Context) -> Answer:
    expected = context.args.expect
    verdict = verify(context.session, expected)
    data = {
        "ok": verdict.fault is None,
        "events": verdict.events,
        "cases": verdict.cases,
        "head": str(verdict.head),
        "expected": expected,
        "fault": verdict.fault,
    }
    counted = f"{verdict.events} peristiwa, {verdict.cases} berkas"
    if verdict.fault is None:
        met = [] if expected is None else [f"Melewati kepala yang disimpan: {expected}"]
        return Answer(data, [f"Utuh: {counted}.", *met, f"Kepala riwayat: {verdict.head}"])
    write_error(f"desk: {verdict.fault}")
    return Answer(
        error_document("broken", verdict.fault, None) | data, [f"Tidak utuh: {counted} diperiksa."], status=1
    )


def _verify_options(options: Options) -> None:
    options.add_argument(
        "--expect",
        metavar="JUMLAH:HASH",
        help="kepala riwayat yang dahulu dicetak dan harus dilewati riwayat ini",
    )


def _head(context: Context) -> Answer:
    office = context.session.office
    tail = ledger.tail()
    told = str(ledger.Head(tail.id, tail.hash))
    data = {"head": told, "events": tail.id, "hash": tail.hash, "recorded_at": iso(office, tail.recorded_at)}
    return Answer(data, [told, f"{office.name}, {full_text(office.calendar(), tail.recorded_at)}"])


def _list_options(options: Options) -> None:
    options.add_argument("--kind", metavar="KUNCI", help=f"hanya jenis itu: {', '.join(TEXTS)}")
    add_limit(options)


def _list(context: Context) -> Answer:
    session = context.session
    office, today = session.office, session.office.today()
    events = office_log(session, context.args.kind, context.args.limit)
    data = [
        {
            "event": event.event_id,
            "at": iso(office, event.at),
            "by": event.by,
            "about": event.subject,
            "kind": event.kind,
            "more": event.more,
        }
        for event in events
    ]
    lines = table(
        ("Waktu", "Oleh", "Kejadian", "Tentang", "Keterangan"),
        [
            (
                moment_text(office.calendar(), event.at, today),
                event.by_name,
                event.text,
                event.subject,
                " · ".join(_told(value) for value in event.more.values()),
            )
            for event in events
        ],
    )
    return Answer(data, lines)


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


COMMANDS = (
    Command("verify", "memeriksa keutuhan riwayat", _verify, _verify_options),
    Command("ledger head", "kepala riwayat, untuk dicetak dan disimpan di luar", _head),
    Command(
        "ledger list",
        "akun, cadangan, identitas yang diambil dan kejadian kantor lain",
        _list,
        _list_options,
    ),
)
