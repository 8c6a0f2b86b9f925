"""`case explain` and `case target`: the sum is the clock that `case show` gives, and reasons stay where they belong."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.cli.samples import COMPLAINT, log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def tiled(parts: list[dict[str, Any]]) -> int:
    """The counted seconds of intervals that follow each other without a gap."""
    assert all(a["to"] == b["from"] for a, b in pairwise(parts))
    for part in parts:
        length = datetime.fromisoformat(part["to"]) - datetime.fromisoformat(part["from"])
        assert part["counted_seconds"] in (0, length.total_seconds())
    return sum(part["counted_seconds"] for part in parts)


def deadline(cli: Cli, case: str, clock: str) -> dict[str, Any]:
    found = cli.do("manager", "case", "show", case)["deadlines"]
    return next(item for item in found if item["clock"] == clock)


def test_the_sum_of_every_clock_is_what_case_show_says_is_used(cli: Cli) -> None:
    case = cli.do("hotline_officer", "complaint", "add", *COMPLAINT, "--class", "minor")["case"]
    cli.at("2026-11-24 12:30")
    cli.do("complaint_officer", "case", "pause", case, "--for", "applicant", "--reason", "Foto kurang")
    cli.at("2026-11-26 08:00:07")
    cli.do("complaint_officer", "case", "resume", case)
    cli.at("2026-11-27 11:45")
    shown = cli.do("manager", "case", "show", case)
    assert tiled(cli.do("manager", "case", "explain", case)) == shown["used_seconds"]
    for item in shown["deadlines"]:
        parts = cli.do("manager", "case", "explain", case, "--clock", item["clock"])
        assert tiled(parts) == item["used_seconds"]
        assert {tuple(part) for part in parts} == {("from", "to", "counted_seconds", "reason")}
    assert "jeda, menunggu pemohon / pengadu: Foto kurang" in [part["reason"] for part in parts]


def test_to_due_goes_on_to_the_deadline_and_adds_up_to_the_allowance(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 09:10")
    past = cli.do("manager", "case", "explain", case)
    whole = cli.do("manager", "case", "explain", case, "--to-due")
    assert (past[-1]["to"], tiled(past)) == ("2026-11-23T09:10:00+07:00", 600)
    assert whole[-1]["to"] == cli.do("manager", "case", "show", case)["due_at"]
    assert tiled(whole[len(past):]) == 1200  # fmt: skip


def test_an_earlier_instant_is_explained_as_it_stood_then(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 12:30")
    then = cli.do("manager", "case", "explain", case, "--as-of", "2026-11-23T09:20")
    assert (then[-1]["to"], tiled(then)) == ("2026-11-23T09:20:00+07:00", 1200)


def test_a_person_reads_the_sum_the_deadline_and_why(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 09:10:05")
    text = cli.text("manager", "case", "explain", case)
    assert "Terpakai  10 m 05 d dari 30 m\n" in text
    assert "30 menit kerja sejak Sen 23 Nov 09.00: Sen 23 Nov 09.30." in text
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Sen 23 Nov 09.00 Sen 23 Nov 09.10.05 10 m 05 d jam kerja" in rows
    assert (
        "Sen 23 Nov 09.10.05 Sen 23 Nov 09.30 19 m 55 d jam kerja" in rows[rows.index("Yang akan datang:") :]
    )
    assert [row for row in rows if row.startswith("Jumlah")] == ["Jumlah 10 m 05 d", "Jumlah 19 m 55 d"]


def test_a_clock_that_the_case_does_not_have_is_refused_at_its_option(cli: Cli) -> None:
    case = log(cli)
    refused = cli.refuse("manager", 1, "case", "explain", case, "--clock", "class")
    assert (refused["field"], refused["code"]) == ("clock", "no_clock")
    cli.refuse("manager", 2, "case", "explain", case, "--clock", "cuaca")
    words = ("--service", "wa-center", "--from", "OPD", "--no-number", "--no-date", "--subject", "Hal")
    incomplete = cli.do("mail_clerk", "letter", "add", *words)["case"]
    assert cli.refuse("manager", 1, "case", "explain", incomplete)["code"] == "not_started"


def test_a_sealed_case_explains_its_clocks_without_its_reasons(cli: Cli) -> None:
    case = cli.do(
        "hotline_officer", "complaint", "add", *COMPLAINT, "--class", "minor", "--confidential"
    )["case"]  # fmt: skip
    cli.do("complaint_officer", "case", "pause", case, "--for", "applicant", "--reason", "Saksi takut")
    cli.at("2026-11-24 09:00")
    assert "Saksi takut" in str(cli.do("complaint_officer", "case", "explain", case, "--clock", "class"))
    others = str(cli.do("pr_officer", "case", "explain", case, "--clock", "class"))
    assert "Saksi takut" not in others
    assert "menunggu pemohon / pengadu: (rahasia)" in others


def test_a_target_is_agreed_once_and_both_deadlines_are_shown(cli: Cli) -> None:
    case = log(cli)
    due = ("--due", "2026-11-24T16:00", "--reason", "Menunggu data pusat")
    assert cli.refuse("pr_officer", 3, "case", "target", case, *due)["code"] == "not_allowed"
    early = ("--due", "2026-11-23T09:20", "--reason", "x")
    assert cli.refuse("section_head", 1, "case", "target", case, *early)["field"] == "due"
    agreed = cli.do("section_head", "case", "target", case, *due)
    assert agreed["due_at"] == "2026-11-24T16:00:00+07:00"
    service = deadline(cli, case, "service")
    assert (service["due_at"], service["agreed_due_at"]) == (
        "2026-11-23T09:30:00+07:00",
        "2026-11-24T16:00:00+07:00",
    )
    assert cli.refuse("section_head", 1, "case", "target", case, *due)["code"] == "target_agreed"
    assert "oleh Kepala Bagian" in cli.text("manager", "case", "explain", case)
