"""A dated rule belongs to all calendars or to one: the table gains a scope. Frozen like the first."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, CharField, CompositeKey, DateField, Model, TextField


def up(migrator: Any, db: Any) -> None:
    class Holiday(Model):
        calendar = CharField()
        day = DateField()
        name = TextField()
        category = CharField()
        basis = TextField(default="")
        estimated = BooleanField(default=False)
        spans = TextField()

        class Meta:
            database = db
            table_name = "holiday"
            primary_key = CompositeKey("calendar", "day")

    db.execute_sql('ALTER TABLE "holiday" RENAME TO "holiday_before"')
    db.create_tables([Holiday])
    db.execute_sql(
        'INSERT INTO "holiday" ("calendar", "day", "name", "category", "basis", "estimated", "spans")'
        ' SELECT \'*\', "day", "name", "category", "basis", "estimated", "spans" FROM "holiday_before"'
    )
    db.execute_sql('DROP TABLE "holiday_before"')
