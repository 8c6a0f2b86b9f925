"""An office in which every act has a case that is ready for it, and somebody who may do them all."""

from __future__ import annotations

from pathlib import Path

from desk import db
from desk.clock import SetClock
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission
from desk.office import complaints, exclusion, intake, opening, people, routing
from desk.office.session import Session
from tests.conftest import MONDAY

EVERYBODY = "serba"
CASES = (*(f"000{no}/2026" for no in range(1, 8)), "P-0001/2026", "P-0002/2026")
"""New; to be disposed; disposed; paused; incomplete, with a file; cancelled; of an event; two complaints: somebody is
kept out of the first, the second is to be revised."""


def make_busy(home: Path) -> Session:
    """Fill the office in this folder; it stays open, at two minutes past its beginning."""
    clock = SetClock(MONDAY)
    office = opening.open_office(f"sqlite:///{home / 'desk.db'}", clock)
    _add_everybody(Session(office, office.people["admin"]))
    session = Session(office, office.people[EVERYBODY])
    scan = home / "pindaian.pdf"
    scan.write_bytes(b"%PDF")
    for _ in range(4):
        _letter(session, "wa-center")
    clock.set(MONDAY + 120)
    for number in ("2", "3"):
        routing.finish(session, number)
    routing.dispose(session, "3", DispositionOrder(("pr_officer",), ("follow_up",), cc=(EVERYBODY,)))
    routing.pause(session, "4", "applicant", "menunggu")
    draft = LetterDraft("wa-center", "Dinas", "Hal", have=frozenset({"surat_pengantar"}))
    intake.log_letter(session, draft, attach=[scan])
    _letter(session, "wa-center")
    routing.cancel(session, "6", "keliru")
    _letter(session, "keprotokolan", event_start=MONDAY + 86400)
    for service in ("pengaduan-dinkominfo", "pengaduan-elektronik"):
        complaints.log_complaint(session, ComplaintDraft(service, "sms", "Air keruh", "Siti"))
    routing.finish(session, "P-2", "analyse")
    routing.finish(session, "P-2")
    exclusion.exclude(session, "P-1", ["pr_officer"], "diadukan")
    return session


def _add_everybody(admin: Session) -> None:
    positions = sorted(admin.office.position_keys)
    with admin.act(Permission.ADMINISTER) as act:
        people.insert_user(EVERYBODY, "Serba Bisa", positions, db.User.get_by_id("admin").password_hash)
        act.append(f"user:{EVERYBODY}", "user_added", {"positions": positions})
    admin.office.refresh()


def _letter(session: Session, service: str, event_start: int | None = None) -> None:
    have = frozenset(session.office.service(service).required_keys)
    intake.log_letter(session, LetterDraft(service, "Dinas", "Hal", have=have, event_start=event_start))
