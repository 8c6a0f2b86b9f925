"""`desk calendar hours|period|fill|add|recompute`: weeks, periods, further years and calendars."""

from __future__ import annotations

from typing import Any

from desk.cli.calendar_effect import (
    add_effect_options,
    change_calendar,
    hours_json,
    move_json,
    move_lines,
    settle,
)
from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import count, day
from desk.domain.calendar import Period, Week
from desk.domain.calendar_book import ALL
from desk.domain.calendar_periods import ConfirmPeriod, RemovePeriod, SetPeriod, SetWeek
from desk.domain.dates import format_day_short
from desk.domain.hours import parse_hours, parse_weekdays, week_lines
from desk.errors import FieldError
from desk.office import calendar_acts, recompute
from desk.office.calendar_acts import read_book
from desk.office.calendars import preset_keys


def _key(options: Options, default: str = "office") -> None:
    options.add_argument("--key", metavar="KUNCI", default=default, help=f"kalender ({default})")


def _basis(options: Options) -> None:
    options.add_argument("--basis", metavar="TEKS", default="", help="nomor keputusan atau surat edaran")


def _hours_options(options: Options) -> None:
    options.add_argument("day", metavar="HARI", help="contoh: jumat, senin-kamis, semua")
    options.add_argument(
        "hours", metavar="JAM", nargs="+", help="contoh: 07.30-12.00, 13.00-16.00; tutup untuk hari tutup"
    )
    options.add_argument(
        "--since",
        metavar="TANGGAL",
        type=day,
        help="hari pertama jam baru; tanpa ini, jam lama dianggap keliru",
    )
    _basis(options)
    _key(options)
    add_effect_options(options)


def _hours(context: Context) -> Answer:
    args, book = context.args, read_book(context.session)
    (key,) = book.keys_of(args.key) if args.key != ALL else ("",)
    if not key:
        raise FieldError("key", "Sebutkan satu kalender.", code="unknown_calendar")
    week = _changed(book.calendars[key].week, [(args.day, " ".join(args.hours))])
    return change_calendar(context, SetWeek(key, week, args.since, args.basis))


def _changed(week: Week, given: list[tuple[str, str]]) -> Week:
    """The week with these hours on these days."""
    days = list(week)
    for which, hours in given:
        for weekday in parse_weekdays(which):
            days[weekday] = parse_hours(hours)
    return tuple(days)


def _period_options(options: Options) -> None:
    options.add_argument("name", metavar="NAMA", help="contoh: Ramadan 1449 H")
    options.add_argument("first", metavar="DARI", type=day, help="hari pertama")
    options.add_argument("last", metavar="SAMPAI", type=day, help="hari terakhir")
    options.add_argument(
        "--hours",
        metavar="HARI=JAM",
        nargs="+",
        action="extend",
        help="contoh: senin-kamis=08.00-12.00,12.30-15.00; tanpa ini, jam periode terakhir",
    )
    options.add_argument("--estimated", action="store_true", help="masih perkiraan, belum ditetapkan")
    _basis(options)
    _key(options, ALL)
    add_effect_options(options)


def _period_add(context: Context) -> Answer:
    args = context.args
    week: Week | None = None
    if args.hours:
        pairs = [text.partition("=") for text in args.hours]
        if wrong := next((days for days, mark, _hours in pairs if not mark), None):
            raise UsageError(f"tulis HARI=JAM, bukan “{wrong}”", "hours")
        week = _changed(((),) * 7, [(days, hours) for days, _mark, hours in pairs])
    change = SetPeriod(args.key, args.name, args.first, args.last, week, args.estimated, args.basis)
    return change_calendar(context, change)


def _period_name(options: Options) -> None:
    options.add_argument("name", metavar="NAMA", help="sebagaimana dalam: desk calendar period list")


def _period_remove_options(options: Options) -> None:
    _period_name(options)
    _basis(options)
    _key(options, ALL)
    add_effect_options(options)


def _period_remove(context: Context) -> Answer:
    args = context.args
    return change_calendar(context, RemovePeriod(args.key, args.name, args.basis))


def _period_confirm_options(options: Options) -> None:
    _period_name(options)
    options.add_argument("--basis", metavar="TEKS", required=True, help="nomor keputusan atau surat edaran")
    options.add_argument("--first", metavar="TANGGAL", type=day, help="hari pertama, bila lain")
    options.add_argument("--last", metavar="TANGGAL", type=day, help="hari terakhir, bila lain")
    _key(options, ALL)
    add_effect_options(options)


def _period_confirm(context: Context) -> Answer:
    args = context.args
    return change_calendar(context, ConfirmPeriod(args.key, args.name, args.basis, args.first, args.last))


def _period_list(context: Context) -> Answer:
    found = [
        (own.key, period)
        for own in read_book(context.session).calendars.values()
        for period in sorted(own.periods, key=lambda period: period.first)
    ]
    rows = [
        (
            period.name + (" (perkiraan)" if period.estimated else ""),
            f"{format_day_short(period.first)} {period.first.year}",
            f"{format_day_short(period.last)} {period.last.year}",
            key,
            period.basis,
            "; ".join(f"{days} {hours}" for days, hours in week_lines(period.week)),
        )
        for key, period in found
    ]
    headings = ("Periode", "Dari", "Sampai", "Kalender", "Dasar", "Jam")
    lines = table(headings, rows, {4: 30, 5: 100}) if rows else ["Tidak ada."]
    return Answer([period_json(period) | {"calendar": key} for key, period in found], lines)


def period_json(period: Period) -> dict[str, Any]:
    return {
        "name": period.name,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "estimated": period.estimated,
        "basis": period.basis or None,
        "week": [hours_json(spans) for spans in period.week],
    }


def _fill_options(options: Options) -> None:
    options.add_argument("year", metavar="TAHUN", type=count, help="contoh: 2028")
    add_effect_options(options)


def _fill(context: Context) -> Answer:
    return change_calendar(context, calendar_acts.fill_year(context.args.year))


def _calendar_options(options: Options) -> None:
    options.add_argument(
        "new_key", metavar="KUNCI", help="contoh: loket; layanan menyebutnya dengan kunci ini"
    )
    options.add_argument("name", metavar="NAMA", help="contoh: Jam layanan loket")
    source = options.add_mutually_exclusive_group()
    source.add_argument("--from", dest="source", metavar="KUNCI", help="disalin dari kalender ini (office)")
    source.add_argument("--preset", choices=preset_keys(), help="dari pola bawaan")
    add_effect_options(options)


def _calendar(context: Context) -> Answer:
    args, session = context.args, context.session
    if args.preset is not None:
        change = calendar_acts.preset_calendar(session, args.new_key, args.name, args.preset)
    else:
        change = calendar_acts.copied_calendar(session, args.new_key, args.name, args.source or "office")
    return change_calendar(context, change)


def _recompute_options(options: Options) -> None:
    options.add_argument("--basis", metavar="TEKS", help="nomor keputusan atau surat edaran")
    _key(options)
    add_effect_options(options)


def _recompute(context: Context) -> Answer:
    args, session = context.args, context.session
    office = session.office
    (key,) = read_book(session).keys_of(args.key)
    calendar = office.calendar(key)
    moves = recompute.moves(session, {key: calendar})
    outdated = recompute.outdated(session, key)
    shown = [f"{outdated} berkas berjalan memakai kalender {key} yang lama.", *move_lines(office, moves)]
    if not args.preview:
        if not (args.basis or "").strip():
            raise FieldError("basis", "Isi nomor keputusan atau surat edarannya.", code="empty")
        shown = settle(context, shown)
        moves = recompute.recompute(session, key, args.basis, calendar.version)
        outdated = recompute.outdated(session, key)
        shown.append("Dihitung ulang.")
    data = {
        "calendar": key,
        "version": calendar.version,
        "changed_days": [],
        "moves": [move_json(office, move) for move in moves],
        "outdated_cases": outdated,
        "saved": not args.preview,
    }
    return Answer(data, shown)


COMMANDS = (
    Command("calendar hours", "mengganti jam kerja dalam sepekan", _hours, _hours_options),
    Command("calendar period add", "menambah atau mengganti satu periode", _period_add, _period_options),
    Command("calendar period list", "daftar periode", _period_list),
    Command("calendar period remove", "menghapus satu periode", _period_remove, _period_remove_options),
    Command(
        "calendar period confirm", "menetapkan periode perkiraan", _period_confirm, _period_confirm_options
    ),
    Command("calendar fill", "mengisi hari libur satu tahun lagi", _fill, _fill_options),
    Command("calendar add", "menambah kalender lain", _calendar, _calendar_options),
    Command("calendar recompute", "menghitung ulang berkas berjalan", _recompute, _recompute_options),
)
