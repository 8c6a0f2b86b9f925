"""Restoring a backup: unpacked and proved beside the database, then put in its place in one step.

Until that step the present database is untouched, and afterwards it lies beside the new one under a dated name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk import db, places, presence, private_files, schema
from desk.clock import Clock, SystemClock
from desk.domain.calendar import WorkingCalendar
from desk.domain.moments import full_text
from desk.domain.people import Permission
from desk.errors import StorageError
from desk.office import backup_file, backup_proof, backup_seal, opened, upgrade
from desk.office.backup import UNSOUND, full_disk, stamp
from desk.office.backup_file import Manifest
from desk.office.restore_loss import Loss, compare
from desk.office.restore_swap import swap_in
from desk.office.session import Behind, Session
from desk.office.verify import verify

WORK_PREFIX = ".desk-restore-"
"""Of the working folder; one that remains is of a restoring that was cut."""
ASIDE = "-sebelum-pemulihan-"
"""In the name under which the former database is kept."""
_FULL = "Penyimpanan penuh: cadangan tidak jadi dipulihkan, dan tidak ada yang berubah."


@dataclass(frozen=True)
class Unpacked:
    """A backup that was proved, lying beside the database it is to replace."""

    folder: Path
    manifest: Manifest
    calendar: WorkingCalendar
    """The office's, by which times are told."""
    fault: str | None
    """What a verification found wrong with it, in Indonesian. None: nothing."""

    @property
    def made_at(self) -> str:
        """Indonesian, in the office's zone."""
        return full_text(self.calendar, self.manifest.made_at)

    @property
    def database(self) -> Path:
        return self.folder / backup_file.DATABASE


@dataclass(frozen=True)
class Restored:
    """What a restoring came to."""

    aside: Path | None
    """Where the database is that was there before. None: there was none."""


@contextmanager
def unpacked(
    file: Path,
    database_url: str,
    passphrase: str | None,
    clock: Clock | None,
    *,
    accept_faults: bool = False,
) -> Iterator[Unpacked]:
    """A backup unpacked and proved whole, for as long as it is needed.

    StorageError for one that is damaged, newer than this desk or whose chain is broken; FieldError at `passphrase` for
    a wrong one. `accept_faults`: one whose tables do not follow from its history is told of (`fault`), not refused.
    Afterwards no database is open.
    """
    home = places.database_file(database_url).parent
    private_files.make_folder(home)
    folder = home / f"{WORK_PREFIX}{os.urandom(6).hex()}"
    folder.mkdir(mode=private_files.FOLDER)
    try:
        with full_disk(_FULL):
            content, manifest = _unpack(file, folder, passphrase)
            database = content / backup_file.DATABASE
            yield Unpacked(content, manifest, *_bring_up_to_date(database, manifest, clock, accept_faults))
    finally:
        db.close_database()
        shutil.rmtree(folder, ignore_errors=True)


def restore(
    found: Unpacked, database_url: str, by: str | None, clock: Clock | None, agree: Callable[[Loss], bool]
) -> Restored | None:
    """Put an unpacked backup in the place of the database, having it alone from the comparison on.

    None: `agree` did not agree to what would be lost. `by`: who signed in; None: whoever has the files, where no
    office opens. StorageError while another desk has the database open.
    """
    database = places.database_file(database_url)
    with presence.alone(database), full_disk(_FULL):
        loss = compare(found.database, found.manifest, database_url)
        if not agree(loss):
            return None
        zone = _tell(found, loss, by, clock)
        when = stamp((clock or SystemClock()).now(), zone)
        aside = database.with_name(f"{database.stem}{ASIDE}{when}{database.suffix}")
        return Restored(swap_in(found.database, database, aside, whole=loss.is_whole))


def _unpack(file: Path, folder: Path, passphrase: str | None) -> tuple[Path, Manifest]:
    plain = file
    if backup_seal.is_sealed(file):
        plain = folder / "plain"
        backup_seal.unseal(file, plain, passphrase or "")
    manifest = backup_file.read_manifest(plain)
    if set(manifest.schema) - schema.known_migrations():
        raise StorageError(schema.NEWER.replace("Basis data", "Cadangan"), code="newer")
    _require_space(folder, manifest.size)
    content = folder / "content"
    manifest = backup_file.unpack(plain, content)
    proof = backup_proof.prove(content / backup_file.DATABASE)
    told = (manifest.events, manifest.head, manifest.schema, manifest.office)
    if (proof.events, proof.head, proof.schema, proof.office) != told:
        raise backup_file.damaged()
    return content, manifest


def _require_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size:
        raise StorageError(_FULL, code="disk_full")


def _bring_up_to_date(
    database: Path, manifest: Manifest, clock: Clock | None, accept_faults: bool
) -> tuple[WorkingCalendar, str | None]:
    """Take the unpacked database over as an older desk's, verify it whole, and close it as one file.

    Returns the office's calendar, and the fault that was found.
    """
    db.open_database(f"sqlite:///{database}", announced=False)
    schema.rebuild_indexes()  # a wrong one hides rows, and its backup is made all the same
    if opened.is_outdated():
        schema.migrate()
        upgrade.apply(clock, {"schema": manifest.schema, "backup": None})
    office = opened.office_here(clock)
    # Without `expect`: that the history ends at the manifest's head was proved before.
    fault = verify(Session.automatic(office), files=False).fault
    if fault is not None and not accept_faults:
        raise StorageError(
            f"Cadangan ini tidak utuh: {fault} Untuk tetap memulihkannya: desk restore --accept-faults",
            code=UNSOUND,
        )
    calendar = office.calendar()
    _close_whole()
    return calendar, fault


def _tell(found: Unpacked, loss: Loss, by: str | None, clock: Clock | None) -> str:
    """The act, written into what is about to take the database's place. Nobody stays signed in. Returns the zone."""
    db.open_database(f"sqlite:///{found.database}", announced=False)
    office = opened.office_here(clock)
    person = office.people.get(by or "")
    known = person is not None and person.active and person.may(Permission.ADMINISTER)
    session = Session(office, person) if known and person is not None else Session.automatic(office)
    permission = Permission.ADMINISTER if known else Permission.READ
    with session.act(permission, behind=Behind.HELD) as act:
        data = {
            "events": found.manifest.events,
            "head": found.manifest.head,
            "replaced_events": loss.present_events,
            "replaced_head": loss.present_head,
            "fault": found.fault,
        }
        act.append("office", "restored", data)
        db.SignInToken.delete().execute()
    _close_whole()
    return office.zone


def _close_whole() -> None:
    if not db.fold_in():
        raise StorageError("Cadangan tidak dapat ditutup utuh sesudah diperiksa.", code="backup_damaged")
