"""The incoming letter (surat masuk): its fields, what is wrong with them, and when two letters are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from desk.domain.calendar import Instant
from desk.domain.moments import require_moment
from desk.domain.texts import MAX_SUBJECT, require_choice, require_text
from desk.errors import FieldError

URGENCIES: dict[str, str] = {"normal": "Biasa", "urgent": "Segera", "very_urgent": "Sangat Segera"}
SECURITY_CLASSES: dict[str, str] = {
    "ordinary": "Biasa",
    "restricted": "Terbatas",
    "secret": "Rahasia",
    "top_secret": "Sangat Rahasia",
}


@dataclass(frozen=True)
class LetterDraft:
    """What the receptionist typed about one letter."""

    service: str
    sender: str
    subject: str
    letter_no: str | None = None
    """As printed. None: the letter has no number ("tanpa nomor"), said explicitly."""
    letter_date: date | None = None
    """None: the letter has no date, said explicitly."""
    received_at: Instant | None = None
    """When it really arrived. None: now."""
    urgency: str = "normal"
    security: str = "ordinary"
    have: frozenset[str] = field(default_factory=frozenset)
    event_start: Instant | None = None
    event_end: Instant | None = None


def check_letter(draft: LetterDraft, today: date) -> LetterDraft:
    """The draft with its texts trimmed. FieldError at the first field that cannot stay as it is."""
    sender = require_text("sender", draft.sender, "Pengirim")
    letter_no = draft.letter_no
    if letter_no is not None:
        letter_no = require_text("letter_no", letter_no, "Nomor surat")
    if draft.letter_date is not None and draft.letter_date > today:
        raise FieldError("letter_date", "Tanggal surat berada di masa depan.", code="future")
    subject = require_text("subject", draft.subject, "Hal", MAX_SUBJECT)
    require_choice("urgency", draft.urgency, URGENCIES, "Derajat")
    require_choice("security", draft.security, SECURITY_CLASSES, "Sifat")
    require_moment("event_start", draft.event_start)
    require_moment("event_end", draft.event_end)
    if draft.event_end is not None and draft.event_start is None:
        raise FieldError("event_start", "Waktu mulai acara belum diisi.", code="empty")
    if draft.event_end is not None and draft.event_start is not None and draft.event_end < draft.event_start:
        raise FieldError("event_end", "Acara selesai sebelum mulai.")
    return LetterDraft(
        service=draft.service,
        sender=sender,
        subject=subject,
        letter_no=letter_no,
        letter_date=draft.letter_date,
        received_at=draft.received_at,
        urgency=draft.urgency,
        security=draft.security,
        have=draft.have,
        event_start=draft.event_start,
        event_end=draft.event_end,
    )


def normalised(text: str) -> str:
    """A form for comparing: upper case, no blanks, one kind of separator. The original is kept as typed."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[\s./\\\-_]+", "/", re.sub(r"\s*([./\\\-_])\s*", r"\1", folded.strip()))


def search_form(*texts: str) -> str:
    """One lower-case line for finding fragments."""
    return " ".join(" ".join(texts).casefold().split())
