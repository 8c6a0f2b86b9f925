"""What an act on a case would lead to, said before it is done.

The events are those that the rule of the act gives, and they really change a copy of the case; its clocks are then
read as any case's. Nothing is written. Source: sla.md, "Clocks"; design.md, "Screens".
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

from desk.domain import correction, supervision, workflow
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event
from desk.domain.clocks import Rules, open_clock, service_clock
from desk.domain.disposition import WAITING_FOR, DispositionOrder
from desk.domain.due import elapsed
from desk.domain.evolve import evolve, replay
from desk.domain.explanation import clock_refs, explain_clock
from desk.domain.moments import dated_text
from desk.domain.people import Permission
from desk.domain.sla import ClockKind
from desk.domain.workflow import Actor
from desk.office import case_store, numbers, privacy
from desk.office.due import doubt_texts, reason_text
from desk.office.session import Session
from desk.office.views import DuePreview, TargetPreview

Decide = Callable[[CaseFile, Rules, Actor], list[Event]]

UNTYPED = "pratinjau"
"""Stands for the reason that is not typed yet."""


class Ahead:
    """One case as it is now, and what may become of it. Its methods raise what the act itself would raise."""

    def __init__(self, session: Session, number: str) -> None:
        self._session = session
        self._events = case_store.load_events(numbers.canonical_number(number, session.office))
        self._case = replay(self._events)
        privacy.require(session, self._case, Permission.READ)
        self._sees = privacy.sees_content(session, self._case)
        self._rules = case_store.rules(session.office, self._case)

    def finish(self, exit_key: str | None) -> DuePreview:
        return self._work(lambda case, rules, who: workflow.finish(case, rules.service, who, exit_key))

    def send_back(self) -> DuePreview:
        return self._work(lambda case, rules, who: workflow.send_back(case, rules.service, who, UNTYPED))

    def dispose(self, order: DispositionOrder) -> DuePreview:
        people = self._session.office.people
        return self._work(lambda case, rules, who: workflow.dispose(case, rules.service, who, order, people))

    def reopen(self, step: str) -> DuePreview:
        after = self._after(
            Permission.SUPERVISE,
            lambda case, rules, who: supervision.reopen(case, rules.service, who, step, UNTYPED),
        )
        return self._of_open_step(after)

    def change_class(self, key: str) -> DuePreview:
        """Of the class's clock, whichever is nearest."""
        after = self._after(
            Permission.SUPERVISE,
            lambda case, _rules, who: supervision.change_class(case, who, key, UNTYPED, sees=self._sees),
        )
        return self._of_kind(after, ClockKind.CLASS_)

    def agree_target(self, due_at: Instant) -> TargetPreview:
        after = self._after(
            Permission.SUPERVISE,
            lambda case, rules, who: supervision.agree_target(case, rules, who, due_at, UNTYPED),
        )
        reading = service_clock(after, self._rules)
        assert reading is not None and reading.due_at is not None and reading.deadline is not None
        calendar = self._rules.calendar(reading.calendar_version)
        later = elapsed(reading.unit, calendar, reading.due_at, reading.deadline)
        is_working = reading.unit is not None and reading.unit.is_working
        return TargetPreview(reading.due_at, reading.deadline, later, is_working)

    def withdraw(self) -> DuePreview:
        return self._told_anew(correction.withdraw(self._events, self._who(), UNTYPED))

    def retime(self, event_id: int, at: Instant) -> DuePreview:
        return self._told_anew(correction.retime(self._events, self._who(), event_id, at, UNTYPED))

    def reschedule(self, start: Instant, end: Instant | None) -> DuePreview:
        who = self._who()
        return self._told_anew(correction.reschedule(self._case, self._events, who, start, end, UNTYPED))

    def _who(self) -> Actor:
        return Actor(self._session.person, self._session.now())

    def _work(self, decide: Decide) -> DuePreview:
        return self._of_open_step(self._after(Permission.WORK, decide))

    def _after(self, permission: Permission, decide: Decide) -> CaseFile:
        privacy.require(self._session, self._case, permission)
        after = deepcopy(self._case)
        told = decide(self._case, self._rules, self._who())
        for event in told:
            evolve(after, event)
        privacy.require_unopened(self._session, after, permission, told, saw=self._sees)
        return after

    def _told_anew(self, corrections: list[Event]) -> DuePreview:
        last = self._events[-1].id
        numbered = [replace(event, id=last + n) for n, event in enumerate(corrections, 1)]
        after = replay([*self._events, *numbered])
        saw = self._sees or privacy.just_saw(self._session, self._events, corrections, self._who().at)
        privacy.require_unopened(self._session, after, Permission.READ, corrections, saw=saw)
        return self._of_open_step(after)

    def _of_open_step(self, case: CaseFile) -> DuePreview:
        """The nearest deadline at the step where the case would stand."""
        visit = case.open_visit
        if visit is None:
            ended = "Berkas ditutup; waktunya berhenti." if case.cycles else "Waktu belum berjalan."
            return DuePreview(None, None, None, ended)
        if visit.external:
            waits_for = WAITING_FOR[str(self._rules.service.step(visit.step).charged_to)]
            text = f"Menunggu {waits_for}: waktu kantor tidak berjalan."
            return DuePreview(visit.arrived_at, None, None, text)
        return self._of_kind(case, open_clock(case, self._rules, visit).clock)

    def _of_kind(self, case: CaseFile, kind: ClockKind) -> DuePreview:
        """The deadline of the case's present clock of that kind, and why."""
        office = self._session.office
        ref = next(ref for ref in clock_refs(case, self._rules) if ref.kind is kind)
        found = explain_clock(case, self._rules, ref, self._session.now())
        reading, standard = found.reading, found.standard
        if reading.due_at is None or standard is None:
            text = "Tidak ada batas waktu; lama pengerjaan tetap diukur."
            return DuePreview(reading.start, None, None, text)
        text = reason_text(office, found.calendar, reading, standard)
        if reading.agreed_due_at is not None:
            standard_due = dated_text(found.calendar, reading.due_at, office.today())
            text = f"target yang disepakati, standar {standard_due}"
        if reading.paused_at is not None:
            text += ", sedang dijeda"
        doubts = doubt_texts(found.calendar, [reading])
        return DuePreview(reading.start, reading.deadline, str(kind), text, doubts)
