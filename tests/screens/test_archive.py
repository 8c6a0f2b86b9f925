"""Arsip finds any letter or complaint by number, sender or words of its subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.calendar import Instant
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.office import complaints, intake, same_number
from desk.office.office_log import office_log
from desk.office.same_number import KIND
from desk.screens.archive import ArchiveScreen, Found
from desk.screens.saving import SavingScreen
from tests.conftest import Desk
from tests.screens.seats import Seat
from tests.screens.test_storage_trouble import writing_elsewhere

SeatMaker = Callable[..., Any]


def log(desk: Desk, subject: str, sender: str = "Dinas Uji") -> str:
    have = frozenset(item.key for item in desk.office.service("wa-center").requirements)
    draft = LetterDraft("wa-center", sender, subject, have=have)
    return intake.log_letter(desk.person("receptionist"), draft).number


def fill(desk: Desk) -> tuple[str, str, str]:
    first = log(desk, "Jadwal imunisasi anak", "Dinas Kesehatan")
    second = log(desk, "Lomba cerdas cermat", "Dinas Pendidikan")
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Lampu jalan imunisasi mati", "Warga Uji")
    return first, second, complaints.log_complaint(desk.person("sms_officer"), draft).number


async def open_archive(s: Seat) -> ArchiveScreen:
    s.app.action_mode("archive")
    await s.settle()
    screen = s.screen
    assert isinstance(screen, ArchiveScreen)
    return screen


async def look_for(s: Seat, text: str) -> None:
    """Type, and let the wait for the next key be over."""
    await s.type(text)
    screen = s.screen
    assert isinstance(screen, ArchiveScreen)
    assert screen._waiting is not None
    await s.elapse(screen._waiting)


def numbers(screen: ArchiveScreen) -> list[str]:
    return [item.number for item in screen.rows._pages._fetch(0, 128)]


async def test_without_words_the_newest_come_first(desk: Desk, seat: SeatMaker) -> None:
    first, second, third = fill(desk)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        assert "Berkas terbaru" in s.picture
        assert "3 berkas" in s.picture
        assert sorted(numbers(screen)) == sorted([first, second, third])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("imunisasi", (0, 2)),
        ("KESEHATAN imun", (0,)),
        ("0002/", (1,)),
        ("p-0001", (2,)),
        ("tidak ada", ()),
    ],
)
async def test_every_typed_word_must_occur(
    desk: Desk, seat: SeatMaker, text: str, found: tuple[int, ...]
) -> None:
    cases = fill(desk)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        await look_for(s, text)
        assert sorted(numbers(screen)) == sorted(cases[place] for place in found)
        assert f"Hasil untuk “{text}”" in s.picture
        if not found:
            assert "Tidak ditemukan" in s.picture


async def test_enter_goes_to_the_list_and_opens_the_case_there(desk: Desk, seat: SeatMaker) -> None:
    _first, second, _third = fill(desk)
    opened: list[str] = []
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        s.app.open_case = opened.append
        await look_for(s, "cermat")
        await s.press("enter")
        assert s.app.focused is screen.rows
        await s.press("enter")
        assert opened == [second]
        await s.press("up")
        assert s.app.focused is screen.line
        await s.press("escape")
        assert screen.line.value == ""


def from_number(desk: Desk, phone: str) -> str:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Lampu mati", "Warga Uji", phone)
    return complaints.log_complaint(desk.person("sms_officer"), draft).number


def asked(desk: Desk) -> list[str]:
    return [event.by for event in office_log(desk.person("manager"), KIND)]


async def test_a_telephone_number_is_asked_for_by_enter_and_not_while_it_is_typed(
    desk: Desk, seat: SeatMaker
) -> None:
    number = from_number(desk, "081200001234")
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        await look_for(s, "0812 0000 1234")
        assert numbers(screen) == []
        assert "Enter mencari pengaduan dari nomor ini (dicatat)" in s.picture
        assert asked(desk) == []
        await s.press("enter")
        await s.settle()
        assert numbers(screen) == [number]
        assert "Enter mencari" not in s.picture
        assert asked(desk) == ["manager"]
        await s.press("slash", "ctrl+u")
        await look_for(s, "081200001235")
        assert numbers(screen) == []
        await s.press("enter")
        await s.settle()
        assert numbers(screen) == []
        assert "Tidak ada pengaduan dari nomor telepon ini" in s.picture
        assert asked(desk) == ["manager"] * 2


async def test_who_has_no_part_in_the_work_is_offered_no_search_by_number(
    desk: Desk, seat: SeatMaker
) -> None:
    from_number(desk, "081200001234")
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        screen = await open_archive(s)
        await look_for(s, "081200001234")
        assert "Enter mencari" not in s.picture
        await s.press("enter")
        assert s.app.focused is screen.rows
        assert asked(desk) == []


@pytest.mark.parametrize("text", ["20261125", "0481 2026"])
async def test_a_day_or_a_number_of_a_case_is_not_asked_for_as_a_telephone_number(
    desk: Desk, seat: SeatMaker, text: str
) -> None:
    fill(desk)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        await look_for(s, text)
        assert "Enter mencari" not in s.picture
        await s.press("enter")
        assert s.app.focused is screen.rows
        assert asked(desk) == []


async def refused_in_archive(s: Seat, text: str = "081200001234") -> None:
    screen = await open_archive(s)
    await look_for(s, text)
    await s.press("enter")
    await s.settle()
    if isinstance(s.app.screen, SavingScreen):
        await s.press("escape")
    assert s.app.focused is screen.rows, s.picture


async def test_a_telephone_number_that_may_not_be_asked_for_is_told_and_enter_goes_to_the_list(
    desk: Desk, seat: SeatMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_number, "LIMIT", 0)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await refused_in_archive(s)
        assert "Terlalu banyak nomor dicari" in s.told


async def test_a_telephone_number_is_not_asked_for_by_a_clock_far_behind_and_enter_goes_to_the_list(
    desk: Desk, seat: SeatMaker
) -> None:
    fill(desk)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        desk.advance(-3600)
        await refused_in_archive(s)
        assert "Jam" in s.told


async def test_while_others_write_a_telephone_number_waits_and_enter_goes_to_the_list_when_it_is_given_up(
    desk: Desk, seat: SeatMaker
) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        with writing_elsewhere(desk.config):
            await refused_in_archive(s)
        assert "sedang" in s.told


async def test_a_stale_answer_is_dropped(desk: Desk, seat: SeatMaker) -> None:
    fill(desk)
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        screen.post_message(ArchiveScreen.Read(Found("lama", 0, [])))
        await s.settle()
        assert screen.rows.count == 3
        assert "lama" not in s.picture


async def test_the_work_of_another_desk_shows_within_two_heartbeats(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await open_archive(s)
        assert "Belum ada berkas" in s.picture
        number = log(desk, "Baru")
        for _ in range(2):
            desk.advance(1)
            s.app._beat()
            await s.settle()
        assert number in s.picture


async def test_a_voided_letter_stays_visible_as_such(desk: Desk, seat: SeatMaker) -> None:
    number = log(desk, "Keliru")
    intake.void_letter(desk.person("section_head"), number, "salah catat")
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await open_archive(s)
        assert number in s.picture
        assert "× dibatalkan" in s.picture


@pytest.mark.parametrize("text", ["[/salah] x", "[red]x", "a\x1b[31mb \u202ec", "x" * 10_000])
async def test_text_from_people_is_shown_inert(desk: Desk, seat: SeatMaker, text: str) -> None:
    log(desk, text, text[:200])
    async with seat(desk.config, desk.clock, desk.person("manager"), size=(160, 45)) as s:
        await open_archive(s)
        await look_for(s, text[:20])
        assert "\x1b" not in s.picture
        assert "\u202e" not in s.picture
        if text.startswith("["):
            assert s.picture.count(text) >= 3


async def test_more_than_a_page_is_read_where_it_is_looked_at(desk: Desk, seat: SeatMaker) -> None:
    for place in range(140):
        desk.advance(1)
        log(desk, f"Surat {place}")
    started: Instant = desk.clock.now()
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_archive(s)
        assert screen.rows.count == 140
        await s.press("enter", "end")
        assert screen.rows.item is not None
        assert screen.rows.item.number == "0001/2026"
        assert screen.rows.item.at < started
