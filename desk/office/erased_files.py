"""Deleting the attachments of erased cases and what a kill has left of one, and nothing else that lies in their folder.

Databases in one folder share the folder of attachments: one that a restoring has kept aside, or another office's. What
one of them still names stays until it is gone.
"""

from __future__ import annotations

from pathlib import Path

from desk import db, places
from desk.errors import StorageError
from desk.office import attachments


def delete() -> tuple[Path, ...]:
    """Delete the files that only erased cases held; the other databases for whose sake some were left.

    Within a transaction that writes: whoever attaches a file writes too, so none of these is on its way in.
    """
    own, place = Path(db.database.database), attachments.folder()
    waiting = [file for sha256 in sorted(_erased()) if (file := place / sha256).is_file()]
    keepers: set[Path] = set()
    for other in places.databases_beside(own) if waiting else ():
        named = _named(other)
        if kept := {file for file in waiting if named is None or file.name in named}:
            keepers.add(other)
            waiting = [file for file in waiting if file not in kept]
    for file in waiting:
        file.unlink(missing_ok=True)
    return tuple(sorted(keepers))


def delete_unfinished() -> None:
    """Delete what is left of files whose writing was killed. Within a transaction that writes, as `delete`.

    Where another database beside this one is open, they may be that one's, and being written.
    """
    own = Path(db.database.database)
    left = places.unfinished_attachments(own)
    if left and not any(_has_companions(other) for other in places.databases_beside(own)):
        for file in left:
            file.unlink(missing_ok=True)


def _erased() -> set[str]:
    """Hashes that cases of this database held when they were erased, and that no living one holds."""
    held = db.Attachment.select(db.Attachment.sha256).join(db.Case).where(db.Case.salt == "").distinct()
    return {sha256 for (sha256,) in db.tuples(held)}.difference(attachments.living(db.database))


def _named(other: Path) -> set[str] | None:
    """Hashes that a database names. None: it cannot be read, or stands partly in its companions, so it may be any."""
    if _has_companions(other):
        return None
    try:
        with db.storage_errors(), db.other_database(other) as copy:
            return set(attachments.living(copy))
    except StorageError:
        return None


def _has_companions(database: Path) -> bool:
    return any(place.exists() for place in places.with_companions(database)[1:])
