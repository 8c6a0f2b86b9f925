"""Erasing what is personal in a closed case (UU 27/2022): steps, times and verdicts stay. Pure, like `workflow.py`."""

from __future__ import annotations

from desk.domain.case import CaseFile, Event, Kind
from desk.domain.texts import require_text
from desk.domain.workflow import Actor
from desk.errors import RuleError


def require_erasable(case: CaseFile) -> None:
    """RuleError for a case that is still worked on, or has nothing left to erase."""
    if not case.status.is_closed:
        raise RuleError("Isi berkas baru dapat dihapus setelah berkasnya ditutup.", code="open")
    if case.erased_at is not None:
        raise RuleError("Isi berkas ini sudah dihapus.", code="erased")


def erase(case: CaseFile, who: Actor, basis: str) -> list[Event]:
    """`basis`: the decision or schedule that it is done by. It stays readable, so no names belong into it."""
    require_erasable(case)
    return [who.event(Kind.ERASED, basis=require_text("basis", basis, "Dasar penghapusan"))]
