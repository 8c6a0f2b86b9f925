"""The history, and what people wrote in it."""

from __future__ import annotations

from peewee import CharField, CompositeKey, ForeignKeyField, IntegerField, TextField

from desk.tables.base import InstantField, JsonField, Table


class EventLog(Table):
    """The append-only history. Rows are never changed; each carries the hash of the one before."""

    id = IntegerField(primary_key=True)
    at = InstantField()
    recorded_at = InstantField()
    by = CharField()
    terminal = CharField()
    subject = CharField(index=True)
    """What it is about: a case number, or `user:NAME`, `service:KEY`, `office`."""
    kind = CharField()
    data = JsonField()
    late_reason = TextField(null=True)
    """Why it was recorded later than it happened. None: it was not."""
    hash = CharField()


class EventText(Table):
    """What people wrote in their own words in an event of a case. The log holds a keyed digest of it alone."""

    event = ForeignKeyField(EventLog, backref="texts")
    field = CharField()
    case = CharField(index=True)
    text = TextField(null=True)
    """None: erased."""

    class Meta:
        primary_key = CompositeKey("event", "field")
