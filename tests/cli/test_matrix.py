"""The permissions on the command line: exit 0 for whom the tables of `tests/permissions.py` name, 3 for others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import db
from desk.cli import registry
from desk.office import people
from tests import permissions
from tests.permissions import KEPT, LETTERS, NOBODY, OFF, Cases, Row, event_of

if TYPE_CHECKING:
    from tests.cli.conftest import Cli
    from tests.conftest import Desk

STRANGERS = ("agency_secretary", "admin", NOBODY, OFF, KEPT)
"""With whoever may, those who try: others are as these (`tests/office/test_matrix.py` walks all of them)."""
WHY = ("--reason", "uji")
WORDS: dict[str, str] = {
    "complete": "letter complete {n} --have materi",
    "void": "letter void {n} --reason uji",
    "take": "case take {n}",
    "finish": "case finish {n} --exit {exit}",
    "return": "case return {n} --reason uji",
    "dispose": "case dispose {n} --to {to} --instruction follow_up",
    "assign": "case assign {n} --to {to} --reason uji",
    "pause": "case pause {n} --for applicant --reason uji",
    "resume": "case resume {n}",
    "note": "case note {n} --text uji",
    "cancel": "case cancel {n} --reason uji",
    "reopen": "case reopen {n} --step 2 --reason uji",
    "target": "case target {n} --due 2026-12-04T16:00 --reason uji",
    "class": "complaint class {n} --class normative --reason uji",
    "undo": "case undo {n} --reason uji",
    "retime": "case correct {n} --event {event} --happened 2026-11-23T08:59 --reason uji",
    "reschedule": "case reschedule {n} --event-start 2026-11-28T09:00 --reason uji",
    "read": "disposition answer {n} --disposition 1 --answer read",
    "accept": "disposition answer {n} --disposition 1 --answer accepted",
    "reply": "disposition answer {n} --disposition 1 --answer replied --text siap",
    "content": "letter correct {n} --security top_secret --reason uji",
    "identity": "complaint identity {n} --reason uji",
    "exclude": "case exclude {n} --user agency_secretary --reason uji",
    "readmit": "case readmit {n} --user kept --reason uji",
    "erase": "case erase {n} --basis uji --confirm {n}",
}
OF_COMPLAINTS = WORDS | {"content": "complaint protect {n} --anonymous --reason uji"}
BY_FIELD = {"complaint correct"}
"""Who may correct which field of a complaint is told by `tests/office/test_content.py`."""
ACTS = {" ".join(words.split()[:2]) for words in (*WORDS.values(), *OF_COMPLAINTS.values())}


@pytest.fixture
def home_template(staffed_template: Path) -> Path:
    return staffed_template


@contextmanager
def _undone() -> Iterator[None]:
    """In the place of a transaction: what was written is taken back."""
    with db.storage_errors(), db.database.atomic("IMMEDIATE") as transaction:
        yield
        transaction.rollback()


def _words(row: Row, kind: str, number: str) -> list[str]:
    way = "forward" if kind in LETTERS else "approve" if row.state == "draft" else "analyse"
    lead = "wa_center_staff" if row.state in ("given", "for_all") else "second"
    event = event_of(number, "registered") if row.act == "retime" else 0
    words = (WORDS if kind in LETTERS else OF_COMPLAINTS)[row.act]
    return words.format(n=number, exit=way, to=lead, event=event).split()


@pytest.mark.parametrize("kind", ["ordinary", "secret", "confidential"])
def test_every_command_upon_a_case_ends_as_the_table_says(
    cli: Cli, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.fast_building():
        cases = Cases(cli.desk, (kind,))
    first: dict[str, Row] = {}
    for row in permissions.rows(kind):
        if row.state != "taken" and row.who != "-" and row.act in WORDS:
            first.setdefault(row.act, row)
    everybody = dict(cli.desk.office.people)
    tries = []
    for row in first.values():
        words = _words(row, kind, cases.numbers[kind, row.state])
        able = next(name for name, person in everybody.items() if row.allows(person))
        tries += [(row, name, words) for name in (able, *STRANGERS)]
    people.set_active(cli.desk.person("admin"), OFF, active=True)
    for name in {name for _row, name, _words in tries}:
        cli.sign_in(name)
    people.set_active(cli.desk.person("admin"), OFF, active=False)
    monkeypatch.setattr(db, "writing", _undone)
    wrong = []
    for row, name, words in tries:
        status = cli.run(name, *words).status
        if status != (0 if row.allows(everybody[name]) else 3):
            wrong.append(f"{name}: {' '.join(words)}: {status}")
    assert not wrong, "\n".join(wrong)


def test_every_command_upon_a_case_is_in_the_table() -> None:
    """`--revision` marks the acts upon a case; whoever adds one writes down who may."""
    guarded = {
        command.path for word in registry.WORDS for command in registry.commands_of(word) if command.guarded
    }
    assert guarded <= ACTS | BY_FIELD


def test_who_is_kept_out_is_refused_at_the_field_and_not_by_permission(cli: Cli, desk: Desk) -> None:
    cases = Cases(desk, ("ordinary",))
    number = cases.numbers["ordinary", "first"]
    error = cli.refuse("manager", 1, "case", "assign", number, "--to", KEPT, *WHY)
    assert (error["field"], error["code"]) == ("to", "kept_out")
