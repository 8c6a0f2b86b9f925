"""Periodic tasks on the screens: they open by themselves and read like any case, without a sender."""

from __future__ import annotations

import pytest

from desk import db
from desk.screens.sop import SopView
from tests.conftest import Desk
from tests.screens.seats import Seats

TASK = "R-01/2026"


@pytest.fixture
def december(desk: Desk) -> Desk:
    desk.set("2026-12-01 07:40")
    return desk


async def test_a_desk_opens_the_months_task_when_somebody_comes_in(december: Desk) -> None:
    async with Seats(december) as seats:
        lead = await seats.at("team_lead")
        await lead.press("f6")
        assert TASK in lead.picture
        assert "Dari" not in lead.shown and "susulan" not in lead.shown
        for text in ("Laporan setiap bulan, November 2026", "Dibuka     07.30", "08.00 ● sisa 20 m 00 d"):
            assert text in lead.shown
        await lead.press("h")
        assert "desk (otomatis): Tugas berkala dibuka" in lead.shown


async def test_a_desk_that_stands_open_over_the_first_of_the_month_opens_it_then(desk: Desk) -> None:
    desk.set("2026-12-01 07:29:55")
    async with Seats(desk) as seats:
        lead = await seats.at("team_lead")
        assert TASK not in lead.picture
        desk.set("2026-12-01 07:30")
        await lead.beat()
        assert TASK in lead.picture


async def test_it_is_finished_from_the_queue(december: Desk) -> None:
    async with Seats(december) as seats:
        lead = await seats.at("team_lead")
        await lead.take(TASK)
        await lead.finish(TASK, output="Rekapitulasi Bulanan")
        assert db.Case.get_by_id(TASK).status == "done"
        assert lead.case(TASK).visits[0].output == "Rekapitulasi Bulanan"


async def test_the_sop_marks_its_row(december: Desk) -> None:
    for size in ((80, 24), (120, 30)):
        async with Seats(december, size) as seats:
            lead = await seats.at("team_lead")
            await lead.press("f9")
            view = lead.app.screen.query_one(SopView)
            lines = view.plain.split("\n")
            here = next(number for number, line in enumerate(lines) if "langkah sekarang" in line)
            assert "Kewajiban berkala, langkah 6: Laporan setiap bulan" in lines[here + 1]
            assert "langkah sekarang" in lead.picture


async def test_the_board_and_the_archive_show_it(december: Desk) -> None:
    async with Seats(december, (120, 30)) as seats:
        manager = await seats.at("manager")
        assert TASK in manager.picture and "6 Laporan setiap" in manager.picture
        await manager.press("f8")
        assert "berkala" in manager.picture


async def test_the_register_of_the_day_holds_letters_and_complaints_only(december: Desk) -> None:
    async with Seats(december, (120, 30)) as seats:
        clerk = await seats.at("mail_clerk")
        assert TASK not in clerk.picture
