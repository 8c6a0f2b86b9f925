"""Recipients other than the lead answer a disposition for themselves; their answers move nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain import answering, correction, supervision, workflow
from desk.domain.case import CaseFile, DispositionRecord, Event, Kind
from desk.domain.clocks import case_clocks
from desk.domain.disposition import Answer, AnswerRecord, DispositionOrder
from desk.domain.evolve import replay
from desk.domain.service import Service
from desk.domain.workflow import Actor
from desk.errors import DeskError, FieldError, NotAllowed, RuleError
from tests.domain.test_workflow import HOUR, MINUTE, PEOPLE, SERVICE, Walk, rules

READ, ACCEPTED, REPLIED = Answer.READ, Answer.ACCEPTED, Answer.REPLIED
RECORD = DispositionRecord(
    at=0,
    by="section_head",
    step="2",
    to=("lead", "second"),
    cc=("copy",),
    instructions=("follow_up",),
    note="",
    due_at=None,
)


def said(*answers: tuple[str, Answer]) -> DispositionRecord:
    return replace(RECORD, answers=tuple(AnswerRecord(by, 0, answer, "") for by, answer in answers))


@pytest.mark.parametrize(
    ("who", "before", "possible", "waits"),
    [
        ("second", (), (READ, ACCEPTED, REPLIED), True),
        ("second", (READ,), (ACCEPTED, REPLIED), True),
        ("second", (READ, ACCEPTED), (REPLIED,), True),
        ("second", (ACCEPTED,), (REPLIED,), True),
        ("second", (REPLIED,), (), False),
        ("copy", (), (READ, REPLIED), True),
        ("copy", (READ,), (REPLIED,), False),
        ("copy", (REPLIED,), (), False),
        ("lead", (), (), False),
        ("stranger", (), (), False),
    ],
)
def test_answers_only_go_on_and_a_copy_is_not_accepted(
    who: str, before: tuple[Answer, ...], possible: tuple[Answer, ...], waits: bool
) -> None:
    record = said(*((who, answer) for answer in before))
    assert answering.open_answers(record, who) == possible
    assert answering.waits_for(record, who) is waits


def test_one_s_answer_says_nothing_for_another() -> None:
    record = said(("second", REPLIED))
    assert answering.waits_for(record, "copy")
    assert record.answer_of("copy") is None


def disposed() -> Walk:
    """At the officer's step 3, with a second officer and a copy for the manager."""
    return Walk().dispose("section_head", "pr_officer", "second_officer", cc=("manager",))


def answer(
    case: CaseFile, _service: Service, who: Actor, no: int | None, said: str, text: str = ""
) -> list[Event]:
    """In the form in which `Walk.do` takes an act."""
    return answering.answer(case, who, no, said, text)


def test_an_answer_keeps_who_said_what_when_and_with_which_words() -> None:
    walk = disposed().do("second_officer", answer, None, "read").do("manager", answer, 1, "read")
    walk.do("second_officer", answer, 1, "replied", " Siap hadir ")
    answers = walk.case.dispositions[0].answers
    assert [(item.by, item.answer, item.text) for item in answers] == [
        ("second_officer", READ, ""),
        ("manager", READ, ""),
        ("second_officer", REPLIED, "Siap hadir"),
    ]
    assert answers[-1].at == walk.now


@pytest.mark.parametrize(
    ("who", "no", "said", "text", "kind", "code"),
    [
        ("pr_officer", 1, "read", "", NotAllowed, "lead"),
        ("mail_clerk", 1, "read", "", NotAllowed, "not_allowed"),
        ("section_head", 1, "read", "", NotAllowed, "not_allowed"),
        ("mail_clerk", None, "read", "", RuleError, "none_waiting"),
        ("second_officer", 0, "read", "", FieldError, "unknown_disposition"),
        ("second_officer", 2, "read", "", FieldError, "unknown_disposition"),
        ("second_officer", 1, "eaten", "", FieldError, "invalid"),
        ("second_officer", 1, "replied", "  ", FieldError, "empty"),
        ("second_officer", 1, "read", "\ud800", FieldError, "broken_text"),
        ("manager", 1, "accepted", "", FieldError, "copy"),
    ],
)
def test_who_is_not_asked_or_says_what_cannot_be_said_is_refused(
    who: str, no: int | None, said: str, text: str, kind: type[DeskError], code: str
) -> None:
    walk = disposed()
    with pytest.raises(kind) as refusal:
        answering.answer(walk.case, walk.who(who), no, said, text)
    assert refusal.value.code == code


@pytest.mark.parametrize("again", ["read", "accepted"])
def test_nothing_is_said_twice_nor_taken_back(again: str) -> None:
    walk = disposed().do("second_officer", answer, 1, "accepted")
    with pytest.raises(FieldError, match="sudah Anda tandai diterima"):
        answering.answer(walk.case, walk.who("second_officer"), 1, again)


def test_an_answer_is_dated_neither_before_the_disposition_nor_before_one_s_own_last_answer() -> None:
    walk = disposed()
    sent = walk.now
    walk.wait(HOUR).do("second_officer", answer, 1, "read")
    for at, who, refused in (
        (sent - 1, "manager", True),
        (sent, "manager", False),
        (walk.now - 1, "second_officer", True),
        (walk.now, "second_officer", False),
    ):
        actor = Actor(PEOPLE[who], at)
        if refused:
            with pytest.raises(FieldError) as refusal:
                answering.answer(walk.case, actor, 1, "replied", "ya")
            assert refusal.value.field == "at"
        else:
            answering.answer(walk.case, actor, 1, "replied", "ya")


def test_it_can_be_answered_after_the_case_has_moved_on_and_not_once_it_is_closed() -> None:
    walk = disposed().do("pr_officer", workflow.finish, "submit").do("second_officer", answer, 1, "read")
    walk.do("team_lead", workflow.finish, "approve").do("second_officer", answer, 1, "accepted")
    assert answering.answerable(walk.case, "second_officer") == 1
    walk.do("team_lead", workflow.finish)
    assert answering.answerable(walk.case, "second_officer") is None
    with pytest.raises(RuleError, match="ditutup"):
        answering.answer(walk.case, walk.who("second_officer"), 1, "replied", "ya")


def test_the_earliest_that_waits_is_answered_where_none_is_named() -> None:
    walk = disposed().dispose("pr_officer", "second_officer", "pr_officer", cc=("manager",))
    assert answering.answerable(walk.case, "manager") == 1
    walk.do("manager", answer, None, "read")
    assert answering.answerable(walk.case, "manager") == 2
    walk.do("manager", answer, None, "replied", "ya")
    assert answering.answerable(walk.case, "manager") == 1
    walk.do("manager", answer, None, "replied", "juga")
    assert answering.answerable(walk.case, "manager") is None
    assert [len(record.answers) for record in walk.case.dispositions] == [2, 1]
    assert answering.answerable(walk.case, "pr_officer") == 2


def test_an_answer_moves_neither_step_nor_clock_nor_status_nor_the_last_act() -> None:
    walk = disposed()
    before = (walk.case.status, walk.case.last_at, walk.case.last_by, walk.case.worked_on)
    clocks, visits = case_clocks(walk.case, rules(SERVICE)), [replace(visit) for visit in walk.case.visits]
    walk.do("second_officer", answer, 1, "replied", "ya").do("manager", answer, 1, "read")
    assert (walk.case.status, walk.case.last_at, walk.case.last_by, walk.case.worked_on) == before
    assert case_clocks(walk.case, rules(SERVICE)) == clocks
    assert walk.case.visits == visits


class Told:
    """A history with ids, as the log keeps it."""

    def __init__(self) -> None:
        self.walk = Walk()
        data = {
            "number": "P-0001/2026", "kind": "complaint", "service": "uji", "service_version": "v",
            "calendar_version": "c", "class_table": {}, "class": None, "ticked": [], "event_start": None,
            "event_end": None,
            "content": "",
        }  # fmt: skip
        registered = Event(Kind.REGISTERED, self.walk.now, "receptionist", data, 1)
        self.events = [registered]
        self.add(
            workflow.opening(
                replay(self.events), SERVICE, SERVICE.first_office_step, self.who("receptionist")
            )
        )

    def who(self, name: str) -> Actor:
        self.walk.wait(MINUTE)
        return Actor(PEOPLE[name], self.walk.now)

    @property
    def case(self) -> CaseFile:
        return replay(self.events)

    def add(self, *events: Event) -> None:
        for event in events:
            self.events.append(replace(event, id=len(self.events) + 1))

    def dispose(self, name: str, *to: str, cc: tuple[str, ...] = ()) -> None:
        order = DispositionOrder(to, ("follow_up",), cc)
        self.add(*workflow.dispose(self.case, SERVICE, self.who(name), order, PEOPLE))

    def answer(self, name: str, said: str, no: int | None = None) -> None:
        self.add(*answering.answer(self.case, self.who(name), no, said, "ya" if said == "replied" else ""))

    def withdraw(self, name: str) -> None:
        self.add(*correction.withdraw(self.events, self.who(name), "keliru"))


def test_an_answer_is_not_in_the_way_of_withdrawing_the_disposition_and_goes_with_it() -> None:
    told = Told()
    told.dispose("section_head", "pr_officer", "second_officer")
    told.answer("second_officer", "read")
    told.withdraw("section_head")
    assert told.case.dispositions == []
    assert [visit.step for visit in told.case.visits] == ["2"]
    told.dispose("section_head", "second_officer", "pr_officer", cc=("manager",))
    assert told.case.dispositions[0].answers == ()
    told.answer("pr_officer", "accepted")
    assert told.case.dispositions[0].answer_of("pr_officer") is ACCEPTED


def test_answers_to_a_standing_disposition_stay_when_a_later_one_is_withdrawn() -> None:
    told = Told()
    told.dispose("section_head", "pr_officer", "second_officer", cc=("manager",))
    told.dispose("pr_officer", "second_officer", "pr_officer", cc=("manager",))
    told.answer("manager", "read", 2)
    told.answer("manager", "replied", 1)
    told.withdraw("pr_officer")
    told.dispose("pr_officer", "second_officer", cc=("manager",))
    first, second = told.case.dispositions
    assert [(item.by, item.answer) for item in first.answers] == [("manager", REPLIED)]
    assert second.answers == ()


def test_an_answer_itself_is_not_withdrawn() -> None:
    told = Told()
    told.dispose("section_head", "pr_officer", "second_officer")
    told.answer("second_officer", "read")
    told.add(*workflow.take(told.case, SERVICE, told.who("pr_officer")))
    told.answer("second_officer", "accepted")
    told.withdraw("pr_officer")
    assert told.case.visits[-1].taken_at is None
    assert told.case.dispositions[0].answer_of("second_officer") is ACCEPTED


def test_an_act_is_given_its_real_time_across_an_answer() -> None:
    told = Told()
    told.dispose("section_head", "pr_officer", "second_officer")
    told.answer("second_officer", "read")
    answered = told.walk.now
    told.add(*workflow.take(told.case, SERVICE, told.who("pr_officer")))
    taken = told.events[-1]
    told.add(*correction.retime(told.events, told.who("pr_officer"), taken.id, answered - 1, "lupa"))
    assert told.case.visits[-1].taken_at == answered - 1


def test_a_cancelled_case_waits_for_nobody() -> None:
    walk = disposed()
    walk.apply(supervision.cancel(walk.case, walk.who("manager"), "ditarik"))
    assert answering.answerable(walk.case, "second_officer") is None
