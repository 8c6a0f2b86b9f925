"""What restoring a backup would lose: the present database held against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk import db, places, schema
from desk.domain.calendar import Instant
from desk.errors import StorageError
from desk.office import numbers
from desk.office.backup_file import Manifest


class Relation(StrEnum):
    """How the present history stands to that of a backup."""

    NONE = "none"
    """There is no office here."""
    UNREADABLE = "unreadable"
    """What is here does not open, so nobody can say what would be lost."""
    SAME = "same"
    CONTINUES = "continues"
    """It went on from where the backup ends: what came since would be lost."""
    BEHIND = "behind"
    """The backup went on from where it ends: nothing would be lost."""
    FORKED = "forked"
    """Both went on from an event that they share: what came after it here would be lost."""
    OTHER = "other"
    """They share nothing: another office's, or written anew. All of it would be lost."""


@dataclass(frozen=True)
class Loss:
    """What would be lost."""

    relation: Relation
    present_events: int = 0
    present_head: str | None = None
    """None: there is none to tell."""
    lost_events: int = 0
    since: Instant | None = None
    """When the first lost event was recorded. None: none is lost."""
    numbers: tuple[tuple[str, str], ...] = ()
    """First and last numbers, by register, that were given out and would be given again."""
    erased: tuple[str, ...] = ()
    """Cases erased since, whose content the backup brings back."""
    disabled: tuple[str, ...] = ()
    """Users whose account was closed since, and would be open again."""
    is_whole: bool = False
    """Whether the present database is one sound file."""


def compare(backup: Path, manifest: Manifest, database_url: str) -> Loss:
    """Hold the present database, which the caller has alone, against an unpacked backup, and close it as one file."""
    database = places.database_file(database_url)
    if places.restoring_mark(database).exists():
        return Loss(Relation.UNREADABLE)
    if not any(place.exists() for place in places.with_companions(database)):
        return Loss(Relation.NONE)
    try:
        db.open_database(database_url, announced=False)
        with db.other_database(backup) as copy:
            loss = _compare(copy, manifest) if schema.has_schema() else Loss(Relation.NONE)
    except StorageError as error:
        db.close_database()
        if error.code not in db.OPENS_NOT:
            raise
        return Loss(Relation.UNREADABLE)
    return Loss(**vars(loss) | {"is_whole": db.fold_in()})


def _compare(copy: Any, manifest: Manifest) -> Loss:
    present, head = _end(db.database)
    shared = _shared(copy, min(present, manifest.events))
    relation = _relation(present, manifest.events, shared)
    return Loss(
        relation,
        present,
        head,
        present - shared,
        _recorded_at(shared + 1) if present > shared else None,
        _numbers_given_again(copy) if relation in (Relation.CONTINUES, Relation.FORKED) else (),
        _brought_back(copy, shared, "erased", "SELECT number FROM \"case\" WHERE salt <> ''"),
        _brought_back(copy, shared, "user_disabled", "SELECT 'user:' || username FROM user WHERE active"),
    )


def _relation(present: int, backup: int, shared: int) -> Relation:
    if present == backup == shared:
        return Relation.SAME
    if shared == backup:
        return Relation.CONTINUES
    if shared == present:
        return Relation.BEHIND
    return Relation.FORKED if shared else Relation.OTHER


def _shared(copy: Any, last: int) -> int:
    """The last event up to which both chains are one: a hash that agrees vouches for all before it."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        if _hash_at(copy, middle) == _hash_at(db.database, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _end(source: Any) -> tuple[int, str | None]:
    row = source.execute_sql("SELECT id, hash FROM event_log ORDER BY id DESC LIMIT 1").fetchone()
    return (0, None) if row is None else (int(row[0]), str(row[1]))


def _hash_at(source: Any, event: int) -> str | None:
    row = source.execute_sql(f"SELECT hash FROM event_log WHERE id = {event:d}").fetchone()
    return None if row is None else str(row[0])


def _recorded_at(event: int) -> Instant | None:
    sql = f"SELECT recorded_at FROM event_log WHERE id >= {event:d} ORDER BY id LIMIT 1"
    row = db.database.execute_sql(sql).fetchone()
    return None if row is None else int(row[0]) // 1000


def _brought_back(copy: Any, shared: int, kind: str, there: str) -> tuple[str, ...]:
    """What events of this kind after the shared ones are about, as far as the backup has it still."""
    sql = f"SELECT DISTINCT subject FROM event_log WHERE id > {shared:d} AND kind = '{kind}' ORDER BY subject"
    kept = {subject for (subject,) in copy.execute_sql(there)}
    return tuple(
        subject.removeprefix("user:") for (subject,) in db.database.execute_sql(sql) if subject in kept
    )


def _numbers_given_again(copy: Any) -> tuple[tuple[str, str], ...]:
    sql = "SELECT name, year, last FROM register ORDER BY name, year"
    then = {(name, year): last for name, year, last in copy.execute_sql(sql)}
    return tuple(
        (numbers.written(name, then.get((name, year), 0) + 1, year), numbers.written(name, last, year))
        for name, year, last in db.database.execute_sql(sql)
        if last > then.get((name, year), 0)
    )
