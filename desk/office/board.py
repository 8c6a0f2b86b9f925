"""The board and the queue: every open visit by its stored deadline, in one indexed query.

The stored columns say after which instants a band changes, so that a band of any number of cases is told without
their history. `BANDS` in SQL and `Reading.band` must agree; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from peewee import Case as When, Expression, ModelSelect, Value, fn

from desk import db
from desk.domain.alerts import deadline_key
from desk.domain.calendar import Instant
from desk.domain.disposition import is_vacated
from desk.domain.people import Permission
from desk.domain.service import Service, Step
from desk.domain.sla import OPEN_BANDS, Band, ClockKind, Reading
from desk.office import privacy
from desk.office.office import Office
from desk.office.privacy import Sight
from desk.office.projection import reading_from
from desk.office.session import Session
from desk.office.views import BoardFilter, GroupRow, VisitRow

EVERYTHING = BoardFilter()

UNMANNED = "tidak ada pelaksana lain"
"""Stands for the holder of a step whose holders are all kept out of the case."""

IS_OPEN = db.Visit.is_open == Value(True)
"""Written as a comparison, since SQLite seeks in an index for `is_open = 1` but not for a bare `is_open`."""


def board_counts(session: Session, now: Instant, where: BoardFilter = EVERYTHING) -> dict[Band, int]:
    """How many open visits stand in each band; every open band is a key."""
    band = _band(session.office, now)
    query = _filtered(db.Visit.select(band, fn.COUNT(Value(1))), session.office, now, where).group_by(band)
    counts = dict.fromkeys(OPEN_BANDS, 0)
    counts |= {Band(key): number for key, number in db.tuples(query)}
    return counts


def board_rows(
    session: Session, now: Instant, where: BoardFilter = EVERYTHING, offset: int = 0, limit: int = 100
) -> list[VisitRow]:
    """Open visits ordered by due: overdue first, without a deadline after those with one, paused last."""
    keys = _filtered(db.Visit.select(db.Visit.case, db.Visit.no), session.office, now, where)
    page = list(db.tuples(_ordered(keys, now).offset(offset).limit(limit)))
    return [row for row, _sight in _rows(session, page)]


def board_groups(session: Session, now: Instant, by: str, where: BoardFilter = EVERYTHING) -> list[GroupRow]:
    """The board summed up by `holder` or by `service`, the worst group first."""
    column = db.Visit.holder if by == "holder" else db.Visit.service
    band = _band(session.office, now)
    query = _filtered(db.Visit.select(column, band, fn.COUNT(Value(1))), session.office, now, where)
    groups: dict[str | None, dict[Band, int]] = {}
    for key, name, number in db.tuples(query.group_by(column, band)):
        groups.setdefault(key, dict.fromkeys(OPEN_BANDS, 0))[Band(name)] += number
    rows = [
        GroupRow(key, _group_name(session.office, by, key), counts, sum(counts.values()))
        for key, counts in groups.items()
    ]
    rows.sort(key=lambda row: (-row.counts[Band.OVERDUE], -row.counts[Band.AT_RISK], -row.total, row.name))
    return rows


def my_queue(session: Session, now: Instant, limit: int = 500) -> list[VisitRow]:
    """The open steps that are this person's, worst first: own ones, untaken ones of a held position, and drafts
    that colleagues hold but only this person may decide. Nothing that is kept from the person."""
    person = session.person
    drafts = _decided_by(session)
    keys = db.Visit.select(
        db.Visit.case, db.Visit.no, db.Visit.actors, (db.Visit.holder == person.username) | drafts
    ).where(IS_OPEN, db.Visit.holder.is_null() | (db.Visit.holder == person.username) | drafts)
    mine = (
        (case, no)
        for case, no, actors, is_mine in db.tuples(_ordered(keys, now))
        if is_mine or person.holds_any(tuple(actors))
    )
    queue: list[VisitRow] = []
    while len(queue) < limit and (page := list(islice(mine, limit))):
        queue += [row for row, sight in _rows(session, page) if sight.works]
    return queue[:limit]


def _decided_by(session: Session) -> Any:
    """The steps that only some of their positions finish, where this person holds one of those."""
    steps = [
        (db.Visit.service == service.key) & (db.Visit.step == step.no)
        for service in session.office.services.values()
        for step in service.steps
        if step.finishes and session.person.holds_any(step.finishes)
    ]
    return reduce(or_, steps, Value(0) == Value(1))


def _ordered(keys: ModelSelect[db.Visit], now: Instant) -> ModelSelect[db.Visit]:
    rank = When(
        None,
        (
            (db.Visit.overdue_after < now, 0),
            (db.Visit.paused, 3),
            (db.Visit.due_at.is_null(), 2),
        ),
        1,
    )
    return keys.order_by(rank, db.Visit.due_at, db.Visit.arrived_at, db.Visit.case)


def _rows(session: Session, page: list[tuple[str, int]]) -> list[tuple[VisitRow, Sight]]:
    """The open visits of these keys, in their order, with what the viewer may see and do of each; one that was closed
    meanwhile is left out."""
    query = _with_case(session).where(IS_OPEN, db.Visit.case.in_([case for case, _no in page]))
    found = {(row["number"], row["no"]): row for row in db.dicts(query)}
    unmanned = _unmanned(session, list(found.values()))
    rows = []
    for key in page:
        if key in found:
            sight = privacy.sight(session, found[key])
            row = _row(session, found[key], sight)
            rows.append((replace(row, holder_name=UNMANNED) if row.case_no in unmanned else row, sight))
    return rows


def _unmanned(session: Session, found: list[dict[str, Any]]) -> set[str]:
    """Of these cases those whose open step waits for nobody but people kept out of it. Told to heads alone."""
    if not session.may(Permission.SUPERVISE):
        return set()
    waiting = {row["number"]: tuple(row["actors"]) for row in found if row["holder"] is None}
    kept: dict[str, set[str]] = {}
    table = db.CaseAccess
    query = table.select(table.case, table.username).where(
        table.kept == Value(True), table.case.in_(list(waiting))
    )
    for number, username in db.tuples(query):
        kept.setdefault(number, set()).add(username)
    people = list(session.office.people.values())
    return {
        number
        for number, names in kept.items()
        if session.person.username not in names and is_vacated(people, waiting[number], frozenset(names))
    }


def _with_case(session: Session) -> ModelSelect[db.Visit]:
    case = (db.Case.number, db.Case.kind, db.Case.sender, db.Case.subject, db.Case.class_key)
    query = db.Visit.select(db.Visit, *case, db.Letter.urgency, *privacy.COLUMNS).join(db.Case)
    return privacy.joined(query, session)


def _band(office: Office, now: Instant) -> Any:
    """The band of an open visit as SQL, in the order of sla.md, "Bands"."""
    return When(
        None,
        (
            (db.Visit.overdue_after < now, Band.OVERDUE.value),
            (db.Visit.paused, Band.PAUSED.value),
            (db.Visit.due_at.is_null(), Band.NONE.value),
            (db.Visit.is_working & ~_calendar_open(office, now), Band.OUTSIDE_HOURS.value),
            (db.Visit.at_risk_at <= now, Band.AT_RISK.value),
        ),
        Band.ON_TIME.value,
    )


def _calendar_open(office: Office, now: Instant) -> Expression:
    versions = [version for (version,) in db.tuples(db.CalendarVersion.select(db.CalendarVersion.version))]
    return db.Visit.calendar_version.in_(
        [version for version in versions if office.calendar_version(version).is_open(now)]
    )


def _filtered(
    query: ModelSelect[db.Visit], office: Office, now: Instant, where: BoardFilter
) -> ModelSelect[db.Visit]:
    query = query.where(IS_OPEN)
    if where.service is not None:
        query = query.where(db.Visit.service == where.service)
    if where.untaken:
        query = query.where(db.Visit.holder.is_null())
    if where.holder is not None:
        query = query.where(db.Visit.holder == where.holder)
    if where.band is not None:
        query = query.where(_band(office, now) == where.band.value)
    return query


def _group_name(office: Office, by: str, key: str | None) -> str:
    if key is None:
        return "Belum diambil"
    if by == "holder":
        return office.person_name(key)
    return office.services[key].short if key in office.services else key


def _row(session: Session, row: dict[str, Any], sight: Sight) -> VisitRow:
    office = session.office
    service = office.service_version(row["service_version"])
    step = service.step(row["step"])
    actors: Sequence[str] = step.actors if row["external"] else row["actors"]
    reading: Reading = reading_from(row["reading"])
    return VisitRow(
        visit_id=row["no"],
        case_no=row["number"],
        deadline_key=deadline_key(reading, visit=row["no"], cycle=row["cycle"], class_key=row["class_key"]),
        service_key=service.key,
        service_version=service.version,
        service_short=service.short or service.name,
        step_no=step.no,
        step_label=step.label,
        holder=row["holder"],
        holder_name=office.person_name(row["holder"])
        or " / ".join(office.position_title(key, service) for key in actors),
        taken=row["taken_at"] is not None,
        subject=row["subject"] if sight.sees else privacy.SEALED,
        sender=privacy.shown_sender(row, sealed=not sight.sees),
        urgency=row["urgency"] or "normal",
        standard_text=_standard_text(service, step, reading),
        reading=reading,
        calendar=office.calendar_version(row["calendar_version"]),
    )


def _standard_text(service: Service, step: Step, reading: Reading) -> str:
    """What the shown clock is measured against."""
    if reading.deadline is None:
        return "tanpa batas"
    if reading.agreed_due_at is not None:
        return "target disepakati"
    if reading.clock is ClockKind.CLASS_:
        return "batas golongan"
    return str(step.standard if reading.clock is ClockKind.STEP else service.total)
