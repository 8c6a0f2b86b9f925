"""Proof that nothing was changed behind desk's back: the hash chain, and the history replayed against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.evolve import evolve
from desk.domain.letter import normalised
from desk.domain.service import Service
from desk.errors import DeskError
from desk.office import case_store, ledger
from desk.office.session import Session
from desk.office.verify_registers import register_faults

_CASE_SUBJECTS = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    events: int
    cases: int
    fault: str | None
    """The first fault, in Indonesian. None: everything agrees."""


def verify(session: Session) -> Verdict:
    """Recompute the chain, replay every case and compare it with its stored state; stops at the first fault."""
    cases: dict[str, CaseFile] = {}
    last_events: dict[str, int] = {}
    bodies: dict[str, str] = {}
    with db.snapshot():
        fault, events = _check_chain(cases, last_events, bodies)
        if fault is None:
            fault = next(_rule_faults(bodies), None) or next(_faults(session, cases, last_events), None)
    return Verdict(events, len(cases), fault)


def _check_chain(
    cases: dict[str, CaseFile], last_events: dict[str, int], bodies: dict[str, str]
) -> tuple[str | None, int]:
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
            case = cases.setdefault(row["subject"], CaseFile())
            last_events[row["subject"]] = row["id"]
            try:
                evolve(case, Event(Kind(row["kind"]), row["at"], row["by"], row["data"]))
            except (KeyError, IndexError, ValueError):
                return f"Peristiwa {row['id']} ({row['subject']}) tidak dapat diputar ulang.", expected_id - 1
        previous, expected_id = stored, expected_id + 1


def _rule_faults(bodies: dict[str, str]) -> Iterator[str]:
    """Services and calendars that cases keep, against what was said of them when they came."""
    for row in db.ServiceVersion.select():
        if ledger.body_digest(row.body) != bodies.get(row.version):
            yield f"Layanan {row.key} (versi {row.version}) telah diubah."
    for calendar in db.CalendarVersion.select():
        if not ledger.body_digest(calendar.body).startswith(calendar.version):
            yield f"Kalender {calendar.key} (versi {calendar.version}) telah diubah."


def _faults(session: Session, cases: dict[str, CaseFile], last_events: dict[str, int]) -> Iterator[str]:
    stored = {row.number: row for row in db.Case.select()}
    for number in sorted(set(stored) ^ set(cases)):
        yield f"Berkas {number} {'tidak punya riwayat' if number in stored else 'hilang dari basis data'}."
    for number, case in cases.items():
        yield from _differences(number, stored[number], {"last_event": last_events[number]})
        try:
            yield from _case_faults(session, case, stored[number])
        except (ValueError, TypeError, AttributeError):
            yield f"Berkas {number}: ada isian tersimpan yang tidak dapat dibaca."
    yield from register_faults(cases)


def _case_faults(session: Session, case: CaseFile, row: db.Case) -> Iterator[str]:
    try:
        service, calendar = case_store.rules(session.office, case)
    except DeskError as error:
        yield f"Berkas {case.number}: {error.message}"
        return
    yield from _differences(
        case.number, row, _origin(case) | case_store.case_columns(case, service, calendar)
    )
    visits = list(db.Visit.select().where(db.Visit.case == case.number).order_by(db.Visit.no))
    if len(visits) != len(case.visits):
        yield f"Berkas {case.number}: tersimpan {len(visits)} langkah, riwayat {len(case.visits)}."
        return
    for visit, stored in zip(case.visits, visits, strict=True):
        columns = case_store.visit_columns(case, service, calendar, visit)
        if not visit.is_open:
            for shown in ("reading", "due_at", "overdue_after", "at_risk_at", "paused", "is_working"):
                del columns[shown]
        yield from _differences(f"{case.number} langkah ke-{visit.no}", stored, columns)
    yield from _record_faults(case)
    letter = db.Letter.get_or_none(db.Letter.case == case.number)
    if letter is not None:
        yield from _differences(case.number, letter, _letter_columns(case, service, row, letter))
    yield from _content_fault(case.number, row, letter)


def _origin(case: CaseFile) -> dict[str, Any]:
    """What the registration settled for good."""
    return {
        "kind": case.kind,
        "service": case.service,
        "service_version_id": case.service_version,
        "calendar_version_id": case.calendar_version,
        "received_at": case.received_at,
    }


def _letter_columns(case: CaseFile, service: Service, row: db.Case, letter: db.Letter) -> dict[str, Any]:
    return {
        "ticked": sorted(case.ticked),
        "missing": len(service.required_keys - case.ticked),
        "event_start": case.event_start,
        "event_end": case.event_end,
        "voided": case.voided,
        "sender_form": normalised(row.sender),
        "letter_no_form": normalised(letter.letter_no) if letter.letter_no else None,
    }


def _record_faults(case: CaseFile) -> Iterator[str]:
    stored = db.Attachment.select().where(db.Attachment.case == case.number).order_by(db.Attachment.id)
    if [(row.sha256, row.size) for row in stored] != case.attachments:
        yield f"Berkas {case.number}: lampiran tidak sama dengan riwayat."
    pauses = [
        (row.start, row.end, row.waiting_for, row.reason, row.by)
        for row in db.Pause.select().where(db.Pause.case == case.number).order_by(db.Pause.id)
    ]
    if pauses != [(p.start, p.end, p.waiting_for, p.reason, p.by) for p in case.pauses]:
        yield f"Berkas {case.number}: jeda tidak sama dengan riwayat."
    dispositions = [
        (row.at, row.by, row.step, row.recipients, row.cc, row.instructions, row.note, row.due_at)
        for row in db.Disposition.select()
        .where(db.Disposition.case == case.number)
        .order_by(db.Disposition.id)
    ]
    replayed = [
        (d.at, d.by, d.step, list(d.to), list(d.cc), list(d.instructions), d.note, d.due_at)
        for d in case.dispositions
    ]
    if dispositions != replayed:
        yield f"Berkas {case.number}: disposisi tidak sama dengan riwayat."


def _content_fault(number: str, row: db.Case, letter: db.Letter | None) -> Iterator[str]:
    first = (
        db.EventLog.select(db.EventLog.data)
        .where(db.EventLog.subject == number)
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
    else:
        complaint = db.Complaint.get_or_none(db.Complaint.case == number)
        if complaint is None:
            yield f"Berkas {number}: isi surat atau pengaduan hilang."
            return
        names = ("text", "phone", "channel", "is_anonymous", "is_confidential")
        content |= {name: getattr(complaint, name) for name in names}
    if ledger.digest(row.salt, content) != first.data["content"]:
        yield f"Berkas {number}: isi surat atau pengaduan telah diubah."


def _differences(place: str, row: Any, columns: dict[str, Any]) -> Iterator[str]:
    for name, value in columns.items():
        stored = getattr(row, name)
        if stored != value:
            yield f"Berkas {place}: {name} tersimpan {stored!r}, menurut riwayat {value!r}."
