"""Who sees a case's content. Pure. Sources: security classes of official letters (sifat naskah); UU 27/2022; domain
rules on anonymous and confidential complaints, and on people whom a complaint names.

An open content is everybody's who has signed in. A sealed one is shown to few: see `sees_content`. Whoever is kept out
of a case sees nothing of it, whatever their position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.domain.case import CaseFile, Event, Kind, Status
from desk.domain.people import ANY_POSITION, Permission, Person, is_single_head

SEALED_CLASSES = frozenset({"restricted", "secret", "top_secret"})
"""Terbatas, Rahasia, Sangat Rahasia."""

_BRINGS_BACK = frozenset({Kind.CORRECTED, Kind.REOPENED})
"""Mending a history and beginning a case anew: heads leave these to one another where they would see the case by it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands to one case, as its history tells."""

    known: bool = False
    """Logged it, works or worked on it, or was named in a disposition."""
    given: bool = False
    """Has its content in hand now: named in a disposition of an open case, or logged a letter that is incomplete."""
    kept: bool = False
    """Is kept out of the case."""


STRANGER = Standing()


@dataclass(frozen=True, slots=True)
class Seal:
    """How closely a content is kept, and where its case stands."""

    security: str = "ordinary"
    """Security class of a letter; `ordinary` for anything else."""
    is_confidential: bool = False
    """A complaint whose content is not public."""
    holder: str | None = None
    """Of the open step. None: nobody has taken it, or none is open."""
    actors: Sequence[str] = ()
    """Positions of the open step. Empty: none is open."""
    deciders: Sequence[str] = ()
    """Those of them that finish it, whoever holds it (a draft that a lead decides). Empty: whoever works on it."""
    is_done: bool = False
    """Whether the case has run its course; `has_run_its_course`."""

    @property
    def is_sealed(self) -> bool:
        return self.is_confidential or self.security in SEALED_CLASSES


def has_run_its_course(status: Status) -> bool:
    """Whether a case is closed otherwise than by being cancelled: any head may cancel one that they do not see, and
    undo it, which must open it to nobody."""
    return status.is_closed and status is not Status.CANCELLED


def standings(case: CaseFile) -> dict[str, Standing]:
    """Everybody to whom the case is more than a stranger's, by username."""
    handled = {case.logged_by}
    for visit in case.visits:
        handled |= {name for name in (visit.holder, visit.finished_by) if name is not None}
    named: set[str] = set()
    for record in case.dispositions:
        handled.add(record.by)
        named |= {*record.to, *record.cc}
    given = set() if case.status.is_closed else set(named)
    if not case.cycles and not case.status.is_closed:
        given.add(case.logged_by)
    return {
        name: Standing(
            known=name in handled or name in named, given=name in given, kept=name in case.kept_from
        )
        for name in sorted(handled | named | case.kept_from)
    }


def sees_content(person: Person, seal: Seal, standing: Standing = STRANGER) -> bool:
    """Whether the content is shown to this person.

    Sealed, it is shown to whoever works on the open step and to those a disposition names while the case is open; a
    restricted one (terbatas) also to the heads and to all who have handled it, a secret one to the heads once it has
    run its course.
    """
    if standing.kept:
        return False
    if not seal.is_sealed or standing.given or has_in_hand(person, seal):
        return True
    is_head = person.may(Permission.SUPERVISE)
    if seal.security == "restricted" and not seal.is_confidential:
        return is_head or standing.known
    return is_head and seal.is_done


def has_in_hand(person: Person, seal: Seal) -> bool:
    """Whether the open step is this person's alone, theirs to decide, or waits for a position of theirs that it names.

    A step that any position may take opens nothing: whoever is to work on it is named.
    """
    if seal.holder == person.username or person.holds_any(tuple(seal.deciders)):
        return True
    return seal.holder is None and ANY_POSITION not in seal.actors and person.holds_any(tuple(seal.actors))


def opens(
    person: Person,
    seal: Seal,
    standing: Standing,
    permission: Permission,
    told: Sequence[Event],
    people: Mapping[str, Person],
) -> bool:
    """Whether an act of this person, from whom the case was kept, would show it to them as it stands after the act.
    Nobody may do such an act: what is sealed is opened by others, who see it and give it away, or by the case on its
    course. `told`: the events of the act; `people`: of the whole office, by username.

    Three ways in are nobody's own doing. To work (take, finish, dispose ...) one sees the case already (`may_act`): a
    step that waits for one's position has opened it before it is taken. At the counter (complete), the SOP says whose
    the first step is, not who ticks the last requirement. And a case that has run its course is shown to all heads,
    also to the one who undoes its reopening.

    The single head of an office undoes and reopens also where that shows them the case: nobody else there could.
    """
    if permission is Permission.LOG or seal.is_done:
        return False
    if is_single_head(person, people) and any(event.kind in _BRINGS_BACK for event in told):
        return False
    return sees_content(person, seal, standing)


def may_see_identity(
    person: Person, seal: Seal, standing: Standing = STRANGER, *, is_anonymous: bool = False
) -> bool:
    """Whether name and number of a complainant, masked for everybody, are shown to this person on request.

    That takes seeing the content, and working on the open step or heading those who do. Of somebody who wants to stay
    anonymous only whoever holds the open step learns them.
    """
    if not sees_content(person, seal, standing):
        return False
    if is_anonymous:
        return seal.holder == person.username
    return has_in_hand(person, seal) or person.may(Permission.SUPERVISE)


def may_act(person: Person, seal: Seal, standing: Standing, permission: Permission) -> bool:
    """Whether this person may act on the case at all; what exactly is for the workflow's rules.

    Working on a case takes seeing it. Heads may direct one that they do not see, also by a note, and whoever logs
    letters completes their requirements; nobody acts on a case that they are kept out of.
    """
    if standing.kept:
        return False
    if permission is Permission.WORK:
        return sees_content(person, seal, standing)
    if permission is Permission.NOTE:
        return person.may(Permission.SUPERVISE) or sees_content(person, seal, standing)
    return True
