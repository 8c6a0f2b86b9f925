"""The engine, and its complaints in words. Nothing but `db.py` and the tables stands on it.

Whatever the driver complains of becomes a StorageError right where it arises, so that no statement, and no row read
late, needs care elsewhere.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import peewee
from peewee import SqliteDatabase, _savepoint

from desk import private_files
from desk.errors import Busy, StorageError, Unreadable

LOCKED = "locked"
"""Code of the error that somebody else has the database."""

INCONSISTENT = "inconsistent"
"""Code of the error that rows contradict one another, or that what they speak of is gone."""

OPENS_NOT = frozenset({"damaged", "unreadable", "disk_error", "database"})
"""Codes of the errors of a database that cannot be read at all."""

PATIENCE = 5.0
"""Seconds to wait for other writers."""

_BREATH = (0.002, 0.012)
"""Seconds between two tries for the write lock, drawn anew each time."""

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",
    "fullfsync": 1,
    "busy_timeout": 250,
}
"""Of every connection, whichever thread opens it. `busy_timeout` is for what must wait without having begun to write,
such as reading while a killed desk's last words are read anew; writers wait in `Engine.begin`. `fullfsync` is for Macs,
whose fsync stops at the drive's cache."""


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what is left of the driver's complaints into a StorageError: broken constraints, faults of desk itself."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        raise _in_words(
            error.args[0] if isinstance(error, peewee.DatabaseError) and error.args else error
        ) from error


class Engine(SqliteDatabase):
    """SQLite, whose writers take turns, and whose transactions end even where the engine has ended them by itself."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._patience = threading.local()

    @property
    def patience(self) -> float:
        """Seconds that this thread waits for the write lock."""
        return float(getattr(self._patience, "seconds", PATIENCE))

    def be_brief(self, seconds: float) -> None:
        """From now on this thread waits no longer than this for the write lock."""
        self._patience.seconds = seconds

    def _connect(self) -> Any:
        with storage_errors():
            return super()._connect()  # type: ignore[misc]

    def begin(self, lock_type: str | None = None) -> None:
        """Busy if others had the write lock all the time that this thread waits.

        It is asked for again and again after short, random breaths: SQLite's own waiting sleeps longer the longer it
        has waited, so that of many writers some would wait for ever.
        """
        until = time.monotonic() + self.patience
        while True:
            try:
                super().begin(lock_type)
                return
            except StorageError as error:
                self.rollback()
                if error.code != LOCKED:
                    raise
                if time.monotonic() >= until:
                    raise Busy(error.message, code=LOCKED) from error
            time.sleep(random.uniform(*_BREATH))

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


class Connection(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or Cursor)


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


class Cursor(sqlite3.Cursor):
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


def path_error(error: OSError) -> StorageError:
    """A folder or file that is not there or lets nobody in, in the words of a database that cannot be opened."""
    full = private_files.is_full(error)
    text, code = _WORDS[sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_CANTOPEN]
    return StorageError(text, code=code)


def _in_words(error: Exception) -> StorageError:
    """The driver's complaint for a person, by the kind of its code: extended codes say more in the bits above.

    Its own text is never passed on: it is English, and may hold what stands in the tables.
    """
    kind = getattr(error, "sqlite_errorcode", None)
    if kind is None:  # raised by the driver itself: a text that is not UTF-8
        return Unreadable()
    name = getattr(error, "sqlite_errorname", kind)
    text, code = _WORDS.get(kind & 0xFF, (f"Basis data gagal ({name}). Belum ada yang disimpan.", "database"))
    return StorageError(text, code=code)


_BUSY = ("Basis data sedang dipakai program lain. Belum ada yang disimpan; coba lagi sebentar.", LOCKED)
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
        INCONSISTENT,
    ),
}
"""Message and code by the engine's own code."""
