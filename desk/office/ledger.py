"""The append-only event log and its hash chain.

Every row's hash covers the row and the hash before it, so that a changed, removed or inserted row breaks the chain
from there on. Letters and complaints enter it as a digest (`content`), so that erasing them (UU 27/2022) leaves the
chain whole; notes, outputs and reasons are events themselves.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Generator, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from desk.db import EventLog, canonical, database
from desk.domain.calendar import Instant
from desk.office import rows as single_rows

GENESIS = "0" * 64


class Tail(NamedTuple):
    """The end of the chain: what the next event follows."""

    id: int
    hash: str
    recorded_at: Instant


def append(
    after: Tail,
    *,
    at: Instant,
    recorded_at: Instant,
    by: str,
    subject: str,
    kind: str,
    data: dict[str, Any],
    late_reason: str | None = None,
) -> Tail:
    """Write the event that follows `after`, and return the new end. Only inside an act's transaction.

    The act has the write lock, so the end it has read once moves by its own events alone.
    """
    row = {
        "id": after.id + 1,
        "at": at,
        "recorded_at": recorded_at,
        "by": by,
        "terminal": _terminal(),
        "subject": subject,
        "kind": kind,
        "data": data,
        "late_reason": late_reason,
    }
    chain = chained(after.hash, row)
    single_rows.insert(EventLog, **row, hash=chain)
    return Tail(after.id + 1, chain, recorded_at)


def chained(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row that follows a row with the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()


def tail() -> Tail:
    """The last event; id 0, GENESIS and 1970 in an empty log."""
    found = single_rows.select(EventLog, ("id", "hash", "recorded_at"), {"id": last_event_id()})
    return Tail(*found[0]) if found else Tail(0, GENESIS, 0)


def backwards() -> Generator[tuple[str, Instant], None, None]:
    """Kind and time of recording of the events, the last first. Close it once enough is known."""
    cursor = database.execute_sql("SELECT kind, recorded_at FROM event_log ORDER BY id DESC")
    try:
        for kind, recorded_at in cursor:
            yield kind, recorded_at // 1000
    finally:
        cursor.close()


def last_event_id() -> int:
    """The one question of the heartbeat: has anything been written since?"""
    return int(database.execute_sql("SELECT COALESCE(MAX(id), 0) FROM event_log").fetchone()[0])


def rows() -> Iterator[dict[str, Any]]:
    """Every row of the log in order, for verification."""
    fields = [getattr(EventLog, name) for name in EventLog._meta.sorted_field_names]
    yield from EventLog.select(*fields).order_by(EventLog.id).dicts().iterator()


def body_digest(body: Any) -> str:
    """What an event says of a stored definition, so that a changed one is noticed."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def digest(salt: str, content: Mapping[str, object]) -> str:
    """What an event says of personal content: enough to prove it unchanged, not enough to read it."""
    return hmac.new(salt.encode(), canonical(dict(content)).encode(), hashlib.sha256).hexdigest()


@cache
def _terminal() -> str:
    import socket

    return socket.gethostname()
