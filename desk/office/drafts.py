"""Half-filled forms on disk, so that a crash or a closed window loses nothing that was typed.

A draft is a file of its own in a folder that only its owner may enter. Its name tells nothing: a digest of person and
form, and the seat of the running desk that wrote it. So two desks of one person never write the same file, and a draft
is taken over only from a desk that is gone, the latest one first; an older one comes up when that is done with.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import private_files, seats
from desk.domain.calendar import Instant
from desk.seats import Seat

if TYPE_CHECKING:
    from desk.office.case_view import CaseView

KEPT_FOR = 30 * 24 * 3600
"""Seconds after which a draft that nobody came back to is deleted."""
LARGEST = 8_000_000
"""Bytes of a draft; more is neither written nor read."""


@dataclass(frozen=True)
class Draft:
    """What was left in a form."""

    form: str
    """Which form, and of which case."""
    title: str
    """The form's heading, to name the draft by. Empty: it makes itself noticed."""
    at: Instant
    """When it was last typed in."""
    values: Mapping[str, str]
    """By the key of the field."""


def about_case(case: CaseView, part: str = "") -> str:
    """What a form on a case is about; `part`: what of it. A number that a restoring gives again is another case."""
    return f"{case.case_no}@{case.mark}" + (f"#{part}" if part else "")


def _case_of(form: str) -> str:
    """The number of the case that a form is about, or what else stands in its place."""
    return form.partition(":")[2].partition("@")[0]


class Drafts:
    """One person's unfinished forms at one running desk. Its methods may be called from any thread."""

    def __init__(self, folder: Path, username: str, now: Callable[[], Instant]) -> None:
        """`username`: empty while nobody has signed in."""
        self._folder = folder
        self._username = username
        self._now = now
        self._seat = Seat(folder)
        self._unwritten: dict[str, Draft | None] = {}
        """By form. None: its file is to be deleted."""
        self._door = threading.RLock()

    def keep(self, form: str, values: Mapping[str, str], title: str = "") -> None:
        """Remember these values until `flush` writes them. None of them: there is no draft any more."""
        with self._door:
            self._unwritten[form] = Draft(form, title, self._now(), dict(values)) if values else None

    def flush(self) -> None:
        """Write what was kept, each file whole or not at all. OSError if one was refused; all were tried."""
        refusal: OSError | None = None
        with self._door:
            for form, draft in list(self._unwritten.items()):
                try:
                    if draft is None:
                        self._own(form).unlink(missing_ok=True)
                    else:
                        self._write(draft)
                except OSError as error:
                    refusal = refusal or error
                else:
                    del self._unwritten[form]
        if refusal is not None:
            raise refusal

    def load(self, form: str) -> Draft | None:
        """What was typed last time, taken over from the desk that was left. None: nothing that can be read."""
        with self._door:
            if form in self._unwritten:
                return self._unwritten[form]
            if (own := self._read(self._own(form))) is not None:
                return own
            left = max(self._left(form), key=lambda found: found[1].at, default=None)
            if left is None:
                return None
            try:
                self._seat.take()
                left[0].replace(self._own(form))
            except FileNotFoundError:
                return None  # another desk has taken it over in this moment
            except OSError:
                pass  # it can be read at least
            return left[1]

    def has(self, form: str) -> bool:
        """Whether something of this form was left unfinished."""
        with self._door:
            if form in self._unwritten:
                return self._unwritten[form] is not None
            return self._read(self._own(form)) is not None or any(self._left(form))

    def drop(self, form: str) -> None:
        """The form was saved or emptied: forget it. OSError if its file cannot be deleted."""
        with self._door:
            self._unwritten.pop(form, None)
            self._own(form).unlink(missing_ok=True)

    def forget(self, number: str) -> None:
        """Delete what was typed in this folder about a case that was erased, by whomever. Never complains."""
        with self._door:
            for form in [form for form in self._unwritten if _case_of(form) == number]:
                self._unwritten[form] = None
            for file, draft in list(self._files()):
                if _case_of(draft.form) == number:
                    with suppress(OSError):
                        file.unlink(missing_ok=True)

    def left_behind(self) -> list[Draft]:
        """The person's drafts that no other running desk holds, the latest first."""
        with self._door:
            found = {file: draft for file, draft in self._files() if self._is_mine(file, draft)}
            for draft in self._unwritten.values():
                if draft is not None:
                    found[self._own(draft.form)] = draft
            return sorted(found.values(), key=lambda draft: -draft.at)

    def tidy(self) -> None:
        """Delete what is too old, and what desks that are gone left half-written. Never complains."""
        with self._door, suppress(OSError):
            for file in list(self._folder.iterdir()):
                with suppress(OSError):
                    if file.suffix == seats.ENDING:
                        self._seat.clear(file.stem)
                    elif self._is_rubbish(file):
                        file.unlink(missing_ok=True)

    def close(self) -> None:
        """Write what was kept and leave the seat: another desk may take the drafts over. OSError as for `flush`."""
        try:
            self.flush()
        finally:
            self._seat.leave()

    # Files

    def _digest(self, form: str) -> str:
        return sha256(f"{self._username}\0{form}".encode()).hexdigest()[:32]

    def _own(self, form: str) -> Path:
        return self._folder / f"{self._digest(form)}.{self._seat.name}.json"

    def _left(self, form: str) -> Iterator[tuple[Path, Draft]]:
        """Drafts of this form whose desk is gone."""
        for file in self._folder.glob(f"{self._digest(form)}.*.json"):
            draft = self._read(file)
            if draft is not None and draft.form == form and self._is_mine(file, draft):
                yield file, draft

    def _files(self) -> Iterator[tuple[Path, Draft]]:
        for file in self._folder.glob("*.json"):
            if (draft := self._read(file)) is not None:
                yield file, draft

    def _is_mine(self, file: Path, draft: Draft) -> bool:
        digest, _, seat = file.stem.partition(".")
        return digest == self._digest(draft.form) and not self._seat.is_of_another(seat)

    def _read(self, file: Path) -> Draft | None:
        """None for a file that is not there, too large, damaged, of another owner, or none at all."""
        try:
            handle = os.open(file, os.O_RDONLY | seats.NO_FOLLOW)
            with os.fdopen(handle, "rb") as opened:
                about = os.fstat(handle)
                foreign = hasattr(os, "geteuid") and about.st_uid != os.geteuid()
                if not stat.S_ISREG(about.st_mode) or foreign or about.st_size > LARGEST:
                    return None
                return _understood(json.loads(opened.read(LARGEST)))
        except (OSError, ValueError, RecursionError):
            return None

    def _write(self, draft: Draft) -> None:
        content = json.dumps(
            {"form": draft.form, "title": draft.title, "at": draft.at, "values": dict(draft.values)}
        ).encode("ascii")
        if len(content) > LARGEST:
            raise OSError(errno.EMSGSIZE, "isian terlalu panjang")
        self._seat.take()
        private_files.write_whole(self._own(draft.form), content)

    def _is_rubbish(self, file: Path) -> bool:
        if file.suffix == ".json":
            draft = self._read(file)
            at = file.lstat().st_mtime if draft is None else draft.at
            return self._now() - at > KEPT_FOR
        if file.suffix != private_files.NEW:
            return False
        seat = file.name.split(".")[1]
        return seat != self._seat.name and not self._seat.is_of_another(seat)


def _understood(found: Any) -> Draft | None:
    """None: not what `Drafts` writes."""
    if not isinstance(found, dict) or not isinstance(found.get("values"), dict):
        return None
    form, title, at = found.get("form"), found.get("title"), found.get("at")
    if not isinstance(form, str) or not isinstance(title, str) or not isinstance(at, int):
        return None
    return Draft(form, title, at, {str(key): str(value) for key, value in found["values"].items()})
