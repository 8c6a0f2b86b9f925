"""Changes of weeks and periods, further years and further calendars; see `calendar_changes.py` for what a change is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from desk.domain.calendar import DayRule, Period, Week
from desk.domain.calendar_book import ALL, Book, OwnCalendar, former, is_former
from desk.domain.calendar_changes import require_date, require_decree
from desk.domain.texts import optional_text, require_text
from desk.errors import FieldError

_LONG_AGO = date(2000, 1, 1)
"""Since when the week before a first change of hours is taken to have held."""


@dataclass(frozen=True)
class SetWeek:
    """Other hours on the days of the week."""

    kind: ClassVar[str] = "calendar_week_set"
    scope: str
    """A calendar's key."""
    week: Week
    since: date | None = None
    """The first day of the new hours; the days before keep theirs. None: the old ones never held."""
    basis: str = ""

    def applied(self, book: Book) -> Book:
        own = _own(book, self.scope)
        if not any(self.week):
            raise FieldError("hours", "Sedikitnya satu hari harus buka.")
        changed = replace(own, week=self.week)
        if self.since is not None:
            require_date("since", self.since)
            changed = replace(changed, periods=_in_order([*own.periods, _former(own, self.since)]))
        return book.with_calendar(changed)


@dataclass(frozen=True)
class SetPeriod:
    """A period with hours of its own, such as Ramadan; new or in place of one of the same name."""

    kind: ClassVar[str] = "calendar_period_set"
    scope: str
    name: str
    first: date
    last: date
    week: Week | None
    """None: each calendar's own hours of that period, else of its latest season; one without any stays as it is."""
    estimated: bool = False
    basis: str = ""
    was: str | None = None
    """The name of the period that this is a correction of. None: the same name, or it is new."""

    def applied(self, book: Book) -> Book:
        name = require_text("name", self.name, "Nama periode")
        require_date("first", self.first)
        require_date("last", self.last)
        if self.last < self.first:
            raise FieldError("last", "Hari terakhir lebih awal daripada hari pertama.")
        basis = optional_text("basis", self.basis, "Dasar") if self.estimated else require_decree(self.basis)
        found = False
        for key in book.keys_of(self.scope):
            own = book.calendars[key]
            if self.was not in (None, name) and own.period(name) is not None:
                raise FieldError("name", f"Periode “{name}” sudah ada.", code="taken")
            known = own.period(self.was or name)
            if week := self.week or (known.week if known else _usual_week(own)):
                found = True
                period = Period(name, self.first, self.last, week, self.estimated, basis)
                others = [other for other in own.periods if other is not known]
                book = book.with_calendar(replace(own, periods=_in_order([*others, period])))
        if not found:
            raise FieldError("hours", "Isi jam kerja periode ini.", code="empty")
        return book


@dataclass(frozen=True)
class RemovePeriod:
    """A period goes; its dates follow the week again."""

    kind: ClassVar[str] = "calendar_period_removed"
    scope: str
    name: str
    basis: str = ""

    def applied(self, book: Book) -> Book:
        for key in _keys_with_period(book, self.scope, self.name):
            own = book.calendars[key]
            kept = tuple(period for period in own.periods if period.name != self.name)
            book = book.with_calendar(replace(own, periods=kept))
        return book


@dataclass(frozen=True)
class ConfirmPeriod:
    """An estimated period is decreed, perhaps for other dates."""

    kind: ClassVar[str] = "calendar_period_confirmed"
    scope: str
    name: str
    basis: str
    first: date | None = None
    """None: the first day was right."""
    last: date | None = None
    """None: the last day was right."""

    def applied(self, book: Book) -> Book:
        decree = require_decree(self.basis)
        keys = _keys_with_period(book, self.scope, self.name)
        waiting = [key for key in keys if (p := book.calendars[key].period(self.name)) and p.estimated]
        if not waiting:
            raise FieldError("name", f"{self.name} sudah ditetapkan, bukan perkiraan.", code="not_estimated")
        for key in waiting:
            period = book.calendars[key].period(self.name)
            assert period is not None
            first, last = self.first or period.first, self.last or period.last
            book = SetPeriod(key, self.name, first, last, None, False, decree).applied(book)
        return book


@dataclass(frozen=True)
class FillYear:
    """The days of a further year, from a source outside; what the office has stays."""

    kind: ClassVar[str] = "calendar_year_filled"
    year: int
    days: Mapping[date, DayRule]
    """National holidays and cuti bersama of the year as the source has them."""
    ramadan: tuple[tuple[str, date, date, bool], ...]
    """Name, first and last day of each Ramadan, and whether it is an estimate."""
    scope: str = ALL
    basis: str = ""

    def applied(self, book: Book) -> Book:
        filled = book.with_days({(ALL, day): rule for day, rule in self._missing(book)})
        for own in book.calendars.values():
            week = _usual_week(own)
            for name, first, last, estimated in self.ramadan:
                if week is None or any(p.first <= last and first <= p.last for p in own.seasons):
                    continue
                period = Period(name, first, last, week, estimated)
                kept = filled.calendars[own.key]
                filled = filled.with_calendar(replace(kept, periods=_in_order([*kept.periods, period])))
        if filled == book:
            raise FieldError(
                "year", f"Tidak ada hari yang dapat ditambahkan untuk tahun {self.year}.", code="unchanged"
            )
        return filled

    def _missing(self, book: Book) -> Iterable[tuple[date, DayRule]]:
        """Days of the source that the office has neither on their date nor, moved by a decree, on another."""
        have = {
            day: rule for (scope, day), rule in book.days.items() if scope == ALL and day.year == self.year
        }
        moved = [
            rule.name
            for day, rule in have.items()
            if day not in self.days or self.days[day].name != rule.name
        ]
        for day, rule in self.days.items():
            if day in have:
                continue
            if rule.name in moved:
                moved.remove(rule.name)
            else:
                yield day, rule


@dataclass(frozen=True)
class AddCalendar:
    """A further calendar, for services that keep other hours."""

    kind: ClassVar[str] = "calendar_added"
    own: OwnCalendar
    days: Mapping[date, DayRule]
    """Dated rules of its own."""
    basis: str = ""

    @property
    def scope(self) -> str:
        return self.own.key

    def applied(self, book: Book) -> Book:
        key = self.own.key
        if not key.isascii() or not key.replace("-", "").isalnum() or key != key.lower() or len(key) > 30:
            raise FieldError("key", "Kunci kalender terdiri atas huruf kecil, angka dan tanda hubung.")
        if key in book.calendars:
            raise FieldError("key", f"Kalender “{key}” sudah ada.", code="exists")
        own = replace(self.own, name=require_text("name", self.own.name, "Nama kalender"))
        return book.with_calendar(own).with_days({(key, day): rule for day, rule in self.days.items()})


def _own(book: Book, key: str) -> OwnCalendar:
    (found,) = book.keys_of(key)
    return book.calendars[found]


def _keys_with_period(book: Book, scope: str, name: str) -> list[str]:
    found = [key for key in book.keys_of(scope) if book.calendars[key].period(name) is not None]
    if not found:
        known = sorted({period.name for own in book.calendars.values() for period in own.periods})
        listed = f" Pilihan: {', '.join(known)}." if known else ""
        raise FieldError("name", f"Periode “{name}” tidak ada.{listed}", code="not_found")
    return found


def _usual_week(own: OwnCalendar) -> Week | None:
    """The hours of the latest season. None: the calendar has had none."""
    latest = max(own.seasons, key=lambda period: period.first, default=None)
    return None if latest is None else latest.week


def _former(own: OwnCalendar, since: date) -> Period:
    """The hours that held before `since`; behind them those of the time before."""
    earlier = [period.last for period in own.periods if is_former(period)]
    first = max((last + timedelta(days=1) for last in earlier), default=_LONG_AGO)
    if first >= since:
        raise FieldError("since", "Jam kerja sudah pernah diganti pada tanggal itu atau sesudahnya.")
    return former(own.week, first, since)


def _in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The shorter goes before the longer where two overlap."""
    return tuple(sorted(periods, key=lambda period: (period.last - period.first, period.first)))
