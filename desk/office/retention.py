"""The office's retention classes, which cases have which, and the files whose time is over. Nothing goes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk import db
from desk.domain.calendar import Instant
from desk.domain.case import Kind, Status
from desk.domain.people import Permission
from desk.domain.retention import RetentionClass, check_class, class_key, years_later
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import case_store, erasure, numbers, privacy
from desk.office.office import Office
from desk.office.session import Session

KINDS = ("letter", "complaint", "periodic")
"""May stand in the place of a service: all cases of that kind whose service has no class of its own."""


@dataclass(frozen=True, slots=True)
class DueFile:
    """A closed file whose inactive years are over."""

    number: str
    service: str
    closed_on: date
    due_on: date
    retention: RetentionClass


def classes() -> dict[str, RetentionClass]:
    """The office's classes by key; none are shipped."""
    names = ("key", "name", "active_years", "inactive_years", "final_action", "basis")
    query = db.RetentionClass.select(*(getattr(db.RetentionClass, name) for name in names))
    return {row[0]: RetentionClass(*row) for row in db.tuples(query.order_by(db.RetentionClass.key))}


def rules() -> dict[str, str]:
    """Class keys by service or kind."""
    query = db.RetentionRule.select(db.RetentionRule.service, db.RetentionRule.retention)
    return dict(db.tuples(query.order_by(db.RetentionRule.service)))


def set_class(session: Session, given: RetentionClass) -> None:
    """Add a class from the region's schedule, or replace the one of that key; cases that have it follow."""
    with session.act(Permission.ADMINISTER) as act:
        wanted = check_class(given)
        before = classes().get(wanted.key)
        db.RetentionClass.delete().where(db.RetentionClass.key == wanted.key).execute()
        db.RetentionClass.insert(**wanted.to_dict()).execute()
        told = {"before": None if before is None else before.to_dict(), "after": wanted.to_dict()}
        act.append("office", "retention_class_set", told)


def assign(session: Session, service: str, key: str) -> None:
    """Give all cases of a service, or of a kind, a class; those with one of their own keep it."""
    with session.act(Permission.ADMINISTER) as act:
        if service not in KINDS:
            session.office.service(service)
        _known(key)
        before = rules().get(service)
        db.RetentionRule.delete().where(db.RetentionRule.service == service).execute()
        db.RetentionRule.insert(service=service, retention=key).execute()
        told = {"service": service, "before": before, "after": key}
        act.append("office", "retention_assigned", told)


def set_case(session: Session, number: str, key: str, reason: str) -> None:
    """Give one case a class of its own."""
    with session.act(Permission.SUPERVISE) as act:
        case = case_store.load_for_act(act, numbers.canonical_number(number, session.office))
        _known(key)
        if case.retention == key:
            raise RuleError("Kelas retensinya memang sudah itu.", code="same")
        why = require_text("reason", reason, "Alasan", MAX_SUBJECT)
        event = case_store.who(act).event(Kind.RETENTION_SET, retention=key, reason=why)
        case_store.commit(act, case, [event])


def due(session: Session) -> list[DueFile]:
    """Closed files whose inactive years are over, the longest overdue first; NotAllowed but for heads and admins.

    Without a word of what they are about, and without those that this person is kept out of.
    """
    if not session.person.oversees:
        raise NotAllowed("Daftar retensi dilihat oleh pimpinan dan admin.")
    known, given = classes(), rules()
    if not known:
        return []
    office, today = session.office, session.office.today()
    shortest = min(item.active_years + item.inactive_years for item in known.values())
    latest = office.calendar().instant(
        years_later(today, -shortest), 2 * 86_400
    )  # a leap day may move it by one
    query = db.Case.select(
        db.Case.number, db.Case.kind, db.Case.service, db.Case.retention, db.Case.ended_at
    ).where(
        db.Case.ended_at <= latest,
        db.Case.status.in_([status.value for status in Status if status.is_closed]),
        db.Case.salt != "",
        db.Case.number.not_in(privacy.kept_out_of(session)),
    )
    found = []
    for number, kind, service, own, ended_at in db.tuples(query):
        retention = known.get(class_key(own, service, kind, given) or "")
        if retention is not None and (item := _due(office, number, service, ended_at, retention, today)):
            found.append(item)
    return sorted(found, key=lambda item: (item.due_on, item.number))


def _due(
    office: Office, number: str, service: str, ended_at: Instant, retention: RetentionClass, today: date
) -> DueFile | None:
    closed = office.local_date(ended_at)
    if not retention.is_due(closed, today):
        return None
    return DueFile(number, service, closed, retention.inactive_until(closed), retention)


def destroy(session: Session, wanted: Sequence[str], basis: str) -> None:
    """Destroy files that are due for it: all erased in one act, or none. `follow_erasure` is to follow.

    `basis`: the minutes of destruction (berita acara). It stays readable, so no names belong into it.
    """
    with session.act(Permission.SUPERVISE) as act:
        chosen = [numbers.canonical_number(number, session.office) for number in wanted]
        destroyable = {item.number for item in due(session) if item.retention.final_action == "destroy"}
        if wrong := [number for number in chosen if number not in destroyable]:
            raise RuleError(f"Belum jatuh retensi musnah: {', '.join(wrong)}.", code="not_due")
        why = require_text("basis", basis, "Berita acara")
        for number in dict.fromkeys(chosen):
            erasure.destroy(act, number, why)
        act.append("office", "files_destroyed", {"cases": sorted(set(chosen)), "basis": why})


def _known(key: str) -> None:
    known = classes()
    if key not in known:
        raise FieldError(
            "retention", f"Kelas retensi tidak dikenal. Pilihan: {', '.join(known) or '(belum ada)'}."
        )
