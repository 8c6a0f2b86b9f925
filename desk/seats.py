"""The seats of the desks that share a folder: which of them still run, and so whose files there are left behind.

A seat is an empty file that a running desk holds locked; the system lets go of it however the desk ends. Without such
locks (Windows) every other desk counts as gone.
"""

from __future__ import annotations

import os
import secrets
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from desk import private_files

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""For opening what lies in a shared folder: no link is followed, and no pipe waited for."""
ENDING = ".seat"


class Seat:
    """The place of one running desk in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.name = secrets.token_hex(8)
        """Stays once the seat is taken."""
        self._release: weakref.finalize[Any, Any] | None = None
        """None: not taken yet, or left."""

    def take(self) -> None:
        """Lock the place; make the folder, for its owner alone. OSError if that cannot be."""
        if self._release is not None:
            return
        private_files.make_folder(self._folder)
        self._folder.chmod(private_files.FOLDER)
        while not self._taken():  # another desk looked at it, or cleared it away, before it was locked
            self.name = secrets.token_hex(8)

    def _taken(self) -> bool:
        file = self._file(self.name)
        handle = os.open(file, os.O_RDWR | os.O_CREAT | NO_FOLLOW, private_files.FILE)
        if _lock(handle) and _lies_at(handle, file):
            self._release = weakref.finalize(self, os.close, handle)
            return True
        os.close(handle)
        return False

    def leave(self) -> None:
        """From now on this desk counts as gone."""
        if self._release is not None:
            self._file(self.name).unlink(missing_ok=True)
            self._release()
            self._release = None

    def is_of_another(self, name: str) -> bool:
        """Whether a running desk other than this one holds that place."""
        if name == self.name:
            return False
        try:
            handle = os.open(self._file(name), os.O_RDWR | NO_FOLLOW)
        except OSError:
            return False
        try:
            return not _lock(handle, shared=True)
        finally:
            os.close(handle)

    def clear(self, name: str) -> None:
        """Take away the place of a desk that is gone; one that is held stays. OSError if it cannot be deleted."""
        try:
            handle = os.open(self._file(name), os.O_RDWR | NO_FOLLOW)
        except FileNotFoundError:
            return
        try:
            if name != self.name and _lock(handle):
                self._file(name).unlink(missing_ok=True)  # still locked: whoever is about to take it notices
        finally:
            os.close(handle)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{ENDING}"


def _lock(handle: int, *, shared: bool = False) -> bool:
    """False: somebody else holds it. `shared`: only to look, beside others who do."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a filesystem without locks
    return True


def _lies_at(handle: int, file: Path) -> bool:
    """Whether the opened file still has that name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), file.lstat())
    return False
