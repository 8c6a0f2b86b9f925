"""Keeping people out of a case, such as those whom a complaint names, and letting them in again. Pure.

Whoever logged a case keeps people out of it, and heads do; only heads let them in again, and nobody decides about
themselves. What it means to be kept out is told by `access.py`, and whom a step may go to instead by `disposition.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.domain.case import CaseFile, Event, Kind
from desk.domain.disposition import is_vacated
from desk.domain.people import Permission, Person
from desk.domain.service import Service
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.domain.workflow import Actor, is_stand_in
from desk.errors import FieldError, NotAllowed

NAMED = "disebut dalam pengaduan"
"""Why somebody is kept out of a complaint from the beginning."""


def may_exclude(case: CaseFile, person: Person) -> bool:
    """Whether this person may keep others out of the case: whoever logged it, and heads."""
    if case.is_periodic or person.username in case.kept_from:
        return False
    own = case.logged_by == person.username and person.may(Permission.LOG)
    return own or person.may(Permission.SUPERVISE)


def may_readmit(case: CaseFile, person: Person) -> bool:
    """Whether this person may let others in again: heads, but nobody themselves."""
    return person.username not in case.kept_from and person.may(Permission.SUPERVISE)


def exclude(
    case: CaseFile,
    who: Actor,
    usernames: Sequence[str],
    why: str,
    people: Mapping[str, Person],
    field: str = "user",
) -> list[Event]:
    """Keep these people out. Whoever of them holds the open step holds it no longer. `field`: where they were named."""
    if not may_exclude(case, who.person):
        raise NotAllowed("Orang dikecualikan oleh pencatat berkas ini atau pimpinan.")
    for name in _named(usernames, field):
        if name not in people:
            raise FieldError(field, f"Pengguna “{name}” tidak ada.", code="unknown_user")
        if name == who.person.username:
            raise FieldError(field, "Diri sendiri dikecualikan oleh pimpinan lain.", code="oneself")
        if name in case.kept_from:
            raise FieldError(field, f"{people[name].name} sudah dikecualikan.", code="kept_out")
    return [who.event(Kind.EXCLUDED, people=sorted(set(usernames)), reason=_reason(why))]


def readmit(
    case: CaseFile, who: Actor, usernames: Sequence[str], why: str, people: Mapping[str, Person]
) -> list[Event]:
    """Let these people in again; nothing they held comes back to them."""
    if not may_readmit(case, who.person):
        raise NotAllowed("Orang yang dikecualikan diterima kembali oleh pimpinan.")
    for name in _named(usernames, "user"):
        if name not in case.kept_from:
            told = people[name].name if name in people else f"Pengguna “{name}”"
            raise FieldError("user", f"{told} tidak dikecualikan dari berkas ini.", code="not_kept_out")
    return [who.event(Kind.READMITTED, people=sorted(set(usernames)), reason=_reason(why))]


def is_unmanned(case: CaseFile, service: Service, people: Mapping[str, Person]) -> bool:
    """Whether the open step waits in vain: those who could do it are kept out, and a head has to give it away."""
    visit = case.open_visit
    if visit is None or not case.kept_from:
        return False
    everybody = list(people.values())
    if visit.holder is None:
        return is_vacated(everybody, visit.actors, case.kept_from)
    deciders = () if visit.external else service.step(visit.step).finishes
    if is_stand_in(people[visit.holder], visit):
        return False
    return is_vacated(everybody, deciders, case.kept_from)


def _named(usernames: Sequence[str], field: str) -> Sequence[str]:
    if not usernames:
        raise FieldError(field, "Belum ada orang yang dipilih.", code="empty")
    return usernames


def _reason(why: str) -> str:
    return require_text("reason", why, "Alasan", MAX_SUBJECT)
