"""Taking over the database of an older desk: a backup first, schema steps, tables read from history anew.

Cut at any point (power, kill) it is gone on with by the next start or `desk upgrade`: every step is one transaction
with the mark that it was made, and what was begun stands in a setting until the last one, which tells of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count as count_from
from pathlib import Path
from typing import Any

from desk import db, places, presence, private_files, schema
from desk.clock import Clock, SystemClock
from desk.domain.calendar import Instant
from desk.domain.people import Permission
from desk.errors import StorageError
from desk.office import backup, case_store, findable, ledger, opened, rows, same_number, settings
from desk.office.office import PROJECTION, READING, Office
from desk.office.opened import UPGRADING
from desk.office.session import Behind, Session

KEPT = 5
"""Backups made before upgrades; older ones go, by their names, and never the one just made."""
ATTEMPTS = 20
"""How often it is tried to have the database alone: another desk may be about to do the same."""
_PREFIX = "sebelum-pemutakhiran-"


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade came to."""

    steps: tuple[str, ...]
    """Schema steps made, also by those that were cut before."""
    backup: Path | None
    """What the database was before. None: nothing had to be done."""


def bring_up_to_date(database_url: str, clock: Clock | None = None) -> Upgraded:
    """Upgrade a database, which is open among others before and after; alone in between.

    StorageError, and nothing changed, while another desk has it open or where the backup cannot be made.
    """
    file = places.database_file(database_url)
    refusal: StorageError | None = None
    for _ in range(ATTEMPTS):
        db.close_database()
        try:
            with presence.alone(file, tries=max(1, presence.PATIENCE // ATTEMPTS)):
                db.open_database(database_url, announced=False)
                return _upgrade(file, clock)
        except StorageError as error:
            refusal = error
        finally:
            db.open_database(database_url)
        if not opened.is_outdated():
            return Upgraded((), None)  # another desk was faster
        if refusal.code != presence.IN_USE:
            break
    assert refusal is not None
    raise StorageError(
        f"Basis data ini perlu dimutakhirkan. {refusal.message}", code=refusal.code
    ) from refusal


def _upgrade(file: Path, clock: Clock | None) -> Upgraded:
    if not opened.is_outdated():
        return Upgraded((), None)
    begun = _begun() or _begin(file, (clock or SystemClock()).now())
    schema.migrate()
    return Upgraded(tuple(apply(clock, begun)), places.backups_folder(file) / begun["backup"])


def apply(clock: Clock | None, begun: dict[str, Any]) -> Sequence[str]:
    """What follows the schema: read the tables anew where that is due, and tell. Returns the schema steps made."""
    office = opened.office_here(clock)
    steps = sorted(schema.applied_migrations() - set(begun["schema"]))
    with Session.automatic(office).act(Permission.READ, behind=Behind.HELD) as act:
        act.append(
            "office", "upgraded", {"steps": steps, "projection": PROJECTION, "backup": begun["backup"]}
        )
        if office.projection != PROJECTION:
            read_anew(office)
        settings.drop(UPGRADING)
    return steps


def read_anew(office: Office) -> None:
    """Rebuild every case's tables; within an act, so all of them or none."""
    for number, last_event in list(db.tuples(db.Case.select(db.Case.number, db.Case.last_event))):
        if case_store.rebuild(office, number, last_event).erased_at is None:
            _find_anew(number)
    same_number.fill_keys()
    settings.put(READING, PROJECTION)
    office.projection = PROJECTION


def _find_anew(number: str) -> None:
    """What a case is found by, from what came in."""
    key = {"case": number}
    sender, subject = rows.select(db.Case, ("sender", "subject"), {"number": number})[0]
    search = findable.task_text(number, subject)
    for (letter_no,) in rows.select(db.Letter, ("letter_no",), key):
        search = findable.letter_text(number, sender, subject, letter_no)
    for (text,) in rows.select(db.Complaint, ("text",), key):
        search = findable.complaint_text(number, text)
    rows.update(db.Case, {"number": number}, search=search)


def _begun() -> dict[str, Any] | None:
    """What an upgrade that was cut had begun: its backup is of the state before, and stays the one."""
    found: dict[str, Any] | None = settings.read(UPGRADING)
    return found


def _begin(file: Path, now: int) -> dict[str, Any]:
    made = _backup_first(file, now)
    begun = {"schema": sorted(schema.applied_migrations()), "backup": made}
    with db.writing():
        settings.put(UPGRADING, begun)
    return begun


def _backup_first(file: Path, now: int) -> str:
    folder = places.backups_folder(file)
    private_files.make_folder(folder)
    for leftover in folder.glob(f"{backup.WORK_PREFIX}*"):  # of an upgrade that was cut; this one is alone
        leftover.unlink()
    made = _free_place(folder, max(now, ledger.tail().recorded_at))
    backup.name_it(backup.prepare(made, now, None))
    others = [file for file in folder.glob(f"{_PREFIX}*.desk") if file != made]
    for old in sorted(others, key=lambda file: file.stem)[: 1 - KEPT]:
        old.unlink()
    return made.name


def _free_place(folder: Path, at: Instant) -> Path:
    """Where no backup is yet. `at`: the machine's time, or the last record's where that is later: a clock that was
    reset would give it the name of an old one, and the oldest go."""
    stem = f"{_PREFIX}{backup.stamp(at, settings.read('zone'))}"
    names = chain([stem], (f"{stem}-{count}" for count in count_from(2)))
    return next(place for name in names if not (place := folder / f"{name}.desk").exists())
