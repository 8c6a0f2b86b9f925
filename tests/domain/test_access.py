"""Who sees a case's content, and who may act on a case at all."""

from __future__ import annotations

from itertools import product

import pytest

from desk.domain import access
from desk.domain.access import STRANGER, Seal, Standing
from desk.domain.case import CaseFile, Event, Kind, Status
from desk.domain.people import Permission, Person
from tests.domain.stories import PEOPLE, Story, minutes, service

KNOWN, GIVEN, KEPT = Standing(known=True), Standing(known=True, given=True), Standing(known=True, kept=True)
CLERK, HEAD, OFFICER = (PEOPLE[name] for name in ("mail_clerk", "manager", "pr_officer"))
ADMIN = Person("admin", "Admin", frozenset({"admin"}))


LETTER = service(minutes(60))


def story(**more: object) -> Story:
    return Story(LETTER, **more).wait(60)  # type: ignore[arg-type]


def seal(security: str = "secret", **where: object) -> Seal:
    return Seal(security, **where)  # type: ignore[arg-type]


@pytest.mark.parametrize("person", [CLERK, HEAD, OFFICER, ADMIN])
def test_an_open_content_is_everybodys(person: Person) -> None:
    assert access.sees_content(person, Seal())


@pytest.mark.parametrize(
    ("person", "of", "standing", "sees"),
    [
        (CLERK, seal("restricted"), STRANGER, False),
        (CLERK, seal("restricted"), KNOWN, True),
        (HEAD, seal("restricted"), STRANGER, True),
        (HEAD, seal("restricted", is_confidential=True), STRANGER, False),
        (CLERK, seal("secret"), KNOWN, False),
        (CLERK, seal("secret"), GIVEN, True),
        (HEAD, seal("secret"), STRANGER, False),
        (HEAD, seal("secret", is_done=True), STRANGER, True),
        (CLERK, seal("secret", is_done=True), KNOWN, False),
        (HEAD, seal("top_secret"), STRANGER, False),
        (OFFICER, seal("top_secret", actors=("pr_officer",)), STRANGER, True),
        (OFFICER, seal("top_secret", holder="pr_officer", actors=("pr_officer",)), STRANGER, True),
        (OFFICER, seal("top_secret", holder="pr2", actors=("pr_officer",)), STRANGER, False),
        (OFFICER, seal("secret", holder="pr2", deciders=("pr_officer",)), STRANGER, True),
        (OFFICER, seal("secret", holder="pr2", deciders=("manager",)), STRANGER, False),
        (OFFICER, seal("secret", actors=("any",)), STRANGER, False),
        (OFFICER, seal("secret", actors=("section_head",)), STRANGER, False),
        (HEAD, Seal(is_confidential=True), STRANGER, False),
        (CLERK, Seal(is_confidential=True), KNOWN, False),
    ],
)
def test_a_sealed_content_is_shown_to_few(person: Person, of: Seal, standing: Standing, sees: bool) -> None:
    assert access.sees_content(person, of, standing) is sees


@pytest.mark.parametrize(
    ("person", "of", "standing", "open_name", "anonymous_name"),
    [
        (OFFICER, Seal(holder="pr_officer", actors=("pr_officer",)), STRANGER, True, True),
        (OFFICER, Seal(actors=("pr_officer",)), STRANGER, True, False),
        (OFFICER, Seal(holder="pr2", actors=("pr_officer",)), KNOWN, False, False),
        (HEAD, Seal(holder="pr2", actors=("pr_officer",)), STRANGER, True, False),
        (HEAD, Seal(holder="manager"), KEPT, False, False),
        (HEAD, Seal(is_done=True), STRANGER, True, False),
        (HEAD, Seal(is_confidential=True), STRANGER, False, False),
        (HEAD, Seal(is_confidential=True), GIVEN, True, False),
        (CLERK, Seal(), KNOWN, False, False),
        (ADMIN, Seal(), STRANGER, False, False),
    ],
)
def test_an_identity_is_shown_to_who_works_on_it_or_heads_it_and_an_anonymous_one_to_the_holder_alone(
    person: Person, of: Seal, standing: Standing, open_name: bool, anonymous_name: bool
) -> None:
    assert access.may_see_identity(person, of, standing) is open_name
    assert access.may_see_identity(person, of, standing, is_anonymous=True) is anonymous_name


def test_who_is_kept_out_sees_nothing_and_may_do_nothing_whatever_else_they_are() -> None:
    for person, security, closed in product(
        PEOPLE.values(), ("ordinary", "restricted", "secret"), (True, False)
    ):
        of = Seal(security, holder=person.username, is_done=closed)
        assert not access.sees_content(person, of, KEPT)
        assert not any(access.may_act(person, of, KEPT, permission) for permission in Permission)


def test_to_work_on_a_sealed_case_takes_seeing_it_and_to_direct_it_does_not() -> None:
    of = seal("secret", holder="pr2", actors=("pr_officer",))
    for permission in (Permission.WORK, Permission.NOTE):
        assert not access.may_act(OFFICER, of, STRANGER, permission)
        assert access.may_act(OFFICER, of, GIVEN, permission)
    assert not access.may_act(HEAD, of, STRANGER, Permission.WORK)
    assert access.may_act(HEAD, of, STRANGER, Permission.NOTE)
    assert access.may_act(CLERK, of, STRANGER, Permission.LOG)
    assert access.may_act(HEAD, of, STRANGER, Permission.SUPERVISE)


def standing_of(told: Story, name: str) -> Standing:
    return access.standings(told.case).get(name, STRANGER)


def test_who_logged_an_incomplete_letter_has_it_in_hand_until_it_moves_on() -> None:
    assert standing_of(story(complete=False), "mail_clerk") == GIVEN
    assert standing_of(story(complete=False).cancel(), "mail_clerk") == KNOWN
    assert standing_of(story(), "mail_clerk") == KNOWN
    assert standing_of(story(), "pr_officer") == STRANGER


def test_a_disposition_gives_the_content_to_all_it_names_while_the_case_is_open() -> None:
    told = story()
    disposed = told.who("section_head").event(
        Kind.DISPOSED, visit=1, to=["pr_officer"], cc=["manager"], instructions=["follow_up"], note="",
        due_at=None, hands_over=False, actors=["pr_officer"],
    )  # fmt: skip
    told.record([disposed])
    assert {name: standing_of(told, name) for name in ("pr_officer", "manager", "section_head")} == {
        "pr_officer": GIVEN, "manager": GIVEN, "section_head": KNOWN,
    }  # fmt: skip
    told.cancel()
    assert standing_of(told, "manager") == KNOWN


def test_who_held_or_finished_a_step_knows_the_case() -> None:
    assert standing_of(story().take(), "pr_officer") == KNOWN


def kept_out(told: Story, *names: str) -> CaseFile:
    return told.record([told.who("manager").event(Kind.EXCLUDED, people=list(names), reason="disebut")]).case


def test_who_is_kept_out_loses_the_step_they_hold_and_can_be_let_in_again() -> None:
    told = story().take()
    case = kept_out(told, "pr_officer", "nobody")
    assert case.kept_from == {"pr_officer", "nobody"}
    assert case.open_visit is not None
    assert (case.open_visit.holder, case.open_visit.taken_at) == (None, None)
    assert standing_of(told, "nobody") == Standing(kept=True)
    again = told.record([told.who("manager").event(Kind.READMITTED, people=["nobody"], reason="keliru")]).case
    assert again.kept_from == {"pr_officer"}


def test_keeping_out_others_leaves_the_holder_and_a_closed_case_alone() -> None:
    case = kept_out(story().take(), "manager")
    assert case.open_visit is not None
    assert case.open_visit.holder == "pr_officer"
    assert kept_out(story().take().cancel(), "pr_officer").kept_from == {"pr_officer"}


def test_content_is_known_by_the_digest_last_told_and_gone_after_an_erasure() -> None:
    told = story()
    told.record(
        [told.who("manager").event(Kind.CONTENT_CORRECTED, content="b", fields=["sender"], reason="x")]
    )
    assert told.case.content == "b"
    told.record([told.who("manager").event(Kind.IDENTITY_SHOWN, reason="menghubungi")])
    assert told.case.erased_at is None
    told.record([told.who("manager").event(Kind.ERASED, basis="JRA")])
    assert told.case.erased_at == told.now


def test_a_cancelled_case_has_not_run_its_course() -> None:
    assert {status for status in Status if access.has_run_its_course(status)} == {
        Status.DONE,
        Status.TRANSFERRED,
        Status.ARCHIVED,
    }


@pytest.mark.parametrize(
    ("where", "standing", "permission", "opens"),
    [
        ({"holder": "manager"}, STRANGER, Permission.SUPERVISE, True),
        ({"holder": "manager"}, STRANGER, Permission.READ, True),
        ({"actors": ("manager",)}, STRANGER, Permission.SUPERVISE, True),
        ({"holder": "pr2", "deciders": ("manager",)}, STRANGER, Permission.SUPERVISE, True),
        ({"holder": "pr2"}, GIVEN, Permission.READ, True),
        ({"holder": "pr2", "actors": ("manager",)}, STRANGER, Permission.SUPERVISE, False),
        ({"holder": "manager"}, KEPT, Permission.SUPERVISE, False),
        ({}, STRANGER, Permission.SUPERVISE, False),
        ({"is_done": True}, STRANGER, Permission.READ, False),
        ({"actors": ("manager",)}, STRANGER, Permission.LOG, False),
    ],
)
def test_no_act_opens_a_case_to_who_does_it_but_at_the_counter_and_once_it_has_run_its_course(
    where: dict[str, object], standing: Standing, permission: Permission, opens: bool
) -> None:
    assert access.opens(HEAD, seal(**where), standing, permission, [CANCELLED], PEOPLE) is opens


CANCELLED, REOPENED, CORRECTED = (
    Event(kind, 0, "manager", {}) for kind in (Kind.CANCELLED, Kind.REOPENED, Kind.CORRECTED)
)


@pytest.mark.parametrize(
    ("told", "person", "others", "opens"),
    [
        ([REOPENED], HEAD, ("section_head",), True),
        ([CORRECTED], HEAD, ("section_head",), True),
        ([REOPENED, CANCELLED], HEAD, (), False),
        ([CORRECTED], HEAD, ("mail_clerk", "admin"), False),
        ([CANCELLED], HEAD, (), True),
        ([CORRECTED], OFFICER, ("manager",), True),
        ([CORRECTED], OFFICER, (), True),
    ],
)
def test_the_single_head_of_an_office_opens_a_case_by_undoing_and_reopening_it_and_by_nothing_else(
    told: list[Event], person: Person, others: tuple[str, ...], opens: bool
) -> None:
    people = {person.username: person} | {name: PEOPLE[name] for name in others}
    where = seal(holder=person.username)
    assert access.opens(person, where, STRANGER, Permission.SUPERVISE, told, people) is opens
