"""Incidents with personal data: anybody records one, heads and admins see them all and say when one was reported."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from desk import db
from desk.domain.calendar import Instant
from desk.domain.incident import check_incident, report_by
from desk.domain.people import Permission
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import NotAllowed, NotFound, RuleError
from desk.office import rows
from desk.office.session import Session

_COLUMNS = (
    *("no", "what", "noticed_at", "people", "recorded_by", "recorded_at"),
    *("done_at", "done_by", "done_reason"),
)


@dataclass(frozen=True, slots=True)
class IncidentView:
    no: int
    what: str
    noticed_at: Instant
    people: int | None
    """How many people it concerns. None: not known."""
    recorded_by: str
    recorded_at: Instant
    done_at: Instant | None = None
    """When it was said to be reported. None: it is open."""
    done_by: str | None = None
    done_reason: str | None = None

    @property
    def report_by(self) -> Instant:
        return report_by(self.noticed_at)

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    def left(self, now: Instant) -> int:
        """Seconds of the clock until the report is due; negative when it is late."""
        return self.report_by - now


def add(session: Session, what: str, noticed_at: Instant, people: int | None = None) -> IncidentView:
    """Record an incident. `what` stays readable, so no names belong into it."""
    with session.act(Permission.READ) as act:
        what = check_incident(what, noticed_at, people, act.at)
        told: dict[str, Any] = {"what": what, "noticed_at": noticed_at, "people": people}
        item = IncidentView(
            no=db.Incident.select().count() + 1,
            recorded_by=session.person.username,
            recorded_at=act.recorded_at,
            **told,
        )
        rows.insert(db.Incident, **asdict(item))
        act.append("office", "incident_recorded", {"incident": item.no, **told})
    return item


def done(session: Session, no: int, reason: str) -> IncidentView:
    """Say that an incident was reported, and how. `reason` stays readable, so no names belong into it."""
    with session.act(Permission.READ) as act:
        if not session.person.oversees:
            raise NotAllowed("Insiden dinyatakan dilaporkan oleh pimpinan atau admin.")
        incident = _find(no)
        if not incident.is_open:
            raise RuleError(f"Insiden {no} sudah dinyatakan dilaporkan.", code="done")
        why = require_text("reason", reason, "Keterangan", MAX_SUBJECT)
        ended: dict[str, Any] = {
            "done_at": act.recorded_at,
            "done_by": session.person.username,
            "done_reason": why,
        }
        rows.update(db.Incident, {"no": no}, **ended)
        act.append("office", "incident_reported", {"incident": no, "reason": why})
    return replace(incident, **ended)


def incidents(session: Session) -> list[IncidentView]:
    """The incidents that concern this person, open ones first, the most urgent first."""
    query = db.Incident.select(*(getattr(db.Incident, name) for name in _COLUMNS)).order_by(db.Incident.no)
    found = [IncidentView(*values) for values in db.tuples(query)]
    own = session.person.username
    seen = [item for item in found if session.person.oversees or item.recorded_by == own]
    return sorted(seen, key=lambda item: (not item.is_open, item.report_by))


def open_ones(session: Session) -> list[IncidentView]:
    """What heads and admins are reminded of; nothing for others."""
    return [item for item in incidents(session) if item.is_open] if session.person.oversees else []


def _find(no: int) -> IncidentView:
    found = rows.select(db.Incident, _COLUMNS, {"no": no})
    if not found:
        raise NotFound(f"Insiden {no} tidak ada.", field="no")
    return IncidentView(*found[0])
