"""Asking who a complainant is: a reason first, then the identity in full, and nothing of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.office.casefile import view_case
from tests.screens.files import complaint
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk


async def test_the_identity_is_shown_until_closed_and_then_gone_from_the_screen(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma", phone="081200000678")
    async with Seats(desk) as seats:
        seat = await seats.at("hotline_officer")
        await seat.do(lambda: seat.app.open_case(number))
        assert "Siti Rahma" not in seat.picture
        await seat.press("i", "1", "enter", "enter")
        assert "Siti Rahma" in seat.picture, seat.picture
        assert "0812-0000-0678" in seat.picture
        await seat.press("escape")
        assert seat.dialog is None
        assert "Siti Rahma" not in seat.picture + seat.shown + seat.told
        assert "0678" not in seat.picture + seat.shown + seat.told
    told = view_case(desk.person("manager"), number).history[-1]
    assert (told.by, told.text) == ("hotline_officer", "Identitas pengadu dibuka: Menghubungi pengadu")


async def test_another_need_must_be_written_out(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma")
    async with Seats(desk) as seats:
        seat = await seats.at("manager")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("i", "4", "enter", "enter")
        assert "Tuliskan keperluannya" in seat.picture
        await seat.type("permintaan Inspektorat")
        await seat.press("enter")
        assert "Siti Rahma" in seat.picture
        assert "tidak disebut" in seat.picture
    assert view_case(desk.person("manager"), number).history[-1].text.endswith(": permintaan Inspektorat")


async def test_who_may_not_see_it_is_not_offered_it(desk: Desk) -> None:
    number = complaint(desk, sender="Siti Rahma")
    async with Seats(desk) as seats:
        seat = await seats.at("pr_officer")
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press("i")
        assert seat.dialog is None
