"""The tables, and how their values are kept.

Instants are kept as UTC milliseconds in 64-bit integers, which round-trip exactly on every engine; the rest of
desk sees whole seconds. Tables are reached through `desk.db`, which opens the database they are in.
"""

from __future__ import annotations

import json
from typing import Any

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
    TextField,
)

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


class SignInTries(Table):
    """The wrong tries on one name (`desk/domain/sign_in_limit.py`). Like tokens no part of the history."""

    name = CharField(primary_key=True)
    """A keyed digest of what was typed as username: somebody may have typed the password there."""
    counted = IntegerField()
    since_right = IntegerField()
    last_at = InstantField()


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
    retention = CharField(null=True)
    """Retention class given to this case alone. None: that of its service."""


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
    phone_key = CharField(null=True, index=True)
    """Keyed hash of the number, by which another complaint from it is found."""
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


class CaseAccess(Table):
    """How a person stands to a case, for the lists: `Standing` of `desk/domain/access.py`."""

    case = ForeignKeyField(Case, backref="access")
    username = CharField()
    known = BooleanField()
    given = BooleanField()
    kept = BooleanField()

    class Meta:
        primary_key = CompositeKey("case", "username")
        indexes = ((("username", "kept"), False),)


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


class CasePresence(Table):
    """Which case a desk has open at this moment. Like a sign-in token no part of the history."""

    desk = CharField(primary_key=True)
    """Drawn at random by each running desk."""
    case = ForeignKeyField(Case, on_delete="CASCADE", backref="presences")
    user = ForeignKeyField(User, on_delete="CASCADE", backref="presences")
    since = InstantField()
    seen_at = InstantField()
    """When the desk last said so; one that has ended without a word is known by it."""


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


class EventText(Table):
    """What people wrote in their own words in an event of a case. The log holds a keyed digest of it alone."""

    event = ForeignKeyField(EventLog, backref="texts")
    field = CharField()
    case = CharField(index=True)
    text = TextField(null=True)
    """None: erased."""

    class Meta:
        primary_key = CompositeKey("event", "field")


class RetentionClass(Table):
    """How long the office keeps files of a kind: its own data, entered from its retention schedule (JRA)."""

    key = CharField(primary_key=True)
    name = TextField()
    active_years = IntegerField()
    inactive_years = IntegerField()
    final_action = CharField()
    """`destroy`, `permanent` or `review`."""
    basis = TextField()


class RetentionRule(Table):
    """Which retention class the cases of a service have, or all of a kind (`letter`, `complaint`, `periodic`)."""

    service = CharField(primary_key=True)
    retention = CharField()


class Incident(Table):
    """A failure to protect personal data, which must be reported in time (UU 27/2022, Pasal 46)."""

    no = AutoField()
    what = TextField()
    noticed_at = InstantField()
    people = IntegerField(null=True)
    """How many people it concerns. None: not known."""
    recorded_by = CharField()
    recorded_at = InstantField()
    done_at = InstantField(null=True)
    """When it was said to be reported. None: it is open."""
    done_by = CharField(null=True)
    done_reason = TextField(null=True)


TABLES: tuple[type[Table], ...] = (
    Setting, User, SignInToken, SignInTries, ServiceVersion, CalendarRule, Holiday, CalendarVersion, Register,
    Case, CaseCycle, CaseAccess, CaseEvent, PeriodicTask, Letter, Complaint, Visit, Pause, Attachment, Disposition,
    DispositionAnswer, AlertMark, CasePresence, EventLog, EventText, RetentionClass, RetentionRule, Incident,
)  # fmt: skip
