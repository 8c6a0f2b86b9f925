"""How commands write instants, bands and stretches of time, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desk.cli.output import table
from desk.domain.band_text import (
    GLYPHS,
    format_exact,
    state_word,
)
from desk.domain.calendar import Instant
from desk.domain.explain import Stretch
from desk.domain.moments import exact_text, iso_text, moment_text
from desk.domain.sla import Band, Reading
from desk.office.office import Office


def iso(office: Office, t: Instant | None) -> str | None:
    """ISO 8601 with the offset of the office's zone."""
    return None if t is None else iso_text(office.calendar(), t)


def when(office: Office, t: Instant | None) -> str:
    """For a person; a dash for None."""
    return "–" if t is None else moment_text(office.calendar(), t, office.today())


def band_text(band: Band, reading: Reading | None = None) -> str:
    """`reading`: the clock that stands so. None: the band in general."""
    return f"{GLYPHS[band]} {state_word(reading, band)}"


def due_of(reading: Reading | None) -> str | None:
    """Which clock the deadline is of; None where there is none."""
    return None if reading is None or reading.due_at is None else str(reading.clock)


def stretch_json(office: Office, part: Stretch) -> dict[str, Any]:
    """One counted or skipped interval of a clock."""
    return {
        "from": iso(office, part.start),
        "to": iso(office, part.end),
        "counted_seconds": part.counted_seconds,
        "reason": part.reason,
    }


def stretch_lines(office: Office, parts: Iterable[Stretch]) -> list[str]:
    """Intervals for a person, to the second, with their sum."""
    calendar, today = office.calendar(), office.today()
    rows, total = [], 0
    for part in parts:
        total += part.counted_seconds
        counted = format_exact(part.counted_seconds) if part.counted_seconds else "–"
        start, end = (exact_text(calendar, t, today) for t in (part.start, part.end))
        rows.append((start, end, counted, part.reason))
    return table(
        ("Dari", "Sampai", "Terhitung", "Keterangan"), [*rows, ("Jumlah", "", format_exact(total), "")]
    )
