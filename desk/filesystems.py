"""Whether a folder can be trusted with a database: on a disk of this machine, with locks that exclude.

On a network share two machines do not see each other's locks or memory: numbers would be given twice and the file
would be damaged, without a word. So the kinds known to be such are refused by name, and on every kind it is tried out
that a lock is not given twice. Where the platform tells nothing (no /proc/mounts, no OFD locks) nothing is refused.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from desk.errors import StorageError

_SHARED = frozenset(
    {
        "9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs2", "glusterfs", "lustre",
        "ncp", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf",
        "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip
_SHARED_FUSE = frozenset(
    {
        "ceph", "ceph-fuse", "curlftpfs", "davfs", "davfs2", "glusterfs", "goofys", "gvfsd-fuse", "juicefs", "mfs",
        "moosefs", "onedriver", "portal", "rclone", "s3fs", "seaweedfs", "smbnetfs", "sshfs", "vmhgfs-fuse",
    }
)  # fmt: skip
_ESCAPE = re.compile(r"\\([0-7]{3})")
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
_REFUSED = frozenset({errno.EACCES, errno.EAGAIN})


def require_trustworthy(folder: Path) -> None:
    """StorageError for a folder on a network share, and for one whose locks do not exclude."""
    found = mount_of(folder, mounts_text())
    if found is not None and is_shared(found[1]):
        place, kind = found
        raise StorageError(
            f"Basis data berada di folder jaringan ({place}, jenis {kind}). Di sana dua komputer tidak saling "
            "melihat kunci, sehingga nomor dapat kembar dan data rusak. Taruh basis data di diska komputer ini: "
            "desk --home FOLDER. Cadangan boleh disimpan di folder jaringan.",
            code="network_share",
        )
    if not locks_exclude(folder):
        raise StorageError(
            f"Penguncian berkas di folder {folder} tidak bekerja, sehingga nomor dapat kembar dan data rusak. "
            "Taruh basis data di diska lain di komputer ini: desk --home FOLDER.",
            code="broken_locks",
        )


def mounts_text() -> str:
    """What this process sees mounted, in the form of /proc/mounts. Empty: the platform does not tell."""
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def mount_of(folder: Path, mounts: str) -> tuple[str, str] | None:
    """Mount point and kind of the filesystem that a folder is on. None: not told.

    The longest mount point above the folder; of several at one point the last, which lies over the others.
    """
    place = os.path.realpath(folder)
    best: tuple[str, str] | None = None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point, kind = _plain(fields[1]), fields[2]
        above = place == point or place.startswith(point.rstrip("/") + "/")
        if above and (best is None or len(point) >= len(best[0])):
            best = point, kind
    return best


def is_shared(kind: str) -> bool:
    """Whether a kind of filesystem reaches beyond this machine."""
    family, _, name = kind.partition(".")
    return kind in _SHARED or (family == "fuse" and (name in _SHARED_FUSE or name in _SHARED))


def locks_exclude(folder: Path) -> bool:
    """Whether of two holders of an exclusive lock in the folder the second is refused.

    True also where that cannot be tried out: no such locks on this platform, or a folder that takes no file.
    """
    if not _has_probe():
        return True
    scratch = folder / f".desk-lock-{os.getpid()}-{os.urandom(6).hex()}"
    handles: list[int] = []
    try:
        handles.append(os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        handles.append(os.open(scratch, os.O_RDWR))
        scratch.unlink()
        return lock(handles[0]) and not lock(handles[1])
    except OSError as error:
        return error.errno not in _NO_LOCKS
    finally:
        for handle in handles:
            os.close(handle)


def lock(handle: int) -> bool:
    """Lock the open file for this handle alone, without waiting. False: another handle has it."""
    import fcntl
    import struct

    whole = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    try:
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, whole)
    except OSError as error:
        if error.errno in _REFUSED:
            return False
        raise
    return True


def _has_probe() -> bool:
    try:
        import fcntl
    except ImportError:
        return False
    return hasattr(fcntl, "F_OFD_SETLK")


def _plain(field: str) -> str:
    """A field of /proc/mounts without its octal escapes of blanks and backslashes."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 8)), field)
