"""What a case is found by in the archive: all of its content, of which `archive.py` asks who may know it. Never a name
or number of a complainant, which are masked from everybody."""

from __future__ import annotations

from desk.domain.letter import search_form


def letter_text(number: str, sender: str, subject: str, letter_no: str | None) -> str:
    return search_form(number, sender, subject, letter_no or "")


def complaint_text(number: str, text: str) -> str:
    return search_form(number, text)


def task_text(number: str, subject: str) -> str:
    """Of a periodic task."""
    return search_form(number, subject)
