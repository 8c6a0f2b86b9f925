"""What is typed may be no UTF-8: a terminal set to another character set, a paste of bytes, a noisy line."""

from __future__ import annotations

import codecs
import sys
from functools import partial
from typing import Any

from textual.driver import Driver

from desk.widgets.alt_keys import read_alt_digits


def tolerant(driver: type[Driver]) -> type[Driver]:
    """The driver, reading bytes that are no UTF-8 as U+FFFD, and Alt with a digit as such, and outliving its terminal.

    Textual's own would end the app with a traceback at the first, and never end at the last.
    """
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        from desk.widgets.terminal_driver import TerminalDriver

        def decoder(encoding: str) -> Any:
            return partial(codecs.getincrementaldecoder(encoding), errors="replace")

        read_alt_digits()
        setattr(linux_driver, "getincrementaldecoder", decoder)  # noqa: B010  # its thread has no other door
        if driver is linux_driver.LinuxDriver:
            return TerminalDriver
    return driver
