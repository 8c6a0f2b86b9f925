"""Incidents with personal data by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

WHAT = ("--what", "Daftar pengadu terkirim ke alamat salah")


def test_an_incident_is_recorded_listed_and_reported(cli: Cli) -> None:
    words = (*WHAT, "--noticed", "2026-11-22T09:00", "--people", "3")
    told = cli.do("pr_officer", "incident", "add", *words)
    assert told == {
        "incident": 1,
        "what": WHAT[1],
        "noticed_at": "2026-11-22T09:00:00+07:00",
        "report_by": "2026-11-25T09:00:00+07:00",
        "remaining_seconds": 48 * 3600,
        "people": 3,
        "recorded_by": "pr_officer",
        "recorded_at": "2026-11-23T09:00:00+07:00",
        "done_at": None,
        "done_by": None,
        "done_reason": None,
    }
    assert "sisa 48 j" in cli.text("manager", "incident", "list")
    cli.at("2026-11-25 10:00")
    assert "LEWAT 1 j" in cli.text("manager", "incident", "list")
    assert cli.refuse("pr_officer", 3, "incident", "done", "1", "--reason", "x")["code"] == "not_allowed"
    assert cli.do("admin", "incident", "done", "1", "--reason", "surat 12")["done_by"] == "admin"
    assert "dilaporkan" in cli.text("manager", "incident", "list")
    assert cli.do("mail_clerk", "incident", "list") == []


def test_a_bad_incident_is_refused_at_its_field(cli: Cli) -> None:
    assert (
        cli.refuse("manager", 1, "incident", "add", *WHAT, "--noticed", "2026-11-24T09:00")["field"]
        == "noticed"
    )
    assert (
        cli.refuse("manager", 1, "incident", "add", "--what", " ", "--noticed", "2026-11-22T09:00")["field"]
        == "what"
    )
    assert cli.refuse("manager", 1, "incident", "done", "1", "--reason", "x")["field"] == "no"
