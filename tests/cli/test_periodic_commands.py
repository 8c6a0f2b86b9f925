"""Periodic tasks on the command line: any command of a signed-in person opens them, and they read like any case."""

from __future__ import annotations

import pytest

from desk import db
from tests.cli.conftest import Cli
from tests.conftest import Desk

TASK = "R-01/2026"


@pytest.fixture
def december(desk: Desk) -> Desk:
    desk.set("2026-12-01 08:20")
    return desk


def test_whichever_command_runs_first_opens_the_months_task_once(december: Desk, cli: Cli) -> None:
    assert [row["case"] for row in cli.do("receptionist", "board")["rows"]] == [TASK]
    cli.do("manager", "case", "list")
    assert db.PeriodicTask.select().count() == 1


def test_case_show_tells_its_kind_its_month_and_its_own_clock(december: Desk, cli: Cli) -> None:
    shown = cli.do("team_lead", "case", "show", "R-1")
    assert (shown["case"], shown["kind"], shown["period"]) == (TASK, "periodic", "2026-11")
    assert shown["started_at"] == "2026-12-01T07:30:00+07:00"
    assert (shown["due_at"], shown["due_of"]) == ("2026-12-01T08:00:00+07:00", "step")
    assert (shown["band"], shown["used_seconds"]) == ("overdue", 50 * 60)
    assert [clock["clock"] for clock in shown["deadlines"]] == ["step"]
    assert shown["next"] == [{"step": "6", "exit": "done", "to": None}]


def test_a_person_reads_it_without_a_sender_and_without_a_late_entry(december: Desk, cli: Cli) -> None:
    cli.sign_in("team_lead")
    text = cli.raw("case", "show", TASK).data
    assert "Laporan setiap bulan, November 2026" in text
    assert "Dari" not in text and "Dibuka" in text and "susulan" not in text


def test_it_is_listed_worked_on_and_finished_like_any_case(december: Desk, cli: Cli) -> None:
    (row,) = cli.do("team_lead", "case", "list", "--mine")
    assert (row["case"], row["kind"], row["sender"], row["step"]) == (TASK, "periodic", "", "6")
    cli.do("team_lead", "case", "take", TASK)
    done = cli.do("team_lead", "case", "finish", TASK, "--output", "Rekapitulasi Bulanan")
    assert (done["status"], done["band"]) == ("done", "missed")
    assert cli.do("admin", "verify")["ok"]
    assert cli.do("team_lead", "letter", "list") == []
