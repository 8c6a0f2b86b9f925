"""Mending a history: who may, what stays refused, and where a corrected time may lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain import correction, supervision, workflow
from desk.domain.case import Event, Kind
from desk.domain.evolve import replay
from desk.errors import FieldError, NotAllowed, RuleError
from tests.domain.test_workflow import MINUTE, START, Walk


class Told(Walk):
    """A walk that keeps its events as a log does, numbered."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        super().__init__()

    def apply(self, events: list[Event]) -> None:
        for event in events:
            self.events.append(replace(event, id=len(self.events) + 1))
        super().apply(events)

    def told(self) -> list[Event]:
        """The history with its registration, which a walk takes for granted."""
        first = self.who("receptionist")
        case = self.case
        data = {
            "number": case.number, "kind": case.kind, "service": case.service, "service_version": "v",
            "calendar_version": "c", "class_table": case.class_table, "class": None, "ticked": [],
            "event_start": None, "event_end": None, "content": "",
        }  # fmt: skip
        registered = Event(Kind.REGISTERED, START, first.person.username, data, 1)
        return [registered, *(replace(event, id=event.id + 1) for event in self.events)]


def disposed() -> Told:
    """Registered 09:00, disposed and so finished 09:01, with the officer."""
    walk = Told()
    walk.dispose("section_head", "pr_officer")
    return walk


def test_the_last_act_is_undone_whole() -> None:
    walk = disposed()
    walk.do("pr_officer", workflow.take)
    (event,) = correction.withdraw(walk.told(), walk.who("pr_officer"), "salah berkas")
    case = replay([*walk.told(), replace(event, id=99)])
    assert case.visits[-1].taken_at is None
    walk = disposed()
    (event,) = correction.withdraw(walk.told(), walk.who("section_head"), "salah tujuan")
    case = replay([*walk.told(), replace(event, id=99)])
    assert (len(case.visits), case.dispositions) == (1, []), "the visit that the disposition opened goes too"


@pytest.mark.parametrize(("minutes", "who", "may"), [
    (0, "section_head", True), (15, "section_head", True), (16, "manager", True), (0, "pr_officer", False),
])  # fmt: skip
def test_whoever_did_it_mends_it_within_minutes_and_heads_at_any_time(
    minutes: int, who: str, may: bool
) -> None:
    walk = disposed()
    walk.wait(minutes * MINUTE)
    if may:
        assert correction.withdrawable(walk.told(), walk.who(who))
    else:
        with pytest.raises(NotAllowed, match="15 menit"):
            correction.withdrawable(walk.told(), walk.who(who))


def test_who_is_no_head_mends_an_own_act_for_a_quarter_of_an_hour() -> None:
    walk = disposed()
    walk.do("pr_officer", workflow.take)
    walk.wait(15 * MINUTE)
    assert correction.withdrawable(walk.told(), walk.who("pr_officer"))
    walk.wait(1)
    with pytest.raises(NotAllowed):
        correction.withdrawable(walk.told(), walk.who("pr_officer"))


def test_a_registration_is_not_undone() -> None:
    walk = Told()
    with pytest.raises(RuleError) as refused:
        correction.withdrawable(walk.told(), walk.who("manager"))
    assert refused.value.code == "not_withdrawable"


def test_the_acts_that_may_be_retimed_are_those_that_retiming_accepts() -> None:
    walk = disposed()
    walk.do("pr_officer", workflow.take)
    for who in ("pr_officer", "manager", "receptionist", "section_head"):
        actor = walk.who(who)
        offered = {deed[0].id for deed in correction.retimable(walk.told(), actor)}
        for deed in correction.deeds(walk.told()):
            try:
                correction.retime(walk.told(), actor, deed[0].id, deed[0].at, "x")
            except NotAllowed:
                assert deed[0].id not in offered
            except FieldError as refused:
                assert refused.code == "same"
                assert deed[0].id in offered


@pytest.mark.parametrize(("event", "minutes", "code"), [
    (3, -1, "before_last"), (3, 0, None), (3, 1, "same"), (3, 2, None), (3, 3, "after_next"), (6, 5, "future"),
    (77, 1, "unknown_event"),
])  # fmt: skip
def test_a_corrected_time_lies_between_its_neighbours(event: int, minutes: int, code: str | None) -> None:
    """1 registered and 2 opened at 09:00, 3 disposed with 4 finished and 5 opened at 09:01, 6 taken at 09:02."""
    walk = disposed()
    walk.do("pr_officer", workflow.take)
    assert [e.kind for e in walk.told()] == [
        Kind.REGISTERED, Kind.OPENED, Kind.DISPOSED, Kind.FINISHED, Kind.OPENED, Kind.TAKEN,
    ]  # fmt: skip
    walk.wait(2 * MINUTE)
    who = walk.who("manager")
    if code is None:
        assert correction.retime(walk.told(), who, event, START + minutes * MINUTE, "x")
        return
    with pytest.raises(FieldError) as refused:
        correction.retime(walk.told(), who, event, START + minutes * MINUTE, "x")
    assert refused.value.code == code


def test_a_later_correction_prevails_and_the_whole_act_moves() -> None:
    walk = disposed()
    walk.wait(10 * MINUTE)
    who = walk.who("manager")
    history = walk.told()
    for minute in (5, 3):
        (event,) = correction.retime(history, who, 4, START + minute * MINUTE, "ralat")
        history = [*history, replace(event, id=len(history) + 1)]
    case = replay(history)
    assert case.visits[0].finished_at == case.visits[1].arrived_at == START + 3 * MINUTE


def test_only_a_running_case_that_follows_an_event_is_rescheduled() -> None:
    walk = disposed()
    head, officer = walk.who("manager"), walk.who("pr_officer")

    def code(who: workflow.Actor, start: int = START + 99, end: int | None = None) -> str | None:
        with pytest.raises(RuleError) as refused:
            correction.reschedule(walk.case, walk.told(), who, start, end, "ralat")
        return refused.value.code

    assert code(head) == "no_event"
    walk.case.event_start = START + 60
    with pytest.raises(NotAllowed):
        correction.reschedule(walk.case, walk.told(), officer, START + 99, None, "ralat")
    assert code(head, START + 60) == "same"
    with pytest.raises(FieldError) as refused:
        correction.reschedule(walk.case, walk.told(), head, START + 99, START + 98, "ralat")
    assert refused.value.field == "event_end"
    walk.apply(supervision.cancel(walk.case, head, "batal"))
    assert code(head) == "closed"


def slip(walk: Told, *after: Event) -> tuple[list[Event], list[Event]]:
    """The history, with what was told after the last act, and the correction that withdraws that act."""
    told = walk.told()
    told += [replace(event, id=told[-1].id + n) for n, event in enumerate(after, 1)]
    return told, correction.withdraw(told, walk.who("manager"), "keliru")


def test_before_ones_own_slip_lies_the_history_up_to_its_first_event() -> None:
    walk = disposed()
    told, corrections = slip(walk)
    walk.wait(correction.GRACE)
    head = walk.who("section_head")
    assert (
        correction.before_slip(told, corrections, head) == told[: told.index(walk_event(told, corrections))]
    )
    walk.wait(MINUTE)
    assert correction.before_slip(told, corrections, walk.who("section_head")) is None, "too late"


def walk_event(told: list[Event], corrections: list[Event]) -> Event:
    """The first event that the corrections withdraw."""
    return next(event for event in told if event.id in corrections[0].data["corrects"])


def test_anothers_deed_is_nobodys_own_slip_and_neither_is_another_correction() -> None:
    walk = disposed()
    told, corrections = slip(walk)
    assert correction.before_slip(told, corrections, walk.who("manager")) is None
    head = walk.who("section_head")
    deed = walk_event(told, corrections)
    retimed = correction.retime(told, head, deed.id, deed.at - 1, "salah jam")
    assert correction.before_slip(told, retimed, head) is None
    erased = [head.event(Kind.ERASED, basis="JRA")]
    assert correction.before_slip(told, erased, head) is None


def test_what_another_has_told_since_a_slip_is_not_what_was_seen_before_it() -> None:
    walk = disposed()
    head, officer = walk.who("section_head"), walk.who("pr_officer")
    for event, is_kept in (
        (officer.event(Kind.NOTED, text="sudah"), True),
        (head.event(Kind.NOTED, text="sudah"), False),
        (officer.event(Kind.RECOMPUTED, calendar="office", to="new", cases={}), False),
    ):
        assert (correction.before_slip(*slip(walk, event), head) is None) is is_kept
