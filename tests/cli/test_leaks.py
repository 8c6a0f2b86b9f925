"""No command tells those from whom a case is kept what is in it: every command of the registry is tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desk.cli.registry import WORDS, Command, commands_of
from tests.leaks import MARK, PREFIX, Planted
from tests.permissions import KEPT

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

UNTRIED = {
    "init", "demo", "login", "logout", "passwd", "user", "service", "calendar", "clock", "class",
    "backup", "restore", "upgrade",
}  # fmt: skip
"""Words that read no case: setting up, signing in, keeping the office. Any other one is tried with all its commands."""
CASE = ("case", "agenda_no", "number", "complaint_no")
"""What commands call the number of a case."""
VALUES = {
    "text": PREFIX, "sender": f"{MARK[:3]}", "subject": "uji", "service": "surat-umum", "to": "pr_officer",
    "instruction": "follow_up", "user": "manager", "have": "materi", "step": "2", "event": "1", "no": "1",
    "class_key": "oversight", "due": "2026-12-04T16:00", "happened": "2026-11-23T09:55", "channel": "sms",
    "event_start": "2026-11-28T09:00", "at": "2026-11-23T09:00", "number": "x", "revision": "1", "expect": "1:x",
    "phone": "0812345678",
}  # fmt: skip
"""What is put into an option that must be filled; else its first choice."""


class Asked:
    """Takes down what a command asks for, in the place of a parser."""

    def __init__(self, case: str, output: Path) -> None:
        self.words: list[str] = []
        self.about_case = False
        self._case = case
        self._output = output

    def add_argument(self, *names: str, **settings: Any) -> None:
        plain = names[-1].lstrip("-").replace("-", "_")
        key = settings.get("dest", plain)
        if not names[0].startswith("-"):
            self.about_case |= plain in CASE
            self.words.append(self._case if plain in CASE else VALUES.get(key, "1"))
        elif settings.get("required"):
            choices = settings.get("choices")
            value = (
                str(self._output) if plain == "output" else choices[0] if choices else VALUES.get(key, "uji")
            )
            self.words += [names[-1], value]

    def add_mutually_exclusive_group(self, *, required: bool = False) -> Asked:
        return _Group(self) if required else self


class _Group(Asked):
    """Of options one of which must be there: the first is."""

    def __init__(self, whole: Asked) -> None:
        self._whole = whole
        self._done = False

    def add_argument(self, *names: str, **settings: Any) -> None:
        if not self._done:
            flag = settings.get("action") == "store_true"
            key = settings.get("dest", names[-1].lstrip("-"))
            self._whole.words += [names[-1]] if flag else [names[-1], VALUES.get(key, "2026-11-20")]
        self._done = True


def commands() -> Iterator[Command]:
    for word in WORDS.keys() - UNTRIED:
        yield from commands_of(word)


BOTH = ((), ("--json",))


def tries(
    planted: Planted, who: str, folder: Path
) -> Iterator[tuple[list[str], tuple[tuple[str, ...], ...]]]:
    """Every command with the ways of running it: reading ones about each case that is kept from that person, acts
    about one of each kind."""
    for command in commands():
        is_act = command.late or command.guarded or command.has_reason
        about = [planted.letters["secret"], planted.confidential] if is_act else planted.kept_from(who)
        for number in about:
            asked = Asked(number, folder / "salinan")
            command.options(asked)
            words = [
                *command.path.split(),
                *asked.words,
                *(["--reason", "uji"] if command.has_reason else []),
            ]
            yield words, ((),) if is_act else BOTH
            if command.as_of:
                yield [*words, "--as-of", "2026-11-23T12:00"], (("--json",),)
            if not asked.about_case:
                break
    yield ["letter", "find", PREFIX], BOTH
    yield ["case", "list", "--all"], BOTH


@pytest.fixture
def home_template(planted_template: Planted) -> Path:
    return planted_template.desk.config.home


@pytest.fixture
def planted(planted: Planted) -> Planted:
    planted.desk.set("2026-11-23 13:30")
    return planted


@pytest.mark.parametrize("who", ["agency_secretary", KEPT])
def test_no_command_tells_what_is_kept_from_whoever_runs_it(
    cli: Cli, planted: Planted, tmp_path: Path, who: str
) -> None:
    if who != KEPT:
        why = ("--reason", "supaya tidak ada yang terbuka")
        cli.do("manager", "case", "exclude", planted.about_kept, "--user", who, *why)
    cli.sign_in(who)
    leaks = []
    for words, modes in tries(planted, who, tmp_path):
        for mode in modes:
            result = cli.raw(*words, *mode)
            if MARK in f"{result.data} {result.err}".casefold():
                leaks.append(" ".join((*words, *mode)))
    assert leaks == []
    log = planted.desk.config.home / "desk.log"
    assert not log.exists() or MARK not in log.read_text(encoding="utf-8").casefold()
    assert not (tmp_path / "salinan").exists()


def test_a_low_position_finds_and_counts_nothing_by_what_is_sealed(cli: Cli, planted: Planted) -> None:
    for who in ("agency_secretary", KEPT):
        for text in (MARK, PREFIX, f"{MARK} pengirim"):
            assert cli.do(who, "letter", "find", text) == []


def test_whoever_may_read_it_is_told_by_the_same_commands(cli: Cli, planted: Planted) -> None:
    number = planted.letters["secret"]
    for words in (
        ("case", "show", number),
        ("case", "history", number),
        ("letter", "show", number),
        ("letter", "find", PREFIX),
        ("case", "list"),
        ("board",),
        ("case", "explain", number),
    ):
        for mode in BOTH:
            cli.sign_in("pr_officer")
            assert MARK in str(cli.raw(*words, *mode).data).casefold(), words
