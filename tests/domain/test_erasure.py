"""What is personal is erased from a closed case only, once, and on a basis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.case import Kind
from desk.domain.erasure import erase, require_two_heads
from desk.errors import FieldError, NotAllowed, RuleError
from tests.domain.stories import PEOPLE, Story, minutes, service

LETTER = service(minutes(60))


def test_a_closed_case_is_erased_once_on_a_basis() -> None:
    told = Story(LETTER)
    with pytest.raises(RuleError, match="setelah berkasnya ditutup"):
        erase(told.case, told.who("manager"), "SK 1")
    told.cancel()
    with pytest.raises(FieldError, match="Dasar"):
        erase(told.case, told.who("manager"), " ")
    (event,) = erase(told.case, told.who("manager"), " SK 1 ")
    assert (event.kind, event.data) == (Kind.ERASED, {"basis": "SK 1"})
    told.record([event])
    with pytest.raises(RuleError, match="sudah dihapus"):
        erase(told.case, told.who("manager"), "SK 1")


def test_whoever_cancelled_a_case_unseen_leaves_its_erasure_to_another_head() -> None:
    told = Story(LETTER).cancel()
    manager, other = PEOPLE["manager"], PEOPLE["section_head"]
    with pytest.raises(NotAllowed):
        require_two_heads(told.case, manager, PEOPLE, sees=False)
    require_two_heads(told.case, manager, PEOPLE, sees=True)
    require_two_heads(told.case, other, PEOPLE, sees=False)


def test_where_there_is_no_other_head_the_single_one_erases_what_they_cancelled_unseen() -> None:
    told, manager = Story(LETTER).cancel(), PEOPLE["manager"]
    left = replace(PEOPLE["section_head"], active=False)
    people = {person.username: person for person in (manager, left, PEOPLE["mail_clerk"])}
    require_two_heads(told.case, manager, people, sees=False)


def test_a_cancelling_that_was_taken_back_is_nobodys_any_longer() -> None:
    for told in (Story(LETTER).cancel().reopen(), Story(LETTER).cancel().withdraw()):
        assert (told.case.cancelled_at, told.case.cancelled_by) == (None, None)
