"""Backups: one file from one state of the office while it is in use, proved before it is called done.

Made in two parts: `prepare` does what takes time, also in a thread; `keep` is the act that gives the file its name and
tells of it. What PostgreSQL will need otherwise is `prepare`'s copy alone (its own dump); file, proof and act stay.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desk import __version__, db, places, presence, private_files
from desk.domain.calendar import Instant
from desk.domain.people import Permission
from desk.errors import Busy, FieldError, StorageError, Unreadable
from desk.office import backup_file, backup_proof, backup_seal
from desk.office.backup_file import ATTACHMENTS, DATABASE, Manifest, Part
from desk.office.office import Office
from desk.office.session import Behind, Session
from desk.office.verify import verify

WORK_PREFIX = ".desk-backup-"
"""Of the working files and folders; those that remain are of a backup that was cut."""
FAULTY = "Kantor ini TIDAK UTUH, jadi cadangannya juga tidak, dan tidak dipulihkan begitu saja:"
"""Before what a verification found, wherever a backup of it is told of."""
UNSOUND = "backup_unsound"
"""Code of a backup in which a verification finds a fault."""
_FULL = "Penyimpanan penuh: cadangan tidak jadi dibuat, dan tidak ada yang tertinggal."


@dataclass(frozen=True)
class Draft:
    """A proved backup that has no name yet."""

    work: Path
    target: Path
    replace: bool
    manifest: Manifest
    sealed: bool
    size: int
    """Bytes of the file."""

    def discard(self) -> None:
        """Leave nothing behind."""
        self.work.unlink(missing_ok=True)


def make_backup(
    session: Session, target: Path, *, passphrase: str | None = None, replace: bool = False
) -> Draft:
    """Back the office up to a file. FieldError at `file` for one that exists, unless it is to be replaced.

    `passphrase`: seals it. None: whoever has the file reads it.
    """
    session.require(Permission.ADMINISTER)
    draft = prepare(target, session.now(), session.office, passphrase=passphrase, replace=replace)
    try:
        keep(session, draft)
    except Busy:
        draft.discard()
        raise
    return draft


def prepare(
    target: Path, at: Instant, office: Office | None, *, passphrase: str | None = None, replace: bool = False
) -> Draft:
    """Everything but the name. StorageError if the disk is full, the file is damaged or the chain is broken.

    What else a verification finds is told in the manifest, since an office at fault wants its backups all the more.
    `office`: None for an older desk's database, which this one cannot verify. In a thread it needs a connection.
    """
    check_target(target, replace=replace)
    if passphrase is not None:
        backup_seal.check_passphrase(passphrase)
    work = target.parent / f"{WORK_PREFIX}{os.urandom(6).hex()}.part"
    try:
        with full_disk(_FULL), _folder() as folder:
            plain = work if passphrase is None else folder / "plain"
            manifest = _pack(folder, plain, at, office)
            if passphrase is not None:
                backup_seal.seal(plain, work, passphrase)
                backup_seal.is_sealed(work)  # read back
            size = work.stat().st_size
    except BaseException:
        work.unlink(missing_ok=True)
        raise
    return Draft(work, target, replace, manifest, passphrase is not None, size)


def keep(session: Session, draft: Draft) -> None:
    """Give a prepared backup its name, and tell of it. If either is refused, everything is as it was, and it is gone.

    After Busy it is still there, to be kept by another try or discarded.
    """
    former, named = draft.work.with_suffix(".old"), False
    try:
        if draft.replace:
            with suppress(OSError):  # nothing there yet, or a disk without links
                former.hardlink_to(draft.target)
        with session.act(Permission.ADMINISTER, behind=Behind.HELD) as act:
            act.append("office", "backup_made", told_of(draft))
            name_it(draft)
            named = True
    except Busy:
        raise
    except BaseException:
        if named:
            _take_back(draft, former)
        draft.discard()
        raise
    finally:
        former.unlink(missing_ok=True)


def _take_back(draft: Draft, former: Path) -> None:
    """What was named was not told of after all."""
    if former.exists():
        former.replace(draft.target)
    elif not draft.replace:
        draft.target.unlink(missing_ok=True)


def told_of(draft: Draft) -> dict[str, object]:
    """What the history says of a backup: enough to know it again, and nothing of the machine but the file's name."""
    return {
        "name": draft.target.name,
        "events": draft.manifest.events,
        "head": draft.manifest.head,
        "size": draft.size,
        "sealed": draft.sealed,
        "missing": len(draft.manifest.missing),
        "fault": draft.manifest.fault,
    }


def warnings(draft: Draft) -> list[str]:
    """What whoever made a backup should know, in Indonesian."""
    found = []
    if draft.manifest.fault is not None:
        found.append(f"{FAULTY} {draft.manifest.fault}")
    if not draft.sealed:
        found.append(
            "Cadangan ini memuat data pribadi dan tidak disandi: siapa pun yang memegang berkasnya dapat membacanya."
        )
    if count := len(draft.manifest.missing):
        found.append(f"{count} lampiran hilang atau rusak dan tidak ikut tercadang.")
    return found


def name_it(draft: Draft) -> None:
    """Put a prepared backup in its place. FieldError if another has come there meanwhile."""
    if draft.replace:
        draft.work.replace(draft.target)
    else:
        _put_where_nothing_is(draft.work, draft.target)
    private_files.sync_folder(draft.target.parent)


def _put_where_nothing_is(work: Path, target: Path) -> None:
    try:
        target.hardlink_to(work)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:  # a disk without links, such as a memory stick
        if target.exists():
            raise _exists(target) from None
        work.rename(target)
    else:
        work.unlink()


def place_named(text: str) -> Path:
    """Where a file goes that somebody names: a bare name lies in the office's folder of backups, which is made."""
    place = Path(text).expanduser()
    if place.is_absolute():
        return place
    folder = places.backups_folder(Path(db.database.database)).absolute()
    private_files.make_folder(folder)
    return folder / place


def check_target(target: Path, *, replace: bool = False) -> None:
    """FieldError at `file` for a place where no backup can go."""
    if not target.parent.is_dir():
        raise FieldError("file", f"Folder {target.parent} tidak ada.", code="no_folder")
    if target.is_dir():
        raise FieldError("file", f"{target} adalah folder; sebutkan nama berkas.", code="is_folder")
    if not os.access(target.parent, os.W_OK):
        raise FieldError("file", f"Folder {target.parent} tidak dapat ditulis.", code="unwritable")
    if not target.exists():
        return
    if not replace:
        raise _exists(target)
    database = Path(db.database.database)
    own = (*places.with_companions(database), presence.lock_file(database))
    if any(place.exists() and target.samefile(place) for place in own):
        raise FieldError("file", f"{target.name} adalah berkas milik desk sendiri.", code="own_file")


def _exists(target: Path) -> FieldError:
    return FieldError("file", f"Berkas {target.name} sudah ada; tidak ditimpa.", code="exists")


def _pack(folder: Path, plain: Path, at: Instant, office: Office | None) -> Manifest:
    copy = folder / DATABASE
    with db.snapshot():
        fault = None if office is None else _fault(office)
        db.copy_database(copy)
    proof = backup_proof.prove(copy)
    kept = places.attachments_folder(Path(db.database.database))
    found = {sha256: _sound(kept / sha256, sha256) for sha256 in proof.attachments}
    sources: Mapping[str, Path] = {DATABASE: copy} | {
        f"{ATTACHMENTS}/{sha256}": kept / sha256 for sha256, part in found.items() if part is not None
    }
    parts = {DATABASE: backup_file.part_of(copy)} | {
        f"{ATTACHMENTS}/{sha256}": part for sha256, part in found.items() if part is not None
    }
    missing = tuple(sha256 for sha256, part in found.items() if part is None)
    told = (proof.office, at, __version__, proof.schema, proof.events, proof.head)
    manifest = Manifest(*told, parts, missing, fault)
    backup_file.pack(plain, manifest, sources)
    if backup_file.unpack(plain, None) != manifest:
        raise StorageError("Cadangan tidak terbaca kembali seperti yang ditulis.", code="backup_damaged")
    return manifest


def _fault(office: Office) -> str | None:
    """What keeps the state that is about to be copied from being restored without a question.

    Attachments that are not whole are told of by themselves (`Manifest.missing`).
    """
    try:
        return verify(Session.automatic(office), files=False).fault
    except Unreadable as error:  # a value that is in the way of a verification, but of no copy
        return error.message


def _sound(file: Path, sha256: str) -> Part | None:
    """A lost or damaged attachment does not keep the rest from being saved: it is told of."""
    try:
        part = backup_file.part_of(file)
    except FileNotFoundError:
        return None
    return part if part.sha256 == sha256 else None


@contextmanager
def _folder() -> Iterator[Path]:
    """A place for the unsealed copy, beside the database: never on the memory stick that a sealed backup goes to."""
    folder = Path(db.database.database).parent / f"{WORK_PREFIX}{os.urandom(6).hex()}"
    folder.mkdir(mode=private_files.FOLDER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stamp(at: Instant, zone: str) -> str:
    """`20261123-091500`, for the name of a file."""
    return f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%Y%m%d-%H%M%S}"


@contextmanager
def full_disk(message: str) -> Iterator[None]:
    """Say so where the disk, a quota or a size limit is used up."""
    try:
        yield
    except OSError as error:
        if not private_files.is_full(error):
            raise
        raise StorageError(message, code="disk_full") from error
