"""Where an office's calendars come from: shipped presets, the holidays package, shipped Ramadan dates.

Nothing here touches the database. An office copies what it gets into its own tables, so that an upgrade of
the package or of desk never moves a past deadline. Source: sla.md, "Calendar".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk.assets import ASSETS
from desk.domain.calendar import DayRule, Period, Week, WorkingCalendar
from desk.domain.hours import parse_hours
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


def with_week(periods: Iterable[Period], week: Week) -> tuple[Period, ...]:
    """The same periods with other hours."""
    return tuple(replace(period, week=week) for period in periods)


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


def _read(stem: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{stem}.toml").read_text(encoding="utf-8"))


def _week(days: Mapping[str, Sequence[str]]) -> Week:
    return tuple(tuple(span for text in days[name] for span in parse_hours(text)) for name in _WEEKDAYS)
