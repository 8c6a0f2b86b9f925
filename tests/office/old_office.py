"""An office as the first schema kept it, made from a present one: for taking over by today's desk."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from desk import db, schema
from desk.office import ledger

FIRST = "0001_initial"


def make_old(present: Path, old: Path) -> None:
    """Write at `old` what a desk of the first schema would have kept of the closed database `present`."""
    engine = SqliteDatabase(str(old), pragmas={"journal_mode": "wal"})
    Runner(engine, directory=str(schema.MIGRATIONS)).up(target=FIRST)
    engine.close()
    with closing(sqlite3.connect(present)) as source, closing(sqlite3.connect(old)) as target:
        for table in _tables(target):
            _copy(table, source, target)
        _words_into_the_log(source, target)
        target.execute("DELETE FROM setting WHERE key IN ('projection', 'phone_secret')")
        target.commit()


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [name for (name,) in connection.execute(sql) if name != "schema_migration"]


def _copy(table: str, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    then, now = (_columns(table, connection) for connection in (target, source))
    names = [name for name in then if name in now]
    lost = [name for name in then if name not in now]
    assert not lost, f"{table}: {lost} are gone, so an old office needs them made up"
    listed = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    rows = source.execute(f'SELECT {listed} FROM "{table}"').fetchall()
    target.executemany(f'INSERT OR IGNORE INTO "{table}" ({listed}) VALUES ({marks})', rows)


def _columns(table: str, connection: sqlite3.Connection) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _as_told_then(data: dict[str, Any]) -> dict[str, Any]:
    """What office and calendars were given was told in less detail."""
    settings = data.pop("settings", {})
    for name in ("book", "installed_at"):
        data.pop(name, None)
    return data | {name: settings[name] for name in ("zone", "class_tables") if name in settings}


def _words_into_the_log(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """People's own words stood in the log itself, under a chain that covered them."""
    texts: dict[int, dict[str, str]] = {}
    for event, field, text in source.execute("SELECT event_id, field, text FROM event_text"):
        texts.setdefault(event, {})[field] = text
    names = ledger.LogRow._fields
    listed = ", ".join(f'"{name}"' for name in names)
    head = ledger.GENESIS
    for values in target.execute(f"SELECT {listed} FROM event_log ORDER BY id").fetchall():
        row = ledger.LogRow(*values)
        told = texts.get(row.id, {})
        data = _as_told_then(json.loads(row.data))
        data |= {name: text for name, text in told.items() if name != "late_reason"}
        text = db.canonical(data)
        late_reason = told.get("late_reason", row.late_reason)
        seconds = row._replace(
            at=row.at // 1000, recorded_at=row.recorded_at // 1000, data=text, late_reason=late_reason
        )
        head = ledger.chained(head, seconds)
        target.execute(
            "UPDATE event_log SET data = ?, late_reason = ?, hash = ? WHERE id = ?",
            (text, late_reason, head, row.id),
        )
