"""Logging letters: agenda numbers, completeness, when the clocks start, duplicates."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from peewee import Value, fn

from desk import db
from desk.domain import supervision, workflow
from desk.domain.access import SEALED_CLASSES
from desk.domain.calendar import Instant
from desk.domain.case import Kind
from desk.domain.duration import Unit
from desk.domain.letter import LetterDraft, check_letter, normalised
from desk.domain.moments import require_moment
from desk.domain.people import Permission
from desk.domain.service import Intake, Service
from desk.domain.texts import MAX_SUBJECT, TOMBSTONE, require_text
from desk.errors import FieldError, RuleError
from desk.office import attachments, case_store, findable, numbers, privacy, rows
from desk.office.content import letter_columns, letter_content
from desk.office.due import preview
from desk.office.new_case import arrival, logged, open_case
from desk.office.office import Office
from desk.office.session import Session
from desk.office.views import DuePreview, Logged


def preview_due(
    session: Session,
    service_key: str,
    *,
    complete: bool,
    received_at: Instant | None = None,
    class_key: str | None = None,
    event_start: Instant | None = None,
) -> DuePreview:
    """When a file logged like this would be due, and why; said before it is saved."""
    require_moment("received", received_at)
    require_moment("event_start", event_start)
    start = session.now() if received_at is None else received_at
    service = session.office.service(service_key)
    return preview(
        session.office, service, start, complete=complete, class_key=class_key, event_start=event_start
    )


def log_letter(
    session: Session,
    draft: LetterDraft,
    at: Instant | None = None,
    reason: str | None = None,
    *,
    same_as_ok: str | None = None,
    attach: Sequence[Path] = (),
) -> Logged:
    """Log one incoming letter: its agenda number, its case, and its first step if the file is complete.

    `draft.received_at` (or `at`) is when it really arrived; on an earlier day it needs a `reason` (entri susulan).
    Letters that look the same are named in the answer, never refused; `same_as_ok` says why this one is logged all
    the same, and is noted in its case together with those that are open to all. None, or no such letters: no note.
    """
    office = session.office
    draft = check_letter(draft, office.today())
    _service_of(office, draft)  # refused before the files are read
    files = attachments.read_files(attach)
    received = draft.received_at if draft.received_at is not None else at
    with session.act(Permission.LOG, *arrival(office, received, reason)) as act:
        service = _service_of(office, draft)  # another desk may have replaced it since
        duplicates = find_duplicates(session, draft.sender, draft.letter_no, draft.letter_date)
        number = numbers.take(act, "letter")
        salt = secrets.token_hex(16)
        content = letter_content(draft)
        case = open_case(
            act,
            service,
            number=number,
            kind="letter",
            salt=salt,
            content=content,
            search=findable.letter_text(number, draft.sender, draft.subject, draft.letter_no),
            have=draft.have,
            event_start=draft.event_start,
            event_end=draft.event_end,
        )
        rows.insert(
            db.Letter,
            case=number,
            **letter_columns(content),
            ticked=sorted(case.ticked),
            missing=len(service.required_keys - case.ticked),
            event_start=draft.event_start,
            event_end=draft.event_end,
        )
        attachments.attach(act, case, files)
        named = _open_to_all(duplicates)
        if named and same_as_ok is not None:
            why = require_text("same_as_ok", same_as_ok, "Alasan")
            text = f"Sama dengan {', '.join(named)}: {why}"
            case_store.commit(act, case, [case_store.who(act).event(Kind.NOTED, text=text)])
    return logged(office, case, service, duplicates)


def complete_requirements(
    session: Session,
    agenda_no: str,
    have: Iterable[str],
    *,
    event_start: Instant | None = None,
    event_end: Instant | None = None,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> Logged:
    """Tick further requirements; ticking the last required one starts the clocks.

    `event_start` and `event_end`: of a service that follows its event, where they were not known before.
    """
    with session.act(Permission.LOG, at, reason) as act:
        number = numbers.canonical_number(agenda_no, session.office)
        case = case_store.load_for_act(act, number, expected)
        if case.kind != "letter":
            raise RuleError("Hanya surat yang berpersyaratan.", code="not_a_letter")
        service = case_store.rules(session.office, case).service
        fresh = frozenset(have)
        completes = not case.cycles and service.required_keys <= case.ticked | fresh
        starts = event_start if event_start is not None else case.event_start
        if completes and _follows_event(service) and starts is None:
            raise FieldError("event_start", "Waktu mulai acara belum diisi.", code="empty")
        if event_start is not None and not _follows_event(service):
            raise FieldError("event_start", f"{service.name} tidak mengikuti acara.", code="no_event")
        events = workflow.complete(case, service, case_store.who(act), fresh, (event_start, event_end))
        case_store.commit(act, case, events)
    return logged(session.office, case, service, ())


def void_letter(
    session: Session,
    agenda_no: str,
    why: str,
    at: Instant | None = None,
    reason: str | None = None,
    expected: int | None = None,
) -> None:
    """Void an agenda number. It stays in the register, visibly; its case is cancelled."""
    with session.act(Permission.SUPERVISE, at, reason) as act:
        number = numbers.canonical_number(agenda_no, session.office)
        case = case_store.load_for_act(act, number, expected)
        if case.kind != "letter":
            raise RuleError("Hanya nomor agenda surat yang dapat dibatalkan.", code="not_a_letter")
        if case.voided:
            raise RuleError("Nomor agenda ini sudah dibatalkan.", code="voided")
        why = require_text("reason", why, "Alasan", MAX_SUBJECT)
        events = [] if case.status.is_closed else supervision.cancel(case, case_store.who(act), why)
        voided = case_store.who(act).event(Kind.VOIDED, reason=why)
        case_store.commit(act, case, [*events, voided])


def find_duplicates(
    session: Session, sender: str, letter_no: str | None, letter_date: date | None
) -> tuple[str, ...]:
    """Agenda numbers of earlier letters with the same sender, number and date, newest first; none whose content is
    kept from the viewer, since the answer would tell of it."""
    if not letter_no or not sender.strip():
        return ()
    query = privacy.with_open_step(
        privacy.joined(db.Case.select(db.Case.number, *privacy.COLUMNS, *privacy.OPEN_STEP), session)
        .where(
            db.Letter.sender_form == normalised(sender),
            db.Letter.letter_no_form == normalised(letter_no),
            ~db.Letter.voided,
        )
        .order_by(db.Case.recorded_at.desc(), db.Case.number.desc())
    )
    if letter_date is not None:
        query = query.where((db.Letter.letter_date == letter_date) | db.Letter.letter_date.is_null())
    return tuple(row["number"] for row in db.dicts(query) if privacy.sight(session, row).sees)


def _open_to_all(letters: Sequence[str]) -> list[str]:
    """Those of them whose content nobody is kept from: what everybody may read names no others."""
    kept = db.CaseAccess.select(db.CaseAccess.case).where(db.CaseAccess.kept == Value(True))
    query = db.Letter.select(db.Letter.case).where(
        db.Letter.case.in_(letters),
        db.Letter.security.not_in(sorted(SEALED_CLASSES)),
        db.Letter.case.not_in(kept),
    )
    known = {number for (number,) in db.tuples(query)}
    return [number for number in letters if number in known]


def senders(session: Session, prefix: str, limit: int = 8) -> list[str]:
    """Earlier senders that hold the typed text, those that begin with it first, then the most recent.

    Of open letters only: a completion would say who sends secret ones, even to those who may know some.
    """
    wanted = prefix.strip().casefold()
    if not wanted:
        return []
    recent = fn.MAX(db.Case.recorded_at)
    rows = (
        db.Case.select(db.Case.sender, recent)
        .join(db.Letter)
        .where(
            db.Case.sender.contains(wanted),
            db.Case.sender != TOMBSTONE,
            db.Letter.security.not_in(sorted(SEALED_CLASSES)),
            db.Case.number.not_in(privacy.kept_out_of(session)),
        )
        .group_by(db.Case.sender)
        .order_by(recent.desc())
        .limit(50)
    )
    names = [name for name, _at in db.tuples(rows)]
    names.sort(key=lambda name: not name.casefold().startswith(wanted))
    return names[:limit]


def _service_of(office: Office, draft: LetterDraft) -> Service:
    """The service in force that a letter opens under; FieldError where it does not fit."""
    service = office.service(draft.service)
    if service.intake is not Intake.LETTER:
        raise FieldError(
            "service", f"{service.name} dibuka oleh pengaduan, bukan surat.", code="wrong_intake"
        )
    _check_event(service, draft, complete=service.required_keys <= draft.have)
    unknown = sorted(draft.have - {item.key for item in service.requirements})
    if unknown:
        raise FieldError(
            "have", f"Persyaratan tidak dikenal: {', '.join(unknown)}.", code="unknown_requirement"
        )
    return service


def _check_event(service: Service, draft: LetterDraft, *, complete: bool) -> None:
    follows_event = _follows_event(service)
    if follows_event and complete and draft.event_start is None:
        raise FieldError("event_start", "Waktu mulai acara belum diisi.", code="empty")
    if not follows_event and draft.event_start is not None:
        raise FieldError("event_start", f"{service.name} tidak mengikuti acara.", code="no_event")


def _follows_event(service: Service) -> bool:
    return service.total is not None and service.total.unit is Unit.EVENT
