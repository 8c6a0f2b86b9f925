"""The append-only event log and its hash chain.

Every row's hash covers the row and the hash before it, so that a changed, removed or inserted row breaks the chain
from there on. What people wrote enters it as keyed digests, so that erasing it (UU 27/2022) leaves the chain whole:
letters and complaints as one (`content`), notes, outputs and reasons each as its own (`EventText`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Generator, Iterator, Mapping
from functools import cache, lru_cache
from string import hexdigits
from typing import Any, NamedTuple

from desk.db import EventLog, EventText, canonical, database
from desk.domain.calendar import Instant
from desk.domain.texts import FREE_TEXTS
from desk.errors import FieldError
from desk.office import rows as single_rows

GENESIS = "0" * 64
DIGEST_MARK = "§"
"""Before a digest that stands in the log in the place of a text."""


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
    salt: str | None = None,
) -> Tail:
    """Write the event that follows `after`, and return the new end. Only inside an act's transaction.

    The act has the write lock, so the end it has read once moves by its own events alone. `salt`: key of the case that
    the event is about, whose texts are kept apart. None: it is about no case.
    """
    id_ = after.id + 1
    texts = {} if salt is None else own_words(data, late_reason)
    if texts:
        digests = {name: text_digest(str(salt), id_, name, text) for name, text in texts.items()}
        late_reason = digests.pop("late_reason", late_reason)
        data = data | digests
    row = LogRow(id_, at, recorded_at, by, _terminal(), subject, kind, canonical(data), late_reason, "")
    chain = chained(after.hash, row)
    single_rows.insert(EventLog, **row._asdict() | {"data": data, "hash": chain})
    for name, text in texts.items():
        single_rows.insert(EventText, event=id_, field=name, case=subject, text=text)
    return Tail(id_, chain, recorded_at)


def own_words(data: Mapping[str, Any], late_reason: str | None) -> dict[str, str]:
    """What people wrote in an event of a case, by field."""
    texts = {name: data[name] for name in FREE_TEXTS if data.get(name)}
    return texts | {"late_reason": late_reason} if late_reason else texts


def text_digest(salt: str, event_id: int, field: str, text: str) -> str:
    """What the log says of a text kept beside it. Equal texts of two events have unequal digests."""
    return DIGEST_MARK + digest(salt, {"event": event_id, "field": field, "text": text})


class LogRow(NamedTuple):
    """A row of the log."""

    id: int
    at: Instant
    recorded_at: Instant
    by: str
    terminal: str
    subject: str
    kind: str
    data: str
    """Canonical JSON, as it stands in the table."""
    late_reason: str | None
    hash: str


def chained(previous: str, row: LogRow) -> str:
    """The hash of a row that follows a row with the hash `previous`. The row's own hash is not heeded.

    It covers the row as canonical JSON, put together here from its parts: what is stored need not be read for it.
    """
    told = (
        f'{{"at":{row.at},"by":{_quoted(row.by)},"data":{row.data},"id":{row.id},"kind":{_quoted(row.kind)},'
        f'"late_reason":{_quoted(row.late_reason)},"recorded_at":{row.recorded_at},'
        f'"subject":{_quoted(row.subject)},"terminal":{_quoted(row.terminal)}}}'
    )
    return hashlib.sha256(f"{previous}\n{told}".encode()).hexdigest()


@lru_cache(maxsize=1000)
def _quoted(text: str | None) -> str:
    return canonical(text)


def tail() -> Tail:
    """The last event; id 0, GENESIS and 1970 in an empty log."""
    found = single_rows.select(EventLog, ("id", "hash", "recorded_at"), {"id": last_event_id()})
    return Tail(*found[0]) if found else Tail(0, GENESIS, 0)


def hash_of(event_id: int) -> str:
    """The hash of an event that is there."""
    ((found,),) = single_rows.select(EventLog, ("hash",), {"id": event_id})
    return str(found)


def backwards() -> Generator[tuple[str, Instant], None, None]:
    """Kind and time of recording of the events, the last first. Close it once enough is known."""
    cursor = database.execute_sql("SELECT kind, recorded_at FROM event_log ORDER BY id DESC")
    try:
        for kind, recorded_at in cursor:
            yield kind, recorded_at // 1000
    finally:
        cursor.close()


class Head(NamedTuple):
    """Where a chain ended: kept outside, it shows that the chain was rewritten or cut since. As text `EVENTS:HASH`."""

    events: int
    hash: str

    def __str__(self) -> str:
        return f"{self.events}:{self.hash}"


def parse_head(text: str) -> Head:
    """The head that `text` tells; FieldError if it tells none."""
    events, _colon, chain = text.strip().partition(":")
    if not (
        events.isascii() and events.isdigit() and len(chain) == len(GENESIS) and set(chain) <= set(hexdigits)
    ):
        raise FieldError("expect", "Kepala riwayat ditulis JUMLAH:HASH, seperti dicetak desk ledger head.")
    return Head(int(events), chain.lower())


def last_event_id() -> int:
    """The one question of the heartbeat: has anything been written since?"""
    return int(database.execute_sql("SELECT COALESCE(MAX(id), 0) FROM event_log").fetchone()[0])


def rows(source: Any = database) -> Iterator[LogRow]:
    """Every row of a log in order, for verification. ValueError for one that desk cannot have written."""
    names = ", ".join(f'"{name}"' for name in LogRow._fields)
    for id_, at, recorded_at, *rest in source.execute_sql(f"SELECT {names} FROM event_log ORDER BY id"):
        yield LogRow(id_, _seconds(at), _seconds(recorded_at), *rest)


def _seconds(milliseconds: Any) -> Any:
    """Whole seconds. A fraction, which desk never writes, stays one, so that it breaks the chain."""
    if not isinstance(milliseconds, int):
        raise ValueError(milliseconds)
    whole, rest = divmod(milliseconds, 1000)
    return milliseconds / 1000 if rest else whole


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
