"""argparse in Indonesian, built from the registry."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from desk.cli.registry import BRANCHES, WORDS, Command, commands_of
from desk.cli.values import count, moment


class UsageError(Exception):
    """The command line cannot be understood (exit 2)."""

    def __init__(self, message: str, field: str | None = None, usage: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """The option at fault (English snake_case). None: no single one is."""
        self.usage = usage
        """How the command is written. Empty: not known."""


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with an Indonesian heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in Indonesian, and raises instead of ending the process."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False, allow_abbrev=False, formatter_class=Help)

    def error(self, message: str) -> NoReturn:
        for pattern, words in _MESSAGES:
            if match := pattern.fullmatch(message):
                raise UsageError(words(*match.groups()), self._field(match[1]), self.format_usage().strip())
        raise UsageError(message, None, self.format_usage().strip())

    def _field(self, names: str) -> str | None:
        """The first option that a message names: as it is written, or what a bare argument is called in JSON."""
        named = re.match(r"-{0,2}([A-Za-z][A-Za-z_-]*)", names)
        if named is None:
            return None
        bare = {str(action.metavar): action.dest for action in self._actions if not action.option_strings}
        if named[0] == "PERINTAH":
            return "command"
        return bare.get(named[0], named[1].lower().replace("-", "_"))


def _message(pattern: str, words: Callable[..., str]) -> tuple[re.Pattern[str], Callable[..., str]]:
    return re.compile(pattern, re.DOTALL), words


QUOTE = "'"
_MESSAGES = (
    _message(r"the following arguments are required: (.+)", lambda names: f"belum diisi: {names}"),
    _message(r"unrecognized arguments: (.+)", lambda names: f"tidak dikenal: {names}"),
    _message(r"argument (.+?): expected one argument", lambda name: f"{name} memerlukan satu nilai"),
    _message(r"argument (.+?): expected at least one argument", lambda name: f"{name} memerlukan nilai"),
    _message(
        r"argument (PERINTAH): invalid choice: (.+?) \(choose from (.+)\)",
        lambda _name, value, known: f"perintah {value} tidak ada; pilihan: {known.replace(QUOTE, '')}",
    ),
    _message(
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        lambda name, value, known: f"{name}: {value} tidak dikenal; pilihan: {known.replace(QUOTE, '')}",
    ),
    _message(
        r"argument (.+?): not allowed with argument (.+)",
        lambda name, other: f"{name} tidak dapat dipakai bersama {other}",
    ),
    _message(
        r"one of the arguments (.+) is required", lambda names: f"isi salah satu: {names.replace(' ', ', ')}"
    ),
    _message(
        r"argument (.+?): ignored explicit argument (.+)",
        lambda name, value: f"{name} tidak menerima nilai {value}",
    ),
    _message(r"argument (.+?): (.+)", lambda name, detail: f"{name}: {detail}"),
)
"""What argparse says, in Indonesian. Anything it may say beyond these is passed on as it is."""


def build_parser(argv: Sequence[str]) -> Parser:
    """The parser for a command line. Only commands whose first word occurs in `argv` are filled in."""
    parser = Parser(
        prog="desk",
        description="Meja depan kantor: surat, pengaduan, langkah SOP dan batas waktunya.\n"
        "Tanpa perintah: membuka layar.",
    )
    parser.set_defaults(home=None, database=None, json=False, command=None)
    common = parser.add_argument_group("umum")
    _add_common(common)
    common.add_argument("--version", action="store_true", help="menampilkan versi")
    words = parser.add_subparsers(title="perintah", metavar="PERINTAH", parser_class=Parser)
    for word, about in WORDS.items():
        below = words.add_parser(word, help=about.help, description=_sentence(about.help))
        if word in argv:
            _fill(below, word)
    return parser


def _fill(parser: Parser, word: str) -> None:
    commands = commands_of(word)
    if commands[0].path == word:
        _declare(parser, commands[0])
        return
    _add_common(parser.add_argument_group("umum"))
    _branch(parser, commands, 1)


def _branch(parser: Parser, commands: Sequence[Command], depth: int) -> None:
    """One parser for each word of the commands at that depth; several commands below one word branch again."""
    branches = parser.add_subparsers(
        title="perintah", metavar="PERINTAH", dest=f"word_{depth}", required=True, parser_class=Parser
    )
    below: dict[str, list[Command]] = {}
    for command in commands:
        below.setdefault(command.path.split()[depth], []).append(command)
    for name, found in below.items():
        if len(found[0].path.split()) == depth + 1:
            about = found[0].help
            _declare(branches.add_parser(name, help=about, description=_sentence(about)), found[0])
        else:
            about = BRANCHES[" ".join(found[0].path.split()[: depth + 1])]
            _branch(branches.add_parser(name, help=about, description=_sentence(about)), found, depth + 1)


def _declare(parser: Parser, command: Command) -> None:
    own = parser.add_argument_group("isian dan pilihan")
    command.options(own)
    if command.has_reason:
        both = "; juga alasan entri susulan" if command.late else ""
        own.add_argument("--reason", metavar="TEKS", required=True, help=f"alasannya{both}")
    if command.late:
        own.add_argument("--at", type=moment, metavar="ISO", help="entri susulan: waktu kejadian sebenarnya")
        if not command.has_reason:
            own.add_argument("--reason", metavar="TEKS", help="alasan entri susulan")
    if command.guarded:
        own.add_argument(
            "--revision",
            type=count,
            metavar="N",
            help="hanya bila berkas masih seperti itu; lihat revision pada: desk case show --json",
        )
    if command.as_of:
        own.add_argument("--as-of", type=moment, metavar="ISO", help="keadaan pada waktu itu, hanya dibaca")
    _add_common(parser.add_argument_group("umum"))
    parser.set_defaults(command=command)


def _add_common(group: Any) -> None:
    """Options that may stand anywhere on the line; unset ones leave what was said before them."""
    unset = argparse.SUPPRESS
    group.add_argument("-h", "--help", action="help", help="menampilkan bantuan ini")
    group.add_argument(
        "--home", metavar="FOLDER", default=unset, help="folder basis data dan sesi (DESK_HOME)"
    )
    group.add_argument("--database", metavar="URL", default=unset, help="sqlite:///BERKAS (DESK_DATABASE)")
    group.add_argument("--json", action="store_true", default=unset, help="hasil sebagai satu dokumen JSON")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
