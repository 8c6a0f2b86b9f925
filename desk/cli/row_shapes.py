"""Cases in lists as commands show them: for people, and as the JSON that others' scripts rely on."""

from __future__ import annotations

from typing import Any

from desk.cli.output import table
from desk.cli.shapes import band_text, due_of, iso
from desk.domain.band_text import format_remaining
from desk.domain.calendar import Instant
from desk.domain.case import STATUS_TEXT
from desk.office.caselist import CaseRow
from desk.office.office import Office


def row_json(office: Office, row: CaseRow, now: Instant) -> dict[str, Any]:
    """One line of `desk case list --json` and of the board."""
    reading = row.reading
    return {
        "case": row.case_no,
        "kind": row.kind,
        "service": row.service.key,
        "status": str(row.status),
        "received_at": iso(office, row.received_at),
        "sender": row.sender,
        "subject": row.subject,
        "urgency": row.urgency,
        "step": row.step_no,
        "step_name": None if row.step_no is None else row.service.step(row.step_no).name,
        "holder": row.holder,
        "due_at": iso(office, reading.deadline) if reading else None,
        "due_of": due_of(reading),
        "standard_seconds": reading.standard_seconds if reading else None,
        "used_seconds": reading.used(row.calendar, now) if reading else 0,
        "remaining_seconds": reading.remaining(row.calendar, now) if reading else None,
        "band": str(row.band(now)),
    }


def row_lines(office: Office, rows: list[CaseRow], now: Instant) -> list[str]:
    """A list of cases for a person, one a line."""
    cells = [
        (
            band_text(row.band(now), row.reading),
            _remaining(row, now),
            row.case_no,
            row.service.short or row.service.name,
            _place(row),
            office.person_name(row.holder)
            or " / ".join(office.position_title(key, row.service) for key in row.actors),
            row.sender,
            row.subject,
        )
        for row in rows
    ]
    headings = ("Keadaan", "Sisa", "Berkas", "Layanan", "Langkah", "Pemegang", "Dari", "Hal")
    return table(headings, cells, {3: 20, 4: 32, 5: 26, 6: 24, 7: 40}) if cells else ["Tidak ada berkas."]


def _remaining(row: CaseRow, now: Instant) -> str:
    reading = row.reading
    left = None if reading is None or reading.stopped_at is not None else reading.remaining(row.calendar, now)
    return format_remaining(left, reading.unit if reading else None)


def _place(row: CaseRow) -> str:
    if row.step_no is None:
        return f"({STATUS_TEXT[row.status]})"
    return f"{row.step_no} {row.service.step(row.step_no).label}"
