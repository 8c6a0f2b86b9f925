"""The command line in process: an office with one person per position, and the clock in the test's hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from desk.__main__ import main
from desk.office import opening, tokens
from desk.office.session import Session

if TYPE_CHECKING:
    from tests.conftest import Desk


@dataclass(frozen=True)
class Result:
    """What one command left behind."""

    status: int
    data: Any
    """The JSON document on stdout; the text where JSON was not asked for."""
    err: str

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any] = self.data["error"]
        return error


@dataclass
class Cli:
    """Runs commands as one person after another."""

    desk: Desk
    capsys: pytest.CaptureFixture[str]
    tokens: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Of each person, and when it was given."""

    def sign_in(self, user: str | None) -> None:
        """Put the user's token where `desk login` would; None: nobody is signed in."""
        file = self.desk.config.session_file
        if user is None:
            file.unlink(missing_ok=True)
            return
        now = self.desk.clock.now()
        if user not in self.tokens or not 0 <= now - self.tokens[user][1] < tokens.LIFETIME:
            office = opening.open_office(self.desk.config.database_url, self.desk.clock)
            own = file.with_name(f"session-{user}")
            tokens.keep_token(Session(office, office.people[user]), own)
            self.tokens[user] = (own.read_text(encoding="utf-8"), now)
        file.touch(mode=0o600)
        file.write_text(self.tokens[user][0], encoding="utf-8")

    def raw(self, *words: str) -> Result:
        """One run of the command line as it is written, beside the home."""
        self.capsys.readouterr()
        if "login" in words:
            self.tokens.clear()  # signing in ends the session whose place it takes
        status = main(["--home", str(self.desk.config.home), *words], clock=self.desk.clock)
        out, err = self.capsys.readouterr()
        return Result(status, json.loads(out) if "--json" in words and out else out, err)

    def run(self, user: str | None, *words: str) -> Result:
        """One run with `--json` by that user."""
        self.sign_in(user)
        return self.raw(*words, "--json")

    def do(self, user: str, *words: str) -> Any:
        """The JSON answer of a command that is to succeed."""
        result = self.run(user, *words)
        assert result.status == 0, result.err
        return result.data

    def refuse(self, user: str | None, status: int, *words: str) -> dict[str, Any]:
        """The error of a command that is to fail with that status, said on stderr too."""
        result = self.run(user, *words)
        assert result.status == status, (result.data, result.err)
        assert result.error["message"].split("\n")[0][1:] in result.err
        assert "Traceback" not in result.err
        return result.error

    def text(self, user: str, *words: str) -> str:
        """The human answer of a command that is to succeed."""
        self.sign_in(user)
        result = self.raw(*words)
        assert result.status == 0, result.err
        return str(result.data)

    def at(self, text: str) -> None:
        """Move the clock to a local time, `2026-11-23 09:20`."""
        self.desk.set(text)


@pytest.fixture
def cli(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    for name in ("DESK_HOME", "DESK_DATABASE", "DESK_PASSWORD", "DESK_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return Cli(desk, capsys)
