"""Mengapa?: one key on any timer, the sum that runs with it, and every interval for whoever wants to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.domain.letter import LetterDraft
from desk.office import intake, routing
from desk.screens.why import WhyScreen
from tests.screens.files import NASTY, at_officer, complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat


def why(seat: Seat) -> WhyScreen:
    screen = seat.app.screen
    assert isinstance(screen, WhyScreen), seat.picture
    return screen


async def opened(seats: Seats, who: str, number: str) -> Seat:
    seat = await seats.at(who)
    await seat.do(lambda: seat.app.open_case(number))
    return seat


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_one_key_on_the_queue_explains_the_nearest_clock(desk: Desk, size: tuple[int, int]) -> None:
    number = at_officer(desk)
    desk.advance(10 * 60)
    async with Seats(desk, size) as seats:
        seat = await seats.at("pr_officer")
        await seat.choose(number)
        await seat.press("e")
        assert why(seat).head.plain.splitlines()[2] == "Tenggat    Sen 23 Nov 09.30 ● sisa 20 m 00 d"
        assert "30 menit kerja sejak Sen 23 Nov 09.00: Sen 23 Nov 09.30." in why(seat).body.plain
        assert "Terpakai   10 m dari 30 m" in seat.picture
        await seat.press("escape")
        assert seat.dialog is None


async def test_the_sum_runs_with_the_clock(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", number)
        await seat.press("e")
        assert "belum ada: baru saja mulai" in seat.picture
        desk.advance(61)
        await seat.beat()
        assert "Terpakai   1 m 01 d dari 30 m" in seat.picture
        assert why(seat).body.plain.count("1 m 01 d") == 2, "in its interval and in the sum"
        desk.advance(60)
        await seat.beat()
        assert "Terpakai   2 m 01 d" in seat.picture


async def test_the_other_clocks_are_one_key_away(desk: Desk) -> None:
    number = complaint(desk, class_key="minor")
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "hotline_officer", number)
        await seat.press("e")
        assert "[1 langkah 2 Respon cepat dan ramah]" in seat.picture
        await seat.press("3")
        assert "[3 golongan]" in seat.picture
        assert "Golongan Ringan: 5 hari kerja sejak Sen 23 Nov 09.00" in seat.picture
        await seat.press("2")
        assert "[2 layanan]" in seat.picture
        assert "tanpa batas waktu" in seat.picture
        await seat.press("tab", "tab")
        assert "[1 langkah" in seat.picture


async def test_earlier_visits_are_explained_too(desk: Desk) -> None:
    number = letter(desk)
    desk.advance(300)
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("e", "1", "left")
        assert "[1 langkah 2 " in seat.picture
        assert "Berhenti Sen 23 Nov 09.05." in seat.picture
        await seat.press("right")
        assert "[1 langkah 3 " in seat.picture


async def test_days_alike_are_folded_and_every_interval_is_one_key_away(desk: Desk) -> None:
    number = complaint(desk, class_key="minor")
    desk.set("2026-11-27 09:00")
    async with Seats(desk) as seats:
        seat = await opened(seats, "hotline_officer", number)
        await seat.press("e", "3")
        body = why(seat).body
        assert "+ Sel 24 – Kam 26 Nov" in body.plain
        assert "3 hari kerja" in body.plain
        assert "istirahat" not in body.plain
        await seat.press("r")
        assert body.plain.count("istirahat") == 6
        assert "– Sen 23 Nov 16.00 – Sel 24 Nov 07.30" in body.plain
        assert "= terpakai 30 j" in [" ".join(line.split()) for line in body.plain.splitlines()]
        await seat.press("r")
        assert "istirahat" not in body.plain


async def test_a_long_explanation_scrolls_at_80x24_under_its_head(desk: Desk) -> None:
    number = complaint(desk, "pengaduan-dinkominfo", class_key="oversight")
    desk.set("2027-01-20 09:00")
    async with Seats(desk) as seats:
        seat = await opened(seats, "complaint_officer", number)
        await seat.press("e", "3", "r")
        assert "Esc Tutup" in seat.picture
        await seat.press("end")
        assert "= sisa" in seat.picture
        assert "Tenggat" in seat.picture


async def test_the_board_explains_the_row_under_the_cursor(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await seats.at("manager")
        await seat.press("f7")
        await seat.press("e")
        assert f"Mengapa? · {number}" in seat.picture
        await seat.press("escape", "g")
        assert "why" not in [binding.binding.id for binding in seat.app.screen.active_bindings.values()]


async def test_a_file_whose_time_has_not_begun_says_so(desk: Desk) -> None:
    draft = LetterDraft("wa-center", "OPD", "Hal")
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    async with Seats(desk) as seats:
        seat = await opened(seats, "mail_clerk", number)
        await seat.press("e")
        assert "Waktu berkas ini belum berjalan" in seat.told


async def test_while_it_is_open_it_follows_what_others_do(desk: Desk) -> None:
    number = at_officer(desk)
    desk.advance(60)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("e")
        desk.advance(60)
        routing.pause(desk.person("pr_officer"), number, "other_agency", NASTY[1])
        desk.advance(60)
        await seat.beat()
        assert "belum dapat dipastikan ║ jeda, sisa 28 m 00 d" in seat.picture
        assert f"jeda, menunggu OPD lain: {NASTY[1]}" in " ".join(why(seat).body.plain.split())
