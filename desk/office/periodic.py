"""Periodic obligations (Laporan setiap bulan): opened by whichever desk or command first runs after their time.

A task is a case of its own, number R-NN/YYYY, with the one row of the SOP as its step; it is dated at the first
opening of the first working day of the month after the one it reports on. Source: sla.md, "Clocks".
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desk import db
from desk.domain.calendar import Instant
from desk.domain.dates import MONTHS
from desk.domain.people import Permission
from desk.domain.service import Periodic, Service
from desk.errors import DeskError, RuleError
from desk.office import findable, numbers, rows
from desk.office.new_case import PeriodicOpening, open_case
from desk.office.office import Office
from desk.office.session import Session

OPENED_BY_DESK = "dibuka otomatis oleh desk"
LOOK_AGAIN = 600
"""Seconds after which a running desk looks again, whatever it knows: services and calendars change, and what was
refused once may be opened later."""


@dataclass(frozen=True, slots=True)
class DueTask:
    """An obligation whose time has come and that nobody has opened yet."""

    service: Service
    task: Periodic
    period: str
    """The month it reports on, `2026-11`."""
    opens_at: Instant


def open_due_tasks(office: Office) -> list[str]:
    """Open what is due by now, oldest first; the numbers given. Several desks may try at once: each opens once.

    Where one cannot be opened now (a machine clock in doubt, a locked database), nothing is lost: the next try
    opens it.
    """
    opened = []
    for due in due_tasks(office):
        try:
            opened.append(_open(office, due))
        except DeskError:
            continue  # another desk was faster, numbering waits, or the database can only be read
    return opened


def due_tasks(office: Office) -> list[DueTask]:
    """The obligations whose opening has come and that are not opened yet, oldest first."""
    now = office.now()
    known = {
        (service, step, period)
        for service, step, period in db.tuples(
            db.PeriodicTask.select(db.PeriodicTask.service, db.PeriodicTask.step, db.PeriodicTask.period)
        )
    }
    found = [
        due
        for service in office.services.values()
        for task in service.periodic
        for due in _months(office, service, task, now)
        if (service.key, task.no, due.period) not in known
    ]
    found.sort(key=lambda due: (due.opens_at, due.service.key, due.task.no))
    return found


def next_look(office: Office) -> Instant:
    """When a running desk should try again: at the coming month's opening, at the latest after LOOK_AGAIN."""
    now = office.now()
    this = office.today().replace(day=1)  # whose first working day may be yet to come
    services = [service for service in office.services.values() if service.periodic]
    openings = [
        _opens_at(office, service, first) for service in services for first in (this, _first_of_next(this))
    ]
    return min([t for t in openings if t is not None and t > now] + [now + LOOK_AGAIN])


def _months(office: Office, service: Service, task: Periodic, now: Instant) -> Iterator[DueTask]:
    """Every month since the obligation was installed whose task may be opened by now."""
    month = office.calendar(service.calendar).local_date(_installed(office, service, task)).replace(day=1)
    opens_at = _opens_at(office, service, _first_of_next(month))
    while opens_at is not None and opens_at <= now:
        yield DueTask(service, task, f"{month:%Y-%m}", opens_at)
        month = _first_of_next(month)
        opens_at = _opens_at(office, service, _first_of_next(month))


def _installed(office: Office, service: Service, task: Periodic) -> Instant:
    """When the first version of the service that has this obligation was installed."""
    stored = db.ServiceVersion.select(db.ServiceVersion.version, db.ServiceVersion.installed_at)
    query = stored.where(db.ServiceVersion.key == service.key).order_by(db.ServiceVersion.installed_at)
    return next(
        int(installed_at)
        for version, installed_at in list(db.tuples(query))
        if any(other.no == task.no for other in office.service_version(version).periodic)
    )


def _opens_at(office: Office, service: Service, first: date) -> Instant | None:
    """The first opening of the first working day from that day on. None: the calendar never opens again."""
    calendar = office.calendar(service.calendar)
    try:
        return calendar.next_open(calendar.instant(first, 0))
    except RuleError:
        return None


def _first_of_next(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _open(office: Office, due: DueTask) -> str:
    session = Session.automatic(office)
    with session.act(Permission.READ, due.opens_at, OPENED_BY_DESK) as act:
        key = {"service": due.service.key, "step": due.task.no, "period": due.period}
        if rows.select(db.PeriodicTask, ("case",), key):
            raise RuleError("Tugas berkala ini sudah dibuka.", code="opened")
        service = office.service(due.service.key)  # another desk may have replaced it since
        task = next((task for task in service.periodic if task.no == due.task.no), None)
        if task is None:
            raise RuleError("Layanan ini tidak lagi bertugas berkala begitu.", code="no_task")
        number = numbers.take(act, "periodic")
        subject = f"{task.name}, {_month_text(due.period)}"
        open_case(
            act,
            service,
            number=number,
            kind="periodic",
            salt=secrets.token_hex(16),
            content={"sender": "", "subject": subject},
            search=findable.task_text(number, subject),
            task=PeriodicOpening(task.as_step, due.period),
        )
        rows.insert(db.PeriodicTask, case=number, **key)
    return number


def _month_text(period: str) -> str:
    """`November 2026`."""
    year, month = period.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
