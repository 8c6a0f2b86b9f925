"""Every option of every command takes any text: stored whole and shown inert, or refused in words at its field.

The commands and their options are those of the registry, so a new one is walked without a line here.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk import db
from desk.assets import ASSETS
from desk.cli.parser import Parser, _declare
from desk.cli.registry import WORDS, commands_of
from desk.office import opening
from desk.office.casefile import view_case
from desk.office.session import Session
from tests.busy import EVERYBODY
from tests.conftest import PASSWORD
from tests.naughty import BLANK, LONG, SHORT_MIX, UNSTORABLE, is_inert

if TYPE_CHECKING:
    from tests.cli.conftest import Cli, Result

COMMANDS = {command.path: command for word in WORDS for command in commands_of(word) if word != "demo"}
"""`demo` builds an office of its own; its options are numbers."""

FREE_TEXT = ("TEKS", "NAMA")
"""The metavars of options that a person fills with words; others name something or are read."""

VALUES = {
    "mix": SHORT_MIX,
    "broken": UNSTORABLE["invalid utf-8"],
    "nul": UNSTORABLE["nul"],
    "blank": BLANK["blank signs"],
    "long": LONG["many escapes"],
}

BEGINNINGS = ("Awal", "satu")
"""How the tried texts begin."""

GOOD: dict[str, str] = {
    "case": "1",
    "agenda_no": "1",
    "number": "005/1",
    "complaint class.number": "P-1",
    "complaint correct.number": "P-1",
    "complaint identity.number": "P-1",
    "complaint protect.number": "P-1",
    "case erase.case": "6",
    "case erase.confirm": "0006/2026",
    "case exclude.user": "pr_officer",
    "active": "2",
    "inactive": "3",
    "minutes": "15",
    "complaint show.number": "P-1",
    "disposition answer.case": "3",
    "disposition answer.answer": "replied",
    "disposition answer.text": "sudah",
    "case resume.case": "4",
    "letter complete.agenda_no": "5",
    "letter complete.have": "materi",
    "letter attachment.agenda_no": "5",
    "case reopen.case": "6",
    "case reopen.step": "2",
    "case return.case": "P-2",
    "case reschedule.case": "7",
    "case target.due": "2026-12-23T09:00",
    "class set.limits": "minor=5 normative=5 non_oversight=14 oversight=60",
    "calendar holiday remove.date": "2026-12-25",
    "case assign.to": "mail_clerk",
    "case undo.case": "2",
    "case correct.case": "2",
    "case correct.happened": "2026-11-23T09:01",
    "service": "wa-center",
    "complaint add.service": "pengaduan-dinkominfo",
    "class_key": "minor",
    "user": "manager",
    "user add.user": "baru",
    "login.user": EVERYBODY,
    "position": "pr_officer",
    "to": "pr_officer",
    "case dispose.case": "2",
    "instruction": "follow_up",
    "day": "jumat",
    "hours": "07.30-11.30",
    "key": "office",
    "service show.key": "wa-center",
    "new_key": "loket",
    "year": "2028",
    "name": "Ramadan 1448 H",
    "basis": "SE 1/2026",
    "days": "30",
    "holder": "manager",
    "zone": "Asia/Jakarta",
    "services": "wa-center",
}
"""What an option is given while another is tried: by command and name, else by name."""

ALSO = {
    "disposition answer": "text",
    "letter correct": "subject",
    "complaint correct": "text",
    "complaint protect": "confidential",
    "calendar holiday add": "basis",
    "calendar period add": "basis",
    "calendar recompute": "basis",
}
"""What is optional by itself but needed together with the rest."""

BY_TYPE = {"day": "2026-11-20", "month": "2026-11", "moment": "2026-11-23T08:58", "count": "1"}

UNREADY = {
    *("init", "restore", "user enable", "user unlock", "clock confirm"),
    *("calendar holiday confirm", "calendar recompute", "case readmit", "incident done"),
    *("retention assign", "retention set", "retention destroy"),
}
"""Refused as they are called here; their options are tried all the same."""


def parser_of(path: str) -> Parser:
    parser = Parser(prog="desk")
    _declare(parser, COMMANDS[path])
    return parser


def options_of(path: str) -> list[argparse.Action]:
    """Those of its own that take a value; the common ones are tried below."""
    common = ("help", "json", "home", "database")
    return [action for action in parser_of(path)._actions if action.nargs != 0 and action.dest not in common]


class Line:
    """Writes command lines in which all is well but one value."""

    def __init__(self, folder: Path, finished: int) -> None:
        self.good_values = GOOD | {
            "case correct.event": str(finished),
            "letter attachment.output": str(folder / "salinan.pdf"),
            "file": str(ASSETS / "services" / "surat-umum.toml"),
            "backup.file": str(folder / "salinan.backup"),
            "attach": str(folder / "pindaian.pdf"),
        }

    def words(self, path: str, tried: str | None = None, value: str = "") -> list[str]:
        parser = parser_of(path)
        wanted = [
            action for action in parser._actions if action.required or action.dest in (tried, ALSO.get(path))
        ]
        for group in parser._mutually_exclusive_groups:
            if group.required and not any(action in wanted for action in group._group_actions):
                wanted.append(group._group_actions[0])
        if tried == "reason" and not COMMANDS[path].has_reason:
            wanted += [action for action in parser._actions if action.dest == "at"]
        options, bare = [], []
        for action in wanted:
            text = value if action.dest == tried else self.good(path, action)
            if action.nargs == 0:
                options.append(action.option_strings[-1])
            elif action.option_strings:
                options.append(f"{action.option_strings[-1]}={text}")
            else:
                bare += text.split() if action.nargs == "+" and action.dest != tried else [text]
        return [*path.split(), *options, "--", *bare] if bare else [*path.split(), *options]

    def good(self, path: str, action: argparse.Action) -> str:
        kind = getattr(action.type, "__name__", "")
        for name in (f"{path}.{action.dest}", action.dest):
            if name in self.good_values and (kind != "day" or "." in name):
                return self.good_values[name]
        if action.choices:
            return str(next(iter(action.choices)))
        return BY_TYPE.get(kind, "kata")


@pytest.fixture
def home_template(busy_template: Path) -> Path:
    return busy_template


@pytest.fixture
def busy(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("DESK_NEW_PASSWORD", f"{PASSWORD}-baru")
    monkeypatch.chdir(tmp_path)
    db.close_database()
    return cli


@pytest.fixture
def line(busy: Cli) -> Line:
    office = opening.open_office(busy.desk.config.database_url, busy.desk.clock)
    history = view_case(Session(office, office.people[EVERYBODY]), "2").history
    db.close_database()
    finished = next(event.event_id for event in history if event.kind == "finished")
    return Line(busy.desk.config.home, finished)


class Kept:
    """Runs each command on the same office: whatever one wrote is undone before the next."""

    def __init__(self, cli: Cli) -> None:
        self.cli = cli
        self.home = cli.desk.config.home
        self.before = {name: (self.home / name).read_bytes() for name in ("desk.db", "session")}

    def run(self, words: list[str], *, as_json: bool) -> Result:
        for name, content in self.before.items():
            (self.home / name).write_bytes(content)
            (self.home / name).chmod(0o600)
        for name in ("desk.db-wal", "desk.db-shm"):
            (self.home / name).unlink(missing_ok=True)
        depth = next(place for place, word in enumerate([*words, "-"]) if word.startswith("-"))
        flag = ["--json"] if as_json else []
        self.cli.capsys.readouterr()
        return self.cli.raw(*words[:1], *flag, *words[1:]) if depth else self.cli.raw(*flag, *words)

    def stored(self) -> list[str]:
        """The tried texts in every table, JSON taken apart."""
        with sqlite3.connect(self.home / "desk.db") as base:
            tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            cells = [
                cell for table in tables for row in base.execute(f'SELECT * FROM "{table}"') for cell in row
            ]
        base.close()
        return [text for cell in cells if isinstance(cell, str) for text in _texts(cell)]


def _texts(cell: str) -> list[str]:
    if not any(beginning in cell for beginning in BEGINNINGS):
        return []
    try:
        found = json.loads(cell)
    except ValueError:
        return [cell]
    return list(_leaves(found))


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in _leaves(part)]
    if isinstance(value, list):
        return [text for item in value for text in _leaves(item)]
    return [str(value)]


def test_the_good_line_of_every_command_is_accepted(busy: Cli, line: Line) -> None:
    """Else the walk below would only see refusals of something else."""
    kept = Kept(busy)
    refused = {}
    for path in COMMANDS:
        result = kept.run(line.words(path), as_json=True)
        if result.status:
            refused[path] = result.err
    assert set(refused) <= UNREADY, "\n".join(f"{k}: {v}" for k, v in refused.items())


@pytest.mark.parametrize("path", COMMANDS)
def test_any_text_is_stored_whole_or_refused_in_words(busy: Cli, line: Line, path: str) -> None:
    kept, wrong = Kept(busy), []
    for option in options_of(path):
        for kind in VALUES if option.metavar in FREE_TEXT else ("mix", "broken"):
            for as_json in (True, False) if kind == "mix" else (True,):
                result = kept.run(line.words(path, option.dest, VALUES[kind]), as_json=as_json)
                wrong += [f"{option.dest} {kind}: {text}" for text in _faults(result, kind, option, as_json)]
            if any(text.startswith(BEGINNINGS) and text != SHORT_MIX for text in kept.stored()):
                wrong.append(f"{option.dest} {kind}: stored in part")
    assert not wrong, "\n".join(wrong)


def _faults(result: Result, kind: str, option: argparse.Action, as_json: bool) -> list[str]:
    printed = result.err + (json.dumps(result.data) if as_json else str(result.data))
    found = []
    if result.status not in (0, 1, 2, 3) or "Traceback" in result.err or "kesalahan di dalam" in result.err:
        found.append(f"status {result.status}: {result.err}")
    if not is_inert(printed):
        found.append(f"not inert: {printed!r}"[:300])
    if kind not in ("broken", "nul") or option.type is Path:
        return found
    if not result.status:
        return [*found, "accepted what no database holds"]
    names = {option.dest, *(name.lstrip("-").replace("-", "_") for name in option.option_strings)}
    if result.error["field"] not in names:
        found.append(f"refused at {result.error['field']}: {result.error['message'][:100]}")
    return found
