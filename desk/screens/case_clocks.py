"""The clocks of a case in words: which deadline is nearest, why, how much is left, and the other ones."""

from __future__ import annotations

from datetime import date

from desk.domain.band_text import event_text
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import Kind, Status
from desk.domain.duration import StandardTime, Unit
from desk.domain.moments import dated_text, moment_text
from desk.domain.sla import Band, ClockKind, Reading
from desk.office.case_view import CaseView
from desk.office.due import CLOCK_NAMES, doubt_texts, reason_text
from desk.office.office import Office
from desk.widgets.band import BANDS, band_usage, format_duration, format_remaining
from desk.widgets.lines_view import AnyLine, LiveLine, wrap_cells
from desk.widgets.text import Line

LABEL = 11
"""Cells of a label in the head of a case."""

_LEFT = {
    Band.OVERDUE: "lewat {}",
    Band.PAUSED: "jeda, sisa {}",
    Band.OUTSIDE_HOURS: "di luar jam, sisa {}",
    Band.MET: "tepat waktu, tersisa {}",
    Band.MISSED: "lewat tenggat {}",
}


def deadline_lines(office: Office, case: CaseView, width: int) -> list[AnyLine]:
    """The nearest deadline with its reason, then the other clocks, one line each."""
    if case.status == Status.CANCELLED:
        return _cancelled(case, width)
    reading = case.nearest
    if reading is None:
        return [_label("Tenggat").add("belum berjalan", "$muted")]
    lines: list[AnyLine] = [_live(office, case, reading, "Tenggat", "bold ")]
    standard = standard_of(case, reading)
    if standard is not None and reading.due_at is not None and not reading.external:
        reason = reason_text(office, case.calendar_of(reading), reading, standard)
        lines += [
            Line().gap(LABEL).add(part, "$muted")
            for part in wrap_cells(_with_clock(reason, reading), width - LABEL)
        ]
    for text in doubt_texts(case.calendar_of(reading), [reading]):
        lines += [Line().gap(LABEL).add(part, "$key") for part in wrap_cells(f"! {text}", width - LABEL)]
    if reading.agreed_due_at is not None:
        lines += _agreed(office, case, reading, width)
    others = [other for other in case.clocks if other is not reading and other != reading]
    lines += [
        _live(office, case, other, CLOCK_NAMES[other.clock].capitalize(), "")
        for other in others
        if other.due_at is not None or (other.external and other.stopped_at is None)
    ]
    return lines


def _agreed(office: Office, case: CaseView, reading: Reading, width: int) -> list[AnyLine]:
    """The standard and the target that stands in its place."""
    today, calendar = office.today(), case.calendar_of(reading)
    dues = (reading.due_at, reading.agreed_due_at)
    standard, agreed = ("" if due is None else dated_text(calendar, due, today) for due in dues)
    text = f"standar {standard}, disepakati {agreed}"
    return [Line().gap(LABEL).add(part, "$link") for part in wrap_cells(text, width - LABEL)]


def _cancelled(case: CaseView, width: int) -> list[AnyLine]:
    """Why the case ended without a result, instead of deadlines that nobody keeps."""
    told = [event.text for event in case.history if event.kind in (Kind.CANCELLED, Kind.VOIDED)]
    reason = told[-1].partition(": ")[2] or told[-1] if told else ""
    return [
        _label("Dibatalkan" if place == 0 else "").add(part, "bold $strong" if place == 0 else "$strong")
        for place, part in enumerate(wrap_cells(reason, width - LABEL))
    ]


def _with_clock(reason: str, reading: Reading) -> str:
    """The reason always says which clock it is of."""
    name = CLOCK_NAMES[reading.clock]
    return reason if f"({name})" in reason else f"{reason} ({name})"


def _live(office: Office, case: CaseView, reading: Reading, label: str, weight: str) -> LiveLine:
    today = office.today()
    if reading.external:
        return _outside(case, reading, label, today)
    due = "" if reading.deadline is None else moment_text(case.calendar, reading.deadline, today)

    def line(now: Instant) -> Line:
        band = reading.band(case.calendar_of(reading), now)
        look = BANDS[band]
        drawn = _label(label).add(f"{due} " if due else "", weight + look.style)
        return drawn.add(
            f"{look.glyph} {left_text(case.calendar_of(reading), reading, band, now)}", weight + look.style
        )

    return line


def _outside(case: CaseView, reading: Reading, label: str, today: date) -> LiveLine:
    """Somebody outside is at work: since when, and the standard's due for information; nothing counts down."""
    look = BANDS[Band.PAUSED if reading.stopped_at is None else Band.NONE]
    since = moment_text(case.calendar, reading.start, today)
    words = f"menunggu sejak {since}" if reading.stopped_at is None else "pihak luar"
    due = "" if reading.due_at is None else f" · acuan {moment_text(case.calendar, reading.due_at, today)}"
    drawn = _label(label).add(f"{look.glyph} {words}", look.style).add(f"{due}, tidak dihitung", "$muted")
    return lambda _now: drawn


def left_text(calendar: WorkingCalendar, reading: Reading, band: Band, now: Instant) -> str:
    """`sisa 6 m 40 d`, `lewat 12 m 31 d`, or why there is nothing left to count."""
    left = reading.remaining(calendar, now)
    if reading.cancelled:
        return "dihentikan"
    if (told := event_text(calendar, reading, calendar.local_date(now))) is not None:
        return told
    if left is None:
        return f"tanpa batas waktu, terpakai {format_duration(reading.used(calendar, now))}"
    return _LEFT.get(band, "sisa {}").format(_long(abs(left), reading))


def _long(seconds: int, reading: Reading) -> str:
    if seconds >= 100 * 3600:
        return format_remaining(seconds, reading.unit).strip()
    return format_duration(seconds)


def usage_lines(case: CaseView, width: int) -> list[AnyLine]:
    """How much of the whole service's time, and of the class's, is used, as bars."""
    lines: list[AnyLine] = []
    for reading in case.clocks:
        standard = standard_of(case, reading)
        if reading.clock is ClockKind.STEP or standard is None or not reading.allowed_seconds:
            continue
        name = "seluruh layanan" if reading.clock is ClockKind.SERVICE else "golongan"
        if standard.unit is Unit.EVENT:
            name = "sampai acara"
        lines.append(_usage(case, reading, name, standard, width))
    return lines


def _usage(case: CaseView, reading: Reading, name: str, standard: StandardTime, width: int) -> LiveLine:
    tail = "" if standard.unit is Unit.EVENT else f" dari {standard}"
    bar = max(4, min(40, width - 3 - 16 - 6 - len(tail)))

    def line(now: Instant) -> Line:
        band = reading.band(case.calendar_of(reading), now)
        percent = reading.used(case.calendar_of(reading), now) * 100 // (reading.allowed_seconds or 1)
        drawn = Line().gap(3).cell(name, 16, "$muted")
        return drawn.extend(band_usage(band, percent, bar)).add(tail, "$muted")

    return line


def standard_of(case: CaseView, reading: Reading) -> StandardTime | None:
    """The standard a clock counts against. None: it has no deadline."""
    if reading.clock is ClockKind.SERVICE:
        return case.service.total
    if reading.clock is ClockKind.CLASS_:
        days = case.class_table.get(case.timed_class or "")
        return StandardTime(Unit.WORKING_DAYS, days) if days else None
    visit = next((visit for visit in reversed(case.visits) if visit.reading == reading), None)
    return case.service.step(visit.step_no).standard if visit else None


def _label(text: str) -> Line:
    return Line().cell(text, LABEL, "$muted")
