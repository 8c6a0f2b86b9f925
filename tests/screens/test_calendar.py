"""The calendar on the screen: everybody reads it, an admin changes it after seeing the effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.widgets import Static

from desk.domain.calendar import DayRule
from desk.domain.calendar_book import ALL
from desk.domain.calendar_changes import SetDay
from desk.domain.calendar_periods import SetWeek
from desk.domain.letter import LetterDraft
from desk.office import calendar_acts, intake, ledger, recompute, timekeeping
from desk.screens.calendar import CalendarScreen
from desk.screens.calendar_dialog import ChangeDialog
from desk.screens.calendar_effect import EffectScreen
from desk.widgets.commands import commands_of
from desk.widgets.fields import TextField
from tests.conftest import Desk
from tests.domain.calendars import FIVE_DAYS
from tests.screens.seats import Seat

SeatMaker = Callable[..., Any]
PLAIN = date(2026, 11, 24)
HOLIDAY = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis="SK Bupati 5/2026"))


def changes() -> int:
    return sum(row.subject.startswith("calendar:") for row in ledger.rows())


def letter(desk: Desk) -> str:
    """A letter that is due in working days."""
    have = desk.office.service("konten-medsos").required_keys
    draft = LetterDraft("konten-medsos", "OPD", "Hal", have=have)
    return intake.log_letter(desk.person("mail_clerk"), draft).number


async def open_calendar(s: Seat) -> CalendarScreen:
    await s.press("alt+k")
    assert isinstance(s.screen, CalendarScreen)
    return s.screen


async def see_effect(s: Seat) -> str:
    """Ask for the effect of the form; returns what is shown of it."""
    await s.press("ctrl+s")
    assert isinstance(s.screen, EffectScreen), s.picture
    await s.settle()
    return s.picture


async def save(s: Seat) -> None:
    await s.press("enter")
    assert isinstance(s.screen, CalendarScreen), s.picture


def labels(s: Seat) -> set[str]:
    return {command.label for command in commands_of(s.screen) if command.enabled}


async def fill_in(s: Seat, **texts: str) -> None:
    """Into the fields of the form by their keys."""
    await s.settle()
    assert isinstance(s.screen, ChangeDialog), s.picture
    for key, text in texts.items():
        field = s.screen.form.field(key)
        assert field is not None, key
        field.restore(text)
        field.changed()
    await s.settle()


@pytest.mark.parametrize(
    ("who", "size"), [("manager", (100, 30)), ("mail_clerk", (80, 24)), ("admin", (160, 45))]
)
async def test_everybody_reads_the_calendar_from_any_screen(
    desk: Desk, seat: SeatMaker, who: str, size: tuple[int, int]
) -> None:
    async with seat(desk.config, desk.clock, desk.person(who), size=size) as s:
        assert "Kalender" in labels(s)
        await open_calendar(s)
        assert "November 2026 · Jam kerja kantor" in s.picture
        assert "[23]" in s.picture
        assert "Senin, 23 November 2026 · hari ini" in s.picture
        assert "07.30–12.00, 13.00–16.00 (7 j 30 m)" in s.picture
        assert "libur nasional" in s.picture and "perkiraan" in s.picture
        assert ("Tambah" in labels(s)) is (who == "admin")
        await s.press("escape")
        assert not isinstance(s.screen, CalendarScreen)


async def test_days_are_walked_by_day_week_and_month_and_told_with_their_reason(
    desk: Desk, seat: SeatMaker
) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_calendar(s)
        await s.press("pagedown", "right", "right")
        assert screen.month.day == date(2026, 12, 25)
        assert "Desember 2026" in s.picture and "[25L]" in s.picture
        assert "Libur nasional: Hari Raya Natal" in s.picture
        await s.press("pagedown", "pagedown")
        assert "Tahun 2027" in s.picture and "Ramadan 1448 H (perkiraan)" in s.picture
        await s.press("down", "left")
        assert screen.month.day == date(2027, 3, 3)
        await s.press("home")
        assert screen.month.day == date(2026, 11, 23)


async def test_the_month_follows_the_list(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager")) as s:
        screen = await open_calendar(s)
        await s.press("tab", "home")
        assert screen.month.day == date(2026, 1, 1)
        await s.press("end")
        assert screen.month.day == date(2026, 12, 25)


async def test_a_holiday_is_added_only_after_its_effect_was_shown(desk: Desk, seat: SeatMaker) -> None:
    case = letter(desk)
    async with seat(desk.config, desk.clock, desk.person("admin"), size=(80, 24)) as s:
        await open_calendar(s)
        await s.press("right", "t")
        await fill_in(s, name="Hari Jadi [/b]", basis="SK Bupati 5/2026")
        before = changes()
        shown = await see_effect(s)
        assert "Sel 24 Nov 2026" in shown and "tutup" in shown
        assert case in shown
        assert changes() == before
        await save(s)
        assert changes() == before + 1
        assert desk.office.calendar().spans_on(PLAIN) == ()
        assert "[24D]" in s.picture and "Hari Jadi [/b]" in s.picture
        assert "1 berkas berjalan memakai kalender lama" in s.picture


async def test_batal_at_the_effect_changes_nothing_and_loses_nothing_typed(
    desk: Desk, seat: SeatMaker
) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        await open_calendar(s)
        await s.press("right", "t")
        await fill_in(s, name="Hari Jadi", basis="SK Bupati 5/2026")
        before = changes()
        await see_effect(s)
        await s.press("escape")
        assert isinstance(s.screen, ChangeDialog)
        assert s.screen.form.values()["name"] == "Hari Jadi"
        assert changes() == before


async def test_what_is_missing_is_said_at_its_field(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        await open_calendar(s)
        await s.press("right", "t")
        await fill_in(s, name="Hari Jadi")
        await s.press("ctrl+s")
        assert isinstance(s.screen, ChangeDialog)
        field = s.screen.form.field("basis")
        assert isinstance(field, TextField) and "Isi nomor keputusan" in (field.error or "")
        await fill_in(s, hours="pagi")
        await s.press("ctrl+s")
        hours = s.screen.form.field("hours")
        assert hours is not None and "tidak dikenali" in (hours.error or "")


async def test_a_day_that_is_taken_is_not_overwritten_by_adding(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        await open_calendar(s)
        await s.press("t")
        await fill_in(s, date="25/12/2026", name="Lain", basis="SK")
        await s.press("ctrl+s")
        assert isinstance(s.screen, ChangeDialog)
        field = s.screen.form.field("date")
        assert field is not None and "sudah terisi: Hari Raya Natal" in (field.error or "")


async def test_an_estimate_is_confirmed_with_its_decree(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        screen = await open_calendar(s)
        screen.month._go(date(2027, 5, 17))
        await s.settle()
        assert "Konfirmasi" in labels(s)
        await s.press("k")
        await fill_in(s, basis="SKB 2027", move_to="21/05/2027")
        await see_effect(s)
        await save(s)
        assert desk.office.calendar().days[date(2027, 5, 21)].basis == "SKB 2027"
        assert date(2027, 5, 17) not in desk.office.calendar().days
        assert "Konfirmasi" not in labels(s)


async def test_a_ramadan_is_corrected_confirmed_and_removed(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        screen = await open_calendar(s)
        screen.month._go(date(2027, 2, 10))
        await s.settle()
        await s.press("r")
        await fill_in(s, jumat="08.00-11.00")
        await see_effect(s)
        await save(s)
        period = desk.office.calendar().period_on(date(2027, 2, 10))
        assert period is not None and period.week[4] == ((8 * 3600, 11 * 3600),)
        await s.press("k")
        await fill_in(s, basis="KMA 1/2027", last="08/03/2027")
        await see_effect(s)
        await save(s)
        period = desk.office.calendar("hotline").period_on(date(2027, 2, 10))
        assert period is not None and (period.basis, period.last) == ("KMA 1/2027", date(2027, 3, 8))
        await s.press("x")
        await save(s)
        assert desk.office.calendar().period_on(date(2027, 2, 10)) is None


async def test_the_hours_of_a_week_are_changed_from_a_day_on(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin"), size=(80, 24)) as s:
        await open_calendar(s)
        await s.press("j")
        await fill_in(s, sabtu="07.30-12.00", since="01/12/2026", basis="Perbup 3/2026")
        assert "Sab 5 Des 2026" in await see_effect(s)
        await save(s)
        calendar = desk.office.calendar()
        assert calendar.is_working_day(date(2026, 12, 5))
        assert not calendar.is_working_day(date(2026, 11, 28))
        assert calendar.week[:5] == FIVE_DAYS[:5]


async def test_a_year_is_filled_and_a_calendar_added(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        screen = await open_calendar(s)
        await s.press("i")
        assert "17 hari libur dan cuti bersama ditambahkan" in await see_effect(s)
        await save(s)
        assert any(day.year == 2028 for day in desk.office.calendar().days)
        await s.press("g")
        await s.type("baru")
        await s.press("enter")
        await fill_in(s, key="loket", name="Jam loket")
        assert "Kalender baru" in await see_effect(s)
        await save(s)
        await s.press("g")
        await s.type("loket")
        await s.press("enter")
        assert screen.key == "loket" and "Jam loket" in s.picture


@pytest.mark.parametrize("who", ["admin", "manager"])
async def test_open_cases_are_recomputed_after_the_list_of_what_moves(
    desk: Desk, seat: SeatMaker, who: str
) -> None:
    case = letter(desk)
    calendar_acts.make(desk.person("admin"), HOLIDAY)
    async with seat(desk.config, desk.clock, desk.person(who)) as s:
        await open_calendar(s)
        assert recompute.outdated(desk.person("admin"), "office") == 1
        await s.press("h")
        await fill_in(s, basis="SK Bupati 5/2026")
        shown = await see_effect(s)
        assert case in shown and "Dasar: SK Bupati 5/2026" in shown
        assert recompute.outdated(desk.person("admin"), "office") == 1
        await save(s)
        assert recompute.outdated(desk.person("admin"), "office") == 0
        assert "kalender lama" not in s.picture


async def test_a_change_made_elsewhere_meanwhile_is_told_and_the_form_opened_anew_holds_what_was_typed(
    desk: Desk, seat: SeatMaker
) -> None:
    async with seat(desk.config, desk.clock, desk.person("admin")) as s:
        await open_calendar(s)
        await s.press("right", "t")
        await fill_in(s, name="Hari Jadi", basis="SK")
        await see_effect(s)
        calendar_acts.make(desk.person("admin"), calendar_acts.fill_year(2028))
        await s.press("enter")
        assert isinstance(s.screen, EffectScreen)
        assert "diubah di meja lain" in s.picture
        await s.settle()
        await s.press("enter", "escape", "escape", "t")
        await s.settle()
        await see_effect(s)
        await save(s)
        assert desk.office.calendar().days[PLAIN].name == "Hari Jadi"


async def test_the_hours_that_another_desk_changed_stay_where_a_form_opened_before_changes_others(
    desk: Desk, seat: SeatMaker
) -> None:
    admin = desk.person("admin")
    week = list(calendar_acts.read_book(admin).calendars["office"].week)
    monday, friday = ((9 * 3600, 12 * 3600),), ((8 * 3600, 11 * 3600),)
    async with seat(desk.config, desk.clock, admin) as s:
        await open_calendar(s)
        await s.press("j")
        await fill_in(s, senin="09.00-12.00", basis="SK A")
        calendar_acts.make(admin, SetWeek("office", (*week[:4], friday, *week[5:]), None, "SK B"))
        assert "diubah di meja lain" in await see_effect(s)
        await s.press("enter", "escape", "escape", "j")
        await s.settle()
        await see_effect(s)
        await save(s)
    after = calendar_acts.read_book(admin).calendars["office"].week
    assert (after[0], after[4]) == (monday, friday)


async def test_the_board_says_quietly_that_the_calendar_is_not_certain(desk: Desk, seat: SeatMaker) -> None:
    async with seat(desk.config, desk.clock, desk.person("manager"), size=(80, 24)) as s:
        assert "! Kalender 2027 belum pasti" in s.picture and "Alt+K" in s.picture
        await s.press("w")
        assert "belum pasti" not in s.picture


async def test_before_a_letter_is_saved_its_preview_says_that_the_year_is_not_complete(
    desk: Desk, seat: SeatMaker
) -> None:
    desk.set("2027-12-31 15:00")
    timekeeping.confirm_clock(desk.person("admin"), "jam benar")
    async with seat(desk.config, desk.clock, desk.person("mail_clerk")) as s:
        await s.type("konten")
        await s.press("enter")
        preview = s.screen.query_one("#preview", Static)
        assert "masuk tahun 2028 yang kalendernya belum lengkap" in " ".join(str(preview.content).split())
