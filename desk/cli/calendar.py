"""`desk calendar show`: working hours, holidays and Ramadan periods of the office."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from desk.cli.context import Context
from desk.cli.output import pairs, table
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import month
from desk.domain.calendar import Span, WorkingCalendar
from desk.domain.dates import WEEKDAYS, format_day, format_day_short
from desk.errors import FieldError
from desk.office import calendar_check


def _options(options: Options) -> None:
    options.add_argument("--month", metavar="TAHUN-BULAN", type=month, help="setiap hari dari satu bulan")
    options.add_argument(
        "--key", metavar="KUNCI", default="office", help="kalender lain, misalnya hotline (office)"
    )


def _show(context: Context) -> Answer:
    office = context.session.office
    calendar = office.calendar(context.args.key)
    if calendar.key != context.args.key:
        raise FieldError("key", f"Kalender “{context.args.key}” tidak ada.", code="unknown_calendar")
    warnings = calendar_check.calendar_warnings(office)
    for warning in warnings:
        context.warn(warning)
    data: dict[str, Any] = {
        "key": calendar.key,
        "zone": calendar.zone,
        "version": calendar.version,
        "week": [_hours(spans) for spans in calendar.week],
        "periods": [
            {
                "name": period.name,
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "estimated": period.estimated,
                "week": [_hours(spans) for spans in period.week],
            }
            for period in calendar.periods
        ],
        "warnings": warnings,
    }
    first: date | None = context.args.month
    if first is None:
        days = sorted(calendar.days)
        return Answer(data | {"days": [_day(calendar, day) for day in days]}, _overview(calendar, days))
    days = [first.replace(day=n) for n in range(1, monthrange(first.year, first.month)[1] + 1)]
    rows = [_month_row(calendar, day) for day in days]
    return Answer(
        data | {"month": f"{first:%Y-%m}", "days": [_day(calendar, day) for day in days]},
        table(("Hari", "Jam kerja", "Keterangan"), rows),
    )


def _overview(calendar: WorkingCalendar, days: list[date]) -> list[str]:
    lines = pairs(("Kalender", calendar.key), ("Zona waktu", calendar.zone))
    lines += ["", *(f"{name:8}  {_hours_text(calendar.week[i])}" for i, name in enumerate(WEEKDAYS))]
    lines += [
        f"{period.name}: {format_day(period.first)} – {format_day(period.last)}"
        f"{' (perkiraan)' if period.estimated else ''}"
        for period in calendar.periods
    ]
    rows = [(day.isoformat(), *_month_row(calendar, day)) for day in days]
    return [*lines, "", *table(("Tanggal", "Hari", "Jam kerja", "Keterangan"), rows)]


def _day(calendar: WorkingCalendar, day: date) -> dict[str, Any]:
    rule = calendar.days.get(day)
    return {
        "date": day.isoformat(),
        "hours": _hours(calendar.spans_on(day)),
        "name": rule.name if rule else None,
        "category": rule.category if rule else None,
        "basis": rule.basis if rule and rule.basis else None,
        "estimated": bool(rule and rule.estimated),
    }


def _month_row(calendar: WorkingCalendar, day: date) -> tuple[str, str, str]:
    rule = calendar.days.get(day)
    note = "" if rule is None else rule.name + (" (perkiraan)" if rule.estimated else "")
    return format_day_short(day), _hours_text(calendar.spans_on(day)), note


def _hours(spans: tuple[Span, ...]) -> list[list[str]]:
    return [[_clock(start, ":"), _clock(end, ":")] for start, end in spans]


def _hours_text(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{_clock(start, '.')}–{_clock(end, '.')}" for start, end in spans) or "tutup"


def _clock(seconds: int, mark: str) -> str:
    return f"{seconds // 3600:02d}{mark}{seconds % 3600 // 60:02d}"


COMMANDS = (Command("calendar show", "jam kerja, hari libur dan Ramadan", _show, _options),)
