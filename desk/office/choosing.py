"""What a person may do with a case now: an act that would be refused is not offered. The rules say so themselves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace

from desk.domain import answering, correction, disposition, erasure, exclusion, supervision, workflow
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.clocks import Rules
from desk.domain.disposition import Answer
from desk.domain.evolve import evolve, replay
from desk.domain.people import Permission, Person
from desk.domain.service import Service
from desk.domain.workflow import Actor
from desk.errors import NotAllowed, RuleError
from desk.office import case_store, content, identity, privacy
from desk.office.ahead import UNTYPED
from desk.office.case_view import Choice
from desk.office.session import Session


def choices(session: Session, number: str) -> Choice:
    """What this person may do with the case now; nothing with one that they are kept out of."""
    events = case_store.load_events(number)
    case = replay(events)
    may = privacy.permitted(session, case)
    if Permission.READ not in may or case.erased_at is not None:
        return Choice()
    sees = privacy.sees_content(session, case)
    choice = _on_the_steps(session, case, events, may, sees=sees)
    return replace(choice, acts=choice.acts | _personal_data(session, case, events, sees=sees))


def _personal_data(session: Session, case: CaseFile, events: list[Event], *, sees: bool) -> set[str]:
    """What concerns the people behind a case rather than its course."""
    acts: set[str] = set()
    if identity.may_see(session, case):
        acts.add("identity")
    if content.hands(session, case, events):
        acts.add("content")
    if session.may(Permission.SUPERVISE):
        with suppress(RuleError, NotAllowed):
            erasure.require_erasable(case)
            erasure.require_two_heads(case, session.person, session.office.people, sees=sees)
            acts.add("erase")
    return acts


def _on_the_steps(
    session: Session, case: CaseFile, events: list[Event], may: frozenset[Permission], *, sees: bool
) -> Choice:
    rules = case_store.rules(session.office, case)
    choice = _keeping_out(session, case, _mending(session, case, events, sees=sees), sees=sees)
    acts: set[str] = set()
    if Permission.LOG in may and _completable(case, rules.service):
        acts.add("complete")
    if Permission.SUPERVISE in may:
        acts |= _supervision(session, case, rules)
        reopens = _reopens(session, case, rules.service, sees=sees)
        acts |= {"reopen"} if reopens else set()
        assignees = _assignees(session, case, rules.service, sees=sees)
        choice = replace(choice, assignees=assignees, reopens=reopens)
    if Permission.WORK in may:
        answers_to, said = _answering(session, case)
        acts |= said
        choice = _working(session, case, rules.service, replace(choice, answers_to=answers_to))
    return replace(choice, acts=choice.acts | acts)


def _completable(case: CaseFile, service: Service) -> bool:
    """Whether requirements may still be ticked: of a running letter also those that were not needed."""
    if case.open_visit is None:
        return case.started_at is None and case.cancelled_at is None
    return case.kind == "letter" and len(case.ticked) < len(service.requirements)


def _working(session: Session, case: CaseFile, service: Service, choice: Choice) -> Choice:
    """With what whoever does the open step may do."""
    visit, person = case.open_visit, session.person
    if visit is None:
        return choice
    step = service.step(visit.step)
    acts, exits = set(choice.acts), choice.exits
    recipients: tuple[tuple[str, str], ...] = ()
    if workflow.may_finish(person, visit, step):
        acts.add("finish")
        exits = step.exits
        if sum(way.revision for way in exits) == 1:
            acts.add("return")
    if workflow.may_work(person, visit):
        acts.add("note")
        if not visit.external:
            acts.add("resume" if case.open_pause is not None else "pause")
            if visit.taken_at is None:
                acts.add("take")
            recipients = _recipients(session, case, service, disposition.receiving_step(service, step).actors)
            if any(username != person.username for username, _name in recipients):
                acts.add("dispose")
    return replace(choice, acts=frozenset(acts), exits=exits, recipients=recipients)


def _answering(session: Session, case: CaseFile) -> tuple[int | None, set[str]]:
    """Which disposition this person would answer, and what may be said of it."""
    no = answering.answerable(case, session.person.username)
    if no is None:
        return None, set()
    said = answering.open_answers(case.dispositions[no - 1], session.person.username)
    return no, {_ANSWERS[item] for item in said}


_ANSWERS = {Answer.READ: "read", Answer.ACCEPTED: "accept", Answer.REPLIED: "reply"}


def _mending(session: Session, case: CaseFile, events: list[Event], *, sees: bool) -> Choice:
    """Which corrections are open to the person, as their own rules say."""
    who = Actor(session.person, session.now())
    acts: set[str] = set()
    undoes: tuple[int, ...] = ()
    with suppress(RuleError, NotAllowed):
        told = correction.withdraw(events, who, UNTYPED)
        saw = sees or privacy.just_saw(session, events, told, who.at)
        if saw or not privacy.opens(session, replay([*events, *told]), Permission.READ, told):
            undoes = tuple(told[0].data["corrects"])
            acts.add("undo")
    retimes = tuple(correction.main_event(deed).id for deed in correction.retimable(events, who))
    if retimes:
        acts.add("retime")
    with suppress(RuleError, NotAllowed):
        correction.require_reschedulable(case, who)
        acts.add("reschedule")
    return Choice(frozenset(acts), undoes=undoes, retimes=retimes)


def _keeping_out(session: Session, case: CaseFile, choice: Choice, *, sees: bool) -> Choice:
    """With whom this person may keep out of the case, and let in again."""
    people, acts = session.office.people.values(), set(choice.acts)
    seal = privacy.seal_of(session.office, case)
    excludable: list[Person] = []
    kept: list[Person] = []
    if exclusion.may_exclude(case, session.person, seal):
        excludable = [person for person in people if _is_excludable(session, case, person, sees=sees)]
    if exclusion.may_readmit(case, session.person, seal):
        kept = [person for person in people if person.username in case.kept_from]
    acts |= {name for name, found in (("exclude", excludable), ("readmit", kept)) if found}
    return replace(
        choice,
        acts=frozenset(acts),
        excludable=_titled(session, excludable),
        readmittable=_titled(session, kept),
        kept_out=case.kept_from if sees else frozenset(),
    )


def _is_excludable(session: Session, case: CaseFile, person: Person, *, sees: bool) -> bool:
    """Whether to offer that this person be kept out: nobody who is, and no holder whose step would come to oneself."""
    name = person.username
    if not person.active or name == session.person.username or name in case.kept_from:
        return False
    if person.may(Permission.SUPERVISE) and not exclusion.leaves_a_head(
        case, session.person, [name], session.office.people
    ):
        return False
    visit = case.open_visit
    if sees or visit is None or visit.holder != name:
        return True
    told = Actor(session.person, session.now()).event(Kind.EXCLUDED, people=[name], reason=UNTYPED)
    return not _would_open(session, case, [told])


def _supervision(session: Session, case: CaseFile, rules: Rules) -> set[str]:
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
    return acts


def _reopens(session: Session, case: CaseFile, service: Service, *, sees: bool) -> tuple[str, ...]:
    """The steps at which this person may begin the case anew."""
    who = Actor(session.person, session.now())
    found = []
    for no in supervision.office_steps(case, service):
        with suppress(RuleError):
            told = supervision.reopen(case, service, who, no, UNTYPED)
            if sees or not _would_open(session, case, told):
                found.append(no)
    return tuple(found)


def _would_open(session: Session, case: CaseFile, events: list[Event]) -> bool:
    """Whether an act that tells these events would show the case to this person, from whom it is kept."""
    after = deepcopy(case)
    for event in events:
        evolve(after, event)
    return privacy.opens(session, after, Permission.SUPERVISE, events)


def _recipients(
    session: Session, case: CaseFile, service: Service, actors: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = disposition.recipients(list(session.office.people.values()), actors, case.kept_from)
    return _titled(session, found, service)


def _assignees(
    session: Session, case: CaseFile, service: Service, *, sees: bool
) -> tuple[tuple[str, str], ...]:
    visit = case.open_visit
    if visit is None or visit.external:
        return ()
    step, people = service.step(visit.step), session.office.people
    taken = {visit.holder, None if sees else session.person.username}
    found = supervision.assignable(case, visit, step, people)
    return _titled(session, [person for person in found if person.username not in taken], service)


def _titled(
    session: Session, people: Iterable[Person], service: Service | None = None
) -> tuple[tuple[str, str], ...]:
    """People as (username, "Name, position")."""
    named = []
    for person in people:
        titles = [session.office.position_title(key, service) for key in sorted(person.positions)]
        named.append((person.username, f"{person.name}, {' / '.join(titles)}"))
    return tuple(named)
