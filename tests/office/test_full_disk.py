"""Real storage that refuses: full, read-only, held by another process. It is told in words, and work goes on after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from desk import db, driver
from desk.clock import SetClock
from desk.errors import StorageError, Unreadable
from desk.office import caselist, intake, opening
from desk.office.board import board_rows, my_queue
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY, Desk
from tests.office.files import letter
from tests.office.squeezed import log, log_until_refused

ROOT = Path(__file__).parents[2]
REFUSED = r"tidak dapat dibuka|hanya dapat dibaca"
"""Without a place for its log the engine does not even open a file that it may read."""


def in_a_row(numbers: list[str]) -> bool:
    return numbers == [f"{no:04d}/2026" for no in range(1, len(numbers) + 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size")
def test_letters_are_logged_until_the_disk_is_full_and_again_once_it_is_not(
    office_template: Path, tmp_path: Path
) -> None:
    home, scan = tmp_path / "desk", tmp_path / "pindaian.pdf"
    shutil.copytree(office_template, home)
    scan.write_bytes(os.urandom(2_000_000))
    done = subprocess.run(
        [sys.executable, "-m", "tests.office.squeezed", str(home), str(scan)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert in_a_row(told["numbers"])
    assert len(told["numbers"]) > 3, "there was room for one more at least"
    database, attachment = told["told"]
    assert (
        database
        == "Penyimpanan gagal dibaca atau ditulis. Belum ada yang disimpan; periksa ruang dan disknya."
    )
    assert attachment == (
        "Lampiran pindaian.pdf tidak dapat disimpan: ruang penyimpanan penuh. Belum ada yang disimpan."
    )
    assert told["faults"] == [None, None]
    assert [file.read_bytes() for file in (home / "attachments").iterdir()] == [scan.read_bytes()]


@pytest.fixture
def small_disk(tmp_path: Path, office_template: Path) -> Iterator[Path]:
    """A disk of 4 MB with an office on it; skips where this user may mount none."""
    place = tmp_path / "disk"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk takes root")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        shutil.copytree(office_template, place / "desk")
        yield place
    finally:
        db.close_database()
        subprocess.run(["umount", place], check=True)


def opened(place: Path) -> Office:
    return opening.open_office(f"sqlite:///{place / 'desk' / 'desk.db'}", SetClock(MONDAY))


def test_a_full_disk_is_told_in_words_and_work_goes_on_when_there_is_room(small_disk: Path) -> None:
    office = opened(small_disk)
    numbers = [log(office)]
    filler = small_disk / "lain.bin"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    told = log_until_refused(office, numbers, ())
    assert told == "Penyimpanan penuh. Belum ada yang disimpan; kosongkan ruang, lalu coba lagi."
    assert db.Case.select().count() == len(numbers)
    filler.unlink()
    numbers.append(log(office))
    assert in_a_row(numbers)
    assert verify(Desk(None, office, office.clock).person("admin")).fault is None  # type: ignore[arg-type]


def test_a_disk_that_can_only_be_read_is_told_in_words(small_disk: Path) -> None:
    def remount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", small_disk], check=True)

    remount("ro")
    with pytest.raises(StorageError, match=REFUSED):
        log(opened(small_disk))
    db.close_database()
    remount("rw")
    assert log(opened(small_disk)) == "0001/2026"


def test_a_file_that_may_only_be_read_is_told_in_words(desk: Desk) -> None:
    file = desk.config.home / "desk.db"
    db.close_database()
    for place, mode in ((file, 0o400), (file.parent, 0o500)):
        place.chmod(mode)
    try:
        if os.access(file, os.W_OK):
            pytest.skip("modes do not stop root")
        with pytest.raises(StorageError, match=REFUSED):
            log(opened(file.parent.parent))
    finally:
        for place, mode in ((file.parent, 0o700), (file, 0o600)):
            place.chmod(mode)
    db.close_database()
    assert log(opened(file.parent.parent)) == "0001/2026"


_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_database_that_another_process_holds_is_told_in_words_and_written_once_it_is_free(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "PATIENCE", 0.05)
    desk.office = opening.open_office(desk.config.database_url, desk.clock)
    file = str(desk.config.home / "desk.db")
    holder = [sys.executable, "-c", _HOLD, file]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="sedang dipakai") as told:
            letter(desk)
        assert told.value.code == "locked"
        assert intake.senders(desk.person("receptionist"), "dinas") == [], "reading goes on"
        other.communicate()
    assert letter(desk) == "0001/2026"


PAGE = 4096


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_told_in_words_wherever_it_is_read(desk: Desk, seed: int) -> None:
    """Pages that hold nothing, or noise: what is read is right, or refused in words."""
    for _ in range(5):
        letter(desk)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close_database()
    file, rng = desk.config.home / "desk.db", Random(seed)
    good = file.read_bytes()
    pages = range(PAGE, len(good), PAGE)
    bad = bytearray(good)
    for page in rng.sample(pages, 8):
        bad[page : page + PAGE] = rng.choice((bytes(PAGE), rng.randbytes(PAGE)))
    file.write_bytes(bad)
    told = []
    reads = (board_rows, my_queue, lambda s, _now: caselist.open_rows(s), lambda s, _now: verify(s))
    for read in (*reads, lambda _s, _now: letter(desk)):
        try:
            office = opening.open_office(desk.config.database_url, desk.clock)
            desk.office = office
            read(Session(office, office.people["mail_clerk"]), MONDAY)
        except StorageError as error:
            told.append(error.code)
    assert set(told) == {"damaged"}


@pytest.mark.parametrize("value", ["CAST(X'ff' AS TEXT)", "'{'", "X'ff'"])
def test_a_value_that_desk_cannot_have_written_is_told_in_words(desk: Desk, value: str) -> None:
    letter(desk)
    db.database.execute_sql(f"UPDATE visit SET reading = {value}")
    with pytest.raises(Unreadable):
        board_rows(desk.person("manager"), MONDAY)
