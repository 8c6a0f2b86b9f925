"""Proof that nothing was changed behind desk's back: the hash chain, and the history replayed against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.clocks import Rules
from desk.domain.evolve import replay
from desk.domain.letter import normalised
from desk.errors import DeskError
from desk.office import case_store, ledger, projection, rows as single_rows
from desk.office.session import Session
from desk.office.verify_registers import register_faults
from desk.office.verify_tasks import stored_tasks, task_faults, unknown_tasks

_CASE_SUBJECTS = frozenset(kind.value for kind in Kind)
_OF_OPEN_VISITS = (
    "reading",
    "due_at",
    "overdue_after",
    "at_risk_at",
    "paused",
    "is_working",
    "calendar_version",
)
"""Columns of a visit that hold the shown clock; once it is finished, nobody reads them."""
_ANSWER = (
    *("disposition", "recipient", "is_copy", "by", "at", "due_at", "instructions"),
    *("answer", "answered_at", "waits"),
)


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    events: int
    cases: int
    fault: str | None
    """The first fault, in Indonesian. None: everything agrees."""


def verify(session: Session) -> Verdict:
    """Recompute the chain, replay every case and compare it with its stored state; stops at the first fault."""
    histories: dict[str, list[Event]] = {}
    bodies: dict[str, str] = {}
    with db.snapshot():
        fault, events = _check_chain(histories, bodies)
        if fault is None:
            fault = next(_rule_faults(bodies), None) or next(_faults(session, histories), None)
    return Verdict(events, len(histories), fault)


def _check_chain(histories: dict[str, list[Event]], bodies: dict[str, str]) -> tuple[str | None, int]:
    previous, expected_id = ledger.GENESIS, 1
    rows = ledger.rows()
    while True:
        try:
            row = next(rows, None)
        except ValueError:
            return f"Peristiwa {expected_id} tidak dapat dibaca.", expected_id - 1
        if row is None:
            return None, expected_id - 1
        stored = row.pop("hash")
        if row["id"] != expected_id:
            return f"Peristiwa {expected_id} hilang dari catatan.", expected_id - 1
        if ledger.chained(previous, row) != stored:
            return f"Peristiwa {row['id']} ({row['subject']}) telah diubah.", expected_id - 1
        if "bodies" in row["data"]:
            bodies |= row["data"]["bodies"]
        if row["kind"] in _CASE_SUBJECTS:
            event = Event(Kind(row["kind"]), row["at"], row["by"], row["data"], row["id"], row["recorded_at"])
            for number in subjects_of(event, row["subject"]):
                histories.setdefault(number, []).append(event)
        previous, expected_id = stored, expected_id + 1


def _rule_faults(bodies: dict[str, str]) -> Iterator[str]:
    """Services and calendars that cases keep, against what was said of them when they came."""
    for row in db.ServiceVersion.select():
        if ledger.body_digest(row.body) != bodies.get(row.version):
            yield f"Layanan {row.key} (versi {row.version}) telah diubah."
    for calendar in db.CalendarVersion.select():
        if not ledger.body_digest(calendar.body).startswith(calendar.version):
            yield f"Kalender {calendar.key} (versi {calendar.version}) telah diubah."


def subjects_of(event: Event, subject: str) -> list[str]:
    """The cases that an event belongs to: its subject, or those that an event of the whole office names."""
    return list(event.data["cases"]) if event.kind is Kind.RECOMPUTED else [subject]


def _faults(session: Session, histories: dict[str, list[Event]]) -> Iterator[str]:
    stored = {row.number: row for row in db.Case.select()}
    tasks = stored_tasks()
    for number in sorted(set(stored) ^ set(histories)):
        yield f"Berkas {number} {'tidak punya riwayat' if number in stored else 'hilang dari basis data'}."
    for number, events in histories.items():
        seen = [event.id for event in events if event.kind is not Kind.DISPOSITION_ANSWERED]
        yield from _differences(number, stored[number], {"last_event": seen[-1]})
        try:
            case = replay(events)
        except (KeyError, IndexError, ValueError):
            yield f"Berkas {number}: riwayatnya tidak dapat diputar ulang."
            return
        try:
            yield from _case_faults(session, case, stored[number])
            yield from _link_faults(number, events)
            yield from task_faults(case, tasks)
        except (ValueError, TypeError, AttributeError):
            yield f"Berkas {number}: ada isian tersimpan yang tidak dapat dibaca."
    yield from unknown_tasks(tasks)
    yield from register_faults(histories)


def _case_faults(session: Session, case: CaseFile, row: db.Case) -> Iterator[str]:
    try:
        rules = case_store.rules(session.office, case)
    except DeskError as error:
        yield f"Berkas {case.number}: {error.message}"
        return
    columns = projection.case_columns(case, rules)
    columns["calendar_version_id"] = columns.pop("calendar_version")
    yield from _differences(case.number, row, _origin(case) | columns)
    visits = list(db.Visit.select().where(db.Visit.case == case.number).order_by(db.Visit.no))
    if len(visits) != len(case.visits):
        yield f"Berkas {case.number}: tersimpan {len(visits)} langkah, riwayat {len(case.visits)}."
        return
    for visit, stored in zip(case.visits, visits, strict=True):
        columns = projection.visit_columns(case, rules, visit)
        if not visit.is_open:
            for shown in _OF_OPEN_VISITS:
                del columns[shown]
        yield from _differences(f"{case.number} langkah ke-{visit.no}", stored, columns)
    yield from _cycle_faults(case, rules)
    yield from _record_faults(case)
    letter = db.Letter.get_or_none(db.Letter.case == case.number)
    if letter is not None:
        yield from _differences(case.number, letter, _letter_columns(case, rules, row, letter))
    yield from _content_fault(case, row, letter)


def _origin(case: CaseFile) -> dict[str, Any]:
    """What the registration settled for good."""
    return {
        "kind": case.kind,
        "service": case.service,
        "service_version_id": case.service_version,
    }


def _cycle_faults(case: CaseFile, rules: Rules) -> Iterator[str]:
    stored = list(db.CaseCycle.select().where(db.CaseCycle.case == case.number).order_by(db.CaseCycle.no))
    if [row.no for row in stored] != list(range(1, len(case.cycles) + 1)):
        yield f"Berkas {case.number}: tersimpan {len(stored)} putaran, riwayat {len(case.cycles)}."
        return
    for row in stored:
        columns = projection.cycle_columns(case, rules, row.no)
        yield from _differences(f"{case.number} putaran ke-{row.no}", row, columns)


def _link_faults(number: str, events: list[Event]) -> Iterator[str]:
    """Which events of the whole office belong to the case."""
    query = db.CaseEvent.select(db.CaseEvent.event).where(db.CaseEvent.case == number)
    linked = sorted(event for (event,) in db.tuples(query))
    if linked != [event.id for event in events if event.kind is Kind.RECOMPUTED]:
        yield f"Berkas {number}: peristiwa kantor yang mengenainya tidak sama dengan riwayat."


def _letter_columns(case: CaseFile, rules: Rules, row: db.Case, letter: db.Letter) -> dict[str, Any]:
    return projection.letter_columns(case, rules) | {
        "sender_form": normalised(row.sender),
        "letter_no_form": normalised(letter.letter_no) if letter.letter_no else None,
    }


def _record_faults(case: CaseFile) -> Iterator[str]:
    stored = db.Attachment.select().where(db.Attachment.case == case.number).order_by(db.Attachment.id)
    if [(row.sha256, row.size) for row in stored] != case.attachments:
        yield f"Berkas {case.number}: lampiran tidak sama dengan riwayat."
    yield from _list_faults(case, db.Pause, "jeda", [projection.pause_columns(p) for p in case.pauses])
    told = [projection.disposition_columns(record) for record in case.dispositions]
    yield from _list_faults(case, db.Disposition, "disposisi", told)
    yield from _answer_faults(case)


def _answer_faults(case: CaseFile) -> Iterator[str]:
    told = {(item["disposition"], item["recipient"]): item for item in projection.answer_columns(case)}
    found = single_rows.select(db.DispositionAnswer, _ANSWER, {"case": case.number})
    stored = {(row[0], row[1]): dict(zip(_ANSWER, row, strict=True)) for row in found}
    for no, name in sorted(told.keys() | stored.keys()):
        if told.get((no, name)) != stored.get((no, name)):
            yield f"Berkas {case.number}: jawaban {name} atas disposisi {no} tidak sama dengan riwayat."


def _list_faults(case: CaseFile, table: Any, name: str, told: list[dict[str, Any]]) -> Iterator[str]:
    """Rows that belong to the case in the order of their ids, against what history says of them."""
    rows = list(table.select().where(table.case == case.number).order_by(table.id))
    alike = len(rows) == len(told) and all(
        getattr(row, column) == value
        for row, columns in zip(rows, told, strict=True)
        for column, value in columns.items()
    )
    if not alike:
        yield f"Berkas {case.number}: {name} tidak sama dengan riwayat."


def _content_fault(case: CaseFile, row: db.Case, letter: db.Letter | None) -> Iterator[str]:
    first = (
        db.EventLog.select(db.EventLog.data)
        .where(db.EventLog.subject == case.number)
        .order_by(db.EventLog.id)
        .limit(1)
        .get()
    )
    content: dict[str, Any] = {"sender": row.sender, "subject": row.subject}
    if letter is not None:
        content |= {
            "letter_no": letter.letter_no,
            "letter_date": None if letter.letter_date is None else letter.letter_date.isoformat(),
            "urgency": letter.urgency,
            "security": letter.security,
        }
    elif case.kind == "complaint":
        complaint = db.Complaint.get_or_none(db.Complaint.case == case.number)
        if complaint is None:
            yield f"Berkas {case.number}: isi surat atau pengaduan hilang."
            return
        names = ("text", "phone", "channel", "is_anonymous", "is_confidential")
        content |= {name: getattr(complaint, name) for name in names}
    if ledger.digest(row.salt, content) != first.data["content"]:
        yield f"Berkas {case.number}: isi surat atau pengaduan telah diubah."


def _differences(place: str, row: Any, columns: dict[str, Any]) -> Iterator[str]:
    for name, value in columns.items():
        stored = getattr(row, name)
        if stored != value:
            yield f"Berkas {place}: {name} tersimpan {stored!r}, menurut riwayat {value!r}."
