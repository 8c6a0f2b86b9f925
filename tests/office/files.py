"""Cases logged through the office, for tests that begin where there is one already."""

from __future__ import annotations

from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.office import choosing, complaints, intake, routing
from desk.office.casefile import view_case
from tests.conftest import Desk

READY = frozenset({"surat_pengantar", "materi"})


def letter(desk: Desk, **changes: object) -> str:
    """A letter of the Dinas Kesehatan with all it needs, at its first step."""
    fields = {
        "service": "wa-center", "sender": "Dinas Kesehatan", "subject": "Imunisasi", "letter_no": "400.7/1",
        "have": READY,
    }  # fmt: skip
    draft = LetterDraft(**(fields | changes))  # type: ignore[arg-type]
    return intake.log_letter(desk.person("mail_clerk"), draft).number


def complaint(desk: Desk) -> str:
    """A classed complaint, logged by whoever works on it first."""
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Lampu mati", "Bu Sari", class_key="minor")
    return complaints.log_complaint(desk.person("hotline_officer"), draft).number


def complain(desk: Desk, **changes: object) -> str:
    """A complaint with name and number, logged by somebody who does not work on it."""
    fields = {"sender": "Siti Rahma", "phone": "+62 812-0000-1234", "text": "Pungutan di loket"} | changes
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", **fields)  # type: ignore[arg-type]
    return complaints.log_complaint(desk.person("receptionist"), draft).number


def secret(desk: Desk, security: str = "secret", **changes: object) -> str:
    """A letter that is kept from most."""
    fields = {"letter_no": "700/1", "security": security} | changes
    draft = LetterDraft("surat-umum", "Inspektorat", "Pemeriksaan khusus", **fields)  # type: ignore[arg-type]
    return intake.log_letter(desk.person("receptionist"), draft).number


def finish_all(desk: Desk, number: str) -> None:
    """Every step to the end, each by whoever may finish it; what waits for anybody is given to somebody."""
    manager = desk.person("manager")
    while view_case(manager, number).open_visit is not None:
        offers = {name: choosing.choices(desk.person(name), number) for name in desk.office.people}
        doers = [name for name, choice in offers.items() if "finish" in choice.acts]
        if not doers:
            routing.assign(manager, number, offers["manager"].assignees[0][0], "piket")
            continue
        ways = [way for way in offers[doers[0]].exits if not way.revision]
        routing.finish(
            desk.person(doers[0]), number, next((way.key for way in ways if not way.to), ways[0].key)
        )
