"""What each further recipient of a disposition has answered. Frozen."""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    class Case(Model):
        number = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "case"

    class DispositionAnswer(Model):
        case = ForeignKeyField(Case)
        disposition = IntegerField()
        recipient = CharField()
        is_copy = BooleanField()
        by = CharField()
        at = BigIntegerField()
        due_at = BigIntegerField(null=True)
        instructions = TextField()
        answer = CharField(null=True)
        answered_at = BigIntegerField(null=True)
        waits = BooleanField()

        class Meta:
            database = db
            table_name = "disposition_answer"
            primary_key = CompositeKey("case", "disposition", "recipient")
            indexes = ((("recipient", "waits"), False),)

    db.create_tables([DispositionAnswer])
