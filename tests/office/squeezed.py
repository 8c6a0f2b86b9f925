"""A desk whose files may grow no further, as on a full disk: run by itself, since the limit is its process's.

`python -m tests.office.squeezed HOME SCAN` prints one JSON object: what it could do, what it was told, what came after.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from desk import schema
from desk.clock import SetClock
from desk.domain.letter import LetterDraft
from desk.errors import StorageError
from desk.office import intake, opening
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY

ROOM = 60_000
"""Bytes that files may still grow by. A letter's pages in the log of the engine take about as many."""


def main(home: Path, scan: Path) -> dict[str, object]:
    """Log letters until it is refused, with and without a file; then with the limit lifted, in the same process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    office = opening.open_office(f"sqlite:///{home / 'desk.db'}", SetClock(MONDAY))
    numbers = [log(office)]
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(file.stat().st_size for file in home.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + ROOM, hard))
    told = log_until_refused(office, numbers, ())
    with_file = log_until_refused(office, numbers, (scan,))
    fault = verify(Session(office, office.people["admin"])).fault
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    numbers += [log(office), log(office, (scan,))]
    return {
        "numbers": numbers,
        "told": [told, with_file],
        "faults": [fault, verify(Session(office, office.people["admin"])).fault, *schema.integrity_faults()],
    }


def log(office: Office, attach: tuple[Path, ...] = ()) -> str:
    draft = LetterDraft("surat-umum", "Dinas Kesehatan", "Imunisasi")
    return intake.log_letter(Session(office, office.people["receptionist"]), draft, attach=attach).number


def log_until_refused(office: Office, numbers: list[str], attach: tuple[Path, ...]) -> str:
    """Adds the numbers that were given; returns the refusal."""
    for _ in range(1000):
        try:
            numbers.append(log(office, attach))
        except StorageError as error:
            return error.message
    return ""


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
