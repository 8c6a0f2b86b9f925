"""Numbers compared by a keyed hash, retention classes, incidents with personal data. Frozen."""

from __future__ import annotations

import json
import secrets
from typing import Any

from peewee import AutoField, BigIntegerField, CharField, IntegerField, Model, TextField


def up(migrator: Any, db: Any) -> None:
    class RetentionClass(Model):
        key = CharField(primary_key=True)
        name = TextField()
        active_years = IntegerField()
        inactive_years = IntegerField()
        final_action = CharField()
        basis = TextField()

        class Meta:
            database = db
            table_name = "retention_class"

    class RetentionRule(Model):
        service = CharField(primary_key=True)
        retention = CharField()

        class Meta:
            database = db
            table_name = "retention_rule"

    class Incident(Model):
        no = AutoField()
        what = TextField()
        noticed_at = BigIntegerField()
        people = IntegerField(null=True)
        recorded_by = CharField()
        recorded_at = BigIntegerField()
        done_at = BigIntegerField(null=True)
        done_by = CharField(null=True)
        done_reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "incident"

    db.create_tables([RetentionClass, RetentionRule, Incident])
    db.execute_sql('ALTER TABLE "complaint" ADD COLUMN "phone_key" VARCHAR(255)')
    db.execute_sql('CREATE INDEX "complaint_phone_key" ON "complaint" ("phone_key")')
    db.execute_sql('ALTER TABLE "case" ADD COLUMN "retention" VARCHAR(255)')
    mark = db.param
    db.execute_sql(
        f'INSERT INTO "setting" ("key", "value") VALUES ({mark}, {mark})',
        ("phone_secret", json.dumps(secrets.token_hex(32))),
    )
