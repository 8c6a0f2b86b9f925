"""Cases in the database: replayed from their events, projected into tables for lists.

The tables are a reading of the history, written in the same transaction; `verify.py` replays and compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desk import db
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.clocks import Rules
from desk.domain.evolve import evolve, replay
from desk.domain.moments import clock_text
from desk.domain.texts import TOMBSTONE
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotFound, RuleError
from desk.office import privacy, projection, rows
from desk.office.office import Office
from desk.office.projection import Columns
from desk.office.session import Act

_EVENT = ("id", "kind", "at", "by", "data", "recorded_at", "late_reason")


def who(act: Act) -> Actor:
    """The person and the time of an act, as the workflow's rules take them."""
    return Actor(act.session.person, act.at)


def load(number: str, as_of: Instant | None = None) -> CaseFile:
    """The case as its events tell it; with `as_of`, as the desk knew it then. NotFound if there is none (yet)."""
    return replay(load_events(number, as_of))


def load_events(number: str, as_of: Instant | None = None) -> list[Event]:
    """The case's history in recorded order, with the events of the whole office that touch it.

    With `as_of`, what was recorded by then: a late entry is not foreseen. NotFound if there is none (yet).
    """
    found = rows.select(db.EventLog, _EVENT, {"subject": number}, order=("id",))
    shared = rows.select(db.CaseEvent, ("event",), {"case": number})
    if shared:
        for (event_id,) in shared:
            found += rows.select(db.EventLog, _EVENT, {"id": event_id})
        found.sort(key=lambda row: int(row[0]))
    texts = texts_of(rows.select(db.EventText, ("event", "field", "text"), {"case": number}))
    events = [
        opened(Event(Kind(kind), at, by, data, event_id, recorded_at, late_reason), texts)
        for event_id, kind, at, by, data, recorded_at, late_reason in found
        if as_of is None or recorded_at <= as_of
    ]
    if not events:
        raise NotFound(f"Berkas {number} tidak ditemukan.", field="case")
    return events


def texts_of(stored: Iterable[Sequence[Any]]) -> dict[int, dict[str, str]]:
    """What people wrote in the events of a case, by event and field; a tombstone for what was erased."""
    texts: dict[int, dict[str, str]] = {}
    for event_id, field, text in stored:
        texts.setdefault(event_id, {})[field] = TOMBSTONE if text is None else text
    return texts


def opened(event: Event, texts: Mapping[int, dict[str, str]]) -> Event:
    """The event with people's own words in the place of their digests."""
    own = texts.get(event.id)
    if own is None:
        return event
    said = {name: text for name, text in own.items() if name != "late_reason"}
    return replace(event, data=event.data | said, late_reason=own.get("late_reason", event.late_reason))


def load_for_act(act: Act, number: str, expected: int | None = None) -> CaseFile:
    """The case that an act is about to change.

    NotAllowed for somebody from whom it is kept. RuleError when its content was erased, when the act is dated before
    the case's last one, or when `expected`, the last event id the person had seen, is no longer the last: somebody
    else has changed the case since.
    """
    case = load(number)
    privacy.require_may_act(act, case)
    if case.erased_at is not None:
        raise RuleError("Isi berkas ini sudah dihapus; tinggal catatan tahap dan waktunya.", code="erased")
    if expected is not None and expected != last_event(number):
        when = clock_text(act.session.office.calendar(), case.last_at)
        who = act.session.office.person_name(case.last_by)
        raise RuleError(f"Berkas ini baru diubah oleh {who} pukul {when}. Periksa lagi isinya.", code="stale")
    if act.at < case.last_at:
        raise FieldError(
            "at", "Waktu itu lebih awal daripada tindakan terakhir pada berkas ini.", code="before_last"
        )
    return case


def last_event(number: str) -> int:
    """Id of the last event that touches the case; 0 for a case that is not there."""
    row = db.Case.select(db.Case.last_event).where(db.Case.number == number).tuples().first()
    return int(row[0]) if row else 0


def rules(office: Office, case: CaseFile) -> Rules:
    """The service version that the case keeps, and where its calendar versions are found."""
    return Rules(office.service_version(case.service_version), office.calendar_version)


def commit(act: Act, case: CaseFile, events: Sequence[Event]) -> None:
    """Append the events, let them change the case, and bring its tables up to date.

    NotAllowed where they would open the case to the one who acts: `privacy.require_unopened`.
    """
    saw, before = privacy.sees_content(act.session, case), _Extent(case)
    for event in events:
        evolve(case, event)
    privacy.require_unopened(act.session, case, act.permission, events, saw=saw)
    _tell(act, case.number, events)
    if act.at < case.recomputed_at:  # a late entry: the recomputing found it done
        rebuild(act.session.office, case.number, act.last_event)
    else:
        _project(act, case, before)


def commit_new(act: Act, number: str, case: CaseFile, events: Sequence[Event]) -> None:
    """`commit` for a case that has no events yet."""
    case.number = number
    case.service_version = events[0].data["service_version"]
    case.calendar_version = events[0].data["calendar_version"]
    commit(act, case, events)


def commit_correction(act: Act, case: CaseFile, corrections: Sequence[Event]) -> None:
    """Append corrections of the case's history, and read all its tables from it anew. NotAllowed: as for `commit`."""
    saw = privacy.sees_content(act.session, case) or privacy.just_saw(
        act.session, load_events(case.number), corrections, act.at
    )
    _tell(act, case.number, corrections)
    corrected = rebuild(act.session.office, case.number, act.last_event)
    privacy.require_unopened(act.session, corrected, act.permission, corrections, saw=saw)


def commit_recomputed(act: Act, case: CaseFile, event: Event, event_id: int) -> None:
    """Let an event of the whole office, recorded under that id, change the case and its tables."""
    rows.insert(db.CaseEvent, case=case.number, event=event_id)
    before = _Extent(case)
    evolve(case, event)
    _project(act, case, before)


def commit_answer(act: Act, case: CaseFile, answer: Event) -> None:
    """Append a recipient's answer to a disposition. The case stays as others have seen it (`last_event`)."""
    evolve(case, answer)
    _tell(act, case.number, [answer])
    _save_answers(case)


def commit_aside(act: Act, case: CaseFile, event: Event) -> None:
    """Append an event that leaves the case and its tables as they are (`UNSEEN`)."""
    evolve(case, event)
    _tell(act, case.number, [event])


def _tell(act: Act, number: str, events: Sequence[Event]) -> None:
    (salt,) = rows.select(db.Case, ("salt",), {"number": number})[0]
    for event in events:
        act.append(number, event.kind, event.data, salt)


def rebuild(office: Office, number: str, last_event_id: int) -> CaseFile:
    """Read all tables of a case from its history anew."""
    case = load(number)
    for table in (db.Visit, db.CaseCycle, db.CaseAccess, db.Pause, db.Disposition, db.DispositionAnswer):
        table.delete().where(table.case == number).execute()
    _write(case, rules(office, case), _Extent(CaseFile()), last_event_id)
    return case


class _Extent:
    """How much of a case its tables already hold."""

    def __init__(self, case: CaseFile) -> None:
        self.visits = len(case.visits)
        self.settled_visits = self.visits - (1 if case.open_visit is not None else 0)
        self.cycles = len(case.cycles)
        self.settled_cycles = max(0, self.cycles - 1)
        self.pauses = len(case.pauses)
        self.pause_open = case.open_pause is not None
        self.dispositions = len(case.dispositions)
        self.is_closed = case.status.is_closed
        self.access = projection.access_columns(case) if case.logged_by else []


def _project(act: Act, case: CaseFile, before: _Extent) -> None:
    _write(case, rules(act.session.office, case), before, act.last_event)


def _write(case: CaseFile, rules: Rules, before: _Extent, last_event_id: int) -> None:
    for visit in case.visits[before.settled_visits :]:
        columns = projection.visit_columns(case, rules, visit)
        _save(db.Visit, case.number, visit.no, columns, is_new=visit.no > before.visits)
    for no in range(before.settled_cycles + 1, len(case.cycles) + 1):
        columns = projection.cycle_columns(case, rules, no)
        _save(db.CaseCycle, case.number, no, columns, is_new=no > before.cycles)
    _save_pauses(case, before)
    for record in case.dispositions[before.dispositions :]:
        rows.insert(db.Disposition, case=case.number, **projection.disposition_columns(record))
    if len(case.dispositions) > before.dispositions or case.status.is_closed != before.is_closed:
        _save_answers(case)
    _save_access(case, before)
    if case.kind == "letter":
        rows.update(db.Letter, {"case": case.number}, **projection.letter_columns(case, rules))
    columns = projection.case_columns(case, rules)
    rows.update(db.Case, {"number": case.number}, **columns, last_event=last_event_id)


def _save(table: type[db.Table], number: str, no: int, columns: Columns, *, is_new: bool) -> None:
    if is_new:
        rows.insert(table, case=number, no=no, **columns)
    else:
        rows.update(table, {"case": number, "no": no}, **columns)


def _save_access(case: CaseFile, before: _Extent) -> None:
    """Only what differs: most acts change nobody's standing."""
    former = {item["username"]: item for item in before.access}
    for item in projection.access_columns(case):
        known = former.pop(item["username"], None)
        if known is None:
            rows.insert(db.CaseAccess, case=case.number, **item)
        elif known != item:
            rows.update(db.CaseAccess, {"case": case.number, "username": item["username"]}, **item)
    for name in former:
        db.CaseAccess.delete().where(
            db.CaseAccess.case == case.number, db.CaseAccess.username == name
        ).execute()


def _save_answers(case: CaseFile) -> None:
    """Few rows, rarely written: all of them anew."""
    if not case.dispositions:
        return
    db.DispositionAnswer.delete().where(db.DispositionAnswer.case == case.number).execute()
    for columns in projection.answer_columns(case):
        rows.insert(db.DispositionAnswer, case=case.number, **columns)


def _save_pauses(case: CaseFile, before: _Extent) -> None:
    if before.pause_open:
        settled = case.pauses[before.pauses - 1]
        db.Pause.update(end=settled.end).where(db.Pause.case == case.number, db.Pause.end.is_null()).execute()
    for pause in case.pauses[before.pauses :]:
        rows.insert(db.Pause, case=case.number, **projection.pause_columns(pause))
