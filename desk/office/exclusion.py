"""Keeping people out of a case and letting them in again. Every function is one act; `expected` as in `routing.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desk.domain import exclusion
from desk.domain.calendar import Instant
from desk.domain.case import Event
from desk.domain.people import Permission
from desk.office import case_store, numbers, privacy
from desk.office.session import Session

Decision = Callable[..., list[Event]]
"""`exclude` or `readmit` of `desk/domain/exclusion.py`."""


def exclude(
    session: Session,
    number: str,
    usernames: Sequence[str],
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Keep these people out of the case: they see nothing of it, do nothing with it, and are given no part of it."""
    _act(session, number, exclusion.exclude, usernames, why, at, reason, expected)


def readmit(
    session: Session,
    number: str,
    usernames: Sequence[str],
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Let these people in again."""
    _act(session, number, exclusion.readmit, usernames, why, at, reason, expected)


def _act(
    session: Session,
    number: str,
    decide: Decision,
    usernames: Sequence[str],
    why: str,
    at: Instant | None,
    reason: str | None,
    expected: int | None,
) -> None:
    with session.act(Permission.READ, at, reason) as act:  # who may is judged by the rule itself
        case = case_store.load_for_act(act, numbers.canonical_number(number, session.office), expected)
        seal = privacy.seal_of(session.office, case)
        events = decide(case, case_store.who(act), usernames, why, session.office.people, seal)
        case_store.commit(act, case, events)
