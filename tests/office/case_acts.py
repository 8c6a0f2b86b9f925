"""How each act of the tables of `tests/permissions.py` is done upon a case."""

from __future__ import annotations

from collections.abc import Callable

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.office import (
    answers,
    complaints,
    content,
    corrections,
    erasure,
    exclusion,
    identity,
    intake,
    routing,
)
from desk.office.session import Session
from tests.conftest import MONDAY, at
from tests.permissions import COMPLAINTS, KEPT, LETTERS, event_of

Act = Callable[[Session, str], object]


def _order(to: str) -> DispositionOrder:
    return DispositionOrder((to,), ("follow_up",))


def _exit(state: str, kind: str) -> str | None:
    if kind in LETTERS:
        return None
    return {"first": "analyse", "given": "analyse", "draft": "approve"}[state]


def _lead(state: str, kind: str) -> str:
    """Somebody who may lead where the case stands, other than who disposes it."""
    if kind in COMPLAINTS:
        return {"first": "second", "draft": "team_lead", "given": "sms_officer"}[state]
    return "wa_center_staff" if state in ("given", "for_all") else "second"


def _retime(session: Session, number: str, state: str) -> None:
    if state == "taken":
        corrections.retime(session, number, event_of(number, "taken"), session.now() - 1, "keliru")
    else:
        registered = event_of(number, "registered")
        corrections.retime(session, number, registered, MONDAY - 60, "keliru")


def case_acts(kind: str, state: str) -> dict[str, Act]:
    """How each act of the tables is done upon a case of that kind in that state."""
    to = _lead
    return {
        "complete": lambda s, n: intake.complete_requirements(s, n, _missing(s, n)),
        "void": lambda s, n: intake.void_letter(s, n, "salah catat"),
        "take": lambda s, n: routing.take(s, n),
        "finish": lambda s, n: routing.finish(s, n, _exit(state, kind)),
        "return": lambda s, n: routing.send_back(s, n, "perbaiki"),
        "dispose": lambda s, n: routing.dispose(s, n, _order(to(state, kind))),
        "assign": lambda s, n: routing.assign(s, n, to(state, kind), "piket"),
        "pause": lambda s, n: routing.pause(s, n, "applicant", "menunggu"),
        "resume": lambda s, n: routing.resume(s, n),
        "note": lambda s, n: routing.add_note(s, n, "ditelepon"),
        "cancel": lambda s, n: routing.cancel(s, n, "ditarik"),
        "reopen": lambda s, n: routing.reopen(s, n, "2", "dibuka lagi"),
        "target": lambda s, n: routing.agree_target(s, n, at("2026-12-04 16:00"), "data pusat"),
        "class": lambda s, n: complaints.change_class(s, n, "normative", "keliru"),
        "undo": lambda s, n: corrections.withdraw(s, n, "salah tekan"),
        "retime": lambda s, n: _retime(s, n, state),
        "reschedule": lambda s, n: corrections.reschedule(s, n, at("2026-11-28 09:00"), None, "ralat"),
        "read": lambda s, n: answers.answer_disposition(s, n, 1, "read"),
        "accept": lambda s, n: answers.answer_disposition(s, n, 1, "accepted"),
        "reply": lambda s, n: answers.answer_disposition(s, n, 1, "replied", "siap"),
        "content": lambda s, n: content.correct(s, n, _closer(kind), "diminta"),
        "identity": lambda s, n: identity.show(s, n, "menghubungi"),
        "erase": lambda s, n: erasure.erase(s, n, "SK 1", confirm=n),
        "exclude": lambda s, n: exclusion.exclude(s, n, ["agency_secretary"], "disebut"),
        "readmit": lambda s, n: exclusion.readmit(s, n, [KEPT], "keliru"),
    }


def _closer(kind: str) -> dict[str, object]:
    """Content corrected so that it is kept more closely."""
    if kind in LETTERS:
        return {"security": LETTERS[min(LETTERS.index(kind) + 1, 3)]}
    return {"is_anonymous" if kind == "confidential" else "is_confidential": True}


def _missing(session: Session, number: str) -> list[str]:
    letter = db.Letter.get_or_none(db.Letter.case == number)
    if letter is None:
        return []
    service = session.office.service_version(letter.case.service_version_id)
    return [item.key for item in service.requirements if item.key not in letter.ticked]
