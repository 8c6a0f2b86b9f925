"""What may be changed in an office's calendars. Here: the dated rules; in `calendar_periods.py`: weeks, periods,
further years and further calendars.

A change is a value: previewing applies it to the book that is, making it applies it again and stores the result, so
what was shown is what happens. Refusals are FieldErrors at the field of the form or option that must be mended.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol

from desk.domain.calendar import CATEGORIES, DayRule
from desk.domain.calendar_book import Book, DayPlace
from desk.domain.dates import format_day
from desk.domain.moments import YEARS
from desk.domain.texts import optional_text, require_choice, require_text
from desk.errors import FieldError

OPEN_CATEGORIES = frozenset({"duty", "special_hours"})
"""Those that have hours of their own; the others close the day."""


class Change(Protocol):
    """One thing that changes a book of calendars."""

    kind: ClassVar[str]
    """Of the event that tells it."""

    @property
    def scope(self) -> str:
        """Whose: ALL or a calendar's key."""

    @property
    def basis(self) -> str:
        """The decree. Empty: none given."""

    def applied(self, book: Book) -> Book:
        """The book as it is then. FieldError when it cannot be."""


@dataclass(frozen=True)
class SetDay:
    """A dated rule, new or in place of another."""

    kind: ClassVar[str] = "calendar_day_set"
    scope: str
    day: date
    rule: DayRule
    was: date | None = None
    """The date of the rule that this one is a correction of, where that moves it. None: it stays, or is new."""

    @property
    def basis(self) -> str:
        return self.rule.basis

    def applied(self, book: Book) -> Book:
        book.keys_of(self.scope)
        require_date("date", self.day)
        rule = _sound(self.rule)
        moved = self.was is not None and self.was != self.day
        if moved:
            _require_free(book, self.scope, self.day, "date")
        changed: dict[DayPlace, DayRule | None] = {(self.scope, self.day): rule}
        if moved and self.was is not None:
            changed[(self.scope, self.was)] = None
        return book.with_days(changed)


@dataclass(frozen=True)
class RemoveDay:
    """A dated rule goes; the date follows its period or weekday again."""

    kind: ClassVar[str] = "calendar_day_removed"
    scope: str
    day: date
    basis: str = ""

    def applied(self, book: Book) -> Book:
        _rule(book, self.scope, self.day)
        return book.with_days({(self.scope, self.day): None})


@dataclass(frozen=True)
class ConfirmDay:
    """An estimated rule is decreed, perhaps for another date."""

    kind: ClassVar[str] = "calendar_day_confirmed"
    scope: str
    day: date
    basis: str
    move_to: date | None = None
    """None: the date was right."""

    def applied(self, book: Book) -> Book:
        rule = _rule(book, self.scope, self.day)
        if not rule.estimated:
            raise FieldError("date", f"{rule.name} sudah ditetapkan, bukan perkiraan.", code="not_estimated")
        decree = require_decree(self.basis)
        to = self.day if self.move_to is None else self.move_to
        require_date("move_to", to)
        if to != self.day:
            _require_free(book, self.scope, to, "move_to")
        confirmed = replace(rule, estimated=False, basis=decree)
        return book.with_days({(self.scope, self.day): None, (self.scope, to): confirmed})


def _sound(rule: DayRule) -> DayRule:
    """The rule with its texts cleaned; FieldError where it says too little or contradicts itself."""
    require_choice("category", rule.category, CATEGORIES, "Jenis hari")
    name = require_text("name", rule.name, "Nama hari")
    if rule.category in OPEN_CATEGORIES and not rule.spans:
        raise FieldError("hours", f"Isi jam untuk {CATEGORIES[rule.category]}.", code="empty")
    if rule.category not in OPEN_CATEGORIES and rule.spans:
        word = CATEGORIES[rule.category].capitalize()
        raise FieldError(
            "hours", f"{word} berarti tutup. Untuk buka sebagian hari pilih jam khusus atau piket."
        )
    basis = optional_text("basis", rule.basis, "Dasar") if rule.estimated else require_decree(rule.basis)
    return replace(rule, name=name, basis=basis)


def require_decree(basis: str) -> str:
    """The decree as it is stored; FieldError `basis` where none is given."""
    if not basis.strip():
        raise FieldError("basis", "Isi nomor keputusan atau surat edarannya.", code="empty")
    return require_text("basis", basis, "Dasar")


def require_date(field: str, day: date) -> None:
    """FieldError for a year that is a slip of the pen."""
    first, last = YEARS
    if not first <= day.year <= last:
        raise FieldError(field, f"Tahunnya di luar {first} sampai {last}; periksa lagi.", code="out_of_range")


def _require_free(book: Book, scope: str, day: date, field: str) -> None:
    if (there := book.days.get((scope, day))) is not None:
        raise FieldError(
            field, f"{format_day(day)} sudah terisi: {there.name}. Pindahkan yang itu dahulu.", code="taken"
        )


def _rule(book: Book, scope: str, day: date) -> DayRule:
    book.keys_of(scope)
    rule = book.days.get((scope, day))
    if rule is None:
        others = [other for other, there in book.days if there == day]
        hint = f" Yang ada milik kalender {', '.join(others)}." if others else ""
        raise FieldError("date", f"{format_day(day)} tidak ada dalam daftar.{hint}", code="not_found")
    return rule
