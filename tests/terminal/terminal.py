"""desk in a real pseudo-terminal: what is typed goes in as bytes, what is seen comes back as a screen of text."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self
from unicodedata import combining

import pexpect
import pyte
from wcwidth import wcwidth

KEYS = {
    "Enter": "\r", "Tab": "\t", "Escape": "\x1b", "Space": " ", "Down": "\x1b[B", "Up": "\x1b[A", "Home": "\x1b[H",
    "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS", "F5": "\x1b[15~", "F6": "\x1b[17~",
    "F7": "\x1b[18~", "F8": "\x1b[19~", "F9": "\x1b[20~", "^l": "\x0c", "^q": "\x11", "^s": "\x13",
}  # fmt: skip

PATIENCE = 30.0
"""Seconds after which a text that does not appear is a failure; a busy machine is not one."""


class Screen(pyte.Screen):
    """pyte's screen, deaf to the private sequences that it takes for styles and reports."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False, **_: Any) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def set_title(self, param: str) -> None:
        """pyte takes OSC 22, the shape of the mouse's pointer, for OSC 2."""
        if not param.startswith(";"):
            super().set_title(param)

    def draw(self, data: str) -> None:
        """pyte drops the rest of a text at a mark without a combining class; no terminal does."""
        super().draw("".join(sign for sign in data if wcwidth(sign) != 0 or combining(sign)))

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Nobody answers here."""


class Terminal:
    """One desk at one terminal of a given size."""

    def __init__(self, home: str, columns: int, rows: int, words: Sequence[str] = ()) -> None:
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.state_before = self.state
        self.raw = b""
        """Every byte that the program wrote."""
        sizes = ("COLUMNS", "LINES")  # of the terminal that the tests run in, or left by another test
        environment = {name: value for name, value in os.environ.items() if name not in sizes} | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
        }
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "desk", "--home", home, *words],
            dimensions=(rows, columns),
            env=environment,
            timeout=PATIENCE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(self.text)
        self._child.close(force=True)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def wait_for(self, *texts: str) -> Self:
        """Read what the program paints until the screen shows all the texts."""

        def shown() -> bool:
            now = self.text
            return all(text in now for text in texts)

        self.wait_until(shown, f"never shown: {texts}")
        return self

    def wait_for_match(self, pattern: str) -> re.Match[str]:
        """The same for a regular expression; returns what it found."""
        found: list[re.Match[str]] = []

        def matches() -> bool:
            found[:] = re.finditer(pattern, self.text)
            return bool(found)

        self.wait_until(matches, f"never matched: {pattern}")
        return found[0]

    def wait_for_change(self, before: str) -> Self:
        """Read until the screen is another than `before`."""
        self.wait_until(lambda: self.text != before, "nothing changed")
        return self

    def wait_until(self, done: Callable[[], bool], complaint: str) -> None:
        """Read until it is so; asked anew after all that the program has painted by then."""
        until = time.monotonic() + PATIENCE
        while not done():
            left = until - time.monotonic()
            assert left > 0, f"{complaint}\n{self.text}"
            try:
                self._take(self._written(left))
            except (pexpect.TIMEOUT, pexpect.EOF) as silence:
                raise AssertionError(f"{complaint} ({type(silence).__name__})\n{self.text}") from None

    def _written(self, patience: float) -> bytes:
        """Everything that can be read by now; at least a byte. TIMEOUT, EOF: nothing comes any more."""
        written: bytes = self._child.read_nonblocking(65536, timeout=patience)
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            written += self._child.read_nonblocking(65536, timeout=0)
        return written

    def _take(self, written: bytes) -> None:
        self.raw += written
        self._stream.feed(written)

    @property
    def state(self) -> dict[str, object]:
        """All of a terminal that outlasts a program, but the text on it and where the cursor is."""
        screen = self.screen
        return {
            "title": (screen.title, screen.icon_name),
            "modes": frozenset(screen.mode),
            "cursor": screen.cursor.hidden,
            "colours": screen.cursor.attrs._replace(data=" "),
            "scroll region": screen.margins,
            "character sets": (screen.charset, screen.g0_charset, screen.g1_charset),
            "tabs": frozenset(screen.tabstops),
        }

    def press(self, *keys: str) -> Self:
        for key in keys:
            self._child.send(KEYS.get(key, key))
        return self

    def type(self, text: str | bytes) -> Self:
        self._child.send(text)
        return self

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal, and wait until the program has ended by it."""
        self._child.kill(how)
        self._child.expect(pexpect.EOF)
        self._child.close()

    def hang_up(self) -> None:
        """Close the window, and wait until the program has ended of its own accord."""
        process = self._child.ptyproc
        process.fileobj.close()
        self._child.closed = process.closed = True
        patience = threading.Timer(PATIENCE, os.kill, (process.pid, signal.SIGKILL))
        patience.start()
        process.wait()
        patience.cancel()
        assert process.signalstatus != signal.SIGKILL, "it never ended"

    def wait_for_end(self) -> int:
        """The exit status, once the program has ended."""
        until = time.monotonic() + PATIENCE
        with contextlib.suppress(pexpect.EOF):
            while time.monotonic() < until:
                self._take(self._child.read_nonblocking(65536, timeout=PATIENCE))
        self._child.close()
        assert self._child.exitstatus is not None
        return int(self._child.exitstatus)
