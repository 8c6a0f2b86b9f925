"""Whether a copy of a database is sound: the engine's own check, and the chain of its history."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from desk import db, schema
from desk.errors import StorageError
from desk.office import attachments, ledger


class Proof(NamedTuple):
    """What a sound copy holds."""

    events: int
    head: str
    """The hash of the last event."""
    schema: tuple[str, ...]
    """The schema steps it has seen."""
    office: str
    attachments: tuple[str, ...]
    """Hashes of the files that it speaks of."""


def prove(file: Path) -> Proof:
    """Look through a database that nobody has open; StorageError for one that is not sound."""
    with db.other_database(file) as copy:
        if faults := schema.file_faults(copy):
            raise StorageError(f"Berkas basis data rusak ({faults[0]}).", code="damaged")
        events, head = _head(copy)
        return Proof(
            events,
            head,
            tuple(sorted(schema.applied_migrations(copy))),
            _office(copy),
            tuple(attachments.living(copy)),
        )


def _head(copy: Any) -> tuple[int, str]:
    events, previous = 0, ledger.GENESIS
    rows = ledger.rows(copy)
    while True:
        try:
            row = next(rows, None)
            if row is None:
                return events, previous
            if row.id == events + 1 and ledger.chained(previous, row) == row.hash:
                events, previous = row.id, row.hash
                continue
        except (ValueError, TypeError):
            pass
        raise StorageError(
            f"Rantai riwayat putus di peristiwa {events + 1}. Jalankan: desk verify", code="chain"
        )


def _office(copy: Any) -> str:
    row = copy.execute_sql("SELECT value FROM setting WHERE key = ?", ("office_name",)).fetchone()
    return "" if row is None else str(db.Setting.value.python_value(row[0]))
