"""Finding any letter, complaint or periodic task, and the register of a day."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any

from peewee import ModelSelect

from desk import db
from desk.domain.case import STATUS_TEXT, Status
from desk.domain.letter import search_form
from desk.office import privacy, same_number
from desk.office.session import Session
from desk.office.views import RegisterRow

DAY = 86_400

_COLUMNS = (
    db.Case.number,
    db.Case.kind,
    db.Case.received_at,
    db.Case.sender,
    db.Case.subject,
    *(db.Letter.letter_no, db.Letter.missing, db.Letter.voided),
    *privacy.COLUMNS,
    *privacy.OPEN_STEP,
)


def search(
    session: Session,
    text: str,
    *,
    kind: str | None = None,
    also: Collection[str] = (),
    offset: int = 0,
    limit: int = 100,
) -> list[RegisterRow]:
    """The cases in which every word of `text` occurs, newest first: in number, sender, subject or a complaint's text,
    but in the number alone where the content is kept from the viewer. `also`: numbers of cases that are wanted beside
    them, such as those that `same_number.look_up` has named."""
    query = _matching(session, text, kind, also).order_by(db.Case.recorded_at.desc(), db.Case.number.desc())
    return [_row(session, row) for row in db.dicts(query.offset(offset).limit(limit))]


def count(session: Session, text: str, *, kind: str | None = None, also: Collection[str] = ()) -> int:
    """How many `search` would find."""
    return int(_matching(session, text, kind, also).count())


def may_be_phone(text: str) -> bool:
    """Whether the text may be a whole telephone number, of which no part finds anything.

    It begins as one does (`0`, `+`, `62`) and is longer than a day or the number of a case, which are also digits.
    """
    return _PHONE.fullmatch(text) is not None


_PHONE = re.compile(r"\s*(?:\+|(?=\(?(?:0|62)))(?:[\s().\-]*\d){9,15}\s*", re.ASCII)


def day_register(session: Session, day: date) -> list[RegisterRow]:
    """The letters and complaints that were logged on a day, the latest first."""
    office = session.office
    start, end = (office.calendar().instant(day + timedelta(days=n), 0) for n in (0, 1))
    query = (
        _rows(session)
        .where(db.Case.recorded_at >= start, db.Case.recorded_at < end, db.Case.kind != "periodic")
        .order_by(db.Case.recorded_at.desc(), db.Case.number.desc())
    )
    return [_row(session, row) for row in db.dicts(query)]


def complaints_from(session: Session, phone: str, limit: int) -> list[RegisterRow]:
    """The newest complaints from a telephone number, as far as this person may know of them; closed ones too.

    As `same_number.look_up`, whose refusals these are: that they asked is told in the office's log.
    """
    named = [item.number for item in same_number.look_up(session, phone)]
    newest = (db.Case.recorded_at.desc(), db.Case.number.desc())
    query = _rows(session).where(db.Case.number.in_(named)).order_by(*newest)
    return [_row(session, row) for row in db.dicts(query.limit(limit))]


def list_cases(session: Session, kind: str, limit: int = 200) -> list[RegisterRow]:
    """The newest letters or complaints."""
    newest = (db.Case.recorded_at.desc(), db.Case.number.desc())
    query = _rows(session).where(db.Case.kind == kind).order_by(*newest)
    return [_row(session, row) for row in db.dicts(query.limit(limit))]


def _rows(session: Session) -> ModelSelect[db.Case]:
    return privacy.with_open_step(privacy.joined(db.Case.select(*_COLUMNS), session))


def _matching(session: Session, text: str, kind: str | None, also: Collection[str]) -> ModelSelect[db.Case]:
    query = _rows(session)
    if kind is not None:
        query = query.where(db.Case.kind == kind)
    words = search_form(text).split()
    if not words:
        return query
    found = reduce(and_, (db.Case.search.contains(word) for word in words))
    in_number = reduce(and_, (db.Case.number.contains(word) for word in words))
    found &= in_number | privacy.shown(session)
    if also:
        found |= db.Case.number.in_(sorted(also))
    return query.where(found)


def _row(session: Session, row: dict[str, Any]) -> RegisterRow:
    service = session.office.service_version(row["service_version"])
    sight = privacy.sight(session, row)
    sealed = not sight.sees
    return RegisterRow(
        number=row["number"],
        at=row["received_at"],
        service_short=service.short or service.name,
        sender=privacy.shown_sender(row, sealed=sealed),
        subject=privacy.SEALED if sealed else row["subject"],
        status=STATUS_TEXT[Status(row["status"])],
        missing=row["missing"] or 0,
        voided=bool(row["voided"]),
        letter_no=privacy.SEALED if sealed and row["letter_no"] else row["letter_no"],
        service_key=service.key,
        status_key=row["status"],
        kind=row["kind"],
        is_kept_out=sight.is_kept_out,
    )
