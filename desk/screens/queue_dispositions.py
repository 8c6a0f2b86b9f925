"""How a disposition that waits for one's own answer looks in the queue: without a band, since no clock runs on it."""

from __future__ import annotations

from desk.domain.calendar import Instant
from desk.domain.disposition import ANSWER_TEXT, INSTRUCTIONS
from desk.domain.moments import moment_text
from desk.office.answers import WaitingDisposition
from desk.widgets.text import Line

MARK = "»"
_ROLE = 10
"""Cells of `disposisi`, with a blank: as wide as the time left of a step."""


def disposition_lines(item: WaitingDisposition, width: int, now: Instant) -> tuple[Line, Line]:
    """Which case and how far one has answered; from whom, what is asked, of what, until when."""
    late = item.is_overdue(now)
    role = "lewat" if late else "tembusan" if item.is_copy else "disposisi"
    style = "bold $fault" if late else "$link"
    tag = " baru" if item.answer is None else f" {ANSWER_TEXT[item.answer]}"
    first = Line(f"{MARK} ", style).cell(role, _ROLE, style).cell(item.case_no, 11, "bold $strong").gap(1)
    first.cell(item.service_short, width - first.width - len(tag), "$link").add(tag, "bold $key")
    due = ""
    if item.due_at is not None:
        due = f" batas {moment_text(item.calendar, item.due_at, item.calendar.local_date(now))}"
    orders = ", ".join(INSTRUCTIONS.get(key, key) for key in item.instructions)
    second = Line().gap(2)
    told = f"{item.by_name}: {orders} · {item.subject}"
    second.cell(told, width - second.width - len(due), "$foreground")
    return first, second.add(due, style if late else "$muted")
