"""Letters and complaints: names and fields that scripts rely on, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.samples import COMPLAINT, WA, log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_a_logged_letter_has_exactly_these_fields(cli: Cli) -> None:
    logged = cli.do("receptionist", "letter", "add", *WA, "--have", "surat_pengantar")
    assert logged == {
        "agenda_no": "0001/2026",
        "case": "0001/2026",
        "status": "incomplete",
        "missing": ["materi"],
        "started_at": None,
        "due_at": None,
        "duplicates": [],
        "warnings": [],
    }
    completed = cli.do("receptionist", "letter", "complete", "1", "--have", "materi")
    assert completed["status"] == "registered"
    assert completed["due_at"] == "2026-11-23T09:30:00+07:00"


def test_a_same_letter_is_named_never_refused_and_the_reason_is_noted(cli: Cli) -> None:
    first = log(cli)
    result = cli.run("mail_clerk", "letter", "add", *WA, "--complete")
    assert result.data["duplicates"] == [first]
    assert first in result.err
    words = ("letter", "add", *WA, "--complete", "--same-as-ok", "Asli menyusul pindaian")
    result = cli.run("mail_clerk", *words)
    assert result.err == ""
    assert result.data["duplicates"] == ["0002/2026", "0001/2026"]
    assert "Sama dengan 0002/2026, 0001/2026: Asli menyusul" in cli.text(
        "manager", "case", "show", result.data["case"]
    )
    assert cli.do("manager", "verify")["ok"] is True


def test_letters_are_listed_found_shown_and_voided(cli: Cli) -> None:
    case = log(cli)
    assert cli.do("manager", "letter", "list")[0]["agenda_no"] == case
    assert cli.do("manager", "letter", "find", "contoh ucapan")[0]["status"] == "registered"
    assert cli.do("manager", "letter", "find", "lain") == []
    shown = cli.do("manager", "letter", "show", "1")
    assert (shown["from"], shown["letter_no"], shown["letter_date"]) == (
        "Dinas Contoh",
        "005/7",
        "2026-11-20",
    )
    assert cli.refuse("mail_clerk", 3, "letter", "void", case, "--reason", "Salah")["code"] == "not_allowed"
    assert cli.do("manager", "letter", "void", case, "--reason", "Salah catat")["voided"] is True
    assert cli.do("manager", "letter", "list")[0]["voided"] is True


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("--from", " "), "sender"),
        (("--subject", ""), "subject"),
        (("--date", "2026-11-24"), "letter_date"),
        (("--have", "paspor"), "have"),
        (("--received", "2026-11-23T09:01"), "received"),
        (("--received", "2026-11-20T09:01"), "reason"),
        (("--service", "hotline-bkpsdm"), "service"),
        (("--service", "tidak-ada"), "service"),
        (("--event-start", "2026-11-25T09:00"), "event_start"),
    ],
)
def test_a_letter_that_cannot_be_logged_names_its_field_and_takes_no_number(
    cli: Cli, change: tuple[str, ...], field: str
) -> None:
    assert cli.refuse("mail_clerk", 1, "letter", "add", *WA, *change)["field"] == field
    assert log(cli) == "0001/2026"


def test_a_logged_complaint_has_exactly_these_fields(cli: Cli) -> None:
    logged = cli.do(
        "complaint_officer", "complaint", "add", *COMPLAINT, "--phone", "0812-0000-0678", "--class", "minor"
    )
    assert logged == {
        "complaint_no": "P-0001/2026",
        "case": "P-0001/2026",
        "status": "registered",
        "started_at": "2026-11-23T09:00:00+07:00",
        "due_at": "2026-11-30T16:00:00+07:00",
        "attached_to": None,
        "duplicates": [],
        "warnings": [],
    }
    worker = cli.do("complaint_officer", "complaint", "show", "P-1")
    assert (worker["sender"], worker["phone"]) == ("S. R.", "0812*****678")
    other = cli.do("manager", "complaint", "show", "P-1")
    assert (other["sender"], other["phone"]) == ("S. R.", "0812*****678")
    assert cli.do("manager", "complaint", "list")[0]["from"] == "S. R."
    assert cli.refuse("manager", 1, "letter", "show", "P-1")["code"] == "not_found"
    assert (
        cli.refuse("manager", 1, "complaint", "class", "P-1", "--class", "x", "--reason", "y")["field"]
        == "class"
    )


def test_a_letter_takes_its_attachments_along(cli: Cli, tmp_path: Path) -> None:
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7")
    case = log(cli, "--attach", str(scan))
    [attachment] = cli.do("mail_clerk", "case", "show", case)["attachments"]
    assert (attachment["name"], attachment["size"]) == ("pindaian.pdf", 8)
    assert Path(attachment["path"]).read_bytes() == b"%PDF-1.7"
