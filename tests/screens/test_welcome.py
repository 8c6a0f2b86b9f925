"""No office yet: nothing is written before it is wanted, and a finished set-up leads to the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk import db
from desk.clock import SetClock
from desk.config import Config
from desk.office import opening, people
from desk.screens.set_up import SetUpScreen
from desk.screens.sign_in import SignInScreen
from desk.screens.users import AddUserScreen
from desk.screens.welcome import WelcomeScreen
from tests.conftest import Desk
from tests.screens.seats import seated

MONDAY = 1_795_399_200
"""Monday 23 November 2026, 09.00 WIB."""


def empty_place(tmp_path: Path) -> Config:
    return Config(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")


async def fill_in(s: Any, again: str = "rahasia-uji") -> None:
    await s.press("down", "enter")
    await s.type("Prokopim [/salah]")
    await s.press("enter", "enter", "enter", "enter")
    await s.type("bos")
    await s.press("enter")
    await s.type("rahasia-uji")
    await s.press("enter")
    await s.type(again)
    await s.press("enter")


async def test_both_ways_are_offered_and_looking_writes_nothing(tmp_path: Path, seat: Any) -> None:
    async with seat(empty_place(tmp_path), SetClock(MONDAY), size=(80, 24)) as s:
        assert isinstance(s.screen, WelcomeScreen)
        assert "Buka kantor contoh" in s.picture
        assert "Siapkan kantor saya" in s.picture
        assert "[ ] simpan kantor contoh setelah ditutup" in s.picture
        await s.press("s")
        assert "[√] simpan kantor contoh setelah ditutup" in s.picture
        await s.press("ctrl+q")
    assert not list(tmp_path.iterdir())


async def test_an_office_is_made_only_after_its_summary_is_confirmed(tmp_path: Path, seat: Any) -> None:
    config = empty_place(tmp_path)
    async with seat(config, SetClock(MONDAY)) as s:
        await fill_in(s)
        assert "Buat kantor ini?" in s.picture
        assert "Prokopim [/salah]" in s.picture
        assert not opening.office_exists(config.database_url)
        await s.press("escape")
        assert isinstance(s.screen, SetUpScreen)
        assert not opening.office_exists(config.database_url)


async def test_a_mistyped_password_is_refused_at_its_field(tmp_path: Path, seat: Any) -> None:
    async with seat(empty_place(tmp_path), SetClock(MONDAY)) as s:
        await fill_in(s, again="rahasia-lain")
        assert isinstance(s.screen, SetUpScreen)
        assert "Tidak sama" in s.picture


async def test_setting_up_leads_over_the_first_people_to_the_gate(tmp_path: Path, seat: Any) -> None:
    config = empty_place(tmp_path)
    async with seat(config, SetClock(MONDAY)) as s:
        await fill_in(s)
        await s.press("enter")
        assert "Kantor sudah siap" in s.picture
        assert "perkiraan" in s.picture
        await s.press("enter")
        assert isinstance(s.screen, AddUserScreen)
        await s.type("Rini Contoh")
        await s.press("enter")
        await s.type("rini")
        await s.press("enter", "space", "f2")
        first = s.picture.split("Kata sandi pertama")[1].split()[0]
        assert not s.app._notifications
        await s.press("t", "escape")
        assert "Tambah lagi kapan saja: Alt+U" in [told.message for told in s.app._notifications]
        assert isinstance(s.screen, SignInScreen)
    office = opening.open_office(config.database_url, SetClock(MONDAY))
    assert sorted(office.people) == ["bos", "rini"]
    session = people.sign_in(office, "rini", first)
    assert session.person.positions == {"receptionist"}
    assert people.must_change_password(session)
    db.close_database()


async def test_a_fault_of_desk_itself_is_told_in_words_and_noted_without_what_citizens_wrote(
    desk: Desk,
) -> None:
    def fail() -> None:
        secret = "Siti mengadu"
        raise RuntimeError(secret)

    with pytest.raises(RuntimeError):
        async with seated(desk.config, desk.clock) as s:
            await s.do(fail)
    noted = (desk.config.home / "desk.log").read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in noted
    assert "Siti" not in noted
