"""Kalender: the months of the office's calendars, and all that an admin may change in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from desk import db
from desk.domain.calendar import DayRule, Period
from desk.domain.calendar_book import Book, is_former
from desk.domain.calendar_changes import Change, RemoveDay
from desk.domain.calendar_periods import RemovePeriod
from desk.domain.coverage import year_gaps
from desk.domain.dates import MONTHS
from desk.domain.people import Permission
from desk.errors import DeskError
from desk.office.calendar_acts import read_book
from desk.office.recompute import outdated
from desk.screens.base import DeskScreen
from desk.screens.calendar_dialog import effect_screen
from desk.screens.calendar_dialogs import (
    ConfirmDayDialog,
    ConfirmPeriodDialog,
    DayDialog,
    FillDialog,
    NewCalendarDialog,
    PeriodDialog,
    RecomputeDialog,
    WeekDialog,
)
from desk.screens.calendar_keys import CHANGES, KEYS
from desk.screens.calendar_rows import YearList, day_lines, legend_lines, usual_lines, year_rows
from desk.screens.pick import PickScreen
from desk.widgets.fields.dropdown import Option
from desk.widgets.month import MonthView
from desk.widgets.text import Line, inert, lines_content
from desk.widgets.virtual_list import VirtualList

_NEW = "+"
"""Key of the choice that adds a calendar; no calendar can have it."""


class CalendarScreen(DeskScreen):
    """Lies over the screen it was asked from. A month and the year's list; both lead to the same day."""

    HELP_TITLE = "Kalender"
    PURPOSE = (
        "Jam kerja, hari libur dan Ramadan. Setiap perubahan memperlihatkan dahulu hari dan tenggat yang bergeser; "
        "berkas berjalan tetap pada kalender lamanya sampai dihitung ulang."
    )
    CSS_PATH = "calendar.tcss"
    AUTO_FOCUS = "MonthView"
    BINDINGS = KEYS
    MAY_CHANGE: ClassVar[frozenset[str]] = CHANGES

    @dataclass
    class Counted(Message):
        """A worker has counted the open cases that keep an older version."""

        key: str
        cases: int

    def __init__(self, key: str = "office") -> None:
        super().__init__()
        self.key = key
        self._outdated = 0
        self._book: Book | None = None

    # Layout

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="calendar"):
            with Vertical(id="month-box", classes="calendar-box"):
                yield MonthView(self.office.today)
                yield Static("", id="calendar-day")
                yield Static("", id="calendar-legend")
            with Vertical(id="year-box", classes="calendar-box"):
                yield YearList(empty="Belum ada hari libur. Isi dengan i.", id="year")
        yield Static("", id="calendar-state")

    @property
    def month(self) -> MonthView:
        return self.query_one(MonthView)

    @property
    def rows(self) -> YearList:
        return self.query_one(YearList)

    @property
    def book(self) -> Book:
        if self._book is None:
            self._book = read_book(self.session)
        return self._book

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= 100, "-wide")
        self.set_class(event.size.width >= 130, "-broad")
        self.call_after_refresh(self._show_day)

    # Showing

    def reload(self) -> None:
        self._book = None
        if self.key not in self.book.calendars:
            self.key = "office"
        self._show()
        self._count(self.key)

    def _show(self) -> None:
        """Everything, around the chosen day."""
        day, calendar = self.month.day, self.office.calendar(self.key)
        self.month.show(calendar, day)
        rows = year_rows(self.book, self.key, day.year)
        near = None if self.rows.has_focus else next((row for row in rows if row.first >= day), None)
        self.rows.set_rows(rows, cursor=self.rows.key(near) if near else None)
        name = inert(self.book.calendars[self.key].name, 30)
        self.query_one("#month-box").border_title = Content(f"{MONTHS[day.month - 1]} {day.year} · {name}")
        self.query_one("#year-box").border_title = Content(f"Tahun {day.year}")
        self.query_one("#year-box").border_subtitle = Content(f"{len(rows)} baris")
        self._show_day()
        self._show_state()
        self.refresh_bindings()

    def _show_day(self) -> None:
        calendar, day = self.office.calendar(self.key), self.month.day
        width = max(20, self.month.size.width - 2)
        lines = day_lines(self.book, calendar, day, self.office.today(), width)
        if self.size.height >= 30:
            lines += [Line(), Line("Jam biasa", "bold $foreground"), *usual_lines(calendar)]
        self.query_one("#calendar-day", Static).update(lines_content(lines))
        self.query_one("#calendar-legend", Static).update(lines_content(legend_lines(width)))

    def _show_state(self) -> None:
        """What the year lacks or guesses, and who still keeps an older calendar; nothing while all is well."""
        gaps = year_gaps(self.office.calendar(self.key), self.month.day.year)
        texts = [f"! {self.month.day.year}: {' '.join(gap.text for gap in gaps)}"] if gaps else []
        if self._outdated:
            texts.append(f"! {self._outdated} berkas berjalan memakai kalender lama; h menghitungnya ulang.")
        state = self.query_one("#calendar-state", Static)
        width = max(20, self.size.width - 2)
        state.update(lines_content([Line().cell(text, width, "$band-at-risk") for text in texts]))
        state.set_class(bool(texts), "-shown")

    @work(thread=True, group="outdated", exclusive=True)
    def _count(self, key: str) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                counted = self.Counted(key, outdated(self.session, key))
        except DeskError:
            return  # the next reading tells it
        if not worker.is_cancelled:
            self.post_message(counted)

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        if event.key == self.key:
            self._outdated = event.cases
            self._show_state()

    # Moving

    @on(MonthView.Moved)
    def _moved(self) -> None:
        self._show()

    @on(VirtualList.Highlighted, "#year")
    def _highlighted(self) -> None:
        """The month follows the list while the keyboard is there."""
        row = self.rows.item
        if self.rows.has_focus and row is not None and row.first != self.month.day:
            inside = row.first.year == self.month.day.year
            self.month.show(self.office.calendar(self.key), row.first if inside else row.last)
            self._show()

    def action_pane(self) -> None:
        (self.month if self.rows.has_focus else self.rows).focus()
        self.call_after_refresh(self._highlighted)

    def action_close(self) -> None:
        self.app.pop_screen()

    def action_pick(self) -> None:
        options = [Option(own.key, own.name, own.key) for own in self.book.calendars.values()]
        if self.session.may(Permission.ADMINISTER):
            options.append(Option(_NEW, "Kalender baru …", "menyalin yang ada"))
        self.app.push_screen(PickScreen("Pilih kalender", options, self.key), self._picked)

    def _picked(self, key: str | None) -> None:
        if key == _NEW:
            self._open(NewCalendarDialog(self.session, self.book, self.key))
        elif key is not None:
            self.key, self._outdated = key, 0
            self.reload()

    # Changing

    @property
    def _chosen(self) -> tuple[str, DayRule] | Period | None:
        """What a command works on: the row of the list while the keyboard is there, else the chosen day's."""
        if self.rows.has_focus and (row := self.rows.item) is not None:
            return row.item if isinstance(row.item, Period) else (row.scope, row.item)
        day = self.month.day
        if (place := self.book.place_of(self.key, day)) is not None:
            return place[0], self.book.days[place]
        period = self.office.calendar(self.key).period_on(day)
        return None if period is None or is_former(period) else period

    def action_add(self) -> None:
        self._open(DayDialog(self.session, self.book, self.key, self.month.day, None))

    def action_change(self) -> None:
        chosen = self._chosen
        if isinstance(chosen, Period):
            self._open(PeriodDialog(self.session, self.book, self.key, chosen))
        else:
            self._open(DayDialog(self.session, self.book, self.key, self._day, chosen))

    def action_confirm(self) -> None:
        chosen = self._chosen
        if isinstance(chosen, Period):
            self._open(ConfirmPeriodDialog(self.session, self.book, self.key, chosen))
        elif chosen is not None:
            self._open(ConfirmDayDialog(self.session, self.book, self.key, self._day, chosen))

    def action_remove(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        change: Change
        if isinstance(chosen, Period):
            change, name = RemovePeriod(self.key, chosen.name), chosen.name
        else:
            change, name = RemoveDay(chosen[0], self._day), chosen[1].name
        self._open(effect_screen(self.session, self.book, f"Hapus {inert(name, 40)}", change))

    def action_hours(self) -> None:
        self._open(WeekDialog(self.session, self.book, self.key))

    def action_period(self) -> None:
        chosen = self._chosen
        period = chosen if isinstance(chosen, Period) else None
        self._open(PeriodDialog(self.session, self.book, self.key, period))

    def action_fill(self) -> None:
        self._open(FillDialog(self.session, self.book, self.key))

    def action_recompute(self) -> None:
        self._open(RecomputeDialog(self.session, self.book, self.key))

    @property
    def _day(self) -> date:
        row = self.rows.item if self.rows.has_focus else None
        return self.month.day if row is None else row.first

    @on(MonthView.Selected)
    @on(VirtualList.Selected, "#year")
    def _selected(self) -> None:
        if self.session.may(Permission.ADMINISTER):
            self.action_change()

    def _open(self, dialog: Screen[Any]) -> None:
        self.app.push_screen(dialog, self._done)

    def _done(self, done: bool | None) -> None:
        if done:
            self.tell("Kalender disimpan.")
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Everybody reads; an admin changes; whoever leads may recompute."""
        if action == "recompute":
            return self.session.person.oversees and (True if self._outdated else None)
        if action in self.MAY_CHANGE and not self.session.may(Permission.ADMINISTER):
            return False
        if action in ("confirm", "remove") and self.is_mounted:
            chosen = self._chosen
            item = chosen if isinstance(chosen, Period) or chosen is None else chosen[1]
            return True if item is not None and (action == "remove" or item.estimated) else None
        return super().check_action(action, parameters)
