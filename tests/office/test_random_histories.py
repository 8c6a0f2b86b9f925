"""Any sequence of acts, legal or not: history and state agree, refusals leave no trace, the past stays as it was.

By hand, many more and longer: `HYPOTHESIS_PROFILE=thorough python -m pytest tests/office/test_random_histories.py`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from desk import db
from desk.domain.case import CaseFile, Kind
from desk.domain.complaint import ComplaintDraft
from desk.domain.correction import deeds
from desk.domain.letter import LetterDraft
from desk.errors import DeskError, FieldError
from desk.office import complaints, corrections, intake, recompute
from desk.office.case_store import load, load_events
from tests.office.random_acts import ACTS, CLASSES, Turn
from tests.office.random_office import COMPLAINTS, HAVE, RandomOffice, build_template, without_last

HOUR, DAY = 3600, 86_400
MOST_CASES = 4
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SECONDS = st.one_of(
    st.integers(0, 120),
    st.sampled_from([HOUR // 2, HOUR, 5 * HOUR, 16 * HOUR]),
    st.integers(1, 4 * DAY),
    st.just(31 * DAY),
)
"""Minutes, an afternoon, a night, a weekend, a month."""
SPELL = st.lists(st.just(0) | st.integers(1, 50 * 60), min_size=1, max_size=6)
"""Seconds after each of some acts that follow one another."""
Draw = Callable[[Any], Any]


class Histories(RuleBasedStateMachine):
    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.world = RandomOffice.copied(self.template, Path(self.folder) / "desk")
        self.before_last: dict[str, CaseFile] = {}
        """Each case as it was before its last act, which a withdrawal must bring back."""

    def teardown(self) -> None:
        try:
            self.world.check_the_past()
        finally:
            db.close_database()
            shutil.rmtree(self.folder)

    @rule(
        what=st.sampled_from(
            ["worked"] * 6
            + [
                "anything",
                "withdraw",
                "retime",
                "reschedule",
                "decree",
                "time_passes",
                "log_letter",
                "log_complaint",
            ]
        ),
        data=st.data(),
    )
    def happens(self, what: str, data: st.DataObject) -> None:
        """One rule, not many: hypothesis leaves most of many out of an example, and little work would be done."""
        getattr(self, what)(data.draw)

    @invariant()
    def everything_agrees(self) -> None:
        self.world.check()

    # ---- the counter

    @initialize(data=st.data())
    def one_of_each(self, data: st.DataObject) -> None:
        self.log_letter(data.draw)
        self.log_complaint(data.draw)

    def log_letter(self, draw: Draw) -> None:
        service, late = draw(st.sampled_from(list(HAVE))), draw(st.none() | st.integers(0, 5 * HOUR))
        follows_event = service == "keprotokolan"
        draft = LetterDraft(
            service,
            "OPD",
            "Hal",
            have=draw(st.sampled_from([HAVE[service], HAVE[service], frozenset()])),
            event_start=self.world.now + draw(st.integers(-2, 40)) * HOUR if follows_event else None,
            received_at=None if late is None else self.world.now - late,
        )
        clerk = self.world.person("mail_clerk")
        if len(self.world.cases) < MOST_CASES:
            self.world.log(lambda: intake.log_letter(clerk, draft, reason="listrik padam").number)

    def log_complaint(self, draw: Draw) -> None:
        late = draw(st.none() | st.integers(0, 5 * HOUR))
        draft = ComplaintDraft(
            draw(st.sampled_from(COMPLAINTS)),
            "sms",
            "Isi",
            class_key=draw(st.sampled_from([None, *CLASSES, "nonsense"])),
            received_at=None if late is None else self.world.now - late,
        )
        officer = self.world.person("complaint_officer")
        if len(self.world.cases) < MOST_CASES:
            self.world.log(lambda: complaints.log_complaint(officer, draft, reason="listrik padam").number)

    # ---- the desks

    def worked(self, draw: Draw) -> None:
        """What is offered is done, again and again; it is refused for nothing but what was filled in."""
        number = self.case(draw)
        for seconds in draw(SPELL):
            late = draw(st.sampled_from([None, None, None, 0, 50, 100]))
            turn = Turn(self.world, number, draw(st.sampled_from(self.able(number))), draw, late)
            act = turn.pick()
            if act is not None:
                refusal = self.do(turn, act)
                assert isinstance(refusal, FieldError | None), f"{act} was offered: {refusal!r}"
            self.world.check_case(number)
            self.world.move_on(seconds)

    def anything(self, draw: Draw) -> None:
        """Whatever anybody may try."""
        number, late = self.case(draw), draw(st.none() | st.integers(0, 100))
        username = draw(st.sampled_from([*self.able(number), *self.world.office.people]))
        self.do(Turn(self.world, number, username, draw, late), draw(st.sampled_from(sorted(ACTS))))

    def case(self, draw: Draw) -> str:
        return str(draw(st.sampled_from(self.world.cases)))

    def do(self, turn: Turn, act: str) -> DeskError | None:
        before = turn.case
        rewrites = turn.late_percent is not None or act == "class"
        refusal = self.world.attempt(lambda: ACTS[act](turn), rewrites=turn.number if rewrites else None)
        if refusal is None and act not in ("note", "read", "accept", "reply"):
            self.before_last[turn.number] = before
        return refusal

    def able(self, number: str) -> list[str]:
        """Those who may do something with the case; whoever is at work on it several times."""
        visit = load(number).open_visit
        people = self.world.office.people.values()
        able = [] if visit is None else [p.username for p in people if p.holds_any(visit.actors)][:2]
        holder = [visit.holder] * 3 if visit is not None and visit.holder else []
        return [*holder, *able, *able, "section_head", "mail_clerk"]

    # ---- corrections

    def withdraw(self, draw: Draw) -> None:
        number = self.case(draw)
        session = self.world.person(draw(st.sampled_from(["manager", *self.able(number)])))
        if (
            self.world.attempt(lambda: corrections.withdraw(session, number, "keliru"), rewrites=number)
            is None
        ):
            before = self.before_last.pop(number, None)
            if before is not None:
                after, before = without_last(load(number)), without_last(before)
                wrong = {
                    f.name: (getattr(before, f.name), getattr(after, f.name))
                    for f in fields(before)
                    if getattr(before, f.name) != getattr(after, f.name)
                }
                assert not wrong, (wrong, number, load_events(number))

    def retime(self, draw: Draw) -> None:
        """To a time between its neighbours', or somewhat beyond."""
        number = self.case(draw)
        told = [deed for deed in deeds(load_events(number)) if deed[0].kind is not Kind.RECOMPUTED]
        place = draw(st.integers(0, len(told) - 1))
        earliest = told[place - 1][0].at if place else told[0][0].at - HOUR
        latest = told[place + 1][0].at if place + 1 < len(told) else self.world.now
        happened = earliest + (latest - earliest) * draw(st.integers(-5, 105)) // 100
        session = self.world.person(draw(st.sampled_from(["manager", told[place][0].by])))
        self.correct(
            number, lambda: corrections.retime(session, number, told[place][0].id, happened, "salah jam")
        )

    def reschedule(self, draw: Draw) -> None:
        events = [number for number in self.world.cases if load(number).event_start is not None]
        number = draw(st.sampled_from(events or self.world.cases))
        session, start = self.world.person("manager"), self.world.now + draw(st.integers(-5, 50)) * HOUR
        self.correct(number, lambda: corrections.reschedule(session, number, start, start + HOUR, "digeser"))

    def correct(self, number: str, act: Callable[[], object]) -> None:
        if self.world.attempt(act, rewrites=number) is None:
            self.before_last.pop(number, None)

    # ---- calendar and time

    def decree(self, draw: Draw) -> None:
        """A day is closed, or open for long; mostly the cases of a calendar are recomputed."""
        day = self.world.office.today() + timedelta(days=draw(st.integers(-1, 6)))
        spans = draw(st.sampled_from([[], [[8 * HOUR, 20 * HOUR]]]))
        self.world.attempt(lambda: self.world.change_calendar(day, spans))
        key = draw(st.sampled_from(["office", "office", "hotline", None]))
        if key is None:
            return
        session, version = self.world.person("manager"), self.world.office.calendar(key).version
        if (
            self.world.attempt(lambda: recompute.recompute(session, key, "SK 1", version), rewrites="*")
            is None
        ):
            self.before_last.clear()

    def time_passes(self, draw: Draw) -> None:
        self.world.move_on(draw(SECONDS))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_template(tmp_path_factory.mktemp("random"))


def test_history_and_state_agree_after_any_acts_and_refusals_leave_no_trace(template: Path) -> None:
    Histories.template = template
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=1000 if THOROUGH else 20,
            stateful_step_count=30 if THOROUGH else 20,
            derandomize=not THOROUGH,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            # Shrinking replays whole offices for minutes; by hand it is worth the wait.
            phases=list(Phase) if THOROUGH else [Phase.explicit, Phase.generate],
        ),
    )
