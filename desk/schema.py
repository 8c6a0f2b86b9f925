"""The schema of the opened database: its steps, and whether file, tables and indexes are what they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from peewee import IntegrityError

from desk import db
from desk.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
NEWER = "Basis data ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu."
_HISTORY = "schema_migration"
_KINDS = {"trigger": "pemicu", "table": "tabel", "index": "indeks"}
"""Of what a database holds, in Indonesian."""
_OBJECTS = (
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type, name"
)
"""But for those of the engine itself."""
_INDEX = re.compile(r'^CREATE (UNIQUE )?INDEX "\w+" ON "(\w+)" ')


def migrate() -> list[str]:
    """Bring an opened database to this desk's schema, or refuse one that is newer; the steps it lacked.

    Each step is a transaction of its own with the mark that it was made, so that one cut at any point is gone on with
    by migrating again.
    """
    pending = sorted(pending_migrations())
    for name in pending:
        with db.storage_errors(), _without_references(), db.database.atomic("EXCLUSIVE"):
            _make_step(name)
    return pending


def _make_step(name: str) -> None:
    from playhouse.migrations import Runner

    if name in applied_migrations():
        return  # another desk was faster
    Runner(db.database.obj, directory=str(MIGRATIONS)).up(target=name)
    if broken := db.database.execute_sql("PRAGMA foreign_key_check").fetchone():
        raise StorageError(f"Langkah skema {name} meninggalkan rujukan putus di {broken[0]}.", code="schema")


@contextmanager
def _without_references() -> Iterator[None]:
    """A step may build a table anew; rows that refer to it would be deleted along. Only outside of a transaction."""
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        db.database.execute_sql("PRAGMA foreign_keys = ON")


def pending_migrations() -> set[str]:
    """The schema steps an opened database still lacks; StorageError for one that knows more than this desk."""
    known, applied = known_migrations(), applied_migrations()
    if applied - known:
        raise StorageError(NEWER, code="newer")
    return known - applied


def has_schema() -> bool:
    """Whether the opened database has been migrated at all."""
    return bool(applied_migrations())


def integrity_faults() -> list[str]:
    """What the engine finds wrong in the opened database, in its own words; empty if nothing is.

    Indexes are held against their tables, since a row that one does not show is on no board.
    """
    return _told("PRAGMA integrity_check(20)", db.database)


def file_faults(source: Any) -> list[str]:
    """The same of the file of a copy alone: with an index that is wrong all its rows are still there."""
    return _told("PRAGMA quick_check(20)", source)


def rebuild_indexes() -> None:
    """Make every index of the opened database anew from its table; what cannot be so, `integrity_faults` tells of."""
    with suppress(IntegrityError):
        db.database.execute_sql("REINDEX")


def _told(check: str, source: Any) -> list[str]:
    found = [str(text) for (text,) in source.execute_sql(check)]
    return [] if found == ["ok"] else found


def foreign_objects() -> list[str]:
    """What stands in the opened database beside what desk makes: `pemicu x`, `view x`, `tabel x`, `indeks x`,
    `kolom x.y`.

    A trigger would change what desk writes, with nobody having done it; an index decides what is unique, and which rows
    are found.
    """
    own = {table._meta.table_name for table in db.TABLES} | {_HISTORY}
    indexes = _own_indexes()
    return [
        f"{_KINDS.get(kind, kind)} {name}"
        for kind, name, sql in db.database.execute_sql(_OBJECTS)
        if not (_made(sql) in indexes if kind == "index" else kind == "table" and name in own)
    ] + _foreign_columns()


def missing_indexes() -> list[str]:
    """The indexes that the opened database lacks: `Indeks visit ("holder")`."""
    stored = {_made(sql) for kind, _name, sql in db.database.execute_sql(_OBJECTS) if kind == "index"}
    missing = sorted(_own_indexes() - stored)
    return [made.replace("UNIQUE INDEX", "Indeks unik").replace("INDEX", "Indeks") for made in missing]


def _own_indexes() -> set[str]:
    """What desk's indexes are made by, without their names, which go by names of classes in the steps."""
    made = {f'UNIQUE INDEX {_HISTORY} ("name")'}
    for table in db.TABLES:
        manager: Any = table._schema  # type: ignore[attr-defined]
        made |= {_made(index.query()[0]) for index in manager._create_indexes(safe=False)}
    return made


def _made(sql: str) -> str:
    """`INDEX visit ("holder")`, of the statement that makes it."""
    return _INDEX.sub(r"\1INDEX \2 ", sql, count=1)


def _foreign_columns() -> list[str]:
    return [
        f"kolom {table._meta.table_name}.{column.name}"
        for table in db.TABLES
        for column in db.database.get_columns(table._meta.table_name)
        if column.name not in table._meta.columns
    ]


def known_migrations() -> set[str]:
    """The schema steps that this desk knows."""
    return {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}


def applied_migrations(source: Any = db.database) -> set[str]:
    """The schema steps that a database has seen."""
    if _HISTORY not in source.get_tables():
        return set()
    return {name for (name,) in source.execute_sql(f"SELECT name FROM {_HISTORY}")}
