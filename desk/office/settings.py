"""The office's settings, each a JSON value by its key. What they mean stands where they are used."""

from __future__ import annotations

from typing import Any

from desk import db
from desk.office import rows


def read(key: str, default: Any = None) -> Any:
    """The value of a setting; `default` for one that was never made."""
    found = rows.select(db.Setting, ("value",), {"key": key})
    return found[0][0] if found else default


def put(key: str, value: Any) -> None:
    """Make a setting, or give it another value. Only inside a transaction."""
    db.Setting.delete().where(db.Setting.key == key).execute()
    rows.insert(db.Setting, key=key, value=value)
