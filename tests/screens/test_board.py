"""Papan SLA shows what is running now, the worst first, and lives without being asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.domain.sla import OPEN_BANDS, Band
from desk.office import complaints, intake, routing
from desk.office.session import Session
from desk.screens.board import BoardScreen
from desk.screens.board_cards import short_line
from desk.widgets.cards import big_number, sparkline
from tests.conftest import Desk
from tests.screens.seats import Seat

SeatMaker = Callable[..., Any]


def log(
    desk: Desk, service: str = "wa-center", subject: str = "Siaran jadwal", sender: str = "Dinas Uji"
) -> str:
    """A complete letter of a service; its number."""
    have = frozenset(item.key for item in desk.office.service(service).requirements)
    draft = LetterDraft(service, sender, subject, have=have)
    return intake.log_letter(desk.person("receptionist"), draft).number


def complain(desk: Desk) -> str:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Lampu jalan mati", "Warga")
    return complaints.log_complaint(desk.person("sms_officer"), draft).number


def manager(desk: Desk) -> Session:
    return desk.person("manager")


def board(s: Seat) -> BoardScreen:
    screen = s.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


async def beat(s: Seat, desk: Desk, seconds: int = 1) -> None:
    """One heartbeat, so much later."""
    desk.advance(seconds)
    s.app._beat()
    await s.settle()


def line_of(s: Seat, number: str) -> str:
    return next(line for line in s.picture.splitlines() if number in line)


def place_of(s: Seat, number: str) -> int:
    return next(place for place, line in enumerate(s.picture.splitlines()) if number in line)


async def test_a_running_step_shows_what_is_left_who_holds_it_and_whose_clock_it_is(
    desk: Desk, seat: SeatMaker
) -> None:
    number = log(desk)
    desk.advance(600)
    async with seat(desk.config, desk.clock, manager(desk), size=(140, 32)) as s:
        row = line_of(s, number)
        assert "●  00:20:00" in row
        assert "WA Center" in row
        assert "2 Terima dan teruskan" in row
        assert "Pengadministrasi" in row
        assert "33 %" in row
        assert "30 menit layanan" in row


async def test_a_step_outside_the_office_has_no_timer(desk: Desk, seat: SeatMaker) -> None:
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Lampu padam", "Siti")
    number = complaints.log_complaint(desk.person("hotline_officer"), draft).number
    for who, way in (
        ("hotline_officer", None),
        ("hotline_officer", None),
        ("complaint_team", "other_agency"),
    ):
        routing.finish(desk.person(who), number, way)
    desk.advance(5 * 3600)
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        row = line_of(s, number)
        assert "║  menunggu  " in row
        assert "%" not in row
        assert "jeda" not in row


async def test_a_timer_moves_every_second_from_memory(desk: Desk, seat: SeatMaker) -> None:
    number = log(desk)
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        shown = []
        for _ in range(3):
            await beat(s, desk)
            shown.append(line_of(s, number).partition("●")[2].split()[0])
        assert shown == ["00:29:59", "00:29:58", "00:29:57"]


async def test_a_row_whose_due_passes_goes_up_within_a_heartbeat(desk: Desk, seat: SeatMaker) -> None:
    late = complain(desk)
    desk.advance(10)
    never = log(desk, "surat-umum")
    paused = log(desk, "konten-medsos")
    routing.pause(desk.person("agency_head"), paused, "applicant", "menunggu materi")
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        assert place_of(s, late) < place_of(s, f" {never}") < place_of(s, f" {paused}")
        desk.advance(15 * 60 - 11)
        early = log(desk)
        await beat(s, desk, 0)
        await beat(s, desk, 1)
        assert "LEWAT" not in line_of(s, late)
        await beat(s, desk)
        row = line_of(s, late)
        assert "▲ -00:00:01 LEWAT" in row
        assert place_of(s, late) < place_of(s, f" {early}")
        assert board(s)._answer is not None
        assert board(s)._answer.counts[Band.OVERDUE] == 1


async def test_the_work_of_another_desk_shows_within_two_heartbeats(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        assert "Tidak ada langkah berjalan" in s.picture
        number = log(desk)
        await beat(s, desk)
        await beat(s, desk)
        assert number in s.picture


async def test_the_cursor_stays_on_its_case_when_the_order_changes(desk: Desk, seat: SeatMaker) -> None:
    log(desk, subject="pertama")
    desk.advance(60)
    second = log(desk, subject="kedua")
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        await s.press("down")
        assert board(s).rows.item is not None
        assert board(s).rows.item.case_no == second
        complain(desk)
        await beat(s, desk)
        await beat(s, desk)
        assert board(s).rows.count == 3
        assert board(s).rows.item.case_no == second
        assert board(s).rows.cursor == 2


async def test_filters_by_service_holder_and_band_are_told_in_the_border_and_escape_lifts_them(
    desk: Desk, seat: SeatMaker
) -> None:
    routing.take(desk.person("mail_clerk"), log(desk))
    complaint = complain(desk)
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        await s.press("l")
        await s.type("sms")
        await s.press("enter")
        assert "layanan Aduan SMS/WA" in s.picture
        assert complaint in s.picture
        assert "WA Center" not in s.picture
        await s.press("escape")
        assert "WA Center" in s.picture
        await s.press("p")
        await s.type("pengadministrasi")
        await s.press("enter")
        assert "pemegang Pengadministrasi Surat" in s.picture
        assert "WA Center" in s.picture
        assert complaint not in s.picture
        await s.press("escape", "b")
        await s.type("jeda")
        await s.press("enter")
        assert "║ jeda" in s.picture
        assert "Tidak ada langkah dalam saringan ini" in s.picture


async def test_groups_count_by_holder_and_service_and_enter_filters_to_one(
    desk: Desk, seat: SeatMaker
) -> None:
    routing.take(desk.person("mail_clerk"), log(desk))
    complaint = complain(desk)
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        await s.press("g")
        assert "Per pemegang" in s.picture
        assert "Per layanan" in s.picture
        assert "Belum diambil" in s.picture
        await s.press("tab", "down")
        service = s.screen.query_one("#services").item.name
        await s.press("enter")
        assert "Per layanan" not in s.picture
        assert f"layanan {service}" in s.picture
        assert ("WA Center" in s.picture) is (service == "WA Center")
        assert (complaint in s.picture) is (service != "WA Center")


async def test_enter_opens_the_case_under_the_cursor(desk: Desk, seat: SeatMaker) -> None:
    number = log(desk)
    opened: list[str] = []
    async with seat(desk.config, desk.clock, manager(desk)) as s:
        s.app.open_case = opened.append
        await s.press("enter")
        assert opened == [number]


@pytest.mark.parametrize("text", ["[/salah] x", "[red]x", "a\x1b[31mb\n\u202ec"])
async def test_text_from_people_is_shown_inert(desk: Desk, seat: SeatMaker, text: str) -> None:
    desk.office.people["mail_clerk"].__dict__["name"] = text
    number = log(desk)
    routing.take(desk.person("mail_clerk"), number)
    async with seat(desk.config, desk.clock, manager(desk), size=(160, 45)) as s:
        s.app.session.office.people["mail_clerk"].__dict__["name"] = text
        board(s).reload()
        await s.settle()
        assert "\x1b" not in s.picture
        assert "\u202e" not in s.picture
        if text.startswith("["):
            assert text in line_of(s, number)


async def test_nothing_wraps_at_80x24_and_the_counts_stand_in_one_line(desk: Desk, seat: SeatMaker) -> None:
    number = log(desk)
    async with seat(desk.config, desk.clock, manager(desk), size=(80, 24)) as s:
        lines = s.picture.splitlines()
        assert lines[1].startswith(" ▲ 0 terlambat  ► 0 mendesak  ● 1 aman")
        assert number.partition("/")[0] in line_of(s, "00:30:00")
        assert "hari ini masuk 1, selesai 0" in s.picture


async def test_the_wall_shows_the_board_alone_until_escape(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, manager(desk), size=(160, 45)) as s:
        assert "Masuk" in s.picture.splitlines()[0]
        await s.press("w")
        assert "Masuk" not in s.picture.splitlines()[0]
        assert "09.00 · Langkah berjalan" in s.picture
        assert "Esc kembali" in s.picture
        await beat(s, desk, 60)
        assert "09.01 · Langkah berjalan" in s.picture
        await s.press("escape")
        assert "Masuk" in s.picture.splitlines()[0]


def test_in_80_columns_every_count_has_its_word() -> None:
    counts = dict(zip(OPEN_BANDS, (9, 4, 15, 6, 6, 7), strict=True))
    line = short_line(counts, None, 78)
    assert line.width <= 78
    for text in ("9 terlambat", "4 mendesak", "15 aman", "6 jeda", "6 luar jam", "7 tanpa batas"):
        assert text in line.plain
    assert "jeda" not in short_line(counts | {Band.PAUSED: 0}, None, 70).plain


@pytest.mark.parametrize("height", [3, 5])
@pytest.mark.parametrize("text", ["0", "17", "234567890", "-"])
def test_big_numbers_fill_a_rectangle(text: str, height: int) -> None:
    rows = big_number(text, height)
    assert len(rows) == height
    assert len({len(row) for row in rows}) == 1


def test_a_day_without_a_verdict_is_a_dot_in_the_trend() -> None:
    assert sparkline([None, 0, 50, 100]) == "·▁▁█"
