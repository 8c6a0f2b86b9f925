"""Corrections: a new event that names the ones it corrects; nothing is deleted. Pure, like `workflow.py`.

The last act on a case can be withdrawn, an act be given its real time, and an event (acara) its real hours. Whoever
made a slip mends it within minutes; later a head does. Source: sla.md, "Reopen, cancel, correct, late entry".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.domain.calendar import Instant
from desk.domain.case import BESIDE, CaseFile, Event, Kind
from desk.domain.evolve import corrected
from desk.domain.moments import require_moment
from desk.domain.people import Permission, Person
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotAllowed, RuleError

GRACE = 15 * 60
"""Seconds after recording within which people may mend what they did themselves, late entries too."""

_WITHDRAWABLE = frozenset(
    {
        Kind.TAKEN,
        Kind.FINISHED,
        Kind.DISPOSED,
        Kind.ASSIGNED,
        Kind.PAUSED,
        Kind.RESUMED,
        Kind.CLASS_CHANGED,
        Kind.TARGET_AGREED,
        Kind.REOPENED,
        Kind.CANCELLED,
    }
)
_ASIDE = BESIDE | {
    Kind.NOTED,
    Kind.ATTACHED,
    Kind.CONTENT_CORRECTED,
    Kind.EXCLUDED,
    Kind.READMITTED,
    Kind.RETENTION_SET,
}
"""They neither move a case nor stand in the way of withdrawing what did."""

Deed = list[Event]
"""The events of one act."""


def deeds(events: Sequence[Event]) -> list[Deed]:
    """The history as it stands after its corrections, act by act."""
    told: list[Deed] = []
    for event in corrected(events):
        if told and _belongs(told[-1], event):
            told[-1].append(event)
        else:
            told.append([event])
    return told


def main_event(deed: Deed) -> Event:
    """The event that an act is known by: what follows from it, and the pause it settled, stand aside."""
    return deed[1] if deed[0].kind is Kind.RESUMED and len(deed) > 1 else deed[0]


def _belongs(deed: Deed, event: Event) -> bool:
    last = deed[-1]
    if (last.at, last.by) != (event.at, event.by):
        return False
    if event.kind is Kind.OPENED:
        return True
    if event.kind in (Kind.NOTED, Kind.ATTACHED, Kind.EXCLUDED):
        return deed[0].kind is Kind.REGISTERED
    if last.kind is Kind.DISPOSED and event.kind in (Kind.RESUMED, Kind.FINISHED):
        return not last.data["hands_over"]
    if event.kind in (Kind.FINISHED, Kind.DISPOSED):
        return last.kind is Kind.RESUMED and bool(last.data.get("settles"))
    return event.kind is Kind.VOIDED and last.kind is Kind.CANCELLED


def withdrawable(events: Sequence[Event], who: Actor) -> Deed:
    """The last act on the case, which this person may undo now. RuleError or NotAllowed if not."""
    last = [deed for deed in deeds(events) if deed[0].kind not in _ASIDE][-1]
    if main_event(last).kind not in _WITHDRAWABLE or any(event.kind is Kind.VOIDED for event in last):
        raise RuleError("Tindakan terakhir pada berkas ini tidak dapat diurungkan.", code="not_withdrawable")
    _require_mending(who, main_event(last))
    return last


def withdraw(events: Sequence[Event], who: Actor, why: str) -> list[Event]:
    """Undo the last act on the case, as if it had not happened."""
    return [_correction(who, withdrawable(events, who), why, withdrawn=True)]


def before_slip(events: Sequence[Event], corrections: Sequence[Event], who: Actor) -> Sequence[Event] | None:
    """The history up to a deed of this person's own, where the corrections withdraw it within `GRACE`. None: they do
    something else, or somebody else has told of the case since.

    Whoever saw the case then is shown nothing by the withdrawal that they had not just seen.
    """
    gone = {no for event in corrections if event.data.get("withdrawn") for no in event.data["corrects"]}
    place = next((place for place, event in enumerate(events) if event.id in gone), None)
    if place is None or not _is_own_slip(who, events[place]):
        return None
    others = [event for event in events[place:] if event.by != who.person.username]
    return None if any(event.kind is not Kind.RECOMPUTED for event in others) else events[:place]


def retimable(events: Sequence[Event], who: Actor) -> list[Deed]:
    """The acts to which this person may give another time now, the earliest first."""
    return [deed for deed in _timed(events) if _may_mend(who, main_event(deed))]


def retime(events: Sequence[Event], who: Actor, event_id: int, at: Instant, why: str) -> list[Event]:
    """Give an act the time at which it really happened; it stays between the acts before and after it."""
    told = _timed(events)
    place = next((i for i, deed in enumerate(told) if any(event.id == event_id for event in deed)), None)
    if place is None:
        raise FieldError("event", "Peristiwa itu tidak ada pada riwayat berkas ini.", code="unknown_event")
    deed = told[place]
    _require_mending(who, main_event(deed))
    require_moment("happened", at)
    if at > who.at:
        raise FieldError("happened", "Waktu kejadian berada di masa depan.", code="future")
    if place and at < told[place - 1][-1].at:
        raise FieldError("happened", "Waktu itu lebih awal daripada tindakan sebelumnya.", code="before_last")
    if place + 1 < len(told) and at > told[place + 1][0].at:
        raise FieldError("happened", "Waktu itu sesudah tindakan berikutnya.", code="after_next")
    if at == deed[0].at:
        raise FieldError("happened", "Waktunya memang sudah begitu.", code="same")
    return [_correction(who, deed, why, at=at)]


def _timed(events: Sequence[Event]) -> list[Deed]:
    """The acts on this case itself, not what stands beside it."""
    return [deed for deed in deeds(events) if deed[0].kind not in BESIDE]


def require_reschedulable(case: CaseFile, who: Actor) -> None:
    """RuleError or NotAllowed unless this person may give the case's event other hours now."""
    if case.event_start is None:
        raise RuleError("Berkas ini tidak mengikuti acara.", code="no_event")
    if case.status.is_closed or case.delivered_at is not None:
        raise RuleError("Berkas ini sudah dijawab atau ditutup.", code="closed")
    if not (who.person.may(Permission.LOG) or who.person.may(Permission.SUPERVISE)):
        raise NotAllowed("Waktu acara diubah oleh pencatat surat atau pimpinan.")


def reschedule(
    case: CaseFile, events: Sequence[Event], who: Actor, start: Instant, end: Instant | None, why: str
) -> list[Event]:
    """Give the event (acara) that the case follows other hours; its deadline follows them."""
    require_reschedulable(case, who)
    require_moment("event_start", start)
    require_moment("event_end", end)
    if end is not None and end < start:
        raise FieldError("event_end", "Acara selesai sebelum mulai.")
    if (start, end) == (case.event_start, case.event_end):
        raise FieldError("event_start", "Waktu acaranya memang sudah begitu.", code="same")
    told = [event for event in corrected(events) if event.data.get("event_start") is not None]
    return [_correction(who, [told[-1]], why, changes={"event_start": start, "event_end": end})]


def _require_mending(who: Actor, event: Event) -> None:
    if not _may_mend(who, event):
        minutes = GRACE // 60
        raise NotAllowed(f"Lebih dari {minutes} menit, atau bukan tindakan Anda: mintalah pimpinan.")


def _may_mend(who: Actor, event: Event) -> bool:
    """Whoever did it, within minutes of doing it; afterwards a head."""
    return _is_own_slip(who, event) or may_mend(who.person)


def _is_own_slip(who: Actor, event: Event) -> bool:
    written = event.at if event.recorded_at is None else event.recorded_at
    return who.person.username == event.by and who.at - written <= GRACE


def may_mend(person: Person) -> bool:
    """Whether this person may correct what others did, and at any time."""
    return person.may(Permission.SUPERVISE)


def _correction(
    who: Actor,
    deed: Deed,
    why: str,
    *,
    withdrawn: bool = False,
    at: Instant | None = None,
    changes: dict[str, Any] | None = None,
) -> Event:
    return who.event(
        Kind.CORRECTED,
        corrects=[event.id for event in deed],
        withdrawn=withdrawn,
        at=at,
        changes=changes or {},
        reason=require_text("reason", why, "Alasan", MAX_SUBJECT),
    )
