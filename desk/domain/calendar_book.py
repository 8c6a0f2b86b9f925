"""All calendars an office keeps, as one value: the weeks, the periods, and the dated rules, of which each belongs to
all calendars or to one. The rule of one calendar goes before the rule of all, so that a hotline may stay open on a
holiday. Pure: the tables are read and written by `office/calendar_store.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from desk.domain.calendar import DayRule, Period, Span, Week, WorkingCalendar, period_to_dict
from desk.domain.dates import MONTHS
from desk.errors import FieldError

ALL = "*"
"""The scope of a rule that belongs to every calendar."""

_FORMER = "jam sebelum"
"""How the name of a period begins that keeps the week of the time before a change of hours."""

DayPlace = tuple[str, date]
"""The scope (ALL or a calendar's key) and the date of a rule."""


@dataclass(frozen=True)
class OwnCalendar:
    """One calendar without its dated rules."""

    key: str
    name: str
    zone: str
    week: Week
    periods: tuple[Period, ...] = ()

    def period(self, name: str) -> Period | None:
        return next((period for period in self.periods if period.name == name), None)

    @property
    def seasons(self) -> list[Period]:
        """The periods that come back year by year, such as Ramadan; not the hours of former years."""
        return [period for period in self.periods if not is_former(period)]


@dataclass(frozen=True)
class DayChange:
    """A date whose hours a change alters."""

    day: date
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    calendars: tuple[str, ...]
    """Keys of the calendars in which it does so in the same way."""


@dataclass(frozen=True)
class Book:
    """Immutable; a change gives another one."""

    calendars: Mapping[str, OwnCalendar]
    """By key, in order of key."""
    days: Mapping[DayPlace, DayRule]

    def compiled(self, key: str) -> WorkingCalendar:
        own = self.calendars[key]
        rules = {day: rule for (scope, day), rule in self.days.items() if scope == ALL}
        rules |= {day: rule for (scope, day), rule in self.days.items() if scope == key}
        return WorkingCalendar(key, own.zone, own.week, own.periods, rules)

    def all_compiled(self) -> dict[str, WorkingCalendar]:
        return {key: self.compiled(key) for key in self.calendars}

    def keys_of(self, scope: str) -> list[str]:
        """The calendars that a scope means; FieldError if there is none of that key."""
        if scope == ALL:
            return list(self.calendars)
        if scope not in self.calendars:
            known = ", ".join(self.calendars)
            raise FieldError(
                "key", f"Kalender “{scope}” tidak ada. Pilihan: {known}.", code="unknown_calendar"
            )
        return [scope]

    def place_of(self, key: str, day: date) -> DayPlace | None:
        """Where the rule that a calendar follows on a date stands: its own, else that of all. None: no rule."""
        return next((place for place in ((key, day), (ALL, day)) if place in self.days), None)

    def with_days(self, changed: Mapping[DayPlace, DayRule | None]) -> Book:
        """These rules in place of those at the same places; None takes one away."""
        merged: dict[DayPlace, DayRule | None] = {**self.days, **changed}
        return replace(self, days={place: rule for place, rule in merged.items() if rule is not None})

    def with_calendar(self, own: OwnCalendar) -> Book:
        return replace(self, calendars=dict(sorted({**self.calendars, own.key: own}.items())))


def differences(before: Book, after: Book) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs between two books, as the one and as the other has it, JSON-safe; null: not there at all."""
    days = [
        place for place in {**before.days, **after.days} if before.days.get(place) != after.days.get(place)
    ]
    keys = [key for key in after.calendars if before.calendars.get(key) != after.calendars[key]]
    return _told(before, keys, days), _told(after, keys, days)


def _told(book: Book, keys: list[str], days: list[DayPlace]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if keys:
        told["calendars"] = {key: _own_dict(book.calendars.get(key)) for key in keys}
    if days:
        rules = ((scope, day, book.days.get((scope, day))) for scope, day in sorted(days))
        told["days"] = {
            f"{scope} {day}": None if rule is None else asdict(rule) for scope, day, rule in rules
        }
    return told


def _own_dict(own: OwnCalendar | None) -> dict[str, Any] | None:
    if own is None:
        return None
    return asdict(own) | {"periods": [period_to_dict(period) for period in own.periods]}


def changed_days(
    before: Mapping[str, WorkingCalendar], after: Mapping[str, WorkingCalendar], first: date, last: date
) -> list[DayChange]:
    """The dates whose hours differ, in order, with the calendars in which they do.

    A changed week is followed from `first` to `last`; changed rules and periods wherever they are. A calendar that
    `before` does not have is new and changes nothing.
    """
    found: dict[tuple[date, tuple[Span, ...], tuple[Span, ...]], list[str]] = {}
    for key, old in before.items():
        new = after[key]
        for day in _candidates(old, new, first, last):
            hours = old.spans_on(day), new.spans_on(day)
            if hours[0] != hours[1]:
                found.setdefault((day, *hours), []).append(key)
    return [
        DayChange(*change, tuple(keys)) for change, keys in sorted(found.items(), key=lambda item: item[0])
    ]


def _candidates(old: WorkingCalendar, new: WorkingCalendar, first: date, last: date) -> set[date]:
    """Every date on which the two may differ."""
    days = {day for day in {**old.days, **new.days} if old.days.get(day) != new.days.get(day)}
    for period in set(old.periods) ^ set(new.periods):
        days |= set(dates(max(period.first, first) if is_former(period) else period.first, period.last))
    return days | set(dates(first, last)) if old.week != new.week else days


def former(week: Week, first: date, since: date) -> Period:
    """The week that held from `first` until the day before `since`, as a period."""
    name = f"{_FORMER} {since.day} {MONTHS[since.month - 1]} {since.year}"
    return Period(name, first, since - timedelta(days=1), week)


def is_former(period: Period) -> bool:
    return period.name.startswith(_FORMER)


def dates(first: date, last: date) -> Iterator[date]:
    """From first to last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
