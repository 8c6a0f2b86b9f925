"""Cases: names and fields that scripts rely on, permissions and late entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.samples import WA, log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


CASE_KEYS = {
    "revision",
    *(
        "attachments",
        "class",
        "class_basis",
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
    *("period", "event_start", "event_end", "excluded", "unmanned"),
}
VISIT_KEYS = {
    *("visit", "step", "name", "actors", "holder", "arrived_at", "taken_at", "finished_at", "exit"),
    *("standard_seconds", "used_seconds", "paused_seconds", "due_at", "band", "charged_to"),
}


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
            "answers": [],
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
