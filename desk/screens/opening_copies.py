"""Handing a copy of an attachment to the computer's own program for it. desk itself never runs what came from outside.

Where the copy lies and when it goes: `office/opened_copies.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from desk.domain.file_names import ending
from desk.office.copies import Copy, save_copy

OPENABLE = (
    *("pdf", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "txt"),
    *("odt", "ods", "odp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "rtf"),
)
"""Endings of papers and pictures. Anything else, such as a program, could run when it is opened."""

started: list[subprocess.Popen[bytes]] = []
"""The programs that were started; nobody waits for them."""


def is_openable(copy: Copy) -> bool:
    return ending(copy.file_name) in OPENABLE


def open_copy(copy: Copy, folder: Path) -> tuple[Path, bool]:
    """Open a copy from that folder; returns where it lies, and whether there was a program to open it with."""
    place = save_copy(copy, folder)
    opener = _opener()
    if opener is None:
        return place, False
    nowhere = subprocess.DEVNULL
    started.append(
        subprocess.Popen(
            [opener, str(place)], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    )
    return place, True


def _opener() -> str | None:
    """The program that knows which program opens what. None: there is no screen to open it on, or none is installed."""
    if sys.platform == "win32":
        return shutil.which("explorer")
    if sys.platform == "darwin":
        return shutil.which("open")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_screen else None
