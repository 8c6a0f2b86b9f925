"""The one file of a backup: a ZIP with a manifest, the database and the attachments.

Its last 64 bytes are the SHA-256 of every byte before them, so that a flipped, cut or appended one is found before
anything in it is believed; the manifest tells size and SHA-256 of each part. Nothing but files under the names that
desk gives is ever taken out. By hand: `unzip`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from desk import private_files
from desk.domain.calendar import Instant
from desk.errors import StorageError

FORMAT = 2
MANIFEST, DATABASE, ATTACHMENTS = "manifest.json", "desk.db", "attachments"
_NAME = re.compile(rf"{re.escape(DATABASE)}|{ATTACHMENTS}/[0-9a-f]{{64}}")
_MARK = 64
"""Hexadecimal digits at the end, which a ZIP takes for its comment."""
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 64 << 20


@dataclass(frozen=True)
class Part:
    """A file in a backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    office: str
    made_at: Instant
    desk: str
    """The version of desk that made it."""
    schema: tuple[str, ...]
    """The schema steps its database has seen."""
    events: int
    head: str
    """The hash of the last event."""
    parts: Mapping[str, Part]
    """By name within the backup."""
    missing: tuple[str, ...] = ()
    """Hashes of attachments that the office itself no longer had whole."""
    fault: str | None = None
    """What `verify` found wrong with the office when it was made, in Indonesian. None: nothing, or it was not asked."""

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part.size for part in self.parts.values())

    def text(self) -> str:
        """As JSON, for the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """ValueError or the like for what desk has not written; StorageError for a newer form."""
        told = json.loads(text)
        if told.pop("format") > FORMAT:
            raise StorageError(
                "Cadangan ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu.", code="newer"
            )
        told["parts"] = {
            name: Part(int(part["size"]), str(part["sha256"])) for name, part in told["parts"].items()
        }
        told["schema"], told["missing"] = tuple(told["schema"]), tuple(told["missing"])
        found = cls(**told)
        if DATABASE not in found.parts or not all(_NAME.fullmatch(name) for name in found.parts):
            raise ValueError("unknown part")
        return found


def part_of(file: Path) -> Part:
    """What a manifest says of a file."""
    with file.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return Part(file.stat().st_size, digest)


def pack(out: Path, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    """Write a backup of these files, by name within it, onto the disk."""
    with archive_at(out) as archive:
        with archive.open(_entry(MANIFEST, zipfile.ZIP_DEFLATED), "w") as target:
            target.write(manifest.text().encode())
        for name, source in sources.items():
            way = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED  # scans are packed already
            with source.open("rb") as found, archive.open(_entry(name, way), "w", force_zip64=True) as target:
                _copy(found, target, manifest.parts[name])


def read_manifest(file: Path) -> Manifest:
    """What a whole backup says of itself; StorageError for a file that is none or was damaged."""
    with opened(file) as archive:
        return _manifest(archive)


def unpack(file: Path, folder: Path | None) -> Manifest:
    """Lay the parts of a backup into an empty folder; None: only look whether they are sound.

    StorageError for a file that is no backup, damaged or tampered with.
    """
    with opened(file) as archive:
        manifest = _manifest(archive)
        names = sorted(archive.namelist())
        if names != sorted([MANIFEST, *manifest.parts]):
            raise ValueError("parts and manifest differ")
        for name, part in manifest.parts.items():
            target = Path(os.devnull) if folder is None else folder / name
            if folder is not None:
                private_files.make_folder(target.parent)
                private_files.create_file(target)
            with archive.open(name) as found, target.open("wb") as out:
                _copy(found, out, part)
                if folder is not None:
                    out.flush()
                    os.fsync(out.fileno())
    return manifest


@contextmanager
def archive_at(out: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP being written, marked with its digest and on the disk afterwards."""
    private_files.create_file(out)
    with out.open("r+b") as file:
        with zipfile.ZipFile(file, "w") as archive:
            yield archive
            archive.comment = b"0" * _MARK
        file.flush()
        length = file.seek(-_MARK, os.SEEK_END)
        file.write(_digest(file, length).encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP of which every byte is as it was written; StorageError for any other file, also while it is read."""
    with _damage(), file.open("rb") as source:
        length = source.seek(0, os.SEEK_END) - _MARK
        if length <= 0:
            raise ValueError("too short")
        source.seek(length)
        mark = source.read(_MARK).decode("ascii")
        if _digest(source, length) != mark:
            raise ValueError("bytes differ")
        with zipfile.ZipFile(source) as archive:
            yield archive


def entry_of(name: str) -> zipfile.ZipInfo:
    """A stored file in an archive, without a date: only the manifest tells times."""
    return _entry(name, zipfile.ZIP_STORED)


def _entry(name: str, way: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = way
    entry.external_attr = private_files.FILE << 16
    return entry


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError("manifest too large")
    return Manifest.read(archive.read(MANIFEST))


def _copy(source: IO[bytes], target: IO[bytes], part: Part) -> None:
    """Exactly that part; ValueError once it turns out to be another."""
    digest, left = hashlib.sha256(), part.size
    while chunk := source.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            break
        digest.update(chunk)
        target.write(chunk)
    if left or digest.hexdigest() != part.sha256:
        raise ValueError("part differs from its manifest")


def _digest(file: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    position = file.tell()
    file.seek(0)
    while length and (chunk := file.read(min(_CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    file.seek(position)
    return digest.hexdigest()


@contextmanager
def _damage() -> Iterator[None]:
    faults: tuple[Any, ...] = (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, ValueError, TypeError, AttributeError,
        OverflowError, NotImplementedError, RuntimeError,
    )  # fmt: skip
    try:
        yield
    except faults as error:
        raise damaged() from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place outside of the file
            raise damaged() from error
        raise


def damaged() -> StorageError:
    """The refusal of a backup that cannot be believed."""
    return StorageError(
        "Berkas ini bukan cadangan desk, atau rusak, terpotong atau diubah.", code="backup_damaged"
    )
