"""`desk alerts`: new alerts of one's own queue, each once; with `--all` those told of open cases."""

from __future__ import annotations

from tests.cli.conftest import Cli
from tests.conftest import Desk
from tests.office.files import letter


def test_new_alerts_are_told_once(desk: Desk, cli: Cli) -> None:
    letter(desk)
    assert cli.do("mail_clerk", "alerts") == []
    desk.set("2026-11-23 09:24")
    assert cli.do("mail_clerk", "alerts") == [
        {
            "case": "0001/2026",
            "service": "wa-center",
            "step": "2",
            "clock": "service",
            "percent": 75,
            "told_at": "2026-11-23T09:24:00+07:00",
            "due_at": "2026-11-23T09:30:00+07:00",
            "due_of": "service",
            "remaining_seconds": 360,
            "band": "at_risk",
        }
    ]
    assert cli.do("mail_clerk", "alerts") == []
    assert cli.do("manager", "alerts") == []
    assert [alert["percent"] for alert in cli.do("mail_clerk", "alerts", "--all")] == [75]


def test_a_person_reads_a_line_each(desk: Desk, cli: Cli) -> None:
    letter(desk)
    desk.set("2026-11-23 09:24")
    cli.sign_in("mail_clerk")
    told = cli.raw("alerts").data
    assert told == "09.24  ► 0001/2026 langkah 2: 75 % waktu layanan terpakai, sisa 6 m 00 d\n"
    assert cli.raw("alerts").data == "Tidak ada peringatan baru.\n"
    cli.sign_in("manager")
    assert cli.raw("alerts", "--all").data == "Tidak ada peringatan.\n"


def test_alerts_are_a_signed_in_persons(desk: Desk, cli: Cli) -> None:
    assert cli.run(None, "alerts").status == 3
