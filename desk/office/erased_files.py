"""Deleting the attachments of erased cases, and nothing else that lies in their folder.

Databases in one folder share the folder of attachments: one that a restoring has kept aside, or another office's. What
one of them still names stays until it is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desk import db, places
from desk.errors import StorageError
from desk.office import attachments

_MAGIC = b"SQLite format 3\0"


def delete() -> tuple[Path, ...]:
    """Delete the files that only erased cases held; the other databases for whose sake some were left.

    Within a transaction that writes: whoever attaches a file writes too, so none of these is on its way in.
    """
    place = attachments.folder()
    waiting = [file for sha256 in sorted(_erased()) if (file := place / sha256).is_file()]
    keepers: set[Path] = set()
    for other in _others(Path(db.database.database)) if waiting else ():
        named = _named(other)
        if kept := {file for file in waiting if named is None or file.name in named}:
            keepers.add(other)
            waiting = [file for file in waiting if file not in kept]
    for file in waiting:
        file.unlink(missing_ok=True)
    return tuple(sorted(keepers))


def _erased() -> set[str]:
    """Hashes that cases of this database held when they were erased, and that no living one holds."""
    held = db.Attachment.select(db.Attachment.sha256).join(db.Case).where(db.Case.salt == "").distinct()
    return {sha256 for (sha256,) in db.tuples(held)}.difference(attachments.living(db.database))


def _others(own: Path) -> Iterator[Path]:
    """Databases beside this one. Its own file is not even opened, which would drop the engine's locks on it."""
    for place in sorted(own.parent.iterdir()):
        if place.is_file() and not place.samefile(own) and _is_database(place, own):
            yield place


def _is_database(place: Path, own: Path) -> bool:
    if place.suffix in (".db", own.suffix):
        return True
    try:
        with place.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return True


def _named(other: Path) -> set[str] | None:
    """Hashes that a database names. None: it cannot be read, or stands partly in its companions, so it may be any."""
    if any(place.exists() for place in places.with_companions(other)[1:]):
        return None
    try:
        with db.storage_errors(), db.other_database(other) as copy:
            return set(attachments.living(copy))
    except StorageError:
        return None
