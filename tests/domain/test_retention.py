"""How long a closed file is kept: years from its closing, never too early, by the class that is nearest to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.domain.case import Kind
from desk.domain.retention import RetentionClass, check_class, class_key
from desk.errors import FieldError
from tests.domain.stories import Story, minutes, service

ROUTINE = RetentionClass("surat-rutin", "Surat rutin", 2, 3, "destroy", "Perbup 1/2020 lampiran II")


@pytest.mark.parametrize(
    ("closed", "inactive"),
    [
        (date(2026, 11, 23), date(2031, 11, 23)),
        (date(2024, 2, 28), date(2029, 2, 28)),
        (date(2024, 2, 29), date(2029, 3, 1)),
        (date(2023, 2, 28), date(2028, 2, 28)),
    ],
)
def test_years_are_counted_from_the_day_of_closing(closed: date, inactive: date) -> None:
    assert ROUTINE.inactive_until(closed) == inactive
    assert ROUTINE.is_due(closed, inactive)
    assert not ROUTINE.is_due(closed, inactive - timedelta(days=1))


def test_a_leap_day_stays_one_where_there_is_one() -> None:
    assert replace(ROUTINE, active_years=1).inactive_until(date(2024, 2, 29)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "Surat Rutin"}, "key"),
        ({"key": ""}, "key"),
        ({"name": " "}, "name"),
        ({"active_years": -1}, "active"),
        ({"inactive_years": 101}, "inactive"),
        ({"final_action": "burn"}, "action"),
        ({"basis": ""}, "basis"),
    ],
)
def test_a_class_is_refused_at_the_field_that_cannot_stay(changes: dict[str, object], field: str) -> None:
    with pytest.raises(FieldError) as refusal:
        check_class(replace(ROUTINE, **changes))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_sound_class_is_kept_trimmed() -> None:
    assert check_class(replace(ROUTINE, name=" Surat rutin ")) == ROUTINE
    assert (
        check_class(replace(ROUTINE, active_years=0, inactive_years=100)).to_dict()["inactive_years"] == 100
    )


@pytest.mark.parametrize(
    ("own", "rules", "key"),
    [
        ("a", {"wa-center": "b", "letter": "c"}, "a"),
        (None, {"wa-center": "b", "letter": "c"}, "b"),
        (None, {"surat-umum": "b", "letter": "c"}, "c"),
        (None, {"complaint": "c"}, None),
    ],
)
def test_the_nearest_class_prevails(own: str | None, rules: dict[str, str], key: str | None) -> None:
    assert class_key(own, "wa-center", "letter", rules) == key


def test_a_class_of_its_own_is_part_of_a_case_s_history_and_leaves_its_course_alone() -> None:
    told = Story(service(minutes(60)))
    before = told.case.status
    told.record([told.who("manager").event(Kind.RETENTION_SET, retention="arsip-vital", reason="bernilai")])
    assert (told.case.retention, told.case.status) == ("arsip-vital", before)
