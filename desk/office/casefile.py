"""One case with everything about it, as of now or of an earlier instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desk import db
from desk.domain import exclusion
from desk.domain.calendar import Instant
from desk.domain.case import STATUS_TEXT, UNSEEN, CaseFile, Kind, Visit
from desk.domain.clocks import Rules, case_clocks, shown_clock, step_clock, timed_class
from desk.domain.due import Interval, merge_pauses
from desk.domain.people import Permission
from desk.domain.phone import mask_phone
from desk.domain.target import Target
from desk.office import attachments, case_store, ledger, numbers, privacy
from desk.office.case_view import (
    AnswerView,
    AttachmentView,
    CaseView,
    DispositionView,
    EventView,
    PauseView,
    VisitView,
)
from desk.office.history import case_history
from desk.office.office import Office
from desk.office.session import Session

MARK = 12
"""Characters of a case's mark."""


def view_case(session: Session, number: str, as_of: Instant | None = None) -> CaseView:
    """The case for the screens and `desk case show`. NotFound if there is none, or none yet at `as_of`.

    Who may read names and sealed contents is judged by the case as it is now, also where an earlier state is shown.
    """
    with db.snapshot():
        return _view(session, number, as_of)


def _view(session: Session, number: str, as_of: Instant | None) -> CaseView:
    office = session.office
    number = numbers.canonical_number(number, office)
    case = case_store.load(number, as_of)
    rules = case_store.rules(office, case)
    service = rules.service
    row = db.Case.get_by_id(number)
    letter = db.Letter.get_or_none(db.Letter.case == number)
    complaint = db.Complaint.get_or_none(db.Complaint.case == number)
    anonymous = complaint is not None and complaint.is_anonymous
    history = case_history(office, service, number, as_of, is_anonymous=anonymous)
    present = case if as_of is None else case_store.load(number)
    sealed = not privacy.sees_content(session, present)
    mark, revision = ledger.hash_of(history[0].event_id)[:MARK], _revision(history)
    if sealed:
        history = [_sealed(event) for event in history if event.kind not in _ABOUT_PEOPLE]
    phone = complaint.phone if complaint is not None and not anonymous else None
    return CaseView(
        case_no=number,
        mark=mark,
        kind=case.kind,
        period=case.period,
        service=service,
        status=case.status.value,
        status_text=STATUS_TEXT[case.status],
        started_at=case.started_at,
        finished_at=case.ended_at,
        received_at=case.received_at,
        sender=privacy.shown_sender(
            {"kind": case.kind, "sender": row.sender, "is_anonymous": anonymous}, sealed=sealed
        ),
        subject=privacy.SEALED if sealed else complaint.text if complaint is not None else row.subject,
        letter_no=None if letter is None or sealed else letter.letter_no,
        letter_date=None if letter is None or sealed else letter.letter_date,
        urgency=letter.urgency if letter is not None else "normal",
        security=letter.security if letter is not None else "ordinary",
        channel=None if complaint is None or sealed else complaint.channel,
        phone=mask_phone(phone) if phone and not sealed else None,
        class_key=None if sealed else case.class_key,
        timed_class=None if sealed else timed_class(case, len(case.cycles)),
        class_table=dict(case.class_table),
        class_basis=None if sealed else case.class_basis,
        event_start=case.event_start,
        event_end=case.event_end,
        ticked=case.ticked,
        missing=tuple(
            item.key
            for item in service.requirements
            if case.kind == "letter" and item.required and item.key not in case.ticked
        ),
        visits=tuple(_visit(office, case, rules, visit, sealed=sealed) for visit in case.visits),
        pauses=tuple(
            PauseView(
                pause.start,
                pause.end,
                pause.waiting_for,
                privacy.SEALED if sealed else pause.reason,
                pause.by,
                office.person_name(pause.by),
            )
            for pause in case.pauses
        ),
        dispositions=_dispositions(office, case, sealed=sealed),
        notes=tuple(event for event in history if event.kind == Kind.NOTED),
        history=tuple(history),
        clocks=tuple(case_clocks(case, rules)),
        attachments=() if sealed else _attachments(number),
        nearest=shown_clock(case, rules),
        calendars={version: rules.calendar(version) for version in _versions(case)},
        calendar_version=case.calendar_version,
        target=_target(case, sealed=sealed),
        revision=revision,
        is_sealed=sealed,
        kept_out=() if sealed else _people(office, sorted(case.kept_from)),
        voided=case.voided,
        unmanned=session.may(Permission.SUPERVISE)
        and session.person.username not in present.kept_from
        and exclusion.is_unmanned(case, service, office.people),
    )


_ABOUT_PEOPLE = (Kind.EXCLUDED, Kind.READMITTED)
"""That somebody is kept out is itself part of what is sealed."""


def _sealed(event: EventView) -> EventView:
    return replace(event, text=privacy.SEALED, late_reason=None)


def _target(case: CaseFile, *, sealed: bool) -> Target | None:
    target = case.cycle.target if case.cycle is not None else None
    return replace(target, reason=privacy.SEALED) if target is not None and sealed else target


def _attachments(number: str) -> tuple[AttachmentView, ...]:
    place = attachments.folder()
    found = db.Attachment.select().where(db.Attachment.case == number).order_by(db.Attachment.id)
    return tuple(AttachmentView(row.name, row.size, place / row.sha256) for row in found)


def _revision(history: list[EventView]) -> int:
    """The last event that matters to whoever acts next: some stand beside the case."""
    seen = (event.event_id for event in reversed(history) if event.kind not in UNSEEN)
    return next(seen, 0)


def _versions(case: CaseFile) -> set[str]:
    """Every calendar version that some part of the case keeps."""
    kept = {visit.calendar_version for visit in case.visits}
    return kept | {cycle.calendar_version for cycle in case.cycles} | {case.calendar_version}


def _visit(office: Office, case: CaseFile, rules: Rules, visit: Visit, *, sealed: bool) -> VisitView:
    service = rules.service
    step = service.step(visit.step)
    titles = tuple(
        office.position_title(key, service) for key in (step.actors if visit.external else visit.actors)
    )
    way = step.exit(visit.exit) if visit.exit is not None else None
    earlier = sum(
        other.step == visit.step and other.cycle == visit.cycle and other.no < visit.no
        for other in case.visits
    )
    return VisitView(
        visit_id=visit.no,
        step_no=visit.step,
        name=step.name,
        actors=visit.actors,
        actor_titles=titles,
        holder=visit.holder,
        holder_name=office.person_name(visit.holder) or " / ".join(titles),
        arrived_at=visit.arrived_at,
        taken_at=visit.taken_at,
        finished_at=visit.finished_at,
        exit=visit.exit,
        exit_name=way.name if way is not None else "",
        output=privacy.SEALED if sealed and visit.output else visit.output,
        paused_seconds=_paused_seconds(case, visit),
        charged_to=step.charged_to,
        reading=step_clock(case, rules, visit),
        cycle=visit.cycle,
        revision_no=earlier,
    )


def _paused_seconds(case: CaseFile, visit: Visit) -> int:
    """Wall-clock seconds of the settled pauses within the visit."""
    pauses = merge_pauses(
        [Interval(pause.start, pause.end) for pause in case.pauses], visit.arrived_at, visit.finished_at
    )
    return sum(pause.end - pause.start for pause in pauses if pause.end is not None)


def _dispositions(office: Office, case: CaseFile, *, sealed: bool) -> tuple[DispositionView, ...]:
    """Of a sealed case only that there was one, by whom and until when."""
    return tuple(
        DispositionView(
            at=record.at,
            by=record.by,
            by_name=office.person_name(record.by),
            to=() if sealed else _people(office, record.to),
            cc=() if sealed else _people(office, record.cc),
            instructions=() if sealed else record.instructions,
            note=privacy.SEALED if sealed and record.note else record.note,
            due_at=record.due_at,
            step_no=record.step,
            answers=()
            if sealed
            else tuple(
                AnswerView(item.by, office.person_name(item.by), item.answer, item.at, item.text)
                for item in record.answers
            ),
        )
        for record in case.dispositions
    )


def _people(office: Office, usernames: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, office.person_name(name)) for name in usernames)
