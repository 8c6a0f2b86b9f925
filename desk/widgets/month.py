"""One month of a working calendar: every day with its number, and a letter where it is not an ordinary one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from desk.domain.calendar import WorkingCalendar
from desk.domain.dates import WEEKDAYS
from desk.domain.moments import YEARS
from desk.widgets.text import Line, lines_content

SIGNS = {
    "national_holiday": ("L", "$band-overdue"),
    "joint_leave": ("C", "$band-at-risk"),
    "local_holiday": ("D", "$link"),
    "duty": ("P", "$good"),
    "special_hours": ("K", "$key"),
}
"""Letter and style of each category of days: the letter alone is enough."""
PERIOD = ("~", "$link")
GUESS = "?"
CELL = 6
"""Cells of a day at least: bracket, two digits, letter, question mark, bracket."""
_MAX_CELL = 9


def sign_of(calendar: WorkingCalendar, day: date) -> tuple[str, str, bool]:
    """Letter (or blank), style, and whether it is an estimate."""
    if (rule := calendar.days.get(day)) is not None:
        return (*SIGNS[rule.category], rule.estimated)
    if (period := calendar.period_on(day)) is not None and period.week != calendar.week:
        style = PERIOD[1] if calendar.is_working_day(day) else "$muted"
        return PERIOD[0], style, period.estimated
    return " ", "$foreground" if calendar.is_working_day(day) else "$muted", False


class MonthView(Widget, can_focus=True):
    """Arrows move by day and week, PgUp and PgDn by month, Home to today. The chosen day stands in brackets."""

    DEFAULT_CSS = """
    MonthView { height: auto; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move(-7)", show=False),
        Binding("down", "move(7)", show=False),
        Binding("pageup", "month(-1)", "Bulan lalu", id="month.previous", show=False),
        Binding("pagedown", "month(1)", "Bulan depan", id="month.next", show=False),
        Binding("home", "today", "Hari ini", id="month.today", show=False),
        Binding("enter", "select", "Buka", tooltip="Ubah hari yang dipilih.", id="month.open", show=False),
    ]

    @dataclass
    class Moved(Message):
        """Another day was chosen."""

        day: date

    @dataclass
    class Selected(Message):
        """Enter, or a click on the chosen day."""

        day: date

    def __init__(self, today: Callable[[], date], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._today = today
        self.day = today()
        self._calendar: WorkingCalendar | None = None

    def show(self, calendar: WorkingCalendar, day: date) -> None:
        """This calendar, in the month of this day, which becomes the chosen one."""
        self._calendar, self.day = calendar, day
        self.refresh(layout=True)

    # Moving

    def action_move(self, days: int) -> None:
        self._go(self.day + timedelta(days=days))

    def action_month(self, step: int) -> None:
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + step, 12)
        self._go(date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1])))

    def action_today(self) -> None:
        self._go(self._today())

    def action_select(self) -> None:
        self.post_message(self.Selected(self.day))

    def _go(self, day: date) -> None:
        if YEARS[0] < day.year < YEARS[1] and day != self.day:
            self.day = day
            self.refresh(layout=True)
            self.post_message(self.Moved(day))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1:
            return
        column, row = (offset.x - 1) // self._cell, (offset.y - 1) // self._row_height
        day = self._first + timedelta(days=row * 7 + column)
        if not 0 <= column < 7 or day.month != self.day.month:
            return
        if day == self.day:
            self.action_select()
        self._go(day)

    # Drawing

    @property
    def _cell(self) -> int:
        return max(CELL, min(_MAX_CELL, (self.size.width - 1) // 7))

    @property
    def _row_height(self) -> int:
        """Two lines a week where the screen is high enough for it."""
        return 2 if self.screen.size.height >= 28 else 1

    @property
    def _first(self) -> date:
        """The Monday of the month's first week."""
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    @property
    def _weeks(self) -> int:
        last = self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return ((last - self._first).days // 7) + 1

    def get_content_height(self, *_: object) -> int:
        """Six weeks always, so that what stands below does not jump from month to month."""
        return 1 + 6 * self._row_height

    def render(self) -> Content:
        head = Line().gap(1)
        for n, name in enumerate(WEEKDAYS):
            head.cell(f" {name[:3]}", self._cell, "$muted" if n >= 5 else "bold $foreground")
        lines = [head]
        for week in range(self._weeks):
            lines.append(self._week(self._first + timedelta(days=7 * week)))
            lines += [Line()] * (self._row_height - 1)
        return lines_content(lines)

    def _week(self, monday: date) -> Line:
        line = Line().gap(1)
        for n in range(7):
            day = monday + timedelta(days=n)
            if day.month == self.day.month and self._calendar is not None:
                self._draw(line, self._calendar, day)
            else:
                line.gap(self._cell)
        return line

    def _draw(self, line: Line, calendar: WorkingCalendar, day: date) -> None:
        sign, style, guessed = sign_of(calendar, day)
        chosen, today = day == self.day, day == self._today()
        before, after = ("[", "]") if chosen else ("<", ">") if today else (" ", " ")
        text = f"{before}{day.day:>2}{sign}{GUESS if guessed else ''}".rstrip() + after
        if chosen:
            style = f"bold {style} on {'$cursor' if self.has_focus else '$cursor-idle'}"
        elif today:
            style = f"bold {style}"
        line.add(text, style).gap(self._cell - len(text))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
