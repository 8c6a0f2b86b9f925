"""The first schema, frozen: a copy that never follows later changes of `desk/tables.py`."""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    class ServiceVersion(Model):
        version = CharField(primary_key=True)
        key = CharField(index=True)
        body = TextField()
        installed_at = BigIntegerField()
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "service_version"

    db.create_tables([ServiceVersion])

    class CalendarVersion(Model):
        version = CharField(primary_key=True)
        key = CharField(index=True)
        body = TextField()

        class Meta:
            database = db
            table_name = "calendar_version"

    db.create_tables([CalendarVersion])

    class Case(Model):
        number = CharField(primary_key=True)
        kind = CharField()
        service = CharField(index=True)
        service_version = ForeignKeyField(ServiceVersion)
        calendar_version = ForeignKeyField(CalendarVersion)
        status = CharField()
        class_key = CharField(null=True)
        received_at = BigIntegerField(index=True)
        recorded_at = BigIntegerField(index=True)
        started_at = BigIntegerField(null=True)
        delivered_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(index=True, null=True)
        verdict = CharField(null=True)
        sender = TextField()
        subject = TextField()
        search = TextField()
        salt = CharField()
        last_event = IntegerField()

        class Meta:
            database = db
            table_name = "case"

    db.create_tables([Case])

    class Attachment(Model):
        case = ForeignKeyField(Case)
        name = TextField()
        sha256 = CharField()
        size = IntegerField()

        class Meta:
            database = db
            table_name = "attachment"

    db.create_tables([Attachment])

    class CalendarRule(Model):
        key = CharField(primary_key=True)
        name = TextField()
        zone = CharField()
        week = TextField()
        periods = TextField()

        class Meta:
            database = db
            table_name = "calendar_rule"

    db.create_tables([CalendarRule])

    class Complaint(Model):
        case = ForeignKeyField(Case, primary_key=True)
        channel = CharField()
        text = TextField()
        phone = CharField(null=True)
        is_anonymous = BooleanField(default=False)
        is_confidential = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "complaint"

    db.create_tables([Complaint])

    class Disposition(Model):
        case = ForeignKeyField(Case)
        at = BigIntegerField()
        by = CharField()
        step = CharField()
        recipients = TextField()
        cc = TextField()
        instructions = TextField()
        note = TextField()
        due_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "disposition"

    db.create_tables([Disposition])

    class EventLog(Model):
        id = IntegerField(primary_key=True)
        at = BigIntegerField()
        recorded_at = BigIntegerField()
        by = CharField()
        terminal = CharField()
        subject = CharField(index=True)
        kind = CharField()
        data = TextField()
        late_reason = TextField(null=True)
        hash = CharField()

        class Meta:
            database = db
            table_name = "event_log"

    db.create_tables([EventLog])

    class Holiday(Model):
        day = DateField(primary_key=True)
        name = TextField()
        category = CharField()
        basis = TextField(default="")
        estimated = BooleanField(default=False)
        spans = TextField()

        class Meta:
            database = db
            table_name = "holiday"

    db.create_tables([Holiday])

    class Letter(Model):
        case = ForeignKeyField(Case, primary_key=True)
        letter_no = TextField(null=True)
        letter_no_form = TextField(null=True)
        sender_form = TextField()
        letter_date = DateField(null=True)
        urgency = CharField()
        security = CharField()
        ticked = TextField()
        missing = IntegerField()
        event_start = BigIntegerField(null=True)
        event_end = BigIntegerField(null=True)
        voided = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "letter"
            indexes = ((("sender_form", "letter_no_form"), False),)

    db.create_tables([Letter])

    class Pause(Model):
        case = ForeignKeyField(Case)
        start = BigIntegerField()
        end = BigIntegerField(null=True)
        waiting_for = CharField()
        reason = TextField()
        by = CharField()

        class Meta:
            database = db
            table_name = "pause"

    db.create_tables([Pause])

    class Register(Model):
        name = CharField()
        year = IntegerField()
        last = IntegerField()

        class Meta:
            database = db
            table_name = "register"
            primary_key = CompositeKey("name", "year")

    db.create_tables([Register])

    class Setting(Model):
        key = CharField(primary_key=True)
        value = TextField()

        class Meta:
            database = db
            table_name = "setting"

    db.create_tables([Setting])

    class User(Model):
        username = CharField(primary_key=True)
        name = TextField()
        password_hash = TextField()
        positions = TextField()
        active = BooleanField(default=True)
        must_change = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "user"

    db.create_tables([User])

    class SignInToken(Model):
        digest = CharField(primary_key=True)
        user = ForeignKeyField(User, on_delete="CASCADE")
        issued_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "sign_in_token"

    db.create_tables([SignInToken])

    class Visit(Model):
        case = ForeignKeyField(Case)
        no = IntegerField()
        step = CharField()
        actors = TextField()
        external = BooleanField()
        cycle = IntegerField()
        holder = CharField(null=True)
        arrived_at = BigIntegerField()
        taken_at = BigIntegerField(null=True)
        finished_at = BigIntegerField(null=True)
        finished_by = CharField(null=True)
        exit = CharField(null=True)
        output = TextField(default="")
        handed_on = BooleanField(default=False)
        is_open = BooleanField()
        reading = TextField()
        service = CharField()
        calendar_version = CharField()
        is_working = BooleanField()
        due_at = BigIntegerField(null=True)
        overdue_after = BigIntegerField(null=True)
        at_risk_at = BigIntegerField(null=True)
        paused = BooleanField()

        class Meta:
            database = db
            table_name = "visit"
            primary_key = CompositeKey("case", "no")
            indexes = (
                (("is_open", "holder"), False),
                (
                    (
                        "is_open",
                        "overdue_after",
                        "due_at",
                        "paused",
                        "at_risk_at",
                        "is_working",
                        "calendar_version",
                        "service",
                        "holder",
                        "arrived_at",
                        "case",
                        "no",
                    ),
                    False,
                ),
            )

    db.create_tables([Visit])
