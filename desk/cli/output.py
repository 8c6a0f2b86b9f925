"""Everything the command line prints: answers on stdout, messages on stderr, nothing else anywhere.

Human text passes through `inert_line`; JSON is written in ASCII, so that neither can carry an escape sequence and
both can be printed whatever the terminal's encoding is.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, TextIO

from desk.domain.inert import MARKS, inert_line, is_mark

MESSAGE = 2_000
"""Characters of a line on stderr. A whole command line may be quoted in it."""

_GAP = "  "
_ELLIPSIS = "…"
_CHARACTERS_PER_CELL = MARKS + 4
"""The most that one cell of shown text is made of."""


def write_json(data: Any) -> None:
    """The one JSON document on stdout."""
    print(json.dumps(data, indent=2), file=sys.stdout)


def write_lines(lines: Iterable[str]) -> None:
    """Text for a person on stdout."""
    for line in lines:
        _write(line, sys.stdout)


def write_error(*lines: str) -> None:
    """A message on stderr, each line of it one line: what it quotes can add none, nor go on without end."""
    for line in lines:
        _write(line if len(line) <= MESSAGE else f"{line[:MESSAGE]}{_ELLIPSIS}", sys.stderr)


def error_document(code: str, message: str, field: str | None, **more: Any) -> dict[str, Any]:
    """What `--json` prints of a refusal."""
    return {"error": {"code": code, "message": message, "field": field, **more}}


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], limits: dict[int, int] | None = None
) -> list[str]:
    """Columns aligned by their cells. `limits`: the most cells of a column; a longer text is clipped."""
    limits = limits or {}
    texts = [list(headings)] + [[_shown(cell, limits.get(i)) for i, cell in enumerate(row)] for row in rows]
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
    """Cells that inert text takes on a terminal: none for a mark, two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def _cells_of(sign: str) -> int:
    return 0 if is_mark(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _shown(text: str, limit: int | None) -> str:
    """The text inert, in at most `limit` cells (None: whole); what is beyond that is never looked at."""
    if limit is None:
        return inert_line(text)
    beginning = text[: limit * _CHARACTERS_PER_CELL]
    shown = inert_line(beginning)
    if len(beginning) == len(text) and _cells(shown) <= limit:
        return shown
    taken = list(accumulate(map(_cells_of, shown)))
    return shown[: bisect_right(taken, limit - 1)].rstrip() + _ELLIPSIS
