"""What is remembered of cases beside their history, and not verified."""

from __future__ import annotations

from peewee import CharField, CompositeKey, ForeignKeyField, IntegerField

from desk.tables.base import InstantField, Table
from desk.tables.cases import Case
from desk.tables.people import User


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
