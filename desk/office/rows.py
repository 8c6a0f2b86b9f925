"""Single rows written and read by statements whose text is made once.

Composing a statement costs peewee ten times what running it costs the engine, and every act writes the same few.
Values pass through the fields as everywhere else, so a row looks the same whichever way it was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from desk import db

Names = tuple[str, ...]


def insert(table: type[db.Table], **values: Any) -> None:
    """Add one row; fields left out take their defaults."""
    defaults: dict[str, Any] = table._meta.get_default_dict()  # type: ignore[no-untyped-call]
    values = defaults | values
    db.database.execute_sql(_insert(table, tuple(values)), _stored(table, values))


def update(table: type[db.Table], key: dict[str, Any], **values: Any) -> None:
    """Change the row or rows in which every field of `key` has that value."""
    sql = _update(table, tuple(key), tuple(values))
    db.database.execute_sql(sql, _stored(table, values) + _stored(table, key))


def select(
    table: type[db.Table], names: Names, key: dict[str, Any], order: Names = ()
) -> list[Sequence[Any]]:
    """These fields of the rows in which every field of `key` has that value, ordered by `order`."""
    cursor = db.database.execute_sql(_select(table, names, tuple(key), order), _stored(table, key))
    read = [table._meta.fields[name].python_value for name in names]
    return [[convert(value) for convert, value in zip(read, row, strict=True)] for row in cursor]


def all_stored(table: type[db.Table], names: Names) -> list[tuple[Any, ...]]:
    """These fields, as they are kept, of every row."""
    text = f"SELECT {', '.join(_columns(table, names))} FROM {_table(table)}"
    return list(db.database.execute_sql(text))


Stored = dict[str, Any]
"""A row as the engine keeps it, by name of field: instants in milliseconds, JSON as text."""


def select_stored(
    table: type[db.Table], names: Names, key: str, among: Sequence[Any], order: Names = ()
) -> list[Stored]:
    """These fields, as they are kept, of the rows whose field `key` has one of the values, ordered by `order`."""
    text = f"SELECT {', '.join(_columns(table, names))} FROM {_table(table)}"
    text += f" WHERE {_columns(table, (key,))[0]} IN ({', '.join([_mark()] * len(among))})"
    if order:
        text += f" ORDER BY {', '.join(_columns(table, order))}"
    return [dict(zip(names, row, strict=True)) for row in db.database.execute_sql(text, list(among))]


def _stored(table: type[db.Table], values: dict[str, Any]) -> list[Any]:
    fields = table._meta.fields
    return [fields[name].db_value(value) for name, value in values.items()]


@cache
def _insert(table: type[db.Table], names: Names) -> str:
    marks = ", ".join([_mark()] * len(names))
    return f"INSERT INTO {_table(table)} ({', '.join(_columns(table, names))}) VALUES ({marks})"


@cache
def _update(table: type[db.Table], key: Names, names: Names) -> str:
    changes = ", ".join(f"{column} = {_mark()}" for column in _columns(table, names))
    return f"UPDATE {_table(table)} SET {changes} WHERE {_matches(table, key)}"


@cache
def _select(table: type[db.Table], names: Names, key: Names, order: Names) -> str:
    text = f"SELECT {', '.join(_columns(table, names))} FROM {_table(table)} WHERE {_matches(table, key)}"
    return f"{text} ORDER BY {', '.join(_columns(table, order))}" if order else text


def _matches(table: type[db.Table], key: Names) -> str:
    return " AND ".join(f"{column} = {_mark()}" for column in _columns(table, key))


def _table(table: type[db.Table]) -> str:
    return f'"{table._meta.table_name}"'


def _columns(table: type[db.Table], names: Names) -> list[str]:
    return [f'"{table._meta.fields[name].column_name}"' for name in names]


def _mark() -> str:
    return str(db.database.param)
