"""Opening the database that holds the tables, and its transactions. Nothing else speaks to a driver.

SQLite runs in WAL mode with foreign keys on and durable commits. Whatever its driver complains of becomes a
StorageError right where it arises, so that no statement, and no row read late, needs care elsewhere. The tables are
those of `tables.py`, named here too, so that whoever reads and writes needs this one module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import peewee
from peewee import SqliteDatabase, _savepoint

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
    InstantField as InstantField,
    JsonField as JsonField,
    Letter as Letter,
    Pause as Pause,
    PeriodicTask as PeriodicTask,
    Register as Register,
    ServiceVersion as ServiceVersion,
    Setting as Setting,
    SignInToken as SignInToken,
    Table as Table,
    User as User,
    Visit as Visit,
    canonical as canonical,
    database as database,
)

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",
    "fullfsync": 1,
    "busy_timeout": 5000,
}
"""Of every connection, whichever thread opens it. `fullfsync` is for Macs, whose fsync stops at the drive's cache."""

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
    engine = _Engine(path, pragmas=PRAGMAS, factory=_Connection)
    database.initialize(engine)
    engine.connect()


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()


def migrate() -> None:
    """Bring an opened database to this desk's schema, or refuse one that is newer."""
    if not pending_migrations():
        return
    from playhouse.migrations import Runner

    with storage_errors(), database.atomic("EXCLUSIVE"):
        Runner(database.obj, directory=str(MIGRATIONS)).up()


def pending_migrations() -> set[str]:
    """The schema steps an opened database still lacks; StorageError for one that knows more than this desk."""
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    applied = _applied()
    if applied - known:
        raise StorageError(
            "Basis data ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu.", code="newer"
        )
    return known - applied


def has_schema() -> bool:
    """Whether the opened database has been migrated at all."""
    return bool(_applied())


def integrity_faults() -> list[str]:
    """What the engine finds wrong in the file of the opened database, in its own words; empty if nothing is."""
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
            with database.obj.savepoint():
                yield
        else:
            with database.atomic("IMMEDIATE"):
                yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Several reads of one state: what another desk commits meanwhile is not seen. Inside an act, part of it."""
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
    """Turn what is left of the driver's complaints into a StorageError: broken constraints, faults of desk itself."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        raise _in_words(error.args[0] if isinstance(error, peewee.DatabaseError) else error) from error


class _Engine(SqliteDatabase):
    """SQLite, whose transactions end even where the engine has ended them by itself, as it does on a full disk."""

    def _connect(self) -> Any:
        with storage_errors():
            return super()._connect()  # type: ignore[misc]

    def begin(self, lock_type: str | None = None) -> None:
        try:
            super().begin(lock_type)
        except StorageError:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Undo the transaction if there still is one. A connection that cannot even do that makes way for another."""
        if not self.connection().in_transaction:  # type: ignore[no-untyped-call]
            return
        try:
            super().rollback()
        except StorageError:
            self._state.conn.close()  # type: ignore[attr-defined]
            self._state.conn = self._connect()  # type: ignore[attr-defined]

    def savepoint(self) -> Any:
        return _Savepoint(self)


class _Savepoint(_savepoint):
    """Part of a transaction. Where the engine has given up the whole, it is gone, and the reason is what counts."""

    def rollback(self, begin: bool = True) -> None:
        if self.db.connection().in_transaction:
            super().rollback(begin)


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)


def _telling(call: Callable[..., Any]) -> Callable[..., Any]:
    """Complain in words. What desk itself did wrong is passed on, since only who did it can tell."""

    @wraps(call)
    def told(*args: Any) -> Any:
        try:
            return call(*args)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise _in_words(error) from error

    return told


class _Cursor(sqlite3.Cursor):
    """Everything that reaches for the file; rows are read late, and by peewee without care."""

    @_telling
    def execute(self, *args: Any) -> Any:
        return super().execute(*args)

    @_telling
    def fetchone(self) -> Any:
        return super().fetchone()

    @_telling
    def fetchall(self) -> Any:
        return super().fetchall()

    @_telling
    def __next__(self) -> Any:
        return super().__next__()


def _in_words(error: Exception) -> StorageError:
    """The driver's complaint for a person, by the kind of its code: extended codes say more in the bits above.

    Its own text is never passed on: it is English, and may hold what stands in the tables.
    """
    kind = getattr(error, "sqlite_errorcode", None)
    if kind is None:  # raised by the driver itself: a text that is not UTF-8
        return StorageError(
            "Ada isian yang tidak dapat dibaca: basis data rusak, atau diubah di luar desk. Pulihkan cadangan.",
            code="damaged",
        )
    name = getattr(error, "sqlite_errorname", kind)
    text, code = _WORDS.get(kind & 0xFF, (f"Basis data gagal ({name}). Belum ada yang disimpan.", "database"))
    return StorageError(text, code=code)


_BUSY = ("Basis data sedang dipakai program lain. Belum ada yang disimpan; coba lagi sebentar.", "locked")
_DAMAGED = (
    "Basis data rusak atau bukan milik desk. Jangan dipakai lagi; jalankan desk doctor dan pulihkan cadangan.",
    "damaged",
)
_WORDS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_READONLY: (
        "Basis data hanya dapat dibaca. Belum ada yang disimpan; periksa izin berkasnya.",
        "read_only",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Berkas basis data tidak dapat dibuka. Periksa foldernya dan izinnya.",
        "unreadable",
    ),
    sqlite3.SQLITE_FULL: (
        "Penyimpanan penuh. Belum ada yang disimpan; kosongkan ruang, lalu coba lagi.",
        "disk_full",
    ),
    sqlite3.SQLITE_IOERR: (
        "Penyimpanan gagal dibaca atau ditulis. Belum ada yang disimpan; periksa ruang dan disknya.",
        "disk_error",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: (
        "Isi basis data tidak cocok dengan catatannya. Belum ada yang disimpan; jalankan desk verify.",
        "inconsistent",
    ),
}
"""Message and code by the engine's own code."""
