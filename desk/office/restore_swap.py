"""Putting a restored database in the place of the present one, so that a cut at any step loses neither.

A present database that is one sound file keeps its name until the new one takes it, in one step of the filesystem. One
that is not still has companions, which must be gone before: meanwhile a mark stands beside it, at which every desk is
refused and told to restore again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from desk import places, private_files


def swap_in(fresh: Path, database: Path, aside: Path, *, whole: bool) -> Path | None:
    """Replace `database`, which the caller has alone, and its attachments' folder by what lies at `fresh`.

    Returns the name under which the former database is kept, after `aside`; None: there was none. `whole`: it is one
    sound file. What was there before is only added to or renamed, never changed.
    """
    _bring_attachments(places.attachments_folder(fresh), places.attachments_folder(database))
    present = [place for place in places.with_companions(database) if place.exists()]
    mark = places.restoring_mark(database)
    marked = bool(present and (present != [database] or not whole)) and not mark.exists()
    if marked:
        private_files.write_whole(mark, b"")
    try:
        kept = _keep_aside(database, present, aside)
    except BaseException:  # nothing is gone yet, so that nobody need be kept out
        if marked:
            mark.unlink()
        raise
    for companion in present:
        if companion != database:
            companion.unlink()
    private_files.sync_folder(database.parent)
    fresh.replace(database)
    private_files.sync_folder(database.parent)
    mark.unlink(missing_ok=True)
    private_files.sync_folder(database.parent)
    return kept


def _bring_attachments(fresh: Path, folder: Path) -> None:
    """Each is named by its hash: a present one of that name is the same, or damaged."""
    if not fresh.is_dir():
        return
    private_files.make_folder(folder)
    for file in fresh.iterdir():
        file.replace(folder / file.name)
    private_files.sync_folder(folder)


def _keep_aside(database: Path, present: list[Path], aside: Path) -> Path | None:
    """Give the present files second names, all of them or none; their first ones stay."""
    if not present:
        return None
    aside = _free_name(aside)
    others = [aside.with_name(aside.name + place.name.removeprefix(database.name)) for place in present]
    try:
        for place, other in zip(present, others, strict=True):
            _second_name(place, other)
    except BaseException:
        for other in others:
            other.unlink(missing_ok=True)
        raise
    return aside


def _free_name(aside: Path) -> Path:
    name, count = aside, 1
    while any(place.exists() for place in places.with_companions(name)):
        count += 1
        name = aside.with_stem(f"{aside.stem}-{count}")
    return name


def _second_name(place: Path, other: Path) -> None:
    try:
        other.hardlink_to(place)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        private_files.create_file(other)
        with place.open("rb") as source, other.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
