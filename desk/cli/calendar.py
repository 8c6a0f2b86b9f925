"""`desk calendar list` and `show`: the office's calendars, their hours, holidays and periods."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from desk.cli import calendar_days, calendar_rules
from desk.cli.calendar_effect import hours_json
from desk.cli.calendar_rules import period_json
from desk.cli.context import Context
from desk.cli.output import pairs, table
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import month
from desk.domain.calendar import DayRule, Period, WorkingCalendar
from desk.domain.dates import WEEKDAYS, format_day, format_day_short
from desk.domain.hours import hours_text
from desk.errors import FieldError
from desk.office import calendar_check, recompute
from desk.office.calendar_acts import read_book


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
        "week": [hours_json(spans) for spans in calendar.week],
        "periods": [period_json(period) for period in _by_time(calendar)],
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
    lines += ["", *(f"{name:8}  {hours_text(calendar.week[i])}" for i, name in enumerate(WEEKDAYS))]
    lines += [
        f"{period.name}: {format_day(period.first)} – {format_day(period.last)}"
        f"{' (perkiraan)' if period.estimated else ''}"
        for period in _by_time(calendar)
    ]
    rows = [(day.isoformat(), *_month_row(calendar, day)) for day in days]
    return [*lines, "", *table(("Tanggal", "Hari", "Jam kerja", "Keterangan"), rows)]


def _note(item: DayRule | Period) -> str:
    estimate = " (perkiraan)" if item.estimated else ""
    return f"{item.name}{estimate}{f', {item.basis}' if item.basis else ''}"


def _by_time(calendar: WorkingCalendar) -> list[Period]:
    return sorted(calendar.periods, key=lambda period: period.first)


def _day(calendar: WorkingCalendar, day: date) -> dict[str, Any]:
    rule = calendar.days.get(day)
    return {
        "date": day.isoformat(),
        "hours": hours_json(calendar.spans_on(day)),
        "name": rule.name if rule else None,
        "category": rule.category if rule else None,
        "basis": rule.basis if rule and rule.basis else None,
        "estimated": bool(rule and rule.estimated),
    }


def _month_row(calendar: WorkingCalendar, day: date) -> tuple[str, str, str]:
    rule = calendar.days.get(day)
    period = calendar.period_on(day)
    note = _note(rule) if rule else _note(period) if period else ""
    return format_day_short(day), hours_text(calendar.spans_on(day)), note


def _list(context: Context) -> Answer:
    session = context.session
    book = read_book(session)
    users: dict[str, list[str]] = {key: [] for key in book.calendars}
    for service in session.office.services.values():
        users[service.calendar if service.calendar in users else "office"].append(service.key)
    data: list[dict[str, Any]] = [
        {
            "key": own.key,
            "name": own.name,
            "zone": own.zone,
            "version": book.compiled(own.key).version,
            "services": users[own.key],
            "outdated_cases": recompute.outdated(session, own.key),
        }
        for own in book.calendars.values()
    ]
    rows = [
        (item["key"], item["name"], str(item["outdated_cases"]), ", ".join(item["services"]) or "–")
        for item in data
    ]
    return Answer(data, table(("Kunci", "Kalender", "Berkas lama", "Layanan"), rows, {3: 60}))


COMMANDS = (
    Command("calendar list", "kalender-kalender kantor dan layanannya", _list),
    Command("calendar show", "jam kerja, hari libur dan Ramadan", _show, _options),
    *calendar_days.COMMANDS,
    *calendar_rules.COMMANDS,
)
