"""The monthly report of the complaint team: the desk opens it on the first working day, the lead writes it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from desk.demo.course import Course, Entry, Stage
from desk.demo.people import ADMIN
from desk.domain.calendar import Instant
from desk.office import periodic
from desk.office.session import Session

SERVICE = "pengaduan-elektronik"


def reports(stage: Stage, rng: Random, since: Instant) -> Iterator[Course]:
    """One course for every month that began between the first act of the demo and its opening."""
    calendar = stage.office
    month = calendar.local_date(since).replace(day=1)
    while True:
        month = (month + timedelta(days=31)).replace(day=1)
        opens_at = calendar.next_open(calendar.instant(month, 0))
        if opens_at >= stage.opening:
            return
        course = Course(stage, SERVICE, rng, opens_at, at=opens_at)
        course.entries.append(Entry(opens_at, ADMIN, _open))
        course.take("ketua", 2, 6)
        course.finish("ketua", 12, 20, output="Rekapitulasi Bulanan diserahkan kepada Pengarah")
        yield course


def _open(session: Session, _number: str) -> object:
    """Whoever starts desk first that morning; the desk itself opens what is due."""
    return periodic.open_due_tasks(session.office)[0]
