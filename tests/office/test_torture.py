"""Desks killed in the midst of their work: the short form of `python -m benchmarks torture`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork, no SIGKILL")
def test_what_was_acknowledged_is_there_once_though_desks_are_killed_at_any_moment() -> None:
    """In a process of its own: it forks, which a test runner with threads had better not do."""
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "torture",
        "--kills",
        "12",
        "--processes",
        "4",
        "--seed",
        "1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = {name: int(count) for name, count in re.findall(r"^ *(\D+?) +(\d+)\b", done.stdout, re.MULTILINE)}
    assert told["kills"] == 16, "twelve, and the four that were left at the end"
    assert told["acknowledged"] > 12
    assert (told["losses"], told["doubles"]) == (0, 0)
