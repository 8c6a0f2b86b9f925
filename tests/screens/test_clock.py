"""The machine's clock in doubt, as people meet it: at the door, when a number waits, and told when it is set."""

from __future__ import annotations

from typing import Any

import pytest

from desk import db
from desk.clock import STEP, SystemClock
from desk.domain.letter import LetterDraft
from desk.office import intake, ledger, opening, timekeeping
from desk.office.session import Session
from desk.screens.clock_check import ClockScreen
from desk.screens.intake_dialogs import LoggedScreen
from desk.screens.intake_entry import EntryPane
from desk.widgets.commands import commands_of
from tests.conftest import MONDAY
from tests.screens.test_intake import WA, counter, tick_all, write_letter, written

DAY = 86_400


def offered(s: Any) -> set[str]:
    return {command.id for command in commands_of(s.screen)}


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_clock_behind_is_shown_at_the_door_with_both_times(
    desk: Any, seat: Any, size: tuple[int, int]
) -> None:
    desk.set("2026-11-17 08:05")
    async with seat(desk.config, desk.clock, desk.person("manager"), size=size) as s:
        assert isinstance(s.screen, ClockScreen)
        assert "Selasa, 17 November 2026, 08.05 WIB" in s.picture
        assert "Senin, 23 November 2026, 09.00 WIB" in s.picture
        await s.press("y")
        assert not isinstance(s.screen, ClockScreen)
    assert ledger.tail().recorded_at == desk.clock.now()


async def test_enter_does_not_confirm_a_clock(desk: Any, seat: Any) -> None:
    desk.set("2026-11-17 08:05")
    before = written()
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await s.press("enter")
        assert not isinstance(s.screen, ClockScreen)
    assert written() == before


async def test_who_may_not_confirm_is_told_who_may(desk: Any, seat: Any) -> None:
    desk.set("2026-12-14 08:05")
    before = written()
    async with seat(desk.config, desk.clock, desk.person("receptionist")) as s:
        assert isinstance(s.screen, ClockScreen)
        assert "clock.confirm" not in offered(s)
        assert "pimpinan atau admin" in s.picture
        await s.press("y", "escape")
        assert not isinstance(s.screen, ClockScreen)
    assert written() == before


async def test_whom_a_waiting_number_does_not_concern_is_not_asked(desk: Any, seat: Any) -> None:
    desk.set("2026-12-14 08:05")
    async with seat(desk.config, desk.clock, desk.person("protocol_staff")) as s:
        assert not isinstance(s.screen, ClockScreen)
    desk.set("2026-11-17 08:05")
    async with seat(desk.config, desk.clock, desk.person("protocol_staff")) as s:
        assert isinstance(s.screen, ClockScreen)


async def test_an_act_refused_for_the_clock_shows_the_times(desk: Any, seat: Any) -> None:
    number = intake.log_letter(
        desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=WA)
    ).number
    async with seat(desk.config, desk.clock, desk.person("mail_clerk")) as s:
        desk.set("2026-11-17 08:05")
        await s.press("f6", "t")
        assert isinstance(s.screen, ClockScreen)
        assert "clock.confirm" not in offered(s)
    assert db.Visit.get(db.Visit.case == number).taken_at is None


async def test_periodic_tasks_whose_numbers_waited_open_once_the_clock_is_settled(
    desk: Any, seat: Any
) -> None:
    desk.set("2026-12-14 08:05")
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        s.app._beat()
        assert not db.PeriodicTask.select().count()
        await s.press("y")
        s.app._beat()
        await s.settle()
    assert db.PeriodicTask.select().count()


async def test_a_sound_clock_asks_nothing(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        assert not isinstance(s.screen, ClockScreen)


async def test_an_example_office_asks_nothing_after_months(desk: Any, seat: Any) -> None:
    db.Setting.insert(key="is_demo", value=True).execute()
    desk.set("2027-03-01 09:00")
    office = opening.open_office(desk.config.database_url, desk.clock)
    async with seat(desk.config, desk.clock, Session(office, office.people["manager"])) as s:
        assert not isinstance(s.screen, ClockScreen)


async def test_a_letter_refused_in_a_new_year_is_saved_by_one_key(desk: Any, seat: Any) -> None:
    desk.set("2026-12-30 09:00")
    async with counter(desk, seat) as s:
        await s.press("escape")
        await write_letter(s)
        await tick_all(s, 2)
    timekeeping.confirm_clock(desk.person("manager"))
    desk.set("2027-01-04 08:00")
    before = written()
    async with counter(desk, seat) as s:
        await s.press("escape")
        await s.press("ctrl+s")
        assert isinstance(s.screen, ClockScreen)
        assert "0001/2027" in s.picture
        await s.press("escape")
        assert written() == before
        assert s.screen.query_one(EntryPane).form.all_fields["sender"].draft() == "Dinas Kesehatan"
        await s.press("ctrl+s")
        await s.press("y")
        assert isinstance(s.screen, LoggedScreen)
        assert s.screen._logged.number == "0001/2027"


async def test_a_clock_set_right_meanwhile_closes_the_question(desk: Any, seat: Any) -> None:
    desk.set("2026-11-17 08:05")
    async with seat(desk.config, desk.clock, desk.person("receptionist")) as s:
        screen = s.screen
        assert isinstance(screen, ClockScreen)
        desk.set("2026-11-23 09:10")
        screen.look()
        await s.settle()
        assert s.screen is not screen


async def test_the_question_can_be_called_up_again(desk: Any, seat: Any) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        await s.press("alt+j")
        assert "sesuai dengan catatan" in "\n".join(told.message for told in s.app._notifications)
        desk.set("2026-11-17 08:05")
        await s.press("alt+j")
        assert isinstance(s.screen, ClockScreen)


async def test_a_clock_that_somebody_sets_is_told_once(desk: Any, seat: Any) -> None:
    wall = [float(MONDAY)]
    clock = SystemClock(wall=lambda: wall[0], steady=lambda: 0.0)
    office = opening.open_office(desk.config.database_url, clock)
    async with seat(desk.config, clock, Session(office, office.people["manager"])) as s:
        wall[0] += DAY + STEP
        office.clock.look()
        for _ in range(2):
            s.app._beat()
            await s.settle()
        told = [note.message for note in s.app._notifications]
        assert told == ["Jam komputer diubah: maju 1 hari 5 menit, kini Selasa, 24 November 2026, 09.05 WIB."]
