"""What `desk doctor` asks of the machine: modes, filesystem, what cut work has left behind, room on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from desk import filesystems, places, private_files
from desk.config import Config
from desk.domain.texts import size_text
from desk.errors import StorageError
from desk.office import backup, restore
from desk.office.opened_copies import OpenedCopies

GIGABYTE = 10**9
LITTLE_SPACE, NO_SPACE = GIGABYTE, GIGABYTE // 10
"""Free bytes below which the disk is worth a look, and below which writing is about to fail."""


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    """Somebody should see to it; work goes on."""
    BAD = "bad"
    """Work is stopped, or about to be."""


Finding = tuple[State, str]


def files(config: Config) -> Iterator[Finding]:
    """Whether desk can write its files, and nobody else can open them."""
    database = places.database_file(config.database_url)
    if not database.exists():
        return
    for place in (database, database.parent):
        if not os.access(place, os.W_OK):
            yield State.BAD, f"{place} tidak dapat ditulis oleh pengguna ini."
            return
    own = (config.home, config.session_file, config.drafts, config.opened, config.home / "desk.log")
    faults = list(filter(None, map(private_files.looseness, (*own, *places.private_places(database)))))
    for fault in faults:
        yield State.BAD, fault
    if not faults:
        yield State.OK, f"Izin berkas basis data: {stat.filemode(database.stat().st_mode)}."
    if private_files.HAS_MODES and others_may_replace(database.parent.stat().st_mode):
        yield State.WARN, f"Pengguna lain dapat memindahkan berkas di folder {database.parent}."


def others_may_replace(folder_mode: int) -> bool:
    """Whether others may put another file in the place of one in the folder."""
    return bool(folder_mode & (stat.S_IWGRP | stat.S_IWOTH)) and not folder_mode & stat.S_ISVTX


def filesystem(config: Config) -> Iterator[Finding]:
    """Whether the disk keeps two desks apart."""
    folder = places.database_file(config.database_url).parent
    if not folder.exists():
        return
    try:
        filesystems.require_trustworthy(folder)
    except StorageError as error:
        yield State.BAD, error.message
        return
    found = filesystems.mount_of(folder, filesystems.mounts_text())
    kind = "" if found is None else f" ({found[1]})"
    yield State.OK, f"Diska komputer ini{kind}; penguncian bekerja."


def leftovers(config: Config) -> Iterator[Finding]:
    """What a cut backup, restoring or desk has left, and former databases that wait to be removed."""
    database = places.database_file(config.database_url)
    if places.restoring_mark(database).exists():
        yield State.BAD, "Pemulihan terputus. Jalankan lagi: desk restore BERKAS"
    unfinished = places.unfinished_attachments(database)
    for place in unfinished:
        yield State.WARN, f"Sisa lampiran yang terputus: {place}. Dibersihkan saat desk dibuka."
    cut = _found(config, f"{backup.WORK_PREFIX}*", f"{restore.WORK_PREFIX}*", ".desk-lock-*")
    for place in cut:
        yield (
            State.WARN,
            f"Sisa pekerjaan yang terputus: {place}. Hapus bila tidak ada cadangan yang sedang dibuat.",
        )
    kept = _found(config, f"{database.stem}{restore.ASIDE}*{database.suffix}")
    for place in kept:
        yield State.WARN, f"Basis data sebelum pemulihan masih disimpan: {place}. Hapus bila sudah yakin."
    copies = OpenedCopies(config.opened).left_behind()
    for place in copies:
        yield (
            State.WARN,
            f"Salinan lampiran dari desk yang terhenti: {place}. Terhapus saat seseorang masuk berikutnya.",
        )
    if not (unfinished or cut or kept or copies):
        yield State.OK, "Tidak ada sisa pekerjaan yang terputus."


def _found(config: Config, *patterns: str) -> list[Path]:
    database = places.database_file(config.database_url)
    folders: Iterable[Path] = (database.parent, places.backups_folder(database))
    return sorted(place for folder in folders for pattern in patterns for place in folder.glob(pattern))


def space(config: Config) -> Iterator[Finding]:
    """Room on the disk, to work and for one more backup."""
    folder = next(place for place in (config.home, *config.home.parents) if place.exists())
    free = shutil.disk_usage(folder).free
    state = State.BAD if free < NO_SPACE else State.WARN if free < LITTLE_SPACE else State.OK
    yield state, f"Ruang kosong: {free / GIGABYTE:.1f} GB.".replace(".", ",", 1)
    needed = _size(places.database_file(config.database_url))
    if needed > free:
        yield State.WARN, f"Ruang itu tidak cukup untuk satu cadangan lagi ({size_text(needed)})."


def _size(database: Path) -> int:
    """Bytes that a backup may take: the copy it is made from, and itself."""
    attachments = sum(file.stat().st_size for file in places.attachments_folder(database).glob("*"))
    return (
        2 * sum(place.stat().st_size for place in places.with_companions(database) if place.exists())
        + attachments
    )
