"""Open cases and a changed calendar: what would move, and the act that moves it.

Cases keep the calendar version they were opened under until somebody recomputes them. What has ended keeps the
verdict of its own calendar: a case finished in time never becomes late. Source: sla.md, "A change of calendar".
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile, Event, Kind, Status
from desk.domain.clocks import Rules, case_clocks
from desk.domain.evolve import evolve
from desk.domain.people import Permission
from desk.domain.sla import ClockKind, Reading
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import RuleError
from desk.office import calendar_store, case_store
from desk.office.office import Office
from desk.office.session import Session


@dataclass(frozen=True, slots=True)
class Move:
    """One deadline that a change of calendar moves."""

    case_no: str
    service_short: str
    clock: ClockKind
    step_no: str | None
    """The open step, for the step's own clock. None: the service's or the class's."""
    before: Instant | None
    after: Instant | None


def moves(session: Session, calendars: Mapping[str, WorkingCalendar]) -> list[Move]:
    """What would move if every open case went over to these calendars, by key. Nothing is written.

    Ordered by the deadline as it is now.
    """
    found: list[Move] = []
    with db.snapshot():
        for key, calendar in calendars.items():
            for number in _outdated(key, calendar.version):
                found += _moves_of(session.office, case_store.load(number), calendar)
    found.sort(key=lambda move: (move.before or 0, move.case_no, list(ClockKind).index(move.clock)))
    return found


def outdated(session: Session, key: str) -> int:
    """How many open cases keep an older version of the calendar than the office's current one."""
    current = session.office.calendar(key).version
    return len(_outdated(key, current))


def recompute(session: Session, key: str, basis: str, expected_version: str) -> list[Move]:
    """Take the open cases of a calendar over to its current version: one act, one event.

    `basis`: the decree or reason. `expected_version`: the version whose effect the person has seen; RuleError if the
    calendar has been changed since, or if there is nothing to recompute.
    """
    if not session.may(Permission.ADMINISTER):
        session.require(Permission.SUPERVISE)
    permission = Permission.ADMINISTER if session.may(Permission.ADMINISTER) else Permission.SUPERVISE
    basis = require_text("basis", basis, "Dasar (nomor keputusan)", MAX_SUBJECT)
    with session.act(permission) as act:
        office = session.office
        current = office.calendar(key)
        if current.version != expected_version:
            raise RuleError("Kalender baru saja diubah. Periksa lagi akibatnya.", code="stale")
        cases = [case_store.load(number) for number in _outdated(key, current.version)]
        if not cases:
            raise RuleError("Semua berkas terbuka sudah memakai kalender ini.", code="nothing_to_do")
        found = [move for case in cases for move in _moves_of(office, case, current)]
        calendar_store.keep_version(current)
        data: dict[str, Any] = {
            "calendar": key,
            "to": current.version,
            "basis": basis,
            "cases": {case.number: case.calendar_version for case in cases},
            "moves": [[move.case_no, str(move.clock), move.before, move.after] for move in found],
        }
        event_id = act.append(f"calendar:{key}", Kind.RECOMPUTED, data)
        event = Event(Kind.RECOMPUTED, act.at, session.person.username, data, event_id)
        for case in cases:
            case_store.commit_recomputed(act, case, event, event_id)
    return found


def _outdated(key: str, version: str) -> list[str]:
    """The cases that are not closed and keep another version of that calendar, by number."""
    closed = [status.value for status in Status if status.is_closed]
    query = (
        db.Case.select(db.Case.number)
        .join(db.CalendarVersion)
        .where(
            db.CalendarVersion.key == key,
            db.Case.calendar_version != version,
            db.Case.status.not_in(closed),
        )
        .order_by(db.Case.number)
    )
    return [number for (number,) in db.tuples(query)]


def _moves_of(office: Office, case: CaseFile, calendar: WorkingCalendar) -> list[Move]:
    """The running deadlines of a case that differ under the other calendar."""
    rules = case_store.rules(office, case)
    other = Rules(
        rules.service, lambda version: calendar if version == calendar.version else rules.calendar(version)
    )
    after = deepcopy(case)
    evolve(after, Event(Kind.RECOMPUTED, case.last_at, "", {"to": calendar.version}))
    found = []
    for old, new in zip(case_clocks(case, rules), case_clocks(after, other), strict=True):
        if _runs(old) and old.deadline != new.deadline:
            step = case.visits[-1].step if old.clock is ClockKind.STEP else None
            short = rules.service.short or rules.service.name
            found.append(Move(case.number, short, old.clock, step, old.deadline, new.deadline))
    return found


def _runs(reading: Reading) -> bool:
    return reading.stopped_at is None and not reading.external and not reading.cancelled
