"""The office itself: its settings, its services, its calendars."""

from __future__ import annotations

from peewee import BooleanField, CharField, CompositeKey, DateField, TextField

from desk.tables.base import InstantField, JsonField, Table


class Setting(Table):
    key = CharField(primary_key=True)
    value = JsonField()


class ServiceVersion(Table):
    version = CharField(primary_key=True)
    key = CharField(index=True)
    body = JsonField()
    installed_at = InstantField()
    active = BooleanField(default=True)
    """Whether new cases of this service open under this version."""


class CalendarRule(Table):
    """One of an office's own calendars: its zone, week and periods."""

    key = CharField(primary_key=True)
    name = TextField()
    zone = CharField()
    week = JsonField()
    periods = JsonField()


class Holiday(Table):
    """A dated override of the week."""

    calendar = CharField()
    """Key of the calendar it belongs to; `*` for all of them. The rule of one goes before the rule of all."""
    day = DateField()
    name = TextField()
    category = CharField()
    basis = TextField(default="")
    estimated = BooleanField(default=False)
    spans = JsonField(default=list)

    class Meta:
        primary_key = CompositeKey("calendar", "day")


class CalendarVersion(Table):
    version = CharField(primary_key=True)
    key = CharField(index=True)
    body = JsonField()
