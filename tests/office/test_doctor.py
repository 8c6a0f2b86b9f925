"""What `desk doctor` notices, also where nothing opens any more."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from desk import db
from desk.config import Config
from desk.office import doctor
from desk.office.doctor import OFFICE_CHECKS, Check, State
from tests.conftest import Desk


def examine(desk: Desk) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in doctor.examine(desk.config, desk.clock):
        found.setdefault(check.key, []).append(check)
    return found


def test_a_healthy_office_has_nothing_bad_and_every_check_speaks(desk: Desk) -> None:
    found = examine(desk)
    assert set(found) == {"files", "space", "database", "schema", *OFFICE_CHECKS}
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
    shutil.copytree(db.MIGRATIONS, later)
    (later / "9999_nanti.py").write_text("raise AssertionError")
    monkeypatch.setattr(db, "MIGRATIONS", later)
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


FILE, FOLDER = stat.S_IFREG, stat.S_IFDIR


@pytest.mark.parametrize(
    ("modes", "is_open"),
    [
        ((FILE | 0o644, FOLDER | 0o755, FOLDER | 0o755), True),
        ((FILE | 0o602, FOLDER | 0o755, FOLDER | 0o755), True),
        ((FILE | 0o640, FOLDER | 0o755, FOLDER | 0o755), False),
        ((FILE | 0o644, FOLDER | 0o755, FOLDER | 0o700), False),
    ],
)
def test_a_file_is_open_to_others_only_where_every_folder_lets_them_pass(
    modes: tuple[int, ...], is_open: bool
) -> None:
    assert doctor.open_to_others(modes) is is_open


def test_a_file_that_others_can_open_is_warned_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "open_to_others", lambda modes: True)
    assert examine(desk)["files"][0].state is State.WARN


def test_a_folder_that_cannot_be_written_is_bad(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.os, "access", lambda place, mode: place.is_file())
    assert examine(desk)["files"][0].state is State.BAD
