"""Changing a database behind desk's back, in every way that raw SQL allows, as `random.Random` decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence, Set as AbstractSet
from random import Random
from typing import Any

from desk import db
from desk.domain.case import UNSEEN, Kind
from desk.office import ledger, opened, timekeeping
from desk.office.verify_office import UNTOLD_SETTINGS
from tests.office.faulty import plain

KINDS = frozenset(kind.value for kind in Kind)
_SPARE = {timekeeping.CONFIRMED, "backup_made", "signed_in", "signed_out", "password_changed"}
"""Kinds of events that no table needs."""


class Tamperer:
    """Makes one change at a time, and says what it did; "" where it changed nothing after all."""

    def __init__(
        self, rng: Random, tables: Sequence[type[db.Table]], unverified: AbstractSet[tuple[str, str]]
    ) -> None:
        """`tables`: what a verification covers, but for the columns `unverified`, (table, field)."""
        self.rng = rng
        self.tables = [table for table in tables if table.select().exists()]
        self.unverified = unverified

    def change(self, ways: Sequence[Callable[[Tamperer], str]]) -> str:
        before = self._meaning()
        told = self.rng.choice(ways)(self)
        return told if self._meaning() != before else ""

    def _meaning(self) -> dict[str, list[Any]]:
        """What the verified columns hold, and of what kind it is; in the order of cases, where only that counts."""
        held = {}
        for table in self.tables:
            name = str(table._meta.table_name)
            columns = [f'"{column}"' for column in self._columns(name)]
            kinds = [f"typeof({column})" for column in columns]
            order = '"case_id", rowid' if (name, "id") in self.unverified else "rowid"
            sql = f'SELECT {", ".join(columns + kinds)} FROM "{name}" ORDER BY {order}'
            held[name] = plain(sql)
        return held

    # ---- one value

    def another_value(self) -> str:
        table, rowid = self._row()
        column = self.rng.choice(self._columns(table))
        (old,) = _one(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', rowid)
        new = self._other(old)
        _run(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', new, rowid)
        return f"{table}.{column} of row {rowid}: {old!r} became {new!r}"

    def _other(self, value: Any) -> Any:
        rng = self.rng
        if value is None:
            return rng.choice(("x", "", 0, 1, 60_000))
        if isinstance(value, int):
            return rng.choice(
                (value ^ (1 << rng.randrange(40)), value + 1, value - 1, -value - 1, None, value + 0.5)
            )
        if isinstance(value, str) and value and rng.random() < 0.9:
            return self._other_text(value)
        return rng.choice((None, f"{value}x", b"x", 7))

    def _other_text(self, text: str) -> str | bytes:
        rng, place = self.rng, self.rng.randrange(len(text))
        mark = text[place]
        return rng.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + mark + text[place:],
                text[:place] + chr(ord(mark) ^ (1 << rng.randrange(5))) + text[place + 1 :],
                text[:place] + "\u200b" + text[place:],
                text.swapcase() if text.swapcase() != text else text + " ",
                text + " ",
                text.encode(),
            )
        )

    # ---- rows

    def removed(self) -> str:
        table, rowid = self._row()
        others = self.rng.choices(rowids(table), k=self.rng.choice((0, 0, 0, 1, 2)))
        for each in {rowid, *others}:
            _run(f'DELETE FROM "{table}" WHERE rowid = ?', each)
        return f"rows {rowid}, {others} of {table} removed"

    def added(self) -> str:
        """A row again, under a key of its own."""
        table, rowid = self._row()
        names = [column.name for column in db.database.get_columns(table)]
        keys = self._keys(table)
        fit = [name for name in _FRESH if name in names and (name in keys or name not in _ONLY_AS_KEY)]
        key = self.rng.choice(fit)
        fresh = {key: _FRESH[key], "period": "'2026-08'"}
        chosen = ", ".join(fresh.get(name, f'"{name}"') for name in names)
        _run(f'INSERT INTO "{table}" SELECT {chosen} FROM "{table}" WHERE rowid = ?', rowid)
        return f"row {rowid} of {table} again with another {key}"

    def exchanged(self) -> str:
        """Two rows of a table change places, in all columns but the key, or in one of them."""
        table, one = self._row()
        other = self.rng.choice(rowids(table))
        columns = [name for name in self._columns(table) if name not in self._keys(table)]
        if not columns:
            return ""
        if self.rng.random() < 0.5:
            columns = [self.rng.choice(columns)]
        names, marks = (", ".join(form % name for name in columns) for form in ('"%s"', '"%s" = ?'))
        rows = [_one(f'SELECT {names} FROM "{table}" WHERE rowid = ?', rowid) for rowid in (one, other)]
        _run(f'UPDATE "{table}" SET {marks} WHERE rowid = ?', *rows[1], one)
        _run(f'UPDATE "{table}" SET {marks} WHERE rowid = ?', *rows[0], other)
        return f"{columns} of rows {one} and {other} of {table} exchanged"

    # ---- the log

    def reordered(self) -> str:
        """Some events in another order, every one as it was but for its id."""
        last = ledger.last_event_id()
        first = self.rng.randint(1, last - 1)
        ids = list(range(first, min(last, first + self.rng.randint(1, 6)) + 1))
        order = self.rng.sample(ids, len(ids))
        _run("UPDATE event_log SET id = -id WHERE id BETWEEN ? AND ?", ids[0], ids[-1])
        for old, new in zip(ids, order, strict=True):
            _run("UPDATE event_log SET id = ? WHERE id = ?", new, -old)
        return f"events {ids} in the order {order}"

    def cut(self) -> str:
        """The end of the log removed, back to an event of a case, so that its tables tell."""
        first = self.rng.choice(_events_of_cases()[-12:])
        _run("DELETE FROM event_log WHERE id >= ?", first)
        return f"events from {first} on removed"

    def forged(self) -> str:
        """An event that others see told once more at the end, with the hash that follows."""
        chosen = self.rng.choice(_events_of_cases(KINDS - UNSEEN))
        tail = ledger.tail()
        _run(
            "INSERT INTO event_log SELECT ?, at, recorded_at, \"by\", terminal, subject, kind, data, late_reason, '' "
            "FROM event_log WHERE id = ?",
            tail.id + 1,
            chosen,
        )
        chain_anew(tail.id + 1, tail.hash)
        return f"event {chosen} once more at the end"

    # ---- what no table contradicts

    def rechained(self) -> str:
        """Any event told otherwise, and every hash from there on made anew."""
        chosen = self.rng.randint(1, ledger.last_event_id())
        (old,) = _one("SELECT terminal FROM event_log WHERE id = ?", chosen)
        _run("UPDATE event_log SET terminal = ? WHERE id = ?", f"{old}-{self.rng.random()}", chosen)
        chain_anew()
        return f"event {chosen} comes from elsewhere, chained anew"

    def untold(self) -> str:
        """An event that no table needs, taken out of the chain."""
        log = list(ledger.rows())
        named = max(
            (max(json.loads(row.data)["corrects"]) for row in log if row.kind == Kind.CORRECTED), default=0
        )
        spare = [row.id for row in log if row.kind in _SPARE and row.id > named]
        if not spare:
            return ""
        chosen = self.rng.choice(spare)
        _run("DELETE FROM event_log WHERE id = ?", chosen)
        _run("UPDATE event_log SET id = -id WHERE id > ?", chosen)
        _run("UPDATE event_log SET id = -id - 1 WHERE id < 0")
        for table, column in (("case", "last_event"), ("case_event", "event")):
            _run(f'UPDATE "{table}" SET "{column}" = "{column}" - 1 WHERE "{column}" > ?', chosen)
        chain_anew()
        return f"event {chosen} taken out, chained anew"

    # ---- where

    def _row(self) -> tuple[str, int]:
        table = str(self.rng.choice(self.tables)._meta.table_name)
        return table, self.rng.choice(rowids(table))

    def _columns(self, table: str) -> list[str]:
        fields = next(each for each in self.tables if each._meta.table_name == table)._meta.sorted_fields
        return [field.column_name for field in fields if (table, field.name) not in self.unverified]

    def _keys(self, table: str) -> set[str]:
        model = next(each for each in self.tables if each._meta.table_name == table)
        return {field.column_name for field in model._meta.get_primary_keys()}


_FRESH = {
    "number": "'0999/2026'",
    "case_id": "'0999/2026'",
    "recipient": "'meja'",
    "username": "'meja'",
    "field": "'lain'",
    "no": '"no" + 7',
    "event": '"event" + 7',
    "year": '"year" + 7',
    "id": '"id" + 700',
    "key": "'lain'",
    "version": "'lain'",
    "calendar": "'lain'",
    "service": "'lain'",
}
"""Keys that no row has, by column."""
_ONLY_AS_KEY = {"key", "service"}
"""Columns that other tables have as well, where nothing is the more unique for them."""

AGAINST_HISTORY = (
    *[Tamperer.another_value] * 8,
    *[Tamperer.removed] * 3,
    *[Tamperer.added] * 2,
    *[Tamperer.exchanged] * 3,
    *[Tamperer.reordered] * 2,
    Tamperer.cut,
    Tamperer.forged,
)
"""What contradicts the chain or the tables."""

WITH_HISTORY = (Tamperer.rechained, Tamperer.untold)
"""Chains rewritten whole: only who kept the head's hash elsewhere can know."""


def chain_anew(first: int = 1, previous: str = ledger.GENESIS) -> None:
    """Give every event from `first` on the hash that follows from what it says now."""
    for row in list(ledger.rows()):
        if row.id >= first:
            previous = ledger.chained(previous, row)
            _run("UPDATE event_log SET hash = ? WHERE id = ?", previous, row.id)


def _events_of_cases(kinds: AbstractSet[str] = KINDS) -> list[int]:
    return [row.id for row in ledger.rows() if row.kind in kinds]


def rowids(table: str) -> list[int]:
    """The rows of a table that the history tells of."""
    untold = ", ".join(f"'{key}'" for key in UNTOLD_SETTINGS | {opened.CLOCK_OFFSET})
    told = f"WHERE key NOT IN ({untold})" if table == "setting" else ""
    return [row[0] for row in db.database.execute_sql(f'SELECT rowid FROM "{table}" {told} ORDER BY rowid')]


def _one(sql: str, *values: Any) -> Any:
    return db.database.execute_sql(sql, values).fetchone()


def _run(sql: str, *values: Any) -> None:
    db.database.execute_sql(sql, values)
