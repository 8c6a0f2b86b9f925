"""Backing the office up from the screen."""

from __future__ import annotations

import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk import db
from desk.errors import StorageError
from desk.office import backup, backup_file, backup_seal
from desk.screens import backup as screen
from desk.screens.backup import BackupScreen
from desk.screens.dialogs import ConfirmScreen
from desk.screens.saving import SavingScreen
from desk.widgets.commands import commands_of
from tests.screens.seats import Seats
from tests.screens.test_storage_trouble import writing_elsewhere

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat

NAME = "desk-20261123-0900.desk"


async def test_it_goes_into_the_offices_own_folder_unless_told_otherwise(desk: Desk) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c")
        assert NAME in admin.picture
        await admin.press("ctrl+s")
        assert admin.dialog is None, admin.picture
        assert "data pribadi" in admin.told
    file = desk.config.home / "backups" / NAME
    assert backup_file.read_manifest(file).office == "Kantor Uji"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert db.EventLog.select().where(db.EventLog.kind == "backup_made").count() == 1


async def test_an_office_at_fault_is_backed_up_and_told_so_loudly(desk: Desk) -> None:
    db.Setting.update(value="Asia/Jayapura").where(db.Setting.key == "zone").execute()
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s")
        assert "tidak utuh" in titles(admin)
        assert "Setelan zone tidak sama dengan riwayat." in admin.told
    assert list((desk.config.home / "backups").glob("*.desk"))


async def test_it_is_sealed_by_a_passphrase_typed_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: list[str] = []

    def seal(plain: Path, out: Path, passphrase: str) -> None:
        sealed.append(passphrase)
        out.write_bytes(plain.read_bytes())

    monkeypatch.setattr(backup_seal, "seal", seal)
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "tab")
        await admin.type("pendek")
        await admin.press("tab")
        await admin.type("pendek")
        await admin.press("ctrl+s")
        assert "paling sedikit 12" in admin.picture
        await admin.type(" sekali ini, memang")
        await admin.press("ctrl+s")
        assert "Tidak sama" in admin.picture
        await admin.type(" sekali ini, memang")
        await admin.press("ctrl+s")
        assert "Cadangan selesai" in titles(admin)
        assert "data pribadi" not in admin.told
    assert sealed == ["pendek sekali ini, memang"]


def titles(seat: Seat) -> str:
    return " ".join(notification.title for notification in seat.app._notifications)


async def test_a_place_that_cannot_be_used_is_said_at_the_field_and_what_was_typed_stays(desk: Desk) -> None:
    (desk.config.home / "backups").mkdir()
    (desk.config.home / "backups" / NAME).write_text("punya orang")
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s")
        assert isinstance(admin.dialog, BackupScreen)
        assert "sudah ada" in admin.picture
        assert NAME in admin.picture


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("prepare", StorageError("Penyimpanan penuh sekali."), "Penyimpanan penuh sekali."),
        ("prepare", PermissionError(13, "Permission denied"), "tidak dapat ditulis"),
        ("name_it", PermissionError(13, "Permission denied"), "tidak dapat ditulis"),
    ],
)
async def test_a_backup_that_fails_is_told_and_the_desk_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception, words: str
) -> None:
    def fail(*_words: Any, **_more: Any) -> None:
        raise error

    monkeypatch.setattr(backup, name, fail)
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s")
        assert words in admin.told
        assert "Cadangan tidak jadi" in titles(admin)
    assert db.EventLog.select().where(db.EventLog.kind == "backup_made").count() == 0
    assert not list((desk.config.home / "backups").iterdir())


async def test_a_folder_that_cannot_be_written_is_told_at_its_field_and_what_was_typed_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_words: False)
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s")
        assert isinstance(admin.dialog, BackupScreen)
        assert "tidak dapat ditulis" in str(admin.field.error)


@pytest.mark.parametrize(("who", "offered"), [("admin", True), ("manager", False)])
async def test_only_the_admin_is_offered_it(desk: Desk, who: str, offered: bool) -> None:
    async with Seats(desk) as seats:
        seat = await seats.at(who)
        enabled = {command.id for command in commands_of(seat.app.screen) if command.enabled}
        assert ("office.backup" in enabled) is offered
        await seat.press("alt+c")
        assert (seat.dialog is not None) is offered


@pytest.mark.parametrize("name", ["", "desk.db", "drafts"])
async def test_the_desk_does_not_open_what_others_can_open(desk: Desk, seat: Any, name: str) -> None:
    place = desk.config.home / name
    if not place.exists():
        place.mkdir()
    place.chmod(place.stat().st_mode | 0o044)
    db.close_database()
    async with seat(desk.config, desk.clock) as someone:
        assert someone.app.return_code == 1
        assert "chmod" in "".join(str(told) for told in someone.app._exit_renderables)


async def finished(seat: Seat) -> None:
    """The backup is made and waits for the database, which somebody writes to, or is told."""
    while isinstance(seat.app.screen, SavingScreen):
        await seat.settle()
    await seat.settle()


def left(desk: Desk) -> list[str]:
    return [file.name for file in (desk.config.home / "backups").iterdir()]


def told_of() -> int:
    return int(db.EventLog.select().where(db.EventLog.kind == "backup_made").count())


async def test_a_finished_backup_waits_until_the_database_is_free(desk: Desk) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c")
        with writing_elsewhere(desk.config):
            await admin.press("ctrl+s")
            assert isinstance(admin.app.screen, SavingScreen), admin.told
        await finished(admin)
        assert "Cadangan selesai" in titles(admin)
    assert (desk.config.home / "backups" / NAME).exists()
    assert told_of() == 1


@pytest.mark.parametrize("agrees", [True, False])
async def test_a_finished_backup_that_could_not_be_told_of_is_thrown_away_only_by_a_person(
    desk: Desk, agrees: bool
) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c")
        with writing_elsewhere(desk.config):
            await admin.press("ctrl+s")
            await admin.press("escape")
            assert isinstance(admin.app.screen, ConfirmScreen), admin.picture
        await admin.press("y" if agrees else "t")
        await finished(admin)
        assert ("Cadangan selesai" if agrees else "Cadangan tidak jadi") in titles(admin)
    assert left(desk) == ([NAME] if agrees else [])
    assert told_of() == agrees


@pytest.mark.parametrize("asked", [True, False])
async def test_a_finished_backup_that_could_not_be_told_of_goes_with_the_desk(
    desk: Desk, asked: bool
) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c")
        with writing_elsewhere(desk.config):
            await admin.press("ctrl+s")
            if asked:
                await admin.press("escape")
            assert isinstance(admin.app.screen, ConfirmScreen if asked else SavingScreen), admin.picture
            assert len(left(desk)) == 1
            await admin.press("ctrl+q")
    assert left(desk) == []


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+l"])
async def test_a_finished_backup_that_waits_for_another_act_goes_with_whoever_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("desk.screens.backup.is_waiting", lambda _app: True)
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s")
        assert len(left(desk)) == 1
        await admin.press(key)
    assert left(desk) == []
    assert told_of() == 0


async def test_a_backup_that_is_finished_after_its_desk_was_closed_goes_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, gone = threading.Event(), threading.Event(), threading.Event()
    prepare, drop = backup.prepare, screen.drop

    def slow(*words: Any, **more: Any) -> backup.Draft:
        begun.set()
        go.wait()
        return prepare(*words, **more)

    def dropped(work: Path) -> None:
        assert work.exists()
        drop(work)
        gone.set()

    monkeypatch.setattr(backup, "prepare", slow)
    monkeypatch.setattr(screen, "drop", dropped)
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        admin.waits_for_threads = False
        await admin.press("alt+c", "ctrl+s")
        begun.wait()
        await admin.press("ctrl+q")
    go.set()
    assert gone.wait(30)
    assert left(desk) == []


async def test_a_backup_whose_thread_ends_while_the_desk_is_closed_goes_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        monkeypatch.setattr(screen, "_keep", lambda *_: None)  # nobody is there to take it
        await admin.press("alt+c", "ctrl+s")
        assert len(left(desk)) == 1
        await admin.press("ctrl+q")
    assert left(desk) == []


async def test_a_backup_that_was_told_of_stays_when_the_desk_is_closed(desk: Desk) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+c", "ctrl+s", "ctrl+q")
    assert left(desk) == [NAME]
    assert told_of() == 1
