"""Who may put right what came in, and who may keep it more or less closely."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.access import STRANGER, Seal, Standing
from desk.domain.case import CaseFile
from desk.domain.content import (
    FIELDS,
    Hands,
    can_rise,
    corrected_fields,
    hands,
    is_closer,
    require_correction,
)
from desk.domain.correction import GRACE
from desk.errors import NotAllowed
from tests.domain.stories import PEOPLE

CASE = CaseFile(number="1", kind="letter", logged_by="mail_clerk")
HOLDER, NONE, RAISE = Hands(True, True, True, True), Hands(), Hands(raises=True)
HEAD = Hands(True, True, True)
"""Who sees it and does not hold its step."""
SECRET = Seal("secret", holder="pr_officer", actors=("pr_officer",))


@pytest.mark.parametrize(
    ("who", "seal", "after", "may"),
    [
        ("mail_clerk", Seal(), GRACE, Hands(words=True, raises=True)),
        ("mail_clerk", Seal(), GRACE + 1, RAISE),
        ("receptionist", Seal(), 0, RAISE),
        ("manager", Seal(), GRACE + 1, HEAD),
        ("manager", SECRET, 0, NONE),
        ("manager", Seal(holder="manager", actors=("manager",)), 0, HOLDER),
        ("pr_officer", SECRET, 0, Hands(raises=True, lowers=True, unmasks=True)),
        ("pr_officer", Seal(actors=("pr_officer",)), 0, RAISE),
        ("steering_officer", Seal(), 0, NONE),
    ],
)
def test_what_is_in_whose_hands(who: str, seal: Seal, after: int, may: Hands) -> None:
    assert hands(PEOPLE[who], CASE, seal, STRANGER, 1000, 1000 + after) == may


def test_nothing_is_in_the_hands_of_who_is_kept_out_nor_of_an_erased_or_periodic_case() -> None:
    head = PEOPLE["manager"]
    for case, standing in (
        (CASE, Standing(kept=True)),
        (replace(CASE, erased_at=5), STRANGER),
        (replace(CASE, kind="periodic"), STRANGER),
    ):
        assert not hands(head, case, Seal(), standing, 0, 0)


BEFORE: dict[str, Any] = {"sender": "A", "security": "restricted", "is_anonymous": False}


@pytest.mark.parametrize(
    ("may", "changes", "allowed"),
    [
        (NONE, {}, False),
        (NONE, {"sender": "B"}, False),
        (NONE, {"is_anonymous": False}, False),
        (RAISE, {"sender": "A"}, False),
        (RAISE, {"security": "restricted"}, True),
        (Hands(words=True), {"sender": "B"}, True),
        (Hands(words=True), {"security": "secret"}, False),
        (RAISE, {"security": "secret", "is_anonymous": True}, True),
        (RAISE, {"security": "ordinary"}, False),
        (Hands(words=True, lowers=True), {"security": "ordinary", "sender": "B"}, True),
        (Hands(lowers=True), {"security": "ordinary", "is_anonymous": True}, False),
    ],
)
def test_every_part_of_a_correction_must_be_in_ones_hands(
    may: Hands, changes: dict[str, Any], allowed: bool
) -> None:
    if allowed:
        require_correction(may, changes, BEFORE, BEFORE | changes)
        return
    with pytest.raises(NotAllowed):
        require_correction(may, changes, BEFORE, BEFORE | changes)


def test_anonymity_is_ended_by_the_holder_of_the_step_and_by_no_head() -> None:
    before = BEFORE | {"is_anonymous": True, "is_confidential": True}
    after = before | {"is_anonymous": False}
    for may in (HEAD, Hands(words=True), RAISE):
        with pytest.raises(NotAllowed, match="pemegang langkah"):
            require_correction(may, {"is_anonymous"}, before, after)
    require_correction(HOLDER, {"is_anonymous"}, before, after)
    require_correction(HEAD, {"is_confidential"}, before, before | {"is_confidential": False})
    assert not Hands(lowers=True, words=True).unmasks
    assert Hands(unmasks=True)


def test_a_correction_tells_what_changed_and_any_identity_that_was_tried() -> None:
    letter = dict.fromkeys(FIELDS["letter"], "A")
    assert corrected_fields("letter", {"sender"}, letter, letter) == []
    assert corrected_fields("letter", {"sender"}, letter, letter | {"subject": "B"}) == ["subject"]
    complaint = dict.fromkeys(FIELDS["complaint"], "A")
    assert corrected_fields("complaint", {"text"}, complaint, complaint) == []
    assert corrected_fields("complaint", {"text", "phone"}, complaint, complaint) == ["phone"]


@pytest.mark.parametrize(
    ("before", "can"),
    [
        ({"security": "secret"}, True),
        ({"security": "top_secret"}, False),
        ({"is_anonymous": True, "is_confidential": False}, True),
        ({"is_anonymous": False, "is_confidential": True}, True),
        ({"is_anonymous": True, "is_confidential": True}, False),
    ],
)
def test_what_is_kept_most_closely_cannot_rise(before: dict[str, Any], can: bool) -> None:
    assert can_rise(before) is can


def test_closer_is_a_higher_class_or_a_protection_set() -> None:
    assert is_closer("security", "ordinary", "restricted")
    assert not is_closer("security", "top_secret", "secret")
    assert is_closer("is_anonymous", False, True)
    assert not is_closer("is_confidential", True, False)
