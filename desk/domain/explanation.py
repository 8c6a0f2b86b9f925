"""Why a clock of a case stands where it stands: every interval since its start, counted or not, and those to come.

The intervals tile the time without gap or overlap; what they count is always exactly `Reading.used`, and what those
to come count is `Reading.remaining`. Source: sla.md, "Clocks", "Pause".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile
from desk.domain.clocks import (
    Rules,
    case_clocks,
    class_clock,
    closed,
    service_clock,
    shown_clock,
    step_clock,
    timed_class,
)
from desk.domain.disposition import WAITING_FOR
from desk.domain.due import Interval, merge_pauses
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import Stretch, explain
from desk.domain.sla import ClockKind, Reading, Target

AFTER_EVENT = "sesudah acara mulai"
ENDED = "ditutup, sampai dibuka kembali"


class Cause(StrEnum):
    """Why an interval counts or does not."""

    COUNTED = "counted"
    CLOSED = "closed"
    """The calendar is closed: night, break, weekend, holiday."""
    PAUSED = "paused"
    """Waiting for the applicant or another agency."""
    OUTSIDE = "outside"
    """A step outside the office."""
    ENDED = "ended"
    """Between a delivery or end and the reopening."""


@dataclass(frozen=True, slots=True)
class Part(Stretch):
    """One interval of a clock."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class ClockRef:
    """Which clock of a case."""

    kind: ClockKind
    no: int
    """The visit's number for a step clock, else the cycle's."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A clock at one instant."""

    ref: ClockRef
    reading: Reading
    standard: StandardTime | None
    """None: no limit."""
    calendar: WorkingCalendar
    until: Instant
    """The instant it is explained at, or its stop."""
    past: tuple[Part, ...]
    """From its start to `until`; empty where they are the same."""
    to_come: tuple[Part, ...]
    """From `until` to the deadline. Empty unless it runs towards one."""
    waits: tuple[Interval, ...]
    """What it did not run in, merged."""
    target: Target | None = None
    """The deadline agreed in place of the service's. None: none was, or another clock."""

    @property
    def used(self) -> int:
        """What `Reading.used` says at that instant."""
        return sum(part.counted_seconds for part in self.past)


def clock_refs(case: CaseFile, rules: Rules) -> list[ClockRef]:
    """The clocks that `case_clocks` reads, in its order."""
    numbers = {ClockKind.STEP: len(case.visits)}
    return [
        ClockRef(reading.clock, numbers.get(reading.clock, len(case.cycles)))
        for reading in case_clocks(case, rules)
    ]


def shown_ref(case: CaseFile, rules: Rules) -> ClockRef | None:
    """The clock that the case is shown by (`shown_clock`). None: no clock has started."""
    shown = shown_clock(case, rules)
    if shown is None:
        return None
    if shown.clock is not ClockKind.STEP:
        return ClockRef(shown.clock, len(case.cycles))
    no = next(v.no for v in reversed(case.visits) if step_clock(case, rules, v) == shown)
    return ClockRef(ClockKind.STEP, no)


def explain_clock(case: CaseFile, rules: Rules, ref: ClockRef, now: Instant) -> Explanation:
    """The clock's intervals as of `now`; a clock that has stopped is explained up to its stop."""
    reading = _reading(case, rules, ref)
    calendar = rules.calendar(reading.calendar_version)
    waits = _waits(case, rules, ref)
    until = reading.stopped_at
    if until is None:
        until = max(now, reading.counted_from)
    deadline = reading.deadline
    ahead: list[Part] = []
    if reading.is_running and deadline is not None:
        ahead = list(_run(case, reading.unit, calendar, until, deadline))
    return Explanation(
        ref,
        reading,
        _standard(case, rules, ref),
        calendar,
        until,
        tuple(_parts(case, reading, calendar, waits, until)),
        tuple(ahead),
        tuple(
            merge_pauses(
                (Interval(wait.start, wait.end) for wait in waits), reading.start, reading.stopped_at
            )
        ),
        case.cycles[ref.no - 1].target if ref.kind is ClockKind.SERVICE else None,
    )


@dataclass(frozen=True, slots=True)
class _Wait:
    """Something that keeps a clock from running. `end` None: it still does."""

    start: Instant
    end: Instant | None
    reason: str
    cause: Cause


def _reading(case: CaseFile, rules: Rules, ref: ClockRef) -> Reading:
    if ref.kind is ClockKind.STEP:
        return step_clock(case, rules, case.visit(ref.no))
    reading = (service_clock if ref.kind is ClockKind.SERVICE else class_clock)(case, rules, ref.no)
    assert reading is not None  # a ref is made of a clock that is there
    return reading


def _standard(case: CaseFile, rules: Rules, ref: ClockRef) -> StandardTime | None:
    if ref.kind is ClockKind.STEP:
        return rules.service.step(case.visit(ref.no).step).standard
    if ref.kind is ClockKind.SERVICE:
        return rules.service.total
    key = timed_class(case, ref.no)
    return None if key is None else StandardTime(Unit.WORKING_DAYS, case.class_table[key])


def _waits(case: CaseFile, rules: Rules, ref: ClockRef) -> list[_Wait]:
    """What stops this clock; where two lie over each other, the first in the list is named."""
    found: list[_Wait] = []
    if ref.kind is ClockKind.CLASS_:
        found += [_Wait(rest.start, rest.end, ENDED, Cause.ENDED) for rest in closed(case)]
    for pause in case.pauses:
        reason = f"jeda, menunggu {WAITING_FOR[pause.waiting_for]}: {pause.reason}"
        found.append(_Wait(pause.start, pause.end, reason, Cause.PAUSED))
    if ref.kind is not ClockKind.STEP:
        for visit in case.visits:
            if visit.external:
                step = rules.service.step(visit.step)
                reason = f"langkah {step.no} di luar kantor, menunggu {WAITING_FOR[str(step.charged_to)]}"
                found.append(_Wait(visit.arrived_at, visit.finished_at, reason, Cause.OUTSIDE))
    return found


def _parts(
    case: CaseFile, reading: Reading, calendar: WorkingCalendar, waits: list[_Wait], until: Instant
) -> Iterator[Part]:
    """Everything from the clock's start to `until`, cut where a wait begins or ends."""
    start = reading.start
    cuts = {start, until}
    for known in waits:
        cuts.update(t for t in (known.start, known.end) if t is not None and start < t < until)
    places = sorted(cuts)
    held: Part | None = None
    for a, b in pairwise(places):
        wait = _wait_at(waits, a)
        if wait is not None and held is not None and held.reason == wait.reason:
            held = Part(held.start, b, 0, held.reason, held.cause)
            continue
        if held is not None:
            yield held
            held = None
        if wait is None:
            yield from _run(case, reading.unit, calendar, a, b)
        else:
            held = Part(a, b, 0, wait.reason, wait.cause)
    if held is not None:
        yield held


def _wait_at(waits: list[_Wait], t: Instant) -> _Wait | None:
    return next((w for w in waits if w.start <= t and (w.end is None or t < w.end)), None)


def _run(
    case: CaseFile, unit: Unit | None, calendar: WorkingCalendar, a: Instant, b: Instant
) -> Iterator[Part]:
    """An interval in which the clock ran, or will run. A clock without a standard measures open time."""
    begun = b
    if unit is Unit.EVENT and case.event_start is not None:
        begun = min(b, max(a, case.event_start))
    for part in explain(Unit.MINUTES if unit is None else unit, calendar, a, begun):
        cause = Cause.COUNTED if part.counted_seconds else Cause.CLOSED
        yield Part(part.start, part.end, part.counted_seconds, part.reason, cause)
    if begun < b:
        yield Part(begun, b, b - begun, AFTER_EVENT, Cause.COUNTED)
