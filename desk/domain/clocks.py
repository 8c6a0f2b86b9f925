"""Which clocks a case has, read from its history.

Source: sla.md, "Whose time", "Clocks", "Reopen, cancel, correct, late entry", "A change of calendar".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile, ClassChange, Visit
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import Service
from desk.domain.sla import ClockKind, Interval, Reading, nearest, read_clock


@dataclass(frozen=True, slots=True)
class Rules:
    """What a case is judged by."""

    service: Service
    calendar: Callable[[str], WorkingCalendar]
    """A calendar by its version: parts of a case may keep different ones."""


def step_clock(case: CaseFile, rules: Rules, visit: Visit) -> Reading:
    """The clock of one visit. It stands still in pauses; an external one is never held against the office."""
    return read_clock(
        ClockKind.STEP,
        rules.service.step(visit.step).standard,
        rules.calendar(visit.calendar_version),
        visit.arrived_at,
        pauses=paused(case),
        stopped_at=visit.finished_at,
        event_start=case.event_start,
        taken_at=visit.taken_at,
        at_risk_percent=rules.service.at_risk_percent,
        external=visit.external,
        cancelled=_cancelled_open(visit),
        calendar_version=visit.calendar_version,
    )


def service_clock(case: CaseFile, rules: Rules, cycle_no: int | None = None) -> Reading | None:
    """From completeness to delivery, in that cycle (None: the latest). None: the file is not complete yet, or the
    case is a periodic obligation, which has its step's clock alone."""
    if not case.cycles or case.is_periodic:
        return None
    no = cycle_no or len(case.cycles)
    cycle = case.cycles[no - 1]
    return read_clock(
        ClockKind.SERVICE,
        rules.service.total,
        rules.calendar(cycle.calendar_version),
        cycle.start,
        pauses=paused(case) + outside(case),
        stopped_at=cycle.stopped_at,
        event_start=case.event_start,
        taken_at=_processing_taken(case, rules.service, no),
        at_risk_percent=rules.service.at_risk_percent,
        cancelled=cycle.cancelled,
        target=cycle.target,
        calendar_version=cycle.calendar_version,
    )


def class_clock(case: CaseFile, rules: Rules, cycle_no: int | None = None) -> Reading | None:
    """From registration by the class table the case was opened under, as it stood in that cycle (None: the latest).

    None: not a classed complaint.
    """
    no = cycle_no or len(case.cycles)
    key = timed_class(case, no)
    if not no or key is None:
        return None
    cycle = case.cycles[no - 1]
    return read_clock(
        ClockKind.CLASS_,
        StandardTime(Unit.WORKING_DAYS, case.class_table[key]),
        rules.calendar(cycle.calendar_version),
        case.received_at,
        pauses=paused(case) + outside(case) + closed(case),
        stopped_at=cycle.stopped_at,
        at_risk_percent=rules.service.at_risk_percent,
        cancelled=cycle.cancelled,
        late_already=_late_before(case, rules, _classes_by(case, no)),
        calendar_version=cycle.calendar_version,
    )


def timed_class(case: CaseFile, cycle_no: int) -> str | None:
    """The class that the class clock of that cycle runs by: one given after its delivery holds from the next cycle on.

    None: not classed by then.
    """
    changes = _classes_by(case, cycle_no)
    return changes[-1].key if changes else None


def _classes_by(case: CaseFile, cycle_no: int) -> list[ClassChange]:
    return [change for change in case.classes if change.cycle <= cycle_no]


def _late_before(case: CaseFile, rules: Rules, changes: list[ClassChange]) -> bool:
    """Whether a class was changed after its deadline, as the clock stood at the change: in a pause, or after the
    delivery, it had not gone on."""
    still = paused(case) + outside(case) + closed(case)
    if case.delivered_at is not None:
        still.append(Interval(case.delivered_at))
    for before, after in pairwise(changes):
        if before.key is None:
            continue
        waits = [
            wait if wait.end is not None and wait.end <= after.at else Interval(wait.start)
            for wait in still
            if wait.start < after.at
        ]
        limit = StandardTime(Unit.WORKING_DAYS, case.class_table[before.key])
        calendar = rules.calendar(after.calendar_version)
        if read_clock(ClockKind.CLASS_, limit, calendar, case.received_at, pauses=waits).is_late(after.at):
            return True
    return False


def case_clocks(case: CaseFile, rules: Rules) -> list[Reading]:
    """The clock of the open (else the last) visit, the service's and the class's."""
    readings: list[Reading] = []
    if case.visits:
        readings.append(step_clock(case, rules, case.visits[-1]))
    for reading in (service_clock(case, rules), class_clock(case, rules)):
        if reading is not None:
            readings.append(reading)
    return readings


def shown_clock(case: CaseFile, rules: Rules) -> Reading | None:
    """The clock a case is shown by: the nearest running deadline; after delivery the one that gives the verdict.

    None: no clock has started.
    """
    readings = case_clocks(case, rules)
    running = nearest(readings) if case.delivered_at is None else None
    if running is not None:
        return running
    if not readings or case.cancelled_at is not None:
        return readings[0] if readings else None
    if case.open_visit is not None and case.delivered_at is None:
        return readings[0]
    return judging_clock(case, rules, len(case.cycles))


def open_clock(case: CaseFile, rules: Rules, visit: Visit) -> Reading:
    """The clock an open visit is shown by: the nearest running deadline, else the visit's own.

    So a citizen's step after delivery is shown as waiting, whatever became of the deadlines before it.
    """
    return nearest(case_clocks(case, rules)) or step_clock(case, rules, visit)


def judging_clock(case: CaseFile, rules: Rules, cycle_no: int) -> Reading | None:
    """The clock that judges a delivered or ended cycle: the service's, else the class's, else that of the office
    step that was finished last by then. None: there is none."""
    for reading in (service_clock(case, rules, cycle_no), class_clock(case, rules, cycle_no)):
        if reading is not None and reading.due_at is not None:
            return reading
    last = case.cycles[cycle_no - 1].last_visit or len(case.visits)
    ours = [v for v in case.visits[:last] if v.cycle == cycle_no and not v.external and not v.is_open]
    return step_clock(case, rules, ours[-1]) if ours else None


def paused(case: CaseFile) -> list[Interval]:
    """When the case waited for the applicant or for another agency."""
    return [Interval(pause.start, pause.end) for pause in case.pauses]


def outside(case: CaseFile) -> list[Interval]:
    """The steps outside the office: its service and class clocks stand still in them."""
    return [Interval(visit.arrived_at, visit.finished_at) for visit in case.visits if visit.external]


def closed(case: CaseFile) -> list[Interval]:
    """From each cycle's delivery (or end) to the reopening that followed."""
    return [
        Interval(cycle.stopped_at, following.start)
        for cycle, following in pairwise(case.cycles)
        if cycle.stopped_at is not None
    ]


def _cancelled_open(visit: Visit) -> bool:
    return visit.finished_at is not None and visit.exit is None


def _processing_taken(case: CaseFile, service: Service, cycle_no: int) -> Instant | None:
    """When the visit that serves the event was first taken in that cycle."""
    taken = [
        visit.taken_at
        for visit in case.visits
        if visit.cycle == cycle_no and service.step(visit.step).delivers and visit.taken_at is not None
    ]
    return min(taken, default=None)
