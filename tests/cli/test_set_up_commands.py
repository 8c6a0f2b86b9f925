"""Setting up an office, signing in, users, services and the calendar."""

from __future__ import annotations

import io
import json
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from desk.__main__ import main
from tests.cli.samples import log
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Cli


def test_init_makes_an_office_and_says_what_its_calendar_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_NEW_PASSWORD", "rahasia-kantor")
    home = ["--home", str(tmp_path / "baru")]
    words = [
        "init",
        "--office",
        "Dinas Contoh",
        "--admin",
        "budi",
        "--zone",
        "Asia/Makassar",
        "--services",
        "wa-center",
    ]
    assert main([*home, *words, "--json"]) == 0
    out, err = capsys.readouterr()
    made = json.loads(out)
    assert (made["office"], made["zone"], made["services"]) == (
        "Dinas Contoh",
        "Asia/Makassar",
        ["wa-center"],
    )
    assert made["password"] is None
    assert all(warning in err for warning in made["warnings"])
    assert main([*home, *words]) == 1
    monkeypatch.setenv("DESK_PASSWORD", "rahasia-kantor")
    assert main([*home, "login", "budi"]) == 0
    assert main([*home, "user", "list"]) == 0


def test_init_without_anybody_to_ask_makes_a_password_and_shows_it_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESK_NEW_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["--home", str(tmp_path), "init", "--office", "A B", "--admin", "budi", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["password"]) >= 8


def test_signing_in_keeps_a_token_only_its_owner_reads(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    cli.sign_in(None)
    assert cli.raw("login", "manager", "--json").data["user"] == "manager"
    if sys.platform != "win32":
        assert stat.S_IMODE(cli.desk.config.session_file.stat().st_mode) == 0o600
    assert cli.raw("board").status == 0
    monkeypatch.setenv("DESK_NEW_PASSWORD", "sandi-yang-baru")
    assert cli.raw("passwd", "--json").status == 0
    assert cli.raw("board").status == 0
    assert cli.raw("logout", "--json").status == 0
    assert cli.raw("board").status == 3
    assert cli.raw("login", "manager").status == 3


def test_the_admin_keeps_the_users(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    added = cli.do(
        "admin", "user", "add", "rina", "--name", "Rina Contoh", "--position", "receptionist", "pr_officer"
    )
    assert set(added) == {"user", "name", "positions", "active", "password"}
    assert added["positions"] == ["pr_officer", "receptionist"]
    monkeypatch.setenv("DESK_PASSWORD", added["password"])
    assert cli.raw("login", "rina", "--json").data["must_change_password"] is True
    assert {"user", "name", "positions", "active", "locked_until"} == set(cli.do("admin", "user", "list")[0])
    assert cli.do("admin", "user", "disable", "rina")["active"] is False
    assert cli.raw("login", "rina").status == 3
    assert cli.do("admin", "user", "enable", "rina")["active"] is True
    assert cli.do("admin", "user", "reset", "rina")["password"] != added["password"]
    assert (
        cli.refuse("admin", 1, "user", "add", "x1", "--name", "X", "--position", "raja")["field"]
        == "position"
    )
    assert cli.refuse("admin", 1, "user", "disable", "siapa")["code"] == "not_found"
    assert cli.refuse("manager", 3, "user", "disable", "rina")["code"] == "not_allowed"


def test_a_service_is_shown_as_data(cli: Cli) -> None:
    shown = cli.do("manager", "service", "show", "konten-medsos")
    assert {
        *(
            "key",
            "name",
            "agency",
            "decree",
            "version",
            "legal_basis",
            "requirements",
            "total",
            "fee",
            "products",
        ),
        *("contact", "qualifications", "equipment", "related", "steps", "periodic", "complaint_classes"),
        "complaint_channels",
    } <= set(shown)
    assert set(shown["requirements"][0]) >= {"key", "text", "required", "under"}
    assert set(shown["steps"][0]) >= {
        *(
            "no",
            "name",
            "actors",
            "charged_to",
            "standard",
            "inputs",
            "output",
            "delivers",
            "disposition",
            "exits",
        ),
        "remarks",
    }
    assert set(shown["steps"][0]["exits"][0]) == {"key", "name", "to", "ends_as", "revision"}
    assert shown["total"] == {"kind": "working_days", "value": 1}
    assert len(cli.do("manager", "service", "list")) == 8
    assert cli.refuse("manager", 1, "service", "show", "tidak-ada")["code"] == "unknown_service"


def test_every_fault_of_a_definition_is_printed_at_once(cli: Cli, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.toml"
    broken.write_text('key = "a b"\nname = ""\nintake = "letter"\n', encoding="utf-8")
    result = cli.run(None, "service", "check", str(broken))
    assert result.status == 1
    assert len(result.error["faults"]) > 1
    assert all(fault in result.err for fault in result.error["faults"])
    assert cli.refuse("admin", 1, "service", "install", str(broken))["code"] == "definition"
    assert cli.refuse("manager", 3, "service", "install", str(broken))["code"] == "not_allowed"


def test_an_installed_version_serves_new_cases_only(cli: Cli, tmp_path: Path) -> None:
    from desk.assets import ASSETS

    case = log(cli)
    before = cli.do("manager", "case", "show", case)["service_version"]
    text = (
        (ASSETS / "services" / "wa-center.toml")
        .read_text(encoding="utf-8")
        .replace("value = 30", "value = 45")
    )
    file = tmp_path / "wa.toml"
    file.write_text(text, encoding="utf-8")
    installed = cli.do("admin", "service", "install", str(file))
    assert cli.do("admin", "service", "check", str(file)) == installed | {"faults": []}
    assert installed["version"] != before
    assert cli.do("manager", "case", "show", case)["service_version"] == before
    assert cli.do("manager", "case", "show", log(cli))["service_version"] == installed["version"]


def test_the_calendar_of_a_month_names_its_holidays(cli: Cli) -> None:
    shown = cli.do("manager", "calendar", "show", "--month", "2026-12")
    assert len(shown["days"]) == 31
    christmas = shown["days"][24]
    assert christmas["hours"] == []
    assert christmas["category"] == "national_holiday"
    assert shown["days"][0]["hours"] == [["07:30", "12:00"], ["13:00", "16:00"]]
    assert "Hari Raya Natal" in cli.text("manager", "calendar", "show")
