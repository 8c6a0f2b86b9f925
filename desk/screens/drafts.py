"""Half-filled forms on disk, so that a crash or a closed window loses nothing that was typed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from desk import private_files


class Drafts:
    """One person's unfinished forms, by kind. They hold what citizens told, so only their owner may read them."""

    def __init__(self, folder: Path, username: str) -> None:
        self._folder = folder
        self._username = username
        self._kept: dict[str, dict[str, str]] = {}

    def _file(self, kind: str) -> Path:
        return self._folder / f"{self._username}-{kind}.json"

    def keep(self, kind: str, values: Mapping[str, str]) -> None:
        """Remember these values until `flush` writes them."""
        self._kept[kind] = dict(values)

    def flush(self) -> None:
        """Write what was kept, each file whole or not at all. OSError if the folder does not take it."""
        for kind, values in list(self._kept.items()):
            private_files.make_folder(self._folder)
            fresh = self._file(kind).with_suffix(".new")
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(values, file)
            fresh.replace(self._file(kind))
            del self._kept[kind]

    def load(self, kind: str) -> dict[str, str]:
        """What was typed last time; empty if nothing was, or if the file cannot be read."""
        try:
            found = json.loads(self._file(kind).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

    def has(self, kind: str) -> bool:
        """Whether something of this kind was left unfinished."""
        return bool(self._kept[kind] if kind in self._kept else self.load(kind))

    def drop(self, kind: str) -> None:
        """The form was saved or emptied: forget it."""
        self._kept.pop(kind, None)
        self._file(kind).unlink(missing_ok=True)
