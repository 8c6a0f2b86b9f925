"""Files on the desk, logged through the office, for tests that begin later than at the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import complaints, intake, routing

if TYPE_CHECKING:
    from tests.conftest import Desk

NASTY = [
    "Surat [/salah] x",
    "[red]x[/red]",
    "a\x1b[31mb\x1b]0;judul\x07",
    "\u202eterbalik",
    "[@click=app.quit]q[/]",
]
"""Texts that must appear as they are, their control characters as signs."""


def letter(desk: Desk, service: str = "wa-center", **fields: Any) -> str:
    """A complete letter, at its first office step."""
    have = frozenset(item.key for item in desk.office.service(service).requirements)
    draft: dict[str, Any] = {
        "sender": "Dinas Kesehatan",
        "subject": "Jadwal imunisasi",
        "have": have,
    } | fields
    return intake.log_letter(desk.person("mail_clerk"), LetterDraft(service, **draft)).number


def at_officer(desk: Desk, **fields: Any) -> str:
    """A WA Center letter at step 4, held by the Pranata Humas and not yet taken."""
    number = letter(desk, **fields)
    routing.finish(desk.person("mail_clerk"), number)
    order = DispositionOrder(("pr_officer",), ("follow_up", "coordinate"), cc=("manager",), note="Segera")
    routing.dispose(desk.person("section_head"), number, order)
    return number


def complaint(desk: Desk, service: str = "hotline-bkpsdm", **fields: Any) -> str:
    draft: dict[str, Any] = {"channel": "whatsapp", "text": "Lampu padam", "sender": "Siti"} | fields
    return complaints.log_complaint(desk.person("hotline_officer"), ComplaintDraft(service, **draft)).number
