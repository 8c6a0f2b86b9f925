"""SOP: any service as its official table, from anywhere, the current step marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.service import Service
from desk.screens.base import SopContext
from desk.screens.sop import SopScreen, SopView
from desk.screens.sop_text import sop_text
from tests.conftest import Desk
from tests.screens.seats import Seat

SeatMaker = Callable[..., Any]
SERVICES = (
    *("wa-center", "keprotokolan", "pengaduan-prokopim", "pengaduan-dinkominfo"),
    *("pengaduan-elektronik", "konten-medsos", "hotline-bkpsdm", "surat-umum"),
)
WIDTHS = (60, 75, 95, 115, 155)


def lines_of(desk: Desk, key: str, width: int, step_no: str | None = None) -> list[str]:
    return [line.plain for line in sop_text(desk.office, desk.office.service(key), step_no, width).lines]


def words_of(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


async def open_sop(s: Seat, service: Service, step_no: str | None = None) -> SopView:
    s.app.show_sop(SopContext(service.version, step_no))
    await s.settle()
    return s.screen.query_one(SopView)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("key", SERVICES)
def test_no_line_is_wider_than_the_screen(desk: Desk, key: str, width: int) -> None:
    for line in sop_text(desk.office, desk.office.service(key), None, width).lines:
        assert line.width <= width


@pytest.mark.parametrize("key", SERVICES)
def test_every_step_shows_its_number_activity_time_and_every_way_out(desk: Desk, key: str) -> None:
    text = words_of(lines_of(desk, key, 78))
    for step in desk.office.service(key).steps:
        assert " ".join(f"{step.no} {step.name}".split()) in text
        assert f"Waktu {step.standard or '–'}" in text
        for way in step.exits:
            assert f"{way.to}" in text if way.to else "■" in text


def test_the_table_has_the_official_head_from_a_hundred_columns(desk: Desk) -> None:
    lines = lines_of(desk, "hotline-bkpsdm", 95)
    head = next(place for place, line in enumerate(lines) if "Mutu Baku" in line)
    titles = [cell.strip() for cell in lines[head + 1].strip("│ ").split("│")]
    assert titles == ["No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Keterangan"]
    assert not any("Mutu Baku" in line for line in lines_of(desk, "hotline-bkpsdm", 75))


def test_exits_are_told_beside_their_step(desk: Desk) -> None:
    text = words_of(lines_of(desk, "hotline-bkpsdm", 78))
    assert "→ 7 Kewenangan BKPSDM" in text
    assert "→ 6 Bukan kewenangan, salurkan ke OPD lain (disalurkan)" in text
    assert "◄" in words_of(lines_of(desk, "konten-medsos", 78))


def test_the_six_published_components_stand_in_their_order(desk: Desk) -> None:
    text = "\n".join(lines_of(desk, "wa-center", 78))
    titles = (
        *("1  Persyaratan", "2  Sistem, mekanisme, dan prosedur", "3  Jangka waktu penyelesaian"),
        *("4  Biaya/tarif", "5  Produk pelayanan", "6  Penanganan pengaduan"),
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_a_missing_decree_is_said(desk: Desk) -> None:
    assert "Nomor SK  belum dicantumkan" in lines_of(desk, "hotline-bkpsdm", 78)
    assert "Nomor SK  188.45/0020.a/35.09.315/2024" in lines_of(desk, "wa-center", 78)


def test_what_needs_confirmation_stands_out_beside_its_step(desk: Desk) -> None:
    text = sop_text(desk.office, desk.office.service("hotline-bkpsdm"), None, 78)
    step = next(
        n for n, line in enumerate(text.lines) if "Analisis" in line.plain or "  4 Menganal" in line.plain
    )
    after = [span for line in text.lines[step : step + 20] for span in line.spans]
    assert any("konfirmasi" in part and "$band-at-risk" in style for part, style in after)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
async def test_the_current_step_is_marked_and_in_sight(
    desk: Desk, seat: SeatMaker, size: tuple[int, int]
) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager"), size=size) as s:
        await open_sop(s, desk.office.service("hotline-bkpsdm"), "9")
        marked = [line for line in s.picture.splitlines() if "►" in line]
        assert len(marked) == 1
        assert "langkah sekarang" in marked[0] if size[0] < 100 else "► 9" in marked[0]


async def test_arrows_and_the_picker_lead_to_another_service_and_escape_back(
    desk: Desk, seat: SeatMaker
) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        behind = s.screen
        await open_sop(s, desk.office.service("hotline-bkpsdm"), "9")
        await s.press("right")
        assert "SOP · Keprotokolan" in s.picture
        assert "►" not in s.picture
        await s.press("left")
        assert "SOP · Hotline BKPSDM" in s.picture
        assert "►" in s.picture
        await s.press("l")
        await s.type("umum")
        await s.press("enter")
        assert "SOP · Surat Umum" in s.picture
        await s.press("escape")
        assert s.screen is behind


async def test_without_a_case_the_key_asks_for_the_service(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await s.press("f9")
        await s.type("konten")
        await s.press("enter")
        assert isinstance(s.screen, SopScreen)
        assert "SOP · Konten Medsos" in s.picture


@pytest.mark.parametrize("key", SERVICES)
def test_no_word_that_fits_in_fourteen_cells_is_broken_in_the_table(desk: Desk, key: str) -> None:
    service = desk.office.service(key)
    rows = [line for line in lines_of(desk, key, 95) if "│" in line]
    shown = {word for line in rows for cell in line.split("│") for word in cell.split()}
    printed = {word for step in service.steps for word in f"{step.name} {step.inputs} {step.output}".split()}
    assert {word for word in printed if len(word) <= 14 and "/" not in word and "," not in word[:-1]} <= shown
