"""`desk disposition`: what waits for my own answer, and answering it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

LETTER = (
    "--service",
    "surat-umum",
    "--from",
    "Dinas Sosial",
    "--no-number",
    "--no-date",
    "--subject",
    "Bakti",
)


@pytest.fixture
def case(cli: Cli) -> str:
    number: str = cli.do("receptionist", "letter", "add", *LETTER)["case"]
    cli.do("receptionist", "case", "finish", number)
    to = ("--to", "pr_officer", "team_lead", "--cc", "manager", "--instruction", "attend")
    cli.do("section_head", "case", "dispose", number, *to, "--due", "2026-11-23T12:00")
    return number


def test_what_waits_for_me_is_listed_with_its_due(cli: Cli, case: str) -> None:
    (found,) = cli.do("team_lead", "disposition", "list")
    assert found == {
        "case": case,
        "disposition": 1,
        "role": "recipient",
        "by": "section_head",
        "at": "2026-11-23T09:00:00+07:00",
        "due_at": "2026-11-23T12:00:00+07:00",
        "overdue": False,
        "instructions": ["attend"],
        "answer": None,
        "sender": "Dinas Sosial",
        "subject": "Bakti",
    }
    assert cli.do("manager", "disposition", "list")[0]["role"] == "copy"
    assert cli.do("pr_officer", "disposition", "list") == []
    assert "Tidak ada disposisi" in cli.text("pr_officer", "disposition", "list")
    cli.at("2026-11-23 12:01")
    assert cli.do("team_lead", "disposition", "list")[0]["overdue"]
    assert "12.00 (lewat)" in cli.text("team_lead", "disposition", "list")


def test_each_answer_stands_with_its_disposition(cli: Cli, case: str) -> None:
    answer = ("disposition", "answer", case, "--disposition", "1", "--answer")
    cli.do("team_lead", *answer, "accepted")
    cli.at("2026-11-23 10:12")
    cli.do("manager", "disposition", "answer", case, "--answer", "read")
    shown = cli.do("team_lead", *answer, "replied", "--text", "Saya hadir")
    assert shown["dispositions"][0]["answers"] == [
        {"by": "team_lead", "answer": "accepted", "at": "2026-11-23T09:00:00+07:00", "text": ""},
        {"by": "manager", "answer": "read", "at": "2026-11-23T10:12:00+07:00", "text": ""},
        {"by": "team_lead", "answer": "replied", "at": "2026-11-23T10:12:00+07:00", "text": "Saya hadir"},
    ]
    assert "dibalas 10.12 — Saya hadir" in cli.text("manager", "case", "show", case)
    earlier = cli.do("manager", "case", "show", case, "--as-of", "2026-11-23T10:00")
    assert len(earlier["dispositions"][0]["answers"]) == 1


def test_an_answer_may_be_entered_late(cli: Cli, case: str) -> None:
    cli.at("2026-11-23 11:00")
    late = ("--at", "2026-11-23T09:30", "--reason", "listrik padam")
    shown = cli.do("manager", "disposition", "answer", case, "--answer", "read", *late)
    assert shown["dispositions"][0]["answers"][0]["at"] == "2026-11-23T09:30:00+07:00"


@pytest.mark.parametrize(
    ("user", "status", "words", "field"),
    [
        ("admin", 3, ("--answer", "read"), None),
        ("pr_officer", 3, ("--disposition", "1", "--answer", "read"), None),
        ("mail_clerk", 1, ("--answer", "read"), None),
        ("team_lead", 1, ("--answer", "replied"), "text"),
        ("team_lead", 1, ("--disposition", "2", "--answer", "read"), "disposition"),
        ("manager", 1, ("--answer", "accepted"), "answer"),
        ("team_lead", 2, ("--answer", "eaten"), "answer"),
        ("team_lead", 2, ("--disposition", "0", "--answer", "read"), "disposition"),
    ],
)
def test_an_answer_that_is_not_asked_or_cannot_be_is_refused(
    cli: Cli, case: str, user: str, status: int, words: tuple[str, ...], field: str | None
) -> None:
    assert cli.refuse(user, status, "disposition", "answer", case, *words)["field"] == field
