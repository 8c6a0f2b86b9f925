"""How long files are kept, and failures to protect what is in them."""

from __future__ import annotations

from peewee import AutoField, CharField, IntegerField, TextField

from desk.tables.base import InstantField, Table


class RetentionClass(Table):
    """How long the office keeps files of a kind: its own data, entered from its retention schedule (JRA)."""

    key = CharField(primary_key=True)
    name = TextField()
    active_years = IntegerField()
    inactive_years = IntegerField()
    final_action = CharField()
    """`destroy`, `permanent` or `review`."""
    basis = TextField()


class RetentionRule(Table):
    """Which retention class the cases of a service have, or all of a kind (`letter`, `complaint`, `periodic`)."""

    service = CharField(primary_key=True)
    retention = CharField()


class Incident(Table):
    """A failure to protect personal data, which must be reported in time (UU 27/2022, Pasal 46)."""

    no = AutoField()
    what = TextField()
    noticed_at = InstantField()
    people = IntegerField(null=True)
    """How many people it concerns. None: not known."""
    recorded_by = CharField()
    recorded_at = InstantField()
    done_at = InstantField(null=True)
    """When it was said to be reported. None: it is open."""
    done_by = CharField(null=True)
    done_reason = TextField(null=True)
