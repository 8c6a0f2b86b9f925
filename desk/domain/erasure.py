"""Erasing what is personal in a closed case (UU 27/2022): steps, times and verdicts stay. Pure, like `workflow.py`.

Heads erase. What a head does not see they do not make vanish alone: another one erases what they cancelled unseen;
where there is no other, they themselves do.
"""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.case import CaseFile, Event, Kind
from desk.domain.people import Person, is_single_head
from desk.domain.texts import require_text
from desk.domain.workflow import Actor
from desk.errors import NotAllowed, RuleError


def require_erasable(case: CaseFile) -> None:
    """RuleError for a case that is still worked on, or has nothing left to erase."""
    if not case.status.is_closed:
        raise RuleError("Isi berkas baru dapat dihapus setelah berkasnya ditutup.", code="open")
    if case.erased_at is not None:
        raise RuleError("Isi berkas ini sudah dihapus.", code="erased")


def require_two_heads(case: CaseFile, person: Person, people: Mapping[str, Person], *, sees: bool) -> None:
    """NotAllowed for whoever cancelled the case and does not see its content (`sees`), unless nobody else leads in the
    office (`people`, by username)."""
    if case.cancelled_by == person.username and not sees and not is_single_head(person, people):
        raise NotAllowed(
            "Berkas ini Anda batalkan dan isinya tertutup bagi Anda; penghapusannya dilakukan pimpinan lain.",
            code="own_cancellation",
        )


def erase(case: CaseFile, who: Actor, basis: str) -> list[Event]:
    """`basis`: the decision or schedule that it is done by. It stays readable, so no names belong into it."""
    require_erasable(case)
    return [who.event(Kind.ERASED, basis=require_text("basis", basis, "Dasar penghapusan"))]
