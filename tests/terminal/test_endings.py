"""However a desk ends, in a real terminal: what was typed is there when its person comes back."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal
from tests.terminal.walking import fault, go_to

ENDINGS: dict[str, Callable[[Terminal], None]] = {
    "killed": Terminal.kill,
    "hung up": lambda desk: desk.kill(signal.SIGHUP),
    "told to end": lambda desk: desk.kill(signal.SIGTERM),
    "window closed": Terminal.hang_up,
}


def written(home: str, *texts: str) -> bool:
    """Whether the drafts on disk hold these: a second or two after the last key."""
    held = "".join(file.read_text() for file in Path(home, "drafts").glob("*.json"))
    return all(text in held for text in texts)


def saved(home: str, text: str) -> bool:
    """Whether the database of a desk that has ended holds this."""
    return any(text.encode() in file.read_bytes() for file in Path(home).glob("desk.db*"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_half_typed_letter_and_a_half_typed_note_are_there_again(demo_home: str, ending: str) -> None:
    with Terminal(demo_home, 80, 24) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Layanan")
        desk.type("wa\rDinas Setengah Jadi").wait_for("Dinas Setengah Jadi")
        desk.press("F6").wait_for("Milik saya").press("c").wait_for("Catatan")
        number = desk.wait_for_match(r"Catat · (\S+)")[1]
        desk.type("Menunggu lampiran").wait_for("Menunggu lampiran")
        if ending == "killed":
            texts = ("Dinas Setengah Jadi", "Menunggu lampiran")
            desk.wait_until(lambda: written(demo_home, *texts), "never written")
        ENDINGS[ending](desk)
    with Terminal(demo_home, 80, 24) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Dinas Setengah Jadi", "Konsep dipulihkan")
        desk.press("F6").wait_for("Milik saya", number)
        go_to(desk, number)
        desk.press("c").wait_for(f"Catat · {number}")
        desk.wait_for("Menunggu lampiran", "dipulihkan · ^n mengosongkan")


def test_a_window_closed_right_after_saving_leaves_no_desk_behind(demo_home: str) -> None:
    """While the desk paints what was saved, there is nothing any more to paint it on."""
    text = "Berkas diantar sendiri"
    with Terminal(demo_home, 120, 36) as desk:
        desk.wait_for("Rini Puspawardani").press("Enter")
        desk.wait_for("Surat masuk", "Layanan")
        desk.press("F6").wait_for("Milik saya").press("c").wait_for("Catatan")
        desk.type(text).wait_for(text)
        before = desk.text
        desk.press("F2").wait_for_change(before).hang_up()
    assert written(demo_home, text) or saved(demo_home, text)
    assert fault(demo_home) is None
