"""Whatever is changed behind desk's back, in any column of what a case is made of, a verification names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import peewee
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from desk import db
from desk.clock import SetClock
from desk.domain.calendar import DayRule
from desk.domain.calendar_book import ALL
from desk.domain.calendar_changes import SetDay
from desk.domain.case import Kind
from desk.domain.complaint import CLASSES, ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.retention import RetentionClass
from desk.office import (
    answers,
    calendar_acts,
    class_tables,
    complaints,
    corrections,
    idle_lock,
    incidents,
    intake,
    opening,
    periodic,
    recompute,
    retention,
    routing,
    setup,
    timekeeping,
)
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY, Desk, at
from tests.office.tampering import rowids

TABLES: tuple[type[db.Table], ...] = (
    db.Case, db.Letter, db.Complaint, db.Visit, db.CaseCycle, db.Pause, db.Attachment, db.Disposition,
    db.DispositionAnswer, db.CaseEvent, db.CaseAccess, db.PeriodicTask, db.Register, db.EventLog, db.EventText,
    db.User, db.Setting, db.CalendarRule, db.Holiday, db.ServiceVersion, db.RetentionClass, db.RetentionRule,
    db.Incident,
)  # fmt: skip
UNVERIFIED = {
    ("attachment", "name"): "personal, so history holds only the content's hash and size",
    ("attachment", "id"): "only the order of the rows means anything",
    ("pause", "id"): "only the order of the rows means anything",
    ("disposition", "id"): "only the order of the rows means anything",
    ("user", "name"): "personal, so not in the history",
    ("user", "password_hash"): "known to nobody, so not in the history",
    ("user", "must_change"): "part of the password",
}
"""Columns that are deliberately not verified, and why."""
BESIDE = {
    db.CalendarVersion: "its body by its own hash (test_verify)",
    db.SignInToken: "who is signed in, as everything about signing in",
    db.SignInTries: "who has tried to sign in",
    db.AlertMark: "what was told to whom",
    db.CasePresence: "what is open on whose screen",
}
"""Tables that are not walked here, and why."""
_TEXT_KEYS = {"number", "case_id", "name", "key", "version", "calendar", "service"}
COLUMNS = [
    pytest.param(table, name, id=f"{table._meta.table_name}-{name}")
    for table in TABLES
    for name in table._meta.sorted_field_names
    if (table._meta.table_name, name) not in UNVERIFIED
]
WHOLE = [pytest.param(table, id=table._meta.table_name) for table in TABLES]


@pytest.fixture(scope="module")
def told(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An office in which everything that history can hold has happened at least once."""
    home = tmp_path_factory.mktemp("told") / "desk"
    shutil.copytree(office_template, home)
    clock = SetClock(MONDAY)
    desk = Desk(None, opening.open_office(f"sqlite:///{home / 'desk.db'}", clock), clock)  # type: ignore[arg-type]
    _live(desk, home)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close_database()
    yield home / "desk.db"


@pytest.fixture(scope="module")
def auditor(told: Path) -> Iterator[Session]:
    """Somebody who verifies; what a test changes is rolled back by `tampered`."""
    office = opening.open_office(f"sqlite:///{told}", SetClock(MONDAY))
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    yield Session(office, office.people["admin"])
    db.close_database()


def _live(desk: Desk, home: Path) -> None:
    clerk, head, officer = (desk.person(name) for name in ("mail_clerk", "section_head", "pr_officer"))
    have = frozenset({"surat_pengantar", "materi"})
    paper = home / "surat.txt"
    paper.write_text("isi")
    letter = LetterDraft("wa-center", "OPD", "Hal", letter_no="12", letter_date=date(2026, 11, 20), have=have)
    intake.log_letter(clerk, letter, attach=[paper])
    desk.advance(60)
    routing.take(clerk, "1")
    for reason in ("materi rusak", "materi kurang"):
        routing.pause(clerk, "1", "applicant", reason)
        desk.advance(60)
        routing.resume(clerk, "1")
    routing.finish(clerk, "1")
    desk.advance(60)
    due = at("2026-11-24 15:00")
    order = DispositionOrder(("pr_officer", "team_lead"), ("follow_up",), ("manager",), "segera", due)
    routing.dispose(head, "1", order)
    answers.answer_disposition(desk.person("manager"), "1", 1, "read")
    desk.advance(60)
    routing.pause(officer, "1", "applicant", "keliru")
    corrections.withdraw(officer, "1", "salah berkas")
    routing.agree_target(head, "1", at("2026-11-25 16:00"), "data pusat")
    _others(desk)
    _set(desk)
    _end(desk)


def _others(desk: Desk) -> None:
    """A complaint, a letter that was cancelled and reopened, one that waits for its event, and a recomputing."""
    draft = ComplaintDraft(
        "hotline-bkpsdm", "whatsapp", "Lampu mati", "Bu Sari", "0811000000", class_key="minor"
    )
    complaints.log_complaint(desk.person("hotline_officer"), draft)
    complaints.change_class(desk.person("manager"), "P-1", "normative", "telaah")
    have = desk.office.services["konten-medsos"].required_keys
    clerk = desk.person("receptionist")
    intake.log_letter(clerk, LetterDraft("konten-medsos", "Dinas Kesehatan", "Konten", have=have))
    desk.advance(60)
    routing.cancel(desk.person("manager"), "2", "ditarik")
    routing.reopen(desk.person("manager"), "2", "2", "keliru")
    intake.log_letter(
        clerk,
        LetterDraft("keprotokolan", "Bagian Umum", "Upacara", event_start=at("2026-11-30 09:00")),
    )
    holiday = DayRule((), "Hari Jadi", "local_holiday", basis="SK 1")
    calendar_acts.make(desk.person("admin"), SetDay(ALL, date(2026, 11, 24), holiday))
    recompute.recompute(desk.person("manager"), "office", "SK 1", desk.office.calendar().version)


def _set(desk: Desk) -> None:
    """Whatever an office may set for itself."""
    admin = desk.person("admin")
    idle_lock.set_lock_minutes(admin, 10)
    timekeeping.set_leap_days(admin, 20)
    class_tables.set_class_table(admin, date(2026, 12, 1), "Perbup 1", dict.fromkeys(CLASSES, 5))
    service = desk.office.services["wa-center"]
    setup.install_service(admin, replace(service, name="Pusat WA"))
    for key, years in (("rutin", 2), ("vital", 5)):
        retention.set_class(admin, RetentionClass(key, key, years, 3, "destroy", "JRA"))
    for service_key, key in (("letter", "rutin"), ("complaint", "vital")):
        retention.assign(admin, service_key, key)
    for what in ("surel salah alamat", "map hilang"):
        incidents.add(admin, what, desk.clock.now())
    incidents.done(desk.person("manager"), 1, "dilaporkan")


def _end(desk: Desk) -> None:
    """A month later a report is due; the last event is one of a case, so that its removal shows."""
    desk.set("2026-12-01 09:00")
    if not timekeeping.check_clock(desk.office).is_sound:
        timekeeping.confirm_clock(desk.person("manager"), "libur panjang")
    assert periodic.open_due_tasks(desk.office)
    routing.add_note(desk.person("manager"), "2", "ditelepon", at("2026-12-01 08:00"), "listrik padam")


class _Undo(Exception):
    pass


@contextmanager
def tampered() -> Iterator[None]:
    """What is done inside is undone; a change that the engine itself refuses needs no verification."""
    try:
        with db.database.atomic():
            yield
            raise _Undo
    except (_Undo, peewee.IntegrityError):
        pass


def _run(sql: str, *values: Any) -> int:
    return int(db.database.execute_sql(sql, values).rowcount)


def _others_of(value: Any, kind: peewee.Field) -> list[Any]:
    """Values that a column might be given instead."""
    if isinstance(kind, peewee.BooleanField):
        return [1 - value]
    if isinstance(kind, db.InstantField):
        others = [60_000] if value is None else [value + 60_000, value - 1000, value + 1, None]
    elif isinstance(value, int):
        others = [value + 1000, -value - 1]
    else:
        others = ["x", ""] if value is None else [f"{value}x", value[:-1], None]
    return [other for other in others if other != value]


@pytest.mark.parametrize("table", WHOLE)
def test_the_history_fills_every_table(auditor: Session, table: type[db.Table]) -> None:
    assert verify(auditor).fault is None
    assert table.select().count() > (table in (db.Complaint, db.Attachment, db.PeriodicTask)) - 1
    assert set(db.EventLog.select(db.EventLog.kind).tuples()) >= {
        (kind.value,)
        for kind in (Kind.PAUSED, Kind.REOPENED, Kind.TARGET_AGREED, Kind.RECOMPUTED, Kind.CORRECTED)
    } | {(Kind.DISPOSITION_ANSWERED.value,)}


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_another_value_in_any_row_is_named(auditor: Session, table: type[db.Table], name: str) -> None:
    kind, sql = table._meta.fields[name], table._meta.table_name
    column = kind.column_name
    for rowid in rowids(sql):
        (old,) = db.database.execute_sql(
            f'SELECT "{column}" FROM "{sql}" WHERE rowid = ?', (rowid,)
        ).fetchone()
        for new in _others_of(old, kind):
            with tampered():
                _run(f'UPDATE "{sql}" SET "{column}" = ? WHERE rowid = ?', new, rowid)
                assert verify(auditor).fault, f"{old!r} became {new!r} in row {rowid}"


@pytest.mark.parametrize("table", WHOLE)
def test_a_removed_row_is_named(auditor: Session, table: type[db.Table]) -> None:
    sql = table._meta.table_name
    for rowid in rowids(sql):
        with tampered():
            assert _run(f'DELETE FROM "{sql}" WHERE rowid = ?', rowid)
            assert verify(auditor).fault, f"row {rowid}"


@pytest.mark.parametrize("table", WHOLE)
def test_an_added_row_is_named(auditor: Session, table: type[db.Table]) -> None:
    """A copy of each row under a key of its own: another number, place, case or id."""
    sql = table._meta.table_name
    columns = [column.name for column in db.database.get_columns(sql)]
    first = columns[0]
    for key in {first, "case_id", "no", "event", "year", "id"} & set(columns):
        fresh = f"\"{key}\" || '7'" if key in _TEXT_KEYS else f'"{key}" + 1000'
        chosen = ", ".join(fresh if name == key else _apart(name, key) for name in columns)
        for rowid in rowids(sql):
            with tampered():
                assert _run(f'INSERT INTO "{sql}" SELECT {chosen} FROM "{sql}" WHERE rowid = ?', rowid)
                assert verify(auditor).fault, f"row {rowid} again with another {key}"


def _apart(name: str, key: str) -> str:
    """A periodic task is unique by its month as well."""
    return "'2026-08'" if name == "period" and key == "case_id" else f'"{name}"'


@pytest.mark.parametrize("table", WHOLE)
def test_two_rows_that_change_places_are_named(auditor: Session, table: type[db.Table]) -> None:
    sql, keys = table._meta.table_name, set(table._meta.get_primary_keys())
    fields = [field for field in table._meta.sorted_fields if field not in keys]
    columns = [field.column_name for field in fields if (sql, field.name) not in UNVERIFIED]
    names = ", ".join(f'"{column}"' for column in columns)
    changes = ", ".join(f'"{column}" = ?' for column in columns)
    for one, other in list(combinations(rowids(sql), 2))[:60] if columns else ():
        read = f'SELECT {names} FROM "{sql}" WHERE rowid = ?'
        first, second = (db.database.execute_sql(read, (rowid,)).fetchone() for rowid in (one, other))
        if first == second:
            continue
        with tampered():
            _run(f'UPDATE "{sql}" SET {changes} WHERE rowid = ?', *second, one)
            _run(f'UPDATE "{sql}" SET {changes} WHERE rowid = ?', *first, other)
            assert verify(auditor).fault, f"rows {one} and {other}"


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_few_changes_together_are_named(auditor: Session, data: st.DataObject) -> None:
    """They never make up for one another: whatever was changed in one to three places, something is named."""
    places = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3, unique=True))
    with tampered():
        changed = 0
        for table, name in (place.values for place in places):
            kind, sql = table._meta.fields[name], table._meta.table_name
            rowid = data.draw(st.sampled_from(rowids(sql)))
            read = f'SELECT "{kind.column_name}" FROM "{sql}" WHERE rowid = ?'
            (old,) = db.database.execute_sql(read, (rowid,)).fetchone()
            new = data.draw(st.sampled_from(_others_of(old, kind)))
            changed += _run(f'UPDATE "{sql}" SET "{kind.column_name}" = ? WHERE rowid = ?', new, rowid)
        assert changed
        assert verify(auditor).fault


def test_every_table_is_verified_or_known_not_to_be() -> None:
    assert {*TABLES, *BESIDE} == set(db.TABLES)
    assert not {*TABLES} & BESIDE.keys()


def test_no_column_is_excused_that_is_not_there() -> None:
    known = {(table._meta.table_name, name) for table in TABLES for name in table._meta.sorted_field_names}
    assert UNVERIFIED.keys() <= known
