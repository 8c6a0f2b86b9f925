"""Opening the database that holds the tables, and its transactions. Nothing else speaks to a driver.

SQLite runs in WAL mode with foreign keys on and durable commits, in a file that is its owner's alone, on a disk of this
machine. The tables are those of `desk/tables/`, named here too, so that whoever reads and writes needs this one module.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desk import places, presence, private_files
from desk.driver import (
    INCONSISTENT as INCONSISTENT,
    OPENS_NOT as OPENS_NOT,
    PRAGMAS,
    Connection,
    Engine,
    path_error,
    storage_errors as storage_errors,
)
from desk.errors import StorageError
from desk.tables import TABLES as TABLES
from desk.tables.base import (
    InstantField as InstantField,
    JsonField as JsonField,
    Table as Table,
    canonical as canonical,
    database as database,
)
from desk.tables.beside import AlertMark as AlertMark, CasePresence as CasePresence
from desk.tables.cases import (
    Attachment as Attachment,
    Case as Case,
    CaseAccess as CaseAccess,
    CaseCycle as CaseCycle,
    CaseEvent as CaseEvent,
    Complaint as Complaint,
    Disposition as Disposition,
    DispositionAnswer as DispositionAnswer,
    Letter as Letter,
    Pause as Pause,
    PeriodicTask as PeriodicTask,
    Register as Register,
    Visit as Visit,
)
from desk.tables.history import EventLog as EventLog, EventText as EventText
from desk.tables.office import (
    CalendarRule as CalendarRule,
    CalendarVersion as CalendarVersion,
    Holiday as Holiday,
    ServiceVersion as ServiceVersion,
    Setting as Setting,
)
from desk.tables.people import SignInToken as SignInToken, SignInTries as SignInTries, User as User
from desk.tables.personal_data import (
    Incident as Incident,
    RetentionClass as RetentionClass,
    RetentionRule as RetentionRule,
)

_snapshots = threading.local()
_opened: tuple[Path, tuple[int, int] | None] | None = None
"""The file that `open_database` has opened, and which file that was. None: none was opened."""


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
    engine = Engine(str(file), pragmas=PRAGMAS, factory=Connection)
    database.initialize(engine)
    engine.connect()
    global _opened
    _opened = file, _identity(file)


def be_brief(seconds: float) -> None:
    """From now on this thread's connection waits no longer than this for others; acts raise `Busy` then."""
    database.obj.be_brief(seconds)


@contextmanager
def briefly(seconds: float) -> Iterator[None]:
    """Within, this thread waits no longer than this for other writers; acts raise `Busy` then."""
    before = database.obj.patience
    be_brief(seconds)
    try:
        yield
    finally:
        be_brief(before)


@contextmanager
def own_connection() -> Iterator[None]:
    """A connection of this thread's own, for a worker."""
    require_in_place()
    with storage_errors(), database.connection_context():
        yield


def require_in_place() -> None:
    """StorageError if the opened file was deleted, moved or replaced: what is written to it now would be lost."""
    if _opened is None or _identity(_opened[0]) == _opened[1]:
        return
    raise StorageError(
        "Berkas basis data dipindahkan, dihapus, atau diganti. Belum ada yang disimpan; kembalikan berkasnya.",
        code="moved",
    )


def reopen_if_replaced() -> bool:
    """Open the file that stands in the place of the opened one. False: that one is still there, or none is."""
    if _opened is None or _identity(_opened[0]) in (None, _opened[1]):
        return False
    open_database(f"sqlite:///{_opened[0]}")
    return True


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file it is. None: there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116  asked before every act
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _path_errors() -> Iterator[None]:
    """A folder that is not there or lets nobody in, in the words of a database that cannot be opened."""
    try:
        yield
    except OSError as error:
        raise path_error(error) from error


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()
    presence.leave()


def copy_database(target: Path) -> None:
    """One state of the opened database as a new file of its own, while others go on writing.

    Within a `snapshot` it is the state that is read there.
    """
    private_files.create_file(target)
    with storage_errors(), closing(sqlite3.connect(target, factory=Connection)) as copy:
        database.connection().backup(copy)
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


def scrub() -> bool:
    """Write the opened database anew without what was deleted or overwritten, whose bytes the engine leaves behind.

    Outside a transaction. False: other desks are in the way, so that some may be left.
    """
    try:
        with storage_errors():
            database.execute_sql("VACUUM")
            busy, *_ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except StorageError:
        return False
    return not busy


@contextmanager
def other_database(file: Path) -> Iterator[Any]:
    """A database file that nobody has open, to be read beside the opened one."""
    engine = Engine(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, factory=Connection)
    engine.connect()
    try:
        yield engine
    finally:
        engine.close()


def tuples(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a select as tuples."""
    yield from query.tuples()


def dicts(query: Any) -> Iterator[dict[str, Any]]:
    """The rows of a select as dictionaries by column name."""
    yield from query.dicts()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that takes the write lock at once; inside another, part of that one. Busy if it cannot begin."""
    with storage_errors():
        if database.in_transaction():
            with database.obj.savepoint():
                yield
        else:
            require_in_place()
            with database.atomic("IMMEDIATE"):
                yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Several reads of one state: what another desk commits meanwhile is not seen. Inside an act, part of it."""
    if database.in_transaction():
        yield
    else:
        with database.atomic("DEFERRED"):
            _snapshots.memory = {}
            try:
                yield
            finally:
                _snapshots.memory = None


def snapshot_memory() -> dict[object, Any] | None:
    """What may be kept of the state that this thread reads, which may no longer be the present one: it goes with the
    snapshot. None: no snapshot is open."""
    found: dict[object, Any] | None = getattr(_snapshots, "memory", None)
    return found


@contextmanager
def fast_building() -> Iterator[None]:
    """Commit without waiting for the disk, for a database that is thrown away if the building fails."""
    database.execute_sql("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA synchronous = FULL")
