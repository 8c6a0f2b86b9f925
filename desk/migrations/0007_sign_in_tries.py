"""Wrong passwords, counted per name. Frozen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, CharField, IntegerField, Model


def up(migrator: Any, db: Any) -> None:
    class SignInTries(Model):
        name = CharField(primary_key=True)
        counted = IntegerField()
        since_right = IntegerField()
        last_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "sign_in_tries"

    db.create_tables([SignInTries])
