"""The append-only event log and its hash chain.

Every row's hash covers the row and the hash before it, so that a changed, removed or inserted row breaks the chain
from there on. Personal data is never in an event: letters and complaints enter it as a digest (`content`), so that
an erasure (UU 27/2022) leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from desk import db
from desk.db import EventLog, canonical, database
from desk.domain.calendar import Instant
from desk.domain.case import Event, Kind

GENESIS = "0" * 64


def append(
    *,
    at: Instant,
    recorded_at: Instant,
    by: str,
    subject: str,
    kind: str,
    data: dict[str, Any],
    late_reason: str | None = None,
) -> int:
    """Write one event at the end of the chain and return its id. Only inside an act's transaction."""
    last_id, last_hash = tail()
    row = {
        "id": last_id + 1,
        "at": at,
        "recorded_at": recorded_at,
        "by": by,
        "terminal": _terminal(),
        "subject": subject,
        "kind": kind,
        "data": data,
        "late_reason": late_reason,
    }
    EventLog.insert(**row, hash=chained(last_hash, row)).execute()
    return last_id + 1


def chained(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row that follows a row with the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()


def tail() -> tuple[int, str]:
    """Id and hash of the last event; (0, GENESIS) in an empty log."""
    row = EventLog.select(EventLog.id, EventLog.hash).order_by(EventLog.id.desc()).limit(1).tuples().first()
    return (row[0], row[1]) if row else (0, GENESIS)


def last_event_id() -> int:
    """The one question of the heartbeat: has anything been written since?"""
    return int(database.execute_sql("SELECT COALESCE(MAX(id), 0) FROM event_log").fetchone()[0])


def last_recorded_at() -> Instant:
    """When the last event was recorded; 0 in an empty log."""
    row = EventLog.select(EventLog.recorded_at).order_by(EventLog.id.desc()).limit(1).tuples().first()
    return row[0] if row else 0


def case_events(number: str, as_of: Instant | None = None) -> list[Event]:
    """A case's events in recorded order; with `as_of`, only those that had happened by then."""
    query = (
        EventLog.select(EventLog.kind, EventLog.at, EventLog.by, EventLog.data)
        .where(EventLog.subject == number)
        .order_by(EventLog.id)
    )
    if as_of is not None:
        query = query.where(EventLog.at <= as_of)
    return [Event(Kind(kind), at, by, data) for kind, at, by, data in db.tuples(query)]


def rows() -> Iterator[dict[str, Any]]:
    """Every row of the log in order, for verification."""
    fields = [getattr(EventLog, name) for name in EventLog._meta.sorted_field_names]
    yield from EventLog.select(*fields).order_by(EventLog.id).dicts().iterator()


def digest(salt: str, content: Mapping[str, object]) -> str:
    """What an event says of personal content: enough to prove it unchanged, not enough to read it."""
    return hmac.new(salt.encode(), canonical(dict(content)).encode(), hashlib.sha256).hexdigest()


@cache
def _terminal() -> str:
    import socket

    return socket.gethostname()
