"""What every command that changes a calendar shares: its effect is shown, then asked about, then done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desk.cli.context import Context
from desk.cli.output import table, write_error
from desk.cli.registry import Answer, Options
from desk.cli.shapes import iso
from desk.domain.calendar import Instant, Span
from desk.domain.calendar_book import DayChange
from desk.domain.calendar_changes import Change
from desk.domain.dates import format_day_short
from desk.domain.hours import hours_text
from desk.domain.moments import dated_text
from desk.errors import RuleError
from desk.office import calendar_acts, recompute
from desk.office.due import CLOCK_NAMES
from desk.office.office import Office

_SHOWN_DAYS = 12
_SHOWN_MOVES = 40


def add_effect_options(options: Options) -> None:
    options.add_argument("--preview", action="store_true", help="hanya menampilkan akibatnya")
    options.add_argument("--yes", action="store_true", help="tidak bertanya lagi")


def change_calendar(context: Context, change: Change) -> Answer:
    """Preview the change, or make it: at a terminal after a yes, elsewhere at once."""
    session = context.session
    found = calendar_acts.effect(session, change)
    shown = _effect_lines(session.office, found)
    data = {
        "calendar": change.scope,
        "version": found.version,
        "versions": {key: calendar.version for key, calendar in found.calendars.items()},
        "changed_days": [_day(item) for item in found.days],
        "moves": [move_json(session.office, move) for move in found.moves],
        "notes": list(found.notes),
        "outdated_cases": _outdated(context, found.before),
        "saved": False,
    }
    if context.args.preview:
        return Answer(data, [*shown, "", "Belum disimpan (--preview)."])
    lines = settle(context, shown)
    versions = calendar_acts.make(session, change, found.before)
    outdated = _outdated(context, found.before)
    lines.append("Disimpan. " + _outdated_text(outdated))
    return Answer(data | {"versions": versions, "outdated_cases": outdated, "saved": True}, lines)


def settle(context: Context, shown: Sequence[str]) -> list[str]:
    """At a terminal show what will be done and ask; a no is a RuleError. Returns the lines not shown yet."""
    if context.args.yes or not context.is_interactive:
        return [*shown, ""]
    write_error(*shown)
    if not context.agrees("Lanjutkan?"):
        raise RuleError("Dibatalkan; tidak ada yang diubah.", code="cancelled")
    return []


def _outdated(context: Context, keys: Mapping[str, str]) -> int:
    return sum(recompute.outdated(context.session, key) for key in keys)


def _outdated_text(outdated: int) -> str:
    if not outdated:
        return "Tidak ada berkas berjalan yang memakai kalender lama."
    return f"{outdated} berkas berjalan tetap memakai kalender lama sampai dihitung ulang: desk calendar recompute"


def move_json(office: Office, move: recompute.Move) -> dict[str, Any]:
    return {
        "case": move.case_no,
        "clock": str(move.clock),
        "step": move.step_no,
        "before": iso(office, move.before),
        "after": iso(office, move.after),
    }


def move_lines(office: Office, moves: Sequence[recompute.Move]) -> list[str]:
    """The deadlines that move, as a table; without any, one sentence."""
    if not moves:
        return ["Tidak ada tenggat berkas berjalan yang bergeser."]
    rows = [
        (
            move.case_no,
            f"{CLOCK_NAMES[move.clock]} {move.step_no or ''}".rstrip(),
            _dated(office, move.before),
            _dated(office, move.after),
            move.service_short,
        )
        for move in moves[:_SHOWN_MOVES]
    ]
    lines = table(("Berkas", "Tenggat", "Sekarang", "Menjadi", "Layanan"), rows, {4: 30})
    rest = len(moves) - len(rows)
    return [f"{len(moves)} tenggat bergeser:", *lines, *([f"… dan {rest} lagi"] if rest > 0 else [])]


def _dated(office: Office, t: Instant | None) -> str:
    return "–" if t is None else dated_text(office.calendar(), t, office.today())


def _effect_lines(office: Office, found: calendar_acts.Effect) -> list[str]:
    if not any(key in found.before for key in found.calendars):
        return [*found.notes, "Kalender baru; berkas berjalan tidak terpengaruh."]
    moved = ["", "Bila berkas berjalan dihitung ulang sesudahnya:", *move_lines(office, found.moves)]
    return [*found.notes, *_day_lines(found.days), *moved]


def _day_lines(days: Sequence[DayChange]) -> list[str]:
    if not days:
        return ["Tidak ada hari yang jam kerjanya berubah."]
    rows = [
        (
            f"{format_day_short(item.day)} {item.day.year}",
            hours_text(item.before),
            hours_text(item.after),
            ", ".join(item.calendars),
        )
        for item in days[:_SHOWN_DAYS]
    ]
    dates = len({item.day for item in days})
    more = [f"… sampai {days[-1].day.isoformat()}"] if len(days) > len(rows) else []
    return [f"{dates} hari berubah:", *table(("Hari", "Sekarang", "Menjadi", "Kalender"), rows), *more]


def _day(item: DayChange) -> dict[str, Any]:
    return {
        "date": item.day.isoformat(),
        "before": hours_json(item.before),
        "after": hours_json(item.after),
        "calendars": list(item.calendars),
    }


def hours_json(spans: Sequence[Span]) -> list[list[str]]:
    return [[_clock(start), _clock(end)] for start, end in spans]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
