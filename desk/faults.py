"""Noting where desk itself went wrong, without a word of what citizens wrote."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from desk import __version__, private_files


def note_fault(home: Path, error: BaseException, at: int) -> Path | None:
    """Write where an unforeseen error arose to `desk.log` in the home; None if that is impossible.

    Only kinds and places: neither messages nor local variables, which may hold citizens' data.
    `at`: when, in seconds since 1970 UTC.
    """
    lines = [f"{datetime.fromtimestamp(at, UTC).isoformat()} desk {__version__}"]
    fault: BaseException | None = error
    told: set[int] = set()
    while fault is not None and id(fault) not in told:
        told.add(id(fault))
        lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
        for frame in traceback.extract_tb(fault.__traceback__):
            place = "/".join(Path(frame.filename).parts[-3:])  # what is above may be called after a person
            lines.append(f"  {place}:{frame.lineno} {frame.name}")
        fault = fault.__cause__ or fault.__context__
    log = home / "desk.log"
    try:
        private_files.make_folder(home)
        private_files.append_text(log, "\n".join(lines) + "\n")
    except (OSError, ValueError):  # ValueError: a NUL in the home's name
        return None
    return log
