"""Cycles with their verdicts, cases touched by events of the whole office, periodic obligations. Frozen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, CharField, CompositeKey, ForeignKeyField, IntegerField, Model


def up(migrator: Any, db: Any) -> None:
    class Case(Model):
        number = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "case"

    class CaseCycle(Model):
        case = ForeignKeyField(Case)
        no = IntegerField()
        started_at = BigIntegerField()
        delivered_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)
        stopped_at = BigIntegerField(null=True, index=True)
        verdict = CharField(null=True)
        standard_verdict = CharField(null=True)

        class Meta:
            database = db
            table_name = "case_cycle"
            primary_key = CompositeKey("case", "no")

    class CaseEvent(Model):
        case = ForeignKeyField(Case)
        event = IntegerField()

        class Meta:
            database = db
            table_name = "case_event"
            primary_key = CompositeKey("case", "event")

    class PeriodicTask(Model):
        case = ForeignKeyField(Case, primary_key=True)
        service = CharField()
        step = CharField()
        period = CharField()

        class Meta:
            database = db
            table_name = "periodic_task"
            indexes = ((("service", "step", "period"), True),)

    db.create_tables([CaseCycle, CaseEvent, PeriodicTask])
