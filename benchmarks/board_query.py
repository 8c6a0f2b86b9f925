"""The board's queries with 10,000 open and 100,000 closed cases."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from benchmarks.measure import seconds, yardstick
from desk import db
from desk.clock import SetClock
from desk.domain.letter import LetterDraft
from desk.office import board, intake, people, setup
from desk.office.session import Session

OPEN, CLOSED = 10_000, 100_000
NOW = 1_795_400_000
ROUNDS = 30


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = _office(Path(folder) / "desk.db")
        now = NOW + 3600
        page = median(seconds(lambda: board.board_rows(session, now, limit=100)) for _ in range(ROUNDS))
        counts = median(seconds(lambda: board.board_counts(session, now)) for _ in range(ROUNDS))
        found = sum(board.board_counts(session, now).values())
        db.close_database()
    print(f"open visits {found}, closed {CLOSED}")
    print(f"first page of 100 {page * 1000:6.1f} ms")
    print(f"counts by band    {counts * 1000:6.1f} ms")
    print(
        f"both              {(page + counts) * 1000:6.1f} ms   (goal 30; yardstick {yardstick() * 1000:.0f} ms CPU)"
    )


def _office(file: Path) -> Session:
    admin = setup.create_office(
        f"sqlite:///{file}", name="Ukur", admin="admin", password="ukur-ukur", clock=SetClock(NOW)
    )
    people.add_user(admin, "clerk", "Clerk", ["mail_clerk"], "ukur-ukur")
    clerk = Session(admin.office, admin.office.people["clerk"])
    have = frozenset({"surat_pengantar", "materi"})
    number = intake.log_letter(clerk, LetterDraft("wa-center", "OPD", "Hal", have=have)).number
    with db.fast_building(), db.writing():
        _copies(number, OPEN - 1, "open", is_open=True)
        _copies(number, CLOSED, "closed", is_open=False)
    return clerk


def _copies(number: str, count: int, prefix: str, *, is_open: bool) -> None:
    """The one real case again and again, each copy due a little later, so that all bands occur."""
    for table, key in (("case", "number"), ("letter", "case_id"), ("visit", "case_id")):
        changed = {key: "? || '-' || n"}
        if table == "visit":
            shift = "(n % 5000) * 4000"
            changed |= {"is_open": str(int(is_open)), "paused": "n % 11 = 0"}
            changed |= {
                name: f"{name} - {2_000_000} + {shift}" for name in ("due_at", "overdue_after", "at_risk_at")
            }
        columns = [column.name for column in db.database.get_columns(table)]
        chosen = ", ".join(changed.get(column, f'"{column}"') for column in columns)
        db.database.execute_sql(
            f"WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {count}) "
            f'INSERT INTO "{table}" SELECT {chosen} FROM "{table}", many WHERE "{key}" = ?',
            (prefix, number),
        )
