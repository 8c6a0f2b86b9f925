"""Opening the database that holds the tables, and its transactions. Nothing else speaks to a driver.

SQLite runs in WAL mode with foreign keys on and durable commits. The tables are those of `tables.py`, named here too,
so that whoever reads and writes needs this one module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import SqliteDatabase

from desk.errors import StorageError
from desk.tables import (
    TABLES as TABLES,
    AlertMark as AlertMark,
    Attachment as Attachment,
    CalendarRule as CalendarRule,
    CalendarVersion as CalendarVersion,
    Case as Case,
    CaseAccess as CaseAccess,
    CaseCycle as CaseCycle,
    CaseEvent as CaseEvent,
    Complaint as Complaint,
    Disposition as Disposition,
    DispositionAnswer as DispositionAnswer,
    EventLog as EventLog,
    EventText as EventText,
    Holiday as Holiday,
    Incident as Incident,
    InstantField as InstantField,
    JsonField as JsonField,
    Letter as Letter,
    Pause as Pause,
    PeriodicTask as PeriodicTask,
    Register as Register,
    RetentionClass as RetentionClass,
    RetentionRule as RetentionRule,
    ServiceVersion as ServiceVersion,
    Setting as Setting,
    SignInToken as SignInToken,
    Table as Table,
    User as User,
    Visit as Visit,
    canonical as canonical,
    database as database,
)

MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"


def open_database(url: str) -> None:
    """Connect `database` to the URL, `sqlite:///FILE`. The file's folder must exist.

    A process works on one database at a time: opening another closes the first. StorageError if it cannot be opened.
    """
    if not url.startswith("sqlite:///"):
        raise StorageError(
            f"Alamat basis data tidak dikenal: {url}. Gunakan sqlite:///BERKAS.", code="database_url"
        )
    path = url.removeprefix("sqlite:///")
    close_database()
    engine = SqliteDatabase(
        path,
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "busy_timeout": 5000},
    )
    database.initialize(engine)
    with storage_errors():
        engine.connect()


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()


def migrate() -> None:
    """Bring an opened database to this desk's schema, or refuse one that is newer."""
    if not pending_migrations():
        return
    with storage_errors():
        from playhouse.migrations import Runner

        with database.atomic("EXCLUSIVE"):
            Runner(database.obj, directory=str(MIGRATIONS)).up()


def pending_migrations() -> set[str]:
    """The schema steps an opened database still lacks; StorageError for one that knows more than this desk."""
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    with storage_errors():
        applied = _applied()
    if applied - known:
        raise StorageError(
            "Basis data ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu.", code="newer"
        )
    return known - applied


def has_schema() -> bool:
    """Whether the opened database has been migrated at all."""
    with storage_errors():
        return bool(_applied())


def integrity_faults() -> list[str]:
    """What the engine finds wrong in the file of the opened database, in its own words; empty if nothing is."""
    with storage_errors():
        found = [str(text) for (text,) in database.execute_sql("PRAGMA quick_check(20)")]
    return [] if found == ["ok"] else found


def _applied() -> set[str]:
    if _HISTORY not in database.get_tables():
        return set()
    return {name for (name,) in database.execute_sql(f"SELECT name FROM {_HISTORY}")}


def tuples(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a select as tuples."""
    yield from query.tuples()


def dicts(query: Any) -> Iterator[dict[str, Any]]:
    """The rows of a select as dictionaries by column name."""
    yield from query.dicts()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that takes the write lock at once; inside another, part of that one."""
    with storage_errors():
        if database.in_transaction():
            with database.savepoint():
                yield
        else:
            with database.atomic("IMMEDIATE"):
                yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Several reads of one state: what another desk commits meanwhile is not seen. Inside an act, part of it."""
    with storage_errors():
        if database.in_transaction():
            yield
        else:
            with database.atomic("DEFERRED"):
                yield


@contextmanager
def fast_building() -> Iterator[None]:
    """Commit without waiting for the disk, for a database that is thrown away if the building fails."""
    database.execute_sql("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA synchronous = FULL")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the driver's complaints into a StorageError in words; rows that are read late complain past peewee."""
    try:
        yield
    except (peewee.OperationalError, sqlite3.OperationalError) as error:
        raise StorageError(_in_words(str(error)), code="database") from error
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        if isinstance(error, peewee.IntegrityError):
            raise
        raise StorageError(f"Basis data rusak atau bukan milik desk: {error}", code="database") from error


def _in_words(text: str) -> str:
    if "locked" in text or "busy" in text:
        return "Basis data sedang dipakai program lain. Belum ada yang disimpan; coba lagi sebentar."
    if "readonly" in text or "read-only" in text:
        return "Basis data hanya dapat dibaca. Belum ada yang disimpan; periksa izin berkasnya."
    if "unable to open" in text:
        return "Berkas basis data tidak dapat dibuka. Periksa foldernya dan izinnya."
    if "full" in text:
        return "Penyimpanan penuh. Belum ada yang disimpan."
    return f"Basis data gagal: {text}"
