"""Registers, and cases as a reading of their history."""

from __future__ import annotations

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from desk.tables.base import InstantField, JsonField, Table
from desk.tables.office import CalendarVersion, ServiceVersion


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
