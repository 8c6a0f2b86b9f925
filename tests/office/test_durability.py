"""A commit is on the disk before anybody is told of it, and so are the files that it tells of."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.office import intake
from desk.private_files import sync_folder, write_whole
from tests.conftest import Desk
from tests.office.faulty import failing_disk, faulty_driver

FULL = 2


def pragmas() -> dict[str, Any]:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "fullfsync")
    return {name: db.database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in names}


DURABLE = {
    "journal_mode": "wal",
    "synchronous": FULL,
    "foreign_keys": 1,
    "busy_timeout": 250,
    "fullfsync": 1,
}


def test_every_connection_waits_for_the_disk_whichever_thread_opens_it(desk: Desk) -> None:
    assert pragmas() == DURABLE
    found: list[dict[str, Any]] = []

    def elsewhere() -> None:
        with db.database.connection_context():
            found.append(pragmas())
        found.append(pragmas())  # opened anew by asking
        db.database.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [DURABLE, DURABLE]


def test_a_connection_opened_in_place_of_a_lost_one_waits_for_the_disk(desk: Desk) -> None:
    db.close_database()
    assert pragmas() == DURABLE


class _Failed(Exception):
    pass


def test_building_fast_ends_with_the_building_however_that_ends(desk: Desk) -> None:
    with db.fast_building():
        assert pragmas()["synchronous"] == 0
    assert pragmas() == DURABLE
    with pytest.raises(_Failed), db.fast_building(), db.writing():
        raise _Failed
    assert pragmas() == DURABLE


def test_a_file_and_its_entry_are_on_the_disk_before_the_commit_that_tells_of_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = faulty_driver(monkeypatch)
    failing_disk(monkeypatch, -1)
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        driver.seen.append("fsync folder" if S_ISDIR(os.fstat(handle).st_mode) else "fsync file")
        sync(handle)

    def replaced(path: Path, target: Path) -> Path:
        driver.seen.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(b"%PDF")
    intake.log_letter(desk.person("receptionist"), LetterDraft("surat-umum", "OPD", "Hal"), attach=[scan])
    steps = [step for step in driver.seen if step.startswith("fsync") or step in ("replace", "COMMIT")]
    assert steps == ["fsync folder", "fsync file", "replace", "fsync folder", "COMMIT"]


def test_a_file_is_written_for_its_owner_alone_in_folders_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "satu" / "dua" / "berkas"
    write_whole(file, b"isi")
    write_whole(file, b"isi lain")
    assert file.read_bytes() == b"isi lain"
    assert file.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (file.parent, file.parent.parent)} == {0o700}
    assert [entry.name for entry in file.parent.iterdir()] == ["berkas"]
    sync_folder(file.parent)
