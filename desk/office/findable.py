"""What a case is found by in the archive: nothing that is sealed, and no name that was to stay unknown."""

from __future__ import annotations

from desk.domain.access import Seal
from desk.domain.complaint import NO_NAME
from desk.domain.letter import search_form


def letter_text(number: str, sender: str, subject: str, letter_no: str | None, security: str) -> str:
    sealed = Seal(security=security).is_sealed
    return search_form(number, sender, "" if sealed else subject, letter_no or "")


def complaint_text(number: str, text: str, sender: str, *, is_anonymous: bool, is_confidential: bool) -> str:
    if is_confidential:
        return search_form(number)
    return search_form(number, text, "" if is_anonymous or sender == NO_NAME else sender)


def task_text(number: str, subject: str) -> str:
    """Of a periodic task."""
    return search_form(number, subject)
