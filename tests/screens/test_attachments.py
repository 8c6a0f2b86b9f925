"""Attachments on the screens: nothing is opened by itself, and what is opened is a copy."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.domain.letter import LetterDraft
from desk.office import intake
from desk.office.casefile import view_case
from desk.office.opened_copies import OpenedCopies
from desk.screens import opening_copies
from desk.screens.dialogs import ConfirmScreen
from tests.screens.seats import Seat, Seats

if TYPE_CHECKING:
    from tests.conftest import Desk

SCAN = b"%PDF-1.7 pindaian"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "rumah"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    return place


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program for opening that only notes what it is given."""
    tools, noted = tmp_path / "tools", tmp_path / "dibuka"
    tools.mkdir()
    program = tools / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{noted}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("DISPLAY", ":0")
    return noted


def logged(desk: Desk, folder: Path, *names: str) -> str:
    files = [folder / name for name in names]
    for file in files:
        file.write_bytes(SCAN)
    draft = LetterDraft("surat-umum", "OPD", "Hal")
    return intake.log_letter(desk.person("receptionist"), draft, attach=files).number


async def at_case(seats: Seats, number: str) -> Seat:
    seat = await seats.at("receptionist")
    await seat.do(lambda: seat.app.open_case(number))
    return seat


async def test_a_copy_is_saved_where_it_is_wanted_and_nothing_is_overwritten(
    desk: Desk, tmp_path: Path, home: Path
) -> None:
    number = logged(desk, tmp_path, "a.pdf", "tagihan\u202efdp.exe")
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i", "2", "ctrl+s")
        assert (home / "tagihan_fdp.exe").read_bytes() == SCAN
        assert "Salinan lampiran ada di" in seat.told
        await seat.press("i", "2", "ctrl+s")
        assert "sudah ada di sana" in seat.picture
        assert "¤fdp.exe" in seat.picture


async def test_who_first_wants_to_open_it_and_then_to_save_it_is_asked_where(
    desk: Desk, tmp_path: Path, home: Path
) -> None:
    number = logged(desk, tmp_path, "a.exe")
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i", "enter", "2", "ctrl+s")
        assert "maka tidak dibuka" in seat.picture
        await seat.press("1")
        assert "Disimpan di" in seat.picture
        await seat.press("ctrl+s")
        assert seat.dialog is None, seat.picture
    assert (home / "a.exe").read_bytes() == SCAN


async def test_a_copy_is_opened_only_after_the_question(desk: Desk, tmp_path: Path, opener: Path) -> None:
    number = logged(desk, tmp_path, "surat.pdf")
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i", "enter", "2", "ctrl+s")
        assert isinstance(seat.app.screen, ConfirmScreen)
        assert not opener.exists()
        await seat.press("enter", "t")
        assert not opening_copies.started
        await seat.press("i", "enter", "2", "ctrl+s", "y")
        assert [process.wait() for process in opening_copies.started] == [0]
        opening_copies.started.clear()
        copy = Path(opener.read_text())
        [kept] = view_case(desk.person("receptionist"), number).attachments
        assert (copy.name, copy.read_bytes(), copy != kept.path) == ("surat.pdf", SCAN, True)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        folders = [folder for folder in copy.parents if folder.is_relative_to(desk.config.opened)]
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert not list(desk.config.opened.iterdir()), "it goes with the desk, or with whoever signs out"


async def test_a_copy_that_the_disk_refuses_is_told_and_the_desk_goes_on(desk: Desk, tmp_path: Path) -> None:
    number = logged(desk, tmp_path, "surat.pdf")
    desk.config.opened.write_text("no folder")
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i", "enter", "2", "ctrl+s", "y")
        assert "tidak dapat ditulis" in seat.told, seat.picture


async def test_what_a_desk_that_was_killed_has_left_goes_when_somebody_comes_in(
    desk: Desk, tmp_path: Path
) -> None:
    left = OpenedCopies(desk.config.opened).place("0481/2026")
    async with Seats(desk) as seats:
        await seats.at("receptionist")
        assert not left.exists()


async def test_a_program_is_not_opened_and_without_an_opener_the_copy_is_named(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    number = logged(desk, tmp_path, "surat.desktop", "surat.pdf")
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i", "enter", "2", "ctrl+s")
        assert "tidak dibuka; simpan salinannya" in seat.picture.replace("\n", " ")
        await seat.press("escape", "i", "2", "enter", "2", "ctrl+s", "y")
        assert "Tidak ada program pembuka" in seat.told
    assert not opening_copies.started


async def test_a_case_without_attachments_offers_none(desk: Desk) -> None:
    number = intake.log_letter(desk.person("receptionist"), LetterDraft("surat-umum", "OPD", "Hal")).number
    async with Seats(desk) as seats:
        seat = await at_case(seats, number)
        await seat.press("i")
        assert seat.dialog is None
