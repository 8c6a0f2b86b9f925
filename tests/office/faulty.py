"""Making a chosen statement, or a chosen call to the disk, fail as a real machine makes them fail."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

import pytest

from desk import db, driver as engine


class Moment(Enum):
    """When the driver complains of a statement."""

    BEFORE = auto()
    """It was not carried out."""
    AFTER = auto()
    """It was carried out, and only the answer is lost."""
    GIVEN_UP = auto()
    """It was not carried out, and the engine has undone the whole transaction, as it does on a full disk."""


def _fault(kind: type[sqlite3.Error], name: str, text: str) -> Callable[[], sqlite3.Error]:
    def make() -> sqlite3.Error:
        error = kind(text)
        error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name
        return error

    return make


FAULTS = (
    _fault(sqlite3.OperationalError, "SQLITE_FULL", "database or disk is full"),
    _fault(sqlite3.OperationalError, "SQLITE_IOERR_WRITE", "disk I/O error"),
    _fault(sqlite3.OperationalError, "SQLITE_BUSY", "database is locked"),
    _fault(sqlite3.OperationalError, "SQLITE_READONLY", "attempt to write a readonly database"),
    _fault(sqlite3.DatabaseError, "SQLITE_CORRUPT", "database disk image is malformed"),
    _fault(sqlite3.OperationalError, "SQLITE_CANTOPEN", "unable to open database file"),
)
"""What SQLite's driver says."""

TOLD = {text for text, _code in engine._WORDS.values()}
"""What a person may be told of it."""


def _not_busy(sql: str, fault: sqlite3.Error) -> sqlite3.Error:
    """That somebody else has the lock is no failure where a transaction begins: it is asked for again."""
    if sql.startswith("BEGIN") and fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return FAULTS[0]()
    return fault


@dataclass
class Driver:
    """Counts the statements that are run, those that open and end transactions too, and fails the chosen ones."""

    seen: list[str] = field(default_factory=list)
    fails: dict[int, tuple[Moment, Callable[[], sqlite3.Error]]] = field(default_factory=dict)
    """By the statement's place, from 0."""

    def run(self, connection: sqlite3.Connection, sql: str, execute: Callable[[], Any]) -> Any:
        moment, fault = self.fails.get(len(self.seen), (None, None))
        self.seen.append(sql)
        if moment is None or fault is None:
            return execute()
        if moment is Moment.AFTER:
            execute()
        elif moment is Moment.GIVEN_UP and connection.in_transaction:
            sqlite3.Cursor(connection).execute("ROLLBACK")
        raise _not_busy(sql, fault())

    def start(self, **fails: Any) -> None:
        self.seen, self.fails = [], fails.get("fails", {})


def faulty_driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Put a driver beneath desk's own cursor, so that its complaints come up as the real ones do."""
    driver = Driver()

    class Faulty(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Any:
            return driver.run(self.connection, sql, lambda: super(Faulty, self).execute(sql, *values))

    class Cursor(engine.Cursor, Faulty):
        pass

    monkeypatch.setattr(engine, "Cursor", Cursor)
    return driver


DISK_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def failing_disk(monkeypatch: pytest.MonkeyPatch, nth: int) -> list[str]:
    """Let the nth call (from 0) that brings a file to the disk fail; returns the calls as they come."""
    calls: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            calls.append(name)
            if len(calls) == nth + 1:
                raise DISK_FULL
            return real(*args, **more)

        return call

    monkeypatch.setattr(os, "fsync", counted("fsync", os.fsync))
    monkeypatch.setattr(os, "fdopen", counted("fdopen", os.fdopen))
    monkeypatch.setattr(Path, "replace", counted("replace", Path.replace))
    monkeypatch.setattr(tempfile, "mkstemp", counted("mkstemp", tempfile.mkstemp))
    return calls


def contents() -> dict[str, list[Any]]:
    """Everything in the database, table by table, those of no model too."""
    names = plain("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: plain(f'SELECT * FROM "{name}"') for (name,) in names}


def plain(sql: str) -> list[Any]:
    """The rows of a query that is put past desk's own cursor, and so past a faulty driver."""
    return sqlite3.Cursor(db.database.connection()).execute(sql).fetchall()
