"""Opening the database that holds the tables, and its transactions. Nothing else speaks to a driver.

SQLite runs in WAL mode with foreign keys on and durable commits, in a file that is its owner's alone, on a disk of this
machine. The tables are those of `tables.py`, named here too, so that whoever reads and writes needs this one module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import SqliteDatabase

from desk import places, presence, private_files
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

MIGRATIONS = Path(__file__).parent / "migrations"
NEWER = "Basis data ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu."
_HISTORY = "schema_migration"


def open_database(url: str, *, announced: bool = True) -> None:
    """Connect `database` to the URL. The file's folder must exist; the file is made if it does not.

    A process works on one database at a time: opening another closes the first. `announced`: be noticed by whoever
    wants the database alone; False for the one who has it alone. StorageError if it cannot be opened, or must not be:
    readable by others, on a network share, or left half replaced.
    """
    file = places.database_file(url)
    close_database()
    with _path_errors():
        places.require_safe(file)
        if announced:
            presence.enter(file)
        places.require_whole(file)
        private_files.create_file(file)
    engine = SqliteDatabase(
        str(file),
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "busy_timeout": 5000},
    )
    database.initialize(engine)
    with storage_errors():
        engine.connect()


@contextmanager
def _path_errors() -> Iterator[None]:
    """A folder that is not there or lets nobody in, in the words of a database that cannot be opened."""
    try:
        yield
    except OSError as error:
        text = "full" if private_files.is_full(error) else "unable to open"
        raise StorageError(_in_words(text), code="database") from error


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()
    presence.leave()


def copy_database(target: Path) -> None:
    """One state of the opened database as a new file of its own, while others go on writing."""
    private_files.create_file(target)
    with (
        storage_errors(),
        closing(sqlite3.connect(database.database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def fold_in() -> bool:
    """Close the opened database as one file, without companions. False: somebody else has it open, or it is damaged.

    Only for the one who has it alone.
    """
    file = Path(database.database)
    try:
        with storage_errors():
            busy, *_ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except StorageError:
        busy = True
    close_database()
    return not busy and not any(place.exists() for place in places.with_companions(file)[1:])


@contextmanager
def other_database(file: Path) -> Iterator[Any]:
    """A database file that nobody has open, to be read beside the opened one."""
    engine = SqliteDatabase(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    with storage_errors():
        engine.connect()
        try:
            yield engine
        finally:
            engine.close()


def migrate() -> list[str]:
    """Bring an opened database to this desk's schema, or refuse one that is newer; the steps it lacked.

    Each step is a transaction of its own with the mark that it was made, so that one cut at any point is gone on with
    by migrating again.
    """
    pending = sorted(pending_migrations())
    for name in pending:
        with storage_errors(), _without_references(), database.atomic("EXCLUSIVE"):
            _make_step(name)
    return pending


def _make_step(name: str) -> None:
    from playhouse.migrations import Runner

    if name in _applied():
        return  # another desk was faster
    Runner(database.obj, directory=str(MIGRATIONS)).up(target=name)
    if broken := database.execute_sql("PRAGMA foreign_key_check").fetchone():
        raise StorageError(f"Langkah skema {name} meninggalkan rujukan putus di {broken[0]}.", code="schema")


@contextmanager
def _without_references() -> Iterator[None]:
    """A step may build a table anew; rows that refer to it would be deleted along. Only outside of a transaction."""
    database.execute_sql("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA foreign_keys = ON")


def pending_migrations() -> set[str]:
    """The schema steps an opened database still lacks; StorageError for one that knows more than this desk."""
    known, applied = known_migrations(), applied_migrations()
    if applied - known:
        raise StorageError(NEWER, code="newer")
    return known - applied


def has_schema() -> bool:
    """Whether the opened database has been migrated at all."""
    with storage_errors():
        return bool(_applied())


def integrity_faults(source: Any = database) -> list[str]:
    """What the engine finds wrong in the file of a database, in its own words; empty if nothing is."""
    with storage_errors():
        found = [str(text) for (text,) in source.execute_sql("PRAGMA quick_check(20)")]
    return [] if found == ["ok"] else found


def known_migrations() -> set[str]:
    """The schema steps that this desk knows."""
    return {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}


def applied_migrations(source: Any = database) -> set[str]:
    """The schema steps that a database has seen."""
    with storage_errors():
        return _applied(source)


def _applied(source: Any = database) -> set[str]:
    if _HISTORY not in source.get_tables():
        return set()
    return {name for (name,) in source.execute_sql(f"SELECT name FROM {_HISTORY}")}


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
        code = "no_space" if "full" in str(error) else "database"
        raise StorageError(_in_words(str(error)), code=code) from error
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        if isinstance(error, peewee.IntegrityError):
            raise
        raise StorageError(f"Basis data rusak atau bukan milik desk: {error}", code="damaged") from error


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
