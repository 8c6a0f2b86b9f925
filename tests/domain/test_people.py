"""What positions permit, row by row as in cli.md, "Positions and permissions"."""

from __future__ import annotations

import pytest

from desk.domain.people import (
    ANY_POSITION,
    COMMON_POSITIONS,
    EXTERNAL_ACTORS,
    Permission,
    Person,
    active_heads,
    is_single_head,
)

LOGGERS = {"receptionist", "mail_clerk", "hotline_officer", "sms_officer", "complaint_officer"}
HEADS = {"section_head", "division_head", "agency_head", "team_lead", "manager"}
EVERYONE = set(COMMON_POSITIONS)


def person(*positions: str) -> Person:
    return Person("u", "Nama", frozenset(positions))


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.LOG, LOGGERS),
        (Permission.WORK, EVERYONE - {"admin"}),
        (Permission.NOTE, EVERYONE - {"admin"}),
        (Permission.SUPERVISE, HEADS),
        (Permission.READ, EVERYONE),
        (Permission.ADMINISTER, {"admin"}),
    ],
)
def test_a_permission_belongs_to_these_positions_and_no_others(permission: Permission, who: set[str]) -> None:
    assert {position for position in COMMON_POSITIONS if person(position).may(permission)} == who


def test_every_permission_is_in_the_table_above() -> None:
    assert len(Permission) == 6


def test_who_holds_several_positions_may_what_any_of_them_may() -> None:
    both = person("admin", "receptionist")
    assert all(both.may(permission) for permission in Permission if permission is not Permission.SUPERVISE)


def test_a_step_is_performed_by_its_actors() -> None:
    assert person("pr_officer", "section_head").holds_any(("pr_officer", "wa_center_staff"))
    assert not person("mail_clerk").holds_any(("pr_officer",))
    assert not person("mail_clerk").holds_any(())


def test_a_step_of_anybody_is_performed_by_anybody_but_an_administrator() -> None:
    assert person("mail_clerk").holds_any((ANY_POSITION,))
    assert person("mail_clerk", "admin").holds_any((ANY_POSITION,))
    assert not person("admin").holds_any((ANY_POSITION,))
    assert not person().holds_any((ANY_POSITION,))


def test_nobody_signs_in_as_somebody_outside() -> None:
    assert not set(EXTERNAL_ACTORS) & EVERYONE


@pytest.mark.parametrize(
    ("position", "oversees"), [("manager", True), ("admin", True), ("receptionist", False)]
)
def test_heads_and_admins_answer_for_the_office(position: str, oversees: bool) -> None:
    assert Person("x", "X", frozenset({position})).oversees is oversees


def test_a_single_head_is_the_only_one_who_leads_and_is_still_there() -> None:
    manager = Person("a", "A", frozenset({"manager"}))
    gone = Person("b", "B", frozenset({"section_head"}), active=False)
    clerk = Person("c", "C", frozenset({"mail_clerk", "admin"}))
    lead = Person("d", "D", frozenset({"team_lead"}))
    people = {who.username: who for who in (manager, gone, clerk)}
    assert active_heads(people) == {"a"}
    assert [is_single_head(who, people) for who in people.values()] == [True, False, False]
    assert not is_single_head(manager, people | {"d": lead})
    assert not is_single_head(clerk, {"c": clerk})
