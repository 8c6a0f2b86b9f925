"""Everything the command line prints: answers on stdout, messages on stderr, nothing else anywhere.

Human text passes through `inert_line`; JSON is written in ASCII, so that neither can carry an escape sequence and
both can be printed whatever the terminal's encoding is.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from desk.domain.inert import inert_line

_GAP = "  "
_ELLIPSIS = "…"


def write_json(data: Any) -> None:
    """The one JSON document on stdout."""
    print(json.dumps(data, indent=2), file=sys.stdout)


def write_lines(lines: Iterable[str]) -> None:
    """Text for a person on stdout."""
    for line in lines:
        _write(line, sys.stdout)


def write_error(text: str) -> None:
    """A message on stderr; its lines stay lines."""
    for line in text.split("\n"):
        _write(line, sys.stderr)


def error_document(code: str, message: str, field: str | None, **more: Any) -> dict[str, Any]:
    """What `--json` prints of a refusal."""
    return {"error": {"code": code, "message": message, "field": field, **more}}


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], limits: dict[int, int] | None = None
) -> list[str]:
    """Columns aligned by their cells. `limits`: the most cells of a column; a longer text is clipped."""
    limits = limits or {}
    texts = [list(headings)] + [
        [_clip(inert_line(cell), limits.get(i)) for i, cell in enumerate(row)] for row in rows
    ]
    widths = [max(_cells(row[i]) for row in texts) for i in range(len(headings))]
    return [_GAP.join(_pad(cell, widths[i]) for i, cell in enumerate(row)).rstrip() for row in texts]


def pairs(*items: tuple[str, str | None]) -> list[str]:
    """Labels and values, one a line; None leaves the line out."""
    shown = [(label, value) for label, value in items if value is not None]
    width = max((len(label) for label, _ in shown), default=0)
    return [f"{label.ljust(width)}{_GAP}{value}" for label, value in shown]


def _write(line: str, stream: TextIO) -> None:
    text = inert_line(line)
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), file=stream)


def _cells(text: str) -> int:
    """Cells on a terminal: none for a combining mark, two for a wide character."""
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _clip(text: str, limit: int | None) -> str:
    if limit is None or _cells(text) <= limit:
        return text
    while _cells(text) >= limit:
        text = text[: limit - 1] if len(text) > limit else text[:-1]
    return text.rstrip() + _ELLIPSIS
