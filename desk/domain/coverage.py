"""What a calendar lacks or only guesses, and so what a deadline by it rests on. It is said, never passed over
(sla.md, "Calendar")."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.calendar_book import is_former
from desk.domain.dates import format_day_short


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a year of a calendar lacks or guesses."""

    year: int
    text: str
    """A clause without a capital, ending with a full stop."""


def year_gaps(calendar: WorkingCalendar, year: int) -> list[Gap]:
    """All of a year; empty if everything is decreed.

    Ramadan is asked for only where the calendar has other hours in it at all.
    """
    rules = {day: rule for day, rule in sorted(calendar.days.items()) if day.year == year}
    texts = _missing(calendar, year)
    guessed = [f"{format_day_short(day)} {rule.name}" for day, rule in rules.items() if rule.estimated]
    if guessed:
        texts.append(f"{len(guessed)} hari libur masih perkiraan: {', '.join(guessed)}.")
    seasons = [period for period in calendar.periods if not is_former(period)]
    ramadan = [period for period in seasons if year in (period.first.year, period.last.year)]
    if seasons and not ramadan:
        texts.append("tanggal Ramadan belum ada, jam kerja biasa dipakai sepanjang tahun.")
    texts += [
        f"{period.name} masih perkiraan: {format_day_short(period.first)} sampai {format_day_short(period.last)}."
        for period in ramadan
        if period.estimated
    ]
    return [Gap(year, text) for text in texts]


def _missing(calendar: WorkingCalendar, year: int) -> list[str]:
    categories = {rule.category for day, rule in calendar.days.items() if day.year == year}
    texts = []
    if "national_holiday" not in categories:
        texts.append("hari libur nasional belum ada, semua hari libur terhitung hari kerja.")
    if "joint_leave" not in categories:
        texts.append("cuti bersama belum ada, batas waktu dapat bergeser setelah ditetapkan.")
    return texts


def uncertain(calendar: WorkingCalendar, start: Instant, end: Instant) -> list[str]:
    """Why working time counted from start to end may yet change, as Indonesian clauses without a subject.

    A year without holidays, and estimated days and periods between the two. Empty: all of it rests on decrees.
    """
    if end <= start:
        return []
    first, last = calendar.local_date(start), calendar.local_date(end)
    texts = [
        f"masuk tahun {year} yang kalendernya belum lengkap"
        for year in range(first.year, last.year + 1)
        if _missing(calendar, year)
    ]
    texts += [
        f"melewati hari libur perkiraan: {format_day_short(day)} {day.year} {rule.name}"
        for day, rule in sorted(calendar.days.items())
        if rule.estimated and first <= day <= last
    ]
    texts += [
        f"melewati {period.name} yang tanggalnya masih perkiraan"
        for period in calendar.periods
        if period.estimated and period.first <= last and first <= period.last
    ]
    return texts
