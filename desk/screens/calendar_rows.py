"""What the calendar screen lists and tells: the dated rules and periods of a year, and all about one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.domain.band_text import format_duration
from desk.domain.calendar import CATEGORIES, DayRule, Instant, Period, WorkingCalendar
from desk.domain.calendar_book import ALL, Book, is_former
from desk.domain.dates import MONTHS, format_day
from desk.domain.hours import hours_text, week_lines
from desk.widgets.lines_view import wrap_cells
from desk.widgets.month import GUESS, PERIOD, SIGNS
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

WIDE = 46
"""Cells of a list from which on the decree has a column of its own."""


@dataclass(frozen=True)
class YearRow:
    """One dated rule, or one period, as a calendar follows it."""

    scope: str
    """ALL or the calendar's key."""
    first: date
    last: date
    item: DayRule | Period

    @property
    def is_period(self) -> bool:
        return isinstance(self.item, Period)


def year_rows(book: Book, key: str, year: int) -> list[YearRow]:
    """In order of date. A rule of all that the calendar replaces by its own is left out."""
    rows = [
        YearRow(scope, day, day, rule)
        for (scope, day), rule in book.days.items()
        if day.year == year and book.place_of(key, day) == (scope, day)
    ]
    rows += [
        YearRow(key, period.first, period.last, period)
        for period in book.calendars[key].periods
        if year in (period.first.year, period.last.year) and not is_former(period)
    ]
    return sorted(rows, key=lambda row: (row.first, row.last))


class YearList(VirtualList[YearRow]):
    """The dated rules and periods of one year."""

    def key(self, item: YearRow) -> tuple[date, bool]:
        return item.first, item.is_period

    def render_row(self, item: YearRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        sign, style = PERIOD if isinstance(item.item, Period) else SIGNS[item.item.category]
        guess = GUESS if item.item.estimated else " "
        decree = width // 3 if width >= WIDE else 0
        line = Line().cell(_short(item.first), 6, "$muted", "right").gap(1)
        line.cell(sign + guess, 3, f"bold {style}")
        name = item.item.name + ("" if item.scope == ALL or item.is_period else f" ({item.scope})")
        line.cell(name, width - line.width - decree, "bold $strong" if selected else "$foreground")
        return [line.cell(f" {item.item.basis}" if item.item.basis else "", decree, "$muted")]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_lines(book: Book, calendar: WorkingCalendar, day: date, today: date, width: int) -> list[Line]:
    """All about one day, in a few lines."""
    spans = calendar.spans_on(day)
    total = sum(end - start for start, end in spans)
    hours = f"{hours_text(spans)} ({format_duration(total)})" if spans else hours_text(spans)
    lines = [
        Line(format_day(day), "bold $strong").add(" · hari ini" if day == today else "", "$key"),
        Line(hours, "$foreground" if spans else "$muted"),
    ]
    place = book.place_of(calendar.key, day)
    item: DayRule | Period | None = book.days[place] if place else calendar.period_on(day)
    if item is None or (isinstance(item, Period) and is_former(item)):
        note = "hari kerja biasa" if spans else "akhir pekan" if day.weekday() >= 5 else "bukan hari kerja"
        return [*lines, Line(note, "$muted")]
    lines += [Line(part, _style(item)) for part in wrap_cells(_told(item), width)]
    decree = f"Dasar: {item.basis}" if item.basis else "" if item.estimated else "Dasar belum dicatat."
    lines += [Line(part, "$muted") for part in wrap_cells(decree, width) if part]
    if place is not None and place[0] != ALL:
        lines.append(Line(f"Hanya {book.calendars[calendar.key].name}.", "$muted"))
    return lines


def _style(item: DayRule | Period) -> str:
    return PERIOD[1] if isinstance(item, Period) else SIGNS[item.category][1]


def _told(item: DayRule | Period) -> str:
    guess = " (perkiraan)" if item.estimated else ""
    if isinstance(item, Period):
        return f"{item.name}{guess}"
    word = CATEGORIES[item.category]
    named = item.name.casefold().startswith(word)
    return f"{'' if named else f'{word.capitalize()}: '}{item.name}{guess}"


def usual_lines(calendar: WorkingCalendar) -> list[Line]:
    """The ordinary week, in as few lines as it has kinds of days."""
    return [Line().cell(days, 15, "$muted").add(hours) for days, hours in week_lines(calendar.week)]


def legend_lines(width: int) -> list[Line]:
    """What the letters mean, in as many lines as they need."""
    items = [(sign, style, CATEGORIES[key]) for key, (sign, style) in SIGNS.items()]
    items += [(*PERIOD, "periode"), (GUESS, "$key", "perkiraan")]
    lines = [Line()]
    for sign, style, word in items:
        if lines[-1].width and lines[-1].width + 4 + len(word) > width:
            lines.append(Line())
        line = lines[-1]
        line.gap(2 if line.width else 0).add(sign, f"bold {style}").add(f" {word}", "$muted")
    return lines
