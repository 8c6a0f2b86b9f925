"""The recipients' own answers to a disposition: read, accepted, replied. Pure, like `workflow.py`.

The lead (the first named) holds the visit and answers by working. The others say how far they have come, those with
a copy (tembusan) only that they have read it or what they reply. An answer moves nothing: no step, no clock, no pause.
Source: sla.md, "Clocks".
"""

from __future__ import annotations

from desk.domain.case import CaseFile, DispositionRecord, Event, Kind
from desk.domain.disposition import ANSWER_TEXT, Answer
from desk.domain.texts import MAX_SUBJECT, optional_text, require_text
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotAllowed, RuleError

_ORDER = tuple(Answer)
_OF_COPIES = (Answer.READ, Answer.REPLIED)


def is_asked(record: DispositionRecord, username: str) -> bool:
    """Whether the disposition asks this person for an own answer."""
    return username in record.to[1:] or username in record.cc


def open_answers(record: DispositionRecord, username: str) -> tuple[Answer, ...]:
    """What this person may still say of the disposition, the next one first. Empty: nothing, or not asked."""
    if not is_asked(record, username):
        return ()
    said = record.answer_of(username)
    further = _ORDER if said is None else _ORDER[_ORDER.index(said) + 1 :]
    return tuple(item for item in further if item in _OF_COPIES or username not in record.cc)


def waits_for(record: DispositionRecord, username: str) -> bool:
    """Whether the person still owes an answer: a recipient until the reply, a copy until it is read."""
    said = record.answer_of(username)
    if username in record.cc:
        return said is None
    return username in record.to[1:] and said is not Answer.REPLIED


def answerable(case: CaseFile, username: str) -> int | None:
    """The disposition, counted from 1, that this person would answer now: the earliest that waits, else the latest
    that may still be answered. None: there is none."""
    if case.status.is_closed:
        return None
    numbered = list(enumerate(case.dispositions, 1))
    waiting = [no for no, record in numbered if waits_for(record, username)]
    possible = [no for no, record in numbered if open_answers(record, username)]
    return waiting[0] if waiting else possible[-1] if possible else None


def answer(case: CaseFile, who: Actor, no: int | None, said: str, text: str = "") -> list[Event]:
    """Answer a disposition, counted from 1; None: the one that `answerable` tells.

    Possible as long as the case is open, wherever it stands by then. A reply says something.
    """
    username = who.person.username
    if case.status.is_closed:
        raise RuleError("Berkas ini sudah ditutup.", code="closed")
    no = answerable(case, username) if no is None else no
    if no is None:
        raise RuleError(
            "Tidak ada disposisi yang menunggu jawaban Anda pada berkas ini.", code="none_waiting"
        )
    if not 1 <= no <= len(case.dispositions):
        raise FieldError(
            "disposition",
            f"Disposisi ke-{no} tidak ada; berkas ini punya {len(case.dispositions)}.",
            code="unknown_disposition",
        )
    record = case.dispositions[no - 1]
    if username == record.to[0]:
        raise NotAllowed("Anda pelaksananya: jawaban Anda adalah pekerjaan pada langkahnya.", code="lead")
    if not is_asked(record, username):
        raise NotAllowed("Disposisi ini tidak ditujukan kepada Anda.")
    wanted = _answer(record, username, said)
    if who.at < record.at:
        raise FieldError("at", "Waktu itu lebih awal daripada disposisinya.", code="before_disposition")
    if any(item.by == username and who.at < item.at for item in record.answers):
        raise FieldError("at", "Waktu itu lebih awal daripada jawaban Anda sebelumnya.", code="before_last")
    told = require_text if wanted is Answer.REPLIED else optional_text
    words = told("text", text, "Jawaban", MAX_SUBJECT)
    return [who.event(Kind.DISPOSITION_ANSWERED, disposition=no, answer=str(wanted), text=words)]


def _answer(record: DispositionRecord, username: str, said: str) -> Answer:
    if said not in _ORDER:
        raise FieldError("answer", f"Jawaban tidak dikenal. Pilihan: {', '.join(_ORDER)}.")
    wanted = Answer(said)
    if wanted is Answer.ACCEPTED and username in record.cc:
        raise FieldError("answer", "Tembusan cukup dibaca; yang perlu dapat dibalas.", code="copy")
    if wanted not in open_answers(record, username):
        before = record.answer_of(username)
        assert before is not None, "the first answer may be any"
        raise FieldError("answer", f"Disposisi ini sudah Anda tandai {ANSWER_TEXT[before]}.", code="said")
    return wanted
