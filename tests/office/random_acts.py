"""The acts that somebody may try on a case, each filled in at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from desk.domain.case import CaseFile
from desk.domain.disposition import DispositionOrder
from desk.office import answers, choosing, complaints, intake, routing
from desk.office.case_store import load, rules
from desk.office.case_view import Choice
from desk.office.session import Session
from tests.office.random_office import HAVE, RandomOffice

HOUR, DAY = 3600, 86_400
CLASSES = ("minor", "normative", "non_oversight", "oversight")
COMMON = {"finish": 8, "dispose": 6, "take": 3, "pause": 4, "resume": 5, "return": 3, "reopen": 4, "complete": 3,
          "assign": 2, "class": 2, "target": 3}  # fmt: skip
"""How often an act is tried where it is offered. Not named: once."""


@dataclass(frozen=True)
class Turn:
    """Somebody's turn to do something with a case."""

    world: RandomOffice
    number: str
    username: str
    draw: Callable[[Any], Any]
    late_percent: int | None
    """Where between the last act (0) and now it really happened; a second earlier at 0. None: now."""

    @property
    def session(self) -> Session:
        return self.world.person(self.username)

    @property
    def case(self) -> CaseFile:
        return load(self.number)

    @property
    def service(self) -> Any:
        return rules(self.world.office, self.case).service

    @property
    def offered(self) -> Choice:
        return choosing.choices(self.session, self.number)

    @property
    def when(self) -> dict[str, Any]:
        if self.late_percent is None:
            return {}
        last = self.case.last_at
        at = last + (self.world.now - last) * self.late_percent // 100 - (self.late_percent == 0)
        return {"at": at, "reason": "listrik padam"}

    def one_of(self, options: list[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def pick(self) -> str | None:
        """One of the acts that are offered. None: there is none. Corrections have rules of their own in the test."""
        acts = self.offered.acts & ACTS.keys()
        weighted = [act for act in sorted(acts) for _ in range(COMMON.get(act, 1))]
        return self.one_of(weighted) if weighted else None


def _finish(turn: Turn) -> None:
    visit = turn.case.open_visit
    ways = ["forward"] if visit is None else [way.key for way in turn.service.step(visit.step).exits]
    routing.finish(turn.session, turn.number, turn.one_of(ways), **turn.when)


def _dispose(turn: Turn) -> None:
    everybody = sorted(turn.world.office.people)
    able = [name for name, _title in turn.offered.recipients] or everybody
    to = turn.draw(st.lists(st.sampled_from(able), min_size=1, max_size=2, unique=True))
    cc = turn.draw(st.lists(st.sampled_from(everybody), max_size=1))
    order = DispositionOrder(tuple(to), ("follow_up",), tuple(cc))
    routing.dispose(turn.session, turn.number, order, **turn.when)


def _assign(turn: Turn) -> None:
    able = [name for name, _title in turn.offered.assignees] or sorted(turn.world.office.people)
    routing.assign(turn.session, turn.number, turn.one_of(able), "piket", **turn.when)


def _reopen(turn: Turn) -> None:
    steps = [step.no for step in turn.service.steps if not step.is_external]
    routing.reopen(turn.session, turn.number, turn.one_of(steps), "keberatan", **turn.when)


def _target(turn: Turn) -> None:
    due = turn.world.now + turn.draw(st.integers(1, 6 * DAY))
    routing.agree_target(turn.session, turn.number, due, "rumit", **turn.when)


def _complete(turn: Turn) -> None:
    case = turn.case
    have = (HAVE.get(case.service, frozenset()) - case.ticked) or {"lain"}
    start = turn.world.now + 5 * HOUR if case.service == "keprotokolan" and not case.cycles else None
    intake.complete_requirements(turn.session, turn.number, have, event_start=start, **turn.when)


def _answer(turn: Turn, answer: str) -> None:
    answers.answer_disposition(turn.session, turn.number, None, answer, "sudah disiapkan", **turn.when)


ACTS: dict[str, Callable[[Turn], None]] = {
    "take": lambda turn: routing.take(turn.session, turn.number, **turn.when),
    "finish": _finish,
    "return": lambda turn: routing.send_back(turn.session, turn.number, "kurang", **turn.when),
    "dispose": _dispose,
    "assign": _assign,
    "pause": lambda turn: routing.pause(turn.session, turn.number, "applicant", "menunggu", **turn.when),
    "resume": lambda turn: routing.resume(turn.session, turn.number, **turn.when),
    "class": lambda turn: complaints.change_class(
        turn.session, turn.number, turn.one_of(list(CLASSES)), "telaah", **turn.when
    ),
    "target": _target,
    "reopen": _reopen,
    "cancel": lambda turn: routing.cancel(turn.session, turn.number, "ditarik", **turn.when),
    "void": lambda turn: intake.void_letter(turn.session, turn.number, "salah catat", **turn.when),
    "complete": _complete,
    "read": lambda turn: _answer(turn, "read"),
    "accept": lambda turn: _answer(turn, "accepted"),
    "reply": lambda turn: _answer(turn, "replied"),
    "note": lambda turn: routing.add_note(turn.session, turn.number, "ditelepon", **turn.when),
}
