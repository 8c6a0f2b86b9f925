"""`desk clock` and `desk doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk import db
from tests.cli.samples import WA, log
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_a_sound_clock_is_shown(cli: Cli) -> None:
    assert cli.do("receptionist", "clock", "show") == {
        "machine_time": "2026-11-23T09:00:00+07:00",
        "zone": "Asia/Jakarta",
        "zone_name": "WIB",
        "year": 2026,
        "verdict": "sound",
        "doubt": None,
        "last_event": cli.do("receptionist", "clock", "show")["last_event"],
        "last_recorded_at": "2026-11-23T09:00:00+07:00",
        "leap_days": 14,
        "may_confirm": False,
    }
    assert "Senin, 23 November 2026, 09.00 WIB" in cli.text("receptionist", "clock", "show")


def test_a_script_confirms_a_leap_and_logs_on(cli: Cli) -> None:
    log(cli)
    cli.at("2026-12-14 09:00")
    error = cli.refuse("mail_clerk", 1, "letter", "add", *WA, "--complete")
    assert error["code"] == "clock_leapt"
    shown = cli.do("manager", "clock", "show")
    assert (shown["verdict"], shown["may_confirm"]) == ("clock_leapt", True)
    cli.refuse("mail_clerk", 3, "clock", "confirm", "--reason", "benar")
    confirmed = cli.do("manager", "clock", "confirm", "--reason", "libur panjang")
    assert confirmed["verdict"] == "clock_leapt"
    assert log(cli) == "0002/2026"
    assert cli.refuse("manager", 1, "clock", "confirm", "--reason", "lagi")["code"] == "sound"


def test_a_word_without_a_reason_is_wrong_usage(cli: Cli) -> None:
    assert cli.refuse("manager", 2, "clock", "confirm")["field"] == "reason"


def test_the_limit_is_set_by_the_admin(cli: Cli) -> None:
    assert cli.do("admin", "clock", "limit", "21") == {"leap_days": 21}
    assert cli.do("admin", "clock", "show")["leap_days"] == 21
    cli.refuse("manager", 3, "clock", "limit", "30")
    assert cli.refuse("admin", 2, "clock", "limit", "0")["field"] == "days"


def test_signing_in_warns_of_a_clock_behind_and_lets_the_admin_settle_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.at("2026-11-20 09:00")
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    result = cli.run(None, "login", "admin")
    assert result.status == 0
    assert "lebih awal daripada catatan terakhir" in result.err
    assert cli.raw("clock", "confirm", "--reason", "baterai diganti").status == 0
    assert cli.do("admin", "clock", "show")["verdict"] == "sound"


def test_the_doctor_needs_no_sign_in(cli: Cli) -> None:
    result = cli.run(None, "doctor")
    assert (result.status, result.data["ok"]) == (0, True)
    assert {check["state"] for check in result.data["checks"]} <= {"ok", "warn"}
    assert all(set(check) == {"key", "state", "text"} for check in result.data["checks"])
    assert "baik" in cli.raw("doctor").data


def test_the_doctor_ends_with_one_where_something_is_bad(cli: Cli) -> None:
    db.close_database()
    cli.at("2026-11-20 09:00")
    result = cli.run(None, "doctor")
    assert (result.status, result.data["ok"], result.error["code"]) == (1, False, "unwell")
    assert [check["key"] for check in result.data["checks"] if check["state"] == "bad"] == ["clock"]
    assert "lebih awal" in result.err
