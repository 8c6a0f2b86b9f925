"""Retention by command: classes from the region's schedule, what is due, destruction by its minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.samples import log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

YEARS = ("--active", "0", "--inactive", "0")
WORDS = ("--name", "Surat rutin", *YEARS, "--action", "destroy", "--basis", "JRA II.3")


def test_from_a_class_to_the_destruction_of_what_is_due(cli: Cli) -> None:
    case = log(cli)
    cli.do("manager", "case", "cancel", case, "--reason", "ditarik")
    assert cli.do("admin", "retention", "class", "list") == []
    assert "Belum ada kelas retensi" in cli.text("admin", "retention", "class", "list")
    assert cli.refuse("manager", 3, "retention", "class", "add", "rutin", *WORDS)["code"] == "not_allowed"
    cli.do("admin", "retention", "class", "add", "rutin", *WORDS)
    (told,) = cli.do("admin", "retention", "assign", "letter", "rutin")
    assert told == {
        "key": "rutin", "name": "Surat rutin", "active_years": 0, "inactive_years": 0,
        "final_action": "destroy", "basis": "JRA II.3", "services": ["letter"],
    }  # fmt: skip
    assert "Surat rutin" in cli.text("admin", "retention", "class", "list")
    (item,) = cli.do("manager", "retention", "due")
    assert item == {
        "case": case, "service": "wa-center", "closed_on": "2026-11-23", "due_on": "2026-11-23",
        "retention": "rutin", "final_action": "destroy",
    }  # fmt: skip
    assert "musnah" in cli.text("manager", "retention", "due")
    assert cli.refuse("mail_clerk", 3, "retention", "due")["code"] == "not_allowed"
    assert cli.refuse("manager", 1, "retention", "destroy", "2", "--basis", "BA 1")["code"] == "not_due"
    result = cli.run("manager", "retention", "destroy", case, "--basis", "BA 1/2031")
    assert result.data == {"destroyed": [case], "basis": "BA 1/2031", "cleared": True}
    assert "Cadangan" in result.err
    assert cli.do("manager", "letter", "show", case)["from"] == "(dihapus)"


def test_a_case_gets_a_class_of_its_own_with_a_reason(cli: Cli) -> None:
    case = log(cli)
    cli.do("admin", "retention", "class", "add", "rutin", *WORDS)
    told = cli.do("manager", "retention", "set", case, "rutin", "--reason", "bernilai")
    assert told == {"case": case, "retention": "rutin"}
    assert cli.refuse("manager", 1, "retention", "set", case, "gaib", "--reason", "x")["field"] == "retention"
    assert cli.do("manager", "case", "history", case)[-1]["text"] == "Kelas retensi rutin: bernilai"
