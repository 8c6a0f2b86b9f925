"""Who sees what of a complainant or a secret letter. Source: domain rules on confidentiality; UU 27/2022.

Identity is masked for everybody but those who work on the open step, and always for an anonymous complaint.
Content is sealed only where somebody asked for it: a confidential complaint, a secret or top secret letter. A
disposition opens it to everybody it names, as long as the case is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain import answering
from desk.domain.case import CaseFile
from desk.domain.complaint import mask_name
from desk.domain.people import Permission, Person

SEALED = "(rahasia)"
"""Shown in the place of a sealed content."""

SEALED_CLASSES = frozenset({"secret", "top_secret"})


def works_on(person: Person, holder: str | None, actors: Sequence[str]) -> bool:
    """Whether the open step is this person's to work on."""
    return holder == person.username or person.holds_any(tuple(actors))


def was_given(person: Person, case: CaseFile) -> bool:
    """Whether a disposition of the open case hands its content to this person, who answers it for himself.

    The content only: the complainant's identity stays with those who work on the step.
    """
    if case.status.is_closed:
        return False
    return any(answering.is_asked(record, person.username) for record in case.dispositions)


def shown_name(name: str, *, is_complaint: bool, is_anonymous: bool, works: bool) -> str:
    """A sender as somebody may see it: letters in full, complainants as initials unless one works on the case."""
    if not is_complaint or (works and not is_anonymous):
        return name
    return mask_name(name)


def is_sealed(*, is_confidential: bool, security: str | None) -> bool:
    """Whether the content is kept from those who do not work on the case."""
    return is_confidential or security in SEALED_CLASSES


def sees_sealed(person: Person, *, works: bool, is_closed: bool) -> bool:
    """Whether a sealed content is open to this person: at work on it, or supervising once it is closed."""
    return works or (is_closed and person.may(Permission.SUPERVISE))
