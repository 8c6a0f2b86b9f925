"""When a case would be due, before there is one, and why, in one sentence."""

from __future__ import annotations

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.duration import StandardTime, Unit
from desk.domain.moments import moment_text
from desk.domain.service import Service
from desk.domain.sla import ClockKind, Reading, nearest, read_clock
from desk.office.session import Office
from desk.office.views import DuePreview

CLOCK_NAMES = {ClockKind.STEP: "langkah", ClockKind.SERVICE: "layanan", ClockKind.CLASS_: "golongan"}


def class_table(office: Office, service: Service) -> dict[str, int]:
    """Class key to limit in working days: the service's own, else the office's; empty for letters."""
    if service.intake != "complaint":
        return {}
    own = {item.key: item.standard.value or 0 for item in service.complaint_classes}
    return own or office.class_table


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
    limits = class_table(office, service)
    clocks: list[tuple[ClockKind, StandardTime | None]] = [
        (ClockKind.STEP, step.standard),
        (ClockKind.SERVICE, service.total),
    ]
    if class_key is not None and class_key in limits:
        clocks.append((ClockKind.CLASS_, StandardTime(Unit.WORKING_DAYS, limits[class_key])))
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
    return DuePreview(start, shown.due_at, str(shown.clock), reason_text(office, calendar, shown, standard))


def reason_text(office: Office, calendar: WorkingCalendar, reading: Reading, standard: StandardTime) -> str:
    """Why a clock is due when it is: `30 menit kerja sejak 09.18` and what lies between."""
    if standard.unit is Unit.EVENT:
        return "mengikuti waktu mulai acara"
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
