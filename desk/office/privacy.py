"""Who sees what of a complainant or a confidential letter, asked of a stored case; the rules are `domain/access.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import db
from desk.domain import access
from desk.domain.access import STRANGER, Seal
from desk.domain.case import CaseFile
from desk.domain.complaint import mask_name
from desk.domain.people import Person
from desk.errors import NotAllowed
from desk.office import rows

if TYPE_CHECKING:
    from desk.office.session import Act

SEALED = "(rahasia)"
"""Shown in the place of a sealed content."""


def seal_of(case: CaseFile) -> Seal:
    """How closely the case's content is kept, and where the case stands now."""
    letters = rows.select(db.Letter, ("security",), {"case": case.number})
    complaints = rows.select(db.Complaint, ("is_confidential",), {"case": case.number})
    visit = case.open_visit
    return Seal(
        security=letters[0][0] if letters else "ordinary",
        is_confidential=bool(complaints and complaints[0][0]),
        holder=None if visit is None else visit.holder,
        actors=() if visit is None else visit.actors,
        is_closed=case.status.is_closed,
    )


def sees_content(person: Person, case: CaseFile) -> bool:
    """Whether the content of the case, as it is now, is shown to this person."""
    standing = access.standings(case).get(person.username, STRANGER)
    return access.sees_content(person, seal_of(case), standing)


def require_may_act(act: Act, case: CaseFile) -> None:
    """NotAllowed, without a word of what the case is about, for somebody from whom it is kept."""
    person = act.session.person
    standing = access.standings(case).get(person.username, STRANGER)
    if not access.may_act(person, seal_of(case), standing, act.permission):
        raise NotAllowed("Berkas ini tertutup bagi Anda.", code="sealed")


def shown_sender(name: str, *, is_complaint: bool, sealed: bool) -> str:
    """A sender as anybody sees it: letters in full, complainants as initials, nothing of a sealed case."""
    if sealed:
        return SEALED
    return mask_name(name) if is_complaint else name
