"""The disposition sheet (lembar disposisi): its vocabulary, what is written on it, and whom it may go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.domain.calendar import Instant
from desk.domain.moments import require_moment
from desk.domain.people import Permission, Person
from desk.domain.service import Service, Step
from desk.domain.texts import optional_text
from desk.errors import FieldError

INSTRUCTIONS: dict[str, str] = {
    "follow_up": "Tindak lanjuti",
    "process_further": "Proses lebih lanjut",
    "prepare_material": "Siapkan bahan",
    "coordinate": "Koordinasikan / konfirmasikan",
    "for_information": "Untuk diketahui",
    "review_and_advise": "Teliti & beri pendapat",
    "respond_and_suggest": "Tanggapan dan saran",
    "attend": "Hadiri",
    "attend_and_report": "Hadiri dan laporkan",
    "represent": "Wakili",
    "reply": "Balas surat",
    "schedule": "Jadwalkan",
    "circulate": "Edarkan",
    "file": "Arsipkan",
}
"""Instruction key to the words on the sheet, the commonest first."""

WAITING_FOR: dict[str, str] = {
    "applicant": "pemohon / pengadu",
    "other_agency": "OPD lain",
}
"""Whom a pause may wait for; nothing else pauses (sla.md, "Pause")."""


class Answer(StrEnum):
    """What a recipient has done with a disposition, each later than the one before it."""

    READ = "read"
    ACCEPTED = "accepted"
    REPLIED = "replied"


ANSWER_TEXT: dict[Answer, str] = {
    Answer.READ: "dibaca",
    Answer.ACCEPTED: "diterima",
    Answer.REPLIED: "dibalas",
}


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One recipient's own answer to a disposition."""

    by: str
    at: Instant
    answer: Answer
    text: str


@dataclass(frozen=True, slots=True)
class DispositionOrder:
    """What a head writes on the disposition sheet."""

    to: tuple[str, ...]
    """Usernames; the first is the lead and holds the visit."""
    instructions: tuple[str, ...]
    cc: tuple[str, ...] = ()
    note: str = ""
    due_at: Instant | None = None


def receiving_step(service: Service, step: Step) -> Step:
    """The step whose actor a disposition on `step` looks for: the next one, or `step` itself where it only hands on."""
    if not step.disposition:
        return step
    target = step.exits[0].to
    return step if target is None else service.step(target)


def recipients(
    people: Sequence[Person], actors: tuple[str, ...], kept_from: frozenset[str] = frozenset()
) -> list[Person]:
    """Who may be given a step of these actors: its holders but those who are kept out of the case. Where these were the
    only ones, whoever holds a position stands in."""
    if is_vacated(people, actors, kept_from):
        return stand_ins(people, kept_from)
    return [
        person
        for person in people
        if person.active and person.username not in kept_from and person.holds_any(actors)
    ]


def is_vacated(people: Sequence[Person], actors: tuple[str, ...], kept_from: frozenset[str]) -> bool:
    """Whether a step of these actors has holders, all of whom are kept out of the case."""
    holders = {person.username for person in people if person.active and person.holds_any(actors)}
    return bool(holders) and holders <= kept_from


def stand_ins(people: Sequence[Person], kept_from: frozenset[str]) -> list[Person]:
    """Whoever works on cases at all and is not kept out of this one."""
    return [
        person
        for person in people
        if person.active and person.username not in kept_from and person.may(Permission.WORK)
    ]


def check_order(
    order: DispositionOrder,
    people: Mapping[str, Person],
    at: Instant,
    kept_from: frozenset[str] = frozenset(),
) -> None:
    """FieldError at the first entry of the sheet that cannot stay."""
    if not order.to:
        raise FieldError("to", "Tujuan disposisi belum dipilih.", code="empty")
    for username in order.to:
        active_person(people, username, "to", kept_from)
    for username in order.cc:
        active_person(people, username, "cc", kept_from)
    both = sorted(set(order.to) & set(order.cc))
    if both or len(set(order.to)) != len(order.to):
        raise FieldError("cc", "Nama yang sama ditulis dua kali pada disposisi.", code="twice")
    if not order.instructions:
        raise FieldError("instruction", "Isi disposisi belum dipilih.", code="empty")
    unknown = sorted(set(order.instructions) - set(INSTRUCTIONS))
    if unknown:
        raise FieldError("instruction", f"Isi disposisi tidak dikenal: {', '.join(unknown)}.")
    require_moment("due", order.due_at)
    if order.due_at is not None and order.due_at <= at:
        raise FieldError("due", "Batas waktu disposisi sudah lewat.", code="past")
    optional_text("note", order.note, "Catatan")


def active_person(
    people: Mapping[str, Person], username: str, field_name: str, kept_from: frozenset[str] = frozenset()
) -> Person:
    """The active user of that name, who is not kept out of the case; FieldError at the field otherwise."""
    person = people.get(username)
    if person is None:
        raise FieldError(field_name, f"Pengguna “{username}” tidak ada.", code="unknown_user")
    if not person.active:
        raise FieldError(field_name, f"{person.name} tidak aktif.", code="inactive_user")
    if username in kept_from:
        raise FieldError(field_name, f"{person.name} dikecualikan dari berkas ini.", code="kept_out")
    return person
