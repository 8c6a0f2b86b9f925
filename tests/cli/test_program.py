"""The program itself: exit statuses, wrong usage, what it imports, what people read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desk import __version__, driver
from desk.__main__ import main
from desk.clock import SystemClock
from tests.cli.samples import WA, log

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Cli


def test_a_command_never_imports_textual(cli: Cli) -> None:
    script = (
        "import sys; from desk.__main__ import main; status = main(sys.argv[1:]);"
        "loaded = {'textual', 'rich'} & set(sys.modules); assert not loaded, loaded; sys.exit(status)"
    )
    cli.desk.clock.set(SystemClock().now())  # the program itself has no other, and tokens expire
    cli.sign_in("manager")
    for words in (["board"], ["case", "list", "--json"], ["service", "list"], ["--help"]):
        command = [sys.executable, "-c", script, "--home", str(cli.desk.config.home), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_version_is_told_without_loading_a_library() -> None:
    script = (
        "import sys; from desk.__main__ import main; main(['--version']);"
        "assert not {'peewee', 'pendulum', 'argparse', 'textual'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"desk {__version__}\n"


def test_without_a_command_the_desk_opens(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import desk.app

    monkeypatch.setattr(desk.app, "run", lambda config: 7 if config == cli.desk.config else 0)
    assert cli.raw().status == 7


def test_an_unforeseen_error_is_logged_without_what_it_was_about(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Siti Rahma")

    monkeypatch.setattr("desk.cli.ledger.verify", fail)
    error = cli.refuse("manager", 1, "verify")
    assert error["code"] == "internal"
    logged = (cli.desk.config.home / "desk.log").read_text(encoding="utf-8")
    assert "builtins.ValueError" in logged
    assert "Siti" not in logged


def test_a_home_that_is_a_file_is_a_plain_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "bukan-folder"
    place.write_text("")
    words = ["--home", str(place), "init", "--office", "Kantor", "--admin", "budi", "--json"]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["message"]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["foo"], "command"),
        (["letter", "foo"], "command"),
        (["case", "show"], "case"),
        (["case", "show", "1", "--as-of", "kemarin"], "as_of"),
        (["case", "show", "1", "--as-of", "2026-11-23"], "as_of"),
        (["case", "show", "1", "--as-of", "now"], "as_of"),
        (["letter", "add", *WA[:6], "--date", "31-11-2026", "--subject", "x"], "date"),
        (["letter", "add", *WA, "--urgency", "x"], "urgency"),
        (["letter", "add", *WA, "--no-number"], "no_number"),
        (["letter", "add", *WA, "--received", "2026-11-23T08:00", "--at", "2026-11-23T08:00"], "at"),
        (["case", "take", "1", "--reason", "tanpa waktu"], "reason"),
        (["board", "--tidak-ada"], "tidak_ada"),
        (["calendar", "show", "--month", "2026-13"], "month"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(cli: Cli, words: list[str], field: str) -> None:
    error = cli.refuse("mail_clerk", 2, *words)
    assert (error["code"], error["field"]) == ("usage", field)


def test_names_are_never_abbreviated(cli: Cli) -> None:
    assert cli.refuse("mail_clerk", 2, "case", "list", "--stat", "done")["code"] == "usage"


def test_stored_escape_sequences_and_markup_are_only_text(cli: Cli) -> None:
    nasty = "[red]x[/salah] \x1b[2J\u202eabc\nbaris dua"
    cli.do("mail_clerk", "letter", "add", *WA[:8], "--subject", nasty, "--complete")
    for words in (
        ["case", "show", "1"],
        ["letter", "list"],
        ["letter", "show", "1"],
        ["board"],
        ["case", "list"],
    ):
        text = cli.text("manager", *words)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[red]x[/salah]" in text
    assert cli.do("manager", "letter", "show", "1")["subject"] == nasty


def test_a_person_reads_band_and_remaining_time_in_words(cli: Cli) -> None:
    case = log(cli)
    assert "● aman, sisa 30 m 00 d" in cli.text("manager", "case", "show", case)
    cli.at("2026-11-23 09:45")
    assert "▲ terlambat" in cli.text("manager", "case", "show", case)
    assert "-00:15:00" in cli.text("manager", "board")
    assert "istirahat" in cli.text("manager", "due", "wa-center", "--at", "2026-11-27T11:20")


def test_a_locked_database_is_a_plain_message_and_nothing_is_written(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    cli.sign_in("mail_clerk")
    path = cli.desk.config.database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        monkeypatch.setattr(driver, "PATIENCE", 0.05)
        result = cli.raw("letter", "add", *WA, "--complete", "--json")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (result.status, result.error["code"]) == (1, "locked")
    assert cli.do("manager", "letter", "list") == []


def test_an_argument_left_out_is_named_in_english(cli: Cli) -> None:
    assert cli.refuse("manager", 2, "case", "finish")["field"] == "case"
    assert cli.refuse("manager", 2, "letter", "void")["field"] == "agenda_no"
    assert cli.refuse("manager", 2, "login")["field"] == "user"
    assert cli.refuse("manager", 2, "nosuch")["field"] == "command"
    assert cli.refuse("manager", 2, "case")["field"] == "command"
