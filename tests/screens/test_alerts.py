"""Alerts on the screen: said once by the heartbeat, listed behind one key, silent for whom it does not concern."""

from __future__ import annotations

import pytest

from desk.office import alerts
from desk.screens import watch as watching
from desk.screens.alerts import EMPTY, AlertRows, AlertsScreen
from desk.screens.case import CaseScreen
from tests.conftest import Desk, at
from tests.office.files import letter
from tests.screens.seats import Seats


@pytest.fixture
def running(desk: Desk) -> Desk:
    letter(desk)
    return desk


async def test_the_heartbeat_says_each_threshold_once(running: Desk) -> None:
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.beat()
        assert clerk.told == ""
        for moment in ("09:15", "09:16", "09:22:30", "09:23"):
            running.set(f"2026-11-23 {moment}")
            await clerk.beat()
        assert clerk.told.split("\n") == [
            "● 0001/2026 langkah 2: 50 % waktu layanan terpakai, sisa 15 m 00 d",
            "► 0001/2026 langkah 2: 75 % waktu layanan terpakai, sisa 7 m 30 d",
        ]


async def test_who_was_away_hears_the_highest_only(running: Desk) -> None:
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        running.set("2026-11-23 09:31")
        await clerk.beat()
        assert clerk.told == "▲ 0001/2026 langkah 2: waktu layanan habis, lewat 1 m 00 d"
        head = await seats.at("section_head")
        await head.beat()
        assert head.told == ""


async def test_a_dialog_opens_without_an_alert_lying_over_its_keys(running: Desk) -> None:
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        running.set("2026-11-23 09:31")
        await clerk.beat()
        assert clerk.app._notifications
        await clerk.press("f6", "c")
        assert clerk.dialog is not None
        assert not clerk.app._notifications


async def test_many_at_once_are_told_in_one_message_the_worst_first(desk: Desk) -> None:
    for n in range(5):
        letter(desk, letter_no=str(n))
        desk.advance(240)
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        desk.set("2026-11-23 09:30")
        await clerk.beat()
        lines = clerk.told.split("\n")
        assert [line[:12] for line in lines] == ["▲ 0001/2026 ", "► 0002/2026 ", "● 0003/2026 ", "dan 1 lagi"]
        assert len(clerk.app._notifications) == 1


async def test_the_queue_is_read_only_when_something_is_due_or_was_written(
    running: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    whole = alerts.tell_new

    def counted(session: object, now: int) -> alerts.News:
        reads.append(now)
        return whole(session, now)  # type: ignore[arg-type]

    monkeypatch.setattr(alerts, "tell_new", counted)
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        for second in range(120):
            running.clock.set(at("2026-11-23 09:00") + second)
            await clerk.beat()
        assert reads == [at("2026-11-23 09:00")]
        for second in range(120, 140):
            letter(running, letter_no=str(second))
            running.clock.set(at("2026-11-23 09:00") + second)
            await clerk.beat()
        assert len(reads) == 3
        assert reads[2] - reads[1] == watching.APART


async def test_a_lists_them_and_enter_opens_the_case(running: Desk) -> None:
    running.set("2026-11-23 09:24")
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.beat()
        await clerk.press("f6", "alt+a")
        assert isinstance(clerk.app.screen, AlertsScreen)
        assert "Peringatan hari ini · 1" in clerk.picture
        assert "09.24  75 % 0001/2026   2 " in clerk.picture and "00:06:00" in clerk.picture
        await clerk.press("enter")
        assert isinstance(clerk.app.screen, CaseScreen)
        assert "0001/2026" in clerk.picture


async def test_without_any_the_list_says_so_and_closes(running: Desk) -> None:
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f6", "alt+a")
        assert EMPTY in clerk.picture
        assert clerk.app.screen.query_one(AlertRows).item is None
        await clerk.press("enter", "escape")
        assert not isinstance(clerk.app.screen, AlertsScreen)


async def test_the_letter_a_never_opens_the_alerts_since_it_answers_dispositions(running: Desk) -> None:
    async with Seats(running) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f5", "a", "f6", "a")
        assert not isinstance(clerk.app.screen, AlertsScreen)
        await clerk.press("alt+a")
        assert isinstance(clerk.app.screen, AlertsScreen)


async def test_an_alert_holds_no_markup(running: Desk) -> None:
    running.set("2026-11-23 09:31")
    session = running.person("mail_clerk")
    (alert,) = alerts.tell_new(session, running.clock.now()).alerts
    from dataclasses import replace

    hostile = replace(alert, step_no="[red]\x1b[2J")
    assert "\x1b" not in watching.message((hostile,), running.clock.now())
