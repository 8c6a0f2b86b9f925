"""What `desk doctor` notices, also where nothing opens any more."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from desk import db, filesystems, schema
from desk.config import Config
from desk.office import doctor, doctor_files
from desk.office.backup import make_backup
from desk.office.doctor import MACHINE_CHECKS, OFFICE_CHECKS, Check
from desk.office.doctor_files import State
from desk.office.opened_copies import OpenedCopies
from tests.conftest import Desk


def examine(desk: Desk) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in doctor.examine(desk.config, desk.clock):
        found.setdefault(check.key, []).append(check)
    return found


def test_a_healthy_office_has_nothing_bad_and_every_check_speaks(desk: Desk) -> None:
    found = examine(desk)
    assert set(found) == {*MACHINE_CHECKS, "database", "schema", *OFFICE_CHECKS}
    assert all(check.state is not State.BAD for checks in found.values() for check in checks)
    assert "Senin, 23 November 2026, 09.00 WIB" in found["clock"][0].text
    assert found["integrity"][0].state is State.OK


def test_estimated_days_of_the_calendar_are_warned_of(desk: Desk) -> None:
    assert all(check.state is State.WARN for check in examine(desk)["calendar"])


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-11-20 09:00", State.BAD), ("2026-12-20 09:00", State.WARN), ("2026-11-23 09:10", State.OK)],
)
def test_a_clock_in_doubt_is_named(desk: Desk, moment: str, state: State) -> None:
    desk.set(moment)
    assert examine(desk)["clock"][0].state is state


def test_a_place_without_an_office_is_bad_and_stays_empty(tmp_path: Path) -> None:
    config = Config(tmp_path / "kosong", f"sqlite:///{tmp_path / 'kosong' / 'desk.db'}")
    checks = doctor.examine(config)
    assert (checks[-1].key, checks[-1].state) == ("database", State.BAD)
    assert not config.home.exists()


def test_a_damaged_file_is_bad(desk: Desk) -> None:
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close_database()
    file = desk.config.home / "desk.db"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + b"\xff" * 8192 + whole[len(whole) // 2 + 8192 :])
    assert any(check.state is State.BAD for check in doctor.examine(desk.config, desk.clock))


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON event_log BEGIN DELETE FROM visit; END", "pemicu t"),
        ("CREATE VIEW v AS SELECT * FROM user", "view v"),
        ("CREATE TABLE lain (x)", "tabel lain"),
    ],
)
def test_what_is_not_desks_own_in_the_database_is_bad(desk: Desk, sql: str, name: str) -> None:
    assert examine(desk)["objects"][0].state is State.OK
    db.database.execute_sql(sql)
    [check] = examine(desk)["objects"]
    assert (check.state, f": {name}." in check.text) == (State.BAD, True)


def test_a_file_that_is_no_database_is_bad(desk: Desk) -> None:
    db.close_database()
    (desk.config.home / "desk.db").write_bytes(b"bukan basis data" * 500)
    checks = doctor.examine(desk.config, desk.clock)
    assert checks[-1].state is State.BAD
    assert "bukan milik desk" in checks[-1].text


def test_a_database_of_a_newer_desk_is_bad_and_of_an_older_one_is_left_as_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_nanti', '')")
    assert examine(desk)["schema"][0].state is State.BAD
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '9999_nanti'")
    later = desk.config.home / "langkah"
    shutil.copytree(schema.MIGRATIONS, later)
    (later / "9999_nanti.py").write_text("raise AssertionError")
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    found = examine(desk)
    assert found["schema"][0].state is State.WARN
    assert "clock" not in found


@pytest.mark.parametrize(
    ("free", "state"), [(50 * 10**6, State.BAD), (500 * 10**6, State.WARN), (5 * 10**9, State.OK)]
)
def test_a_full_disk_is_seen_coming(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**10, 0, free))
    assert examine(desk)["space"][0].state is state


@pytest.mark.parametrize(
    ("mode", "may"), [(0o700, False), (0o755, False), (0o770, True), (0o777, True), (0o1777, False)]
)
def test_others_replace_a_file_where_its_folder_lets_them(mode: int, may: bool) -> None:
    assert doctor_files.others_may_replace(stat.S_IFDIR | mode) is may


@pytest.mark.parametrize(
    "name", ["", "desk.db", "session", "attachments", "backups", "drafts", "opened", "desk.log"]
)
def test_every_place_that_others_can_open_is_bad_with_the_command_that_mends_it(
    desk: Desk, name: str
) -> None:
    place = desk.config.home / name
    if not place.exists():
        place.mkdir() if name.islower() and "." not in name and name != "session" else place.touch()
    place.chmod(place.stat().st_mode | 0o040)
    wanted = "700" if place.is_dir() else "600"
    [bad] = [check for check in examine(desk)["files"] if check.state is State.BAD]
    assert f"chmod {wanted} {place}" in bad.text


def test_what_a_cut_backup_or_restoring_left_is_named(desk: Desk) -> None:
    home = desk.config.home
    assert examine(desk)["leftovers"][0].state is State.OK
    for name in (".desk-backup-1", ".desk-restore-1", "desk-sebelum-pemulihan-20261123-090000.db"):
        (home / name).touch()
    found = examine(desk)["leftovers"]
    assert [check.state for check in found] == [State.WARN] * 3
    (home / "desk.db-restoring").touch()
    db.close_database()
    found = examine(desk)
    assert found["leftovers"][0].state is State.BAD
    assert "desk restore" in found["database"][0].text


def test_copies_that_a_killed_desk_has_left_are_named(desk: Desk) -> None:
    killed, running = OpenedCopies(desk.config.opened), OpenedCopies(desk.config.opened)
    left, _kept = (copies.place("0481/2026").parents[1] for copies in (killed, running))
    killed._seat._release()
    [check] = examine(desk)["leftovers"]
    assert check.state is State.WARN and str(left) in check.text


def test_the_last_backup_is_told_and_an_old_one_warned_of(desk: Desk, tmp_path: Path) -> None:
    assert "Belum pernah" in examine(desk)["backup"][0].text
    make_backup(desk.person("admin"), tmp_path / "a.desk")
    assert examine(desk)["backup"][0].state is State.OK
    desk.set("2026-11-30 08:59")
    assert examine(desk)["backup"][0].state is State.OK
    desk.set("2026-11-30 09:00")
    [check] = examine(desk)["backup"]
    assert (check.state, "7 hari" in check.text) == (State.WARN, True)


def test_a_disk_without_room_for_a_backup_is_warned_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_files, "_size", lambda _database: 6 * 10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**10, 0, 5 * 10**9))
    assert [check.state for check in examine(desk)["space"]] == [State.OK, State.WARN]


def test_a_network_share_is_bad(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystems, "mounts_text", lambda: "server:/kantor / nfs4 rw 0 0")
    assert examine(desk)["filesystem"][0].state is State.BAD


def test_a_folder_that_cannot_be_written_is_bad(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: place.is_file())
    assert examine(desk)["files"][0].state is State.BAD
