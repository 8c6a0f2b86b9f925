"""From process start to first paint: a bare Textual app against desk with an office, in a real pseudo-terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from benchmarks.measure import pairs

ROUNDS = 15

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("siap bekerja")
Bare().run()
"""

DESK = """
from desk.__main__ import main
main([])
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        subprocess.run(
            [sys.executable, "-m", "desk", "demo", "--home", str(home), "--days", "60", "--no-open"],
            check=True,
        )
        bare, desk, ratio = pairs(
            lambda: _paint(BARE, "siap bekerja", home), lambda: _paint(DESK, "Nama pengguna", home), ROUNDS
        )
    print(f"bare Textual app  {bare * 1000:6.0f} ms")
    print(f"desk, first paint {desk * 1000:6.0f} ms")
    print(f"ratio             {ratio:6.2f}   (goal 1.6, limit 2.0; {ROUNDS} pairs, median)")


def _paint(program: str, shows: str, home: Path) -> float:
    """Seconds from starting it until the text shows in what it writes to the terminal."""
    environment = os.environ | {"DESK_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    begin = time.perf_counter()
    child = pexpect.spawn(sys.executable, ["-c", program], dimensions=(30, 100), env=environment, timeout=60)
    child.expect_exact(shows)
    took = time.perf_counter() - begin
    child.close(force=True)
    return took
