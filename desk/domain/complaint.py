"""The complaint (pengaduan): its fields and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desk.domain.calendar import Instant
from desk.domain.phone import normalise_phone
from desk.domain.texts import MAX_LINE, MAX_TEXT, TOMBSTONE, optional_text, require_choice, require_text

CHANNELS: dict[str, str] = {
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "counter": "Tatap muka",
    "phone": "Telepon",
    "email": "Surel",
    "web": "Situs web / SP4N-LAPOR",
    "box": "Kotak pengaduan",
    "social_media": "Media sosial",
}

CLASSES: dict[str, str] = {
    "minor": "Ringan",
    "normative": "Bersifat normatif",
    "non_oversight": "Tidak berkadar pengawasan",
    "oversight": "Berkadar pengawasan",
}


NO_NAME = "(tanpa nama)"
"""Stands in the register for a complainant who gave no name."""


@dataclass(frozen=True)
class ComplaintDraft:
    """What was logged of one complaint."""

    service: str
    channel: str
    text: str
    sender: str = ""
    """Empty: the complainant gave no name."""
    phone: str | None = None
    class_key: str | None = None
    """None: not classed yet, no class clock."""
    received_at: Instant | None = None
    """When it really arrived. None: now."""
    is_anonymous: bool = False
    is_confidential: bool = False


def check_complaint(draft: ComplaintDraft) -> ComplaintDraft:
    """The draft with its texts trimmed. FieldError at the first field that cannot stay as it is."""
    require_choice("channel", draft.channel, CHANNELS, "Saluran")
    text = require_text("text", draft.text, "Isi pengaduan", MAX_TEXT)
    sender = optional_text("sender", draft.sender, "Nama pengadu", MAX_LINE)
    if draft.class_key is not None:
        require_choice("class", draft.class_key, CLASSES, "Golongan pengaduan")
    phone = normalise_phone(draft.phone) if draft.phone and draft.phone.strip() else None
    return replace(draft, text=text, sender=sender, phone=phone)


ANONYMOUS = "(anonim)"
"""Stands everywhere for a complainant who wants to stay anonymous, whatever name was written down."""


def mask_name(name: str) -> str:
    """Initials, as in `S. R.`; nothing is to be masked of somebody who gave no name, or whose name was erased."""
    if name in (NO_NAME, TOMBSTONE):
        return name
    return " ".join(f"{word[0]}." for word in name.split())
