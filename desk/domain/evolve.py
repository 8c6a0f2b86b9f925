"""How each event changes a case. The same events always give the same case, so a verification can replay them.

A correction changes no case by itself: `corrected` tells the history as it should have been told, and that is what
is replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from desk.domain.calendar import Instant
from desk.domain.case import (
    BESIDE,
    AttachmentRecord,
    CaseFile,
    ClassChange,
    Cycle,
    DispositionRecord,
    Event,
    Kind,
    PauseRecord,
    Visit,
)
from desk.domain.class_table import ClassBasis
from desk.domain.disposition import Answer, AnswerRecord
from desk.domain.service import Ending
from desk.domain.target import Target


def replay(events: Iterable[Event]) -> CaseFile:
    """The case that these events tell of, in their recorded order, corrections heeded."""
    case = CaseFile()
    for event in corrected(events):
        evolve(case, event)
    return case


def corrected(events: Iterable[Event]) -> list[Event]:
    """The history as it really went: corrections applied and themselves left out, a later one of an event prevailing.

    A recomputing takes its place by time: what a late entry or a correction dates before it, it found done.

    Event ids are required where there is a correction. What a correction names and is not there is passed over: it
    was withdrawn before.
    """
    told: dict[int, Event] = {}
    for place, event in enumerate(events):
        if event.kind is not Kind.CORRECTED:
            told[event.id or -place - 1] = event
            continue
        for wrong in event.data["corrects"]:
            if wrong not in told:
                continue
            if event.data["withdrawn"]:
                del told[wrong]
            else:
                told[wrong] = _told_right(told[wrong], event)
    return _recomputed_in_time(told.values())


def _recomputed_in_time(told: Iterable[Event]) -> list[Event]:
    placed: list[tuple[Instant, Event]] = []
    latest = 0
    for event in told:
        if event.kind not in BESIDE:
            latest = max(latest, event.at)
        placed.append((event.at if event.kind is Kind.RECOMPUTED else latest, event))
    return [event for _time, event in sorted(placed, key=lambda item: item[0])]


def _told_right(wrong: Event, correction: Event) -> Event:
    at = correction.data["at"]
    return replace(wrong, at=wrong.at if at is None else at, data=wrong.data | correction.data["changes"])


def evolve(case: CaseFile, event: Event) -> None:
    """Let one event change the case. Not for corrections: they change what is replayed, see `corrected`."""
    _APPLY[event.kind](case, event)
    if event.kind not in BESIDE:
        case.last_at = event.at
        case.last_by = event.by


def _registered(case: CaseFile, event: Event) -> None:
    data = event.data
    case.number = data["number"]
    case.logged_by = event.by
    case.content = data["content"]
    case.kind = data["kind"]
    case.service = data["service"]
    case.service_version = data["service_version"]
    case.calendar_version = data["calendar_version"]
    case.class_table = dict(data["class_table"])
    basis = data.get("class_basis")
    case.class_basis = None if basis is None else ClassBasis.from_dict(basis)
    case.received_at = event.at
    case.event_start = data["event_start"]
    case.event_end = data["event_end"]
    case.period = data.get("period")
    case.ticked = frozenset(data["ticked"])
    if case.class_table:
        case.classes.append(ClassChange(event.at, data["class"], 0, case.calendar_version))


def _completed(case: CaseFile, event: Event) -> None:
    case.ticked |= frozenset(event.data["ticked"])
    if event.data["event_start"] is not None:
        case.event_start = event.data["event_start"]
        case.event_end = event.data["event_end"]


def _opened(case: CaseFile, event: Event) -> None:
    data = event.data
    if not case.cycles:
        case.cycles.append(Cycle(event.at, calendar_version=case.calendar_version))
    case.visits.append(
        Visit(
            no=len(case.visits) + 1,
            step=data["step"],
            actors=tuple(data["actors"]),
            external=data["external"],
            cycle=len(case.cycles),
            arrived_at=event.at,
            holder=data["holder"],
            calendar_version=case.calendar_version,
        )
    )


def _taken(case: CaseFile, event: Event) -> None:
    visit = case.visit(event.data["visit"])
    visit.holder = event.by
    visit.taken_at = event.at
    case.worked_on = True


def _finished(case: CaseFile, event: Event) -> None:
    data = event.data
    visit = case.visit(data["visit"])
    visit.finished_at = event.at
    visit.finished_by = event.by
    visit.exit = data["exit"]
    visit.output = data["output"]
    if visit.taken_at is None and not visit.external:
        visit.taken_at = event.at
    if visit.holder is None and not visit.external:
        visit.holder = event.by
    case.worked_on = True
    cycle = case.cycles[-1]
    if cycle.last_visit is None and (data["delivers"] or data["ends"]):
        cycle.last_visit = visit.no
    if data["delivers"] and cycle.delivered_at is None:
        cycle.delivered_at = event.at
    if data["ends_as"] is not None and case.ending is not Ending.TRANSFERRED:
        case.ending = Ending(data["ends_as"])
    if data["ends"]:
        cycle.ended_at = event.at


def _disposed(case: CaseFile, event: Event) -> None:
    data = event.data
    visit = case.visit(data["visit"])
    case.dispositions.append(
        DispositionRecord(
            at=event.at,
            by=event.by,
            step=visit.step,
            to=tuple(data["to"]),
            cc=tuple(data["cc"]),
            instructions=tuple(data["instructions"]),
            note=data["note"],
            due_at=data["due_at"],
        )
    )
    case.worked_on = True
    if data["hands_over"]:
        visit.holder = data["to"][0]
        visit.taken_at = None
        visit.handed_on = True
        visit.actors = tuple(data["actors"])


def _assigned(case: CaseFile, event: Event) -> None:
    case.visit(event.data["visit"]).holder = event.data["to"]


def _paused(case: CaseFile, event: Event) -> None:
    case.pauses.append(PauseRecord(event.at, event.data["for"], event.data["reason"], event.by))
    case.worked_on = True


def _resumed(case: CaseFile, event: Event) -> None:
    case.pauses[-1].end = event.at


def _class_changed(case: CaseFile, event: Event) -> None:
    running = case.cycle is None or case.cycle.stopped_at is None
    cycle = len(case.cycles) if running else len(case.cycles) + 1
    case.classes.append(ClassChange(event.at, event.data["to"], cycle, case.calendar_version))


def _reopened(case: CaseFile, event: Event) -> None:
    case.close_open_visit(event.at)
    if case.cycle is not None and case.cycle.ended_at is None:
        case.cycle.ended_at = event.at
    case.cancelled_at = case.cancelled_by = None
    case.ending = None
    case.cycles.append(Cycle(event.at, calendar_version=case.calendar_version))


def _cancelled(case: CaseFile, event: Event) -> None:
    case.close_open_visit(event.at)
    if case.cycle is not None and case.cycle.ended_at is None:
        case.cycle.ended_at = event.at
        case.cycle.cancelled = case.cycle.delivered_at is None
    case.cancelled_at = event.at
    case.cancelled_by = event.by


def _noted(case: CaseFile, event: Event) -> None:
    """A note changes nothing but the history itself."""


def _voided(case: CaseFile, event: Event) -> None:
    case.voided = True


def _attached(case: CaseFile, event: Event) -> None:
    data = event.data
    case.attachments.append(AttachmentRecord(data["sha256"], data["size"], data.get("name")))


def _target_agreed(case: CaseFile, event: Event) -> None:
    data = event.data
    case.cycles[-1].target = Target(event.at, data["due_at"], event.by, data["reason"])


def _recomputed(case: CaseFile, event: Event) -> None:
    """What still runs goes over to the other calendar; what has ended keeps the verdict of its own."""
    case.recomputed_at = event.at
    case.calendar_version = event.data["to"]
    if case.open_visit is not None:
        case.open_visit.calendar_version = case.calendar_version
    if case.cycle is not None and case.cycle.stopped_at is None:
        case.cycle.calendar_version = case.calendar_version


def _disposition_answered(case: CaseFile, event: Event) -> None:
    """An answer to a disposition that a correction has withdrawn since is passed over. (The last act goes first, so
    the numbers of those that stand are kept.)"""
    place = event.data["disposition"] - 1
    if place < len(case.dispositions):
        record = case.dispositions[place]
        answer = AnswerRecord(event.by, event.at, Answer(event.data["answer"]), event.data["text"])
        case.dispositions[place] = replace(record, answers=(*record.answers, answer))


def _content_corrected(case: CaseFile, event: Event) -> None:
    case.content = event.data["content"]


def _excluded(case: CaseFile, event: Event) -> None:
    """Who held the open step holds it no longer: it waits for somebody else of its positions."""
    case.kept_from |= frozenset(event.data["people"])
    visit = case.open_visit
    if visit is not None and visit.holder in case.kept_from:
        visit.holder = None
        visit.taken_at = None


def _readmitted(case: CaseFile, event: Event) -> None:
    case.kept_from -= frozenset(event.data["people"])


def _identity_shown(case: CaseFile, event: Event) -> None:
    """Looking changes nothing but the history itself."""


def _retention_set(case: CaseFile, event: Event) -> None:
    case.retention = event.data["retention"]


def _erased(case: CaseFile, event: Event) -> None:
    case.erased_at = event.at


_APPLY: dict[Kind, Callable[[CaseFile, Event], None]] = {
    Kind.REGISTERED: _registered,
    Kind.COMPLETED: _completed,
    Kind.OPENED: _opened,
    Kind.TAKEN: _taken,
    Kind.FINISHED: _finished,
    Kind.DISPOSED: _disposed,
    Kind.ASSIGNED: _assigned,
    Kind.PAUSED: _paused,
    Kind.RESUMED: _resumed,
    Kind.CLASS_CHANGED: _class_changed,
    Kind.REOPENED: _reopened,
    Kind.CANCELLED: _cancelled,
    Kind.NOTED: _noted,
    Kind.VOIDED: _voided,
    Kind.ATTACHED: _attached,
    Kind.TARGET_AGREED: _target_agreed,
    Kind.RECOMPUTED: _recomputed,
    Kind.DISPOSITION_ANSWERED: _disposition_answered,
    Kind.CONTENT_CORRECTED: _content_corrected,
    Kind.EXCLUDED: _excluded,
    Kind.READMITTED: _readmitted,
    Kind.IDENTITY_SHOWN: _identity_shown,
    Kind.RETENTION_SET: _retention_set,
    Kind.ERASED: _erased,
}
