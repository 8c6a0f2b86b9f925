"""One case as commands show it: for people, and as the JSON that others' scripts rely on."""

from __future__ import annotations

from typing import Any

from desk.cli.output import pairs, table
from desk.cli.shapes import band_text, due_of, iso, when
from desk.domain.band_text import (
    GLYPHS,
    event_text,
    event_times,
    format_duration,
)
from desk.domain.calendar import Instant
from desk.domain.class_table import class_text
from desk.domain.disposition import ANSWER_TEXT, INSTRUCTIONS, WAITING_FOR
from desk.domain.service import Charge
from desk.domain.sla import Band, Reading
from desk.domain.texts import size_text
from desk.office.case_view import CaseView, DispositionView, PauseView, VisitView
from desk.office.office import Office
from desk.office.privacy import SEALED


def case_json(office: Office, view: CaseView, now: Instant) -> dict[str, Any]:
    """`desk case show --json`, with clocks and bands as they stand at `now`."""
    shown = view.nearest
    calendar = view.calendar if shown is None else view.calendar_of(shown)
    visit = view.open_visit
    return {
        "case": view.case_no,
        "kind": view.kind,
        "period": view.period,
        "event_start": iso(office, view.event_start),
        "event_end": iso(office, view.event_end),
        "service": view.service.key,
        "service_version": view.service.version,
        "status": view.status,
        "revision": view.revision,
        "started_at": iso(office, view.started_at),
        "finished_at": iso(office, view.finished_at),
        "due_at": iso(office, shown.deadline) if shown else None,
        "due_of": due_of(shown),
        "class": view.class_key,
        "class_basis": None if view.class_basis is None else view.class_basis.to_dict(),
        "used_seconds": shown.used(calendar, now) if shown else 0,
        "band": str(shown.band(calendar, now)) if shown else str(Band.NONE),
        "deadlines": [_deadline(office, view, reading, now) for reading in view.clocks],
        "visits": [_visit(office, view, item, now) for item in view.visits],
        "dispositions": [_disposition(office, item) for item in view.dispositions],
        "pauses": [_pause(office, item) for item in view.pauses],
        "attachments": [
            {"name": item.name, "size": item.size, "path": str(item.path)} for item in view.attachments
        ],
        "excluded": [username for username, _name in view.kept_out],
        "unmanned": view.unmanned,
        "next": [{"step": visit.step_no, "exit": way.key, "to": way.to} for way in view.next_exits]
        if visit
        else [],
    }


def _deadline(office: Office, view: CaseView, reading: Reading, now: Instant) -> dict[str, Any]:
    return {
        "clock": str(reading.clock),
        "standard_seconds": reading.standard_seconds,
        "used_seconds": reading.used(view.calendar_of(reading), now),
        "due_at": iso(office, reading.due_at),
        "agreed_due_at": iso(office, reading.agreed_due_at),
        "band": str(reading.band(view.calendar_of(reading), now)),
    }


def _visit(office: Office, view: CaseView, visit: VisitView, now: Instant) -> dict[str, Any]:
    reading = visit.reading
    return {
        "visit": visit.visit_id,
        "step": visit.step_no,
        "name": visit.name,
        "actors": list(visit.actors),
        "holder": visit.holder,
        "arrived_at": iso(office, visit.arrived_at),
        "taken_at": iso(office, visit.taken_at),
        "finished_at": iso(office, visit.finished_at),
        "exit": visit.exit,
        "standard_seconds": reading.standard_seconds,
        "used_seconds": reading.used(view.calendar_of(reading), now),
        "paused_seconds": visit.paused_seconds,
        "due_at": iso(office, reading.due_at),
        "band": str(reading.band(view.calendar_of(reading), now)),
        "charged_to": str(visit.charged_to),
    }


def _disposition(office: Office, item: DispositionView) -> dict[str, Any]:
    return {
        "at": iso(office, item.at),
        "step": item.step_no,
        "by": item.by,
        "to": [username for username, _name in item.to],
        "cc": [username for username, _name in item.cc],
        "instructions": list(item.instructions),
        "note": item.note,
        "due_at": iso(office, item.due_at),
        "answers": [
            {"by": said.by, "answer": str(said.answer), "at": iso(office, said.at), "text": said.text}
            for said in item.answers
        ],
    }


def _pause(office: Office, item: PauseView) -> dict[str, Any]:
    return {
        "started_at": iso(office, item.start),
        "ended_at": iso(office, item.end),
        "for": item.waiting_for,
        "reason": item.reason,
        "by": item.by,
        "by_name": item.by_name,
    }


def case_lines(office: Office, view: CaseView, now: Instant) -> list[str]:
    """`desk case show` for a person."""
    shown = view.nearest
    calendar = view.calendar if shown is None else view.calendar_of(shown)
    band = shown.band(calendar, now) if shown else Band.NONE
    left = shown.remaining(calendar, now) if shown else None
    missing = [item.text for item in view.service.requirements if item.key in view.missing]
    lines = pairs(
        ("Berkas", f"{view.case_no}  {view.service.name}"),
        ("Dari", None if view.is_periodic else view.sender),
        ("Hal", view.subject),
        ("Status", view.status_text),
        ("Belum ada", "; ".join(missing) or None),
        ("Golongan", class_line(view)),
        ("Dibuka" if view.is_periodic else "Diterima", when(office, view.received_at)),
        ("Mulai", when(office, view.started_at)),
        ("Selesai", when(office, view.finished_at) if view.finished_at is not None else None),
        ("Tenggat", _due_text(office, shown)),
        ("Acara", _event(office, view)),
        ("Tertutup bagi", ", ".join(name for _username, name in view.kept_out) or None),
        ("Pelaksana", "tidak ada pelaksana lain; alihkan langkah ini" if view.unmanned else None),
        ("Keadaan", _state(office, view, band, left)),
    )
    rows = [_visit_row(office, view, visit, now) for visit in view.visits]
    if rows:
        lines += [
            "",
            *table(("Langkah", "", "Pemegang", "Tiba", "Selesai", "Terpakai", "Keadaan"), rows, _LIMITS),
        ]
    for no, item in enumerate(view.dispositions, 1):
        lines += _disposition_lines(office, no, item)
    for pause in view.pauses:
        lines.append(
            f"Jeda {when(office, pause.start)} sampai {when(office, pause.end)}: "
            f"menunggu {WAITING_FOR[pause.waiting_for]}, {pause.reason}"
        )
    lines += [f"Catatan {when(office, note.at)}: {note.by_name}: {note.text}" for note in view.notes]
    lines += attachment_lines(view)
    if view.next_exits:
        lines.append("Hasil yang mungkin: " + ", ".join(f"{way.key} ({way.name})" for way in view.next_exits))
    return lines


def attachment_lines(view: CaseView) -> list[str]:
    """The attachments, each with the number by which a copy is asked for."""
    return [
        f"Lampiran {no}: {item.name} ({size_text(item.size)})" for no, item in enumerate(view.attachments, 1)
    ]


def class_line(view: CaseView) -> str | None:
    """A complaint's class, its limit and the table it stands on; None for others."""
    if view.is_sealed:
        return SEALED if view.class_table else None
    return class_text(view.class_key, view.class_table, view.class_basis) if view.class_table else None


def _disposition_lines(office: Office, no: int, item: DispositionView) -> list[str]:
    if not item.to:
        return [f"Disposisi {no} {when(office, item.at)}: {item.by_name}: {SEALED}"]
    orders = ", ".join(INSTRUCTIONS.get(key, key) for key in item.instructions)
    to = ", ".join(name for _username, name in item.to)
    copies = f"; tembusan {', '.join(name for _username, name in item.cc)}" if item.cc else ""
    note = f" — {item.note}" if item.note else ""
    due = f" (batas {when(office, item.due_at)})" if item.due_at is not None else ""
    head = f"Disposisi {no} {when(office, item.at)}: {item.by_name} kepada {to}{copies}: {orders}{note}{due}"
    answers = [
        f"  {said.by_name}: {ANSWER_TEXT[said.answer]} {when(office, said.at)}{f' — {said.text}' if said.text else ''}"
        for said in item.answers
    ]
    return [head, *answers]


_LIMITS = {1: 32, 2: 28}


def _event(office: Office, view: CaseView) -> str | None:
    if view.event_start is None:
        return None
    return event_times(view.calendar, view.event_start, view.event_end, office.today())


def _state(office: Office, view: CaseView, band: Band, left: int | None) -> str:
    """The band in words, and how much is left; of an event that was taken, when that was."""
    shown = view.nearest
    told = None if shown is None else event_text(view.calendar_of(shown), shown, office.today())
    if told is not None and band not in (Band.MET, Band.MISSED):
        return f"{GLYPHS[band]} {told}"
    more = f", {told}" if told is not None else _left(left, band, shown)
    return f"{band_text(band)}{more}"


def _due_text(office: Office, shown: Reading | None) -> str:
    if shown is None or shown.deadline is None:
        return "tanpa batas"
    if shown.agreed_due_at is None:
        return when(office, shown.deadline)
    return f"{when(office, shown.agreed_due_at)} (disepakati; standar {when(office, shown.due_at)})"


def _left(left: int | None, band: Band, reading: Reading | None) -> str:
    if left is None or reading is None or reading.stopped_at is not None:
        return ""
    word = "lewat" if left < 0 or band is Band.OVERDUE else "sisa"
    return f", {word} {format_duration(abs(left))}"


def _visit_row(office: Office, view: CaseView, visit: VisitView, now: Instant) -> tuple[str, ...]:
    reading = visit.reading
    standard = view.service.step(visit.step_no).standard
    used = format_duration(reading.used(view.calendar_of(reading), now))
    return (
        visit.step_no,
        view.service.step(visit.step_no).label,
        visit.holder_name,
        when(office, visit.arrived_at),
        when(office, visit.finished_at),
        f"{used} / {standard}" if standard is not None and visit.charged_to is Charge.OFFICE else used,
        band_text(reading.band(view.calendar_of(reading), now)),
    )
