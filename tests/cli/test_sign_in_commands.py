"""`desk login`, `logout`, `passwd`, `user unlock`, `lock`: what scripts see of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from desk.cli import context
from desk.cli.parser import UsageError
from desk.domain.sign_in_limit import FREE_TRIES
from desk.office import people, tokens
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def wrongly(cli: Cli, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "bukan-ini")
    for _ in range(times):
        assert cli.refuse(None, 3, "login", "manager")["code"] == "wrong_password"
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)


def test_a_locked_out_user_waits_until_an_admin_lifts_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    wrongly(cli, monkeypatch, FREE_TRIES)
    error = cli.refuse(None, 3, "login", "manager")
    assert (error["code"], error["field"]) == ("locked_out", "password")
    assert "1 menit" in error["message"]
    locked = {row["user"]: row["locked_until"] for row in cli.do("admin", "user", "list")}
    assert locked["manager"] == "2026-11-23T09:01:00+07:00"
    assert locked["receptionist"] is None
    assert "terkunci sampai 09.01" in cli.text("admin", "user", "list")
    checks = {check["key"]: check for check in cli.raw("doctor", "--json").data["checks"]}
    assert checks["sign_in"]["state"] == "warn"
    assert "manager" in checks["sign_in"]["text"]
    assert cli.refuse("receptionist", 3, "user", "unlock", "manager")["code"] == "not_allowed"
    assert cli.do("admin", "user", "unlock", "manager") == {"user": "manager"}
    cli.sign_in(None)
    answer = cli.raw("login", "manager", "--json")
    assert answer.data["wrong_passwords_since"] == FREE_TRIES
    assert cli.refuse("admin", 1, "user", "unlock", "manager")["code"] == "no_change"


def test_login_tells_when_one_was_here_last(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    assert cli.raw("login", "manager", "--json").data["last_sign_in"] is None
    cli.at("2026-11-23 16:02")
    wrongly(cli, monkeypatch, 2)
    answer = cli.raw("login", "manager")
    assert "Terakhir masuk Sen 23 Nov 09.00; 2 kali salah sandi sesudahnya." in answer.data


def test_before_a_given_password_is_changed_nothing_else_is_done(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli.do("admin", "user", "reset", "manager")["password"]
    monkeypatch.setenv("DESK_PASSWORD", first)
    assert cli.raw("login", "manager", "--json").data["must_change_password"] is True
    for words in (
        ["board"],
        ["case", "list"],
        ["letter", "list"],
        ["user", "list"],
        ["verify"],
        ["lock", "show"],
    ):
        refused = cli.raw(*words, "--json")
        assert (refused.status, refused.error["code"]) == (3, "must_change_password")
        assert "desk passwd" in refused.err
    for bad in ("pendek", "manager1"):
        monkeypatch.setenv("DESK_NEW_PASSWORD", bad)
        refused = cli.raw("passwd", "--json")
        assert (refused.status, refused.error["field"]) == (1, "new_password")
        assert bad not in refused.err
    assert cli.raw("doctor").status == 0
    monkeypatch.setenv("DESK_NEW_PASSWORD", "sandi-saya-sendiri")
    assert cli.raw("passwd", "--json").status == 0
    assert cli.raw("board").status == 0


def test_one_may_leave_before_a_given_password_is_changed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cli.do("admin", "user", "reset", "manager")["password"]
    monkeypatch.setenv("DESK_PASSWORD", first)
    assert cli.raw("login", "manager").status == 0
    assert cli.raw("logout").status == 0
    assert cli.raw("board", "--json").error["code"] == "not_signed_in"


def test_logging_out_leaves_other_places_unless_all_are_meant(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    elsewhere = cli.desk.config.home / "elsewhere"
    tokens.keep_token(cli.desk.person("manager"), elsewhere)
    for words, remains in ((["logout"], True), (["logout", "--all"], False)):
        assert cli.raw("login", "manager").status == 0
        assert cli.raw(*words).status == 0
        assert cli.raw("board").status == 3
        cli.desk.config.session_file.touch(mode=0o600)
        cli.desk.config.session_file.write_text(elsewhere.read_text())
        assert (cli.raw("board").status == 0) is remains
        cli.desk.config.session_file.unlink()


def test_a_session_ends_after_half_a_day(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    cli.raw("login", "manager")
    cli.at("2026-11-23 20:59")
    assert cli.raw("board").status == 0
    cli.at("2026-11-23 21:00")
    assert cli.raw("board").status == 3


def test_a_wrong_old_password_counts_at_passwd_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "bukan-ini")
    monkeypatch.setenv("DESK_NEW_PASSWORD", "sandi-saya-sendiri")
    for _ in range(FREE_TRIES):
        assert cli.refuse("manager", 1, "passwd")["field"] == "old_password"
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    assert cli.refuse("manager", 3, "passwd")["code"] == "locked_out"


def test_the_idle_lock_is_set_by_an_admin(cli: Cli) -> None:
    assert cli.do("manager", "lock", "show") == {"lock_minutes": 5}
    assert cli.do("admin", "lock", "minutes", "0") == {"lock_minutes": 0}
    assert "Alt+L" in cli.text("manager", "lock", "show")
    assert cli.do("admin", "lock", "minutes", "15") == {"lock_minutes": 15}
    assert cli.refuse("admin", 1, "lock", "minutes", "999")["field"] == "minutes"
    assert cli.refuse("admin", 2, "lock", "minutes", "lima")["code"] == "usage"
    assert cli.refuse("manager", 3, "lock", "minutes", "1")["code"] == "not_allowed"


def test_bytes_that_are_no_text_are_only_a_wrong_password(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "\udcff")
    assert cli.refuse(None, 3, "login", "manager")["code"] == "wrong_password"


def test_a_terminal_that_would_show_the_password_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass
    import warnings

    def echoing(prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "sandi-yang-tampak"

    monkeypatch.delenv("DESK_PASSWORD", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", echoing)
    with pytest.raises(UsageError, match="menampilkan"):
        context.ask("Kata sandi", "DESK_PASSWORD")


def test_a_disabled_person_is_out_on_the_command_line(cli: Cli) -> None:
    cli.sign_in("manager")
    people.set_active(cli.desk.person("admin"), "manager", active=False)
    assert cli.raw("board").status == 3
