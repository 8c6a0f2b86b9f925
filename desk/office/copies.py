"""Handing out an attachment: only to those who may see it, only what really came in, and only as a copy."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desk import private_files
from desk.domain.file_names import safe_name
from desk.errors import FieldError, NotAllowed, NotFound, StorageError
from desk.office import attachments, case_store, casefile
from desk.office.case_view import AttachmentView
from desk.office.session import Session


@dataclass(frozen=True)
class Copy:
    """An attachment proved to be what came in, not written anywhere yet."""

    no: int
    """Its place in the case, from 1."""
    name: str
    """As it came: to be read, never to be used as a file name."""
    content: bytes
    sha256: str

    @property
    def file_name(self) -> str:
        """What a copy is called on this machine."""
        return safe_name(self.name)


def take_copy(session: Session, number: str, no: int | None = None) -> Copy:
    """The `no`th attachment of a case (None: its only one).

    NotAllowed where the case is sealed to this person, whether or not it has any; StorageError where the file is no
    longer what came in.
    """
    view = casefile.view_case(session, number)
    if view.is_sealed:
        raise NotAllowed("Isi berkas ini rahasia; lampirannya tidak dapat Anda ambil.", code="not_allowed")
    if case_store.load(view.case_no).erased_at is not None:
        raise NotFound(f"Lampiran {view.case_no} sudah dihapus.", field="no", code="erased")
    found = view.attachments
    if not found:
        raise NotFound(f"{view.case_no} tidak berlampiran.", field="no", code="no_attachment")
    if no is None and len(found) > 1:
        raise FieldError(
            "no", f"{view.case_no} berlampiran {len(found)}; sebutkan nomornya.", code="ambiguous"
        )
    if no is not None and not 1 <= no <= len(found):
        raise NotFound(f"{view.case_no} hanya berlampiran {len(found)}.", field="no", code="no_attachment")
    place = (no or 1) - 1
    return _checked(place + 1, found[place])


def _checked(no: int, found: AttachmentView) -> Copy:
    sha256 = found.path.name
    try:
        with attachments.ordinary_file(found.path) as file:
            content = b"" if file is None else file.read(found.size + 1)
    except OSError:
        raise StorageError(f"Lampiran {no} tidak ada lagi di komputer ini.", code="attachment_gone") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        message = (
            f"Lampiran {no} tidak sama lagi dengan yang diterima, maka tidak diserahkan. Beri tahu admin."
        )
        raise StorageError(message, code="attachment_changed")
    return Copy(no, found.name, content, sha256)


def save_copy(copy: Copy, place: Path, *, overwrite: bool = False) -> Path:
    """Write the copy to a file, or into a folder under a safe name; returns where it is.

    FieldError at `output` where that cannot be, and where something is there already unless `overwrite`.
    """
    try:
        target = place / copy.file_name if place.is_dir() else place
        if os.path.lexists(target) and not overwrite:
            raise FieldError("output", f"{target.name} sudah ada di sana; tidak ditimpa.", code="exists")
        handle, fresh = tempfile.mkstemp(prefix=".desk-", dir=target.parent)  # mode 0600
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unwritable(error) from None
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(copy.content)
        if overwrite:
            Path(fresh).replace(target)
        else:
            _move_without_overwriting(Path(fresh), target)
    except (OSError, ValueError) as error:
        raise _unwritable(error) from None
    finally:
        Path(fresh).unlink(missing_ok=True)
    return target


def _move_without_overwriting(fresh: Path, target: Path) -> None:
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise FieldError(
            "output", f"{target.name} sudah ada di sana; tidak ditimpa.", code="exists"
        ) from None
    except OSError:  # a file system without hard links
        fresh.replace(target)


def _unwritable(error: OSError | ValueError) -> FieldError:
    why = private_files.reason(error) if isinstance(error, OSError) else "namanya tidak dapat dipakai di sana"
    return FieldError("output", f"Salinan tidak dapat ditulis: {why}.", code="unwritable")
