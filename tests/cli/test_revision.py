"""`--revision N`: an act goes on only if the case is still as the script has seen it."""

from __future__ import annotations

import pytest

from desk.cli.registry import WORDS, commands_of
from tests.cli.conftest import Cli
from tests.cli.samples import COMPLAINT, WA

UNGUARDED = {"case note", "disposition answer"}
"""They stand beside whatever others do with the case."""
OPENING = {"letter add", "complaint add"}
READING = {"complaint identity"}
"""It is told of, and changes nothing."""
WITH_A_BASIS = {"case erase"}
"""An act that gives its basis in the place of a reason."""


def test_every_act_on_a_case_can_be_guarded() -> None:
    acts = {
        command.path
        for word in ("case", "letter", "complaint", "disposition")
        if word in WORDS
        for command in commands_of(word)
        if command.late or command.has_reason or command.path in WITH_A_BASIS
    }
    guarded = {command.path for word in WORDS for command in commands_of(word) if command.guarded}
    assert acts - OPENING - UNGUARDED - READING <= guarded


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("mail_clerk", ("case", "take", "1")),
        ("mail_clerk", ("case", "finish", "1")),
        ("mail_clerk", ("case", "pause", "1", "--for", "applicant", "--reason", "x")),
        ("section_head", ("case", "assign", "1", "--to", "mail_clerk", "--reason", "x")),
        ("section_head", ("case", "cancel", "1", "--reason", "x")),
        ("section_head", ("letter", "void", "1", "--reason", "x")),
        ("section_head", ("letter", "correct", "1", "--subject", "Lain", "--reason", "x")),
        ("section_head", ("case", "target", "1", "--due", "2026-11-30T10:00", "--reason", "x")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[1],
)
def test_an_act_on_an_older_revision_is_refused_and_changes_nothing(
    cli: Cli, who: str, words: tuple[str, ...]
) -> None:
    cli.do("mail_clerk", "letter", "add", *WA, "--complete")
    seen = cli.do(who, "case", "show", "1")["revision"]
    cli.do("section_head", "case", "note", "1", "--text", "menyusul")
    before = cli.do(who, "case", "show", "1")
    assert cli.refuse(who, 1, *words, "--revision", str(seen))["code"] == "stale"
    assert cli.do(who, "case", "show", "1") == before
    cli.do(who, *words, "--revision", str(before["revision"]))


def test_a_revision_is_a_number(cli: Cli) -> None:
    cli.do("mail_clerk", "letter", "add", *WA, "--complete")
    assert cli.refuse("mail_clerk", 2, "case", "take", "1", "--revision", "terakhir")["field"] == "revision"


@pytest.mark.parametrize(
    "words",
    [
        ("complaint", "class", "P-1", "--class", "minor", "--reason", "x"),
        ("complaint", "correct", "P-1", "--text", "Lampu padam dua malam", "--reason", "x"),
        ("complaint", "protect", "P-1", "--confidential", "--reason", "x"),
        ("case", "erase", "P-1", "--basis", "SK 1", "--confirm", "P-1"),
    ],
    ids=lambda value: " ".join(value[:2]),
)
def test_an_act_on_an_older_revision_of_a_complaint_is_refused_and_changes_nothing(
    cli: Cli, words: tuple[str, ...]
) -> None:
    cli.do("complaint_officer", "complaint", "add", *COMPLAINT)
    seen = cli.do("manager", "case", "show", "P-1")["revision"]
    cli.do("manager", "case", "note", "P-1", "--text", "menyusul")
    if "erase" in words:
        cli.do("manager", "case", "cancel", "P-1", "--reason", "ditarik")
    before = cli.do("manager", "case", "show", "P-1")
    assert cli.refuse("manager", 1, *words, "--revision", str(seen))["code"] == "stale"
    assert cli.do("manager", "case", "show", "P-1") == before
    cli.do("manager", *words, "--revision", str(before["revision"]))
