"""Undoing, retiming and rescheduling by command, and the history that keeps everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.samples import log

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

WHY = ("--reason", "Salah tekan")


def test_the_last_act_is_undone_and_stays_in_the_history_as_undone(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 09:05")
    cli.do("mail_clerk", "case", "finish", case)
    undone = cli.do("mail_clerk", "case", "undo", case, *WHY)
    assert [visit["step"] for visit in undone["visits"]] == ["2"]
    assert undone["visits"][0]["finished_at"] is None
    history = cli.do("mail_clerk", "case", "history", case)
    assert [(event["kind"], event["withdrawn"]) for event in history] == [
        ("registered", False),
        ("opened", False),
        ("finished", True),
        ("opened", True),
        ("corrected", False),
    ]
    assert history[-1]["text"].startswith("Diurungkan: Langkah 2 ")
    assert history[-1]["text"].endswith("Alasan: Salah tekan")
    assert set(history[0]) == {
        *("event", "kind", "at", "told_at", "recorded_at", "by", "text", "late_reason", "withdrawn")
    }
    assert "(diurungkan) Langkah 2 " in cli.text("manager", "case", "history", case)


def test_undoing_is_for_whoever_did_it_within_minutes_and_for_heads(cli: Cli) -> None:
    case = log(cli)
    assert cli.refuse("section_head", 1, "case", "undo", case, *WHY)["code"] == "not_withdrawable"
    cli.do("mail_clerk", "case", "finish", case)
    assert cli.refuse("pr_officer", 3, "case", "undo", case, *WHY)["code"] == "not_allowed"
    cli.at("2026-11-23 09:16")
    assert cli.refuse("mail_clerk", 3, "case", "undo", case, *WHY)["code"] == "not_allowed"
    cli.do("section_head", "case", "undo", case, *WHY)


def test_an_act_gets_its_real_time_between_its_neighbours(cli: Cli) -> None:
    case = log(cli)
    cli.at("2026-11-23 09:20")
    cli.do("mail_clerk", "case", "finish", case)
    event = next(e for e in cli.do("manager", "case", "history", case) if e["kind"] == "finished")["event"]
    to = ("--event", str(event), *WHY, "--happened")
    assert cli.refuse("manager", 1, "case", "correct", case, *to, "2026-11-23T08:59")["code"] == "before_last"
    assert cli.refuse("manager", 1, "case", "correct", case, *to, "2026-11-23T09:21")["code"] == "future"
    other = ("--event", "1", *WHY, "--happened", "2026-11-23T09:10")
    assert cli.refuse("manager", 1, "case", "correct", case, *other)["field"] == "event"
    mended = cli.do("manager", "case", "correct", case, *to, "2026-11-23T09:10")
    assert mended["visits"][0]["finished_at"] == "2026-11-23T09:10:00+07:00"
    assert mended["visits"][1]["arrived_at"] == "2026-11-23T09:10:00+07:00"
    told = next(e for e in cli.do("manager", "case", "history", case) if e["event"] == event)
    assert (told["at"], told["told_at"]) == ("2026-11-23T09:10:00+07:00", "2026-11-23T09:20:00+07:00")
    assert "(semula 09.20)" in cli.text("manager", "case", "history", case)
    assert cli.do("manager", "verify")["ok"]


def test_an_event_that_was_moved_moves_the_deadline(cli: Cli) -> None:
    words = ("--service", "keprotokolan", "--from", "OPD", "--no-number", "--no-date", "--subject", "Apel")
    event = ("--event-start", "2026-11-25T09:00", "--event-end", "2026-11-25T11:00")
    case = cli.do("mail_clerk", "letter", "add", *words, "--complete", *event)["case"]
    moved = ("--event-start", "2026-11-26T13:00", "--event-end", "2026-11-26T15:00", *WHY)
    assert cli.refuse("pr_officer", 3, "case", "reschedule", case, *moved)["code"] == "not_allowed"
    shown = cli.do("mail_clerk", "case", "reschedule", case, *moved)
    service = next(item for item in shown["deadlines"] if item["clock"] == "service")
    assert service["due_at"] == "2026-11-26T13:00:00+07:00"
    early = ("--event-start", "2026-11-26T13:00", "--event-end", "2026-11-26T12:00", *WHY)
    assert cli.refuse("mail_clerk", 1, "case", "reschedule", case, *early)["field"] == "event_end"
    assert cli.refuse("mail_clerk", 1, "case", "reschedule", log(cli), *moved)["code"] == "no_event"
    history = cli.do("manager", "case", "history", case)
    assert history[-1]["text"].startswith(
        "Waktu acara diubah menjadi Kam 26 Nov 2026 13.00 sampai Kam 26 Nov 2026 15.00."
    )
