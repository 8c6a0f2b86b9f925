"""What every table stands on, and how their values are kept.

Instants are kept as UTC milliseconds in 64-bit integers, which round-trip exactly on every engine; the rest of
desk sees whole seconds.
"""

from __future__ import annotations

import json
from typing import Any

from peewee import BigIntegerField, DatabaseProxy, Model, TextField

from desk.errors import Unreadable

database = DatabaseProxy()


class InstantField(BigIntegerField):
    """UTC milliseconds in the table, whole seconds (`Instant`) in Python."""

    def db_value(self, value: Any) -> Any:
        return None if value is None else int(value) * 1000

    def python_value(self, value: Any) -> Any:
        return None if value is None else value // 1000


class JsonField(TextField):
    """Any JSON value as canonical text: equal values are equal texts."""

    def db_value(self, value: Any) -> Any:
        return None if value is None else canonical(value)

    def python_value(self, value: Any) -> Any:
        try:
            return None if value is None else json.loads(value)
        except (ValueError, TypeError):
            raise Unreadable from None


def canonical(value: Any) -> str:
    """The one way desk writes JSON into tables and hashes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False
