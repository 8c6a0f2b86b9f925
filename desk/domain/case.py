"""One case (berkas) as its events leave it.

History is the truth: a `CaseFile` changes only by the events that `evolve.py` lets it undergo. Nothing here judges
whether an event was allowed; that is `workflow.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desk.domain.calendar import Instant
from desk.domain.class_table import ClassBasis
from desk.domain.disposition import Answer, AnswerRecord
from desk.domain.service import Ending
from desk.domain.target import Target


class Kind(StrEnum):
    """What a case event tells."""

    REGISTERED = "registered"
    COMPLETED = "completed"
    OPENED = "opened"
    TAKEN = "taken"
    FINISHED = "finished"
    DISPOSED = "disposed"
    ASSIGNED = "assigned"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLASS_CHANGED = "class_changed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    NOTED = "noted"
    VOIDED = "voided"
    ATTACHED = "attached"
    TARGET_AGREED = "target_agreed"
    RECOMPUTED = "recomputed"
    """The calendar was changed for open cases: one event for all of them."""
    CORRECTED = "corrected"
    """An earlier event was told wrongly; see `correction.py`."""
    DISPOSITION_ANSWERED = "disposition_answered"
    """A recipient other than the lead has read, accepted or replied to a disposition; see `answering.py`."""
    CONTENT_CORRECTED = "content_corrected"
    """What came in was written down wrongly (a misspelt sender), or is to be kept more secret; see `content.py`."""
    EXCLUDED = "excluded"
    """People are kept out of the case, such as those it complains of; see `access.py`."""
    READMITTED = "readmitted"
    IDENTITY_SHOWN = "identity_shown"
    """Somebody had a complainant's identity shown in full (UU 27/2022)."""
    RETENTION_SET = "retention_set"
    """The case got a retention class of its own; see `retention.py`."""
    ERASED = "erased"
    """Everything personal was replaced by a tombstone (UU 27/2022; retention schedule)."""


UNSEEN = frozenset({Kind.DISPOSITION_ANSWERED, Kind.IDENTITY_SHOWN})
"""Events that leave the case as others have seen it: nobody's open form turns stale by them."""

BESIDE = frozenset({Kind.RECOMPUTED}) | UNSEEN
"""Events beside the case's own course: acts upon it may be entered late with a time before theirs."""


class Status(StrEnum):
    """Where a case stands. Source: cli.md, `status`."""

    INCOMPLETE = "incomplete"
    REGISTERED = "registered"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    ANSWERED = "answered"
    DONE = "done"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"

    @property
    def is_closed(self) -> bool:
        return self in (Status.DONE, Status.TRANSFERRED, Status.CANCELLED, Status.ARCHIVED)


STATUS_TEXT: dict[Status, str] = {
    Status.INCOMPLETE: "belum lengkap",
    Status.REGISTERED: "terdaftar",
    Status.IN_PROGRESS: "diproses",
    Status.WAITING: "menunggu",
    Status.ANSWERED: "dijawab",
    Status.DONE: "selesai",
    Status.TRANSFERRED: "disalurkan",
    Status.CANCELLED: "dibatalkan",
    Status.ARCHIVED: "diarsipkan",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case. `data` holds JSON values only."""

    kind: Kind
    at: Instant
    """When it really happened (for a late entry: before it was recorded)."""
    by: str
    data: dict[str, Any]
    id: int = 0
    """Its place in the event log. 0: not recorded yet."""
    recorded_at: Instant | None = None
    """When it was written down. None: when it happened."""
    late_reason: str | None = None
    """Why it was written down later. None: it was not."""


@dataclass(slots=True)
class Visit:
    """One stay of a case at a step. A return to the step is a new visit."""

    no: int
    """1 for the case's first visit."""
    step: str
    actors: tuple[str, ...]
    """Positions that may work on it now: those it opened with, after a hand-over the step's own."""
    external: bool
    cycle: int
    arrived_at: Instant
    holder: str | None = None
    taken_at: Instant | None = None
    finished_at: Instant | None = None
    finished_by: str | None = None
    exit: str | None = None
    """None while open, and for a visit that a cancellation or reopening ended."""
    output: str = ""
    handed_on: bool = False
    """Whether a head who received it first has disposed it to the step's own actors."""
    calendar_version: str = ""
    """The calendar its clock runs on; once finished, for good."""

    @property
    def is_open(self) -> bool:
        return self.finished_at is None


@dataclass(slots=True)
class PauseRecord:
    """Waiting for the applicant or another agency."""

    start: Instant
    waiting_for: str
    reason: str
    by: str
    end: Instant | None = None


@dataclass(frozen=True, slots=True)
class DispositionRecord:
    at: Instant
    by: str
    step: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    instructions: tuple[str, ...]
    note: str
    due_at: Instant | None
    answers: tuple[AnswerRecord, ...] = ()
    """Of those whom `answering.py` lets answer, in the order they came."""

    def answer_of(self, username: str) -> Answer | None:
        """How far this recipient has come. None: no answer yet."""
        own = [item.answer for item in self.answers if item.by == username]
        return own[-1] if own else None


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file that came with the case."""

    sha256: str
    size: int
    """Bytes."""
    name: str | None
    """None: kept by a desk that did not tell it in the history."""


@dataclass(slots=True)
class Cycle:
    """From the start of the clocks to the end; a reopening starts another."""

    start: Instant
    delivered_at: Instant | None = None
    ended_at: Instant | None = None
    cancelled: bool = False
    """Whether it ended without a result: cancelled before it was delivered."""
    target: Target | None = None
    """A service deadline agreed in place of the standard's. None: none was."""
    calendar_version: str = ""
    """The calendar its service and class clocks run on; once delivered or ended, for good."""
    last_visit: int | None = None
    """Number of the visit it was delivered by, or else ended in. None: its clocks run."""

    @property
    def stopped_at(self) -> Instant | None:
        """When its service and class clocks stopped. None: they have not."""
        return self.delivered_at if self.delivered_at is not None else self.ended_at


@dataclass(frozen=True, slots=True)
class ClassChange:
    at: Instant
    key: str | None
    """None: not classed."""
    cycle: int
    """From which cycle on it holds: after a delivery only from the next, since that cycle has its verdict. 0 at
    registration."""
    calendar_version: str
    """The calendar that the class before it is judged by."""


@dataclass(slots=True)
class CaseFile:
    """The state of one case after all its events so far."""

    number: str = ""
    kind: str = ""
    service: str = ""
    service_version: str = ""
    calendar_version: str = ""
    class_table: dict[str, int] = field(default_factory=dict)
    """Class key to its limit in working days, as in force when the case was opened."""
    class_basis: ClassBasis | None = None
    """Of those limits. None: no complaint, or one opened before desk kept it."""
    received_at: Instant = 0
    event_start: Instant | None = None
    event_end: Instant | None = None
    period: str | None = None
    """Of a periodic obligation: the month it reports on, `2026-11`. None: a letter or a complaint."""
    ticked: frozenset[str] = frozenset()
    classes: list[ClassChange] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pauses: list[PauseRecord] = field(default_factory=list)
    dispositions: list[DispositionRecord] = field(default_factory=list)
    attachments: list[AttachmentRecord] = field(default_factory=list)
    ending: Ending | None = None
    """How the case has ended, or will: an exit to another agency settles it in advance."""
    cancelled_at: Instant | None = None
    cancelled_by: str | None = None
    """Username. None: it is not cancelled."""
    voided: bool = False
    worked_on: bool = False
    """Whether anybody has taken, disposed or finished anything yet."""
    recomputed_at: Instant = 0
    """When the office last recomputed it: no act on the case, so late entries may lie before it. 0: never."""
    logged_by: str = ""
    content: str = ""
    """Keyed digest of what came in, as last corrected."""
    kept_from: frozenset[str] = frozenset()
    """Usernames of those who are kept out of the case."""
    retention: str | None = None
    """Retention class of its own. None: that of its service."""
    erased_at: Instant | None = None
    """When everything personal was erased. None: it was not."""
    last_at: Instant = 0
    last_by: str = ""

    @property
    def open_visit(self) -> Visit | None:
        if self.visits and self.visits[-1].is_open:
            return self.visits[-1]
        return None

    @property
    def open_pause(self) -> PauseRecord | None:
        if self.pauses and self.pauses[-1].end is None:
            return self.pauses[-1]
        return None

    @property
    def started_at(self) -> Instant | None:
        """Start of the first cycle's clocks. None: the file is incomplete."""
        return self.cycles[0].start if self.cycles else None

    @property
    def cycle(self) -> Cycle | None:
        return self.cycles[-1] if self.cycles else None

    @property
    def delivered_at(self) -> Instant | None:
        return self.cycle.delivered_at if self.cycle else None

    @property
    def ended_at(self) -> Instant | None:
        if self.cancelled_at is not None:
            return self.cancelled_at
        return self.cycle.ended_at if self.cycle else None

    @property
    def class_key(self) -> str | None:
        return self.classes[-1].key if self.classes else None

    @property
    def status(self) -> Status:
        if self.cancelled_at is not None:
            return Status.CANCELLED
        if not self.cycle:
            return Status.INCOMPLETE
        if self.cycle.ended_at is not None:
            return Status.TRANSFERRED if self.ending is Ending.TRANSFERRED else Status.DONE
        if self.cycle.delivered_at is not None:
            return Status.ANSWERED
        visit = self.open_visit
        if self.open_pause is not None or (visit is not None and visit.external):
            return Status.WAITING
        return Status.IN_PROGRESS if self.worked_on else Status.REGISTERED

    @property
    def is_periodic(self) -> bool:
        """Whether this is a periodic obligation (Laporan setiap bulan), never part of a letter's case."""
        return self.period is not None

    def visit(self, no: int) -> Visit:
        return self.visits[no - 1]

    def close_open_visit(self, at: Instant) -> None:
        visit = self.open_visit
        if visit is not None:
            visit.finished_at = at
        if self.open_pause is not None:
            self.open_pause.end = at
