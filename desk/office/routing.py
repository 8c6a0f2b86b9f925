"""Working a case along its steps. Every function is one act; `choosing.py` says which are open to a person.

`expected` is the id of the case's last event that the person has seen (`CaseView.revision`): when somebody else has
acted since, the act is refused and nothing is written. None: act on whatever is there.
"""

from __future__ import annotations

from collections.abc import Callable

from desk.domain import supervision, workflow
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event
from desk.domain.disposition import DispositionOrder
from desk.domain.people import Permission
from desk.domain.service import Service
from desk.domain.workflow import Actor
from desk.office import case_store, numbers
from desk.office.session import Session

Decision = Callable[[CaseFile, Service, Actor], list[Event]]


def take(
    session: Session,
    number: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Start working on the open step."""
    _act(session, number, Permission.WORK, workflow.take, at, reason, expected)


def finish(
    session: Session,
    number: str,
    exit_key: str | None = None,
    output: str = "",
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Finish the open step by one of its exits; None where there is only one."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return workflow.finish(case, service, who, exit_key, output)

    _act(session, number, Permission.WORK, decide, at, reason, expected)


def send_back(
    session: Session,
    number: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Return the work for revision, saying why."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return workflow.send_back(case, service, who, why)

    _act(session, number, Permission.WORK, decide, at, reason, expected)


def dispose(
    session: Session,
    number: str,
    order: DispositionOrder,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Write a disposition."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return workflow.dispose(case, service, who, order, session.office.people)

    _act(session, number, Permission.WORK, decide, at, reason, expected)


def assign(
    session: Session,
    number: str,
    to: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Give the open step to another holder of its position; the clock keeps running."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return supervision.assign(case, service, who, to, why, session.office.people)

    _act(session, number, Permission.SUPERVISE, decide, at, reason, expected)


def pause(
    session: Session,
    number: str,
    waiting_for: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Stop the clocks while waiting for the applicant or another agency."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return workflow.pause(case, service, who, waiting_for, why)

    _act(session, number, Permission.WORK, decide, at, reason, expected)


def resume(
    session: Session,
    number: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """End the pause."""
    _act(session, number, Permission.WORK, workflow.resume, at, reason, expected)


def reopen(
    session: Session,
    number: str,
    step: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Start a new cycle of an answered or closed case at a step."""

    def decide(case: CaseFile, service: Service, who: Actor) -> list[Event]:
        return supervision.reopen(case, service, who, step, why)

    _act(session, number, Permission.SUPERVISE, decide, at, reason, expected)


def cancel(
    session: Session,
    number: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """End a case without a result."""

    def decide(case: CaseFile, _service: Service, who: Actor) -> list[Event]:
        return supervision.cancel(case, who, why)

    _act(session, number, Permission.SUPERVISE, decide, at, reason, expected)


def agree_target(
    session: Session,
    number: str,
    due_at: Instant,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Agree a later service deadline, once."""

    def decide(case: CaseFile, _service: Service, who: Actor) -> list[Event]:
        return supervision.agree_target(case, case_store.rules(session.office, case), who, due_at, why)

    _act(session, number, Permission.SUPERVISE, decide, at, reason, expected)


def add_note(
    session: Session, number: str, text: str, at: Instant | None = None, reason: str | None = None
) -> None:
    """Write a note into the case's history."""

    def decide(case: CaseFile, _service: Service, who: Actor) -> list[Event]:
        return workflow.add_note(case, who, text)

    _act(session, number, Permission.NOTE, decide, at, reason, None)


def _act(
    session: Session,
    number: str,
    permission: Permission,
    decide: Decision,
    at: Instant | None,
    reason: str | None,
    expected: int | None,
) -> None:
    with session.act(permission, at, reason) as act:
        case = case_store.load_for_act(act, numbers.canonical_number(number, session.office), expected)
        service = case_store.rules(session.office, case).service
        case_store.commit(act, case, decide(case, service, case_store.who(act)))
