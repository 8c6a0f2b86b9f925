"""`desk calendar holiday ...`: the dated rules of the office's calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

from desk.cli.calendar_effect import add_effect_options, change_calendar, hours_json
from desk.cli.context import Context
from desk.cli.output import table
from desk.cli.registry import Answer, Command, Options
from desk.cli.values import count, day
from desk.domain.calendar import CATEGORIES, DayRule
from desk.domain.calendar_book import ALL, Book
from desk.domain.calendar_changes import ConfirmDay, RemoveDay, SetDay
from desk.domain.dates import format_day_short
from desk.domain.hours import hours_text, parse_hours
from desk.office.calendar_acts import read_book


def _date(options: Options) -> None:
    options.add_argument("date", metavar="TANGGAL", type=day, help="contoh: 2026-12-24")


def _scope(options: Options) -> None:
    options.add_argument("--key", metavar="KUNCI", help="hanya kalender ini (semua kalender)")


def _add_options(options: Options) -> None:
    _date(options)
    options.add_argument("name", metavar="NAMA", help="nama hari, contoh: Hari Jadi Kabupaten")
    options.add_argument("--basis", metavar="TEKS", default="", help="nomor keputusan atau surat edaran")
    options.add_argument(
        "--category",
        metavar="JENIS",
        choices=list(CATEGORIES),
        help="; ".join(f"{key}: {word}" for key, word in CATEGORIES.items()) + " (local_holiday)",
    )
    options.add_argument("--hours", metavar="JAM", help="untuk piket dan jam khusus, contoh: 08.00-11.30")
    options.add_argument("--estimated", action="store_true", help="masih perkiraan, belum ditetapkan")
    _scope(options)
    add_effect_options(options)


def _add(context: Context) -> Answer:
    args = context.args
    spans = () if args.hours is None else parse_hours(args.hours)
    category = args.category or ("special_hours" if spans else "local_holiday")
    rule = DayRule(spans, args.name, category, args.estimated, args.basis)
    return change_calendar(context, SetDay(args.key or ALL, args.date, rule))


def _remove_options(options: Options) -> None:
    _date(options)
    options.add_argument("--basis", metavar="TEKS", default="", help="nomor keputusan atau alasan")
    _scope(options)
    add_effect_options(options)


def _remove(context: Context) -> Answer:
    args = context.args
    return change_calendar(context, RemoveDay(_scope_of(context), args.date, args.basis))


def _confirm_options(options: Options) -> None:
    _date(options)
    options.add_argument("--basis", metavar="TEKS", required=True, help="nomor keputusan atau surat edaran")
    options.add_argument("--move-to", metavar="TANGGAL", type=day, help="tanggal yang ditetapkan, bila lain")
    _scope(options)
    add_effect_options(options)


def _confirm(context: Context) -> Answer:
    args = context.args
    return change_calendar(context, ConfirmDay(_scope_of(context), args.date, args.basis, args.move_to))


def _scope_of(context: Context) -> str:
    """The scope that was named, else where the only rule of that date stands."""
    if context.args.key is not None:
        return str(context.args.key)
    scopes = [scope for scope, when in read_book(context.session).days if when == context.args.date]
    return scopes[0] if len(scopes) == 1 else ALL


def _list_options(options: Options) -> None:
    options.add_argument("--year", metavar="TAHUN", type=count, help="hanya tahun itu")


def _list(context: Context) -> Answer:
    book, year = read_book(context.session), context.args.year
    places = [place for place in book.days if year is None or place[1].year == year]
    rows = [_row(book, scope, when) for scope, when in places]
    headings = ("Tanggal", "Hari", "Jenis", "Nama", "Jam", "Dasar", "Kalender")
    lines = table(headings, rows, {3: 40, 5: 30}) if rows else ["Tidak ada."]
    return Answer([rule_json(when, book.days[scope, when], scope) for scope, when in places], lines)


def _row(book: Book, scope: str, when: date) -> tuple[str, ...]:
    rule = book.days[scope, when]
    name = rule.name + (" (perkiraan)" if rule.estimated else "")
    hours = hours_text(rule.spans)
    whose = "semua" if scope == ALL else scope
    return when.isoformat(), format_day_short(when), CATEGORIES[rule.category], name, hours, rule.basis, whose


def rule_json(when: date, rule: DayRule, scope: str) -> dict[str, Any]:
    return {
        "date": when.isoformat(),
        "hours": hours_json(rule.spans),
        "name": rule.name,
        "category": rule.category,
        "basis": rule.basis or None,
        "estimated": rule.estimated,
        "calendar": scope,
    }


COMMANDS = (
    Command("calendar holiday add", "menambah atau mengganti satu hari", _add, _add_options),
    Command("calendar holiday list", "daftar hari libur dan hari khusus", _list, _list_options),
    Command("calendar holiday remove", "menghapus satu hari", _remove, _remove_options),
    Command("calendar holiday confirm", "menetapkan hari yang masih perkiraan", _confirm, _confirm_options),
)
