"""Restoring: proved before it replaces, told what is lost, and cut at any step it loses nothing."""

from __future__ import annotations

import errno
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desk import db, places, presence
from desk.domain.letter import LetterDraft
from desk.errors import StorageError
from desk.office import (
    backup,
    backup_file,
    erasure,
    intake,
    ledger,
    opening,
    people,
    restore,
    restore_swap,
    routing,
    setup,
    tokens,
)
from desk.office.office import Office
from desk.office.restore_loss import Loss, Relation
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import PASSWORD, Desk, at

SCAN = b"%PDF-1.7 pindaian"


def log(desk: Desk, office: Office | None = None) -> str:
    session = Session(office or desk.office, (office or desk.office).people["receptionist"])
    return intake.log_letter(session, LetterDraft("surat-umum", "OPD", "Hal")).number


def back_up(desk: Desk, tmp_path: Path, name: str = "a.desk") -> Path:
    return backup.make_backup(desk.person("admin"), tmp_path / name).target


def restored(
    desk: Desk, file: Path, *, agree: bool = True, by: str | None = "admin", accept_faults: bool = False
) -> tuple[Loss, Office | None]:
    """What was said to be lost, and the office that opens afterwards; None where nobody agreed."""
    losses: list[Loss] = []

    def answer(loss: Loss) -> bool:
        losses.append(loss)
        return agree

    url = desk.config.database_url
    with restore.unpacked(file, url, None, desk.clock, accept_faults=accept_faults) as found:
        done = restore.restore(found, url, by, desk.clock, answer)
    assert not list(desk.config.home.glob(".desk-*"))
    return losses[0], None if done is None else opening.open_office(url, desk.clock)


def whole(office: Office) -> bool:
    return verify(Session.automatic(office)).fault is None


def test_the_office_is_again_what_it_was_and_says_who_restored_it(desk: Desk, tmp_path: Path) -> None:
    log(desk)
    file = back_up(desk, tmp_path)
    tokens.keep_token(desk.person("admin"), desk.config.session_file)
    desk.set("2026-11-23 10:00")
    log(desk)
    log(desk)
    lost_from = at("2026-11-23 09:00")
    loss, office = restored(desk, file)
    assert office is not None
    assert (loss.relation, loss.since) == (Relation.CONTINUES, lost_from)
    assert loss.numbers == (("0002/2026", "0003/2026"),)
    assert db.Letter.select().count() == 1
    [event] = db.EventLog.select().where(db.EventLog.kind == "restored")
    manifest = backup_file.read_manifest(file)
    assert (event.by, event.id) == ("admin", manifest.events + 1)
    assert event.data["head"] == manifest.head
    assert event.data["replaced_events"] == manifest.events + loss.lost_events
    assert db.SignInToken.select().count() == 0, "nobody stays signed in"
    assert whole(office)
    assert log(desk, office) == "0002/2026"


def test_what_was_erased_or_closed_since_is_named_since_it_comes_back(desk: Desk, tmp_path: Path) -> None:
    manager, admin = desk.person("manager"), desk.person("admin")
    for number in (log(desk), log(desk)):
        routing.cancel(manager, number, "ditarik")
    erasure.erase(manager, "2", "SK 1/2026", confirm="2")
    people.set_active(admin, "pr_officer", active=False)
    file = back_up(desk, tmp_path)
    erasure.erase(manager, "1", "SK 2/2026", confirm="1")
    people.set_active(admin, "receptionist", active=False)
    loss, _ = restored(desk, file)
    assert (loss.erased, loss.disabled) == (("0001/2026",), ("receptionist",))


def test_the_former_database_is_kept_whole_beside_it(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    log(desk)
    tail = ledger.tail()
    restored(desk, file)
    [kept] = desk.config.home.glob("desk-sebelum-pemulihan-20261123-090000.db")
    with closing(sqlite3.connect(kept)) as former:
        assert former.execute("SELECT MAX(id) FROM event_log").fetchone() == (tail.id,)
    restored(desk, file)
    assert len(list(desk.config.home.glob("desk-sebelum-pemulihan-*.db"))) == 2


def test_attachments_come_back_also_damaged_ones(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(SCAN)
    intake.log_letter(desk.person("receptionist"), LetterDraft("surat-umum", "OPD", "Hal"), attach=[scan])
    file = back_up(desk, tmp_path)
    kept = desk.config.home / "attachments" / hashlib.sha256(SCAN).hexdigest()
    kept.write_bytes(b"rusak")
    other = kept.with_name("a" * 64)
    other.write_bytes(b"milik yang sekarang")
    restored(desk, file)
    assert kept.read_bytes() == SCAN
    assert other.exists()


def test_without_agreement_nothing_is_touched(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    log(desk)
    tail = ledger.tail()
    _, office = restored(desk, file, agree=False)
    assert office is None
    opening.open_office(desk.config.database_url, desk.clock)
    assert ledger.tail() == tail
    assert not list(desk.config.home.glob("desk-sebelum-*"))


# What would be lost


def test_where_there_is_no_office_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    db.close_database()
    fresh = replace(
        desk, config=replace(desk.config, database_url=f"sqlite:///{tmp_path / 'baru' / 'desk.db'}")
    )
    loss, office = restored(fresh, file, by=None)
    assert office is not None
    assert (loss.relation, loss.lost_events) == (Relation.NONE, 0)
    [event] = db.EventLog.select().where(db.EventLog.kind == "restored")
    assert (event.by, event.data["replaced_head"]) == ("desk", None)


def test_a_database_that_does_not_open_is_kept_aside_unread(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    db.close_database()
    database = places.database_file(desk.config.database_url)
    database.write_bytes(b"bukan basis data" * 500)
    loss, office = restored(desk, file, by=None)
    assert loss.relation is Relation.UNREADABLE
    assert office is not None
    [kept] = desk.config.home.glob("desk-sebelum-pemulihan-*.db")
    assert kept.read_bytes() == b"bukan basis data" * 500


def test_histories_that_part_after_a_shared_event_lose_what_came_after_it_here(
    desk: Desk, tmp_path: Path
) -> None:
    first = back_up(desk, tmp_path)
    log(desk)
    second = back_up(desk, tmp_path, "b.desk")
    _, office = restored(desk, first)
    assert office is not None
    log(desk, office)
    here = ledger.last_event_id() - backup_file.read_manifest(first).events
    loss, _ = restored(desk, second)
    assert (loss.relation, loss.lost_events) == (Relation.FORKED, here)
    assert loss.numbers == ()


def test_a_backup_ahead_of_the_database_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    db.fold_in()
    before = tmp_path / "dahulu.db"
    shutil.copyfile(desk.config.home / "desk.db", before)
    office = opening.open_office(desk.config.database_url, desk.clock)
    log(desk, office)
    file = back_up(desk, tmp_path)
    db.fold_in()
    shutil.copyfile(before, desk.config.home / "desk.db")
    loss, _ = restored(desk, file)
    assert (loss.relation, loss.lost_events) == (Relation.BEHIND, 0)


def test_another_office_is_replaced_whole(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    db.close_database()
    other = replace(
        desk, config=replace(desk.config, database_url=f"sqlite:///{tmp_path / 'lain' / 'desk.db'}")
    )
    setup.create_office(
        other.config.database_url, name="Kantor Lain", admin="kepala", password=PASSWORD, clock=desk.clock
    )
    loss, office = restored(other, file, by="kepala")
    assert office is not None
    assert (loss.relation, loss.lost_events, office.name) == (Relation.OTHER, 1, "Kantor Uji")
    [event] = db.EventLog.select().where(db.EventLog.kind == "restored")
    assert event.by == "desk", "whoever signed in elsewhere is nobody here"


# What is refused, before anything is touched


def refusal(desk: Desk, file: Path) -> str:
    before = {
        place: place.stat().st_mtime_ns for place in desk.config.home.iterdir() if place.name != "desk.lock"
    }
    with pytest.raises(StorageError) as error:
        restored(desk, file)
    db.close_database()
    assert before.items() <= {place: place.stat().st_mtime_ns for place in desk.config.home.iterdir()}.items()
    return error.value.code


def test_a_damaged_backup_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    db.fold_in()
    content = file.read_bytes()
    file.write_bytes(content[:-500])
    assert refusal(desk, file) == "backup_damaged"


def test_a_backup_of_a_newer_desk_is_refused(desk: Desk, tmp_path: Path) -> None:
    db.database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_nanti', '')")
    file = back_up(desk, tmp_path)
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '9999_nanti'")
    db.fold_in()
    assert refusal(desk, file) == "newer"


def test_a_backup_whose_manifest_tells_another_head_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path)
    db.fold_in()
    content = tmp_path / "isi"
    content.mkdir()
    manifest = backup_file.unpack(file, content)
    forged = tmp_path / "palsu.desk"
    backup_file.pack(forged, replace(manifest, head="0" * 64), {"desk.db": content / "desk.db"})
    assert refusal(desk, forged) == "backup_damaged"


def test_a_backup_whose_tables_do_not_follow_from_its_history_is_restored_only_where_that_is_accepted(
    desk: Desk, tmp_path: Path
) -> None:
    number = log(desk)
    db.Case.update(status="done").where(db.Case.number == number).execute()
    file = back_up(desk, tmp_path)
    db.fold_in()
    assert refusal(desk, file) == "backup_unsound"
    _, office = restored(desk, file, accept_faults=True)
    assert office is not None
    [event] = db.EventLog.select().where(db.EventLog.kind == "restored")
    assert event.data["fault"] == verify(Session.automatic(office)).fault


def test_a_full_disk_is_told_before_anything_is_unpacked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = back_up(desk, tmp_path)
    db.fold_in()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    assert refusal(desk, file) == "disk_full"


def test_nothing_is_restored_while_another_desk_is_open(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 1)
    file = back_up(desk, tmp_path)
    hold = "import sys; from desk import db; db.open_database(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    words = [sys.executable, "-c", hold, desk.config.database_url]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        tail = ledger.tail()
        with pytest.raises(StorageError, match=rf"1 desk lain .*{other.pid}") as error:
            restored(desk, file)
        other.communicate()
    assert error.value.code == "in_use"
    opening.open_office(desk.config.database_url, desk.clock)
    assert ledger.tail() == tail


# Cut at each step

CUT = """
import os, signal, sys
from pathlib import Path
from desk import private_files
from desk.office import restore_swap

left = int(sys.argv[5])

def counted(real):
    def call(*words, **more):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*words, **more)
    return call

for name in ("replace", "hardlink_to", "unlink"):
    setattr(Path, name, counted(getattr(Path, name)))
for name in ("fsync", "open"):
    setattr(os, name, counted(getattr(os, name)))
fresh, database, aside = map(Path, sys.argv[1:4])
restore_swap.swap_in(fresh, database, aside, whole=sys.argv[4] == "whole")
"""


@pytest.fixture
def swapping(desk: Desk, tmp_path: Path) -> Callable[[str, int], tuple[Path, int]]:
    """Starts the replacing anew, killed before its n-th step; gives the database's folder and the exit status."""
    log(desk)
    file = back_up(desk, tmp_path)
    log(desk)
    db.fold_in()
    fresh = tmp_path / "segar"
    fresh.mkdir()
    backup_file.unpack(file, fresh)

    def swap(state: str, step: int) -> tuple[Path, int]:
        home = tmp_path / f"{state}-{step}"
        shutil.copytree(desk.config.home, home)
        shutil.copytree(fresh, home / ".desk-restore-x")
        if state == "broken":
            _leave_companions(home / "desk.db")
        words = [home / ".desk-restore-x" / "desk.db", home / "desk.db", home / "lama.db", state, str(step)]
        return home, subprocess.run([sys.executable, "-c", CUT, *map(str, words)]).returncode

    return swap


def _leave_companions(database: Path) -> None:
    """As a process leaves it that was killed: the last commit is in the write-ahead log only."""
    write = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = WAL');"
        "c.execute('CREATE TABLE only_in_wal (x)'); c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", write, str(database)], check=True)
    assert database.with_name("desk.db-wal").stat().st_size


def _state(home: Path, events: int) -> str:
    url = f"sqlite:///{home / 'desk.db'}"
    try:
        opening.open_office(url)
    except StorageError as error:
        assert error.code == "restoring"
        return "refused"
    finally:
        found = (
            ledger.last_event_id() if db.database.obj is not None and not db.database.is_closed() else None
        )
        db.close_database()
    assert found is not None
    return "after" if found == events else "before"


@pytest.mark.parametrize("state", ["whole", "broken"])
def test_a_replacing_that_is_killed_at_any_step_leaves_the_one_or_the_other_or_says_so(
    desk: Desk, tmp_path: Path, swapping: Callable[[str, int], tuple[Path, int]], state: str
) -> None:
    events = backup_file.read_manifest(tmp_path / "a.desk").events
    seen = []
    for step in range(60):
        home, status = swapping(state, step)
        if status == 0:
            break
        assert status == -9
        seen.append(_state(home, events))
        if seen[-1] != "after":
            _nothing_lost(home, state)
        again = replace(
            desk, config=replace(desk.config, home=home, database_url=f"sqlite:///{home / 'desk.db'}")
        )
        shutil.rmtree(home / ".desk-restore-x")
        _, office = restored(again, tmp_path / "a.desk", by=None)
        assert office is not None
        assert whole(office)
        db.close_database()
        assert not places.restoring_mark(home / "desk.db").exists()
    else:
        raise AssertionError("never came to an end")
    assert seen[0] == "before"
    assert seen[-1] in ("after", "refused")
    assert ("refused" in seen) is (state == "broken")
    assert seen == sorted(seen, key=["before", "refused", "after"].index)


@pytest.mark.parametrize("place", ["desk.db", "desk.db-wal"])
def test_a_replacing_that_fails_before_anything_is_gone_leaves_the_database_open_to_all(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A program that is not desk keeps its companions there; then the former one cannot be kept aside."""
    file = back_up(desk, tmp_path)
    log(desk)
    tail, second_name = ledger.tail(), restore_swap._second_name

    def no_room(found: Path, other: Path) -> None:
        if found.name == place:
            raise OSError(errno.ENOSPC, "No space left on device")
        second_name(found, other)

    monkeypatch.setattr(restore_swap, "_second_name", no_room)
    with closing(sqlite3.connect(desk.config.home / "desk.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM event_log").fetchone()
        with pytest.raises(StorageError, match="tidak ada yang berubah"):
            restored(desk, file)
        assert not places.restoring_mark(desk.config.home / "desk.db").exists()
        assert not list(desk.config.home.glob("*sebelum-pemulihan*"))
        opening.open_office(desk.config.database_url, desk.clock)
        assert ledger.tail() == tail


def test_a_replacing_that_fails_leaves_the_mark_of_one_that_was_cut_before(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = back_up(desk, tmp_path)
    db.fold_in()
    mark = places.restoring_mark(desk.config.home / "desk.db")
    mark.touch(mode=0o600)

    def no_room(*_places: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(restore_swap, "_second_name", no_room)
    with pytest.raises(StorageError):
        restored(desk, file, by=None)
    assert mark.exists()


def _nothing_lost(home: Path, state: str) -> None:
    """What was there before opens with its last commit, under its own name or the one it is kept under."""
    found = []
    for name in ("desk.db", "lama.db"):
        copy = home.parent / "periksa" / home.name / name
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir(parents=True)
        for place in places.with_companions(home / name):
            if place.exists() and not place.name.endswith("-shm"):
                shutil.copyfile(place, copy.with_name(place.name))
        if copy.exists():
            with closing(sqlite3.connect(copy)) as former:
                [[letters]] = former.execute("SELECT COUNT(*) FROM letter")
                tables = {row[0] for row in former.execute("SELECT name FROM sqlite_master")}
            found.append(letters == 2 and (state == "whole" or "only_in_wal" in tables))
    assert any(found)
