"""What must hold of the database after the torture run, held against what the desks have said."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from desk import db
from desk.office import attachments, ledger, opening
from desk.office.session import Session
from desk.office.verify import verify

Lines = Mapping[str, Mapping[str, Any]]
"""What the desks have said, by token."""


@dataclass
class Finding:
    """What came of it."""

    events: int = 0
    numbers: int = 0
    attachments: int = 0
    unheard: int = 0
    """Acts of killed desks that were committed before they could be acknowledged."""
    leftovers: int = 0
    """Files that a killed desk left half-written, under names that nobody takes for a whole one."""
    losses: int = 0
    doubles: int = 0
    wrong: list[str] = field(default_factory=list)
    """Everything that does not hold, in words."""


def check(url: str, begun: Lines, done: Lines, usernames: AbstractSet[str]) -> Finding:
    """Open the office anew and look at everything."""
    office = opening.open_office(url)
    found = Finding()
    try:
        verdict = verify(Session(office, office.people["admin"]))
        if verdict.fault is not None:
            found.wrong.append(verdict.fault)
        found.wrong += [
            str(text) for (text,) in db.database.execute_sql("PRAGMA integrity_check") if text != "ok"
        ]
        log = {row.id: row for row in ledger.rows() if row.by in usernames}
        found.events = verdict.events
        _acknowledged(found, log, begun, done)
        _unheard(found, log, begun, done)
        _once(found, begun, done)
        _numbers(found)
        _attachments(found)
    finally:
        db.close_database()
    return found


def _acknowledged(found: Finding, log: dict[int, ledger.LogRow], begun: Lines, done: Lines) -> None:
    """Every event of every acknowledged act is there, by that desk, and no two acts have the same one."""
    claimed: dict[int, str] = {}
    for token, line in done.items():
        events = [log.get(event_id) for event_id in line["events"]]
        desk = f"meja{int(token.split('.')[1]):02d}"
        if not events or any(
            row is None or row.by != desk or row.subject != line["number"] for row in events
        ):
            found.losses += 1
            found.wrong.append(f"lost: {begun[token]} acknowledged as {line}")
        for event_id in line["events"]:
            if event_id in claimed:
                found.doubles += 1
                found.wrong.append(f"event {event_id} of both {claimed[event_id]} and {token}")
            claimed[event_id] = token


def _unheard(found: Finding, log: dict[int, ledger.LogRow], begun: Lines, done: Lines) -> None:
    """What nobody acknowledged is the last act of a killed desk: at most one each, on the case that it had begun on."""
    heard = {event_id for line in done.values() for event_id in line["events"]}
    rest: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in log.values():
        if row.id not in heard:
            rest[row.by, row.subject].append(row.id)
    silent: dict[str, list[str | None]] = defaultdict(list)
    for token, line in begun.items():
        if token not in done:
            silent[f"meja{int(token.split('.')[1]):02d}"].append(line.get("number"))
    for (desk, subject), ids in rest.items():
        acts = 1 + sum(later != earlier + 1 for earlier, later in pairwise(ids))
        found.unheard += acts
        tried = silent[desk].count(subject) + silent[desk].count(None)
        if acts > tried:
            found.wrong.append(f"{desk} has {acts} acts on {subject} that it never began: events {ids}")


def _once(found: Finding, begun: Lines, done: Lines) -> None:
    """A registration is there once if it was acknowledged, and whole if it is there at all."""
    held: dict[str, list[str]] = defaultdict(list)
    for number, subject in db.tuples(db.Case.select(db.Case.number, db.Case.subject)):
        held[subject.rpartition(" ")[2]].append(number)
    files: dict[str, int] = defaultdict(int)
    for (number,) in db.tuples(db.Attachment.select(db.Attachment.case)):
        files[number] += 1
    for token, line in begun.items():
        if line["act"] not in ("letter", "complaint"):
            continue
        numbers = held.pop(token, [])
        if len(numbers) > 1:
            found.doubles += 1
            found.wrong.append(f"{token} is there as {numbers}")
        if token in done and numbers != [done[token]["number"]]:
            found.losses += 1
            found.wrong.append(
                f"lost: {token}, acknowledged as {done[token]['number']}, is there as {numbers}"
            )
        if any(files[number] != line["files"] for number in numbers):
            found.wrong.append(f"{token} is there without its files")
    if held:
        found.wrong.append(f"nobody began {dict(held)}")


def _numbers(found: Finding) -> None:
    """Every register runs from 1 to its last number without a gap."""
    for register in db.Register.select():
        kind = {"letter": "letter", "complaint": "complaint"}[register.name]
        given = sorted(
            int(number.rpartition("-")[2].partition("/")[0])
            for (number,) in db.tuples(db.Case.select(db.Case.number).where(db.Case.kind == kind))
        )
        found.numbers += len(given)
        if given != list(range(1, register.last + 1)):
            found.wrong.append(f"the register {register.name} has a gap or a double")


def _attachments(found: Finding) -> None:
    """Every row's file is there whole."""
    for sha256, size in db.tuples(db.Attachment.select(db.Attachment.sha256, db.Attachment.size)):
        found.attachments += 1
        file = attachments.folder() / sha256
        content = file.read_bytes() if file.is_file() else b""
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            found.losses += 1
            found.wrong.append(f"attachment {sha256} is not there, or not whole")
    found.leftovers = sum(len(file.name) != 64 for file in attachments.folder().glob("*"))
