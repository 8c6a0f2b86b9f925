"""Two desks in two real terminals on one database: each follows the other, and neither overwrites it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.terminal.terminal import Terminal
from tests.terminal.walking import fault, forward, go_to

SIZE = (100, 30)


@pytest.fixture
def two(demo_home: str) -> Iterator[tuple[Terminal, Terminal]]:
    with ExitStack() as stack:
        first, second = (stack.enter_context(Terminal(demo_home, *SIZE)) for _ in range(2))
        yield first, second
        for desk in (first, second):
            desk.press("^q")
            assert desk.wait_for_end() == 0
    assert fault(demo_home) is None


def sign_in(desk: Terminal, username: str) -> None:
    desk.wait_for("Rini Puspawardani").type(username).wait_for(f"cari: {username}").press("Enter")
    desk.wait_for("Papan SLA", "F1 Bantuan")


def log(desk: Terminal, subject: str) -> str:
    """A complete letter at the counter; its number."""
    desk.press("F5").wait_for("Surat masuk")
    if desk.wait_for_match(r"(Layanan|Pengirim) \* +▌")[1] == "Layanan":  # kept from one letter to the next
        desk.type("wa\r").wait_for("Pengirim *        ▌")
    for text, shown in (
        ("Dinas Dua Meja", "Nomor surat *     ▌"),
        ("123/UJI/2026", "Tanggal surat *   ▌"),
        ("kemarin", "Hal *             ▌"),
        (subject, "Persyaratan       ▌"),
    ):
        desk.type(f"{text}\r").wait_for(shown)
    desk.type("  ").press("Down").type(" ").press("Up").type(" ").wait_for("2/2")
    desk.press("F2").wait_for("Tercatat")
    number = desk.wait_for_match(r"Nomor agenda +(\d{4}/\d{4})")[1]
    desk.press("Enter").wait_for("Register hari ini")
    return number


def gone(desk: Terminal, text: str) -> None:
    desk.wait_until(lambda: text not in desk.text, f"still shown: {text}")


def test_register_queue_board_and_archive_follow_the_other_desk(two: tuple[Terminal, Terminal]) -> None:
    counter, other = two
    sign_in(counter, "rini")
    sign_in(other, "rini")
    other.press("F5").wait_for("Register hari ini")
    number = log(counter, "Surat pertama")
    other.wait_for(number)
    other.press("F6").wait_for("Milik saya", number)
    second = log(counter, "Surat kedua")
    other.wait_for(second)
    counter.press("F6").wait_for("Milik saya")
    forward(counter, number)
    gone(other, number)
    other.press("F8").wait_for("Arsip", second)
    third = log(counter, "Surat ketiga")
    other.wait_for(third)
    other.press("F7").wait_for("Langkah berjalan").press("p").wait_for("Pemegang").type("rini\r")
    other.wait_for("Tidak ada langkah dalam saringan ini.")
    counter.press("F6").wait_for("Milik saya")
    go_to(counter, third)
    counter.press("t").wait_for(f"{third} diambil")
    other.wait_for(third[:4])


def test_an_open_case_names_who_has_it_open_and_a_conflict_loses_nothing(
    two: tuple[Terminal, Terminal],
) -> None:
    counter, other = two
    sign_in(counter, "rini")
    number = log(counter, "Surat bersama")
    sign_in(other, "rini")
    other.press("F6").wait_for("Milik saya", number)
    go_to(other, number)
    counter.press("F6").wait_for("Milik saya")
    go_to(counter, number)
    counter.press("Enter").wait_for("Langkah SOP", "Esc Kembali")
    other.press("s").wait_for("Selesaikan langkah", "Dibuka oleh Rini Puspawardani (meja lain)")
    counter.wait_for("dibuka oleh Rini Puspawardani (meja lain)")
    other.type("hasil yang diketik")
    counter.press("s").wait_for("Selesaikan langkah").press("F2").wait_for(f"{number} diteruskan")
    other.wait_for("Berkas ini berubah; perubahannya")
    other.press("F2").wait_for("Berkas berubah", "Yang hendak Anda simpan", "hasil yang diketik")
    other.wait_for("sudah tidak terbuka", "Salin", "Lihat berkas")
    other.press("Escape").wait_for("Langkah SOP", "Esc Kembali")
    counter.press("Escape").wait_for("Milik saya")
    gone(other, "dibuka oleh")
