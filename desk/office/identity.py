"""Showing who a complainant is: an act with a reason, which the case's history keeps (UU 27/2022)."""

from __future__ import annotations

from desk import db
from desk.domain import access
from desk.domain.case import CaseFile, Kind
from desk.domain.people import Permission
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import NotAllowed, RuleError
from desk.office import case_store, numbers, privacy, rows
from desk.office.case_view import Identity
from desk.office.session import Act, Session

REASONS = ("Menghubungi pengadu", "Memeriksa identitas", "Menyalurkan ke instansi lain")
"""What it is usually needed for; another reason is written out."""


def show(session: Session, number: str, reason: str) -> Identity:
    """Name and number of a complainant in full. NotAllowed for whoever neither works on the complaint nor heads it."""
    with session.act(Permission.READ) as act:  # who may see it is judged by the rule itself
        number = numbers.canonical_number(number, session.office)
        case = case_store.load_for_act(act, number)
        if case.kind != "complaint":
            raise RuleError("Hanya pengaduan yang menyimpan identitas pengadu.", code="not_a_complaint")
        if not may_see(session, case):
            raise NotAllowed("Identitas ini hanya untuk yang mengerjakan pengaduannya.", code="sealed")
        why = require_text("reason", reason, "Alasan", MAX_SUBJECT)
        return reveal(act, case, why)


def reveal(act: Act, case: CaseFile, why: str) -> Identity:
    """The identity behind a complaint, and in its history that it was shown. Who may see it was asked before."""
    case_store.commit_aside(act, case, case_store.who(act).event(Kind.IDENTITY_SHOWN, reason=why))
    ((sender,),) = rows.select(db.Case, ("sender",), {"number": case.number})
    ((phone,),) = rows.select(db.Complaint, ("phone",), {"case": case.number})
    return Identity(case.number, sender, phone)


def may_see(session: Session, case: CaseFile) -> bool:
    """Whether the identity behind the complaint, as it is now, is shown to the viewer on request."""
    found = rows.select(db.Complaint, ("is_anonymous",), {"case": case.number})
    if not found or case.erased_at is not None:
        return False
    seal, standing = privacy.seal_of(session.office, case), privacy.standing_of(session, case)
    return access.may_see_identity(session.person, seal, standing, is_anonymous=found[0][0])
