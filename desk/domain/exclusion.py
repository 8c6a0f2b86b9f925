"""Keeping people out of a case, such as those whom a complaint names, and letting them in again. Pure.

Whoever logged a case keeps people out of it, and heads do who see it; those heads let them in again, and of a sealed
case, which may be shown to no head, also whoever logged it. So nobody decides who is kept out of what they neither see
nor wrote down, and nobody about themselves. Nobody makes the office's heads blind to it but themselves: another one
always stays (`leaves_a_head`). What it means to be kept out is told by `access.py`, and whom a step may go to instead
by `disposition.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from desk.domain.access import STRANGER, Seal, sees_content, standings
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.disposition import is_vacated
from desk.domain.people import Permission, Person, active_heads
from desk.domain.service import Service
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.domain.workflow import Actor, is_stand_in
from desk.errors import FieldError, NotAllowed

NAMED = "disebut dalam pengaduan"
"""Why somebody is kept out of a complaint from the beginning."""


def may_exclude(case: CaseFile, person: Person, seal: Seal) -> bool:
    """Whether this person may keep others out of the case: whoever logged it, and heads who see it."""
    return not case.is_periodic and (_has_logged(case, person) or _heads(case, person, seal))


def may_readmit(case: CaseFile, person: Person, seal: Seal) -> bool:
    """Whether this person may let others in again: heads who see the case, and whoever logged a sealed one."""
    return (seal.is_sealed and _has_logged(case, person)) or _heads(case, person, seal)


def leaves_a_head(
    case: CaseFile, by: Person, usernames: Collection[str], people: Mapping[str, Person]
) -> bool:
    """Whether, apart from `by`, an active head stays who is not kept out of the case; if one was there at all.

    Otherwise whoever a complaint is about could take it over by keeping out everybody else. The only head of an office
    may be kept out by whoever logged the case.
    """
    heads = active_heads(people)
    others = heads - case.kept_from - {by.username}
    return not others or len(heads) == 1 or bool(others.difference(usernames))


def exclude(
    case: CaseFile,
    who: Actor,
    usernames: Sequence[str],
    why: str,
    people: Mapping[str, Person],
    seal: Seal,
    field: str = "user",
) -> list[Event]:
    """Keep these people out. Whoever of them holds the open step holds it no longer. `field`: where they were named."""
    if not may_exclude(case, who.person, seal):
        raise _refusal(case, who.person, seal, "Orang dikecualikan oleh pencatat berkas ini atau pimpinan.")
    for name in _named(usernames, field):
        if name not in people:
            raise FieldError(field, f"Pengguna “{name}” tidak ada.", code="unknown_user")
        if name == who.person.username:
            raise FieldError(field, "Diri sendiri dikecualikan oleh pimpinan lain.", code="oneself")
        if name in case.kept_from:
            raise FieldError(field, f"{people[name].name} sudah dikecualikan.", code="kept_out")
    if not leaves_a_head(case, who.person, usernames, people):
        raise FieldError(
            field,
            "Selain Anda, paling sedikit satu pimpinan harus tetap dapat memutuskan berkas ini; kurangi pilihannya.",
            code="no_head_left",
        )
    return [who.event(Kind.EXCLUDED, people=sorted(set(usernames)), reason=_reason(why))]


def readmit(
    case: CaseFile,
    who: Actor,
    usernames: Sequence[str],
    why: str,
    people: Mapping[str, Person],
    seal: Seal,
) -> list[Event]:
    """Let these people in again; nothing they held comes back to them."""
    if not may_readmit(case, who.person, seal):
        raise _refusal(case, who.person, seal, "Orang yang dikecualikan diterima kembali oleh pimpinan.")
    for name in _named(usernames, "user"):
        if name not in people:
            raise FieldError("user", f"Pengguna “{name}” tidak ada.", code="unknown_user")
        if name not in case.kept_from:
            raise FieldError(
                "user", f"{people[name].name} tidak dikecualikan dari berkas ini.", code="not_kept_out"
            )
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


def _has_logged(case: CaseFile, person: Person) -> bool:
    is_own = case.logged_by == person.username and person.username not in case.kept_from
    return is_own and person.may(Permission.LOG)


def _heads(case: CaseFile, person: Person, seal: Seal) -> bool:
    """Whether this person is a head to whom the case is shown."""
    standing = standings(case).get(person.username, STRANGER)
    return person.may(Permission.SUPERVISE) and sees_content(person, seal, standing)


def _refusal(case: CaseFile, person: Person, seal: Seal, whose: str) -> NotAllowed:
    """Why this person does not decide. `whose`: said where it is not for want of seeing the case."""
    if not person.may(Permission.SUPERVISE) or _heads(case, person, seal):
        return NotAllowed(whose)
    return NotAllowed(
        "Isi berkas ini tertutup bagi Anda. Siapa yang dikecualikan darinya ditentukan oleh yang mencatatnya atau "
        "pimpinan yang mengerjakannya.",
        code="sealed",
    )


def _named(usernames: Sequence[str], field: str) -> Sequence[str]:
    if not usernames:
        raise FieldError(field, "Belum ada orang yang dipilih.", code="empty")
    return usernames


def _reason(why: str) -> str:
    return require_text("reason", why, "Alasan", MAX_SUBJECT)
