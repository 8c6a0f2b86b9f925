"""When a case would be due, before there is one, and why, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.coverage import uncertain
from desk.domain.due import due_of
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import Stretch, explain
from desk.domain.moments import moment_text
from desk.domain.service import Service
from desk.domain.sla import ClockKind, Reading, nearest, read_clock
from desk.errors import FieldError
from desk.office.class_tables import known_class, table_for
from desk.office.office import Office
from desk.office.views import DuePreview

CLOCK_NAMES = {ClockKind.STEP: "langkah", ClockKind.SERVICE: "layanan", ClockKind.CLASS_: "golongan"}


def preview(
    office: Office,
    service: Service,
    start: Instant,
    *,
    complete: bool,
    class_key: str | None = None,
    event_start: Instant | None = None,
) -> DuePreview:
    """The nearest deadline of a case of `service` whose clocks start at `start`."""
    if not complete:
        return DuePreview(
            None, None, None, "Berkas belum lengkap: waktu belum berjalan sampai syarat terakhir ada."
        )
    calendar = office.calendar(service.calendar)
    step = service.first_office_step
    clocks: list[tuple[ClockKind, StandardTime | None]] = [
        (ClockKind.STEP, step.standard),
        (ClockKind.SERVICE, service.total),
    ]
    if class_key is not None:
        limit = known_class(table_for(office, service, start), class_key)
        clocks.append((ClockKind.CLASS_, StandardTime(Unit.WORKING_DAYS, limit)))
    readings = {
        kind: (read_clock(kind, standard, calendar, start, event_start=event_start), standard)
        for kind, standard in clocks
    }
    shown = nearest(reading for reading, _standard in readings.values())
    if shown is None:
        text = "Standar layanan ini tidak mencantumkan batas waktu; lama pengerjaan tetap diukur."
        return DuePreview(start, None, None, text)
    standard = readings[shown.clock][1]
    assert standard is not None
    reason = reason_text(office, calendar, shown, standard)
    doubts = doubt_texts(calendar, [reading for reading, _standard in readings.values()])
    return DuePreview(start, shown.due_at, str(shown.clock), reason, doubts)


def doubt_texts(calendar: WorkingCalendar, readings: Iterable[Reading]) -> tuple[str, ...]:
    """Why deadlines that are counted in working time may yet change, as sentences; what several share is said once."""
    found: dict[str, list[str]] = {}
    for reading in readings:
        due = reading.deadline
        if due is None or reading.external or reading.unit is None or not reading.unit.is_working:
            continue
        for clause in uncertain(calendar, reading.start, due):
            found.setdefault(clause, []).append(CLOCK_NAMES[reading.clock])
    return tuple(f"Tenggat {' dan '.join(names)} {clause}." for clause, names in found.items())


def reason_text(office: Office, calendar: WorkingCalendar, reading: Reading, standard: StandardTime) -> str:
    """Why a clock is due when it is: `30 menit kerja sejak 09.18` and what lies between."""
    if standard.unit is Unit.EVENT:
        return "tepat waktu bila sudah diambil saat acara mulai"
    today = office.today()
    since = moment_text(calendar, reading.start, today)
    words = f"{standard} {'kerja ' if standard.unit in (Unit.MINUTES, Unit.HOURS) else ''}sejak {since}"
    if standard.unit.is_working and not calendar.is_open(reading.start):
        opening = calendar.next_open(reading.start)
        words += f", dihitung mulai buka {moment_text(calendar, opening, today)}"
    closed = closed_days_between(calendar, reading.start, reading.due_at or reading.start)
    if standard.unit.is_working and closed:
        words += f", melewati {closed} hari libur"
    return f"{words} ({CLOCK_NAMES[reading.clock]})"


def closed_days_between(calendar: WorkingCalendar, start: Instant, end: Instant) -> int:
    """Whole days without an opening between two instants."""
    first, last = calendar.local_date(start), calendar.local_date(end)
    days = (last - first).days
    return sum(
        not calendar.is_working_day(first.fromordinal(first.toordinal() + i)) for i in range(1, max(days, 1))
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """One answer of `desk due`."""

    at: Instant
    standard: StandardTime | None
    """None: no limit."""
    due_at: Instant | None
    """None: no limit."""
    stretches: tuple[Stretch, ...]
    """From `at` to the due, what counts and what does not. Empty without a limit."""
    warnings: tuple[str, ...] = ()
    """Why it may yet change, in Indonesian sentences."""


def named_standard(
    office: Office, service: Service, step: str | None, class_key: str | None, at: Instant
) -> StandardTime | None:
    """The standard of a step, or of a complaint class opened at `at`, or the service's total; None: no limit."""
    if step is not None:
        steps = {item.no: item for item in service.steps}
        if step not in steps:
            raise FieldError(
                "step", f"Langkah {step} tidak ada. Pilihan: {', '.join(steps)}.", code="unknown_step"
            )
        return steps[step].standard
    if class_key is not None:
        return StandardTime(Unit.WORKING_DAYS, known_class(table_for(office, service, at), class_key))
    return service.total


def explained_due(
    office: Office,
    service: Service,
    standard: StandardTime | None,
    at: Instant,
    event_start: Instant | None = None,
) -> Explained:
    """When a standard that starts at `at` runs out by the service's calendar, stretch by stretch."""
    if standard is None:
        return Explained(at, None, None, ())
    if standard.unit is Unit.EVENT and event_start is None:
        raise FieldError("event_start", "Waktu mulai acara belum diisi.", code="empty")
    calendar = office.calendar(service.calendar)
    due = due_of(standard, calendar, at, (), event_start)
    doubts = uncertain(calendar, at, due) if standard.unit.is_working else []
    warnings = tuple(f"Batas waktu ini {clause}." for clause in doubts)
    return Explained(at, standard, due, tuple(explain(standard.unit, calendar, at, due)), warnings)
