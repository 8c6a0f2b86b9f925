"""Who sees what of a complainant or a confidential letter: the rules of `domain/access.py` asked of stored cases.

Of one case by its history (`sees_content`, `require_may_act`), of the rows of a list by what is read along (`joined`,
`sight`), and within a query (`shown`). The three say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from peewee import JOIN, ModelSelect, Value, fn

from desk import db
from desk.domain import access, correction
from desk.domain.access import SEALED_CLASSES, STRANGER, Seal, Standing
from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event, Kind, Status
from desk.domain.complaint import ANONYMOUS, mask_name
from desk.domain.evolve import replay
from desk.domain.people import ANY_POSITION, Permission, active_heads
from desk.domain.texts import TOMBSTONE
from desk.domain.workflow import Actor
from desk.errors import NotAllowed
from desk.office import rows

if TYPE_CHECKING:
    from desk.office.office import Office
    from desk.office.session import Act, Session

SEALED = "(rahasia)"
"""Shown in the place of a sealed content."""


# One case


def seal_of(office: Office, case: CaseFile) -> Seal:
    """How closely the case's content is kept, and where the case stands now."""
    own = {"case": case.number}
    letters = rows.select(db.Letter, ("security",), own) if case.kind == "letter" else []
    complaints = rows.select(db.Complaint, ("is_confidential",), own) if case.kind == "complaint" else []
    security = letters[0][0] if letters else "ordinary"
    is_confidential = bool(complaints and complaints[0][0])
    visit = case.open_visit
    if visit is None:
        return Seal(security, is_confidential, is_done=access.has_run_its_course(case.status))
    step = office.service_version(case.service_version).step(visit.step)
    deciders = () if visit.external else step.finishes
    return Seal(security, is_confidential, visit.holder, visit.actors, deciders)


def standing_of(session: Session, case: CaseFile) -> Standing:
    """How the viewer stands to the case."""
    return access.standings(case).get(session.person.username, STRANGER)


def sees_content(session: Session, case: CaseFile) -> bool:
    """Whether the content of the case, as it is now, is shown to the viewer."""
    return access.sees_content(session.person, seal_of(session.office, case), standing_of(session, case))


def just_saw(session: Session, events: Sequence[Event], corrections: Sequence[Event], at: Instant) -> bool:
    """Whether the case was shown to the viewer just before their own slip, which these corrections of its history
    (`events`) withdraw at that time."""
    before = correction.before_slip(events, corrections, Actor(session.person, at))
    return before is not None and sees_content(session, replay(before))


def opens(session: Session, case: CaseFile, permission: Permission, told: Sequence[Event]) -> bool:
    """Whether an act of the viewer, who did not see the case, would show it to them. `case`: as it stands after the
    act; `told`: the act's events."""
    seal, standing = seal_of(session.office, case), standing_of(session, case)
    return access.opens(session.person, seal, standing, permission, told, session.office.people)


def require_unopened(
    session: Session, case: CaseFile, permission: Permission, told: Sequence[Event], *, saw: bool
) -> None:
    """NotAllowed where an act would show the viewer what was kept from them. `case` and `told`: as for `opens`; `saw`:
    whether it was shown to them before."""
    if not saw and opens(session, case, permission, told):
        raise NotAllowed(
            "Isi berkas ini tertutup bagi Anda; tindakan ini akan membukanya. Tidak ada yang membuka berkas tertutup "
            f"bagi dirinya sendiri. {_way_out(session, told)}",
            code="would_open",
        )


def _way_out(session: Session, told: Sequence[Event]) -> str:
    """Whom the viewer may ask, and for what, where they may not do it themselves."""
    if any(
        event.kind is Kind.EXCLUDED for event in told
    ):  # heads who do not see the case keep nobody out either
        return "Mintalah pimpinan mengalihkan langkahnya dahulu."
    if not session.may(Permission.SUPERVISE):
        return "Mintalah pimpinan melakukannya."
    others = active_heads(session.office.people) - {session.person.username}
    return f"Mintalah {'pimpinan' if others else 'orang'} lain melakukannya."


def permitted(session: Session, case: CaseFile) -> frozenset[Permission]:
    """By which permissions the viewer may act on this case; what exactly is for the rules of each act."""
    if not session.person.active:
        return frozenset()
    seal, standing = seal_of(session.office, case), standing_of(session, case)
    return frozenset(
        permission
        for permission in Permission
        if session.may(permission) and access.may_act(session.person, seal, standing, permission)
    )


def require_may_act(act: Act, case: CaseFile) -> None:
    """NotAllowed, without a word of what the case is about, for somebody from whom it is kept."""
    require(act.session, case, act.permission)


def require(session: Session, case: CaseFile, permission: Permission) -> None:
    """NotAllowed unless the viewer may act on this case by that permission."""
    session.require(permission)
    if permission not in permitted(session, case):
        raise NotAllowed("Berkas ini tertutup bagi Anda.", code="sealed")


# Rows of a list


@dataclass(frozen=True, slots=True)
class Sight:
    """What a row of a list is to the viewer."""

    sees: bool
    """Whether its content is shown."""
    works: bool
    """Whether they may work on the case, as far as its content decides that."""
    is_kept_out: bool


COLUMNS = (
    *(db.Letter.security, db.Complaint.is_confidential, db.Complaint.is_anonymous),
    *(db.CaseAccess.known, db.CaseAccess.given, db.CaseAccess.kept),
    *(db.Case.status, db.Case.service_version),
)
OPEN_STEP = (db.Visit.step, db.Visit.actors, db.Visit.holder, db.Visit.external)
"""With `COLUMNS` everything that `sight` and `shown_sender` ask of a row."""


def joined(query: ModelSelect[Any], session: Session) -> ModelSelect[Any]:
    """A query over cases together with how closely each is kept and how the viewer stands to it."""
    own = (db.CaseAccess.case == db.Case.number) & (db.CaseAccess.username == session.person.username)
    for table, on in ((db.Letter, None), (db.Complaint, None), (db.CaseAccess, own)):
        query = query.switch(db.Case).join(table, JOIN.LEFT_OUTER, on=on)
    return query


def with_open_step(query: ModelSelect[Any]) -> ModelSelect[Any]:
    """A query over cases together with the visit that is open, if one is."""
    is_open = (db.Visit.case == db.Case.number) & (db.Visit.is_open == Value(True))
    return query.switch(db.Case).join(db.Visit, JOIN.LEFT_OUTER, on=is_open)


def sight(session: Session, row: dict[str, Any]) -> Sight:
    """What the viewer may see and do of a row with `COLUMNS` and `OPEN_STEP`."""
    deciders: tuple[str, ...] = ()
    if row["step"] is not None and not row["external"]:
        deciders = session.office.service_version(row["service_version"]).step(row["step"]).finishes
    seal = Seal(
        row["security"] or "ordinary",
        bool(row["is_confidential"]),
        row["holder"],
        row["actors"] or (),
        deciders,
        access.has_run_its_course(Status(row["status"])),
    )
    standing = Standing(bool(row["known"]), bool(row["given"]), bool(row["kept"]))
    person = session.person
    return Sight(
        sees=access.sees_content(person, seal, standing),
        works=access.may_act(person, seal, standing, Permission.WORK),
        is_kept_out=standing.kept,
    )


def shown_sender(row: Mapping[str, Any], *, sealed: bool) -> str:
    """The sender of a row with `kind`, `sender` and `is_anonymous` as anybody sees it.

    Letters in full, complainants as initials, nothing of an anonymous one or of a sealed case.
    """
    name: str = row["sender"]
    if sealed:
        return SEALED
    if row["kind"] != "complaint" or name == TOMBSTONE:
        return name
    return ANONYMOUS if row["is_anonymous"] else mask_name(name)


# Within a query


def shown(session: Session) -> Any:
    """Whether the content is shown to the viewer, over a query that is `joined` and `with_open_step`."""
    security = fn.COALESCE(db.Letter.security, Value("ordinary"))
    confidential = _said(db.Complaint.is_confidential)
    may_see = [
        security.not_in(sorted(SEALED_CLASSES)) & ~confidential,
        _said(db.CaseAccess.given),
        *_in_hand(session),
    ]
    is_head = session.may(Permission.SUPERVISE)
    restricted = (security == "restricted") & ~confidential
    may_see.append(restricted if is_head else restricted & _said(db.CaseAccess.known))
    if is_head:
        may_see.append(
            db.Case.status.in_([status.value for status in Status if access.has_run_its_course(status)])
        )
    return ~_said(db.CaseAccess.kept) & reduce(or_, may_see)


def kept_out_of(session: Session) -> ModelSelect[db.CaseAccess]:
    """The cases that the viewer is kept out of, as a subquery."""
    table = db.CaseAccess
    return table.select(table.case).where(
        table.username == session.person.username, table.kept == Value(True)
    )


def _said(column: Any) -> Any:
    """Whether a column of a row that may be missing says yes: never unknown, so that it can be negated."""
    return fn.COALESCE(column, Value(False)) == Value(True)


def _in_hand(session: Session) -> list[Any]:
    """`access.has_in_hand` of the open step, in SQL."""
    person, visit = session.person, db.Visit
    actors = visit.actors.cast("TEXT")
    named = [actors.contains(f'"{key}"') for key in sorted(person.positions)]
    found: list[Any] = [visit.holder == person.username]
    if named:
        untaken = visit.holder.is_null() & ~actors.contains(f'"{ANY_POSITION}"')
        found.append(untaken & reduce(or_, named))
    versions = [version for (version,) in db.tuples(db.ServiceVersion.select(db.ServiceVersion.version))]
    for version in versions:
        decided = [
            step.no
            for step in session.office.service_version(version).steps
            if step.finishes and person.holds_any(step.finishes)
        ]
        if decided:
            is_decider = (db.Case.service_version == version) & visit.step.in_(decided)
            found.append(is_decider & (visit.external == Value(False)))
    return found
