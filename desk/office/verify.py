"""Proof that nothing was changed behind desk's back: the hash chain, the history replayed against tables and files.

The log is read twice: once in order, for the chain; then case by case, some hundred cases at a time, beside their rows
in every table. So memory holds those cases, not the whole office.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from desk import db, schema
from desk.clock import Clock
from desk.domain.case import UNSEEN, Event, Kind
from desk.errors import StorageError
from desk.office import case_store, ledger, rows, verify_office, verify_people
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify_case import TABLES, Held, case_faults, text_faults
from desk.office.verify_files import file_faults
from desk.office.verify_people import Told, people_faults
from desk.office.verify_registers import register_faults
from desk.office.verify_tasks import stored_tasks, task_faults, unknown_tasks

_CASE_SUBJECTS = frozenset(kind.value for kind in Kind)
_CHUNK = 400
"""Cases that are in memory at a time."""
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What comes of values that desk has not written."""
_EVENT = ("id", "subject", "kind", "at", "by", "data", "recorded_at", "late_reason")


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    events: int
    cases: int
    head: ledger.Head
    fault: str | None
    """The first fault, in Indonesian. None: everything agrees."""


@dataclass(slots=True)
class _Log:
    """What the first reading of the log leaves."""

    expected: ledger.Head | None
    events: int = 0
    head: str = ledger.GENESIS
    last: dict[str, int] = field(default_factory=dict)
    """The last event of each case that others see, in the order in which the cases came."""
    shared: dict[str, list[Event]] = field(default_factory=dict)
    """Events of the whole office, by the cases that they belong to."""
    calendars: set[str] = field(default_factory=set)
    """The calendars' versions that cases stand on."""
    office: verify_office.Told = field(default_factory=verify_office.Told)
    people: Told = field(default_factory=dict)
    met: bool = False
    """Whether the chain has come through the head that was expected."""

    @property
    def missed(self) -> str | None:
        """What is wrong with the chain where the expected head was not met. None: nothing."""
        if self.expected is None or self.met:
            return None
        if self.expected.events > self.events:
            return f"Riwayat berakhir pada peristiwa {self.events}, padahal pernah mencapai {self.expected.events}."
        return f"Riwayat sampai peristiwa {self.expected.events} bukan lagi yang dahulu: seluruhnya ditulis ulang."


def verify(session: Session, expected: str | None = None, *, files: bool = True) -> Verdict:
    """Recompute the chain, replay every case and compare it with its stored state; stops at the first fault.

    `expected`: a head kept outside, `EVENTS:HASH`, which the chain must have come through, so that a chain rewritten
    whole or cut at its end is found too. None: none was kept. FieldError if it is no head. `files`: look into the
    attachments' files as well.
    """
    log = _Log(None if expected is None else ledger.parse_head(expected))
    with db.snapshot():
        fault = _chain_fault(log) or log.missed
        if fault is None:
            fault = next(_state_faults(session.office.clock, log), None)
    if fault is None and files:
        fault = next(file_faults(), None)
    return Verdict(log.events, len(log.last), ledger.Head(log.events, log.head), fault)


def _state_faults(clock: Clock, log: _Log) -> Iterator[str]:
    """What is wrong with the state, given the log. Whatever cannot be made sense of is a fault, no error of desk."""
    try:
        yield from _schema_faults()
        yield from _rule_faults(log)
        yield from _faults(Office(clock), log)  # no memory of what has been in the tables before
    except UNREADABLE:
        yield "Basis data memuat isian yang tidak dapat dibaca."


def _chain_fault(log: _Log) -> str | None:
    previous, found = ledger.GENESIS, ledger.rows()
    while True:
        expected = log.events + 1
        try:
            row = next(found, None)
            if row is None:
                return None
            if row.id != expected:
                return f"Peristiwa {expected} hilang dari catatan."
            if ledger.chained(previous, row) != row.hash:
                json.loads(row.data)
                return f"Peristiwa {row.id} ({row.subject}) telah diubah."
            _note(log, row)
            log.met |= log.expected == (row.id, row.hash)
        except UNREADABLE:
            return f"Peristiwa {expected} tidak dapat dibaca."
        previous, log.events, log.head = row.hash, expected, row.hash


def _note(log: _Log, row: ledger.LogRow) -> None:
    if row.kind not in _CASE_SUBJECTS:
        verify_people.note(log.people, row)
        verify_office.note(log.office, row)
        return
    kind = Kind(row.kind)
    if kind is Kind.REGISTERED:
        log.calendars.add(json.loads(row.data)["calendar_version"])
    if kind is Kind.RECOMPUTED:
        data = json.loads(row.data)
        log.calendars.add(data["to"])
        event = Event(kind, row.at, row.by, data, row.id, row.recorded_at, row.late_reason)
        for number in event.data["cases"]:
            log.shared.setdefault(number, []).append(event)
            log.last[number] = row.id
    elif kind in UNSEEN:
        log.last.setdefault(row.subject, 0)
    else:
        log.last[row.subject] = row.id


def _schema_faults() -> Iterator[str]:
    """What the engine itself finds, and what desk has not made: what an index hides, the rest would not see."""
    for text in schema.integrity_faults():
        yield f"Berkas basis data rusak ({text})."
    for name in schema.foreign_objects():
        yield f"Basis data memuat {name}, yang bukan buatan desk."
    for name in schema.missing_indexes():
        yield f"{name} hilang dari basis data."


def _rule_faults(log: _Log) -> Iterator[str]:
    """What cases go by: services as they were told of when they came, calendars as their versions say."""
    yield from verify_office.office_faults(log.office)
    stored = {row[0]: row[1:] for row in rows.all_stored(db.CalendarVersion, ("version", "key", "body"))}
    for version in sorted(log.calendars - stored.keys()):
        yield f"Kalender (versi {version}), yang dipakai berkas, hilang dari basis data."
    for version, (key, text) in stored.items():
        if version not in log.calendars | log.office.calendar_versions:
            yield f"Kalender {key} (versi {version}) tidak ada dalam riwayat."
        try:
            body = json.loads(text)
            same = (
                ledger.body_digest(body).startswith(version) and key == body["key"] and isinstance(text, str)
            )
        except UNREADABLE:
            same = False
        if not same:
            yield f"Kalender {key} (versi {version}) telah diubah."


def _faults(office: Office, log: _Log) -> Iterator[str]:
    stored = {number for (number,) in rows.all_stored(db.Case, ("number",))}
    for number in sorted(stored ^ log.last.keys(), key=repr):
        yield f"Berkas {number} {'tidak punya riwayat' if number in stored else 'hilang dari basis data'}."
    tasks = stored_tasks()
    numbers = list(log.last)
    for begin in range(0, len(numbers), _CHUNK):
        chunk = numbers[begin : begin + _CHUNK]
        histories, held = _histories(chunk, log), _held(chunk)
        for number in chunk:
            try:
                told, rows_of = histories[number], held[number]
                yield from text_faults(told, rows_of)
                texts = case_store.texts_of(
                    (row["event"], row["field"], row["text"]) for row in rows_of[db.EventText]
                )
                events = [case_store.opened(event, texts) for event in told]
                case = yield from case_faults(office, number, events, rows_of, log.last[number])
                if case is not None:
                    yield from task_faults(case, tasks)
            except UNREADABLE:
                yield f"Berkas {number}: ada isian tersimpan yang tidak dapat dibaca."
            except StorageError as error:
                if error.code != db.INCONSISTENT:
                    raise
                yield f"Berkas {number}: {error.message}"
    yield from unknown_tasks(tasks)
    yield from people_faults(log.people)
    yield from _strays()
    yield from register_faults(log.last)


def _histories(chunk: list[str], log: _Log) -> dict[str, list[Event]]:
    """The events of those cases in recorded order; the chain was found whole, so they can be read."""
    found = {number: list(log.shared.get(number, ())) for number in chunk}
    for row in rows.select_stored(db.EventLog, _EVENT, "subject", chunk, order=("id",)):
        at, recorded_at = row["at"] // 1000, row["recorded_at"] // 1000
        data = json.loads(row["data"])
        event = Event(Kind(row["kind"]), at, row["by"], data, row["id"], recorded_at, row["late_reason"])
        found[row["subject"]].append(event)
    for number in log.shared.keys() & found.keys():
        found[number].sort(key=lambda event: event.id)
    return found


def _held(chunk: list[str]) -> dict[str, Held]:
    """What each table holds of those cases."""
    held: dict[str, Held] = {number: {table: [] for table in TABLES} for number in chunk}
    for table, order in TABLES.items():
        key = "number" if table is db.Case else "case"
        names = tuple(table._meta.sorted_field_names)
        for row in rows.select_stored(table, names, key, chunk, order):
            held[row[key]][table].append(row)
    return held


def _strays() -> Iterator[str]:
    """Rows of cases that are not there, once every case has been asked for."""
    known = db.Case.select(db.Case.number)
    for table in TABLES:
        if table is not db.Case:
            column = table._meta.fields["case"]
            for (number,) in db.tuples(table.select(column).where(column.not_in(known)).limit(1)):
                yield f"Tabel {table._meta.table_name} memuat berkas {number} yang tidak ada."
