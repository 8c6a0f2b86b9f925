"""What a command is given: its arguments, and the office and the signed-in person once it asks for them."""

from __future__ import annotations

import argparse
import os
import sys
from functools import cached_property
from typing import Any

from desk.cli.parser import UsageError
from desk.clock import Clock
from desk.config import Config
from desk.domain.calendar import Instant
from desk.errors import AccessError
from desk.office import opening, people, periodic, tokens
from desk.office.office import Office
from desk.office.session import Session

NEW_PASSWORD = "DESK_NEW_PASSWORD"


class Context:
    """One run of one command."""

    def __init__(self, config: Config, args: argparse.Namespace, clock: Clock | None) -> None:
        self.config = config
        self.args = args
        self.clock = clock
        """None: the machine's clock, or a demo office's *jam contoh*."""

    @cached_property
    def office(self) -> Office:
        """The office at the configured place; NotFound if there is none."""
        self.config.require_private()
        return opening.open_office(self.config.database_url, self.clock)

    @cached_property
    def signed_in(self) -> Session:
        """Whoever signed in with `desk login`, also with a password that is yet to be changed."""
        return tokens.resume_session(self.office, self.config.session_file)

    @cached_property
    def session(self) -> Session:
        """Whoever signed in with `desk login`; AccessError if nobody did, or with a password that others know."""
        if people.must_change_password(self.signed_in):
            raise AccessError(
                "Kata sandi Anda dibuat oleh orang lain. Gantilah dahulu: desk passwd",
                code="must_change_password",
            )
        periodic.open_due_tasks(self.office)
        return self.signed_in

    def instant(self, name: str) -> Instant | None:
        """The instant that an option says; None where it was left out."""
        value = getattr(self.args, name, None)
        return None if value is None else value.instant(self.office.zone)

    @property
    def as_of(self) -> Instant | None:
        return self.instant("as_of")

    @property
    def shown_at(self) -> Instant:
        """The instant that clocks and bands are read at."""
        return self.session.now() if self.as_of is None else self.as_of

    @property
    def late(self) -> dict[str, Any]:
        """`at` and `reason` of an act, as every act of the office takes them."""
        at, reason = self.instant("at"), self.args.reason
        if at is None and reason is not None and not self.args.command.has_reason:
            raise UsageError("--reason hanya dipakai bersama --at", "reason")
        return {"at": at, "reason": reason}

    @property
    def expected(self) -> int | None:
        """The revision of the case that the person had seen. None: whatever is there."""
        revision: int | None = self.args.revision
        return revision

    @property
    def acting(self) -> dict[str, Any]:
        """`late` and `expected` of an act on a case."""
        return self.late | {"expected": self.expected}

    def warn(self, text: str) -> None:
        """Say something beside the answer."""
        from desk.cli.output import write_error

        write_error(f"Perhatian: {text}")

    @property
    def is_interactive(self) -> bool:
        """Whether there is somebody to ask."""
        return sys.stdin.isatty()

    def agrees(self, question: str) -> bool:
        """Ask until the answer is yes or no; stdout stays free for the answer of the command."""
        while True:
            print(f"{question} (y/t) ", end="", file=sys.stderr, flush=True)
            try:
                answer = sys.stdin.readline().strip().lower()
            except UnicodeDecodeError:
                continue
            if answer in ("y", "ya"):
                return True
            if answer in ("t", "tidak", ""):
                return False

    def chosen_password(self) -> str | None:
        """A new password from the environment or typed twice; None where there is nobody to ask."""
        given = os.environ.get(NEW_PASSWORD)
        if given is not None:
            return given
        if not sys.stdin.isatty():
            return None
        return ask_twice()


def ask(prompt: str, variable: str, field: str = "password") -> str:
    """A secret from the environment, else typed unseen; UsageError at `field` where neither can be."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UsageError(f"isi {variable}, atau jalankan di terminal untuk mengetik {prompt.lower()}", field)
    return _unseen(prompt)


def ask_twice() -> str:
    """A new password, typed on the terminal until two typings agree."""
    while True:
        first = _unseen("Kata sandi baru")
        if first == _unseen("Ulangi kata sandi baru"):
            return first
        print("Kedua ketikan tidak sama. Ulangi.", file=sys.stderr)


def _unseen(prompt: str) -> str:
    """A password typed on the terminal; UsageError where that would show it, or nothing is typed."""
    import warnings
    from getpass import GetPassWarning, getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(f"{prompt}: ")
        except GetPassWarning:
            raise UsageError("terminal ini menampilkan ketikan; isi DESK_PASSWORD", "password") from None
        except EOFError:
            raise UsageError("kata sandi tidak diketik", "password") from None
        except UnicodeDecodeError:
            raise UsageError("yang diketik bukan teks UTF-8", "password") from None
