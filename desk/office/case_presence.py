"""Who has a case open at which desk: a courtesy between desks, beside the history and unverified, like sign-in tokens.

A desk says which case it has open when it opens and when it leaves one, and says it again now and then; one that has
ended without a word is forgotten soon. Nothing here is ever an error to whoever works on the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk import db
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.moments import moment_text
from desk.office import rows
from desk.office.session import Session

SAY_AGAIN = 30
"""Seconds after which a desk says again what it has open."""
FORGET = 90
"""Seconds after which a desk that says nothing any longer has nothing open."""
PATIENCE = 0.5
"""Seconds to wait for other writers, whose work goes before."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody else who has the case open."""

    name: str
    since: Instant


def tell(session: Session, desk: str, number: str | None, since: Instant) -> None:
    """Say that `desk` has that case open since then (None: none), and forget the desks that say nothing any longer."""
    now = session.now()
    table = db.CasePresence
    stale = (table.seen_at < now - FORGET) | (table.seen_at > now + FORGET)
    with db.briefly(PATIENCE), db.writing():
        table.delete().where((table.desk == desk) | stale).execute()
        if number is not None:
            rows.insert(table, desk=desk, case=number, user=session.person.username, since=since, seen_at=now)


def others(session: Session, desk: str, number: str) -> list[Opened]:
    """Who has the case open at other desks, the first comer first, each person once."""
    office, now = session.office, session.now()
    first: dict[str, Instant] = {}
    found = rows.select(
        db.CasePresence, ("desk", "user", "since", "seen_at"), {"case": number}, order=("since", "desk")
    )
    for other, username, since, seen_at in found:
        if other != desk and abs(now - seen_at) <= FORGET:
            first.setdefault(username, since)
    return [
        Opened(f"{office.person_name(username)}{OWN if username == session.person.username else ''}", since)
        for username, since in first.items()
    ]


OWN = " (meja lain)"
"""Behind one's own name."""


def told(opened: Sequence[Opened], calendar: WorkingCalendar, now: Instant, *, is_sealed: bool) -> str:
    """`dibuka oleh Budi dan 2 orang lain sejak 09.41`; "" for nobody.

    `is_sealed`: the content is kept from whoever reads this, and so are the names of those at work on it.
    """
    if not opened:
        return ""
    since = moment_text(calendar, opened[0].since, calendar.local_date(now))
    if is_sealed:
        return f"dibuka di meja lain sejak {since}"
    more = f" dan {len(opened) - 1} orang lain" if len(opened) > 1 else ""
    return f"dibuka oleh {opened[0].name}{more} sejak {since}"
