"""The database is busy, fails, or is gone: that is told once, what was typed stays, and work goes on afterwards."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
import pytest
from textual.worker import WorkerState

from desk import db
from desk.errors import Busy, StorageError
from desk.office import archive, choosing, people
from desk.office.casefile import view_case
from desk.office.drafts import about_case
from desk.screens import heartbeat, saving
from desk.screens.case_dialogs import NoteDialog
from desk.screens.intake_dialogs import LoggedScreen
from desk.screens.saving import SavingScreen
from desk.screens.storage import WELL_AGAIN
from tests.screens.files import at_officer
from tests.screens.test_intake import counter, kept, tick_all, write_letter

FAILURE = "Penyimpanan gagal dibaca atau ditulis"
BANNER = f"{FAILURE} sejak 09.00"


@contextmanager
def writing_elsewhere(config: Any) -> Iterator[sqlite3.Connection]:
    """Another program holds the write lock."""
    other = sqlite3.connect(config.home / "desk.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield other
    finally:
        if other.in_transaction:
            other.execute("ROLLBACK")
        other.close()


@contextmanager
def failing() -> Iterator[None]:
    """The disk fails at every statement, whoever asks."""
    broken = sqlite3.OperationalError("disk I/O error")
    broken.sqlite_errorcode = sqlite3.SQLITE_IOERR

    def fails(*args: Any, **named: Any) -> Any:
        with db.storage_errors():
            raise broken

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peewee.Database, "execute_sql", fails)
        patch.setattr(peewee.SqliteDatabase, "begin", fails)
        yield


def told(s: Any) -> list[str]:
    return [notification.message for notification in s.app._notifications]


async def beat(s: Any, times: int = 1) -> None:
    for _ in range(times):
        s.app._beat()
        await s.settle()


def by_hand_only(s: Any) -> None:
    """No heartbeat but those of the test."""
    for timer in list(s.app._timers):
        if timer.name == "heartbeat":
            timer.stop()


async def until(s: Any, done: Any) -> None:
    """Let the app live until it is so; some seconds at most."""
    for _ in range(400):
        if done():
            return
        await s.pilot.pause(0.02)
    raise AssertionError(s.picture)


async def note_opened(s: Any, desk: Any, number: str) -> None:
    session = s.app.session
    s.app.push_screen(NoteDialog(session, view_case(session, number), choosing.choices(session, number)))
    await s.settle()
    await s.type("Sudah ditelepon")


def notes(desk: Any, number: str) -> int:
    history = view_case(desk.person("manager"), number).history
    return sum(event.kind == "noted" for event in history)


# Busy


async def test_a_note_waits_for_a_busy_database_and_is_written_once(desk: Any, seat: Any) -> None:
    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        with writing_elsewhere(desk.config):
            await s.press("ctrl+s", "ctrl+s", "enter")
            assert isinstance(s.screen, SavingScreen)
            await until(s, lambda: "menyimpan …" in s.picture)
            assert s.app.screen_stack[-2].form.drafts() == {"text": "Sudah ditelepon"}
        await until(s, lambda: not isinstance(s.screen, SavingScreen | NoteDialog))
        assert notes(desk, number) == 1
        assert not s.app.drafts.has(f"NoteDialog:{about_case(view_case(desk.person('pr_officer'), number))}")


async def test_enter_twice_over_a_busy_database_gives_one_letter(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        before = len(archive.day_register(s.app.session, desk.office.today()))
        await write_letter(s)
        await tick_all(s, 2)
        with writing_elsewhere(desk.config):
            await s.press("f2", "f2", "enter", "f2")
        await until(s, lambda: isinstance(s.screen, LoggedScreen))
        await s.press("enter")
        assert kept(s)["sender"] == ""
        assert len(archive.day_register(s.app.session, desk.office.today())) == before + 1


async def test_an_act_of_one_key_waits_too(desk: Any, seat: Any) -> None:
    at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await s.press("f6")
        with writing_elsewhere(desk.config):
            await s.press("t", "t")
            assert isinstance(s.screen, SavingScreen)
        await until(s, lambda: not isinstance(s.screen, SavingScreen))
        await until(s, lambda: any("diambil" in text for text in told(s)))


async def test_escape_stops_the_waiting_and_the_form_is_as_it_was(desk: Any, seat: Any) -> None:
    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        with writing_elsewhere(desk.config):
            await s.press("ctrl+s", "escape")
            assert isinstance(s.screen, NoteDialog)
            assert "sedang dipakai program lain" in s.picture and "Sudah ditelepon" in s.picture
        assert notes(desk, number) == 0
        await s.press("ctrl+s")
        assert notes(desk, number) == 1


async def test_waiting_ends_by_itself_and_says_why(
    desk: Any, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "PATIENCE", 0.2)
    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        with writing_elsewhere(desk.config):
            await s.press("ctrl+s")
            await until(s, lambda: isinstance(s.screen, NoteDialog))
            assert "Belum ada yang disimpan" in s.picture and "Sudah ditelepon" in s.picture


async def test_only_what_was_refused_at_the_door_is_tried_again(desk: Any, seat: Any) -> None:
    """What fails later may have been done already."""
    tries: list[int] = []

    def act() -> None:
        tries.append(1)
        raise StorageError("Basis data sedang dipakai program lain.", code="database")

    refusals: list[Any] = []
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        saving.submit(s.app, act, refusals.append, refusals.append)
        await s.pilot.pause(0.2)
    assert (len(tries), len(refusals)) == (1, 1)
    with writing_elsewhere(desk.config), pytest.raises(Busy), db.writing():
        raise AssertionError("never reached")


# Failing reads


async def test_a_lasting_trouble_is_told_once_stands_in_the_header_and_goes_by_itself(
    desk: Any, seat: Any
) -> None:
    at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await s.press("f6")
        s.app.clear_notifications()
        with failing():
            await beat(s, 5)
            assert len(told(s)) == 1 and told(s)[0].startswith(FAILURE)
            assert BANNER in s.picture
            timer = s.picture
            desk.advance(60)
            await beat(s)
            assert s.picture != timer, "timers go on"
            assert "09.01" in s.picture and BANNER in s.picture
        await beat(s)
        assert BANNER not in s.picture
        assert told(s)[-1].startswith("Basis data terjangkau lagi")
        await beat(s, 3)
        assert len(told(s)) == 2


@pytest.mark.parametrize("username", ["manager", "receptionist", "admin", "pr_officer"])
async def test_no_key_ends_a_desk_whose_database_fails(desk: Any, seat: Any, username: str) -> None:
    number = at_officer(desk)
    keys = [
        "f5",
        "f6",
        "f7",
        "f8",
        "down",
        "enter",
        "escape",
        "alt+a",
        "escape",
        "alt+k",
        "i",
        "escape",
        "escape",
    ]
    keys += [
        "alt+s",
        "escape",
        "alt+u",
        "escape",
        "alt+g",
        "escape",
        "e",
        "escape",
        "f1",
        "escape",
        "f6",
        "c",
    ]
    keys += [
        "escape",
        "t",
        "s",
        "escape",
        "f7",
        "g",
        "g",
        "p",
        "escape",
        "f8",
        "x",
        "enter",
        "enter",
        "escape",
    ]
    async with seat(desk.config, desk.clock, desk.person(username)) as s:
        await beat(s)
        with failing():
            for key in keys:
                desk.advance(61)
                await s.press(key)
                s.app._beat()
            await s.settle()
            assert s.app.is_running and s.app.return_code in (None, 0)
        await beat(s, WELL_AGAIN + 1)
        assert s.app.trouble is None
        await s.press("escape", "escape")
        s.app.open_case(number)
        await s.settle()
        assert number in s.picture


async def test_a_dialog_stays_as_it_is_while_everything_fails(desk: Any, seat: Any) -> None:
    number = at_officer(desk)
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        with failing():
            await beat(s, 2)
            await s.type(" dan dikirim surat")
            await s.press("ctrl+s")
            assert isinstance(s.screen, NoteDialog)
            assert FAILURE in s.picture and "dan dikirim surat" in s.picture
        await s.press("ctrl+s")
        assert notes(desk, number) == 1


async def test_another_error_is_not_taken_for_the_storage(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        assert not s.app.forgives(ValueError())
        assert s.app.forgives(StorageError("Penyimpanan penuh."))
        assert s.app.trouble.text == "Penyimpanan penuh"


async def test_a_read_that_fails_time_and_again_beside_a_well_heartbeat_is_told_once(
    desk: Any, seat: Any
) -> None:
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        by_hand_only(s)
        for _ in range(4):
            s.app.in_trouble(StorageError("Penyimpanan penuh. Belum ada yang disimpan."))
            await beat(s, WELL_AGAIN - 1)
        assert len(told(s)) == 1
        await beat(s)
        assert s.app.trouble is None


# A file that is gone


async def test_a_file_that_was_moved_away_takes_no_act_until_it_is_back(desk: Any, seat: Any) -> None:
    number = at_officer(desk)
    file = desk.config.home / "desk.db"
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        file.rename(file.with_name("away"))
        await beat(s, 2)
        assert "dipindahkan, dihapus, atau diganti sejak 09.00" in s.app.trouble.banner
        await s.press("ctrl+s")
        assert isinstance(s.screen, NoteDialog) and "kembalikan berkasnya" in s.picture
        await s.press("f7")
        assert not file.exists(), "no worker makes an empty one"
        file.with_name("away").rename(file)
        await beat(s)
        assert s.app.trouble is None
        await s.press("ctrl+s")
        assert notes(desk, number) == 1


async def test_a_file_put_in_the_place_of_the_opened_one_is_opened(desk: Any, seat: Any) -> None:
    number = at_officer(desk)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = desk.config.home / "desk.db"
    async with seat(desk.config, desk.clock, desk.person("pr_officer")) as s:
        await note_opened(s, desk, number)
        shutil.copy(file, file.with_name("copy"))
        replace_database(file, file.with_name("copy"))
        await beat(s)
        await s.press("ctrl+s")
        assert notes(desk, number) == 1
        with sqlite3.connect(file) as found:
            assert found.execute("SELECT count(*) FROM event_log WHERE kind = 'noted'").fetchone() == (1,)
        found.close()
        assert db.database.obj.patience == heartbeat.BRIEF


def replace_database(file: Path, by: Path) -> None:
    for companion in ("-wal", "-shm"):
        Path(f"{file}{companion}").unlink(missing_ok=True)
    by.replace(file)


async def test_what_is_known_of_the_office_serves_while_it_cannot_be_read_anew_but_no_act(desk: Any) -> None:
    office = desk.office
    known = office.people, office.calendars, office.services
    office.refresh()
    with failing():
        assert (office.people, office.calendars, office.services) == known
        with pytest.raises(StorageError), desk.person("manager").act(people.Permission.READ):
            raise AssertionError("never reached")
    with db.writing():
        db.User.update(name="Nama baru").where(db.User.username == "manager").execute()
        assert office.people["manager"].name == "Nama baru", "an act looks again"
        office.refresh()
        with failing(), pytest.raises(StorageError):
            _ = office.people


async def test_a_worker_that_is_let_down_does_not_end_the_desk(desk: Any, seat: Any) -> None:
    def work() -> None:
        raise StorageError("Penyimpanan penuh.")

    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        worker = s.app.run_worker(work, thread=True)
        await s.settle()
        assert worker.state is WorkerState.ERROR
        assert s.app.is_running and s.app.trouble is not None
