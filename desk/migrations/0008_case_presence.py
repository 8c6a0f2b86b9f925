"""Which case each running desk has open. Frozen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, CharField, ForeignKeyField, Model


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

    class CasePresence(Model):
        desk = CharField(primary_key=True)
        case = ForeignKeyField(Case, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        since = BigIntegerField()
        seen_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "case_presence"

    db.create_tables([CasePresence])
