"""What those who work a case may do next with it. Pure: (service, case, person, act) gives events, or a refusal.

The events are what `case.py` applies; the office stores them. Every refusal is a `RuleError` (or `NotAllowed`)
in words fit for the person who tried. Sources: cli.md "Positions and permissions", sla.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event, Kind, Visit
from desk.domain.disposition import (
    WAITING_FOR,
    DispositionOrder,
    check_order,
    receiving_step,
    recipients,
)
from desk.domain.moments import require_moment
from desk.domain.people import Permission, Person
from desk.domain.service import Exit, Service, Step
from desk.domain.texts import MAX_SUBJECT, optional_text, require_text
from desk.errors import FieldError, NotAllowed, RuleError


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and when."""

    person: Person
    at: Instant

    def event(self, what: Kind, /, **data: Any) -> Event:
        return Event(what, self.at, self.person.username, data)


def may_work(person: Person, visit: Visit) -> bool:
    """Whether the step is this person's: a holder of the position, on an untaken visit or an own one."""
    if visit.holder is None:
        return person.holds_any(visit.actors)
    return visit.holder == person.username


def may_finish(person: Person, visit: Visit, step: Step) -> bool:
    """Like `may_work`, but a step may keep finishing to some of its positions (a draft decided by a lead)."""
    if step.opens_with and not visit.handed_on:
        return False
    if step.finishes and not visit.external:
        return person.holds_any(step.finishes) or is_stand_in(person, visit)
    return may_work(person, visit)


def is_stand_in(person: Person, visit: Visit) -> bool:
    """Whether this person holds the step without its position: given it, since its own holders are kept out."""
    return visit.holder == person.username and not person.holds_any(visit.actors)


def open_step(case: CaseFile, service: Service) -> tuple[Visit, Step]:
    """The open visit and its step; RuleError when nothing is open."""
    visit = case.open_visit
    if visit is None:
        if not case.cycles:
            raise RuleError("Berkas belum lengkap; langkah pertama belum dimulai.", code="incomplete")
        raise RuleError("Berkas ini sudah ditutup.", code="closed")
    return visit, service.step(visit.step)


def opening(case: CaseFile, service: Service, step: Step, who: Actor, holder: str | None = None) -> Event:
    """The event that a visit of `step` opens. An external step is recorded by those of the step before it."""
    actors = step.opens_with or step.actors
    if step.is_external and case.visits:
        before = service.step(case.visits[-1].step)
        actors = case.visits[-1].actors if before.is_external else (before.finishes or before.actors)
    return who.event(Kind.OPENED, step=step.no, actors=list(actors), external=step.is_external, holder=holder)


def complete(
    case: CaseFile,
    service: Service,
    who: Actor,
    have: frozenset[str],
    event: tuple[Instant | None, Instant | None] = (None, None),
) -> list[Event]:
    """Tick requirements; the last required one starts the clocks. `event`: its start and end, where now known."""
    known = {item.key for item in service.requirements}
    unknown = sorted(have - known)
    if unknown:
        raise FieldError(
            "have", f"Persyaratan tidak dikenal: {', '.join(unknown)}.", code="unknown_requirement"
        )
    if case.cancelled_at is not None:
        raise RuleError("Berkas ini sudah dibatalkan.", code="closed")
    fresh = have - case.ticked
    if not fresh:
        raise FieldError("have", "Persyaratan itu sudah dicatat ada.", code="nothing_new")
    start, end = event
    require_moment("event_start", start)
    require_moment("event_end", end)
    if end is not None and start is None:
        raise FieldError("event_start", "Waktu mulai acara belum diisi.", code="empty")
    if start is not None and case.cycles:
        raise FieldError("event_start", "Waktu berkas sudah berjalan; acaranya tetap.", code="running")
    if end is not None and start is not None and end < start:
        raise FieldError("event_end", "Acara selesai sebelum mulai.")
    events = [who.event(Kind.COMPLETED, ticked=sorted(fresh), event_start=start, event_end=end)]
    if not case.cycles and service.required_keys <= case.ticked | fresh:
        events.append(opening(case, service, service.first_office_step, who))
    return events


def take(case: CaseFile, service: Service, who: Actor) -> list[Event]:
    """Start working on the open visit."""
    visit, _step = open_step(case, service)
    _require_work(who.person, visit)
    if visit.external:
        raise RuleError("Langkah ini dilakukan di luar kantor; tidak dapat diambil.", code="external")
    if visit.taken_at is not None:
        raise RuleError("Langkah ini sudah Anda ambil.", code="already_taken")
    return [who.event(Kind.TAKEN, visit=visit.no)]


def finish(
    case: CaseFile, service: Service, who: Actor, exit_key: str | None = None, output: str = ""
) -> list[Event]:
    """Finish the open visit by one of its exits, settling a pause first."""
    visit, step = open_step(case, service)
    if step.opens_with and not visit.handed_on and may_work(who.person, visit):
        raise RuleError("Langkah ini perlu didisposisikan dahulu kepada pelaksananya.", code="dispose_first")
    if not may_finish(who.person, visit, step):
        _require_work(who.person, visit)
        raise NotAllowed("Langkah ini hanya dapat diselesaikan oleh pemutusnya.")
    way = _exit(step, exit_key)
    output = optional_text("output", output, "Output")
    return _finishing(case, service, who, visit, step, way, output)


def send_back(case: CaseFile, service: Service, who: Actor, why: str) -> list[Event]:
    """Return the work for revision: finish by the step's one exit marked so."""
    visit, step = open_step(case, service)
    ways = [way for way in step.exits if way.revision]
    if len(ways) != 1:
        raise RuleError("Langkah ini tidak dapat dikembalikan untuk revisi.", code="no_revision")
    why = require_text("reason", why, "Alasan revisi", MAX_SUBJECT)
    if not may_finish(who.person, visit, step):
        _require_work(who.person, visit)
        raise NotAllowed("Pengembalian hanya dapat dilakukan oleh pemutusnya.")
    return _finishing(case, service, who, visit, step, ways[0], why)


def dispose(
    case: CaseFile, service: Service, who: Actor, order: DispositionOrder, people: Mapping[str, Person]
) -> list[Event]:
    """Write a disposition: finishes a step marked so, hands any other to the lead."""
    visit, step = open_step(case, service)
    _require_work(who.person, visit)
    if visit.external:
        raise RuleError("Langkah ini dilakukan di luar kantor; tidak dapat didisposisikan.", code="external")
    check_order(order, people, who.at, case.kept_from)
    receiving = receiving_step(service, step)
    lead = people[order.to[0]]
    if lead not in recipients(list(people.values()), receiving.actors, case.kept_from):
        raise FieldError(
            "to",
            f"{lead.name} tidak memegang jabatan pelaksana langkah {receiving.no}.",
            code="not_an_actor",
        )
    events = [
        who.event(
            Kind.DISPOSED,
            visit=visit.no,
            to=list(order.to),
            cc=list(order.cc),
            instructions=list(order.instructions),
            note=order.note.strip(),
            due_at=order.due_at,
            hands_over=not step.disposition,
            actors=list(receiving.actors),
        )
    ]
    if step.disposition:
        events += _finishing(case, service, who, visit, step, step.exits[0], "", holder=lead.username)
    elif case.open_pause is not None:
        events.insert(0, who.event(Kind.RESUMED, settles=True))
    return events


def pause(case: CaseFile, service: Service, who: Actor, waiting_for: str, why: str) -> list[Event]:
    """Stop the clocks while waiting for the applicant or another agency; nothing else stops them."""
    visit, _step = open_step(case, service)
    _require_work(who.person, visit)
    if visit.external:
        raise RuleError("Waktu langkah di luar kantor memang tidak dihitung.", code="external")
    if case.open_pause is not None:
        raise RuleError("Berkas ini sedang dijeda.", code="already_paused")
    if waiting_for not in WAITING_FOR:
        raise FieldError("for", f"Jeda hanya untuk menunggu: {', '.join(WAITING_FOR)}.")
    reason = require_text("reason", why, "Alasan jeda", MAX_SUBJECT)
    return [who.event(Kind.PAUSED, **{"for": waiting_for, "reason": reason})]


def resume(case: CaseFile, service: Service, who: Actor) -> list[Event]:
    """End the open pause."""
    visit, _step = open_step(case, service)
    if case.open_pause is None:
        raise RuleError("Berkas ini tidak sedang dijeda.", code="not_paused")
    _require_work(who.person, visit)
    return [who.event(Kind.RESUMED)]


def add_note(case: CaseFile, who: Actor, text: str) -> list[Event]:
    """Write a note into the case's history."""
    visit = case.open_visit
    allowed = who.person.may(Permission.SUPERVISE) or (visit is not None and may_work(who.person, visit))
    if not allowed:
        raise NotAllowed("Catatan ditulis oleh pelaksana langkah ini atau atasannya.")
    return [who.event(Kind.NOTED, text=require_text("text", text, "Catatan", MAX_SUBJECT))]


def _require_work(person: Person, visit: Visit) -> None:
    if may_work(person, visit):
        return
    if visit.holder is not None and person.holds_any(visit.actors):
        raise NotAllowed("Langkah ini dipegang orang lain; mintalah atasan mengalihkannya.", code="held")
    raise NotAllowed(f"Langkah {visit.step} bukan tugas jabatan Anda.")


def _exit(step: Step, key: str | None) -> Exit:
    if key is None:
        if len(step.exits) == 1:
            return step.exits[0]
        choices = ", ".join(f"{way.key} ({way.name})" for way in step.exits)
        raise FieldError("exit", f"Pilih hasil langkah ini: {choices}.", code="exit_needed")
    way = step.exit(key)
    if way is None:
        choices = ", ".join(f"{way.key} ({way.name})" for way in step.exits)
        raise FieldError(
            "exit",
            f"Hasil “{key}” tidak ada pada langkah {step.no}. Pilihan: {choices}.",
            code="unknown_exit",
        )
    return way


def _finishing(
    case: CaseFile,
    service: Service,
    who: Actor,
    visit: Visit,
    step: Step,
    way: Exit,
    output: str,
    holder: str | None = None,
) -> list[Event]:
    events = [who.event(Kind.RESUMED, settles=True)] if case.open_pause is not None else []
    events.append(
        who.event(
            Kind.FINISHED,
            visit=visit.no,
            exit=way.key,
            output=output,
            delivers=step.delivers and not way.revision,
            ends=way.to is None,
            ends_as=None if way.ends_as is None else str(way.ends_as),
        )
    )
    if way.to is not None:
        events.append(opening(case, service, service.step(way.to), who, holder))
    return events
