"""Logging complaints and classing them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from desk import db
from desk.domain import exclusion, supervision
from desk.domain.calendar import Instant
from desk.domain.complaint import ComplaintDraft, check_complaint
from desk.domain.people import Permission
from desk.domain.service import Intake
from desk.errors import FieldError
from desk.office import case_store, findable, numbers, privacy, rows, same_number
from desk.office.class_tables import known_class, table_for
from desk.office.content import complaint_columns, complaint_content
from desk.office.new_case import arrival, logged, open_case
from desk.office.session import Session
from desk.office.views import Logged


def log_complaint(
    session: Session,
    draft: ComplaintDraft,
    at: Instant | None = None,
    reason: str | None = None,
    *,
    keep_out: Sequence[str] = (),
) -> Logged:
    """Log one complaint; its clocks start when it arrived.

    `draft.received_at` (or `at`) is when it really arrived; on an earlier day it needs a `reason` (entri susulan).
    `keep_out`: usernames of people of the office whom it names, kept out of it from the beginning. Open complaints from
    the same number are named in the answer, as far as this person may know of them.
    """
    office = session.office
    draft = check_complaint(draft)
    received = draft.received_at if draft.received_at is not None else at
    with session.act(Permission.LOG, *arrival(office, received, reason)) as act:
        service = office.service(draft.service)
        if service.intake is not Intake.COMPLAINT:
            raise FieldError(
                "service", f"{service.name} dibuka oleh surat, bukan pengaduan.", code="wrong_intake"
            )
        table = table_for(office, service, act.at)
        if draft.class_key is not None:
            known_class(table, draft.class_key)
        earlier = same_number.complaints_from(session, draft.phone)
        number = numbers.take(act, "complaint")
        content = complaint_content(draft)
        case = open_case(
            act,
            service,
            number=number,
            kind="complaint",
            salt=secrets.token_hex(16),
            content=content,
            search=findable.complaint_text(number, draft.text),
            class_table=table,
            class_key=draft.class_key,
        )
        rows.insert(db.Complaint, case=number, **complaint_columns(content))
        if keep_out:
            who, why, seal = case_store.who(act), exclusion.NAMED, privacy.seal_of(office, case)
            kept = exclusion.exclude(case, who, keep_out, why, office.people, seal, field="exclude")
            case_store.commit(act, case, kept)
    return logged(office, case, service, tuple(item.number for item in earlier))


def change_class(
    session: Session,
    number: str,
    class_key: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Give a complaint another class, and so another deadline from the same start."""
    with session.act(Permission.SUPERVISE, at, reason) as act:
        case = case_store.load_for_act(act, numbers.canonical_number(number, session.office), expected)
        sees = privacy.sees_content(session, case)
        events = supervision.change_class(case, case_store.who(act), class_key, why, sees=sees)
        case_store.commit(act, case, events)
