"""The board's figures of the day: arrivals, finishes, and how much was on time lately."""

from __future__ import annotations

from datetime import date

from peewee import fn

from desk import db
from desk.domain.calendar import Instant
from desk.domain.duration import Unit
from desk.domain.sla import Band
from desk.office.archive import DAY
from desk.office.session import Session
from desk.office.views import Today

DAYS = 30
SPARK_DAYS = 10


def board_today(session: Session, now: Instant) -> Today:
    """Counts of the local day of `now`; verdicts of the cases that were delivered or ended in the last 30 days."""
    calendar = session.office.calendar()
    today = calendar.local_date(now)
    start = calendar.instant(today, 0)
    ended = fn.COALESCE(db.Case.delivered_at, db.Case.ended_at)
    cases = db.Case.select().where(db.Case.kind != "periodic")
    # An event is met by being taken in time, which says nothing about speed: counted apart (sla.md).
    events = [
        service.key
        for service in session.office.services.values()
        if service.total is not None and service.total.unit is Unit.EVENT
    ]
    rows = db.tuples(
        db.Case.select(db.Case.verdict, db.Case.delivered_at, db.Case.ended_at).where(
            db.Case.kind != "periodic",
            db.Case.service.not_in(events),
            db.Case.verdict.in_([Band.MET.value, Band.MISSED.value]),
            ended > (start - DAYS * DAY) * 1000,
        )
    )
    verdicts: list[tuple[date, bool]] = []
    for verdict, delivered_at, ended_at in rows:
        when = delivered_at if delivered_at is not None else ended_at
        verdicts.append((calendar.local_date(when), verdict == Band.MET.value))
    spark = tuple(
        _percent([met for day, met in verdicts if day == calendar.working_day_after(today, back)])
        for back in range(1 - SPARK_DAYS, 1)
    )
    return Today(
        arrived=cases.where(db.Case.received_at >= start, db.Case.received_at <= now).count(),
        finished=cases.where(ended >= start * 1000, ended <= now * 1000).count(),
        on_time_percent=_percent([met for _day, met in verdicts]),
        on_time_days=spark,
    )


def _percent(verdicts: list[bool]) -> int | None:
    return None if not verdicts else 100 * sum(verdicts) // len(verdicts)
