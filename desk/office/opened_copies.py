"""Copies of attachments that were handed to the computer's own programs, and that these read while a desk runs.

They lie in the home, each desk's in a folder of its seat, and go with the desk; what one that was killed has left is
swept by the next. An erasure takes along what any desk has opened of the case.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from desk import private_files
from desk.seats import ENDING, Seat


class OpenedCopies:
    """Those of one running desk, and what others have left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seat = Seat(folder)

    def place(self, number: str) -> Path:
        """A fresh folder for a copy of one of the case's attachments. OSError if that cannot be."""
        self._seat.take()
        folder = self._folder / self._seat.name / _named(number)
        private_files.make_folder(folder)
        return Path(tempfile.mkdtemp(dir=folder))  # mode 0700

    def drop(self) -> None:
        """The desk is closed, or another person comes: nothing of it stays. Never complains."""
        shutil.rmtree(self._folder / self._seat.name, ignore_errors=True)
        with suppress(OSError):
            self._seat.leave()

    def forget(self, number: str) -> None:
        """Delete what any desk of this home has opened of a case that was erased. Never complains."""
        for folder in self._folder.glob(f"*/{_named(number)}"):
            shutil.rmtree(folder, ignore_errors=True)

    def left_behind(self) -> list[Path]:
        """The folders of desks that are gone."""
        return sorted(
            place
            for place in self._folder.glob("*")
            if place.is_dir() and place.name != self._seat.name and not self._seat.is_of_another(place.name)
        )

    def sweep(self) -> None:
        """Delete what desks that are gone have left. Never complains."""
        for folder in self.left_behind():
            shutil.rmtree(folder, ignore_errors=True)
        for seat in self._folder.glob(f"*{ENDING}"):
            with suppress(OSError):
                self._seat.clear(seat.stem)


def _named(number: str) -> str:
    return number.replace("/", "-")
