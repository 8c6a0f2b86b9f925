"""Where an office's calendars come from: shipped presets, the holidays package, shipped Ramadan dates.

Nothing here touches the database. An office copies what it gets into its own tables, so that an upgrade of
the package or of desk never moves a past deadline. Source: sla.md, "Calendar".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.assets import ASSETS
from desk.domain.calendar import DayRule, Period, Span, Week, WorkingCalendar
from desk.domain.dates import format_day_short
from desk.errors import NotFound

CALENDAR_NAMES = {"office": "Jam kerja kantor", "hotline": "Jam layanan hotline"}
"""What the calendars every office begins with are called."""

_FOLDER = ASSETS / "calendars"
_RAMADAN = "ramadan"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CATEGORIES = (("government", "joint_leave"), ("public", "national_holiday"))
"""Category of the holidays package to ours. The later wins where a date is in both."""
_ESTIMATE = "(perkiraan)"


@dataclass(frozen=True)
class Preset:
    """Shipped working hours, to begin from."""

    key: str
    name: str
    week: Week
    ramadan: Week
    """The week that holds in Ramadan."""
    legal_basis: str


@dataclass(frozen=True)
class RamadanDates:
    """One Ramadan; both ends included."""

    name: str
    first: date
    last: date
    estimated: bool
    """Whether the sidang isbat has yet to fix it (perkiraan)."""


def preset_keys() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != _RAMADAN)


def load_preset(key: str) -> Preset:
    """A shipped preset; NotFound names those there are."""
    if key not in preset_keys():
        raise NotFound(f"Pola jam kerja “{key}” tidak ada. Pilihan: {', '.join(preset_keys())}.")
    data = _read(key)
    return Preset(
        key=key,
        name=data["name"],
        week=_week(data["week"]),
        ramadan=_week(data["ramadan"]),
        legal_basis=data["legal_basis"],
    )


def national_days(years: Iterable[int]) -> dict[date, DayRule]:
    """National holidays and cuti bersama of those years, in order of date, as far as the package knows them.

    A date marked "(perkiraan)" there is `estimated`, its name without the mark. `basis` is empty: the package
    names no decree.
    """
    import holidays  # slow to import, and needed only when an office is set up or brought up to date

    found: dict[date, DayRule] = {}
    for theirs, ours in _CATEGORIES:
        days = holidays.country_holidays("ID", years=list(years), categories=(theirs,), language="id")
        for day, name in days.items():
            plain = name.replace(_ESTIMATE, "").strip()
            found[day] = DayRule((), plain, ours, estimated=_ESTIMATE in name)
    return dict(sorted(found.items()))


def ramadan_periods(years: Iterable[int]) -> list[RamadanDates]:
    """The shipped Ramadan dates that touch those years; none for a year desk does not know."""
    wanted = set(years)
    periods = [RamadanDates(**item) for item in _read(_RAMADAN)["period"]]
    return [period for period in periods if wanted & {period.first.year, period.last.year}]


def compile_calendar(
    key: str,
    zone: str,
    preset: Preset,
    day_rules: Mapping[date, DayRule],
    ramadan: Sequence[RamadanDates],
) -> WorkingCalendar:
    """A calendar of the preset's hours. `day_rules` go before Ramadan, Ramadan before the week."""
    periods = tuple(
        Period(item.name, item.first, item.last, preset.ramadan, item.estimated) for item in ramadan
    )
    return WorkingCalendar(key, zone, preset.week, periods, day_rules)


def coverage_warnings(calendar: WorkingCalendar, first_year: int, last_year: int) -> list[str]:
    """What the calendar lacks or only guesses in those years, in Indonesian; empty if all is decreed.

    Ramadan is asked for only where the calendar has other hours in it at all.
    """
    return [
        f"{CALENDAR_NAMES.get(calendar.key, calendar.key)}, tahun {year}: {warning}"
        for year in range(first_year, last_year + 1)
        for warning in _warnings(calendar, year)
    ]


def _warnings(calendar: WorkingCalendar, year: int) -> list[str]:
    rules = {day: rule for day, rule in sorted(calendar.days.items()) if day.year == year}
    categories = {rule.category for rule in rules.values()}
    warnings = []
    if "national_holiday" not in categories:
        warnings.append("hari libur nasional belum ada, semua hari libur terhitung hari kerja.")
    if "joint_leave" not in categories:
        warnings.append("cuti bersama belum ada, batas waktu dapat bergeser setelah ditetapkan.")
    guessed = [f"{format_day_short(day)} {rule.name}" for day, rule in rules.items() if rule.estimated]
    if guessed:
        warnings.append(f"{len(guessed)} hari libur masih perkiraan: {', '.join(guessed)}.")
    ramadan = [period for period in calendar.periods if year in (period.first.year, period.last.year)]
    if calendar.periods and not ramadan:
        warnings.append("tanggal Ramadan belum ada, jam kerja biasa dipakai sepanjang tahun.")
    warnings += [
        f"{period.name} masih perkiraan: {format_day_short(period.first)} sampai {format_day_short(period.last)}."
        for period in ramadan
        if period.estimated
    ]
    return warnings


def _read(stem: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{stem}.toml").read_text(encoding="utf-8"))


def _week(days: Mapping[str, Sequence[str]]) -> Week:
    return tuple(tuple(_span(text) for text in days[name]) for name in _WEEKDAYS)


def _span(text: str) -> Span:
    """ "07:30-12:00" as seconds of the day."""
    start, end = (
        int(hour) * 3600 + int(minute) * 60 for hour, minute in (part.split(":") for part in text.split("-"))
    )
    return start, end
