"""Dispositions that ask for one's own answer: which ones wait for a person, and answering them.

The lead of a disposition holds the step and is not meant here; see `desk/domain/answering.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Value

from desk import db
from desk.domain import answering
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.disposition import Answer
from desk.domain.people import Permission
from desk.office import case_store, numbers, privacy
from desk.office.session import Session


@dataclass(frozen=True, slots=True)
class WaitingDisposition:
    """A disposition that still waits for an answer of the person who asks."""

    case_no: str
    disposition: int
    """Which of the case's dispositions, from 1."""
    is_copy: bool
    service_short: str
    sender: str
    """A complainant only by initials, or not at all."""
    subject: str
    by: str
    by_name: str
    at: Instant
    due_at: Instant | None
    instructions: tuple[str, ...]
    """Instruction keys."""
    answer: Answer | None
    """How far the person has come. None: no answer yet."""
    calendar: WorkingCalendar
    """The office's, to tell the due by."""

    def is_overdue(self, now: Instant) -> bool:
        """Whether its own due has passed; no clock of an SOP runs on it."""
        return self.due_at is not None and now > self.due_at


def waiting_dispositions(session: Session, limit: int = 200) -> list[WaitingDisposition]:
    """The person's own, those with a due first, the nearest on top; of open cases only, and of none that they are
    kept out of.

    The subject is shown also of a sealed case: the disposition hands it to the person.
    """
    row = db.DispositionAnswer
    case = (db.Case.kind, db.Case.sender, db.Case.subject, db.Case.service_version)
    query = (
        row.select(row, *case, db.Complaint.is_anonymous)
        .join(db.Case)
        .join(db.Complaint, JOIN.LEFT_OUTER)
        .where(
            row.recipient == session.person.username,
            row.waits == Value(True),
            row.case.not_in(privacy.kept_out_of(session)),
        )
        .order_by(row.due_at.is_null(), row.due_at, row.at, row.case, row.disposition)
        .limit(limit)
    )
    return [_waiting(session, found) for found in db.dicts(query)]


def _waiting(session: Session, found: dict[str, Any]) -> WaitingDisposition:
    office = session.office
    service = office.service_version(found["service_version"])
    return WaitingDisposition(
        case_no=found["case"],
        disposition=found["disposition"],
        is_copy=found["is_copy"],
        service_short=service.short or service.name,
        sender=privacy.shown_sender(found, sealed=False),
        subject=found["subject"],
        by=found["by"],
        by_name=office.person_name(found["by"]),
        at=found["at"],
        due_at=found["due_at"],
        instructions=tuple(found["instructions"]),
        answer=None if found["answer"] is None else Answer(found["answer"]),
        calendar=office.calendar(),
    )


def answer_disposition(
    session: Session,
    number: str,
    disposition: int | None,
    answer: str,
    text: str = "",
    at: Instant | None = None,
    reason: str | None = None,
) -> None:
    """Say that one has read, accepted or replied to a disposition, counted from 1 within its case.

    None: the earliest that waits for the person, else the latest that they may still answer. What others have done
    with the case meanwhile does not matter.
    """
    with session.act(Permission.WORK, at, reason) as act:
        case = case_store.load(numbers.canonical_number(number, session.office))
        privacy.require_may_act(act, case)
        (said,) = answering.answer(case, case_store.who(act), disposition, answer, text)
        case_store.commit_answer(act, case, said)
