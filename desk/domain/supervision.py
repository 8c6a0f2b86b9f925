"""What heads may do with a case: assign, agree a target, change its class, reopen, cancel. Pure, like `workflow.py`.

Sources: cli.md "Positions and permissions"; sla.md "Clocks", "Reopen, cancel, correct, late entry".
"""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.calendar import Instant
from desk.domain.case import CaseFile, Event, Kind, Visit
from desk.domain.clocks import Rules, service_clock
from desk.domain.disposition import active_person, is_vacated, recipients, stand_ins
from desk.domain.moments import require_moment
from desk.domain.people import Person
from desk.domain.service import Service, Step
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.domain.workflow import Actor, open_step, opening
from desk.errors import FieldError, RuleError


def assign(
    case: CaseFile,
    service: Service,
    who: Actor,
    to: str,
    why: str,
    people: Mapping[str, Person],
) -> list[Event]:
    """Give the open visit to somebody else. The clock keeps running."""
    visit, step = open_step(case, service)
    if visit.external:
        raise RuleError("Langkah ini dilakukan di luar kantor; tidak dapat dialihkan.", code="external")
    person = active_person(people, to, "to", case.kept_from)
    if person not in assignable(case, visit, step, people):
        raise FieldError(
            "to", f"{person.name} tidak memegang jabatan pelaksana langkah ini.", code="not_an_actor"
        )
    if visit.holder == to:
        raise FieldError("to", f"Langkah ini sudah dipegang {person.name}.", code="same_holder")
    return [
        who.event(
            Kind.ASSIGNED, visit=visit.no, to=to, reason=require_text("reason", why, "Alasan", MAX_SUBJECT)
        )
    ]


def assignable(case: CaseFile, visit: Visit, step: Step, people: Mapping[str, Person]) -> list[Person]:
    """Whom the open visit may be given to: the holders of its positions. Where all who may finish it are kept out of
    the case, whoever works on cases at all."""
    everybody = list(people.values())
    if is_vacated(everybody, step.finishes, case.kept_from):
        return stand_ins(everybody, case.kept_from)
    return recipients(everybody, visit.actors, case.kept_from)


def targetable(case: CaseFile, rules: Rules, at: Instant) -> Instant:
    """The standard service deadline, which a head may still replace by an agreed one. RuleError if nobody may: only
    once in a cycle, before it has passed, and where a total exists."""
    if case.is_periodic:
        raise RuleError("Tugas berkala hanya berbatas waktu langkahnya; targetnya tetap.", code="no_total")
    cycle = case.cycle
    reading = service_clock(case, rules)
    if reading is None or cycle is None:
        raise RuleError("Waktu layanan berkas ini belum berjalan.", code="not_started")
    if reading.due_at is None:
        raise RuleError("Standar layanan ini tidak mencantumkan waktu penyelesaian.", code="no_total")
    if cycle.stopped_at is not None:
        raise RuleError("Layanan ini sudah diserahkan atau ditutup.", code="delivered")
    if cycle.target is not None:
        raise RuleError("Target sudah pernah disepakati; hanya boleh sekali.", code="target_agreed")
    if reading.is_late(at):
        raise RuleError("Tenggat layanan sudah lewat; target tidak dapat disepakati lagi.", code="overdue")
    return reading.due_at


def agree_target(case: CaseFile, rules: Rules, who: Actor, due_at: Instant, why: str) -> list[Event]:
    """Agree a later service deadline."""
    present = targetable(case, rules, who.at)
    require_moment("due", due_at)
    if due_at <= max(present, who.at):
        raise FieldError("due", "Target harus sesudah tenggat yang berlaku sekarang.", code="not_later")
    reason = require_text("reason", why, "Alasan", MAX_SUBJECT)
    return [who.event(Kind.TARGET_AGREED, due_at=due_at, reason=reason)]


def change_class(case: CaseFile, who: Actor, key: str, why: str, *, sees: bool = True) -> list[Event]:
    """Give a complaint another class: a new deadline from the same start.

    `sees`: whether the case is shown to who acts. Otherwise they are not told its class, so that giving it the one it
    has is recorded like any other.
    """
    if case.kind != "complaint":
        raise RuleError("Hanya pengaduan yang digolongkan.", code="not_a_complaint")
    if key not in case.class_table:
        raise FieldError("class", f"Golongan tidak dikenal. Pilihan: {', '.join(case.class_table)}.")
    if case.status.is_closed:
        raise RuleError("Pengaduan ini sudah ditutup.", code="closed")
    if sees and key == case.class_key:
        raise FieldError("class", "Pengaduan ini sudah bergolongan itu.", code="same_class")
    reason = require_text("reason", why, "Alasan", MAX_SUBJECT)
    return [who.event(Kind.CLASS_CHANGED, **{"from": case.class_key, "to": key, "reason": reason})]


def reopen(case: CaseFile, service: Service, who: Actor, step_no: str, why: str) -> list[Event]:
    """Start a new cycle at a chosen office step of an answered or closed case."""
    if not (case.status.is_closed or case.delivered_at is not None):
        raise RuleError("Berkas ini masih berjalan; tidak perlu dibuka kembali.", code="still_open")
    if case.voided or not case.cycles:
        raise RuleError("Nomor yang dibatalkan tidak dapat dibuka kembali.", code="voided")
    steps = office_steps(case, service)
    if step_no not in steps:
        raise FieldError("step", f"Pilih salah satu langkah kantor: {', '.join(steps)}.")
    reason = require_text("reason", why, "Alasan", MAX_SUBJECT)
    return [
        who.event(Kind.REOPENED, step=step_no, reason=reason),
        opening(case, service, steps[step_no], who),
    ]


def cancel(case: CaseFile, who: Actor, why: str) -> list[Event]:
    """End a case without a result."""
    if case.status.is_closed:
        raise RuleError("Berkas ini sudah ditutup.", code="closed")
    return [who.event(Kind.CANCELLED, reason=require_text("reason", why, "Alasan", MAX_SUBJECT))]


def office_steps(case: CaseFile, service: Service) -> dict[str, Step]:
    """The office's own steps that this case may stand at, by number; of a periodic obligation its one row."""
    if case.is_periodic:
        return {visit.step: service.step(visit.step) for visit in case.visits}
    return {step.no: step for step in service.steps if not step.is_external}
