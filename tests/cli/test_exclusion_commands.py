"""`complaint add --exclude`, `case exclude`, `case readmit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.samples import COMPLAINT

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

WHY = ("--reason", "disebut pengadu")


def test_a_complaint_is_closed_to_those_it_names(cli: Cli) -> None:
    number = cli.do("receptionist", "complaint", "add", *COMPLAINT, "--exclude", "complaint_officer")["case"]
    shown = cli.do("manager", "case", "show", number)
    assert (shown["excluded"], shown["unmanned"]) == (["complaint_officer"], True)
    assert "tidak ada pelaksana lain" in cli.text("manager", "case", "show", number)
    sealed = cli.do("complaint_officer", "case", "show", number)
    assert (sealed["excluded"], sealed["unmanned"]) == ([], False)
    assert "Air keruh" not in cli.text("complaint_officer", "complaint", "show", number)
    assert cli.do("complaint_officer", "case", "list", "--mine") == []
    history = cli.do("complaint_officer", "case", "history", number)
    assert "excluded" not in [event["kind"] for event in history]
    assert cli.refuse("complaint_officer", 3, "case", "take", number)["code"] == "sealed"


def test_people_are_kept_out_later_and_let_in_again(cli: Cli) -> None:
    number = cli.do("receptionist", "complaint", "add", *COMPLAINT)["case"]
    told = cli.do("receptionist", "case", "exclude", number, "--user", "agency_head", "manager", *WHY)
    assert told["excluded"] == ["agency_head", "manager"]
    assert cli.refuse("manager", 3, "case", "readmit", number, "--user", "manager", *WHY)["code"] == "sealed"
    assert cli.refuse("receptionist", 3, "case", "readmit", number, "--user", "manager", *WHY)
    told = cli.do("team_lead", "case", "readmit", number, "--user", "manager", *WHY)
    assert told["excluded"] == ["agency_head"]


def test_refusals_name_the_option(cli: Cli) -> None:
    number = cli.do("receptionist", "complaint", "add", *COMPLAINT)["case"]
    assert cli.refuse("manager", 1, "case", "exclude", number, "--user", "entah", *WHY)["field"] == "user"
    assert cli.refuse("pr_officer", 3, "case", "exclude", number, "--user", "manager", *WHY)
    wrong = cli.refuse("receptionist", 1, "complaint", "add", *COMPLAINT, "--exclude", "receptionist")
    assert wrong["field"] == "exclude"


def test_no_head_brings_whom_a_confidential_complaint_is_about_back_to_it(cli: Cli) -> None:
    closed = (*COMPLAINT, "--confidential", "--exclude", "complaint_officer")
    number = cli.do("receptionist", "complaint", "add", *closed)["case"]
    accused = ("--user", "complaint_officer", *WHY)
    assert cli.refuse("manager", 3, "case", "readmit", number, *accused)["code"] == "sealed"
    others = ("--user", "receptionist", *WHY)
    assert cli.refuse("manager", 3, "case", "exclude", number, *others)["code"] == "sealed"
    error = cli.refuse("manager", 1, "case", "assign", number, "--to", "complaint_officer", *WHY)
    assert (error["field"], error["code"]) == ("to", "kept_out")
    cli.do("receptionist", "case", "readmit", number, *accused)
    cli.do("complaint_officer", "case", "take", number)
