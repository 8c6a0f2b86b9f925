"""The board's figures of the day: arrivals, finishes, and how much was on time lately.

Every cycle of a case is counted with its own verdict, when its clocks stopped: a case that was reopened after the
deadline stays reported late, whatever became of it since. Periodic tasks are neither arrivals nor finishes and have no
part in a percentage (domain.md E7: never part of a case's SLA). Events are counted apart (sla.md): being taken in time
says nothing about speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peewee import ModelSelect

from desk import db
from desk.domain.calendar import Instant
from desk.domain.duration import Unit
from desk.domain.sla import Band
from desk.office.archive import DAY
from desk.office.office import Office
from desk.office.session import Session
from desk.office.views import Today

DAYS = 30
SPARK_DAYS = 10

_JUDGED = (Band.MET.value, Band.MISSED.value)


def board_today(session: Session, now: Instant) -> Today:
    """Counts of the local day of `now`; verdicts of the cycles that were delivered or ended in the last 30 days."""
    office = session.office
    calendar = office.calendar()
    today = calendar.local_date(now)
    start = calendar.instant(today, 0)
    arrived = db.Case.select().where(
        db.Case.kind != "periodic", db.Case.received_at >= start, db.Case.received_at <= now
    )
    verdicts: list[tuple[date, bool]] = []
    by_standard: list[bool] = []
    events: list[bool] = []
    finished = 0
    following = _event_services(office)
    for service, stopped_at, verdict, standard in db.tuples(_stopped(start - DAYS * DAY, now)):
        finished += stopped_at >= start
        if service in following:
            events += [verdict == Band.MET] if verdict in _JUDGED else []
            continue
        if verdict in _JUDGED:
            verdicts.append((calendar.local_date(stopped_at), verdict == Band.MET))
        if standard in _JUDGED:
            by_standard.append(standard == Band.MET)
    return Today(
        arrived=arrived.count(),
        finished=finished,
        on_time_percent=_percent([met for _day, met in verdicts]),
        standard_percent=_percent(by_standard),
        on_time_days=tuple(
            _percent([met for day, met in verdicts if day == calendar.working_day_after(today, back)])
            for back in range(1 - SPARK_DAYS, 1)
        ),
        events=len(events),
        events_met=sum(events),
    )


def _stopped(since: Instant, now: Instant) -> ModelSelect[db.CaseCycle]:
    """The cycles of letters and complaints whose clocks stopped after `since`, by the index of that column."""
    cycle = db.CaseCycle
    query = cycle.select(db.Case.service, cycle.stopped_at, cycle.verdict, cycle.standard_verdict).join(
        db.Case
    )
    return query.where(cycle.stopped_at > since, cycle.stopped_at <= now, db.Case.kind != "periodic")


def _event_services(office: Office) -> set[str]:
    return {
        service.key
        for service in office.services.values()
        if service.total is not None and service.total.unit is Unit.EVENT
    }


def _percent(verdicts: Sequence[bool]) -> int | None:
    return None if not verdicts else 100 * sum(verdicts) // len(verdicts)
