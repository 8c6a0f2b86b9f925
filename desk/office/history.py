"""A case's events told in Indonesian, one sentence each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Kind
from desk.domain.complaint import CHANNELS, CLASSES, mask_name
from desk.domain.content import IDENTITY
from desk.domain.disposition import ANSWER_TEXT, INSTRUCTIONS, WAITING_FOR, Answer
from desk.domain.evolve import corrected, evolve, replay
from desk.domain.letter import SECURITY_CLASSES, URGENCIES
from desk.domain.moments import moment_text
from desk.domain.phone import mask_phone
from desk.domain.service import Service
from desk.domain.texts import size_text
from desk.office import case_store
from desk.office.case_view import EventView
from desk.office.office import AUTOMATIC, Office

CONTENT_NAMES = {
    "sender": "pengirim",
    "subject": "perihal",
    "text": "isi",
    "letter_no": "nomor surat",
    "letter_date": "tanggal surat",
    "urgency": "urgensi",
    "security": "sifat",
    "phone": "nomor telepon",
    "channel": "saluran",
    "is_anonymous": "anonim",
    "is_confidential": "rahasia",
}
"""Fields of what came in, as a history names them."""

Teller = Callable[[Office, Service, CaseFile, dict[str, Any]], str]


def case_history(
    office: Office, service: Service, number: str, as_of: Instant | None = None, *, is_anonymous: bool = False
) -> list[EventView]:
    """The history of a case in recorded order, corrections and what they took back included.

    `is_anonymous`: of a complainant who wants to stay so, of whom no former name or number is told either.
    """
    events = case_store.load_events(number, as_of)
    standing = {event.id: event for event in corrected(events)}
    case = CaseFile()
    told: dict[int, EventView] = {}
    for place, event in enumerate(events):
        if event.kind is Kind.CORRECTED:
            case = replay(events[: place + 1])
            text = _corrected(office, event.data, told)
        else:
            evolve(case, event)
            data = _nameless(event.data) if is_anonymous else event.data
            text = _TELLERS[event.kind](office, service, case, data)
        told[event.id] = EventView(
            event_id=event.id,
            at=standing.get(event.id, event).at,
            told_at=event.at,
            recorded_at=event.at if event.recorded_at is None else event.recorded_at,
            by=event.by,
            by_name=office.person_name(event.by),
            kind=event.kind,
            text=text,
            late_reason=None if event.by == AUTOMATIC.username else event.late_reason,
            withdrawn=event.kind is not Kind.CORRECTED and event.id not in standing,
        )
    return list(told.values())


def _names(office: Office, usernames: list[str]) -> str:
    return ", ".join(office.person_name(name) for name in usernames)


def _registered(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    if data["kind"] == "periodic":
        return "Tugas berkala dibuka"
    kind = "Surat" if data["kind"] == "letter" else "Pengaduan"
    missing = [item.text for item in service.requirements if item.required and item.key not in data["ticked"]]
    if data["kind"] == "letter" and missing:
        return f"{kind} dicatat, belum lengkap: {', '.join(missing)}"
    return f"{kind} dicatat"


def _completed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    texts = [item.text for item in service.requirements if item.key in data["ticked"]]
    return f"Persyaratan diterima: {', '.join(texts)}"


def _step_of(service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    step = service.step(case.visit(data["visit"]).step)
    return f"Langkah {step.no} ({step.label})"


def _opened(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    step = service.step(data["step"])
    return f"Sampai di langkah {step.no} ({step.label})"


def _taken(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"{_step_of(service, case, data)} diambil"


def _finished(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    way = service.step(case.visit(data["visit"]).step).exit(data["exit"])
    text = f"{_step_of(service, case, data)} selesai: {way.name if way else data['exit']}"
    return f"{text} — {data['output']}" if data["output"] else text


def _disposed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    orders = ", ".join(INSTRUCTIONS.get(key, key) for key in data["instructions"])
    text = f"Disposisi kepada {_names(office, data['to'])}: {orders}"
    if data["cc"]:
        text += f"; tembusan {_names(office, data['cc'])}"
    return f"{text} — {data['note']}" if data["note"] else text


def _assigned(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Dialihkan kepada {office.person_name(data['to'])}: {data['reason']}"


def _paused(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Dijeda menunggu {WAITING_FOR[data['for']]}: {data['reason']}"


def _resumed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return "Dilanjutkan"


def _class_changed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    before = CLASSES.get(data["from"], "belum digolongkan")
    return f"Golongan diubah dari {before} menjadi {CLASSES.get(data['to'], data['to'])}: {data['reason']}"


def _reopened(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Dibuka kembali di langkah {data['step']}: {data['reason']}"


def _cancelled(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Dibatalkan: {data['reason']}"


def _noted(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return str(data["text"])


def _voided(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Nomor agenda dibatalkan: {data['reason']}"


def _attached(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Lampiran disimpan, {size_text(data['size'])}"


def _target_agreed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Target disepakati {_moment(office, data['due_at'])}: {data['reason']}"


def _recomputed(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Tenggat dihitung ulang dengan kalender yang berlaku: {data['basis']}"


def _disposition_answered(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    sent_by = office.person_name(case.dispositions[data["disposition"] - 1].by)
    text = f"Disposisi dari {sent_by} {ANSWER_TEXT[Answer(data['answer'])]}"
    return f"{text} — {data['text']}" if data["text"] else text


def _content_corrected(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    former = _former(data.get("before", ""), is_complaint=case.kind == "complaint")
    told = "; ".join(
        f"{CONTENT_NAMES.get(name, name)}{f' semula {former[name]}' if name in former else ''}"
        for name in data["fields"]
    )
    return f"Isi dibetulkan: {told}. Alasan: {data['reason']}"


def _nameless(data: dict[str, Any]) -> dict[str, Any]:
    """What an event tells, without the name and the number that a correction has replaced."""
    try:
        before: dict[str, Any] = json.loads(data.get("before", ""))
    except ValueError:
        return data
    return data | {"before": json.dumps({k: v for k, v in before.items() if k not in IDENTITY})}


def _former(before: str, *, is_complaint: bool) -> dict[str, str]:
    """What stood in the corrected fields, in words; complainants masked. Empty where it was erased."""
    try:
        values: dict[str, Any] = json.loads(before)
    except ValueError:
        return {}
    return {name: _former_value(name, value, is_complaint=is_complaint) for name, value in values.items()}


def _former_value(name: str, value: Any, *, is_complaint: bool) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if value is None:
        return "tidak ada"
    if name in _WORDS:
        return _WORDS[name].get(value, str(value))
    if is_complaint and name in ("sender", "phone"):
        value = mask_name(value) if name == "sender" else mask_phone(value)
    return f"“{value}”"


_WORDS = {"urgency": URGENCIES, "security": SECURITY_CLASSES, "channel": CHANNELS}


def _excluded(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Dikecualikan dari berkas ini: {_names(office, data['people'])}. Alasan: {data['reason']}"


def _readmitted(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Tidak lagi dikecualikan: {_names(office, data['people'])}. Alasan: {data['reason']}"


def _identity_shown(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Identitas pengadu dibuka: {data['reason']}"


def _retention_set(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Kelas retensi {data['retention']}: {data['reason']}"


def _erased(office: Office, service: Service, case: CaseFile, data: dict[str, Any]) -> str:
    return f"Data pribadi dan isi berkas dihapus. Dasar: {data['basis']}"


def _corrected(office: Office, data: dict[str, Any], told: dict[int, EventView]) -> str:
    """What a correction did, by the words of what it corrects."""
    named = "; ".join(told[event_id].text for event_id in data["corrects"] if event_id in told)
    if data["withdrawn"]:
        return f"Diurungkan: {named}. Alasan: {data['reason']}"
    if data["at"] is not None:
        return f"Waktu dibetulkan menjadi {_moment(office, data['at'])}: {named}. Alasan: {data['reason']}"
    start, end = data["changes"]["event_start"], data["changes"]["event_end"]
    until = "" if end is None else f" sampai {_moment(office, end)}"
    return f"Waktu acara diubah menjadi {_moment(office, start)}{until}. Alasan: {data['reason']}"


def _moment(office: Office, t: Instant) -> str:
    """With its day and year, since a history is read on any day."""
    return moment_text(office.calendar(), t, date.min)


_TELLERS: dict[Kind, Teller] = {
    Kind.REGISTERED: _registered,
    Kind.COMPLETED: _completed,
    Kind.OPENED: _opened,
    Kind.TAKEN: _taken,
    Kind.FINISHED: _finished,
    Kind.DISPOSED: _disposed,
    Kind.ASSIGNED: _assigned,
    Kind.PAUSED: _paused,
    Kind.RESUMED: _resumed,
    Kind.CLASS_CHANGED: _class_changed,
    Kind.REOPENED: _reopened,
    Kind.CANCELLED: _cancelled,
    Kind.NOTED: _noted,
    Kind.VOIDED: _voided,
    Kind.ATTACHED: _attached,
    Kind.TARGET_AGREED: _target_agreed,
    Kind.RECOMPUTED: _recomputed,
    Kind.DISPOSITION_ANSWERED: _disposition_answered,
    Kind.CONTENT_CORRECTED: _content_corrected,
    Kind.EXCLUDED: _excluded,
    Kind.READMITTED: _readmitted,
    Kind.IDENTITY_SHOWN: _identity_shown,
    Kind.RETENTION_SET: _retention_set,
    Kind.ERASED: _erased,
}
