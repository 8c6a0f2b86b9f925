"""Locking and unlocking in a real terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desk.demo.people import DEMO_PASSWORD
from tests.terminal.terminal import Terminal

LOCK = "\x1bl"
"""Alt+L as terminals send it."""


def test_a_locked_desk_shows_nothing_and_opens_to_the_half_typed_letter(demo_home: str) -> None:
    with Terminal(demo_home, 80, 24) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Layanan")
        desk.type("wa\rDinas Setengah Jadi")
        desk.wait_for("Dinas Setengah Jadi").type(LOCK)
        desk.wait_for("Layar terkunci", "Rini Puspawardani", "Ganti pengguna")
        for shown in ("Dinas Setengah", "Surat masuk", "Prokopim", "Antrean"):
            assert shown not in desk.text
        desk.press("F6", "F7", "Escape").type("bukan-ini\r").wait_for("Kata sandi salah")
        assert "bukan-ini" not in desk.text
        desk.type(f"{DEMO_PASSWORD}\r").wait_for("Surat masuk", "Dinas Setengah Jadi")
        desk.type(" Lagi").wait_for("Dinas Setengah Jadi Lagi")
        desk.type(LOCK).wait_for("Layar terkunci").press("^l").wait_for("Bramanto Sudirjaya", "Kantor contoh")
        desk.press("Enter").wait_for("Surat masuk", "Dinas Setengah Jadi Lagi").press("^q")
        assert desk.wait_for_end() == 0
    with sqlite3.connect(Path(demo_home) / "desk.db") as connection:
        told = connection.execute(
            "SELECT kind FROM event_log WHERE subject = 'user:rini' AND kind LIKE 'signed%' ORDER BY id"
        ).fetchall()
    connection.close()
    assert [kind for (kind,) in told] == ["signed_in", "signed_out"] * 2
