"""Keeping the office's calendars: what a change would move, shown before it is made, and the act that makes it.

A change gives new versions for cases to come. Open cases keep theirs until `recompute.recompute` takes them along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk import db
from desk.domain.calendar import WorkingCalendar
from desk.domain.calendar_book import Book, DayChange, OwnCalendar, changed_days, differences
from desk.domain.calendar_changes import Change, SetDay
from desk.domain.calendar_periods import AddCalendar, FillYear
from desk.domain.coverage import year_gaps
from desk.domain.moments import YEARS
from desk.domain.people import Permission
from desk.errors import FieldError, RuleError
from desk.office import calendar_store, calendars, recompute
from desk.office.session import Session


@dataclass(frozen=True)
class Effect:
    """What a change would do, before it is done."""

    change: Change
    before: Mapping[str, str]
    """Versions of all calendars as they are, by key: what the person has seen."""
    calendars: Mapping[str, WorkingCalendar]
    """Those that the change alters, as they will be, by key."""
    days: Sequence[DayChange]
    """Dates whose hours change; a changed week is followed through this year and the next."""
    moves: Sequence[recompute.Move]
    """Deadlines of open cases that would move if they were recomputed afterwards. None does by itself."""
    notes: Sequence[str]
    """Indonesian remarks: what was added, what is still missing."""

    @property
    def version(self) -> str:
        """The new version: the office's where several calendars change, unless its own does not."""
        chosen = self.calendars.get("office") or next(iter(self.calendars.values()))
        return chosen.version


def read_book(session: Session) -> Book:
    """The office's calendars as they are now."""
    session.require(Permission.READ)
    return calendar_store.read_book()


def effect(session: Session, change: Change, seen: Book | None = None) -> Effect:
    """What the change would move. Reads only. FieldError when the change cannot be made, or alters nothing.

    `seen`: the calendars that the change was written on; RuleError `stale` if there are others by now, of which it
    would put something back. None: whatever there is.
    """
    session.require(Permission.ADMINISTER)
    with db.snapshot():
        book = calendar_store.read_book()
        if seen is not None and seen != book:
            raise RuleError(
                "Kalender diubah di meja lain sejak isian ini dibuka. Tutup, lalu buka lagi: yang Anda ketik muncul "
                "di atas keadaan yang sekarang.",
                code="stale",
            )
        after = _applied(book, change)
        old, new = book.all_compiled(), after.all_compiled()
        altered = {key: calendar for key, calendar in new.items() if key not in old or old[key] != calendar}
        year = session.office.today().year
        return Effect(
            change=change,
            before={key: calendar.version for key, calendar in old.items()},
            calendars=altered,
            days=changed_days(old, new, date(year, 1, 1), date(year + 1, 12, 31)),
            moves=recompute.moves(session, {key: altered[key] for key in altered if key in old}),
            notes=_notes(change, book, after),
        )


def make(session: Session, change: Change, expected: Mapping[str, str] | None = None) -> dict[str, str]:
    """Make the change; returns the new version of each calendar it alters, by key.

    `expected`: the versions the person had seen (`Effect.before`). RuleError `stale` if somebody has changed a
    calendar since; FieldError as `effect`.
    """
    with session.act(Permission.ADMINISTER) as act:
        book = calendar_store.read_book()
        old = {key: calendar.version for key, calendar in book.all_compiled().items()}
        if expected is not None and expected != old:
            raise RuleError("Kalender baru diubah di meja lain. Periksa lagi akibatnya.", code="stale")
        after = _applied(book, change)
        calendar_store.write_book(book, after)
        altered: dict[str, str] = {}
        for key, calendar in after.all_compiled().items():
            if old.get(key) != calendar.version:
                calendar_store.keep_version(calendar)
                altered[key] = calendar.version
        told_before, told_after = differences(book, after)
        data = {"before": told_before, "after": told_after, "basis": change.basis, "versions": altered}
        data["book"] = calendar_store.tables_digest()
        act.append(f"calendar:{change.scope}", change.kind, data)
    session.office.refresh()
    return altered


def _applied(book: Book, change: Change) -> Book:
    after = change.applied(book)
    if after == book:
        raise FieldError("name", "Tidak ada yang berubah.", code="unchanged")
    return after


def fill_year(year: int) -> FillYear:
    """A further year from the holidays package and the shipped Ramadan dates, to be previewed and made.

    FieldError when nothing is known of that year.
    """
    first, last = YEARS
    if not first <= year <= last:
        raise FieldError(
            "year", f"Tahunnya di luar {first} sampai {last}; periksa lagi.", code="out_of_range"
        )
    days = {day: rule for day, rule in calendars.national_days([year]).items() if day.year == year}
    ramadan = calendars.ramadan_periods([year])
    return FillYear(year, days, tuple((p.name, p.first, p.last, p.estimated) for p in ramadan))


def copied_calendar(session: Session, key: str, name: str, source: str) -> AddCalendar:
    """A further calendar with the hours, periods and own dated rules of another, to be previewed and made."""
    book = read_book(session)
    (found,) = book.keys_of(source)
    own = book.calendars[found]
    rules = {day: rule for (scope, day), rule in book.days.items() if scope == found}
    return AddCalendar(OwnCalendar(key, name, own.zone, own.week, own.periods), rules)


def preset_calendar(session: Session, key: str, name: str, preset: str) -> AddCalendar:
    """A further calendar with shipped hours; in the seasons that the office has, the preset's hours for them."""
    book = read_book(session)
    shipped = calendars.load_preset(preset)
    office = calendars.with_week(book.calendars["office"].seasons, shipped.ramadan)
    return AddCalendar(OwnCalendar(key, name, session.office.zone, shipped.week, office), {})


def _notes(change: Change, before: Book, after: Book) -> list[str]:
    """Which rule another takes the place of; what filling a year has added, and what that year still lacks."""
    if isinstance(change, SetDay):
        replaced = before.days.get((change.scope, change.day))
        is_other = replaced is not None and replaced.name != change.rule.name and change.was != change.day
        return [f"Menggantikan {replaced.name}."] if replaced is not None and is_other else []
    if not isinstance(change, FillYear):
        return []
    added = len(after.days) - len(before.days)
    seasons = {
        period.name
        for key, own in after.calendars.items()
        for period in own.periods
        if before.calendars[key].period(period.name) is None
    }
    told = [f"{added} hari libur dan cuti bersama ditambahkan."] if added else []
    told += [f"{name} ditambahkan." for name in sorted(seasons)]
    kept = len(change.days) - added
    if kept:
        told.append(f"{kept} hari sudah ada di kantor dan tidak diubah.")
    return told + [
        f"Tahun {change.year}: {gap.text}" for gap in year_gaps(after.compiled("office"), change.year)
    ]
