"""Who may sign in, and as what, against the history: nobody gave himself a position or an account behind desk's back.

Names and passwords are not in the history and so not told of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from desk import db
from desk.office import rows
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
    found = rows.all_stored(db.User, ("username", "positions", "active"))
    stored = {name: (positions, active) for name, positions, active in found}
    expected = {name: (db.canonical(positions), int(active)) for name, (positions, active) in told.items()}
    for name in sorted(expected.keys() | stored.keys(), key=repr):
        if stored.get(name) != expected.get(name):
            yield f"Pengguna {name}: jabatan atau statusnya tidak sama dengan riwayat."
