"""Opening a case, as every intake does: its row, its first event, when it arrived, and what is answered of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk import db
from desk.domain import workflow
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.class_table import ClassTable
from desk.domain.clocks import case_clocks, shown_clock
from desk.domain.moments import require_moment
from desk.domain.service import Service, Step
from desk.errors import FieldError
from desk.office import calendar_store, case_store, ledger, rows
from desk.office.due import doubt_texts
from desk.office.office import Office
from desk.office.session import Act
from desk.office.views import Logged


@dataclass(frozen=True, slots=True)
class PeriodicOpening:
    """What a task of a periodic obligation opens with."""

    step: Step
    period: str
    """The month it reports on, `2026-11`."""


def open_case(
    act: Act,
    service: Service,
    *,
    number: str,
    kind: str,
    salt: str,
    content: Mapping[str, object],
    search: str,
    have: frozenset[str] = frozenset(),
    class_table: ClassTable | None = None,
    class_key: str | None = None,
    event_start: Instant | None = None,
    event_end: Instant | None = None,
    task: PeriodicOpening | None = None,
) -> CaseFile:
    """Write the case row, its first event and, where the file is complete, its first visit.

    `task`: of a periodic obligation, its row of the SOP and its month. None: a letter or a complaint.
    """
    calendar = act.session.office.calendar(service.calendar)
    calendar_store.keep_version(calendar)
    who = case_store.who(act)
    period = {} if task is None else {"period": task.period}
    registered = who.event(
        Kind.REGISTERED,
        **period,
        **{
            "number": number,
            "kind": kind,
            "service": service.key,
            "service_version": service.version,
            "calendar_version": calendar.version,
            "class_table": {} if class_table is None else class_table.limits,
            "class_basis": None if class_table is None else class_table.basis.to_dict(),
            "class": class_key,
            "ticked": sorted(have),
            "event_start": event_start,
            "event_end": event_end,
            "content": ledger.digest(salt, content),
        },
    )
    rows.insert(
        db.Case,
        number=number,
        kind=kind,
        service=service.key,
        service_version=service.version,
        calendar_version=calendar.version,
        status="registered",
        received_at=act.at,
        recorded_at=act.recorded_at,
        sender=content["sender"],
        subject=content["subject"],
        search=search,
        salt=salt,
        last_event=0,
    )
    case = CaseFile()
    events: list[Event] = [registered]
    if kind != "letter" or service.required_keys <= have:
        step = service.first_office_step if task is None else task.step
        events.append(workflow.opening(case, service, step, who))
    case_store.commit_new(act, number, case, events)
    return case


def arrival(
    office: Office, received: Instant | None, reason: str | None
) -> tuple[Instant | None, str | None]:
    """The `at` and `reason` of an act for something that arrived at `received`.

    On the day itself the reason is supplied by desk; for an earlier day the person must give one.
    """
    if received is None:
        return None, None
    require_moment("received", received)
    now = office.now()
    if received > now:
        raise FieldError("received", "Waktu diterima berada di masa depan.", code="future")
    calendar = office.calendar()
    if not (reason or "").strip():
        if calendar.local_date(received) != calendar.local_date(now):
            raise FieldError(
                "reason", "Diterima pada hari lain: tuliskan alasan entri susulan.", code="empty"
            )
        reason = "dicatat kemudian pada hari yang sama"
    return received, reason


def logged(office: Office, case: CaseFile, service: Service, duplicates: tuple[str, ...]) -> Logged:
    """The answer to whoever logged the case."""
    rules = case_store.rules(office, case)
    shown = shown_clock(case, rules)
    missing = tuple(
        item.key for item in service.requirements if item.required and item.key not in case.ticked
    )
    return Logged(
        number=case.number,
        status=case.status.value,
        missing=missing if case.kind == "letter" else (),
        started_at=case.started_at,
        due_at=shown.deadline if shown is not None else None,
        duplicates=duplicates,
        warnings=doubt_texts(rules.calendar(case.calendar_version), case_clocks(case, rules)),
    )
