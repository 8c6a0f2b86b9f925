"""The locked screen: nothing shows, nothing is reached, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from desk import db
from desk.app import SIGNED_OUT, DeskApp
from desk.domain.sign_in_limit import FREE_TRIES
from desk.office import idle_lock, people, routing, timekeeping
from desk.screens.board import BoardScreen
from desk.screens.clock_check import ClockScreen
from desk.screens.dialogs import ConfirmScreen
from desk.screens.disposition_dialog import DisposeDialog
from desk.screens.help import HelpScreen
from desk.screens.intake import IntakeScreen
from desk.screens.intake_entry import EntryPane
from desk.screens.lock import LockScreen
from desk.screens.queue import QueueScreen
from desk.widgets.chrome import FooterBar
from desk.widgets.fields.base import LineInput
from tests.conftest import PASSWORD
from tests.office.files import letter
from tests.screens.seats import Seat, Seats, seated

if TYPE_CHECKING:
    from tests.conftest import Desk

MARK = "PENANDA-RAHASIA"


async def locked(seats: Seats, username: str, *keys: str) -> Seat:
    seat = await seats.at(username)
    await seat.press(*keys, "alt+l")
    assert isinstance(seat.app.screen, LockScreen)
    return seat


async def unlock(seat: Seat, password: str = PASSWORD) -> None:
    await seat.type(password)
    await seat.press("enter")


async def wait_idle(seat: Seat, desk: Desk, seconds: float) -> None:
    desk.clock.idle += seconds
    await seat.beat()


@pytest.fixture
def marked(desk: Desk) -> Desk:
    letter(desk, sender=MARK, subject=f"Hal {MARK}")
    return desk


@pytest.mark.parametrize("keys", [("f6",), ("f7",), ("f8",), ("f6", "enter"), ("f7", "f1"), ("f6", "ctrl+p")])
async def test_nothing_of_the_work_is_to_be_seen(marked: Desk, keys: tuple[str, ...]) -> None:
    async with Seats(marked) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f6")
        assert MARK in clerk.picture
        await locked(seats, "mail_clerk", *keys)
        for seen in (clerk.picture, clerk.app.export_screenshot()):
            assert MARK not in seen
            assert "0001" not in seen
            assert "Antrean" not in seen
        assert "Layar terkunci" in clerk.picture
        assert marked.office.people["mail_clerk"].name in clerk.picture


async def test_no_key_but_the_password_leads_past_it(marked: Desk) -> None:
    everything = [
        *(
            "f1",
            "f3",
            "f4",
            "f5",
            "f6",
            "f7",
            "f8",
            "f9",
            "f10",
            "1",
            "2",
            "3",
            "4",
            "question_mark",
            "escape",
        ),
        *("alt+1", "alt+2", "alt+3", "alt+4", "alt+a", "alt+g", "alt+j", "alt+k", "alt+l", "alt+u", "ctrl+p"),
        *(
            "ctrl+o",
            "ctrl+t",
            "ctrl+c",
            "ctrl+n",
            "tab",
            "shift+tab",
            "down",
            "up",
            "pagedown",
            "home",
            "end",
        ),
    ]
    async with Seats(marked) as seats:
        clerk = await locked(seats, "mail_clerk", "f6")
        stack, theme = list(clerk.app.screen_stack), clerk.app.theme
        for key in everything:
            await clerk.press(key)
            assert clerk.app.screen_stack == stack, key
        assert clerk.app.current_mode == "queue"
        assert clerk.app.theme == theme
        assert MARK not in clerk.picture
        for action in ("mode('board')", "palette", "help", "sop", "calendar", "alerts", "add_user", "theme"):
            await clerk.app.run_action(action)
            await clerk.settle()
            assert clerk.app.screen_stack == stack, action


async def test_the_mouse_reaches_nothing_below(marked: Desk) -> None:
    async with Seats(marked) as seats:
        clerk = await locked(seats, "mail_clerk", "f6")
        for x in range(0, 80, 8):
            for y in (0, 3, 10):
                await clerk.pilot.click(offset=(x, y))
        await clerk.settle()
        assert isinstance(clerk.app.screen, LockScreen)
        assert MARK not in clerk.picture


async def test_a_half_typed_letter_is_there_again_with_its_cursor(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f5")
        await clerk.type("whatsapp")
        await clerk.press("enter")
        await clerk.type("Dinas Setengah")
        await clerk.press("left", "left", "left")
        screen, focused = clerk.app.screen, clerk.app.focused
        assert isinstance(screen, IntakeScreen) and isinstance(focused, LineInput)
        before = screen.query_one(EntryPane).form
        assert before is not None
        typed, cursor = before.all_drafts(), focused.cursor_position
        await locked(seats, "mail_clerk")
        await unlock(clerk, "bukan-ini")
        assert "! Kata sandi salah." in clerk.picture
        await unlock(clerk)
        assert clerk.app.screen is screen
        assert clerk.app.focused is focused
        assert focused.cursor_position == cursor
        after = screen.query_one(EntryPane).form
        assert after is before
        assert after.all_drafts() == typed
        assert typed["sender"] == "Dinas Setengah"
        await clerk.press("X")
        assert after.all_drafts()["sender"] == "Dinas SetenXgah"


async def test_an_open_dialog_is_there_again_and_can_be_finished(marked: Desk) -> None:
    async with Seats(marked) as seats:
        routing.finish(marked.person("mail_clerk"), "0001/2026")
        clerk = await seats.at("section_head")
        await clerk.choose("0001/2026")
        await clerk.press("d")
        dialog = clerk.dialog
        assert isinstance(dialog, DisposeDialog)
        await clerk.type("Pranata")
        for _ in range(8):
            if clerk.field.key != "note":
                await clerk.press("enter")
        await clerk.type("mohon segera")
        await locked(seats, "section_head")
        await unlock(clerk)
        assert clerk.dialog is dialog
        assert clerk.field.key == "note"
        assert clerk.field.draft() == "mohon segera"
        assert isinstance(clerk.app.screen_stack[0], QueueScreen)


async def test_short_messages_neither_lie_over_it_nor_come_back(marked: Desk) -> None:
    async with Seats(marked) as seats:
        clerk = await seats.at("mail_clerk")
        clerk.app.notify(f"dahulu {MARK}", timeout=600)
        await clerk.settle()
        assert MARK in clerk.picture
        await locked(seats, "mail_clerk")
        assert MARK not in clerk.picture
        clerk.app.notify(f"sekarang {MARK}", timeout=600)
        await clerk.settle()
        assert MARK not in clerk.picture
        assert MARK not in clerk.app.export_screenshot()
        await unlock(clerk)
        assert f"dahulu {MARK}" not in clerk.picture


async def test_alerts_wait_for_somebody_to_tell_them_to(marked: Desk) -> None:
    async with Seats(marked) as seats:
        clerk = await locked(seats, "mail_clerk")
        marked.set("2026-11-23 09:31")
        for _ in range(2):
            await clerk.beat()
        assert clerk.told == ""
        assert db.AlertMark.select().count() == 0
        await unlock(clerk)
        await clerk.beat()
        assert "waktu layanan habis" in clerk.told


async def test_the_desk_below_follows_what_others_do(marked: Desk) -> None:
    async with Seats(marked) as seats:
        clerk = await locked(seats, "mail_clerk", "f6")
        letter(marked, sender="Yang Baru Datang")
        await clerk.beat()
        assert "Yang Baru" not in clerk.picture
        await unlock(clerk)
        assert "0002/2026" in clerk.picture


# When


async def test_it_locks_after_five_minutes_without_a_key(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await wait_idle(clerk, desk, 299)
        assert not clerk.app.is_locked
        await wait_idle(clerk, desk, 1)
        assert isinstance(clerk.app.screen, LockScreen)
        await unlock(clerk)
        await wait_idle(clerk, desk, 299)
        assert not clerk.app.is_locked


@pytest.mark.parametrize("sign", ["key", "paste", "mouse"])
async def test_every_key_and_movement_begins_the_wait_anew(desk: Desk, sign: str) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await wait_idle(clerk, desk, 250)
        if sign == "key":
            await clerk.press("f2")
        elif sign == "paste":
            await clerk.type("halo")
        else:
            clerk.app.post_message(events.MouseMove(None, 5, 5, 1, 0, 0, False, False, False))
            await clerk.settle()
        await wait_idle(clerk, desk, 250)
        assert not clerk.app.is_locked


async def test_time_that_passes_by_the_wall_clock_locks_nobody(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        desk.advance(7 * 86_400)
        await clerk.beat()
        assert not clerk.app.is_locked


async def test_the_office_says_how_long_and_is_heard_at_once(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        idle_lock.set_lock_minutes(desk.person("admin"), 0)
        await clerk.beat()
        await wait_idle(clerk, desk, 86_400)
        assert not clerk.app.is_locked
        idle_lock.set_lock_minutes(desk.person("admin"), 1)
        await clerk.beat()
        await clerk.press("f2")
        await wait_idle(clerk, desk, 60)
        assert clerk.app.is_locked


async def test_an_example_office_stays_open_but_can_be_locked(desk: Desk) -> None:
    db.Setting.insert(key="is_demo", value=True).execute()
    desk.office.is_demo = True
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await wait_idle(clerk, desk, 86_400)
        assert not clerk.app.is_locked
        await locked(seats, "mail_clerk")
        assert "contoh123" in clerk.picture  # whoever has picked a person from the list has never typed it


async def test_nobody_locks_the_gate(desk: Desk) -> None:
    async with seated(desk.config, desk.clock) as nobody:
        await nobody.press("alt+l")
        assert not nobody.app.is_locked


async def test_the_command_is_listed_and_the_lock_lists_its_own(desk: Desk) -> None:
    from desk.widgets.commands import commands_of

    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        assert "app.lock" in {command.id for command in commands_of(clerk.app.screen)}
        await locked(seats, "mail_clerk")
        assert {command.id for command in commands_of(clerk.app.screen)} == {
            "lock.open",
            "lock.switch",
            "app.quit",
        }
        assert clerk.app.screen.query_one(FooterBar)


# Who


async def test_wrong_passwords_count_like_those_at_the_gate(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await locked(seats, "mail_clerk")
        for _ in range(FREE_TRIES):
            await unlock(clerk, "bukan-ini")
        assert "Tunggu 1 menit" in clerk.picture
        await unlock(clerk)
        assert "Tunggu 1 menit, lalu coba lagi" in str(clerk.field.error)
        assert isinstance(clerk.app.screen, LockScreen)
        desk.advance(60)
        await unlock(clerk)
        assert not clerk.app.is_locked
        assert "5 kali salah sandi selama terkunci" in clerk.told


async def test_an_empty_password_is_not_even_a_try(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await locked(seats, "mail_clerk")
        await clerk.press("enter", "f2")
        assert db.SignInTries.select().count() == 0


async def test_a_disabled_person_does_not_come_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before_the_next_beat:
        before_the_next_beat.setattr(DeskApp, "_beat", lambda app: None)
        async with Seats(desk) as seats:
            clerk = await locked(seats, "mail_clerk")
            people.set_active(desk.person("admin"), "mail_clerk", active=False)
            await unlock(clerk)
            assert isinstance(clerk.app.screen, LockScreen)
            assert "dinonaktifkan" in clerk.picture
            before_the_next_beat.undo()
            await clerk.beat()
            assert clerk.app.return_value == SIGNED_OUT


async def test_a_password_given_by_an_admin_locks_the_desk_and_does_not_open_it(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        people.reset_password(desk.person("admin"), "mail_clerk", "sandi-pertama-lagi")
        await clerk.beat()
        assert clerk.app.is_locked
        await unlock(clerk, "sandi-pertama-lagi")
        assert clerk.app.is_locked
        assert "Ganti pengguna" in clerk.picture


async def test_somebody_else_may_sign_in_and_the_letter_stays_as_a_draft(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f5")
        await clerk.type("whatsapp")
        await clerk.press("enter")
        await clerk.type("Dinas Setengah")
        await locked(seats, "mail_clerk")
        await clerk.press("ctrl+l")
        assert clerk.app.return_value == SIGNED_OUT
    kept = "".join(file.read_text() for file in desk.config.drafts.iterdir())
    assert "Dinas Setengah" in kept


# What comes while it is locked


async def test_keys_typed_ahead_of_the_lock_do_not_become_a_password(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        for key in ("alt+l", "a", "b", "enter"):
            clerk.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await clerk.settle()
        assert isinstance(clerk.app.screen, LockScreen)
        assert clerk.app.screen.password == ""


async def test_a_dialog_that_something_opens_meanwhile_waits(marked: Desk) -> None:
    answers: list[bool | None] = []
    async with Seats(marked) as seats:
        clerk = await locked(seats, "mail_clerk", "f7")
        dialog = ConfirmScreen(f"Hapus {MARK}?", MARK)
        await clerk.do(lambda: clerk.app.push_screen(dialog, answers.append))
        await clerk.do(lambda: clerk.app.switch_mode("queue"))
        assert isinstance(clerk.app.screen, LockScreen)
        assert MARK not in clerk.picture
        await unlock(clerk)
        assert clerk.app.current_mode == "queue"
        await clerk.do(lambda: clerk.app.switch_mode("board"))
        assert clerk.dialog is dialog
        await clerk.press("y")
        assert answers == [True]
        assert isinstance(clerk.app.screen, BoardScreen)


async def test_a_worker_that_asks_meanwhile_gets_its_answer_afterwards(desk: Desk) -> None:
    answers: list[bool] = []
    async with Seats(desk) as seats:
        clerk = await locked(seats, "mail_clerk", "f7")

        async def ask() -> None:
            answers.append(await clerk.app.push_screen_wait(ConfirmScreen("Lanjut?", "")))

        await clerk.do(lambda: clerk.app.run_worker(ask()))
        assert isinstance(clerk.app.screen, LockScreen)
        await clerk.type(PASSWORD)
        await clerk.press("enter")
        await clerk.press("y")
        assert answers == [True]


async def test_a_dialog_below_that_closes_itself_does_not_take_the_lock_away(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-20 09:00")
        head = await seats.at("section_head")
        assert isinstance(head.app.screen, ClockScreen)
        clock_screen = head.app.screen
        await locked(seats, "section_head")
        timekeeping.confirm_clock(desk.person("admin"))
        await head.do(clock_screen.look)
        assert isinstance(head.app.screen, LockScreen)
        await head.do(lambda: clock_screen.dismiss(True))
        assert isinstance(head.app.screen, LockScreen)
        await unlock(head)
        assert head.dialog is None


async def test_help_and_palette_come_back_as_they_were(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await locked(seats, "mail_clerk", "f7", "f1")
        await unlock(clerk)
        assert isinstance(clerk.app.screen, HelpScreen)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (60, 20)])
async def test_it_fits_the_terminal(desk: Desk, size: tuple[int, int]) -> None:
    async with Seats(desk, size=size) as seats:
        clerk = await locked(seats, "mail_clerk")
        await unlock(clerk, "bukan-ini")
        for words in ("Layar terkunci", "Kata sandi", "! Kata sandi salah", "Ganti pengguna"):
            assert words in clerk.picture
