"""The machine's clock against the history, and saying that it is right after all.

Whether time was settled is read from the events themselves: a `clock_confirmed` settles it, and so does every event
that a number was given with, since none is given in doubt.
"""

from __future__ import annotations

from contextlib import closing

from desk import db
from desk.domain.calendar import Instant
from desk.domain.case import Kind
from desk.domain.machine_clock import CONFIRMERS, LEAP_DAYS, ClockState, ClockVerdict, Record, judge
from desk.domain.people import Permission
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import FieldError, RuleError
from desk.office import ledger, rows, settings
from desk.office.office import Office
from desk.office.session import Act, Behind, Session

LEAP_SETTING = "clock_leap_days"
"""Setting: days without any record after which numbers wait. Absent: LEAP_DAYS."""

CONFIRMED = "clock_confirmed"
_CREATED = "office_created"
_VOUCHING = frozenset({CONFIRMED, _CREATED, Kind.REGISTERED.value})


def check_clock(office: Office) -> ClockVerdict:
    """What is wrong with this machine's clock, if anything, at a fresh look."""
    with db.snapshot():
        return _verdict(office, office.clock.look())


def require_numbering(act: Act) -> None:
    """RuleError while no number may be given. Only inside an act, before it appends the event of its number."""
    office = act.session.office
    verdict = _verdict(office, act.recorded_at)
    if not verdict.is_sound:
        raise RuleError(verdict.doubt(office.calendar()), code=verdict.state)


def may_confirm(session: Session, verdict: ClockVerdict) -> bool:
    """Whether this person may say that the clock is right."""
    return any(session.may(permission) for permission in CONFIRMERS.get(verdict.state, ()))


def confirm_clock(session: Session, reason: str | None = None) -> ClockVerdict:
    """Record that the machine's clock is right as it stands; acts are compared with this event from then on.

    `reason`: None where the person was shown the times and said yes. Returns the verdict it settled. RuleError
    (code "sound") if nothing is in doubt.
    """
    office = session.office
    why = None if reason is None else require_text("reason", reason, "Alasan", MAX_SUBJECT)
    with session.act(_permission(session, check_clock(office)), behind=Behind.FOLLOWED) as act:
        verdict = _verdict(office, office.clock.look())
        if verdict.is_sound:
            raise RuleError(
                "Jam komputer sesuai dengan catatan; tidak ada yang perlu ditegaskan.", code=verdict.state
            )
        session.require(_permission(session, verdict))  # another desk may have written since the first look
        act.append(
            "office",
            CONFIRMED,
            {
                "doubt": verdict.state.value,
                "machine": verdict.now,
                "last": verdict.last,
                "zone": office.zone,
                "year": office.local_date(act.recorded_at).year,
                "reason": why,
            },
        )
    return verdict


def leap_days() -> int:
    """Days without any record after which numbers wait."""
    return int(settings.read(LEAP_SETTING, LEAP_DAYS))


def set_leap_days(session: Session, days: int) -> None:
    """Set after how many days without any record numbers wait. FieldError below 1."""
    if days < 1:
        raise FieldError("days", "Paling sedikit 1 hari.", code="out_of_range")
    with session.act(Permission.ADMINISTER) as act:
        before = leap_days()
        settings.put(LEAP_SETTING, days)
        act.append("office", "clock_leap_days_set", {"before": before, "days": days})


def _permission(session: Session, verdict: ClockVerdict) -> Permission:
    """The permission by which this person may settle it; one that they lack if there is none."""
    allowed = CONFIRMERS.get(verdict.state, CONFIRMERS[ClockState.NEW_YEAR])
    return next((permission for permission in allowed if session.may(permission)), allowed[0])


def _verdict(office: Office, now: Instant) -> ClockVerdict:
    """An example office is never asked: its clock is moved, and it may lie unopened for months."""
    year = office.local_date(now).year
    known = office.is_demo or _is_known(office, year)
    with closing(ledger.backwards()) as events:
        records = (Record(at, kind in _VOUCHING) for kind, at in events)
        return judge(
            now, year, records, leap_days=None if office.is_demo else leap_days(), year_is_known=known
        )


def _is_known(office: Office, year: int) -> bool:
    """Whether a number was given, the clock confirmed, or the office set up in that year."""
    if rows.select(db.Register, ("last",), {"year": year}):
        return True
    told = rows.select(db.EventLog, ("kind", "data", "recorded_at"), {"subject": "office"})
    return any(
        (kind == _CREATED and office.local_date(at).year == year)
        or (kind == CONFIRMED and data["year"] == year)
        for kind, data, at in told
    )
