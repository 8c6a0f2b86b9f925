"""Before an act is sent, its dialog says what deadline follows; targets and corrections by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.domain.sla import ClockKind
from desk.office import routing
from tests.conftest import at
from tests.screens.files import NASTY, at_officer, complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat

SIZES = [(80, 24), (100, 30)]


async def opened(seats: Seats, who: str, number: str) -> Seat:
    seat = await seats.at(who)
    await seat.do(lambda: seat.app.open_case(number))
    return seat


def foreseen(seat: Seat) -> str:
    """What the dialog says of the time after the act, as one line."""
    told = seat.app.screen.query_one("#dialog-ahead")
    return " ".join(str(told.render()).split()) if told.display else ""


# ---- before it is sent


@pytest.mark.parametrize("size", SIZES)
async def test_finishing_says_the_deadline_of_the_way_that_is_chosen(
    desk: Desk, size: tuple[int, int]
) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "complaint_team", number)
        await seat.press("s")
        assert foreseen(seat) == "", "no way out is chosen yet"
        await seat.press("1")
        assert foreseen(seat) == "Tenggat nanti Sen 23 Nov 10.00 1 jam kerja sejak 09.00 (langkah)"
        await seat.press("2")
        assert foreseen(seat) == "Sesudah ini Menunggu OPD lain: waktu kantor tidak berjalan."


async def test_the_foreseen_deadline_moves_with_the_clock(desk: Desk) -> None:
    number = complaint(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "hotline_officer", number)
        await seat.press("s")
        assert "Sen 23 Nov 09.10 10 menit kerja sejak 09.00" in foreseen(seat)
        desk.advance(120)
        await seat.beat()
        assert "Sen 23 Nov 09.12 10 menit kerja sejak 09.02" in foreseen(seat)


@pytest.mark.parametrize("size", SIZES)
async def test_a_disposition_says_its_deadline_and_all_of_it_fits(desk: Desk, size: tuple[int, int]) -> None:
    number = letter(desk, "konten-medsos")
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "agency_head", number)
        await seat.press("d")
        assert foreseen(seat) == "Tenggat nanti Sel 24 Nov 16.00 1 hari kerja sejak 09.00 (layanan)"
        assert "F2 Simpan" in seat.picture
        assert "Tenggat nanti" in seat.picture
        assert "Batas waktu" in seat.picture


async def test_a_deadline_that_is_over_already_says_so(desk: Desk) -> None:
    number = letter(desk)
    desk.advance(3600)
    async with Seats(desk) as seats:
        seat = await opened(seats, "mail_clerk", number)
        await seat.press("s")
        assert "Sen 23 Nov 09.30 ▲ sudah lewat" in foreseen(seat)


async def test_reopening_and_another_class_say_their_deadlines(desk: Desk) -> None:
    number = at_officer(desk)
    routing.finish(desk.person("pr_officer"), number)
    other = complaint(desk, class_key="minor")
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("b")
        assert foreseen(seat) == ""
        await seat.type("3")
        await seat.press("enter")
        assert foreseen(seat).startswith("Tenggat nanti Sen 23 Nov 09.30 30 menit kerja sejak 09.00")
        await seat.press("escape", "escape")
        await seat.do(lambda: seat.app.open_case(other))
        await seat.press("k")
        assert foreseen(seat) == "", "it has that class already"
        await seat.press("4")
        assert foreseen(seat).startswith("Tenggat nanti")
        assert "60 hari kerja" in foreseen(seat)


# ---- an agreed target


@pytest.mark.parametrize("size", SIZES)
async def test_a_target_is_agreed_with_its_effect_before_the_eyes(desk: Desk, size: tuple[int, int]) -> None:
    number = at_officer(desk)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("w")
        assert "Tenggat layanan sekarang Sen 23 Nov 09.30." in seat.picture
        await seat.type("09.20")
        await seat.press("enter")
        assert foreseen(seat) == "Tenggat Target harus sesudah tenggat yang berlaku sekarang."
        await seat.type("menunggu data pusat")
        await seat.press("enter")
        assert "! Target harus sesudah tenggat" in seat.picture
        assert seat.field.key == "due"
        await seat.press("ctrl+u", *"besok", "enter")
        assert foreseen(seat) == (
            "Tenggat nanti Sel 24 Nov 16.00 lebih lama 13 j jam kerja, standar Sen 23 Nov 09.30"
        )
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
        assert f"{number} target disepakati" in seat.told
        lines = seat.shown.splitlines()
        assert lines[0] == "Tenggat    Sel 24 Nov 16.00 ● sisa 13 j 30 m"
        assert lines[2].strip() == "standar Sen 23 Nov 09.30, disepakati Sel 24 Nov 16.00"
        assert "target" not in seat.app.screen.choice.acts
        await seat.press("e")
        assert "oleh Kepala Bagian pada Sen 23 Nov 09.00: menunggu data pusat" in " ".join(
            seat.app.screen.body.plain.split()
        )


async def test_who_does_not_lead_is_not_offered_a_target(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", number)
        await seat.press("w")
        assert seat.dialog is None
        assert seat.case(number).target is None


# ---- corrections


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_act_is_undone_after_it_was_shown(desk: Desk, size: tuple[int, int]) -> None:
    number = letter(desk)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "mail_clerk", number)
        assert "undo" not in seat.app.screen.choice.acts, "logging a letter is voided, not undone"
        desk.advance(60)
        await seat.press("s", "enter")
        await seat.press("u")
        assert "Sen 23 Nov 09.01 Pengadministrasi Surat: Langkah 2 (" in seat.picture
        assert foreseen(seat).startswith("Tenggat nanti Sen 23 Nov 09.30")
        await seat.press("enter")
        assert "Alasan wajib diisi." in seat.picture
        await seat.type(NASTY[1])
        await seat.press("enter")
        assert seat.dialog is None, seat.picture
        assert f"{number} tindakan terakhir diurungkan, langkah 2" in seat.told
        await seat.press("h")
        history = seat.shown.split("Riwayat")[1]
        struck = [line for line in history.splitlines() if line.startswith("× ")]
        assert len(struck) == 2
        assert "(diurungkan)" in history
        assert f"Alasan: {NASTY[1]}" in " ".join(history.split())
    assert [visit.finished_at for visit in seat.case(number).visits] == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_an_act_is_given_its_real_time(desk: Desk, size: tuple[int, int]) -> None:
    number = letter(desk)
    desk.advance(600)
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "mail_clerk", number)
        await seat.press("p", "enter")
        await seat.type("08.30")
        await seat.press("enter")
        assert "Waktu itu lebih awal daripada tindakan sebelumnya." in foreseen(seat)
        await seat.press("shift+tab", "ctrl+u", *"09.04", "enter")
        assert foreseen(seat).startswith("Tenggat nanti Sen 23 Nov 09.30")
        await seat.type("lupa menekan")
        await seat.press("enter")
        assert seat.dialog is None, seat.picture
        await seat.press("h")
        assert "(semula 09.10)" in " ".join(seat.shown.split())
    assert seat.case(number).visits[0].finished_at == at("2026-11-23 09:04")


@pytest.mark.parametrize("size", SIZES)
async def test_an_event_gets_its_right_hours(desk: Desk, size: tuple[int, int]) -> None:
    start = at("2026-11-25 09:00")
    number = letter(desk, "keprotokolan", event_start=start, event_end=start + 7200)
    async with Seats(desk, size) as seats:
        seat = await opened(seats, "mail_clerk", number)
        await seat.press("o")
        assert "25/11/2026 09.00" in seat.picture
        assert foreseen(seat) == ""
        await seat.press("ctrl+u", *"26/11 13.00", "enter")
        assert "Acara selesai sebelum mulai." in foreseen(seat)
        await seat.press("ctrl+u", *"26/11 15.00", "enter")
        assert foreseen(seat).startswith("Tenggat nanti")
        await seat.type("ralat undangan")
        await seat.press("enter")
        assert seat.dialog is None, seat.picture
        assert f"{number} waktu acara dibetulkan" in seat.told
    case = seat.case(number)
    assert (case.event_start, case.event_end) == (at("2026-11-26 13:00"), at("2026-11-26 15:00"))
    service = next(reading for reading in case.clocks if reading.clock is ClockKind.SERVICE)
    assert service.due_at == at("2026-11-26 13:00")


async def test_what_somebody_else_did_meanwhile_is_not_undone_in_its_stead(desk: Desk) -> None:
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("u")
        routing.assign(desk.person("manager"), number, "section_head", "agar jelas")
        await seat.type("keliru")
        await seat.press("enter", "ctrl+s")
        assert "Tindakan terakhir pada berkas ini sudah lain." in seat.picture
    assert seat.case(number).open_visit.holder == "section_head"
