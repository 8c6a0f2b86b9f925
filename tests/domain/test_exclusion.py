"""Keeping people out of a case: who may, whom, and who does the work instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk.domain import exclusion, workflow
from desk.domain.access import Seal
from desk.domain.case import Event
from desk.domain.disposition import DispositionOrder, recipients, stand_ins
from desk.domain.people import Person
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotAllowed
from tests.domain.stories import PEOPLE, Story, minutes, service

SERVICE = service(minutes(60))
DECIDED = replace(
    SERVICE,
    steps=tuple(
        replace(step, actors=("pr_officer", "team_lead"), finishes=("team_lead",)) if step.no == "2" else step
        for step in SERVICE.steps
    ),
)
OPEN = Seal()
Decision = Callable[..., list[Event]]
OFFICERS = ("pr_officer", "second_officer")


def story(of: object = SERVICE, **more: object) -> Story:
    return Story(of, **more).wait(60)  # type: ignore[arg-type]


def exclude(told: Story, *names: str, by: str = "manager", why: str = "disebut") -> Story:
    return told.record(exclusion.exclude(told.case, told.who(by), names, why, PEOPLE, OPEN))


def readmit(told: Story, *names: str, by: str = "manager", why: str = "keliru") -> Story:
    return told.record(exclusion.readmit(told.case, told.who(by), names, why, PEOPLE, OPEN))


def test_whoever_logged_a_case_and_heads_keep_people_out_and_nobody_else_does() -> None:
    for by in ("mail_clerk", "manager", "section_head"):
        assert exclude(story(), "pr_officer", by=by).case.kept_from == {"pr_officer"}
    for by in ("receptionist", "pr_officer", "admin"):
        with pytest.raises(NotAllowed):
            exclude(story(), "mail_clerk", by=by)


def test_who_has_lost_the_position_that_logs_keeps_nobody_out_any_longer() -> None:
    told = story()
    moved = Actor(Person("mail_clerk", "Pindah", frozenset({"pr_officer"})), told.now)
    assert not exclusion.may_exclude(told.case, moved.person, OPEN)


def test_a_periodic_task_is_about_nobody() -> None:
    told = story()
    told.case.period = "2026-10"
    case = told.case
    case.period = "2026-10"
    assert not exclusion.may_exclude(case, PEOPLE["manager"], OPEN)


def test_nobody_decides_about_themselves() -> None:
    with pytest.raises(FieldError) as refused:
        exclude(story(), "manager")
    assert (refused.value.field, refused.value.code) == ("user", "oneself")
    told = exclude(story(), "manager", by="section_head")
    assert not exclusion.may_exclude(told.case, PEOPLE["manager"], OPEN)
    assert not exclusion.may_readmit(told.case, PEOPLE["manager"], OPEN)
    with pytest.raises(NotAllowed):
        readmit(told, "manager", by="manager")


@pytest.mark.parametrize(
    ("names", "code"),
    [((), "empty"), (("nobody",), "unknown_user"), (("pr_officer", "agency_head"), "kept_out")],
)
def test_who_cannot_be_kept_out_is_named_at_the_field(names: tuple[str, ...], code: str) -> None:
    told = exclude(story(), "agency_head")
    with pytest.raises(FieldError) as refused:
        exclude(told, *names)
    assert (refused.value.field, refused.value.code) == ("user", code)


def test_keeping_out_and_letting_in_again_take_a_reason() -> None:
    with pytest.raises(FieldError) as refused:
        exclude(story(), "pr_officer", why=" ")
    assert refused.value.field == "reason"
    with pytest.raises(FieldError):
        readmit(exclude(story(), "pr_officer"), "pr_officer", why="")


def test_only_heads_let_people_in_again() -> None:
    told = exclude(story(), *OFFICERS)
    with pytest.raises(NotAllowed):
        readmit(told, "pr_officer", by="mail_clerk")
    assert readmit(told, "pr_officer").case.kept_from == {"second_officer"}


@pytest.mark.parametrize("name", ["manager", "nobody", ""])
def test_who_is_not_kept_out_is_not_let_in(name: str) -> None:
    with pytest.raises(FieldError) as refused:
        readmit(exclude(story(), "pr_officer"), *([name] if name else []))
    assert refused.value.field == "user"


def test_who_is_kept_out_is_given_no_part_of_the_case() -> None:
    told = exclude(story(), "second_officer").take()
    for order in (
        DispositionOrder(("second_officer",), ("follow_up",)),
        DispositionOrder(("pr_officer",), ("follow_up",), cc=("second_officer",)),
    ):
        with pytest.raises(FieldError) as refused:
            told.do("pr_officer", workflow.dispose, order, PEOPLE)
        assert (refused.value.field, refused.value.code) == ("cc" if order.cc else "to", "kept_out")
    with pytest.raises(FieldError) as refused:
        told.assign("second_officer")
    assert (refused.value.field, refused.value.code) == ("to", "kept_out")


def test_a_step_is_given_to_others_of_its_position_as_long_as_there_are_any() -> None:
    told = exclude(story(), "pr_officer")
    assert not exclusion.is_unmanned(told.case, SERVICE, PEOPLE)
    with pytest.raises(FieldError) as refused:
        told.assign("mail_clerk")
    assert refused.value.code == "not_an_actor"
    told.assign("second_officer")
    assert told.case.open_visit is not None
    assert told.case.open_visit.holder == "second_officer"


def test_where_all_holders_are_kept_out_a_head_gives_the_step_to_anybody_else() -> None:
    told = exclude(story(), *OFFICERS)
    assert exclusion.is_unmanned(told.case, SERVICE, PEOPLE), "`gone` is disabled and counts for nothing"
    told.assign("mail_clerk")
    assert not exclusion.is_unmanned(told.case, SERVICE, PEOPLE)
    assert told.take("mail_clerk").finish("mail_clerk", "submit").case.open_visit is not None


def heads(*names: str) -> dict[str, Person]:
    """An office with these heads alone, one that is disabled, and the clerk who logs."""
    people = {name: Person(name, name.title(), frozenset({"manager"})) for name in names}
    gone = Person("gone", "Gone", frozenset({"manager"}), active=False)
    return people | {"gone": gone, "mail_clerk": PEOPLE["mail_clerk"]}


@pytest.mark.parametrize(
    ("office", "kept", "by", "out", "leaves"),
    [
        ("a b c", "", "a", "b", True),
        ("a b c", "", "a", "b c", False),
        ("a b c", "b", "a", "c", False),
        ("a b", "", "a", "b", False),
        ("a b", "", "mail_clerk", "b", True),
        ("a b", "", "mail_clerk", "a b", False),
        ("a b", "a", "mail_clerk", "b", False),
        ("a b c", "b c", "a", "mail_clerk", True),
        ("a", "", "mail_clerk", "a", True),
        ("a", "", "a", "mail_clerk", True),
        ("a b", "", "a", "gone mail_clerk", True),
    ],
)
def test_apart_from_who_keeps_others_out_a_head_stays_who_may_decide(
    office: str, kept: str, by: str, out: str, leaves: bool
) -> None:
    """Nobody takes a complaint over by keeping out everybody else; the only head of an office may be kept out of it."""
    people = heads(*office.split())
    told = story()
    case = told.case
    case.kept_from = frozenset(kept.split())
    who = Actor(people[by], told.now)
    assert exclusion.leaves_a_head(case, who.person, out.split(), people) is leaves
    if leaves:
        assert exclusion.exclude(case, who, out.split(), "disebut", people, OPEN)
        return
    with pytest.raises(FieldError, match="pimpinan") as refused:
        exclusion.exclude(case, who, out.split(), "disebut", people, OPEN)
    assert (refused.value.field, refused.value.code) == ("user", "no_head_left")


@pytest.mark.parametrize("act", [exclusion.exclude, exclusion.readmit])
@pytest.mark.parametrize("seal", [Seal(security="secret"), Seal(is_confidential=True)])
def test_only_who_sees_a_sealed_case_or_logged_it_decides_who_is_kept_out(seal: Seal, act: Decision) -> None:
    told = exclude(story(), "agency_head")
    names = ["agency_head" if act is exclusion.readmit else "second_officer"]
    with pytest.raises(NotAllowed, match="yang mencatatnya atau pimpinan yang mengerjakannya") as refused:
        act(told.case, told.who("manager"), names, "keliru", PEOPLE, seal)
    assert refused.value.code == "sealed"
    with pytest.raises(NotAllowed) as refused:
        act(told.case, told.who("pr_officer"), names, "keliru", PEOPLE, seal)
    assert refused.value.code != "sealed", "whoever works on it is no head, sealed or not"
    for by, at_work in (("mail_clerk", seal), ("manager", replace(seal, holder="manager"))):
        assert act(told.case, told.who(by), names, "keliru", PEOPLE, at_work)


def test_whoever_logged_a_sealed_case_and_is_kept_out_of_it_decides_nothing() -> None:
    told, seal = exclude(story(), "mail_clerk"), Seal(is_confidential=True)
    assert not exclusion.may_exclude(told.case, PEOPLE["mail_clerk"], seal)
    assert not exclusion.may_readmit(told.case, PEOPLE["mail_clerk"], seal)


def test_a_disposition_goes_to_anybody_else_too() -> None:
    told = story().take()
    exclude(told, *OFFICERS)
    told.assign("mail_clerk").hand_to("mail_clerk", "wa_center_staff")
    assert told.case.open_visit is not None
    assert told.case.open_visit.holder == "wa_center_staff"


def test_a_draft_whose_decider_is_kept_out_is_decided_by_whom_a_head_names() -> None:
    told = exclude(story(DECIDED).take(), "team_lead")
    assert exclusion.is_unmanned(told.case, DECIDED, PEOPLE)
    with pytest.raises(NotAllowed):
        told.finish("pr_officer", "submit")
    told.assign("agency_head")
    assert not exclusion.is_unmanned(told.case, DECIDED, PEOPLE)
    told.finish("agency_head", "submit")
    assert told.case.open_visit is not None
    assert told.case.open_visit.step == "4"


def test_nothing_waits_in_vain_where_nobody_is_kept_out_or_nothing_is_open() -> None:
    assert not exclusion.is_unmanned(story().case, SERVICE, PEOPLE)
    assert not exclusion.is_unmanned(exclude(story().cancel(), *OFFICERS).case, SERVICE, PEOPLE)
    outside = exclude(story().finish("pr_officer", "elsewhere"), "manager", by="section_head")
    assert not exclusion.is_unmanned(outside.case, SERVICE, PEOPLE)
    held = exclude(story().take(), "manager", by="section_head")
    assert not exclusion.is_unmanned(held.case, SERVICE, PEOPLE)


def test_a_vacant_position_has_no_stand_ins_until_somebody_is_kept_out_of_it() -> None:
    people = list(PEOPLE.values())
    nobody = frozenset({"agency_head"})
    assert recipients(people, ("no_such_position",), nobody) == []
    assert PEOPLE["admin"] not in stand_ins(people, nobody)
    assert PEOPLE["agency_head"] not in stand_ins(people, nobody)
    assert PEOPLE["gone"] not in stand_ins(people, nobody)
