"""Correcting what came in: an event with the new digest and the old values; tables, search and keys follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desk import db
from desk.domain import content
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.complaint import NO_NAME, ComplaintDraft, check_complaint
from desk.domain.content import Hands
from desk.domain.evolve import replay
from desk.domain.letter import LetterDraft, check_letter, normalised
from desk.domain.people import Permission
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import FieldError, RuleError
from desk.office import case_store, findable, ledger, numbers, privacy, rows, same_number
from desk.office.session import Session

Content = dict[str, Any]
"""What came in, as its digest covers it."""

_COMPLAINT = ("text", "phone", "channel", "is_anonymous", "is_confidential")
"""Fields that stand in a complaint's row as they came."""


def correct(
    session: Session, number: str, changes: Mapping[str, Any], reason: str, expected: int | None = None
) -> None:
    """Put the content of a letter or complaint right; `changes` by field of `content.FIELDS`.

    Both versions stay readable to those who see the content.
    """
    with session.act(Permission.READ) as act:  # who may correct what is judged by the rule itself
        number = numbers.canonical_number(number, session.office)
        case = case_store.load_for_act(act, number, expected)
        before = stored(case)
        after = before | _checked(case.kind, before, changes, session.office.today())
        may = _hands(session, case, case_store.load_events(number))
        content.require_correction(may, changes, before, after)
        fields = content.corrected_fields(case.kind, changes, before, after)
        if not fields:
            raise RuleError("Tidak ada yang berubah.", code="same")
        why = require_text("reason", reason, "Alasan", MAX_SUBJECT)
        ((salt,),) = rows.select(db.Case, ("salt",), {"number": number})
        _write(case, after)
        corrected = case_store.who(act).event(
            Kind.CONTENT_CORRECTED,
            content=ledger.digest(salt, after),
            fields=fields,
            before=db.canonical({name: before[name] for name in fields}),
            reason=why,
        )
        case_store.commit(act, case, [corrected])


def correctable(session: Session, number: str) -> tuple[Hands, Content]:
    """What this person may correct of a case's content, and what stands there: only what they may correct."""
    events = case_store.load_events(numbers.canonical_number(number, session.office))
    case = replay(events)
    may = hands(session, case, events)
    if not may:
        return may, {}
    shown = set(content.FIELDS[case.kind]) if may.words else content.PROTECTION
    return may, {name: value for name, value in stored(case).items() if name in shown}


def stored(case: CaseFile) -> Content:
    """The content of a letter or complaint as it stands; RuleError for any other case."""
    ((sender, subject),) = rows.select(db.Case, ("sender", "subject"), {"number": case.number})
    told = {"sender": sender, "subject": subject}
    if case.kind == "letter":
        names = ("letter_no", "letter_date", "urgency", "security")
        (values,) = rows.select(db.Letter, names, {"case": case.number})
        found = dict(zip(names, values, strict=True))
        day = found["letter_date"]
        return told | found | {"letter_date": None if day is None else str(day)}
    if case.kind == "complaint":
        (values,) = rows.select(db.Complaint, _COMPLAINT, {"case": case.number})
        return told | dict(zip(_COMPLAINT, values, strict=True))
    raise RuleError("Hanya isi surat dan pengaduan yang dapat dibetulkan.", code="no_content")


def hands(session: Session, case: CaseFile, events: list[Event]) -> Hands:
    """What this person may correct of the case's content now, and could."""
    may = _hands(session, case, events)
    if may.raises and not content.can_rise(stored(case)):
        return replace(may, raises=False)
    return may


def _hands(session: Session, case: CaseFile, events: list[Event]) -> Hands:
    person, registered = session.person, events[0]
    seal, standing = privacy.seal_of(session.office, case), privacy.standing_of(session, case)
    logged_at = registered.at if registered.recorded_at is None else registered.recorded_at
    return content.hands(person, case, seal, standing, logged_at, session.now())


def _checked(kind: str, before: Content, changes: Mapping[str, Any], today: date) -> Content:
    """The changed fields as they would be logged. FieldError at the first that cannot stay."""
    unknown = sorted(changes.keys() - set(content.FIELDS[kind]))
    if unknown:
        raise FieldError("fields", f"Isian tidak dikenal: {', '.join(unknown)}.", code="unknown_field")
    new = before | dict(changes)
    if kind == "letter":
        return _checked_letter(new, today)
    draft = check_complaint(
        ComplaintDraft(
            service="",
            channel=new["channel"],
            text=new["text"],
            sender=new["sender"],
            phone=changes.get("phone"),
            is_anonymous=new["is_anonymous"],
            is_confidential=new["is_confidential"],
        )
    )
    checked = complaint_content(draft)
    if "phone" not in changes:
        checked["phone"] = before["phone"]
    if draft.text == before["text"]:
        checked["subject"] = before["subject"]
    return checked


def _checked_letter(new: Content, today: date) -> Content:
    day = new["letter_date"]
    draft = check_letter(
        LetterDraft(
            service="",
            sender=new["sender"],
            subject=new["subject"],
            letter_no=new["letter_no"],
            letter_date=date.fromisoformat(day) if isinstance(day, str) else day,
            urgency=new["urgency"],
            security=new["security"],
        ),
        today,
    )
    return letter_content(draft)


def letter_content(draft: LetterDraft) -> Content:
    """What a checked letter brings."""
    return {
        "sender": draft.sender,
        "subject": draft.subject,
        "letter_no": draft.letter_no,
        "letter_date": None if draft.letter_date is None else draft.letter_date.isoformat(),
        "urgency": draft.urgency,
        "security": draft.security,
    }


def letter_columns(told: Content) -> dict[str, Any]:
    """The columns of a letter's row that its content determines."""
    number, day = told["letter_no"], told["letter_date"]
    return {
        "letter_no": number,
        "letter_no_form": normalised(number) if number else None,
        "sender_form": normalised(told["sender"]),
        "letter_date": None if day is None else date.fromisoformat(day),
        "urgency": told["urgency"],
        "security": told["security"],
    }


def complaint_content(draft: ComplaintDraft) -> Content:
    """What a checked complaint brings; it is listed by how its text begins."""
    return {
        "sender": draft.sender or NO_NAME,
        "subject": " ".join(draft.text.split())[:200],
        "text": draft.text,
        "phone": draft.phone,
        "channel": draft.channel,
        "is_anonymous": draft.is_anonymous,
        "is_confidential": draft.is_confidential,
    }


def complaint_columns(told: Content) -> dict[str, Any]:
    """The columns of a complaint's row that its content determines."""
    return {name: told[name] for name in _COMPLAINT} | {"phone_key": same_number.phone_key(told["phone"])}


def _write(case: CaseFile, after: Content) -> None:
    """Bring the rows to the corrected content."""
    number, sender, subject = case.number, after["sender"], after["subject"]
    if case.kind == "letter":
        rows.update(db.Letter, {"case": number}, **letter_columns(after))
        search = findable.letter_text(number, sender, subject, after["letter_no"])
    else:
        rows.update(db.Complaint, {"case": number}, **complaint_columns(after))
        search = findable.complaint_text(number, after["text"])
    rows.update(db.Case, {"number": number}, sender=sender, subject=subject, search=search)
