"""Files that came with a letter, kept beside the database under the hash of their content.

The history holds hash and size; the name, which may be personal, as a digest (`ledger.own_words`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk import db, places, private_files
from desk.domain.case import CaseFile, Kind
from desk.errors import FieldError, StorageError
from desk.office import case_store, rows
from desk.office.session import Act

MAX_BYTES = 50_000_000
"""Of one file; a scan of a letter is far smaller."""


@dataclass(frozen=True)
class Incoming:
    """A file read and checked, not stored yet."""

    name: str
    content: bytes
    sha256: str


def read_files(paths: Sequence[Path]) -> list[Incoming]:
    """Read the files to attach. FieldError at `attach` for one that is not there, empty or too large."""
    found = []
    for path in paths:
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                limit = MAX_BYTES // 1_000_000
                raise FieldError(
                    "attach", f"Lampiran {path.name} lebih besar dari {limit} MB.", code="too_large"
                )
            content = path.read_bytes()
        except OSError:
            raise FieldError(
                "attach", f"Lampiran {path.name} tidak dapat dibaca.", code="unreadable"
            ) from None
        if not content:
            raise FieldError("attach", f"Lampiran {path.name} kosong.", code="empty")
        found.append(Incoming(path.name, content, hashlib.sha256(content).hexdigest()))
    return found


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


def folder() -> Path:
    """Where the files are: `attachments` beside the database."""
    return places.attachments_folder(Path(db.database.database))


def _keep(place: Path, file: Incoming) -> None:
    """Store a file where none of that content is. It is on the disk before the event that tells of it."""
    target = place / file.sha256
    try:
        if _is_whole(target, file):
            private_files.sync_folder(place)  # whoever put it there may have failed before
        else:
            private_files.write_whole(target, file.content)
    except OSError as error:
        raise StorageError(
            f"Lampiran {file.name} tidak dapat disimpan: {private_files.reason(error)}. Belum ada yang disimpan.",
            code="attachments",
        ) from error


def _is_whole(target: Path, file: Incoming) -> bool:
    """Whether the same content was kept before, and still stands there."""
    return (
        target.is_file()
        and target.stat().st_size == len(file.content)
        and hashlib.sha256(target.read_bytes()).hexdigest() == file.sha256
    )
