"""One case against its rows: what its history says that every column holds, value by value as the engine keeps it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from desk import db
from desk.domain.case import AttachmentRecord, CaseFile, Event, Kind
from desk.domain.clocks import Rules
from desk.domain.evolve import replay
from desk.domain.letter import normalised
from desk.domain.texts import FREE_TEXTS, TOMBSTONE
from desk.errors import RuleError
from desk.office import case_store, findable, ledger, projection, same_number
from desk.office.office import Office
from desk.office.rows import Stored

Held = dict[type[db.Table], list[Stored]]
"""The rows of one case, by table."""

TABLES: dict[type[db.Table], tuple[str, ...]] = {
    db.Case: (),
    db.Letter: (),
    db.Complaint: (),
    db.Visit: ("case", "no"),
    db.CaseCycle: ("case", "no"),
    db.CaseAccess: ("case", "username"),
    db.CaseEvent: ("case", "event"),
    db.EventText: ("event", "field"),
    db.Pause: ("id",),
    db.Attachment: ("id",),
    db.Disposition: ("id",),
    db.DispositionAnswer: ("case", "disposition", "recipient"),
}
"""What is compared here, and the order of the rows in each table."""


def case_faults(
    office: Office, number: str, events: list[Event], held: Held, last_event: int
) -> Generator[str, None, CaseFile | None]:
    """What is wrong with the rows of a case, in Indonesian. Returns the case; None where it cannot be replayed.

    `last_event`: the last one that others see.
    """
    row = held[db.Case][0]
    yield from _differences(number, db.Case, row, {"last_event": last_event})
    try:
        case = replay(events)
    except (KeyError, IndexError, ValueError):
        yield f"Berkas {number}: riwayatnya tidak dapat diputar ulang."
        return None
    try:
        rules = case_store.rules(office, case)
    except RuleError as error:
        yield f"Berkas {number}: {error.message}"
        return None
    settled = {
        "kind": case.kind,
        "service": case.service,
        "service_version": case.service_version,
        "recorded_at": events[0].recorded_at,
    }
    yield from _differences(number, db.Case, row, settled | projection.case_columns(case, rules))
    yield from _numbered_faults(case, rules, held)
    yield from _record_faults(case, held)
    linked = [stored["event"] for stored in held[db.CaseEvent]]
    if linked != [event.id for event in events if event.kind is Kind.RECOMPUTED]:
        yield f"Berkas {number}: peristiwa kantor yang mengenainya tidak sama dengan riwayat."
    if case.erased_at is None:
        yield from _content_faults(case, rules, row, held)
    else:
        yield from _erasure_faults(case, rules, row, held)
    return case


def _numbered_faults(case: CaseFile, rules: Rules, held: Held) -> Iterator[str]:
    """Visits and cycles."""
    visits = held[db.Visit]
    if len(visits) != len(case.visits):
        yield f"Berkas {case.number}: tersimpan {len(visits)} langkah, riwayat {len(case.visits)}."
        return
    for visit, stored in zip(case.visits, visits, strict=True):
        told = {"no": visit.no} | projection.visit_columns(case, rules, visit)
        yield from _differences(f"{case.number} langkah ke-{visit.no}", db.Visit, stored, told)
    cycles = held[db.CaseCycle]
    if len(cycles) != len(case.cycles):
        yield f"Berkas {case.number}: tersimpan {len(cycles)} putaran, riwayat {len(case.cycles)}."
        return
    for no, stored in enumerate(cycles, 1):
        told = {"no": no} | projection.cycle_columns(case, rules, no)
        yield from _differences(f"{case.number} putaran ke-{no}", db.CaseCycle, stored, told)


def _record_faults(case: CaseFile, held: Held) -> Iterator[str]:
    """What belongs to the case in the order in which it came."""
    lists: dict[type[db.Table], tuple[str, list[dict[str, Any]]]] = {
        db.Attachment: ("lampiran", [_attachment(case, record) for record in case.attachments]),
        db.CaseAccess: ("daftar yang berkepentingan", projection.access_columns(case)),
        db.Pause: ("jeda", [projection.pause_columns(pause) for pause in case.pauses]),
        db.Disposition: ("disposisi", [projection.disposition_columns(item) for item in case.dispositions]),
    }
    for table, (name, told) in lists.items():
        found = held[table]
        if len(found) != len(told) or not all(
            _same(table, stored, columns) for stored, columns in zip(found, told, strict=True)
        ):
            yield f"Berkas {case.number}: {name} tidak sama dengan riwayat."
    told_answers = {
        (item["disposition"], item["recipient"]): item for item in projection.answer_columns(case)
    }
    stored_answers = {(row["disposition"], row["recipient"]): row for row in held[db.DispositionAnswer]}
    for no, name in sorted(told_answers.keys() | stored_answers.keys()):
        columns, row = told_answers.get((no, name)), stored_answers.get((no, name))
        if columns is None or row is None or not _same(db.DispositionAnswer, row, columns):
            yield f"Berkas {case.number}: jawaban {name} atas disposisi {no} tidak sama dengan riwayat."


def _attachment(case: CaseFile, record: AttachmentRecord) -> dict[str, Any]:
    """Its columns. The name of one that an older desk kept is in no history."""
    told: dict[str, Any] = {"sha256": record.sha256, "size": record.size}
    if case.erased_at is not None:
        return told | {"name": TOMBSTONE}
    return told if record.name is None else told | {"name": record.name}


def text_faults(events: Sequence[Event], held: Held) -> Iterator[str]:
    """What people wrote in the events, against the digests that the log holds. `events`: as the log holds them."""
    salt = held[db.Case][0]["salt"]
    number = held[db.Case][0]["number"]
    erased = any(event.kind is Kind.ERASED for event in events)
    stored = {(row["event"], row["field"]): row["text"] for row in held[db.EventText]}
    for event in events:
        told = {name: event.data[name] for name in FREE_TEXTS if event.data.get(name)}
        if event.late_reason is not None and event.kind is not Kind.RECOMPUTED:
            told["late_reason"] = event.late_reason
        for name, digest in told.items():
            text = stored.pop((event.id, name), _NOTHING)
            if text is _NOTHING or not (
                text is None if erased else ledger.text_digest(salt, event.id, name, str(text)) == digest
            ):
                yield f"Berkas {number}: tulisan pada peristiwa {event.id} tidak sama dengan riwayat."
    for event_id, _name in stored:
        yield f"Berkas {number}: ada tulisan pada peristiwa {event_id} yang tidak ada dalam riwayat."


_NOTHING = object()


def _erasure_faults(case: CaseFile, rules: Rules, row: Stored, held: Held) -> Iterator[str]:
    """After an erasure nothing that came in from outside may be left."""
    gone: dict[str, Any] = {"sender": TOMBSTONE, "subject": TOMBSTONE, "salt": ""}
    gone["search"] = findable.task_text(case.number, "")
    yield from _differences(case.number, db.Case, row, gone)
    for letter in held[db.Letter]:
        told = projection.letter_columns(case, rules)
        told |= {"sender_form": "", "letter_no": None, "letter_no_form": None, "letter_date": None}
        yield from _differences(case.number, db.Letter, letter, told)
    gone = {"text": TOMBSTONE, "phone": None, "phone_key": None}
    for complaint in held[db.Complaint]:
        yield from _differences(case.number, db.Complaint, complaint, gone)


def _content_faults(case: CaseFile, rules: Rules, row: Stored, held: Held) -> Iterator[str]:
    """What came in from outside: by its digest, since the history does not hold it."""
    number, letters, complaints = case.number, held[db.Letter], held[db.Complaint]
    if (len(letters), len(complaints)) != (case.kind == "letter", case.kind == "complaint"):
        yield f"Berkas {number}: isi surat atau pengaduan hilang, atau bukan miliknya."
        return
    content: dict[str, Any] = {"sender": row["sender"], "subject": row["subject"]}
    search = findable.task_text(number, row["subject"])
    for letter in letters:
        told = projection.letter_columns(case, rules) | {
            "sender_form": normalised(row["sender"]),
            "letter_no_form": normalised(letter["letter_no"]) if letter["letter_no"] else None,
        }
        yield from _differences(number, db.Letter, letter, told)
        search = findable.letter_text(number, row["sender"], row["subject"], letter["letter_no"])
        content |= {name: letter[name] for name in ("letter_no", "urgency", "security")}
        content["letter_date"] = None if letter["letter_date"] is None else str(letter["letter_date"])
    for complaint in complaints:
        content |= {name: complaint[name] for name in ("text", "phone", "channel")}
        search = findable.complaint_text(number, complaint["text"])
        told = {"phone_key": same_number.phone_key(complaint["phone"])}
        yield from _differences(number, db.Complaint, complaint, told)
        content |= {name: bool(complaint[name]) for name in ("is_anonymous", "is_confidential")}
    yield from _differences(number, db.Case, row, {"search": search})
    if ledger.digest(row["salt"], content) != case.content:
        yield f"Berkas {number}: isi surat atau pengaduan telah diubah."


_PERSONAL = frozenset(
    {"sender", "subject", "search", "sender_form", "letter_no", "letter_no_form", "letter_date"}
    | {"text", "phone", "output", "salt"}
)
"""Columns whose values a fault does not tell: whoever may verify need not be one who may read them."""


def _differences(place: str, table: type[db.Table], row: Stored, columns: dict[str, Any]) -> Iterator[str]:
    fields = table._meta.fields
    for name, value in columns.items():
        told = fields[name].db_value(value)
        if row[name] != told and name in _PERSONAL:
            yield f"Berkas {place}: {name} tersimpan tidak sama dengan isi atau riwayatnya."
        elif row[name] != told:
            yield f"Berkas {place}: {name} tersimpan {row[name]!r}, menurut riwayat {told!r}."


def _same(table: type[db.Table], row: Stored, columns: dict[str, Any]) -> bool:
    return next(_differences("", table, row, columns), None) is None
