"""What a terminal sends, read so that nothing in it can end the app or be taken for something else."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

from textual.events import Paste
from textual.message import Message

from desk.widgets.alt_keys import read_alt_digits

if TYPE_CHECKING:
    from textual.driver import Driver

_ESCAPE = "\x1b"
_BEGIN, _END = "\x1b[200~", "\x1b[201~"
"""What a terminal puts around a paste."""
_STAND_IN = "\udc1b"
"""For an ESC within a paste: half a character, which no text read from bytes holds."""


class PasteDecoder:
    """Bytes of UTF-8 as text, others as U+FFFD; an ESC within a paste as a stand-in.

    Textual would take such an ESC for the beginning of a key: the rest of the paste would come before it, and control
    characters in it would be done as keys.
    """

    def __init__(self) -> None:
        self._bytes = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._pasting = False
        self._before = ""
        """The last of what was handed on outside a paste: its mark may come in pieces."""
        self._held = ""
        """What may be the beginning of the mark that ends a paste, to be told by what comes next."""

    def decode(self, data: bytes, final: bool = False) -> str:
        text = self._held + self._bytes.decode(data, final)
        self._held = ""
        found: list[str] = []
        while text:
            part, text = self._pasted(text, final) if self._pasting else self._typed(text)
            found.append(part)
        return "".join(found)

    def _typed(self, text: str) -> tuple[str, str]:
        """What is handed on as it is, and what remains, which is a paste."""
        seen = self._before + text
        begins = seen.find(_BEGIN)
        if begins < 0:
            self._before = seen[1 - len(_BEGIN) :]
            return text, ""
        end = begins + len(_BEGIN) - len(self._before)
        self._before, self._pasting = "", True
        return text[:end], text[end:]

    def _pasted(self, text: str, final: bool) -> tuple[str, str]:
        """What of a paste is handed on, with the mark that ends it, and what comes after."""
        inside, mark, after = text.partition(_END)
        self._pasting = not mark
        if not mark and not final:
            self._held = _beginning(inside, _END)
            inside = inside.removesuffix(self._held)
        return inside.replace(_ESCAPE, _STAND_IN) + mark, after


def _beginning(text: str, mark: str) -> str:
    """The end of the text that the mark may begin with."""
    lengths = range(len(mark) - 1, 0, -1)
    return next((mark[:length] for length in lengths if text.endswith(mark[:length])), "")


def tolerant(driver: type[Driver]) -> type[Driver]:
    """The driver, reading any bytes, pastes as they are, and Alt with a digit as such, and outliving its terminal.

    Textual's own would end the app with a traceback at bytes that are no UTF-8, and never end without a terminal.
    """
    if sys.platform == "win32":
        return driver
    from textual.drivers import linux_driver

    from desk.widgets.terminal_driver import TerminalDriver

    read_alt_digits()
    setattr(linux_driver, "getincrementaldecoder", lambda _encoding: PasteDecoder)  # noqa: B010  no other door
    base = TerminalDriver if driver is linux_driver.LinuxDriver else driver

    class Tolerant(base):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            if isinstance(message, Paste) and _STAND_IN in message.text:
                message = Paste(message.text.replace(_STAND_IN, _ESCAPE))
            super().process_message(message)

    return Tolerant
