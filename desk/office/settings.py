"""The office's settings, each a JSON value by its key. What they mean stands where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk import db
from desk.office import rows


def read(key: str, default: Any = None) -> Any:
    """The value of a setting; `default` for one that was never made."""
    found = rows.select(db.Setting, ("value",), {"key": key})
    return found[0][0] if found else default


def read_many(*keys: str) -> dict[str, Any]:
    """The values of those settings that were made, by key."""
    found = db.Setting.select(db.Setting.key, db.Setting.value).where(db.Setting.key.in_(keys))
    return dict(db.tuples(found))


def put(key: str, value: Any) -> None:
    """Make a setting, or give it another value. Only inside a transaction."""
    drop(key)
    rows.insert(db.Setting, key=key, value=value)


def put_all(values: Mapping[str, Any]) -> None:
    """`put` for several."""
    for key, value in values.items():
        put(key, value)


def drop(*keys: str) -> None:
    """Have none of these settings any longer. Only inside a transaction."""
    db.Setting.delete().where(db.Setting.key.in_(keys)).execute()
