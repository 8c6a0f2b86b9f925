"""Who may sign in, and as what, against the history: nobody gave himself a position or an account behind desk's back.

Names and passwords are not in the history and so not told of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from desk import db
from desk.office.ledger import LogRow

_SUBJECT = "user:"

Told = dict[str, tuple[list[str], bool]]
"""Positions, and whether active, by username."""


def note(told: Told, row: LogRow) -> None:
    """Let one event of the log change what is known of the people."""
    if row.kind == "office_created":
        told[row.by] = (["admin"], True)
    elif row.subject.startswith(_SUBJECT):
        name = row.subject.removeprefix(_SUBJECT)
        if row.kind == "user_added":
            told[name] = (json.loads(row.data)["positions"], True)
        elif row.kind in ("user_enabled", "user_disabled"):
            told[name] = (told[name][0], row.kind == "user_enabled")


def people_faults(told: Told) -> Iterator[str]:
    """What is wrong with the people, in Indonesian."""
    table = db.User
    stored = {
        name: (positions, bool(active))
        for name, positions, active in db.tuples(table.select(table.username, table.positions, table.active))
    }
    for name in sorted(told.keys() | stored.keys()):
        if stored.get(name) != told.get(name):
            yield f"Pengguna {name}: jabatan atau statusnya tidak sama dengan riwayat."
