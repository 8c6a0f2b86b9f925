"""Cases in the database: replayed from their events, projected into tables for lists.

The tables are a reading of the history, written in the same transaction; `verify.py` replays and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from desk import db
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile, Event, Kind, Visit
from desk.domain.clocks import case_clocks, open_clock, shown_clock, step_clock
from desk.domain.duration import Unit
from desk.domain.evolve import evolve, replay
from desk.domain.moments import clock_text
from desk.domain.service import Service
from desk.domain.sla import Band, ClockKind, Reading
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotFound, RuleError
from desk.office import rows
from desk.office.session import Act, Office

_READING = tuple(item.name for item in fields(Reading))


def who(act: Act) -> Actor:
    """The person and the time of an act, as the workflow's rules take them."""
    return Actor(act.session.person, act.at)


def load(number: str, as_of: Instant | None = None) -> CaseFile:
    """The case as its events tell it; with `as_of`, as it stood then. NotFound if there is none (yet)."""
    events = _events(number, as_of)
    if not events:
        raise NotFound(f"Berkas {number} tidak ditemukan.", field="case")
    return replay(events)


def _events(number: str, as_of: Instant | None) -> list[Event]:
    found = rows.select(db.EventLog, ("kind", "at", "by", "data"), {"subject": number}, order=("id",))
    return [Event(Kind(kind), at, by, data) for kind, at, by, data in found if as_of is None or at <= as_of]


def load_for_act(act: Act, number: str, expected: int | None = None) -> CaseFile:
    """The case that an act is about to change.

    RuleError when the act is dated before the case's last one, or when `expected`, the last event id the person
    had seen, is no longer the last: somebody else has changed the case since.
    """
    case = load(number)
    if expected is not None and expected != last_event(number):
        when = clock_text(act.session.office.calendar(), case.last_at)
        who = act.session.office.person_name(case.last_by)
        raise RuleError(f"Berkas ini baru diubah oleh {who} pukul {when}. Periksa lagi isinya.", code="stale")
    if act.at < case.last_at:
        raise FieldError(
            "at", "Waktu itu lebih awal daripada tindakan terakhir pada berkas ini.", code="before_last"
        )
    return case


def last_event(number: str) -> int:
    """Id of the case's last event."""
    row = db.Case.select(db.Case.last_event).where(db.Case.number == number).tuples().first()
    return int(row[0]) if row else 0


def rules(office: Office, case: CaseFile) -> tuple[Service, WorkingCalendar]:
    """The service and calendar versions that the case keeps."""
    return office.service_version(case.service_version), office.calendar_version(case.calendar_version)


def commit(act: Act, case: CaseFile, events: Sequence[Event]) -> None:
    """Append the events, let them change the case, and bring its tables up to date."""
    before = _Extent(case)
    for event in events:
        evolve(case, event)
        act.append(case.number, event.kind, event.data)
    service, calendar = rules(act.session.office, case)
    for visit in case.visits[before.settled_visits :]:
        _save_visit(case, service, calendar, visit, is_new=visit.no > before.visits)
    _save_pauses(case, before)
    _save_dispositions(case, before)
    columns = case_columns(case, service, calendar)
    rows.update(db.Case, {"number": case.number}, **columns, last_event=act.last_event)


def commit_new(act: Act, number: str, case: CaseFile, events: Sequence[Event]) -> None:
    """`commit` for a case that has no events yet."""
    case.number = number
    case.service_version = events[0].data["service_version"]
    case.calendar_version = events[0].data["calendar_version"]
    commit(act, case, events)


class _Extent:
    """How much of a case its tables already hold."""

    def __init__(self, case: CaseFile) -> None:
        self.visits = len(case.visits)
        self.settled_visits = self.visits - (1 if case.open_visit is not None else 0)
        self.pauses = len(case.pauses)
        self.pause_open = case.open_pause is not None
        self.dispositions = len(case.dispositions)


def case_columns(case: CaseFile, service: Service, calendar: WorkingCalendar) -> dict[str, Any]:
    """The columns of the case's row that its history determines."""
    return {
        "status": case.status.value,
        "class_key": case.class_key,
        "started_at": case.started_at,
        "delivered_at": case.delivered_at,
        "ended_at": case.ended_at,
        "verdict": _verdict(case, service, calendar),
    }


def _verdict(case: CaseFile, service: Service, calendar: WorkingCalendar) -> str | None:
    """The band for reports, once delivered or ended. A cancelled case has none to show, but one that any clock
    had left behind by then is reported late (sla.md)."""
    if case.cancelled_at is not None:
        late = any(reading.is_late(case.last_at) for reading in case_clocks(case, service, calendar))
        return str(Band.MISSED if late else Band.NONE)
    if case.delivered_at is None and not case.status.is_closed:
        return None
    shown = shown_clock(case, service, calendar)
    return None if shown is None else str(shown.band(calendar, case.last_at))


def visit_columns(
    case: CaseFile, service: Service, calendar: WorkingCalendar, visit: Visit
) -> dict[str, Any]:
    """The columns of a visit's row that the case's history determines."""
    clock = open_clock if visit.is_open else step_clock
    reading = clock(case, service, calendar, visit)
    paused_at = None if reading.due_at is None else reading.paused_at  # no deadline: `none`, paused or not
    return {
        "step": visit.step,
        "actors": list(visit.actors),
        "external": visit.external,
        "cycle": visit.cycle,
        "holder": visit.holder,
        "arrived_at": visit.arrived_at,
        "taken_at": visit.taken_at,
        "finished_at": visit.finished_at,
        "finished_by": visit.finished_by,
        "exit": visit.exit,
        "output": visit.output,
        "handed_on": visit.handed_on,
        "is_open": visit.is_open,
        "reading": {name: getattr(reading, name) for name in _READING},
        "service": service.key,
        "calendar_version": calendar.version,
        "is_working": reading.unit is not None and reading.unit.is_working,
        "due_at": None if reading.external else reading.due_at,
        "overdue_after": _overdue_after(reading),
        "at_risk_at": reading.at_risk_at,
        "paused": reading.external or (paused_at is not None and not reading.is_late(paused_at)),
    }


def reading_from(columns: dict[str, Any]) -> Reading:
    """A reading as `visit_columns` stored it."""
    unit = columns["unit"]
    return Reading(
        **columns | {"clock": ClockKind(columns["clock"]), "unit": None if unit is None else Unit(unit)}
    )


def _overdue_after(reading: Reading) -> Instant | None:
    """After which instant this reading says `overdue`; the board's query compares with it."""
    if reading.due_at is None or reading.external or reading.stopped_at is not None or reading.cancelled:
        return None
    if reading.late_already:
        return reading.start
    if reading.unit is Unit.EVENT and reading.taken_at is not None:
        return None if reading.taken_at <= reading.due_at else reading.due_at
    if reading.paused_at is not None and reading.paused_at <= reading.due_at:
        return None
    return reading.due_at


def _save_visit(
    case: CaseFile, service: Service, calendar: WorkingCalendar, visit: Visit, *, is_new: bool
) -> None:
    columns = visit_columns(case, service, calendar, visit)
    if is_new:
        rows.insert(db.Visit, case=case.number, no=visit.no, **columns)
    else:
        rows.update(db.Visit, {"case": case.number, "no": visit.no}, **columns)


def _save_pauses(case: CaseFile, before: _Extent) -> None:
    if before.pause_open:
        settled = case.pauses[before.pauses - 1]
        db.Pause.update(end=settled.end).where(db.Pause.case == case.number, db.Pause.end.is_null()).execute()
    for pause in case.pauses[before.pauses :]:
        db.Pause.insert(
            case=case.number,
            start=pause.start,
            end=pause.end,
            waiting_for=pause.waiting_for,
            reason=pause.reason,
            by=pause.by,
        ).execute()


def _save_dispositions(case: CaseFile, before: _Extent) -> None:
    for record in case.dispositions[before.dispositions :]:
        rows.insert(
            db.Disposition,
            case=case.number,
            at=record.at,
            by=record.by,
            step=record.step,
            recipients=list(record.to),
            cc=list(record.cc),
            instructions=list(record.instructions),
            note=record.note,
            due_at=record.due_at,
        )
