"""What a terminal sends is read as it was meant, however it comes in pieces."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from desk.widgets.input_bytes import PasteDecoder, tolerant

PASTED = "satu \x1b[31mmerah\x1b[0m\nbaris dua\tdan \x1b]0;judul\x07 \x13\x11 \x1b\x1b[A akhir \x1b"


class Terminal:
    """A driver without a terminal: what its parser makes of the bytes."""

    def __init__(self) -> None:
        self.got: list[Any] = []

    def process_message(self, message: Any) -> None:
        self.got.append(message)


def read(chunks: list[bytes]) -> list[Any]:
    terminal = tolerant(Terminal)()  # type: ignore[arg-type, call-arg]
    decoder, parser = PasteDecoder(), XTermParser()
    for text in filter(None, map(decoder.decode, chunks)):
        for event in parser.feed(text):
            terminal.process_message(event)
    return terminal.got  # type: ignore[attr-defined, no-any-return]


@pytest.mark.skipif(sys.platform == "win32", reason="of terminals that send bytes")
@pytest.mark.parametrize("size", [1, 3, 7, 4096])
def test_a_paste_arrives_whole_and_in_order_whatever_control_characters_it_holds(size: int) -> None:
    sent = f"a\x1b[200~{PASTED}\x1b[201~b\x1b[200~dua\x1b[201~".encode()
    got = read([sent[place : place + size] for place in range(0, len(sent), size)])
    told = [event.text if isinstance(event, events.Paste) else event.character for event in got]
    assert told == ["a", PASTED, "b", "dua"]


def test_bytes_that_are_no_text_are_read_all_the_same() -> None:
    assert PasteDecoder().decode(b"a\xffb\xc3", final=True) == "a\ufffdb\ufffd"


def test_a_key_that_begins_with_escape_is_handed_on_at_once() -> None:
    decoder = PasteDecoder()
    assert [decoder.decode(b"\x1b"), decoder.decode(b"[2"), decoder.decode(b"~")] == ["\x1b", "[2", "~"]
