"""`desk calendar ...`: a change shows what it moves, does it, and says who still keeps the old calendar."""

from __future__ import annotations

import io
import sys

import pytest

from desk.office import ledger
from tests.cli.conftest import Cli

DAY = "2026-11-24"
HOLIDAY = ("calendar", "holiday", "add", DAY, "Hari Jadi", "--basis", "SK Bupati 5/2026")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def changes() -> int:
    """How often a calendar was changed."""
    return sum(row.subject.startswith("calendar:") for row in ledger.rows())


def letter(cli: Cli) -> str:
    added = cli.do(
        "mail_clerk", "letter", "add", "--service", "konten-medsos", "--from", "OPD", "--no-number",
        "--no-date", "--subject", "Hal", "--complete",
    )  # fmt: skip
    return str(added["case"])


def test_a_holiday_is_shown_and_made_at_once_where_nobody_can_be_asked(cli: Cli) -> None:
    case = letter(cli)
    preview = cli.do("admin", *HOLIDAY, "--preview")
    made = cli.do("admin", *HOLIDAY)
    assert (
        preview["changed_days"]
        == made["changed_days"]
        == [
            {
                "date": DAY,
                "before": [["07:30", "12:00"], ["13:00", "16:00"]],
                "after": [],
                "calendars": ["hotline", "office"],
            }
        ]
    )
    assert preview["moves"] == made["moves"] != []
    assert {move["case"] for move in made["moves"]} == {case}
    assert set(made["moves"][0]) == {"case", "clock", "step", "before", "after"}
    assert (preview["saved"], preview["outdated_cases"]) == (False, 0)
    assert (made["saved"], made["outdated_cases"]) == (True, 1)
    assert made["version"] == preview["version"] == cli.do("manager", "calendar", "show")["version"]


def test_a_preview_changes_nothing(cli: Cli) -> None:
    before = changes()
    assert "Belum disimpan" in cli.text("admin", *HOLIDAY, "--preview")
    assert changes() == before


@pytest.mark.parametrize(("answer", "saved"), [("y\n", True), ("ya\n", True), ("t\n", False), ("\n", False)])
def test_at_a_terminal_the_effect_is_shown_and_asked_about(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str, saved: bool
) -> None:
    before = changes()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    result = cli.run("admin", *HOLIDAY)
    assert "Sel 24 Nov 2026" in result.err and "Lanjutkan? (y/t)" in result.err
    assert (result.status == 0, changes() > before) == (saved, saved)
    if not saved:
        assert result.error["code"] == "cancelled"


def test_yes_is_not_asked(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert cli.run("admin", *HOLIDAY, "--yes").status == 0


def test_holidays_are_listed_confirmed_moved_and_removed(cli: Cli) -> None:
    cli.do("admin", *HOLIDAY)
    listed = cli.do("manager", "calendar", "holiday", "list", "--year", "2026")
    assert [item for item in listed if item["date"] == DAY] == [
        {
            "date": DAY,
            "hours": [],
            "name": "Hari Jadi",
            "category": "local_holiday",
            "basis": "SK Bupati 5/2026",
            "estimated": False,
            "calendar": "*",
        }
    ]
    confirm = ("calendar", "holiday", "confirm", "2027-05-17", "--basis", "SKB 2027")
    cli.do("admin", *confirm, "--move-to", "2027-05-21")
    eid = [
        item
        for item in cli.do("manager", "calendar", "holiday", "list", "--year", "2027")
        if item["name"].endswith("Idul Adha") and item["basis"]
    ]
    assert [(item["date"], item["estimated"]) for item in eid] == [("2027-05-21", False)]
    cli.do("admin", "calendar", "holiday", "remove", DAY)
    assert cli.refuse("admin", 1, "calendar", "holiday", "remove", DAY)["field"] == "date"


def test_a_day_with_hours_is_special_unless_it_is_called_otherwise(cli: Cli) -> None:
    cli.do("admin", *HOLIDAY, "--hours", "07.30-11.00")
    cli.do("admin", *HOLIDAY[:3], "2026-12-25", "Piket", "--basis", "SK", "--hours", "09-12", "--category", "duty",
           "--key", "hotline")  # fmt: skip
    listed = {
        (item["date"], item["calendar"]): item
        for item in cli.do("admin", "calendar", "holiday", "list", "--year", "2026")
    }
    assert listed[DAY, "*"]["category"] == "special_hours"
    assert listed["2026-12-25", "hotline"]["hours"] == [["09:00", "12:00"]]
    assert listed["2026-12-25", "*"]["category"] == "national_holiday"


def test_the_only_rule_of_a_date_need_not_be_told_whose_it_is(cli: Cli) -> None:
    cli.do("admin", *HOLIDAY, "--key", "hotline")
    assert cli.do("admin", "calendar", "holiday", "remove", DAY)["calendar"] == "hotline"


def test_hours_are_set_for_days_of_the_week_always_or_from_a_day_on(cli: Cli) -> None:
    made = cli.do("admin", "calendar", "hours", "jumat", "07.30-11.00,", "13.00-16.00", "--basis", "SE 1")
    assert made["calendar"] == "office"
    week = cli.do("admin", "calendar", "show")["week"]
    assert week[4] == [["07:30", "11:00"], ["13:00", "16:00"]]
    since = cli.do(
        "admin", "calendar", "hours", "sabtu", "08-12", "--key", "hotline", "--since", "2027-01-01"
    )
    assert min(item["date"] for item in since["changed_days"]) == "2027-01-02"


def test_periods_are_added_listed_confirmed_and_removed(cli: Cli) -> None:
    add = ("calendar", "period", "add", "Ramadan 1449 H", "2028-01-28", "2028-02-26", "--estimated")
    cli.do(
        "admin",
        *add,
        "--key",
        "office",
        "--hours",
        "senin-kamis=08.00-12.00,12.30-15.00",
        "jumat=08.00-11.30",
    )
    found = [
        item for item in cli.do("manager", "calendar", "period", "list") if item["name"] == "Ramadan 1449 H"
    ]
    assert [(item["calendar"], item["estimated"], item["week"][5]) for item in found] == [
        ("office", True, [])
    ]
    assert found[0]["week"][4] == [["08:00", "11:30"]]
    cli.do(
        "admin", "calendar", "period", "confirm", "Ramadan 1449 H", "--basis", "KMA 1", "--last", "2028-02-25"
    )
    cli.do("admin", "calendar", "period", "remove", "Ramadan 1449 H")
    assert cli.refuse("admin", 1, "calendar", "period", "remove", "Ramadan 1449 H")["field"] == "name"


def test_a_further_year_and_a_further_calendar(cli: Cli) -> None:
    filled = cli.do("admin", "calendar", "fill", "2028")
    assert any("ditambahkan" in note for note in filled["notes"])
    made = cli.do("admin", "calendar", "add", "loket", "Jam loket", "--from", "hotline")
    assert (made["calendar"], made["changed_days"], made["moves"]) == ("loket", [], [])
    listed = {item["key"]: item for item in cli.do("manager", "calendar", "list")}
    assert listed["loket"]["services"] == []
    assert listed["hotline"]["services"] == ["hotline-bkpsdm"]
    assert "surat-umum" in listed["office"]["services"]


def test_open_cases_are_recomputed_only_by_an_act_with_a_decree(cli: Cli) -> None:
    letter(cli)
    cli.do("admin", *HOLIDAY)
    recompute = ("calendar", "recompute")
    shown = cli.do("admin", *recompute, "--preview")
    assert shown["moves"] and shown["outdated_cases"] == 1
    assert cli.refuse("admin", 1, *recompute)["field"] == "basis"
    done = cli.do("admin", *recompute, "--basis", "SK Bupati 5/2026")
    assert (done["moves"], done["outdated_cases"]) == (shown["moves"], 0)


REFUSALS: list[tuple[int, str | None, tuple[str, ...]]] = [
    (1, "basis", ("holiday", "add", DAY, "Hari Jadi")),
    (1, "name", ("holiday", "add", DAY, " ", "--basis", "SK")),
    (1, "hours", ("holiday", "add", DAY, "Piket", "--basis", "SK", "--category", "duty")),
    (1, "hours", ("holiday", "add", DAY, "Piket", "--basis", "SK", "--hours", "pagi")),
    (1, "hours", ("holiday", "add", DAY, "Piket", "--basis", "SK", "--hours", "08-12, 11-13")),
    (1, "key", ("holiday", "add", DAY, "Libur", "--basis", "SK", "--key", "loket")),
    (2, "date", ("holiday", "add", "24/11", "Libur", "--basis", "SK")),
    (2, "category", ("holiday", "add", DAY, "Libur", "--basis", "SK", "--category", "raya")),
    (1, "date", ("holiday", "confirm", DAY, "--basis", "SK")),
    (1, "day", ("hours", "lusa", "08-12")),
    (1, "hours", ("hours", "semua", "tutup")),
    (1, "key", ("hours", "senin", "08-12", "--key", "*")),
    (2, "hours", ("period", "add", "Ramadan", DAY, DAY, "--basis", "SK", "--hours", "08-12")),
    (1, "year", ("fill", "1900")),
    (1, "key", ("add", "office", "Lagi")),
    (1, "key", ("recompute", "--key", "loket", "--basis", "SK")),
    (2, "command", ("holiday", "tambah")),
]


@pytest.mark.parametrize(("status", "field", "words"), REFUSALS)
def test_a_refusal_names_the_option_at_fault_and_writes_nothing(
    cli: Cli, status: int, field: str, words: tuple[str, ...]
) -> None:
    before = changes()
    assert cli.refuse("admin", status, "calendar", *words)["field"] == field
    assert changes() == before


@pytest.mark.parametrize(
    "words",
    [HOLIDAY[1:], ("hours", "senin", "08-12"), ("fill", "2028"), (*HOLIDAY[1:], "--preview")],
)
def test_only_an_admin_changes_calendars(cli: Cli, words: tuple[str, ...]) -> None:
    before = changes()
    cli.refuse("manager", 3, "calendar", *words)
    assert changes() == before
