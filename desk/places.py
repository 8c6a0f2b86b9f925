"""Where an office's files lie around its database, and whether they may be used at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from desk import filesystems, private_files
from desk.errors import StorageError

_MAGIC = b"SQLite format 3\0"


def database_file(url: str) -> Path:
    """The file of a URL, `sqlite:///FILE`; StorageError for another kind of URL.

    Links are followed: locks and all that lies beside it must be the same whichever path leads there.
    """
    if not url.startswith("sqlite:///"):
        raise StorageError(
            f"Alamat basis data tidak dikenal: {url}. Gunakan sqlite:///BERKAS.", code="database_url"
        )
    return Path(os.path.realpath(url.removeprefix("sqlite:///")))


_OPEN = ("-wal", "-shm", "-journal")
"""How the names end of what the engine keeps beside a database while it is open."""


def with_companions(database: Path) -> tuple[Path, Path, Path]:
    """A database file, and the two that the engine keeps beside it while it is open."""
    return database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")


def attachments_folder(database: Path) -> Path:
    """Where the files that came with letters are, each under its hash."""
    return database.parent / "attachments"


def unfinished_attachments(database: Path) -> list[Path]:
    """What is being written there, and what a kill has left of it."""
    folder = attachments_folder(database)
    try:
        names = os.listdir(folder)  # noqa: PTH208  at every start, of a folder that may hold very many
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.endswith(private_files.NEW)]


def databases_beside(database: Path) -> Iterator[Path]:
    """Other databases in the folder of one, which share what lies beside it.

    Neither its own file nor what is kept beside an open one is even opened: closing it again would drop the locks that
    the engine holds on it in this process.
    """
    for place in sorted(database.parent.iterdir()):
        if place.name.endswith(_OPEN) or not place.is_file() or place.samefile(database):
            continue
        if _is_database(place, database.suffix):
            yield place


def _is_database(place: Path, suffix: str) -> bool:
    if place.suffix in (".db", suffix):
        return True
    try:
        with place.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return True


def backups_folder(database: Path) -> Path:
    """Where backups go that nobody has named a place for."""
    return database.parent / "backups"


def restoring_mark(database: Path) -> Path:
    """The file that stands beside a database while it is being replaced in more than one step."""
    return database.with_name(f"{database.name}-restoring")


def private_places(database: Path) -> tuple[Path, ...]:
    """What nobody but its owner may open. The folder itself may be another's, where `--database` names one."""
    return *with_companions(database), attachments_folder(database), backups_folder(database)


def require_safe(database: Path) -> None:
    """StorageError for a database that others can read, or whose folder is no place for one."""
    filesystems.require_trustworthy(database.parent)
    private_files.require_private(*private_places(database))


def require_whole(database: Path) -> None:
    """StorageError for a database of which a restoring was cut between two steps."""
    if restoring_mark(database).exists():
        raise StorageError("Pemulihan basis data ini terputus. Jalankan lagi: desk restore", code="restoring")
