"""Who may sign in, and their signing in."""

from __future__ import annotations

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from desk.tables.base import InstantField, JsonField, Table


class User(Table):
    username = CharField(primary_key=True)
    name = TextField()
    password_hash = TextField()
    positions = JsonField()
    active = BooleanField(default=True)
    must_change = BooleanField(default=False)
    """Whether the password was set by somebody else and is to be changed at the next sign-in."""


class SignInToken(Table):
    digest = CharField(primary_key=True)
    """SHA-256 of the token; the token itself is only in its owner's session file."""
    user = ForeignKeyField(User, on_delete="CASCADE")
    issued_at = InstantField()


class SignInTries(Table):
    """The wrong tries on one name (`desk/domain/sign_in_limit.py`). Like tokens no part of the history."""

    name = CharField(primary_key=True)
    """A keyed digest of what was typed as username: somebody may have typed the password there."""
    counted = IntegerField()
    since_right = IntegerField()
    last_at = InstantField()
