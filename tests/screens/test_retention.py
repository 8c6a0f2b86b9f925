"""Jatuh retensi: from any screen for those who answer for the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.retention import RetentionClass
from desk.office import retention, routing
from desk.widgets.commands import commands_of
from tests.screens.files import letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk


async def test_what_is_due_is_listed_without_its_content_and_opened_from_there(desk: Desk) -> None:
    number = letter(desk)
    routing.cancel(desk.person("manager"), number, "ditarik")
    async with Seats(desk) as seats:
        seat = await seats.at("manager")
        await seat.press("alt+r")
        assert "Belum ada kelas retensi" in seat.told
        retention.set_class(
            desk.person("admin"), RetentionClass("rutin", "Surat rutin", 0, 0, "destroy", "JRA II.3")
        )
        retention.assign(desk.person("admin"), "letter", "rutin")
        await seat.press("alt+r")
        assert f"{number} wa-center" in seat.picture
        assert "musnah sejak 23 Nov" in seat.picture, seat.picture
        assert "Dinas Kesehatan" not in seat.picture
        await seat.press("enter")
        assert "Dinas Kesehatan" in seat.shown


async def test_others_are_not_offered_it(desk: Desk) -> None:
    async with Seats(desk) as seats:
        seat = await seats.at("mail_clerk")
        enabled = {command.id for command in commands_of(seat.app.screen) if command.enabled}
        assert "retention.due" not in enabled
