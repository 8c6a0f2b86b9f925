"""Where an office's files live: flag, then environment, then the platform's data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from desk import places, private_files


@dataclass(frozen=True)
class Config:
    """The places desk reads and writes."""

    home: Path
    """Folder of the database, the session token, drafts and opened copies: its owner's alone."""
    database_url: str
    """`sqlite:///FILE`."""

    @property
    def session_file(self) -> Path:
        return self.home / "session"

    @property
    def drafts(self) -> Path:
        return self.home / "drafts"

    @property
    def opened(self) -> Path:
        """Folder of the copies of attachments that other programs have open."""
        return self.home / "opened"

    def require_private(self) -> None:
        """StorageError if anybody but its owner may open the home, its folders or the database, all told at once.

        The session file is looked at where it is read: being open to others ends the session.
        """
        database = places.database_file(self.database_url)
        own = (self.home, self.drafts, self.opened)
        private_files.require_private(*own, *places.private_places(database))


def read_config(home: str | None = None, database_url: str | None = None) -> Config:
    """Settings from the flags given, else DESK_HOME and DESK_DATABASE, else the defaults."""
    folder = home or os.environ.get("DESK_HOME")
    if folder is None:
        from platformdirs import user_data_path

        folder = str(user_data_path("desk", appauthor=False))
    place = Path(folder).expanduser().absolute()
    url = database_url or os.environ.get("DESK_DATABASE") or f"sqlite:///{place / 'desk.db'}"
    return Config(place, url)
