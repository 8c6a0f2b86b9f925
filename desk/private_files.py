"""Files and folders that only their owner may open, and writing that leaves a file whole or not at all.

The office's data is personal (UU 27/2022): files are 0600 and folders 0700 from the first byte, and what is looser is
refused by name. Where there are no such modes (Windows) nothing is checked.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from desk.errors import StorageError

FILE, FOLDER = 0o600, 0o700
NEW = ".new"
"""End of the name of a file that is being written; one that was left so is not whole."""
HAS_MODES = os.name == "posix"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def make_folder(folder: Path) -> None:
    """The folder and those above it that are missing; an existing one is left as it is."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER, exist_ok=True)
    sync_folder(folder.parent)


def create_file(file: Path) -> None:
    """An empty file, unless there is one already. An existing one is not even opened.

    (Closing a second handle to a database would drop the engine's locks on it.)
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` there, on the disk before this returns; what was there is replaced in one moment.

    Missing folders are made. OSError if that cannot be; nothing half-written is left behind, and what was there before
    stays.
    """
    make_folder(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=NEW)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def append_text(file: Path, text: str) -> None:
    """The text at the end of the file, which is made if it is not there."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE)
    with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as out:
        out.write(text)


def sync_folder(folder: Path) -> None:
    """A power cut no longer undoes what was made, renamed or removed in the folder, where that can be asked for."""
    if not HAS_MODES:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network and FAT drivers cannot
            raise
    finally:
        os.close(handle)


def require_private(*places: Path) -> None:
    """StorageError if anybody but the owner may open one of these, naming for each its mode and what mends it."""
    if faults := [fault for place in places if (fault := looseness(place))]:
        raise StorageError("\n".join(faults), code="not_private")


def looseness(place: Path) -> str | None:
    """Why a file or folder is not private enough, with the command that mends it. None: it is, or is not there."""
    if not HAS_MODES:
        return None
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return None
    if not mode & 0o077:
        return None
    what, wanted = ("Folder", FOLDER) if place.is_dir() else ("Berkas", FILE)
    return (
        f"{what} {place} dapat dibuka pengguna lain di komputer ini (izin {mode:04o}). "
        f"Tutup dahulu dengan: chmod {wanted:o} {_shell_word(place)}"
    )


def is_full(error: OSError) -> bool:
    """Whether it says that the disk, a quota or a size limit is used up."""
    return error.errno in _FULL


def reason(error: OSError) -> str:
    """Why a disk or folder refused, in Indonesian."""
    return _REASONS.get(error.errno or 0) or f"kesalahan sistem {error.errno or type(error).__name__}"


_REASONS = {
    errno.ENOSPC: "ruang penyimpanan penuh",
    errno.EDQUOT: "jatah penyimpanan habis",
    errno.EFBIG: "ruang penyimpanan penuh",
    errno.EROFS: "penyimpanan hanya dapat dibaca",
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.EIO: "perangkat penyimpanan gagal",
    errno.ENODEV: "perangkat penyimpanan tidak ada",
    errno.ENXIO: "perangkat penyimpanan tidak ada",
    errno.EBUSY: "sedang dipakai program lain",
    errno.ENOENT: "tempat itu tidak ada",
    errno.ENOTDIR: "tempat itu bukan folder",
    errno.EISDIR: "tempat itu sebuah folder",
    errno.EEXIST: "tempat itu sudah terisi",
    errno.EMSGSIZE: "isinya terlalu panjang",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.EINVAL: "namanya tidak dapat dipakai di sana",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENFILE: "terlalu banyak berkas terbuka",
}


def _shell_word(place: Path) -> str:
    import shlex

    return shlex.quote(str(place))
