"""Which alerts were told to whom. Frozen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, CharField, CompositeKey, ForeignKeyField, IntegerField, Model


def up(migrator: Any, db: Any) -> None:
    class User(Model):
        username = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "user"

    class Case(Model):
        number = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "case"

    class AlertMark(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        case = ForeignKeyField(Case, on_delete="CASCADE")
        deadline = CharField()
        percent = IntegerField()
        visit = IntegerField()
        clock = CharField()
        told_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "alert_mark"
            primary_key = CompositeKey("user", "case", "deadline", "percent")

    db.create_tables([AlertMark])
