"""From process start to first paint: a bare Textual app against desk with an office, in a real pseudo-terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect

from benchmarks.measure import pairs

ROUNDS = 15

BARE = """
from textual.app import App
class Bare(App):
    def on_ready(self):
        self.exit()
Bare().run()
"""

DESK = """
from desk.app import DeskApp
from desk.config import read_config
class Measured(DeskApp):
    def on_ready(self):
        self.exit()
Measured(read_config()).run()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        subprocess.run(
            [sys.executable, "-m", "desk", "demo", "--home", str(home), "--days", "60", "--no-open"], check=True
        )
        bare, desk, ratio = pairs(lambda: _paint(BARE, home), lambda: _paint(DESK, home), ROUNDS)
    print(f"bare Textual app  {bare * 1000:6.0f} ms")
    print(f"desk, first paint {desk * 1000:6.0f} ms")
    print(f"ratio             {ratio:6.2f}   (goal 1.6, limit 2.0; {ROUNDS} pairs, median)")


def _paint(program: str, home: Path) -> None:
    environment = os.environ | {"DESK_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    child = pexpect.spawn(sys.executable, ["-c", program], dimensions=(30, 100), env=environment, timeout=60)
    child.expect(pexpect.EOF)
    child.close()
