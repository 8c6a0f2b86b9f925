"""Catat insiden: from any screen, with a notice on the board until it is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.office import incidents
from desk.widgets.commands import commands_of
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk


async def test_an_incident_is_recorded_by_keys_and_stands_on_the_board_until_reported(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("pr_officer")
        await clerk.press("alt+i")
        assert "3 x 24 jam" in clerk.picture
        assert clerk.dialog is not None
        assert clerk.dialog.query_one("#dialog").region.x == 2, "a form stands in the middle, too"
        await clerk.type("Buku tamu hilang")
        await clerk.press("enter")
        await clerk.type("08.00")
        await clerk.press("enter")
        await clerk.type("dua")
        await clerk.press("ctrl+s")
        assert "Tulis bilangan" in clerk.picture, clerk.picture
        await clerk.press("end", "ctrl+u")
        await clerk.type("2")
        await clerk.press("ctrl+s")
        assert clerk.dialog is None, clerk.picture
        (told,) = incidents.incidents(desk.person("manager"))
        assert (told.what, told.people, told.noticed_at) == ("Buku tamu hilang", 2, desk.clock.now() - 3600)
    async with Seats(desk) as seats:
        head = await seats.at("manager")
        assert "Insiden 1: lapor sampai" in head.picture, head.picture
        assert "sisa 71 j 00 m" in head.picture, head.picture
        assert "Buku tamu" not in head.picture
        await head.press("alt+n")
        assert "1: Buku tamu hilang" in head.picture
        await head.press("enter")
        await head.type("surat 12 kepada lembaga")
        await head.press("ctrl+s")
        assert head.dialog is None, head.picture
        await head.beat()
        assert "Insiden 1: lapor" not in head.picture
    assert incidents.open_ones(desk.person("manager")) == []


async def test_only_those_who_answer_for_it_may_say_that_it_was_reported(desk: Desk) -> None:
    async with Seats(desk) as seats:
        seat = await seats.at("pr_officer")
        enabled = {command.id for command in commands_of(seat.app.screen) if command.enabled}
        assert "incidents.add" in enabled
        assert "incidents.done" not in enabled
