"""Files that came with a letter, kept beside the database under the hash of their content.

The history holds hash and size; the name, which may be personal, as a digest (`ledger.own_words`).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from io import BufferedReader
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from desk import db, places, private_files
from desk.domain.case import CaseFile, Kind
from desk.domain.file_names import storable_name
from desk.domain.inert import inert_line
from desk.errors import FieldError, StorageError
from desk.office import case_store, rows
from desk.office.session import Act

MAX_BYTES = 50_000_000
"""Of one file; a scan of a letter is far smaller."""
MAX_CASE_BYTES = 200_000_000
"""Of all files of one case."""

_LIVING = (
    'SELECT DISTINCT sha256 FROM attachment JOIN "case" ON "case".number = attachment.case_id '
    "WHERE \"case\".salt <> '' ORDER BY sha256"
)
_AS_IT_IS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
"""Neither is a link followed nor a pipe waited for."""


@dataclass(frozen=True)
class Incoming:
    """A file read and checked, not stored yet."""

    name: str
    content: bytes
    sha256: str


def read_files(paths: Sequence[Path]) -> list[Incoming]:
    """Read the files to attach. FieldError at `attach` for one that is no ordinary file, empty or too large."""
    found = []
    left = MAX_CASE_BYTES
    for path in paths:
        name = storable_name(path.name)
        content = _read(path, inert_line(name), min(MAX_BYTES, left))
        left -= len(content)
        found.append(Incoming(name, content, hashlib.sha256(content).hexdigest()))
    return found


def _read(path: Path, name: str, limit: int) -> bytes:
    try:
        with ordinary_file(path) as file:
            content = b"" if file is None else file.read(limit + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise FieldError("attach", f"Lampiran {name} tidak dapat dibaca.", code="unreadable") from None
    if file is None:
        message = f"Lampiran {name} bukan berkas biasa, melainkan folder, tautan atau perangkat."
        raise FieldError("attach", message, code="not_a_file")
    if len(content) > limit:
        allowed, of = (MAX_BYTES, "satu") if limit == MAX_BYTES else (MAX_CASE_BYTES, "semua")
        message = f"Lampiran {name} terlalu besar: {of} lampiran paling banyak {allowed // 1_000_000} MB."
        raise FieldError("attach", message, code="too_large")
    if not content:
        raise FieldError("attach", f"Lampiran {name} kosong.", code="empty")
    return content


@contextmanager
def ordinary_file(path: Path) -> Iterator[BufferedReader | None]:
    """The file, open for reading; None for a link, folder, pipe or device. What was looked at is what is read."""
    if path.is_symlink():
        yield None
        return
    handle = os.open(path, _AS_IT_IS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        yield None
        return
    with open(handle, "rb") as file:  # noqa: PTH123  a descriptor, not a path
        yield file


def attach(act: Act, case: CaseFile, files: Sequence[Incoming]) -> None:
    """Store the files of a case within an act. A file left behind by an act that then failed harms nothing."""
    for file in files:
        _keep(folder(), file)
        rows.insert(
            db.Attachment, case=case.number, name=file.name, sha256=file.sha256, size=len(file.content)
        )
        event = case_store.who(act).event(
            Kind.ATTACHED, sha256=file.sha256, size=len(file.content), name=file.name
        )
        case_store.commit(act, case, [event])


def living(source: Any) -> list[str]:
    """Hashes of the attachments that the cases of a database hold; those of an erased case are gone."""
    return [str(sha256) for (sha256,) in source.execute_sql(_LIVING)]


def folder() -> Path:
    """Where the files are: `attachments` beside the database."""
    return places.attachments_folder(Path(db.database.database))


class Living(NamedTuple):
    """An attachment of a case that was not erased."""

    case: str
    no: int
    """Its place in the case, from 1."""
    sha256: str
    size: int


def all_living() -> list[Living]:
    """Every attachment that a case still holds, by case."""
    rows = db.tuples(
        db.Attachment.select(db.Attachment.case, db.Attachment.sha256, db.Attachment.size)
        .join(db.Case)
        .where(db.Case.salt != "")
        .order_by(db.Attachment.case, db.Attachment.id)
    )
    return [
        Living(number, no, sha256, size)
        for number, held in groupby(rows, key=itemgetter(0))
        for no, (_number, sha256, size) in enumerate(held, 1)
    ]


class FileState(Enum):
    """How a file stands to the hash it is kept under."""

    WHOLE = auto()
    CHANGED = auto()
    GONE = auto()


def state(sha256: str) -> FileState:
    """Whether the file of that hash is there and still what came in. StorageError where the disk does not say."""
    file = folder() / sha256
    try:
        return FileState.WHOLE if _is_what_it_says(file, sha256) else FileState.CHANGED
    except FileNotFoundError:
        return FileState.GONE
    except OSError as error:
        raise StorageError(
            f"Lampiran tidak dapat dibaca: {private_files.reason(error)}.", code="attachments"
        ) from error


def has_size(item: Living) -> bool:
    """Whether its file is there in its size: asked in no time, and no proof of what is inside."""
    try:
        return (folder() / item.sha256).stat().st_size == item.size
    except OSError:
        return False


def _keep(place: Path, file: Incoming) -> None:
    """Store a file where none of that content is. It is on the disk before the event that tells of it."""
    target = place / file.sha256
    try:
        if _holds(target, file.sha256):
            private_files.sync_folder(place)  # whoever put it there may have failed before
        else:
            private_files.write_whole(target, file.content)
    except OSError as error:
        raise StorageError(
            f"Lampiran {file.name} tidak dapat disimpan: {private_files.reason(error)}. Belum ada yang disimpan.",
            code="attachments",
        ) from error


def _holds(target: Path, sha256: str) -> bool:
    """Whether the file is there, can be read, and is still what its name says."""
    try:
        return _is_what_it_says(target, sha256)
    except OSError:
        return False


def _is_what_it_says(target: Path, sha256: str) -> bool:
    with ordinary_file(target) as file:
        return file is not None and hashlib.file_digest(file, "sha256").hexdigest() == sha256
