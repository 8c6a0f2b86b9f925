"""`desk class`: what the complaint classes of this office are, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.domain.inert import inert_line
from tests.cli.samples import COMPLAINT

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

LIMITS = ("minor=3", "normative=3", "non_oversight=10", "oversight=60")
SET = ("class", "set", "--from", "2026-11-24", "--basis", "Perbup 12/2026", *LIMITS)


def test_the_tables_are_listed_with_basis_date_and_limits(cli: Cli) -> None:
    (shipped,) = cli.do("pr_officer", "class", "list")
    assert shipped == {
        "effective_from": "2025-05-01",
        "legal_basis": "Standar pelayanan Dinkominfo Purbalingga (perlu konfirmasi terhadap Permen PANRB 5/2025)",
        "limits": {"minor": 5, "normative": 5, "non_oversight": 14, "oversight": 60},
        "in_force": True,
    }
    shown = cli.text("pr_officer", "class", "list")
    assert "perlu konfirmasi" in shown
    assert "1 Mei 2025" in shown


def test_the_admin_sets_a_table_from_a_day_on(cli: Cli) -> None:
    first, second = cli.do("admin", *SET)
    assert [first["in_force"], second["in_force"]] == [True, False]
    assert second["limits"]["non_oversight"] == 10
    assert "nanti" in cli.text("admin", "class", "list")
    cli.at("2026-11-24 00:00")
    assert [item["in_force"] for item in cli.do("admin", "class", "list")] == [False, True]


def test_a_past_date_is_allowed_and_warned_about(cli: Cli) -> None:
    result = cli.run("admin", "class", "set", "--from", "2026-11-20", "--basis", "Perbup", *LIMITS)
    assert result.status == 0
    assert "Perhatian: Tanggal berlakunya sudah lewat" in result.err
    assert cli.run("admin", *SET).err == ""


@pytest.mark.parametrize(
    ("user", "status", "words", "field"),
    [
        ("manager", 3, LIMITS, None),
        ("admin", 1, ("minor=3",), "normative"),
        ("admin", 1, (*LIMITS[:3], "oversight=0"), "oversight"),
        ("admin", 1, (*LIMITS, "urgent=1"), "limits"),
        ("admin", 2, (*LIMITS, "minor=4"), "limits"),
        ("admin", 2, ("minor:3",), "limits"),
    ],
)
def test_a_faulty_table_is_refused_at_its_field(
    cli: Cli, user: str, status: int, words: tuple[str, ...], field: str | None
) -> None:
    error = cli.refuse(user, status, "class", "set", "--from", "2026-11-24", "--basis", "Perbup", *words)
    assert error["field"] == field
    assert len(cli.do("admin", "class", "list")) == 1


def test_a_basis_is_inert_in_a_terminal(cli: Cli) -> None:
    basis = "Perbup \x1b[31m12"
    cli.do("admin", "class", "set", "--from", "2026-11-23", "--basis", basis, *LIMITS)
    assert inert_line(basis) in cli.text("admin", "class", "list")


def test_due_of_a_class_uses_the_table_in_force_at_each_instant(cli: Cli) -> None:
    cli.do("admin", *SET)
    words = ("due", "pengaduan-prokopim", "--class", "minor", "--at", "2026-11-23T09:00", "2026-11-24T09:00")
    found = cli.do("admin", *words)
    assert [item["standard"]["value"] for item in found] == [5, 3]
    assert [item["due_at"] for item in found] == ["2026-11-30T16:00:00+07:00", "2026-11-27T16:30:00+07:00"]


def test_an_auditor_sees_which_table_a_complaint_keeps(cli: Cli) -> None:
    add = ("complaint", "add", "--service", "pengaduan-prokopim", *COMPLAINT[2:], "--class", "minor")
    number = cli.do("receptionist", *add)["case"]
    cli.do("admin", *SET)
    shown = cli.do("manager", "case", "show", number)
    assert shown["class"] == "minor"
    assert shown["class_basis"]["effective_from"] == "2025-05-01"
    assert cli.do("manager", "complaint", "show", number)["class_basis"] == shown["class_basis"]
    text = "Ringan, 5 hari kerja; dasar: Standar pelayanan Dinkominfo Purbalingga (perlu konfirmasi"
    for command in ("case", "complaint"):
        told = cli.text("manager", command, "show", number)
        assert text in told
        assert "berlaku sejak 1 Mei 2025" in told


def test_a_letter_has_no_class(cli: Cli) -> None:
    add = (
        "letter",
        "add",
        "--service",
        "surat-umum",
        "--from",
        "OPD",
        "--no-number",
        "--no-date",
        "--subject",
        "Hal",
    )
    number = cli.do("receptionist", *add)["case"]
    shown = cli.do("receptionist", "case", "show", number)
    assert (shown["class"], shown["class_basis"]) == (None, None)
    assert "Golongan" not in cli.text("receptionist", "case", "show", number)
