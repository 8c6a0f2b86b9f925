"""`desk disposition ...`: the dispositions that ask for one's own answer, beside the step that the lead holds."""

from __future__ import annotations

from typing import Any

from desk.cli.case_shapes import case_json, case_lines
from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso, when
from desk.cli.values import count
from desk.domain import disposition
from desk.domain.calendar import Instant
from desk.office import answers, casefile
from desk.office.answers import WaitingDisposition
from desk.office.office import Office


def _list(context: Context) -> Answer:
    session = context.session
    office, now = session.office, session.now()
    found = answers.waiting_dispositions(session)
    rows = [_row(office, item, now) for item in found]
    headings = ("Berkas", "No", "Batas", "Dari", "Isi disposisi", "Jawaban", "Hal")
    lines = (
        table(headings, rows, {3: 26, 4: 32, 6: 40}) if rows else ["Tidak ada disposisi yang menunggu Anda."]
    )
    return Answer([_json(office, item, now) for item in found], lines)


def _json(office: Office, item: WaitingDisposition, now: Instant) -> dict[str, Any]:
    return {
        "case": item.case_no,
        "disposition": item.disposition,
        "role": "copy" if item.is_copy else "recipient",
        "by": item.by,
        "at": iso(office, item.at),
        "due_at": iso(office, item.due_at),
        "overdue": item.is_overdue(now),
        "instructions": list(item.instructions),
        "answer": None if item.answer is None else str(item.answer),
        "sender": item.sender,
        "subject": item.subject,
    }


def _row(office: Office, item: WaitingDisposition, now: Instant) -> tuple[str, ...]:
    due = when(office, item.due_at)
    return (
        item.case_no,
        str(item.disposition),
        f"{due} (lewat)" if item.is_overdue(now) else due,
        item.by_name,
        ", ".join(disposition.INSTRUCTIONS.get(key, key) for key in item.instructions),
        "–" if item.answer is None else disposition.ANSWER_TEXT[item.answer],
        item.subject,
    )


def _answer_options(options: Options) -> None:
    options.add_argument("case", metavar="BERKAS", help="nomor berkas, contoh: 0481/2026 atau 481")
    options.add_argument(
        "--disposition",
        metavar="NO",
        type=count,
        help="disposisi keberapa dari berkas itu; tanpa ini: yang paling dahulu menunggu Anda",
    )
    options.add_argument(
        "--answer", choices=[str(item) for item in disposition.Answer], required=True, help="jawabannya"
    )
    options.add_argument("--text", metavar="TEKS", default="", help="isi balasan; wajib untuk replied")


def _answer(context: Context) -> Answer:
    args, session = context.args, context.session
    answers.answer_disposition(session, args.case, args.disposition, args.answer, args.text, **context.late)
    view = casefile.view_case(session, args.case)
    now = session.now()
    return Answer(case_json(session.office, view, now), case_lines(session.office, view, now))


COMMANDS = (
    Command("disposition list", "disposisi yang menunggu jawaban saya", _list),
    Command(
        "disposition answer", "menandai dibaca, diterima, atau membalas", _answer, _answer_options, late=True
    ),
)
