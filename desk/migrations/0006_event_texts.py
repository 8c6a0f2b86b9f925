"""People's own words move out of the log, which keeps their keyed digests, so that they can be erased. Who stands how
to a case. Frozen.

The chain is made anew over the changed events, after it was found whole, and an event keeps where it ended before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

_KINDS = {
    "registered", "completed", "opened", "taken", "finished", "disposed", "assigned", "paused", "resumed",
    "class_changed", "reopened", "cancelled", "noted", "voided", "attached", "target_agreed", "corrected",
    "disposition_answered",
}  # fmt: skip
_TEXTS = ("reason", "note", "output", "text")
_COLUMNS = ("id", "at", "recorded_at", "by", "terminal", "subject", "kind", "data", "late_reason", "hash")


def up(migrator: Any, db: Any) -> None:
    class Case(Model):
        number = CharField(primary_key=True)

        class Meta:
            database = db
            table_name = "case"

    class EventLog(Model):
        id = IntegerField(primary_key=True)

        class Meta:
            database = db
            table_name = "event_log"

    class CaseAccess(Model):
        case = ForeignKeyField(Case)
        username = CharField()
        known = BooleanField()
        given = BooleanField()
        kept = BooleanField()

        class Meta:
            database = db
            table_name = "case_access"
            primary_key = CompositeKey("case", "username")
            indexes = ((("username", "kept"), False),)

    class EventText(Model):
        event = ForeignKeyField(EventLog)
        field = CharField()
        case = CharField(index=True)
        text = TextField(null=True)

        class Meta:
            database = db
            table_name = "event_text"
            primary_key = CompositeKey("event", "field")

    db.create_tables([CaseAccess, EventText])
    _move_texts(db)


def _move_texts(db: Any) -> None:
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    events = [
        dict(zip(_COLUMNS, row, strict=True))
        for row in db.execute_sql(f"SELECT {names} FROM event_log ORDER BY id").fetchall()
    ]
    salts = dict(db.execute_sql('SELECT number, salt FROM "case"').fetchall())
    before = old = "0" * 64
    moved = 0
    mark = db.param
    for event in events:
        if _chained(old, event) != event["hash"]:
            raise ValueError(f"event {event['id']}: the chain is broken")
        old = event["hash"]
        texts = _taken_out(event, salts) if event["kind"] in _KINDS else {}
        moved += len(texts)
        before = _chained(before, event)
        db.execute_sql(
            f"UPDATE event_log SET data = {mark}, late_reason = {mark}, hash = {mark} WHERE id = {mark}",
            (event["data"], event["late_reason"], before, event["id"]),
        )
        for field, text in texts.items():
            db.execute_sql(
                f'INSERT INTO event_text (event_id, field, "case", text) VALUES ({mark}, {mark}, {mark}, {mark})',
                (event["id"], field, event["subject"], text),
            )
    if moved:
        _tell(db, events[-1], before, old)


def _taken_out(event: dict[str, Any], salts: dict[str, str]) -> dict[str, str]:
    """Replace the texts of an event by their digests; returns the texts."""
    data = json.loads(event["data"])
    texts = {name: data[name] for name in _TEXTS if data.get(name)}
    if event["late_reason"]:
        texts["late_reason"] = event["late_reason"]
    for name, text in texts.items():
        told = _canonical({"event": event["id"], "field": name, "text": text})
        digest = "§" + hmac.new(salts[event["subject"]].encode(), told.encode(), hashlib.sha256).hexdigest()
        if name == "late_reason":
            event["late_reason"] = digest
        else:
            data[name] = digest
    event["data"] = _canonical(data)
    return texts


def _tell(db: Any, last: dict[str, Any], after: str, head: str) -> None:
    event = last | {
        "id": last["id"] + 1,
        "at": last["recorded_at"],
        "by": "desk",
        "subject": "office",
        "kind": "ledger_resealed",
        "data": _canonical({"events": last["id"], "head": head}),
        "late_reason": None,
    }
    event["hash"] = _chained(after, event)
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    marks = ", ".join([db.param] * len(_COLUMNS))
    db.execute_sql(f"INSERT INTO event_log ({names}) VALUES ({marks})", [event[name] for name in _COLUMNS])


def _chained(previous: str, event: dict[str, Any]) -> str:
    told = {name: event[name] for name in _COLUMNS if name not in ("data", "hash")}
    told |= {name: event[name] // 1000 for name in ("at", "recorded_at")}
    parts = [
        f'"{name}":{event["data"] if name == "data" else _canonical(told[name])}'
        for name in sorted({*told, "data"})
    ]
    return hashlib.sha256(f"{previous}\n{{{','.join(parts)}}}".encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
