"""Tables, and opening a database by URL. Nothing else speaks to a driver.

Instants are kept as UTC milliseconds in 64-bit integers, which round-trip exactly on every engine; the rest of
desk sees whole seconds. SQLite runs in WAL mode with foreign keys on and durable commits.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)

from desk.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"

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
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """The one way desk writes JSON into tables and hashes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Setting(Table):
    key = CharField(primary_key=True)
    value = JsonField()


class User(Table):
    username = CharField(primary_key=True)
    name = TextField()
    password_hash = TextField()
    positions = JsonField()
    active = BooleanField(default=True)
    must_change = BooleanField(default=False)
    """Whether the password was set by somebody else and is to be changed at the next sign-in."""


class SignInToken(Table):
    digest = CharField(primary_key=True)
    """SHA-256 of the token; the token itself is only in its owner's session file."""
    user = ForeignKeyField(User, on_delete="CASCADE")
    issued_at = InstantField()


class ServiceVersion(Table):
    version = CharField(primary_key=True)
    key = CharField(index=True)
    body = JsonField()
    installed_at = InstantField()
    active = BooleanField(default=True)
    """Whether new cases of this service open under this version."""


class CalendarRule(Table):
    """One of an office's own calendars: its zone, week and periods."""

    key = CharField(primary_key=True)
    name = TextField()
    zone = CharField()
    week = JsonField()
    periods = JsonField()


class Holiday(Table):
    """A dated override of the week."""

    calendar = CharField()
    """Key of the calendar it belongs to; `*` for all of them. The rule of one goes before the rule of all."""
    day = DateField()
    name = TextField()
    category = CharField()
    basis = TextField(default="")
    estimated = BooleanField(default=False)
    spans = JsonField(default=list)

    class Meta:
        primary_key = CompositeKey("calendar", "day")


class CalendarVersion(Table):
    version = CharField(primary_key=True)
    key = CharField(index=True)
    body = JsonField()


class Register(Table):
    """The last number taken per register and year."""

    name = CharField()
    year = IntegerField()
    last = IntegerField()

    class Meta:
        primary_key = CompositeKey("name", "year")


class Case(Table):
    number = CharField(primary_key=True)
    kind = CharField()
    service = CharField(index=True)
    service_version = ForeignKeyField(ServiceVersion)
    calendar_version = ForeignKeyField(CalendarVersion)
    status = CharField()
    class_key = CharField(null=True)
    received_at = InstantField(index=True)
    recorded_at = InstantField(index=True)
    started_at = InstantField(null=True)
    delivered_at = InstantField(null=True)
    ended_at = InstantField(null=True, index=True)
    verdict = CharField(null=True)
    """Of the latest cycle, once delivered or ended: band of the clock that counts for reports (met, missed, none)."""
    sender = TextField()
    subject = TextField()
    search = TextField()
    """Lower-case text in which fragments are found."""
    salt = CharField()
    """Key of the content's digest in the event log; erased together with the content."""
    last_event = IntegerField()


class Letter(Table):
    case = ForeignKeyField(Case, primary_key=True, backref="letters")
    letter_no = TextField(null=True)
    letter_no_form = TextField(null=True)
    sender_form = TextField()
    letter_date = DateField(null=True)
    urgency = CharField()
    security = CharField()
    ticked = JsonField(default=list)
    missing = IntegerField()
    event_start = InstantField(null=True)
    event_end = InstantField(null=True)
    voided = BooleanField(default=False)

    class Meta:
        indexes = ((("sender_form", "letter_no_form"), False),)


class Complaint(Table):
    case = ForeignKeyField(Case, primary_key=True, backref="complaints")
    channel = CharField()
    text = TextField()
    phone = CharField(null=True)
    is_anonymous = BooleanField(default=False)
    is_confidential = BooleanField(default=False)


class Visit(Table):
    case = ForeignKeyField(Case, backref="visits")
    no = IntegerField()
    step = CharField()
    actors = JsonField()
    external = BooleanField()
    cycle = IntegerField()
    holder = CharField(null=True)
    arrived_at = InstantField()
    taken_at = InstantField(null=True)
    finished_at = InstantField(null=True)
    finished_by = CharField(null=True)
    exit = CharField(null=True)
    output = TextField(default="")
    handed_on = BooleanField(default=False)
    is_open = BooleanField()
    reading = JsonField()
    """While open: every field of the nearest clock's `Reading`, so that a timer runs without its history."""
    service = CharField()
    calendar_version = CharField()
    is_working = BooleanField()
    """Whether closed hours stop the shown clock."""
    due_at = InstantField(null=True)
    overdue_after = InstantField(null=True)
    """The open visit is `overdue` after this instant. None: never (no deadline, met already, frozen in time)."""
    at_risk_at = InstantField(null=True)
    paused = BooleanField()

    class Meta:
        primary_key = CompositeKey("case", "no")
        indexes = (
            (("is_open", "holder"), False),
            # Everything the board counts and sorts by, so that it never reads the rows themselves.
            (
                (
                    "is_open", "overdue_after", "due_at", "paused", "at_risk_at", "is_working", "calendar_version",
                    "service", "holder", "arrived_at", "case", "no",
                ),
                False,
            ),
        )  # fmt: skip


class CaseCycle(Table):
    """From the start of a case's clocks to the end; a reopening starts another. Every one keeps its verdict."""

    case = ForeignKeyField(Case, backref="cycles")
    no = IntegerField()
    started_at = InstantField()
    delivered_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    stopped_at = InstantField(null=True, index=True)
    """Delivery, else the end: when its clocks stopped. None: they run."""
    verdict = CharField(null=True)
    """Against the agreed target, else the standard: met, missed, none. None: its clocks run."""
    standard_verdict = CharField(null=True)
    """Against the standard, whatever target was agreed."""

    class Meta:
        primary_key = CompositeKey("case", "no")


class CaseEvent(Table):
    """Which cases an event of the whole office also belongs to, such as a recomputing."""

    case = ForeignKeyField(Case, backref="office_events")
    event = IntegerField()

    class Meta:
        primary_key = CompositeKey("case", "event")


class PeriodicTask(Table):
    """A periodic obligation that has been opened: once per service, row of the SOP and month."""

    case = ForeignKeyField(Case, primary_key=True, backref="periodic_tasks")
    service = CharField()
    step = CharField()
    """Number of the row as printed in the SOP."""
    period = CharField()
    """The month it reports on, `2026-11`."""

    class Meta:
        indexes = ((("service", "step", "period"), True),)


class Pause(Table):
    id = AutoField()
    case = ForeignKeyField(Case, backref="pauses")
    start = InstantField()
    end = InstantField(null=True)
    waiting_for = CharField()
    reason = TextField()
    by = CharField()


class Attachment(Table):
    id = AutoField()
    case = ForeignKeyField(Case, backref="attachments")
    name = TextField()
    sha256 = CharField()
    """Of the content, and its file name in the attachments folder."""
    size = IntegerField()


class Disposition(Table):
    id = AutoField()
    case = ForeignKeyField(Case, backref="dispositions")
    at = InstantField()
    by = CharField()
    step = CharField()
    recipients = JsonField()
    cc = JsonField()
    instructions = JsonField()
    note = TextField()
    due_at = InstantField(null=True)


class AlertMark(Table):
    """A threshold of a deadline that was told to somebody. Like a sign-in token no part of the history."""

    user = ForeignKeyField(User, on_delete="CASCADE", backref="alerts")
    case = ForeignKeyField(Case, on_delete="CASCADE", backref="alerts")
    deadline = CharField()
    """`deadline_key` of `desk/domain/alerts.py`."""
    percent = IntegerField()
    visit = IntegerField()
    """The step that was open then."""
    clock = CharField()
    told_at = InstantField()

    class Meta:
        primary_key = CompositeKey("user", "case", "deadline", "percent")


class DispositionAnswer(Table):
    """How far each further recipient of a disposition has come; the lead answers by working."""

    case = ForeignKeyField(Case, backref="disposition_answers")
    disposition = IntegerField()
    """Which of the case's dispositions, from 1."""
    recipient = CharField()
    is_copy = BooleanField()
    by = CharField()
    at = InstantField()
    due_at = InstantField(null=True)
    instructions = JsonField()
    answer = CharField(null=True)
    """None: none yet."""
    answered_at = InstantField(null=True)
    waits = BooleanField()
    """Whether an answer is still owed: never in a closed case."""

    class Meta:
        primary_key = CompositeKey("case", "disposition", "recipient")
        indexes = ((("recipient", "waits"), False),)


class EventLog(Table):
    """The append-only history. Rows are never changed; each carries the hash of the one before."""

    id = IntegerField(primary_key=True)
    at = InstantField()
    recorded_at = InstantField()
    by = CharField()
    terminal = CharField()
    subject = CharField(index=True)
    """What it is about: a case number, or `user:NAME`, `service:KEY`, `office`."""
    kind = CharField()
    data = JsonField()
    late_reason = TextField(null=True)
    """Why it was recorded later than it happened. None: it was not."""
    hash = CharField()


TABLES: tuple[type[Table], ...] = (
    Setting, User, SignInToken, ServiceVersion, CalendarRule, Holiday, CalendarVersion, Register,
    Case, CaseCycle, CaseEvent, PeriodicTask, Letter, Complaint, Visit, Pause, Attachment, Disposition,
    DispositionAnswer, AlertMark, EventLog,
)  # fmt: skip


def open_database(url: str) -> None:
    """Connect `database` to the URL, `sqlite:///FILE`. The file's folder must exist.

    A process works on one database at a time: opening another closes the first. StorageError if it cannot be opened.
    """
    if not url.startswith("sqlite:///"):
        raise StorageError(
            f"Alamat basis data tidak dikenal: {url}. Gunakan sqlite:///BERKAS.", code="database_url"
        )
    path = url.removeprefix("sqlite:///")
    close_database()
    engine = SqliteDatabase(
        path,
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "busy_timeout": 5000},
    )
    database.initialize(engine)
    with storage_errors():
        engine.connect()


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()


def migrate() -> None:
    """Bring an opened database to this desk's schema, or refuse one that is newer."""
    if not pending_migrations():
        return
    with storage_errors():
        from playhouse.migrations import Runner

        with database.atomic("EXCLUSIVE"):
            Runner(database.obj, directory=str(MIGRATIONS)).up()


def pending_migrations() -> set[str]:
    """The schema steps an opened database still lacks; StorageError for one that knows more than this desk."""
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    with storage_errors():
        applied = _applied()
    if applied - known:
        raise StorageError(
            "Basis data ini dibuat oleh desk yang lebih baru. Perbarui desk dahulu.", code="newer"
        )
    return known - applied


def has_schema() -> bool:
    """Whether the opened database has been migrated at all."""
    with storage_errors():
        return bool(_applied())


def integrity_faults() -> list[str]:
    """What the engine finds wrong in the file of the opened database, in its own words; empty if nothing is."""
    with storage_errors():
        found = [str(text) for (text,) in database.execute_sql("PRAGMA quick_check(20)")]
    return [] if found == ["ok"] else found


def _applied() -> set[str]:
    if _HISTORY not in database.get_tables():
        return set()
    return {name for (name,) in database.execute_sql(f"SELECT name FROM {_HISTORY}")}


def tuples(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a select as tuples."""
    yield from query.tuples()


def dicts(query: Any) -> Iterator[dict[str, Any]]:
    """The rows of a select as dictionaries by column name."""
    yield from query.dicts()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that takes the write lock at once; inside another, part of that one."""
    with storage_errors():
        if database.in_transaction():
            with database.savepoint():
                yield
        else:
            with database.atomic("IMMEDIATE"):
                yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Several reads of one state: what another desk commits meanwhile is not seen. Inside an act, part of it."""
    with storage_errors():
        if database.in_transaction():
            yield
        else:
            with database.atomic("DEFERRED"):
                yield


@contextmanager
def fast_building() -> Iterator[None]:
    """Commit without waiting for the disk, for a database that is thrown away if the building fails."""
    database.execute_sql("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA synchronous = FULL")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the driver's complaints into a StorageError in words; rows that are read late complain past peewee."""
    try:
        yield
    except (peewee.OperationalError, sqlite3.OperationalError) as error:
        raise StorageError(_in_words(str(error)), code="database") from error
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        if isinstance(error, peewee.IntegrityError):
            raise
        raise StorageError(f"Basis data rusak atau bukan milik desk: {error}", code="database") from error


def _in_words(text: str) -> str:
    if "locked" in text or "busy" in text:
        return "Basis data sedang dipakai program lain. Belum ada yang disimpan; coba lagi sebentar."
    if "readonly" in text or "read-only" in text:
        return "Basis data hanya dapat dibaca. Belum ada yang disimpan; periksa izin berkasnya."
    if "unable to open" in text:
        return "Berkas basis data tidak dapat dibuka. Periksa foldernya dan izinnya."
    if "full" in text:
        return "Penyimpanan penuh. Belum ada yang disimpan."
    return f"Basis data gagal: {text}"
