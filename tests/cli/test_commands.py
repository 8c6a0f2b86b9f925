"""Names and fields that scripts rely on, exit statuses, permissions and late entries."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desk import __version__
from desk.__main__ import main
from desk.office import setup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Cli

WA = (
    "--service",
    "wa-center",
    "--from",
    "Dinas Contoh",
    "--number",
    "005/7",
    "--date",
    "2026-11-20",
    "--subject",
    "Ucapan",
)
COMPLAINT = (
    "--service",
    "pengaduan-dinkominfo",
    "--channel",
    "phone",
    "--text",
    "Air keruh",
    "--sender",
    "Siti Rahma",
)
CASE_KEYS = {
    *(
        "case",
        "kind",
        "service",
        "service_version",
        "status",
        "started_at",
        "finished_at",
        "due_at",
        "due_of",
    ),
    *("used_seconds", "band", "deadlines", "visits", "dispositions", "pauses", "next"),
}
VISIT_KEYS = {
    *("visit", "step", "name", "actors", "holder", "arrived_at", "taken_at", "finished_at", "exit"),
    *("standard_seconds", "used_seconds", "paused_seconds", "due_at", "band", "charged_to"),
}


def log(cli: Cli, *words: str) -> str:
    case: str = cli.do("mail_clerk", "letter", "add", *WA, "--complete", *words)["case"]
    return case


# ---- the program itself


def test_a_command_never_imports_textual(cli: Cli) -> None:
    script = (
        "import sys; from desk.__main__ import main; status = main(sys.argv[1:]);"
        "loaded = {'textual', 'rich'} & set(sys.modules); assert not loaded, loaded; sys.exit(status)"
    )
    cli.sign_in("manager")
    for words in (["board"], ["case", "list", "--json"], ["service", "list"], ["--help"]):
        command = [sys.executable, "-c", script, "--home", str(cli.desk.config.home), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_version_is_told_without_loading_a_library() -> None:
    script = (
        "import sys; from desk.__main__ import main; main(['--version']);"
        "assert not {'peewee', 'pendulum', 'argparse', 'textual'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"desk {__version__}\n"


def test_without_a_command_the_desk_opens(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import desk.app

    monkeypatch.setattr(desk.app, "run", lambda config: 7 if config == cli.desk.config else 0)
    assert cli.raw().status == 7


def test_an_unforeseen_error_is_logged_without_what_it_was_about(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Siti Rahma")

    monkeypatch.setattr("desk.cli.watch.verify", fail)
    error = cli.refuse("manager", 1, "verify")
    assert error["code"] == "internal"
    logged = (cli.desk.config.home / "desk.log").read_text(encoding="utf-8")
    assert "builtins.ValueError" in logged
    assert "Siti" not in logged


def test_a_home_that_is_a_file_is_a_plain_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "bukan-folder"
    place.write_text("")
    words = ["--home", str(place), "init", "--office", "Kantor", "--admin", "budi", "--json"]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["message"]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["foo"], "perintah"),
        (["letter", "foo"], "perintah"),
        (["case", "show"], "berkas"),
        (["case", "show", "1", "--as-of", "kemarin"], "as_of"),
        (["case", "show", "1", "--as-of", "2026-11-23"], "as_of"),
        (["case", "show", "1", "--as-of", "now"], "as_of"),
        (["letter", "add", *WA[:6], "--date", "31-11-2026", "--subject", "x"], "date"),
        (["letter", "add", *WA, "--urgency", "x"], "urgency"),
        (["letter", "add", *WA, "--no-number"], "no_number"),
        (["letter", "add", *WA, "--received", "2026-11-23T08:00", "--at", "2026-11-23T08:00"], "at"),
        (["case", "take", "1", "--reason", "tanpa waktu"], "reason"),
        (["board", "--tidak-ada"], "tidak_ada"),
        (["calendar", "show", "--month", "2026-13"], "month"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage(cli: Cli, words: list[str], field: str) -> None:
    error = cli.refuse("mail_clerk", 2, *words)
    assert (error["code"], error["field"]) == ("usage", field)


def test_names_are_never_abbreviated(cli: Cli) -> None:
    assert cli.refuse("mail_clerk", 2, "case", "list", "--stat", "done")["code"] == "usage"


# ---- set-up and people


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
    from tests.conftest import PASSWORD

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
    assert {"user", "name", "positions", "active"} == set(cli.do("admin", "user", "list")[0])
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


# ---- letters and complaints


def test_a_logged_letter_has_exactly_these_fields(cli: Cli) -> None:
    logged = cli.do("receptionist", "letter", "add", *WA, "--have", "surat_pengantar")
    assert logged == {
        "agenda_no": "0001/2026",
        "case": "0001/2026",
        "status": "incomplete",
        "missing": ["materi"],
        "started_at": None,
        "due_at": None,
        "duplicates": [],
    }
    completed = cli.do("receptionist", "letter", "complete", "1", "--have", "materi")
    assert completed["status"] == "registered"
    assert completed["due_at"] == "2026-11-23T09:30:00+07:00"


def test_a_same_letter_is_named_never_refused_and_the_reason_is_noted(cli: Cli) -> None:
    first = log(cli)
    result = cli.run("mail_clerk", "letter", "add", *WA, "--complete")
    assert result.data["duplicates"] == [first]
    assert first in result.err
    words = ("letter", "add", *WA, "--complete", "--same-as-ok", "Asli menyusul pindaian")
    result = cli.run("mail_clerk", *words)
    assert result.err == ""
    assert result.data["duplicates"] == ["0002/2026", "0001/2026"]
    assert "Sama dengan 0002/2026, 0001/2026: Asli menyusul" in cli.text(
        "manager", "case", "show", result.data["case"]
    )
    assert cli.do("manager", "verify")["ok"] is True


def test_letters_are_listed_found_shown_and_voided(cli: Cli) -> None:
    case = log(cli)
    assert cli.do("manager", "letter", "list")[0]["agenda_no"] == case
    assert cli.do("manager", "letter", "find", "contoh ucapan")[0]["status"] == "registered"
    assert cli.do("manager", "letter", "find", "lain") == []
    shown = cli.do("manager", "letter", "show", "1")
    assert (shown["from"], shown["letter_no"], shown["letter_date"]) == (
        "Dinas Contoh",
        "005/7",
        "2026-11-20",
    )
    assert cli.refuse("mail_clerk", 3, "letter", "void", case, "--reason", "Salah")["code"] == "not_allowed"
    assert cli.do("manager", "letter", "void", case, "--reason", "Salah catat")["voided"] is True
    assert cli.do("manager", "letter", "list")[0]["voided"] is True


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("--from", " "), "sender"),
        (("--subject", ""), "subject"),
        (("--date", "2026-11-24"), "letter_date"),
        (("--have", "paspor"), "have"),
        (("--received", "2026-11-23T09:01"), "received"),
        (("--received", "2026-11-20T09:01"), "reason"),
        (("--service", "hotline-bkpsdm"), "service"),
        (("--service", "tidak-ada"), "service"),
        (("--event-start", "2026-11-25T09:00"), "event_start"),
    ],
)
def test_a_letter_that_cannot_be_logged_names_its_field_and_takes_no_number(
    cli: Cli, change: tuple[str, ...], field: str
) -> None:
    assert cli.refuse("mail_clerk", 1, "letter", "add", *WA, *change)["field"] == field
    assert log(cli) == "0001/2026"


def test_a_logged_complaint_has_exactly_these_fields(cli: Cli) -> None:
    logged = cli.do(
        "complaint_officer", "complaint", "add", *COMPLAINT, "--phone", "0812-0000-0678", "--class", "minor"
    )
    assert logged == {
        "complaint_no": "P-0001/2026",
        "case": "P-0001/2026",
        "status": "registered",
        "started_at": "2026-11-23T09:00:00+07:00",
        "due_at": "2026-11-30T16:00:00+07:00",
        "attached_to": None,
    }
    worker = cli.do("complaint_officer", "complaint", "show", "P-1")
    assert (worker["sender"], worker["phone"]) == ("Siti Rahma", "081200000678")
    other = cli.do("manager", "complaint", "show", "P-1")
    assert (other["sender"], other["phone"]) == ("S. R.", "0812*****678")
    assert cli.do("manager", "complaint", "list")[0]["from"] == "S. R."
    assert cli.refuse("manager", 1, "letter", "show", "P-1")["code"] == "not_found"
    assert (
        cli.refuse("manager", 1, "complaint", "class", "P-1", "--class", "x", "--reason", "y")["field"]
        == "class"
    )


# ---- cases


def test_a_case_has_exactly_these_fields(cli: Cli) -> None:
    case = log(cli)
    shown = cli.do("manager", "case", "show", case)
    assert set(shown) == CASE_KEYS
    assert set(shown["visits"][0]) == VISIT_KEYS
    assert [set(item) for item in shown["deadlines"]] == [
        {"clock", "standard_seconds", "used_seconds", "due_at", "agreed_due_at", "band"}
    ] * 2
    assert shown["next"] == [{"step": "2", "exit": "forward", "to": "3"}]
    assert (shown["kind"], shown["due_of"], shown["band"]) == ("letter", "service", "on_time")


def test_acts_follow_the_position_and_the_holder(cli: Cli) -> None:
    case = log(cli)
    assert cli.refuse(None, 3, "case", "take", case)["code"] == "not_signed_in"
    assert cli.refuse("pr_officer", 3, "case", "take", case)["code"] == "not_allowed"
    assert cli.refuse("admin", 3, "case", "take", case)["code"] == "not_allowed"
    assert cli.refuse("admin", 3, "letter", "add", *WA)["code"] == "not_allowed"
    cli.do("mail_clerk", "case", "finish", case)
    to_clerk = ("--to", "mail_clerk", "--instruction", "follow_up")
    assert cli.refuse("section_head", 1, "case", "dispose", case, *to_clerk)["code"] == "not_an_actor"
    to_officer = (
        "--to",
        "pr_officer",
        "--instruction",
        "follow_up",
        "reply",
        "--cc",
        "manager",
        "--note",
        "Segera",
    )
    disposed = cli.do("section_head", "case", "dispose", case, *to_officer, "--due", "2026-11-23T15:00")
    assert disposed["dispositions"] == [
        {
            "at": "2026-11-23T09:00:00+07:00",
            "step": "3",
            "by": "section_head",
            "to": ["pr_officer"],
            "cc": ["manager"],
            "instructions": ["follow_up", "reply"],
            "note": "Segera",
            "due_at": "2026-11-23T15:00:00+07:00",
        }
    ]
    assert cli.refuse("wa_center_staff", 3, "case", "take", case)["code"] == "held"
    assigned = cli.do("section_head", "case", "assign", case, "--to", "wa_center_staff", "--reason", "Cuti")
    assert assigned["visits"][-1]["holder"] == "wa_center_staff"
    assert cli.refuse("wa_center_staff", 1, "case", "finish", case, "--exit", "x")["code"] == "unknown_exit"
    assert cli.refuse("wa_center_staff", 1, "case", "return", case, "--reason", "x")["code"] == "no_revision"
    cli.do("wa_center_staff", "case", "note", case, "--text", "Menunggu foto")
    cli.do("wa_center_staff", "case", "finish", case)
    assert cli.refuse("wa_center_staff", 3, "case", "reopen", case, "--step", "4", "--reason", "x")["code"]
    reopened = cli.do("manager", "case", "reopen", case, "--step", "4", "--reason", "Keliru")
    assert (reopened["status"], reopened["visits"][-1]["step"]) == ("in_progress", "4")
    assert (reopened["due_at"], reopened["used_seconds"]) == ("2026-11-23T09:30:00+07:00", 0)
    cancelled = cli.do("manager", "case", "cancel", case, "--reason", "Dicabut")
    assert (cancelled["status"], cancelled["band"]) == ("cancelled", "none")


def test_a_late_entry_runs_from_the_real_time_and_needs_its_reason(cli: Cli) -> None:
    cli.at("2026-11-23 11:30")
    logged = cli.do("mail_clerk", "letter", "add", *WA, "--complete", "--received", "2026-11-23T10:40")
    assert logged["started_at"] == "2026-11-23T10:40:00+07:00"
    case = logged["case"]
    assert (
        cli.refuse("mail_clerk", 1, "case", "finish", case, "--at", "2026-11-23T10:50")["field"] == "reason"
    )
    late = ("--reason", "Listrik padam")
    assert (
        cli.refuse("mail_clerk", 1, "case", "finish", case, "--at", "2026-11-23T11:31", *late)["code"]
        == "future"
    )
    early = cli.refuse("mail_clerk", 1, "case", "finish", case, "--at", "2026-11-23T10:39", *late)
    assert early["code"] == "before_last"
    done = cli.do("mail_clerk", "case", "finish", case, "--at", "2026-11-23T03:50:00Z", *late)
    assert done["visits"][0]["finished_at"] == "2026-11-23T10:50:00+07:00"
    cancelled = cli.do(
        "manager", "case", "cancel", case, "--at", "2026-11-23T11:00", "--reason", "Dicabut saat padam"
    )
    assert cancelled["finished_at"] == "2026-11-23T11:00:00+07:00"


# ---- lists, the board, earlier instants


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
    assert set(now) == {"as_of", "counts", "rows"}
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


def test_the_board_of_the_command_line_is_the_board_of_the_screens(cli: Cli) -> None:
    from desk.office import board

    late = log(cli)
    cli.at("2026-11-23 09:20")
    paused = log(cli)
    cli.do("mail_clerk", "case", "pause", paused, "--for", "applicant", "--reason", "Foto")
    cli.do("receptionist", "letter", "add", "--service", "surat-umum", *WA[2:])
    cli.do("sms_officer", "complaint", "add", "--service", "pengaduan-elektronik", *COMPLAINT[2:])
    cli.at("2026-11-23 09:31")
    shown = cli.do("manager", "board")
    session = setup.open_office(cli.desk.config.database_url, cli.desk.clock)
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
    assert set(christmas) == {"at", "due_at", "standard", "explanation"}
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

    setup.open_office(cli.desk.config.database_url, cli.desk.clock)
    db.database.execute_sql("UPDATE letter SET urgency = 'urgent'")
    db.close_database()
    result = cli.run("manager", "verify")
    assert (result.status, result.data["ok"], result.error["code"]) == (1, False, "broken")
    assert case in result.err


# ---- what people read


def test_stored_escape_sequences_and_markup_are_only_text(cli: Cli) -> None:
    nasty = "[red]x[/salah] \x1b[2J\u202eabc\nbaris dua"
    cli.do("mail_clerk", "letter", "add", *WA[:8], "--subject", nasty, "--complete")
    for words in (
        ["case", "show", "1"],
        ["letter", "list"],
        ["letter", "show", "1"],
        ["board"],
        ["case", "list"],
    ):
        text = cli.text("manager", *words)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[red]x[/salah]" in text
    assert cli.do("manager", "letter", "show", "1")["subject"] == nasty


def test_a_person_reads_band_and_remaining_time_in_words(cli: Cli) -> None:
    case = log(cli)
    assert "● aman, sisa 30 m 00 d" in cli.text("manager", "case", "show", case)
    cli.at("2026-11-23 09:45")
    assert "▲ terlambat" in cli.text("manager", "case", "show", case)
    assert "-00:15:00" in cli.text("manager", "board")
    assert "istirahat" in cli.text("manager", "due", "wa-center", "--at", "2026-11-27T11:20")


def test_a_locked_database_is_a_plain_message_and_nothing_is_written(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    cli.sign_in("mail_clerk")
    path = cli.desk.config.database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        monkeypatch.setattr("desk.db.SqliteDatabase", _impatient)
        result = cli.raw("letter", "add", *WA, "--complete", "--json")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (result.status, result.error["code"]) == (1, "database")
    assert cli.do("manager", "letter", "list") == []


def _impatient(path: str, pragmas: dict[str, object]) -> object:
    from peewee import SqliteDatabase

    return SqliteDatabase(path, pragmas=pragmas | {"busy_timeout": 50}, timeout=0.05)
