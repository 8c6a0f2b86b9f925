"""The gate: user and password, never a list of users but in an example office."""

from __future__ import annotations

from typing import Any

import pytest

from desk import db
from desk.office import people
from desk.screens.passwords import NewPasswordScreen
from desk.screens.sign_in import PeopleList, SignInScreen

PASSWORD = "kata-sandi-uji"


@pytest.fixture(autouse=True)
def known_password(desk: Any) -> None:
    db.User.update(password_hash=people.hash_password(PASSWORD)).execute()


async def sign_in(s: Any, username: str, password: str) -> None:
    await s.type(username)
    await s.press("enter")
    await s.type(password)
    await s.press("enter")


async def test_the_right_password_opens_the_persons_own_screen(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock) as s:
        await sign_in(s, "receptionist", PASSWORD)
        assert s.app.session.person.username == "receptionist"
        assert s.app.current_mode == "intake"


async def test_a_wrong_password_and_an_unknown_user_are_refused_in_the_same_words(
    desk: Any, seat: Any
) -> None:
    for username in ("receptionist", "tidak-ada", "[/salah]"):
        async with seat(desk.config, desk.clock) as s:
            await sign_in(s, username, "bukan-ini")
            assert isinstance(s.screen, SignInScreen)
            assert "! Nama pengguna atau kata" in s.picture
            assert s.app.session is None


async def test_an_ordinary_office_shows_none_of_its_users(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock) as s:
        assert not s.screen.query(PeopleList)
        assert "Resepsionis" not in s.picture


async def test_an_example_office_lets_one_pick_a_person(desk: Any, seat: Any) -> None:
    from desk.demo.people import DEMO_PASSWORD

    db.Setting.insert(key="is_demo", value=True).execute()
    db.User.update(password_hash=people.hash_password(DEMO_PASSWORD)).execute()
    async with seat(desk.config, desk.clock) as s:
        chosen = s.screen.query_one(PeopleList).item
        await s.press("enter")
        assert s.app.session.person == chosen


async def test_typing_in_the_list_of_an_example_goes_to_that_person(desk: Any, seat: Any) -> None:
    from desk.demo.people import DEMO_PASSWORD

    db.Setting.insert(key="is_demo", value=True).execute()
    db.User.update(password_hash=people.hash_password(DEMO_PASSWORD)).execute()
    async with seat(desk.config, desk.clock, size=(80, 24)) as s:
        listing = s.screen.query_one(PeopleList)
        for typed, username in (
            ("section", "section_head"),
            ("kepala bi", "division_head"),
            ("mana", "manager"),
        ):
            await s.press(*["space" if letter == " " else letter for letter in typed])
            assert listing.item.username == username
            assert username[:8] in s.picture
            assert f"cari: {typed}" in s.picture
        await s.press("enter")
        assert s.app.session.person.username == "manager"


async def test_a_password_that_somebody_else_set_must_be_changed_first(desk: Any, seat: Any) -> None:
    db.User.update(must_change=True).where(db.User.username == "manager").execute()
    async with seat(desk.config, desk.clock) as s:
        await sign_in(s, "manager", PASSWORD)
        assert isinstance(s.screen, NewPasswordScreen)
        assert s.app.session is None
        for text in ("rahasia-baru", "rahasia-lain"):
            await s.type(text)
            await s.press("enter")
        assert "Tidak sama" in s.picture
        await s.press("end", "ctrl+u")
        await s.type("rahasia-baru")
        await s.press("enter")
        assert s.app.session is not None
    assert people.sign_in(desk.office, "manager", "rahasia-baru")


async def test_the_gate_fits_a_small_terminal(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, size=(80, 24)) as s:
        assert "Kantor Uji" in s.picture
        assert "Kata sandi" in s.picture


async def test_only_an_admin_is_offered_to_add_users(desk: Any, seat: Any) -> None:
    from desk.widgets.commands import commands_of

    for username, offered in (("admin", True), ("receptionist", False)):
        async with seat(desk.config, desk.clock, desk.person(username)) as s:
            await s.press("f5")
            assert ("users.add" in [command.id for command in commands_of(s.screen)]) is offered
