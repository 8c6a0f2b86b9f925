"""What the desk does with a terminal that goes while it is at work."""

from __future__ import annotations

import os
import pty
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from textual.app import App
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from desk.widgets.terminal_driver import LastingFile, TerminalDriver

PATIENCE = 10.0
"""Seconds after which what has not ended never will."""


@pytest.fixture
def signals() -> Iterator[None]:
    """A driver takes these for itself."""
    before = {name: signal.getsignal(name) for name in (signal.SIGTSTP, signal.SIGCONT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_however_much_is_written_to_a_terminal_that_is_gone_nobody_waits() -> None:
    window, terminal = pty.openpty()
    file = os.fdopen(terminal, "w")
    os.close(window)
    writer = WriterThread(LastingFile(file))  # type: ignore[arg-type]  # all of a file that is asked of it

    def paint() -> None:
        writer.start()
        for _ in range(3 * MAX_QUEUED_WRITES):
            writer.write("berkas\n")
        writer.stop()

    desk = threading.Thread(target=paint, daemon=True)
    desk.start()
    desk.join(PATIENCE)
    with suppress(OSError):  # what it still holds goes nowhere
        file.close()
    assert not desk.is_alive()


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("slept", [False, True])
async def test_told_to_go_on_only_a_desk_that_slept_takes_the_terminal_up(
    monkeypatch: pytest.MonkeyPatch, slept: bool
) -> None:
    taken: list[str] = []
    driver = TerminalDriver(App())
    monkeypatch.setattr(driver, "start_application_mode", lambda: taken.append("taken"))
    driver._must_signal_resume = slept
    os.kill(os.getpid(), signal.SIGCONT)
    assert taken == ["taken"] * slept
