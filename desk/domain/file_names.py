"""Names of files from outside: as they are kept to be read, and as they may be given to a file on this machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from desk.domain.inert import inert_line

MAX_KEPT = 255
"""Characters of a name that are kept."""
MAX_BYTES = 200
"""UTF-8 bytes of a name given to a file; file systems take 255, and some room is left for a copy's number."""
NAMELESS = "lampiran"

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices, with whatever ending."""


def storable_name(name: str) -> str:
    """The last part of a path as it is kept for reading: what no database holds (NUL, broken bytes) becomes `�`."""
    base = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    base = re.sub(r"[\0\ud800-\udfff]", "\ufffd", base).strip()
    return _cut(base, MAX_KEPT, len) if base.strip(".") else NAMELESS


def safe_name(name: str) -> str:
    """A name that every system takes for a file, in the folder it is meant for, and that hides nothing."""
    plain = unicodedata.normalize("NFC", inert_line(storable_name(name)))
    plain = "".join(sign if _is_harmless(sign) else "_" for sign in plain)
    plain = re.sub(r"_{2,}", "_", plain).lstrip(" .-").rstrip(" .")
    plain = _cut(plain, MAX_BYTES, lambda text: len(text.encode())).rstrip(" .")
    if not plain.strip("_ "):
        return NAMELESS
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def _is_harmless(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in " .,_-+()"


def ending(name: str) -> str:
    """What tells a file's kind, in small letters: `pdf` of `Surat.PDF`; empty where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.casefold() if dot and stem else ""


def _cut(name: str, limit: int, size: Callable[[str], int]) -> str:
    """The name in at most `limit`, shortened before its ending."""
    if size(name) <= limit:
        return name
    tail = f".{ending(name)}" if 0 < len(ending(name)) <= 10 else ""
    stem = name[: min(limit, len(name) - len(tail))]
    while size(stem + tail) > limit:
        stem = stem[:-1]
    return stem + tail
