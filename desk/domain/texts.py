"""What a typed text must be before it is stored: something to read, not endless, and storable at all."""

from __future__ import annotations

import re
import unicodedata

from desk.domain.inert import FILLERS
from desk.errors import FieldError

MAX_LINE = 500
"""Characters in a one-line field; a longer one is a pasted document and belongs elsewhere."""
MAX_SUBJECT = 20_000
MAX_TEXT = 200_000
FREE_TEXTS = ("reason", "note", "output", "text", "name", "before")
"""Fields of an event's data that people fill in their own words. Personal, so kept beside the log."""
TOMBSTONE = "(dihapus)"
"""Stands where something personal was erased."""


UNSEEN = f"{FILLERS}\u2800"
"""Letters by their category, and yet nothing can be read; U+2800 is Braille's blank."""
_BROKEN = re.compile("[\0\ud800-\udfff]")
"""What no database keeps: NUL, and halves of characters."""


def require_text(field_name: str, value: str, label: str, limit: int = MAX_LINE) -> str:
    """The value without blanks around it; FieldError when nothing of it can be read, or as `optional_text`."""
    if not any(unicodedata.category(char)[0] not in "CZM" and char not in UNSEEN for char in value):
        raise FieldError(field_name, f"{label} belum diisi.", code="empty")
    return optional_text(field_name, value, label, limit)


def optional_text(field_name: str, value: str, label: str, limit: int = MAX_SUBJECT) -> str:
    """The value without blanks around it; FieldError when longer than `limit` characters or not storable."""
    cleaned = value.strip()
    if len(cleaned) > limit:
        raise FieldError(
            field_name,
            f"{label} terlalu panjang: {len(cleaned)} karakter, paling banyak {limit}.",
            code="too_long",
        )
    if _BROKEN.search(cleaned):
        message = f"{label} berisi karakter rusak yang tidak dapat disimpan. Ketik ulang bagian itu."
        raise FieldError(field_name, message, code="broken_text")
    return cleaned


def require_choice(field_name: str, value: str, choices: dict[str, str], label: str) -> str:
    """The value if it is one of the keys; FieldError naming the keys otherwise."""
    if value not in choices:
        raise FieldError(field_name, f"{label} tidak dikenal. Pilihan: {', '.join(choices)}.")
    return value


def size_text(size: int) -> str:
    """Bytes as people read them: `12,3 MB`, `16 kB`; never none of a file that holds something."""
    if size >= 100_000:
        return f"{size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{-(-size // 1000)} kB"
