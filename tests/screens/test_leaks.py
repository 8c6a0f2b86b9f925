"""No screen, dialog, toast or title shows those from whom a case is kept what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.office import exclusion
from desk.screens.archive import ArchiveScreen
from desk.screens.case_pane import CasePane
from tests.leaks import MARK, PREFIX, Planted
from tests.permissions import KEPT
from tests.screens.seats import Seat, Seats

SIZE = (120, 40)
LISTS = ("f5", "f6", "f7", "f8")
"""To the counter, the queue, the board and the archive."""
DIALOGS = ("e", "h", "f9", "ctrl+p", "f1", *"tsdrjmyalcgkwubxponifzv", "delete")
"""Every key of a case: an act that is offered opens its dialog or is done; the others do nothing."""


@pytest.fixture
def home_template(planted_template: Planted) -> Path:
    return planted_template.desk.config.home


def shown(seat: Seat) -> str:
    """Everything that this desk shows or has said."""
    panes = [pane.plain for pane in seat.app.screen.query(CasePane)]
    return "\n".join([seat.picture, seat.told, seat.app.title, seat.app.sub_title, *panes]).casefold()


async def walk(seat: Seat, numbers: list[str]) -> list[str]:
    """Through every list and, of each case, everything that opens from it. Returns where the marker was seen."""
    seen: list[str] = []

    def look(place: str) -> None:
        if MARK in shown(seat):
            seen.append(place)

    for key in LISTS:
        await seat.press(key)
        look(key)
    await seat.type(PREFIX)
    screen = seat.app.screen
    assert isinstance(screen, ArchiveScreen)
    assert screen._waiting is not None
    await seat.elapse(screen._waiting)
    look("search")
    for number in numbers:
        await seat.do(lambda number=number: seat.app.open_case(number))  # type: ignore[misc]
        look(number)
        for key in DIALOGS:
            await seat.press(key)
            look(f"{number} {key}")
            while seat.dialog is not None or seat.app.screen.is_modal:
                before = seat.app.screen
                await seat.press("escape")
                if seat.app.screen is before:
                    break
        await seat.press("escape")
    return seen


@pytest.mark.parametrize("who", ["agency_secretary", KEPT])
async def test_no_screen_shows_what_is_kept_from_whoever_sits_at_it(planted: Planted, who: str) -> None:
    desk = planted.desk
    if who != KEPT:
        exclusion.exclude(desk.person("manager"), planted.about_kept, [who], "supaya tidak ada yang terbuka")
    numbers = [planted.letters["secret"], planted.confidential, planted.about_kept]
    async with Seats(desk, SIZE) as seats:
        assert await walk(await seats.at(who), numbers) == []


async def test_a_head_who_directs_a_sealed_case_is_shown_nothing_of_it(planted: Planted) -> None:
    async with Seats(planted.desk, SIZE) as seats:
        seen = await walk(await seats.at("division_head"), [planted.letters["secret"]])
    assert [place for place in seen if planted.letters["secret"] in place] == []


async def test_the_counter_completes_and_warns_of_nothing_that_is_sealed(planted: Planted) -> None:
    async with Seats(planted.desk, SIZE) as seats:
        clerk = await seats.at("sms_officer")
        await clerk.press("f5", "f3")
        while clerk.field.key != "sender":
            if clerk.field.key == "service":
                await clerk.type("surat umum")
            await clerk.press("enter")
        await clerk.type(PREFIX)
        assert f"{MARK} pengirim" not in shown(clerk)
        await clerk.type(f"{MARK[5:]} pengirim")
        await clerk.press("enter")
        await clerk.type(f"{MARK}/1")
        await clerk.press("enter")
        assert "mirip" not in shown(clerk)


async def test_whoever_may_read_it_is_shown_the_marker(planted: Planted) -> None:
    number = planted.letters["secret"]
    async with Seats(planted.desk, SIZE) as seats:
        seen = await walk(await seats.at("pr_officer"), [number])
    assert {"f6", "search", number, f"{number} h"} <= set(seen)
