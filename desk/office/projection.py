"""What a case's tables hold, as its history determines it. Pure of the database; `case_store.py` writes it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desk.domain import access, answering
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, DispositionRecord as Disposition, PauseRecord, Visit
from desk.domain.clocks import Rules, open_clock, step_clock
from desk.domain.duration import Unit
from desk.domain.sla import ClockKind, Reading
from desk.domain.verdict import case_verdict, cycle_verdict

_READING = tuple(item.name for item in fields(Reading))

Columns = dict[str, Any]


def case_columns(case: CaseFile, rules: Rules) -> Columns:
    """The columns of the case's row that its history determines."""
    verdict = case_verdict(case, rules)
    return {
        "status": case.status.value,
        "class_key": case.class_key,
        "received_at": case.received_at,
        "calendar_version": case.calendar_version,
        "started_at": case.started_at,
        "delivered_at": case.delivered_at,
        "ended_at": case.ended_at,
        "verdict": None if verdict is None else verdict.band.value,
        "retention": case.retention,
    }


def letter_columns(case: CaseFile, rules: Rules) -> Columns:
    """The columns of a letter's row that the case's history determines."""
    return {
        "ticked": sorted(case.ticked),
        "missing": len(rules.service.required_keys - case.ticked),
        "event_start": case.event_start,
        "event_end": case.event_end,
        "voided": case.voided,
    }


def cycle_columns(case: CaseFile, rules: Rules, no: int) -> Columns:
    """The columns of the row of that cycle, counted from 1."""
    cycle = case.cycles[no - 1]
    verdict = cycle_verdict(case, rules, no)
    return {
        "started_at": cycle.start,
        "delivered_at": cycle.delivered_at,
        "ended_at": cycle.ended_at,
        "stopped_at": cycle.stopped_at,
        "verdict": None if verdict is None else verdict.band.value,
        "standard_verdict": None if verdict is None else verdict.standard_band.value,
    }


def pause_columns(pause: PauseRecord) -> Columns:
    return {
        "start": pause.start,
        "end": pause.end,
        "waiting_for": pause.waiting_for,
        "reason": pause.reason,
        "by": pause.by,
    }


def disposition_columns(record: Disposition) -> Columns:
    return {
        "at": record.at,
        "by": record.by,
        "step": record.step,
        "recipients": list(record.to),
        "cc": list(record.cc),
        "instructions": list(record.instructions),
        "note": record.note,
        "due_at": record.due_at,
    }


def access_columns(case: CaseFile) -> list[Columns]:
    """The rows that tell who is more than a stranger to the case, by username."""
    return [
        {"username": name, "known": item.known, "given": item.given, "kept": item.kept}
        for name, item in access.standings(case).items()
    ]


def answer_columns(case: CaseFile) -> list[Columns]:
    """The rows of the further recipients of every disposition, in order."""
    is_closed = case.status.is_closed
    return [
        {
            "disposition": no,
            "recipient": name,
            "is_copy": name in record.cc,
            "by": record.by,
            "at": record.at,
            "due_at": record.due_at,
            "instructions": list(record.instructions),
            "waits": not is_closed and answering.waits_for(record, name),
            **_last_answer(record, name),
        }
        for no, record in enumerate(case.dispositions, 1)
        for name in (*record.to[1:], *record.cc)
    ]


def _last_answer(record: Disposition, username: str) -> Columns:
    own = [item for item in record.answers if item.by == username]
    return {
        "answer": own[-1].answer.value if own else None,
        "answered_at": own[-1].at if own else None,
    }


def visit_columns(case: CaseFile, rules: Rules, visit: Visit) -> Columns:
    """The columns of a visit's row that the case's history determines."""
    clock = open_clock if visit.is_open else step_clock
    reading = clock(case, rules, visit)
    paused_at = None if reading.deadline is None else reading.paused_at  # no deadline: `none`, paused or not
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
        "service": rules.service.key,
        "calendar_version": reading.calendar_version,
        "is_working": reading.unit is not None and reading.unit.is_working,
        "due_at": None if reading.external else reading.deadline,
        "overdue_after": _overdue_after(reading),
        "at_risk_at": reading.at_risk_at,
        "paused": reading.external or (paused_at is not None and not reading.is_late(paused_at)),
    }


def reading_from(columns: Columns) -> Reading:
    """A reading as `visit_columns` stored it."""
    unit = columns["unit"]
    return Reading(
        **columns | {"clock": ClockKind(columns["clock"]), "unit": None if unit is None else Unit(unit)}
    )


def _overdue_after(reading: Reading) -> Instant | None:
    """After which instant this reading says `overdue`; the board's query compares with it."""
    due = reading.deadline
    if due is None or reading.external or reading.stopped_at is not None or reading.cancelled:
        return None
    if reading.late_already:
        return reading.start
    if reading.unit is Unit.EVENT and reading.taken_at is not None:
        return None if reading.taken_at <= due else due
    if reading.paused_at is not None and reading.paused_at <= due:
        return None
    return due
