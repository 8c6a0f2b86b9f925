"""A case laid along the printed steps of its service: what is done, where it is, what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desk.domain.calendar import Instant
from desk.domain.service import Service, Step
from desk.office.case_view import CaseView, DispositionView, PauseView, VisitView


class Stage(Enum):
    """Where a row stands. The value is what a row without a visit says of itself."""

    DONE = "selesai"
    CURRENT = "berjalan"
    BEFORE = "sebelum diterima"
    TO_COME = ""
    IF_REVISED = "bila ada revisi"
    SKIPPED = "tidak dilalui"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One visit of a step, or a step without any visit."""

    step: Step
    stage: Stage
    visit: VisitView | None = None
    is_first: bool = True
    """Whether it is the step's first row, the one that carries its number and name."""
    dispositions: tuple[DispositionView, ...] = ()
    pauses: tuple[PauseView, ...] = ()


def timeline(case: CaseView) -> list[StepRow]:
    """Every step in printed order, every visit on a row of its own; of a periodic obligation its one row."""
    rows: list[StepRow] = []
    steps = case.service.steps
    stages = {} if case.is_periodic else _unvisited(case)
    if case.is_periodic:
        steps = tuple(case.service.step(no) for no in dict.fromkeys(visit.step_no for visit in case.visits))
    for step in steps:
        visits = [visit for visit in case.visits if visit.step_no == step.no]
        if not visits:
            rows.append(StepRow(step, stages[step.no]))
        for place, visit in enumerate(visits):
            rows.append(_row(case, step, visit, is_first=place == 0))
    return rows


def _row(case: CaseView, step: Step, visit: VisitView, *, is_first: bool) -> StepRow:
    return StepRow(
        step,
        Stage.CURRENT if visit.finished_at is None else Stage.DONE,
        visit,
        is_first,
        tuple(d for d in case.dispositions if d.step_no == step.no and _visit_at(case, d.at, step) is visit),
        tuple(pause for pause in case.pauses if _visit_at(case, pause.start) is visit),
    )


def _visit_at(case: CaseView, at: Instant, step: Step | None = None) -> VisitView | None:
    """The visit (of that step) during which something happened."""
    found = None
    for visit in case.visits:
        if visit.arrived_at <= at and (step is None or visit.step_no == step.no):
            found = visit
    return found


def _unvisited(case: CaseView) -> dict[str, Stage]:
    """What a step without a visit is, by its number."""
    service = case.service
    first = service.steps.index(service.first_office_step)
    here = case.open_visit
    if here is not None:
        straight = _reachable(service, here.step_no, revisions=False)
        anyhow = _reachable(service, here.step_no, revisions=True)
    else:
        straight = anyhow = set() if case.finished_at is not None else {step.no for step in service.steps}
    stages = {}
    for place, step in enumerate(service.steps):
        if place < first:
            stages[step.no] = Stage.BEFORE
        elif step.no in straight:
            stages[step.no] = Stage.TO_COME
        else:
            stages[step.no] = Stage.IF_REVISED if step.no in anyhow else Stage.SKIPPED
    return stages


def _reachable(service: Service, start: str, *, revisions: bool) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        step = service.step(waiting.pop())
        ahead = {way.to for way in step.exits if way.to is not None and (revisions or not way.revision)}
        waiting += sorted(ahead - found)
        found |= ahead
    return found
