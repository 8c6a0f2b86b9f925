"""Alerts of a person's own queue: told once each, and listed.

What was told to whom is remembered beside the history, like sign-in tokens: it changes no case, is no act and is not
verified. Candidates are the steps of `my_queue`, each by the clock it is shown by; heads are not told of what others
hold, since the board shows them that all day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.alerts import next_alert, untold
from desk.domain.band_text import GLYPHS, format_duration
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import Status
from desk.domain.duration import Unit
from desk.domain.sla import Band, ClockKind, Reading
from desk.office import privacy
from desk.office.board import my_queue
from desk.office.projection import reading_from
from desk.office.session import Session
from desk.office.views import VisitRow

Told = dict[tuple[str, str], set[int]]
"""Percents told of each deadline, by case and `deadline_key`."""

_OF = {ClockKind.STEP: "waktu", ClockKind.SERVICE: "waktu layanan", ClockKind.CLASS_: "waktu golongan"}


@dataclass(frozen=True, slots=True)
class Alert:
    """One threshold that was passed."""

    case_no: str
    service_key: str
    service_short: str
    step_no: str
    step_label: str
    clock: ClockKind
    """Which clock passed it."""
    percent: int
    told_at: Instant
    reading: Reading | None
    """The clock that the step is shown by now. None: the step is over."""
    calendar: WorkingCalendar

    def band(self, now: Instant) -> Band:
        return Band.NONE if self.reading is None else self.reading.band(self.calendar, now)

    def remaining(self, now: Instant) -> int | None:
        """Seconds left, negative when over. None: the step is over."""
        return None if self.reading is None else self.reading.remaining(self.calendar, now)

    def sign(self, now: Instant) -> str:
        """The shape of its band; at 100 % that of lateness, though the last second is not over yet."""
        return GLYPHS[Band.OVERDUE if self.percent >= 100 else self.band(now)]

    def text(self, now: Instant) -> str:
        """`► 0481/2026 langkah 3: 75 % waktu terpakai, sisa 7 m 30 d`."""
        left = self.remaining(now)
        word = "" if not left else f", {'sisa' if left > 0 else 'lewat'} {format_duration(abs(left))}"
        return f"{self.sign(now)} {self.case_no} langkah {self.step_no}: {self.fact}{word}"

    @property
    def fact(self) -> str:
        """`75 % waktu terpakai`."""
        if self.reading is not None and self.reading.unit is Unit.EVENT:
            if self.percent >= 100:
                return "acara sudah mulai, belum ditangani"
            return f"{self.percent} % waktu sampai acara terpakai"
        time = _OF[self.clock]
        return f"{time} habis" if self.percent >= 100 else f"{self.percent} % {time} terpakai"


@dataclass(frozen=True, slots=True)
class News:
    """What there was to tell."""

    alerts: tuple[Alert, ...]
    """In the order of the queue."""
    next_at: Instant | None
    """When there will be something to tell next, if nothing else happens. None: never."""


def tell_new(session: Session, now: Instant) -> News:
    """The alerts that this person has not been told yet; from now on they are told."""
    with db.snapshot():
        queue = [row for row in my_queue(session, now) if row.reading.deadline is not None]
        told = _told(session)
    if any(_untold(row, now, told) for row in queue):
        with db.writing():
            told = _told(session)  # the same person may sit at another desk
            alerts = tuple(_mark(session, row, now, told) for row in queue if _untold(row, now, told))
            _forget_closed(session, now)
    else:
        alerts = ()
    moments = [next_alert(row.reading, row.calendar, told[row.case_no, row.deadline_key]) for row in queue]
    return News(alerts, min((moment for moment in moments if moment is not None), default=None))


def told_today(session: Session, now: Instant) -> list[Alert]:
    """What this person was told on the local day of `now`, the latest first; of each deadline the highest."""
    calendar = session.office.calendar()
    return _listed(session, db.AlertMark.told_at >= calendar.instant(calendar.local_date(now), 0))


def told_of_open_cases(session: Session) -> list[Alert]:
    """What this person was told of cases that are not closed, the latest first; of each deadline the highest."""
    return _listed(session, ~db.Case.status.in_(_CLOSED))


_CLOSED = [status.value for status in Status if status.is_closed]


def _untold(row: VisitRow, now: Instant, told: Told) -> tuple[int, ...]:
    return untold(row.reading, row.calendar, now, told[row.case_no, row.deadline_key])


def _told(session: Session) -> Told:
    marks = db.AlertMark.select(db.AlertMark.case, db.AlertMark.deadline, db.AlertMark.percent)
    told: Told = defaultdict(set)
    for case, deadline, percent in db.tuples(marks.where(db.AlertMark.user == session.person.username)):
        told[case, deadline].add(percent)
    return told


def _mark(session: Session, row: VisitRow, now: Instant, told: Told) -> Alert:
    passed = _untold(row, now, told)
    for percent in passed:
        db.AlertMark.insert(
            user=session.person.username,
            case=row.case_no,
            deadline=row.deadline_key,
            percent=percent,
            visit=row.visit_id,
            clock=row.reading.clock.value,
            told_at=now,
        ).execute()
    told[row.case_no, row.deadline_key].update(passed)
    return Alert(
        case_no=row.case_no,
        service_key=row.service_key,
        service_short=row.service_short,
        step_no=row.step_no,
        step_label=row.step_label,
        clock=row.reading.clock,
        percent=passed[-1],
        told_at=now,
        reading=row.reading,
        calendar=row.calendar,
    )


def _forget_closed(session: Session, now: Instant) -> None:
    """Marks of closed cases, once their day is over: nobody asks for them any longer."""
    calendar = session.office.calendar()
    closed = db.Case.select(db.Case.number).where(db.Case.status.in_(_CLOSED))
    today = calendar.instant(calendar.local_date(now), 0)
    db.AlertMark.delete().where(db.AlertMark.told_at < today, db.AlertMark.case.in_(closed)).execute()


def _listed(session: Session, where: Any) -> list[Alert]:
    mark, visit = db.AlertMark, db.Visit
    query = (
        mark.select(
            *(mark.case.alias("number"), mark.deadline, mark.clock, mark.percent, mark.told_at),
            *(db.Case.service_version, visit.step, visit.is_open, visit.reading, visit.calendar_version),
        )
        .join(db.Case)
        .join(visit, on=(visit.case == mark.case) & (visit.no == mark.visit))
        .where(mark.user == session.person.username, mark.case.not_in(privacy.kept_out_of(session)), where)
        .order_by(mark.percent.desc(), mark.told_at.desc(), mark.case)
    )
    highest: dict[tuple[str, str], dict[str, Any]] = {}
    with db.snapshot():
        for row in db.dicts(query):
            highest.setdefault((row["number"], row["deadline"]), row)
        alerts = [_alert(session, row) for row in highest.values()]
    alerts.sort(key=lambda alert: -alert.told_at)
    return alerts


def _alert(session: Session, row: dict[str, Any]) -> Alert:
    office = session.office
    service = office.service_version(row["service_version"])
    step = service.step(row["step"])
    return Alert(
        case_no=row["number"],
        service_key=service.key,
        service_short=service.short or service.name,
        step_no=step.no,
        step_label=step.label,
        clock=ClockKind(row["clock"]),
        percent=row["percent"],
        told_at=row["told_at"],
        reading=reading_from(row["reading"]) if row["is_open"] else None,
        calendar=office.calendar_version(row["calendar_version"]),
    )
