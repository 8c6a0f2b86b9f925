"""Correcting a case's history by new events that name the ones they correct. Every function is one act.

`expected` is as in `routing.py`. Whoever did a thing may mend it within minutes, a head at any time; the rules are in
`desk/domain/correction.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from desk.domain import correction
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event
from desk.domain.people import Permission
from desk.domain.workflow import Actor
from desk.office import case_store, numbers
from desk.office.session import Session

Decision = Callable[[CaseFile, list[Event], Actor], list[Event]]


def withdraw(session: Session, number: str, why: str, expected: int | None = None) -> None:
    """Undo the last act on the case, as if it had not happened."""
    _correct(session, number, lambda _case, events, who: correction.withdraw(events, who, why), expected)


def retime(
    session: Session, number: str, event_id: int, happened: Instant, why: str, expected: int | None = None
) -> None:
    """Give an act, named by the id of one of its events, the time at which it really happened."""

    def decide(_case: CaseFile, events: list[Event], who: Actor) -> list[Event]:
        return correction.retime(events, who, event_id, happened, why)

    _correct(session, number, decide, expected)


def reschedule(
    session: Session,
    number: str,
    start: Instant,
    end: Instant | None,
    why: str,
    expected: int | None = None,
) -> None:
    """Give the event (acara) that the case follows other hours."""

    def decide(case: CaseFile, events: list[Event], who: Actor) -> list[Event]:
        return correction.reschedule(case, events, who, start, end, why)

    _correct(session, number, decide, expected)


def _correct(session: Session, number: str, decide: Decision, expected: int | None) -> None:
    with session.act(Permission.READ) as act:  # who may mend what is judged by the rule itself
        number = numbers.canonical_number(number, session.office)
        case = case_store.load_for_act(act, number, expected)
        corrections = decide(case, case_store.load_events(number), case_store.who(act))
        case_store.commit_correction(act, case, corrections)
