"""Which class table holds on a day, what a table must name, and what a case keeps of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desk.domain.case import Event, Kind
from desk.domain.class_table import ClassBasis, ClassTable, check_table, class_text, in_force, with_table
from desk.domain.complaint import CLASSES
from desk.domain.evolve import replay
from desk.errors import FieldError

LIMITS = {"minor": 5, "normative": 5, "non_oversight": 14, "oversight": 60}


def table(year: int, **limits: int) -> ClassTable:
    return ClassTable(ClassBasis(f"Perbup {year}", date(year, 5, 1)), LIMITS | limits)


OLD, NEW = table(2025), table(2026, minor=3)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 4, 30), None),
        (date(2025, 5, 1), OLD),
        (date(2026, 4, 30), OLD),
        (date(2026, 5, 1), NEW),
        (date(2099, 1, 1), NEW),
    ],
)
def test_a_table_holds_from_its_day_until_the_next_one(day: date, found: ClassTable | None) -> None:
    assert in_force([NEW, OLD], day) is found


def test_a_table_of_the_same_day_takes_the_place_of_the_other_and_all_stand_in_order() -> None:
    mended = table(2025, minor=4)
    assert with_table([OLD], NEW) == [OLD, NEW]
    assert with_table([NEW], OLD) == [OLD, NEW]
    assert with_table([OLD, NEW], mended) == [mended, NEW]


@pytest.mark.parametrize(
    ("since", "basis", "limits", "field"),
    [
        (date(1969, 12, 31), "Perbup", LIMITS, "from"),
        (date(2200, 1, 1), "Perbup", LIMITS, "from"),
        (date(2026, 1, 1), "  ", LIMITS, "basis"),
        (date(2026, 1, 1), "x" * 501, LIMITS, "basis"),
        (date(2026, 1, 1), "Perbup", LIMITS | {"urgent": 1}, "limits"),
        (date(2026, 1, 1), "Perbup", {"minor": 5}, "normative"),
        (date(2026, 1, 1), "Perbup", LIMITS | {"oversight": 0}, "oversight"),
        (date(2026, 1, 1), "Perbup", LIMITS | {"oversight": 367}, "oversight"),
    ],
)
def test_a_faulty_table_is_refused_at_its_field(
    since: date, basis: str, limits: dict[str, int], field: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        check_table(since, basis, limits)
    assert refusal.value.field == field


@pytest.mark.parametrize("days", [1, 366])
def test_a_checked_table_names_every_class_in_the_usual_order(days: int) -> None:
    given = dict.fromkeys(reversed(CLASSES), days)
    checked = check_table(date(2026, 1, 1), " Perbup 7/2026 ", given)
    assert list(checked.limits) == list(CLASSES)
    assert checked.basis == ClassBasis("Perbup 7/2026", date(2026, 1, 1))


@pytest.mark.parametrize("kept", [OLD, ClassTable(ClassBasis("", None), {"minor": 2})])
def test_a_table_is_the_same_after_being_stored(kept: ClassTable) -> None:
    assert ClassTable.from_dict(kept.to_dict()) == kept


@pytest.mark.parametrize(
    ("key", "basis", "text"),
    [
        ("minor", OLD.basis, "Ringan, 5 hari kerja; dasar: Perbup 2025, berlaku sejak 1 Mei 2025"),
        (None, OLD.basis, "belum digolongkan; dasar: Perbup 2025, berlaku sejak 1 Mei 2025"),
        ("minor", ClassBasis("Maklumat", None), "Ringan, 5 hari kerja; dasar: Maklumat, menurut standar layanan ini"),
        ("minor", ClassBasis("", None), "Ringan, 5 hari kerja; dasar: belum dicantumkan, menurut standar layanan ini"),
        ("minor", None, "Ringan, 5 hari kerja"),
    ],
)  # fmt: skip
def test_a_class_is_told_with_its_limit_its_basis_and_its_date(
    key: str | None, basis: ClassBasis | None, text: str
) -> None:
    assert class_text(key, LIMITS, basis) == text


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"class_basis": OLD.basis.to_dict()}, OLD.basis),
        ({"class_basis": None}, None),
        ({}, None),
    ],
)
def test_a_case_keeps_the_basis_and_an_older_event_replays_without_it(
    told: dict[str, Any], kept: ClassBasis | None
) -> None:
    data = {
        "number": "P-0001/2026", "kind": "complaint", "service": "uji", "service_version": "v",
        "calendar_version": "c", "class_table": LIMITS, "class": "minor", "ticked": [], "event_start": None,
        "event_end": None,
        "content": "",
    }  # fmt: skip
    case = replay([Event(Kind.REGISTERED, 0, "receptionist", data | told)])
    assert (case.class_table, case.class_basis) == (LIMITS, kept)
