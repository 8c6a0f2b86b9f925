"""Cases as lists for the command line: now from the stored readings, as of an earlier instant from their events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import Status
from desk.domain.clocks import Rules, open_clock, shown_clock
from desk.domain.people import Person
from desk.domain.service import Service
from desk.domain.sla import OPEN_BANDS, Band, Reading
from desk.office import case_store, privacy, projection
from desk.office.session import Session


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted. None: any."""

    service: str | None = None
    holder: str | None = None
    """Username."""
    status: Status | None = None
    band: Band | None = None
    worker: Person | None = None
    """Whose the open step is: held by this person, or untaken and of a held position."""
    closed: bool = False
    """Whether closed cases are wanted too; a closed `status` or a final `band` wants them anyway."""

    @property
    def wants_closed(self) -> bool:
        finals = (Band.MET, Band.MISSED)
        return self.closed or self.band in finals or (self.status is not None and self.status.is_closed)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list."""

    case_no: str
    kind: str
    service: Service
    status: Status
    received_at: Instant
    sender: str
    """A complainant only by initials, or not at all."""
    subject: str
    urgency: str
    step_no: str | None
    """The open step. None: no step is open."""
    actors: tuple[str, ...]
    """Positions that may work on the open step."""
    holder: str | None
    reading: Reading | None
    """The clock the open step is timed by; where none is open, what became of the case. None: no clock has started."""
    calendar: WorkingCalendar
    is_workable: bool
    """Whether the viewer may see it, and so work on it where the step is theirs."""

    def band(self, now: Instant) -> Band:
        return Band.NONE if self.reading is None else self.reading.band(self.calendar, now)

    def is_of(self, person: Person) -> bool:
        """Whether the open step waits for this person, who is the viewer."""
        if self.step_no is None or not self.is_workable:
            return False
        return self.holder == person.username if self.holder is not None else person.holds_any(self.actors)


def list_rows(session: Session, where: CaseFilter, as_of: Instant | None = None) -> list[CaseRow]:
    """The cases wanted, ordered as on the board: overdue first, by due, paused last; then those not open."""
    now = session.now() if as_of is None else as_of
    with db.snapshot():
        rows = [_row(session, stored, as_of) for stored in _stored(session, where, as_of)]
    rows = [row for row in rows if _wanted(row, where, now)]
    rows.sort(key=lambda row: _order(row, now))
    return rows


def open_rows(session: Session, service: str | None = None, as_of: Instant | None = None) -> list[CaseRow]:
    """The cases with an open step: what the board shows."""
    rows = list_rows(session, CaseFilter(service=service), as_of)
    return [row for row in rows if row.step_no is not None]


def count_bands(rows: list[CaseRow], now: Instant) -> dict[Band, int]:
    """How many rows stand in each band an open case can have."""
    counts = dict.fromkeys(OPEN_BANDS, 0)
    for row in rows:
        counts[row.band(now)] += 1
    return counts


def _stored(session: Session, where: CaseFilter, as_of: Instant | None) -> list[dict[str, Any]]:
    """The rows of cases that may be wanted, with their open visit of now."""
    case = (
        db.Case.number,
        db.Case.kind,
        db.Case.received_at,
        db.Case.sender,
        db.Case.subject,
        db.Case.calendar_version,
    )
    more = (*privacy.COLUMNS, *privacy.OPEN_STEP, db.Visit.reading, db.Letter.urgency)
    query = privacy.with_open_step(privacy.joined(db.Case.select(*case, *more), session))
    if where.service is not None:
        query = query.where(db.Case.service == where.service)
    if as_of is not None:
        query = query.where(db.Case.recorded_at <= as_of)
    elif where.status is not None:
        query = query.where(db.Case.status == where.status.value)
    elif not where.wants_closed:
        query = query.where(db.Case.status.not_in([status.value for status in Status if status.is_closed]))
    return list(db.dicts(query))


def _row(session: Session, stored: dict[str, Any], as_of: Instant | None) -> CaseRow:
    office = session.office
    service = office.service_version(stored["service_version"])
    if as_of is None and stored["step"] is not None:
        shown = {
            "status": Status(stored["status"]),
            "step_no": stored["step"],
            "actors": tuple(stored["actors"]),
            "holder": stored["holder"],
            "reading": projection.reading_from(stored["reading"]),
            "received_at": stored["received_at"],
        }
        version = stored["calendar_version"]
    else:
        shown, version = _replayed(stored["number"], as_of, Rules(service, office.calendar_version))
    sight = privacy.sight(session, stored)
    reading = shown["reading"]
    if reading is not None:
        version = reading.calendar_version
    return CaseRow(
        case_no=stored["number"],
        kind=stored["kind"],
        service=service,
        sender=privacy.shown_sender(stored, sealed=not sight.sees),
        subject=stored["subject"] if sight.sees else privacy.SEALED,
        urgency=stored["urgency"] or "normal",
        calendar=office.calendar_version(version),
        is_workable=sight.works,
        **shown,
    )


def _replayed(number: str, as_of: Instant | None, rules: Rules) -> tuple[dict[str, Any], str]:
    """What a row shows of the case, and the calendar version it kept."""
    case = case_store.load(number, as_of)
    visit = case.open_visit
    shown: dict[str, Any] = {"status": case.status, "received_at": case.received_at}
    if visit is None:
        shown |= {"step_no": None, "actors": (), "holder": None, "reading": shown_clock(case, rules)}
    else:
        shown |= {
            "step_no": visit.step,
            "actors": visit.actors,
            "holder": visit.holder,
            "reading": open_clock(case, rules, visit),
        }
    return shown, case.calendar_version


def _wanted(row: CaseRow, where: CaseFilter, now: Instant) -> bool:
    if row.status.is_closed and not where.wants_closed:
        return False
    return (
        (where.status is None or row.status is where.status)
        and (where.holder is None or row.holder == where.holder)
        and (where.worker is None or row.is_of(where.worker))
        and (where.band is None or row.band(now) is where.band)
    )


def _order(row: CaseRow, now: Instant) -> tuple[int, Instant, Instant, str]:
    band = row.band(now)
    due = None if row.reading is None or row.reading.external else row.reading.deadline
    if row.step_no is None:
        rank = 4
    elif band is Band.OVERDUE:
        rank = 0
    elif band is Band.PAUSED:
        rank = 3
    else:
        rank = 2 if due is None else 1
    return rank, due or 0, row.received_at, row.case_no
