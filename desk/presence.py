"""Who has a database open: every desk process holds a shared lock beside it, until it closes it or dies.

Replacing or migrating a database wants it alone. The lock is the kernel's, so that a killed process holds nothing.
Where the platform has no such locks (Windows), nobody is noticed.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk.errors import StorageError

PATIENCE, PAUSE = 100, 0.05
"""How often a lock is asked for, and the seconds between: commands come and go quickly."""

IN_USE = "in_use"
"""Code of the error that others have the database open, or one has it alone."""


@dataclass
class _Presence:
    """What this process holds."""

    handle: int | None = None
    thread: int = 0
    """Who opened: a worker that closes its own connection must not take the others' presence away."""


_here = _Presence()


def lock_file(database: Path) -> Path:
    """`desk.lock` beside `desk.db`."""
    return database.with_suffix(".lock")


def enter(database: Path) -> None:
    """Be among those who have the database open; StorageError while somebody has it alone."""
    _close()
    handle = _open(lock_file(database))
    if handle is None:
        return
    if not _wait_for(handle, shared=True):
        os.close(handle)
        raise StorageError(
            "Basis data sedang dimutakhirkan atau dipulihkan oleh desk lain. Coba lagi sebentar.",
            code=IN_USE,
        )
    _here.handle, _here.thread = handle, threading.get_ident()


def leave() -> None:
    """No longer have it open, if this thread entered."""
    if _here.thread == threading.get_ident():
        _close()


@contextmanager
def alone(database: Path, *, tries: int | None = None) -> Iterator[None]:
    """Have the database alone, having left it before; StorageError while another desk has it open.

    `tries`: how often to ask. None: `PATIENCE` times.
    """
    place = lock_file(database)
    handle = _open(place)
    try:
        if handle is not None and not _wait_for(handle, shared=False, tries=tries):
            raise StorageError(_others(holders(place)), code=IN_USE)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def holders(place: Path) -> list[int]:
    """The processes that hold a lock on the file, as far as the kernel tells them; never this one."""
    try:
        found = place.stat()
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    fields = [line.split() for line in lines if "->" not in line]
    numbers = {int(row[4]) for row in fields if len(row) > 5 and row[1] == "FLOCK" and row[5] == device}
    return sorted(number for number in numbers if number > 0 and number != os.getpid())


def _others(pids: list[int]) -> str:
    if not pids:
        return "Desk lain masih terbuka pada basis data ini. Tutup dahulu, lalu ulangi."
    named = ", ".join(str(pid) for pid in pids)
    return f"{len(pids)} desk lain masih terbuka pada basis data ini (proses {named}). Tutup dahulu, lalu ulangi."


def _open(place: Path) -> int | None:
    """A handle to lock. None: no locks on this platform, or a folder that takes no file, where nothing opens anyway."""
    with suppress(ImportError):
        import fcntl  # noqa: F401  whether there is one

        with suppress(PermissionError, FileNotFoundError):
            return _created(place)
    return None


def _created(place: Path) -> int | None:
    try:
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno == errno.EROFS:
            return None
        raise


def _wait_for(handle: int, *, shared: bool, tries: int | None = None) -> bool:
    import fcntl

    kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    left = PATIENCE if tries is None else tries
    while left:
        left -= 1
        try:
            fcntl.flock(handle, kind)
        except BlockingIOError:
            if left:
                time.sleep(PAUSE)
        else:
            return True
    return False


def _close() -> None:
    if _here.handle is not None:
        os.close(_here.handle)
        _here.handle = None
