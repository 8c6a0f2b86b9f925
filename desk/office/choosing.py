"""What a person may do with a case now: an act that would be refused is not offered. The rules say so themselves."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from desk.domain import answering, correction, disposition, erasure, supervision, workflow
from desk.domain.case import CaseFile, Event
from desk.domain.clocks import Rules
from desk.domain.disposition import Answer
from desk.domain.evolve import replay
from desk.domain.people import Permission
from desk.domain.service import Service
from desk.domain.workflow import Actor
from desk.errors import NotAllowed, RuleError
from desk.office import case_store, content, identity, privacy
from desk.office.session import Session
from desk.office.views import Choice


def choices(session: Session, number: str) -> Choice:
    """What this person may do with the case now; an act that would be refused is not offered."""
    events = case_store.load_events(number)
    case = replay(events)
    if case.erased_at is not None:
        return Choice()
    choice = _on_the_steps(session, case, events)
    return replace(choice, acts=choice.acts | _personal_data(session, case, events))


def _personal_data(session: Session, case: CaseFile, events: list[Event]) -> set[str]:
    """What concerns the people behind a case rather than its course."""
    acts: set[str] = set()
    if identity.may_see(session.person, case):
        acts.add("identity")
    if content.hands(session, case, events):
        acts.add("content")
    if session.may(Permission.SUPERVISE) and privacy.sees_content(session.person, case):
        with suppress(RuleError):
            erasure.require_erasable(case)
            acts.add("erase")
    return acts


def _on_the_steps(session: Session, case: CaseFile, events: list[Event]) -> Choice:
    rules = case_store.rules(session.office, case)
    service = rules.service
    person = session.person
    mending = _mending(case, events, Actor(person, session.now()))
    answers_to, said = _answering(session, case)
    acts = _supervision(session, case, rules) | mending.acts | said
    visit = case.open_visit
    if visit is None:
        if case.started_at is None and case.cancelled_at is None and session.may(Permission.LOG):
            acts.add("complete")
        return replace(mending, acts=frozenset(acts), answers_to=answers_to)
    step = service.step(visit.step)
    works = workflow.may_work(person, visit)
    if case.kind == "letter" and session.may(Permission.LOG) and len(case.ticked) < len(service.requirements):
        acts.add("complete")
    if works:
        acts.add("note")
        if not visit.external:
            acts.add("resume" if case.open_pause is not None else "pause")
            if visit.taken_at is None:
                acts.add("take")
    if workflow.may_finish(person, visit, step):
        acts.add("finish")
        if sum(way.revision for way in step.exits) == 1:
            acts.add("return")
    recipients: tuple[tuple[str, str], ...] = ()
    if works and not visit.external:
        recipients = _named(session, service, disposition.receiving_step(service, step).actors)
        if any(username != person.username for username, _name in recipients):
            acts.add("dispose")
    return replace(
        mending,
        acts=frozenset(acts),
        exits=step.exits if "finish" in acts else (),
        recipients=recipients,
        assignees=_named(session, service, visit.actors, but=visit.holder) if "assign" in acts else (),
        answers_to=answers_to,
    )


def _answering(session: Session, case: CaseFile) -> tuple[int | None, set[str]]:
    """Which disposition this person would answer, and what may be said of it."""
    no = answering.answerable(case, session.person.username)
    if no is None or not session.may(Permission.WORK):
        return None, set()
    said = answering.open_answers(case.dispositions[no - 1], session.person.username)
    return no, {_ANSWERS[item] for item in said}


_ANSWERS = {Answer.READ: "read", Answer.ACCEPTED: "accept", Answer.REPLIED: "reply"}


def _mending(case: CaseFile, events: list[Event], who: Actor) -> Choice:
    """Which corrections are open to the person, as their own rules say."""
    acts: set[str] = set()
    undoes: tuple[int, ...] = ()
    with suppress(RuleError, NotAllowed):
        undoes = tuple(event.id for event in correction.withdrawable(events, who))
        acts.add("undo")
    retimes = tuple(correction.main_event(deed).id for deed in correction.retimable(events, who))
    if retimes:
        acts.add("retime")
    with suppress(RuleError, NotAllowed):
        correction.require_reschedulable(case, who)
        acts.add("reschedule")
    return Choice(frozenset(acts), undoes=undoes, retimes=retimes)


def _supervision(session: Session, case: CaseFile, rules: Rules) -> set[str]:
    if not session.may(Permission.SUPERVISE):
        return set()
    acts = {"note"}
    visit = case.open_visit
    if visit is not None and not visit.external:
        acts.add("assign")
    with suppress(RuleError):
        supervision.targetable(case, rules, session.now())
        acts.add("target")
    if not case.status.is_closed:
        acts.add("cancel")
    if case.kind == "letter" and not case.voided:
        acts.add("void")
    if case.kind == "complaint" and not case.status.is_closed:
        acts.add("class")
    if case.cycles and not case.voided and (case.status.is_closed or case.delivered_at is not None):
        acts.add("reopen")
    return acts


def _named(
    session: Session, service: Service, actors: tuple[str, ...], but: str | None = None
) -> tuple[tuple[str, str], ...]:
    office = session.office
    named = []
    for person in disposition.recipients(list(office.people.values()), actors):
        if person.username != but:
            titles = [office.position_title(key, service) for key in sorted(person.positions)]
            named.append((person.username, f"{person.name}, {' / '.join(titles)}"))
    return tuple(named)
