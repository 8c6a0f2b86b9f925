"""Rare keys, broken disks and other people's acts: the desk says what is wrong and goes on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual import events

from desk.app import DeskApp
from desk.clock import SetClock
from desk.config import Config
from desk.errors import StorageError
from desk.office import choosing, ledger, people, setup
from desk.office.casefile import view_case
from desk.screens.case_dialogs import PauseDialog
from desk.screens.intake_dialogs import LoggedScreen
from desk.screens.intake_entry import EntryPane
from desk.screens.set_up import SetUpScreen
from desk.screens.sign_in import SignInScreen
from desk.screens.welcome import WelcomeScreen
from desk.widgets.fields import TextField
from desk.widgets.picks import PickField
from tests.conftest import PASSWORD
from tests.screens.test_intake import counter, tick_all, write_letter
from tests.screens.test_welcome import MONDAY, empty_place, fill_in


@pytest.mark.parametrize(("key", "mode"), [("f6", "queue"), ("f7", "board")])
async def test_mode_keys_work_from_within_the_text_of_a_complaint(
    desk: Any, seat: Any, key: str, mode: str
) -> None:
    async with counter(desk, seat) as s:
        await s.press("f3")
        s.screen.query_one(EntryPane).form.all_fields["text"].focus()
        await s.settle()
        await s.press(key)
        assert s.app.current_mode == mode


async def test_ctrl_c_says_nothing_in_english(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("section_head")) as s:
        await s.press("ctrl+c")
        assert "quit" not in "\n".join(told.message for told in s.app._notifications)


async def test_a_superscript_digit_chooses_nothing(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 2)
        await s.press("ctrl+s")
        number = s.screen._logged.number
        await s.press("enter")
        session = desk.person("receptionist")
        s.app.push_screen(PauseDialog(session, view_case(session, number), choosing.choices(session, number)))
        await s.settle()
        s.screen.query_one(PickField).focus()
        await s.settle()
        s.app.post_message(events.Key("superscript_two", "²"))
        await s.settle()
        assert s.screen.query_one(PickField).value == "applicant"


async def test_a_letter_is_logged_also_where_its_draft_cannot_be_removed(desk: Any, seat: Any) -> None:
    desk.config.drafts.parent.mkdir(parents=True, exist_ok=True)
    desk.config.drafts.write_text("not a folder")
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 2)
        await s.press("ctrl+s")
        assert isinstance(s.screen, LoggedScreen)


async def test_an_office_being_made_is_not_interrupted(
    tmp_path: Path, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    create = setup.create_office

    def slowly(*args: Any, **named: Any) -> Any:
        go_on.wait(10)
        return create(*args, **named)

    monkeypatch.setattr(setup, "create_office", slowly)
    async with seat(empty_place(tmp_path), SetClock(MONDAY)) as s:
        await fill_in(s)
        s.waits_for_threads = False
        await s.press("enter")
        await s.press("f2", "escape")
        assert isinstance(s.screen, SetUpScreen)
        go_on.set()
        s.waits_for_threads = True
        await s.settle()
        assert "Kantor sudah siap" in s.picture


async def test_an_example_that_cannot_be_kept_is_refused_in_words(tmp_path: Path, seat: Any) -> None:
    home = tmp_path / "desk"
    home.mkdir()
    (home / "contoh").write_text("not a folder")
    config = Config(home, f"sqlite:///{home / 'desk.db'}")
    async with seat(config, SetClock(MONDAY)) as s:
        await s.press("s", "enter")
        assert isinstance(s.screen, WelcomeScreen)
        assert "! " in s.picture


async def test_a_password_does_not_stay_in_the_gate(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock) as s:
        gate = s.screen
        assert isinstance(gate, SignInScreen)
        await s.type("section_head")
        await s.press("enter")
        await s.type(PASSWORD)
        await s.press("enter")
        assert s.app.session is not None
        assert all(not field.draft() for field in gate.query(TextField) if field.key == "password")


async def test_a_disabled_person_is_signed_out_at_the_next_beat(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("section_head")) as s:
        people.set_active(desk.person("admin"), "section_head", active=False)
        s.app._beat()
        await s.settle()
        assert s.app.return_value == "signed-out"


async def test_a_disk_that_fails_is_told_and_the_desk_goes_on(
    desk: Any, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> int:
        raise StorageError("Penyimpanan gagal dibaca atau ditulis. Belum ada yang disimpan.")

    async with seat(desk.config, desk.clock, desk.person("section_head")) as s:
        monkeypatch.setattr(ledger, "last_event_id", fails)
        s.app._beat()
        await s.settle()
        assert "Penyimpanan gagal" in "\n".join(told.message for told in s.app._notifications)


async def test_the_last_word_of_a_desk_that_cannot_open_is_never_markup(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = DeskApp(Config(tmp_path, "tidak://[/x]"), SetClock(MONDAY))
    async with app.run_test():
        pass
    assert "[/x]" in capfd.readouterr().err


async def test_closing_with_a_half_typed_service_is_quiet(desk: Any, seat: Any) -> None:
    """Losing the keyboard settles the choice (an event service, for this letter) when the form is gone already."""
    async with seat(desk.config, desk.clock, desk.person("mail_clerk")) as s:
        await s.press("f5", "a")
    assert s.app.return_code in (None, 0)
