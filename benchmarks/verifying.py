"""`desk verify` over a history of about 100,000 events: the demo's cases, told again and again."""

from __future__ import annotations

import json
import tempfile
import time
import tracemalloc
from pathlib import Path

from benchmarks.measure import yardstick
from desk import db
from desk.config import Config
from desk.demo.build import build_demo
from desk.office import ledger, numbers, opening
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify

EVENTS = 100_000
_OF_CASES = ("letter", "complaint", "visit", "case_cycle", "pause", "disposition", "disposition_answer")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = build(Config(Path(folder), f"sqlite:///{Path(folder) / 'desk.db'}"))
        wall, cpu = time.perf_counter(), time.process_time()
        found = verify(session)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        tracemalloc.start()
        again = verify(session)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        db.close_database()
    assert found.fault is None, found.fault
    assert again == found
    print(f"{found.events} events of {found.cases} cases")
    print(f"events per second {found.events / wall:6.0f}, per second of CPU {found.events / cpu:.0f}")
    print(f"memory at most    {peak / 1_000_000:6.0f} MB   (yardstick {yardstick() * 1000:.0f} ms CPU)")


def build(config: Config) -> Session:
    """The demo's office with copies of its letters and complaints until there are EVENTS."""
    build_demo(config)
    office = opening.open_office(config.database_url)
    told = [row for row in ledger.rows() if _is_copied(row.subject)]
    taken = {(row.name, row.year): row.last for row in db.Register.select()}
    with db.fast_building(), db.writing():
        db.database.execute_sql(
            "CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT, last_event INTEGER)"
        )
        times = 1 + round((EVENTS - ledger.last_event_id()) / len(told))
        for copy in range(1, times):
            _tell_again(office, told, taken, copy)
        db.Register.update(last=db.Register.last * times).where(db.Register.name != "periodic").execute()
    return Session(office, next(iter(office.people.values())))


def _is_copied(subject: str) -> bool:
    return "/" in subject and not subject.startswith("R-")  # a report is due once a month


def _tell_again(
    office: Office, told: list[ledger.LogRow], taken: dict[tuple[str, int], int], copy: int
) -> None:
    """Every event once more, of cases that bear the numbers after those of the last copy."""
    tail = ledger.tail()
    ids: dict[int, int] = {}
    last: dict[str, tuple[str, int]] = {}
    for row in told:
        register, year, serial = numbers.parts(row.subject)
        prefix = row.subject.rpartition("-")[0]
        number = numbers.canonical_number(f"{prefix}{serial + copy * taken[register, year]}/{year}", office)
        data = json.loads(row.data)
        if "number" in data:
            data["number"] = number
        if "corrects" in data:
            data["corrects"] = [ids[wrong] for wrong in data["corrects"]]
        kept = ("at", "recorded_at", "by", "kind", "late_reason")
        tail = ledger.append(tail, subject=number, data=data, **{name: getattr(row, name) for name in kept})
        ids[row.id] = tail.id
        if row.kind != "disposition_answered":
            last[row.subject] = (number, tail.id)
    run = db.database.execute_sql
    run("DELETE FROM renamed")
    for old, (new, event) in last.items():
        run("INSERT INTO renamed VALUES (?, ?, ?)", (old, new, event))
    found = "replace(search, lower(renamed.old), lower(renamed.new))"
    _copy("case", "number", {"number": "renamed.new", "search": found, "last_event": "renamed.last_event"})
    for table in _OF_CASES:
        _copy(table, "case_id", {"case_id": "renamed.new"})


def _copy(table: str, key: str, changed: dict[str, str]) -> None:
    columns = [column.name for column in db.database.get_columns(table) if column.name != "id"]
    chosen = ", ".join(changed.get(column, f'"{table}"."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    db.database.execute_sql(
        f'INSERT INTO "{table}" ({names}) SELECT {chosen} FROM "{table}" '
        f'JOIN renamed ON "{table}"."{key}" = renamed.old ORDER BY "{table}".rowid'
    )
