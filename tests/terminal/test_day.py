"""A letter's first minutes, in a real terminal: logged, disposed, seen on the board; and leaving harms nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.demo.people import DEMO_PASSWORD
from tests.terminal.terminal import Terminal
from tests.terminal.walking import fault, forward, go_to

SIZES = [(80, 24), (100, 30)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_sign_in_log_a_letter_dispose_it_and_see_it_on_the_board(
    demo_home: str, size: tuple[int, int]
) -> None:
    with Terminal(demo_home, *size) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Layanan")
        desk.type("wa\rDinas Uji Terminal\r123/UJI/2026\rkemarin\rSiaran uji coba\r")
        desk.wait_for("Siaran uji coba", "Tenggat")
        desk.type("  ").press("Down").type(" ").press("Up").type(" ")
        desk.wait_for("2/2")
        desk.press("F2").wait_for("Tercatat", "terdaftar")
        number = desk.wait_for_match(r"Nomor agenda +(\d{4}/\d{4})")[1]
        desk.press("Enter").press("F6").wait_for("Milik saya")
        forward(desk, number)

        desk.press("^l").wait_for("Bramanto Sudirjaya").press("Down", "Enter")
        desk.wait_for("Milik saya", number)
        go_to(desk, number)
        desk.press("d").wait_for("Disposisi", "Kepada")
        desk.type("dwita\r").press("F2")
        desk.wait_for("Dwita Larasmaya")

        desk.press("F7").wait_for("Langkah berjalan")
        desk.press("p").wait_for("Pemegang").type("dwita\r")
        desk.wait_for_match(rf"[▲►●] +[-:\d]+ .*{number[:4]}")
        desk.press("F8").wait_for("Arsip")
        desk.type(number).wait_for("1 berkas", "Siaran uji coba")
        desk.press("^q")
        assert desk.wait_for_end() == 0
    assert fault(demo_home) is None


def test_leaving_in_the_middle_of_a_letter_keeps_what_was_typed_and_the_books_in_order(
    demo_home: str,
) -> None:
    with Terminal(demo_home, 80, 24) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Layanan")
        desk.type("wa\rDinas Setengah Jadi\r")
        desk.wait_for("Dinas Setengah Jadi").press("^q")
        assert desk.wait_for_end() == 0
    with Terminal(demo_home, 80, 24) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Dinas Setengah Jadi")
    assert _verify(demo_home) == 0


def test_the_first_screen_of_a_machine_without_an_office_offers_two_ways(tmp_path: Path) -> None:
    with Terminal(str(tmp_path / "none"), 80, 24) as desk:
        desk.wait_for("Buka kantor contoh", "Siapkan kantor saya").press("^q")
        assert desk.wait_for_end() == 0
    assert not (tmp_path / "none" / "desk.db").exists()


def _verify(home: str) -> int:
    """As a person proves it, with the commands; its exit status."""
    desk = [sys.executable, "-m", "desk", "--home", home]
    environment = os.environ | {"DESK_PASSWORD": DEMO_PASSWORD}
    subprocess.run([*desk, "login", "manajer"], env=environment, capture_output=True, check=True)
    return subprocess.run([*desk, "verify"], capture_output=True, check=False).returncode
