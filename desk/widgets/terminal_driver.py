"""A terminal's window may be closed at any moment, with the desk in the middle of painting.

Not for Windows, whose terminals Textual drives otherwise.
"""

from __future__ import annotations

from contextlib import suppress
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class LastingFile:
    """What is written to a terminal that is gone is nothing to anybody.

    Textual's writing thread would die of the complaint and leave its queue to fill up, and whoever puts the next piece
    into it, which is the whole desk, would wait for ever: no signal would reach it, and nobody could end it properly.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        with suppress(OSError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Outlives its terminal for as long as leaving takes."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        if self._file is not None:
            self._file = LastingFile(self._file)  # type: ignore[assignment]  # all of a file that is asked of it

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal up again if it was let go.

        SIGCONT also comes with every SIGHUP. Textual's own would start a second reading and a second writing thread
        beside those at work, which nobody ends any more.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
