"""Lists, the board, earlier instants, deadlines and verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.office import opening
from tests.cli.samples import COMPLAINT, WA, log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_lists_say_who_works_on_what(cli: Cli) -> None:
    first, second = log(cli), log(cli)
    cli.do("mail_clerk", "case", "finish", first)
    mine = cli.do("mail_clerk", "case", "list", "--mine")
    assert [row["case"] for row in mine] == [second]
    assert {row["case"] for row in cli.do("manager", "case", "list")} == {first, second}
    assert cli.do("manager", "case", "list", "--holder", "mail_clerk") == []
    assert cli.do("manager", "case", "list", "--service", "surat-umum") == []
    cli.do("manager", "case", "cancel", second, "--reason", "Dicabut")
    assert [row["case"] for row in cli.do("manager", "case", "list")] == [first]
    assert [row["case"] for row in cli.do("manager", "case", "list", "--status", "cancelled")] == [second]
    assert len(cli.do("manager", "case", "list", "--all")) == 2
    cli.at("2026-11-23 10:00")
    assert [row["case"] for row in cli.do("manager", "case", "list", "--band", "overdue")] == [first]


def test_an_earlier_instant_shows_cases_and_clocks_as_they_stood_then(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 09:10")
    cli.do("mail_clerk", "case", "finish", case)
    cli.at("2026-11-23 12:30")
    now = cli.do("manager", "board")
    assert set(now) == {"as_of", "counts", "rows", "warnings"}
    assert set(now["counts"]) == {"overdue", "paused", "outside_hours", "at_risk", "on_time", "none"}
    assert (now["counts"]["overdue"], now["rows"][0]["step"]) == (1, "3")
    then = cli.do("manager", "board", "--as-of", "2026-11-23T09:05")
    assert then["as_of"] == "2026-11-23T09:05:00+07:00"
    assert (then["counts"]["on_time"], then["rows"][0]["step"]) == (1, "2")
    assert then["rows"][0]["used_seconds"] == 300
    earlier = cli.do("manager", "case", "show", case, "--as-of", "2026-11-23T09:05")
    assert (earlier["status"], earlier["used_seconds"], len(earlier["visits"])) == ("registered", 300, 1)
    listed = cli.do("manager", "case", "list", "--as-of", "2026-11-23T09:05", "--status", "registered")
    assert [row["case"] for row in listed] == [case]
    assert cli.do("manager", "case", "list", "--as-of", "2026-11-23T08:00") == []
    assert (
        cli.refuse("manager", 1, "case", "show", case, "--as-of", "2026-11-23T08:00")["code"] == "not_found"
    )
    cli.do("manager", "case", "cancel", case, "--reason", "Dicabut")
    assert cli.do("manager", "case", "list", "--as-of", "2026-11-23T12:30") == []
    assert len(cli.do("manager", "case", "list", "--as-of", "2026-11-23T12:30", "--all")) == 1
    assert len(cli.do("manager", "case", "list", "--as-of", "2026-11-23T12:29")) == 1


def test_the_board_of_the_command_line_is_the_board_of_the_screens(cli: Cli) -> None:
    from desk.office import board

    late = log(cli)
    cli.at("2026-11-23 09:20")
    paused = log(cli)
    cli.do("mail_clerk", "case", "pause", paused, "--for", "applicant", "--reason", "Foto")
    cli.do("receptionist", "letter", "add", "--service", "surat-umum", *WA[2:])
    cli.do("sms_officer", "complaint", "add", "--service", "pengaduan-elektronik", *COMPLAINT[2:])
    answered = cli.do("mail_clerk", "letter", "add", "--service", "surat-umum", *WA[2:])["case"]
    cli.do("receptionist", "case", "finish", answered)
    cli.do("section_head", "case", "dispose", answered, "--to", "protocol_staff", "--instruction", "reply")
    cli.do("protocol_staff", "case", "finish", answered)
    waiting = cli.do("complaint_officer", "complaint", "add", *COMPLAINT, "--class", "minor")["case"]
    for user in ("complaint_officer", "complaint_officer"):
        cli.do(user, "case", "finish", waiting)
    cli.do("agency_head", "case", "dispose", waiting, "--to", "structural_officer", "--instruction", "reply")
    for user in ("structural_officer", "structural_officer", "complaint_officer"):
        cli.do(user, "case", "finish", waiting)
    cli.at("2026-11-23 09:31")
    shown = cli.do("manager", "board")
    session = opening.open_office(cli.desk.config.database_url, cli.desk.clock)
    person = cli.desk.person("manager")
    counts = board.board_counts(person, session.now())
    rows = board.board_rows(person, session.now())
    assert shown["counts"] == {str(band): number for band, number in counts.items()}
    assert [row["case"] for row in shown["rows"]] == [row.case_no for row in rows]
    assert shown["rows"][0]["case"] == late
    again = cli.do("manager", "board", "--as-of", "2026-11-23T09:31")
    assert again == shown


def test_a_deadline_is_explained_stretch_by_stretch(cli: Cli) -> None:
    words = ("due", "wa-center", "--at", "2026-12-23T15:50", "2026-11-27T11:20")
    christmas, friday = cli.do("manager", *words)
    assert set(christmas) == {"at", "due_at", "standard", "explanation", "warnings"}
    assert christmas["due_at"] == "2026-12-28T07:50:00+07:00"
    assert christmas["standard"] == {"kind": "minutes", "value": 30}
    assert [(part["counted_seconds"], part["reason"]) for part in christmas["explanation"]] == [
        (600, "jam kerja"),
        (0, "di luar jam kerja"),
        (0, "Cuti Bersama Hari Raya Natal"),
        (0, "libur nasional: Hari Raya Natal"),
        (0, "akhir pekan"),
        (0, "di luar jam kerja"),
        (1200, "jam kerja"),
    ]
    assert [part["reason"] for part in friday["explanation"]] == ["jam kerja", "istirahat", "jam kerja"]
    assert cli.do("manager", "due", "surat-umum", "--at", "2026-12-23T15:50")[0] == {
        "at": "2026-12-23T15:50:00+07:00",
        "due_at": None,
        "standard": None,
        "explanation": [],
        "warnings": [],
    }
    step = cli.do("manager", "due", "hotline-bkpsdm", "--step", "4", "--at", "2026-11-23T09:00")[0]
    assert step["due_at"] == "2026-11-23T09:15:00+07:00"
    assert (
        cli.refuse("manager", 1, "due", "keprotokolan", "--at", "2026-11-23T09:00")["field"] == "event_start"
    )
    assert (
        cli.refuse("manager", 1, "due", "hotline-bkpsdm", "--step", "5", "--at", "2026-11-23T09:00")["field"]
        == "step"
    )
    assert (
        cli.refuse("manager", 1, "due", "wa-center", "--class", "minor", "--at", "2026-11-23T09:00")["field"]
        == "class"
    )


def test_a_change_behind_desks_back_is_named_by_verify(cli: Cli) -> None:
    case = log(cli)
    verified = cli.do("manager", "verify")
    assert (verified["ok"], verified["cases"], verified["fault"]) == (True, 1, None)
    from desk import db

    opening.open_office(cli.desk.config.database_url, cli.desk.clock)
    db.database.execute_sql("UPDATE letter SET urgency = 'urgent'")
    db.close_database()
    result = cli.run("manager", "verify")
    assert (result.status, result.data["ok"], result.error["code"]) == (1, False, "broken")
    assert case in result.err


@pytest.mark.parametrize("year", ["0001", "1970", "2199", "9999"])
def test_an_impossible_year_is_wrong_usage(cli: Cli, year: str) -> None:
    when = f"{year}-12-31T23:59"
    cli.refuse("manager", 2, "board", "--as-of", when)
    cli.refuse("manager", 2, "case", "list", "--as-of", when)
    cli.refuse("manager", 2, "due", "wa-center", "--at", when)
