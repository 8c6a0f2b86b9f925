"""Which clocks a case has, read from its history. Source: sla.md, "Clocks", "Whose time", "Reopen"."""

from __future__ import annotations

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile, Visit
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import Service
from desk.domain.sla import ClockKind, Interval, Reading, nearest, read_clock


def step_clock(case: CaseFile, service: Service, calendar: WorkingCalendar, visit: Visit) -> Reading:
    """The clock of one visit. It stands still in pauses; an external one is never held against the office."""
    return read_clock(
        ClockKind.STEP,
        service.step(visit.step).standard,
        calendar,
        visit.arrived_at,
        pauses=[Interval(pause.start, pause.end) for pause in case.pauses],
        stopped_at=visit.finished_at,
        event_start=case.event_start,
        taken_at=visit.taken_at,
        at_risk_percent=service.at_risk_percent,
        external=visit.external,
        cancelled=_cancelled_open(case, visit),
    )


def service_clock(case: CaseFile, service: Service, calendar: WorkingCalendar) -> Reading | None:
    """From completeness to delivery, in the latest cycle. None: the file is not complete yet."""
    cycle = case.cycle
    if cycle is None:
        return None
    stopped_at = cycle.delivered_at if cycle.delivered_at is not None else case.ended_at
    return read_clock(
        ClockKind.SERVICE,
        service.total,
        calendar,
        cycle.start,
        pauses=_still(case),
        stopped_at=stopped_at,
        event_start=case.event_start,
        taken_at=_processing_taken(case, service),
        at_risk_percent=service.at_risk_percent,
        cancelled=case.cancelled_at is not None and cycle.delivered_at is None,
    )


def class_clock(case: CaseFile, service: Service, calendar: WorkingCalendar) -> Reading | None:
    """From registration by the class table the case was opened under. None: not a classed complaint."""
    cycle = case.cycle
    if case.class_key is None or cycle is None:
        return None
    stopped_at = cycle.delivered_at if cycle.delivered_at is not None else case.ended_at
    return read_clock(
        ClockKind.CLASS_,
        StandardTime(Unit.WORKING_DAYS, case.class_table[case.class_key]),
        calendar,
        case.received_at,
        pauses=_still(case) + _closed(case),
        stopped_at=stopped_at,
        at_risk_percent=service.at_risk_percent,
        cancelled=case.cancelled_at is not None and cycle.delivered_at is None,
        late_already=_late_before(case, calendar),
    )


def _late_before(case: CaseFile, calendar: WorkingCalendar) -> bool:
    """Whether a class was changed after its deadline, as the clock stood at the change: in a pause, or after the
    delivery, it had not gone on."""
    still = _still(case) + _closed(case)
    if case.delivered_at is not None:
        still.append(Interval(case.delivered_at))
    for before, after in zip(case.classes, case.classes[1:], strict=False):
        if before.key is None:
            continue
        waits = [
            wait if wait.end is not None and wait.end <= after.at else Interval(wait.start)
            for wait in still
            if wait.start < after.at
        ]
        limit = StandardTime(Unit.WORKING_DAYS, case.class_table[before.key])
        if read_clock(ClockKind.CLASS_, limit, calendar, case.received_at, pauses=waits).is_late(after.at):
            return True
    return False


def case_clocks(case: CaseFile, service: Service, calendar: WorkingCalendar) -> list[Reading]:
    """The clock of the open (else the last) visit, the service's and the class's."""
    readings: list[Reading] = []
    if case.visits:
        readings.append(step_clock(case, service, calendar, case.visits[-1]))
    for reading in (service_clock(case, service, calendar), class_clock(case, service, calendar)):
        if reading is not None:
            readings.append(reading)
    return readings


def shown_clock(case: CaseFile, service: Service, calendar: WorkingCalendar) -> Reading | None:
    """The clock a case is shown by: the nearest running deadline; after delivery the service's verdict
    (else the class's, else the last office step's). None: no clock has started."""
    readings = case_clocks(case, service, calendar)
    running = nearest(readings) if case.delivered_at is None else None
    if running is not None:
        return running
    if not readings or case.cancelled_at is not None:
        return readings[0] if readings else None
    if case.open_visit is not None and case.delivered_at is None:
        return readings[0]
    verdicts = [reading for reading in readings[1:] if reading.due_at is not None]
    if verdicts:
        return verdicts[0]
    ours = [visit for visit in case.visits if not visit.external and not visit.is_open]
    return step_clock(case, service, calendar, ours[-1])


def open_clock(case: CaseFile, service: Service, calendar: WorkingCalendar, visit: Visit) -> Reading:
    """The clock an open visit is shown by: the nearest running deadline, else the visit's own.

    So a citizen's step after delivery is shown as waiting, whatever became of the deadlines before it.
    """
    return nearest(case_clocks(case, service, calendar)) or step_clock(case, service, calendar, visit)


def _cancelled_open(case: CaseFile, visit: Visit) -> bool:
    return visit.finished_at is not None and visit.exit is None


def _still(case: CaseFile) -> list[Interval]:
    """When the service and class clocks stand still: pauses, and steps outside the office."""
    still = [Interval(pause.start, pause.end) for pause in case.pauses]
    still += [Interval(visit.arrived_at, visit.finished_at) for visit in case.visits if visit.external]
    return still


def _closed(case: CaseFile) -> list[Interval]:
    """From each cycle's delivery (or end) to the reopening that followed."""
    gaps = []
    for cycle, following in zip(case.cycles, case.cycles[1:], strict=False):
        since = cycle.delivered_at if cycle.delivered_at is not None else cycle.ended_at
        if since is not None:
            gaps.append(Interval(since, following.start))
    return gaps


def _processing_taken(case: CaseFile, service: Service) -> Instant | None:
    """When the visit that serves the event was first taken in this cycle."""
    taken = [
        visit.taken_at
        for visit in case.visits
        if visit.cycle == len(case.cycles)
        and service.step(visit.step).delivers
        and visit.taken_at is not None
    ]
    return min(taken, default=None)
