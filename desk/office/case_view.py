"""One case as the office shows it to the faces, and what may be done with it: plain records, never written back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.class_table import ClassBasis
from desk.domain.disposition import Answer
from desk.domain.phone import grouped_phone
from desk.domain.service import Charge, Exit, Service
from desk.domain.sla import Reading, Target
from desk.domain.texts import TOMBSTONE


@dataclass(frozen=True, slots=True)
class VisitView:
    visit_id: int
    step_no: str
    name: str
    actors: tuple[str, ...]
    actor_titles: tuple[str, ...]
    holder: str | None
    holder_name: str
    arrived_at: Instant
    taken_at: Instant | None
    finished_at: Instant | None
    exit: str | None
    exit_name: str
    output: str
    paused_seconds: int
    charged_to: Charge
    reading: Reading
    cycle: int
    revision_no: int
    """0 for a first visit; n for the nth return to this step within its cycle."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A recipient's own answer to a disposition."""

    by: str
    by_name: str
    answer: Answer
    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class DispositionView:
    at: Instant
    by: str
    by_name: str
    to: tuple[tuple[str, str], ...]
    """Recipients as (username, name), the lead first. Empty, as are copies, instructions and answers: it is sealed."""
    cc: tuple[tuple[str, str], ...]
    instructions: tuple[str, ...]
    """Instruction keys; texts are in `desk.domain.disposition.INSTRUCTIONS`."""
    note: str
    due_at: Instant | None
    step_no: str
    answers: tuple[AnswerView, ...] = ()

    def last_answer(self, username: str) -> AnswerView | None:
        """How far this recipient has come. None: no answer yet."""
        return next((item for item in reversed(self.answers) if item.by == username), None)


@dataclass(frozen=True, slots=True)
class AttachmentView:
    name: str
    size: int
    """Bytes."""
    path: Path


@dataclass(frozen=True, slots=True)
class PauseView:
    start: Instant
    end: Instant | None
    waiting_for: str
    reason: str
    by: str
    by_name: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of a case's history (riwayat)."""

    event_id: int
    at: Instant
    """When it happened, as corrections have left it."""
    told_at: Instant
    """When it was first said to have happened."""
    recorded_at: Instant
    by: str
    by_name: str
    kind: str
    text: str
    """The event told in one Indonesian sentence."""
    late_reason: str | None
    """Why somebody recorded it later. None: nobody did; what the desk does by itself is no late entry."""
    withdrawn: bool = False
    """Whether a later correction took it back: it counts no longer."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about one case, for the screens and `desk case show`."""

    case_no: str
    mark: str
    """Tells it from another case that got the same number after a restoring: a piece of its first event's hash."""
    kind: str
    """`letter`, `complaint` or `periodic`."""
    period: str | None
    """Of a periodic obligation: the month it reports on, `2026-11`."""
    service: Service
    status: str
    status_text: str
    started_at: Instant | None
    finished_at: Instant | None
    received_at: Instant
    sender: str
    subject: str
    letter_no: str | None
    letter_date: date | None
    urgency: str
    security: str
    channel: str | None
    """None: no complaint, or sealed."""
    phone: str | None
    """Masked. None: none was given, or it is not for the viewer."""
    class_key: str | None
    """None: not classed, or sealed."""
    timed_class: str | None
    """The class that the class clock runs by; another where the class was changed after the delivery."""
    class_table: dict[str, int]
    """Class key to its limit in working days, as the case keeps it; empty for letters."""
    class_basis: ClassBasis | None
    """Of that table. None: no complaint, one opened before desk kept it, or sealed."""
    event_start: Instant | None
    event_end: Instant | None
    ticked: frozenset[str]
    missing: tuple[str, ...]
    """Keys of the required items not yet ticked."""
    visits: tuple[VisitView, ...]
    pauses: tuple[PauseView, ...]
    dispositions: tuple[DispositionView, ...]
    notes: tuple[EventView, ...]
    history: tuple[EventView, ...]
    clocks: tuple[Reading, ...]
    """Every clock of the case: step, service, class; the step's is the open or last visit's."""
    attachments: tuple[AttachmentView, ...]
    """Empty too where the content is sealed."""
    nearest: Reading | None
    """The clock the case is shown by. None: no clock has a deadline or has started."""
    calendars: dict[str, WorkingCalendar]
    """Every calendar version that some part of the case keeps."""
    calendar_version: str
    """The one it keeps now."""
    target: Target | None
    """The service deadline agreed in this cycle. None: none was."""
    revision: int
    """Id of the case's last event: an act on an older reading is refused."""
    is_sealed: bool
    """Whether the content is kept from whoever looks."""
    kept_out: tuple[tuple[str, str], ...] = ()
    """Those who are kept out of the case, as (username, name); empty too where the content is sealed."""
    voided: bool = False
    """Whether its number was given by mistake."""
    unmanned: bool = False
    """Whether the open step waits in vain, since those who could do it are kept out; told to heads only."""

    @property
    def is_periodic(self) -> bool:
        return self.kind == "periodic"

    @property
    def letter_no_text(self) -> str:
        """The letter's number, or why there is none to be read."""
        return self._kept_back or self.letter_no or "tanpa nomor"

    @property
    def letter_date_text(self) -> str:
        """The letter's date, `21/11/2026`, or why there is none to be read."""
        if self.letter_date is None:
            return self._kept_back or "tanpa tanggal"
        return f"{self.letter_date:%d/%m/%Y}"

    @property
    def _kept_back(self) -> str:
        """What stands in the place of a sealed or erased content; empty where it can be read."""
        return self.subject if self.is_sealed or self.subject == TOMBSTONE else ""

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar that the case keeps now."""
        return self.calendars[self.calendar_version]

    def calendar_of(self, reading: Reading) -> WorkingCalendar:
        """The calendar that a clock of this case runs on."""
        return self.calendars[reading.calendar_version]

    @property
    def open_visit(self) -> VisitView | None:
        return next((visit for visit in reversed(self.visits) if visit.finished_at is None), None)

    @property
    def next_exits(self) -> tuple[Exit, ...]:
        visit = self.open_visit
        return self.service.step(visit.step_no).exits if visit else ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a complainant is, in full: shown on request only, and never kept."""

    number: str
    sender: str
    phone: str | None
    """As it is kept. None: none was given."""

    @property
    def phone_text(self) -> str | None:
        """In groups, to be read aloud. None: none was given."""
        return None if self.phone is None else grouped_phone(self.phone)


@dataclass(frozen=True, slots=True)
class Choice:
    """What this person may do with this case now; an act not in it is not offered."""

    acts: frozenset[str] = frozenset()
    """Of: take finish return dispose assign pause resume note reopen cancel complete class void target undo retime
    reschedule read accept reply exclude readmit identity content erase."""
    exits: tuple[Exit, ...] = ()
    recipients: tuple[tuple[str, str], ...] = ()
    """People who may lead a disposition, as (username, "Name, position")."""
    assignees: tuple[tuple[str, str], ...] = ()
    """People the open step may be assigned to, likewise; without its present holder."""
    reopens: tuple[str, ...] = ()
    """Steps that the case may begin anew at."""
    answers_to: int | None = None
    """The disposition, from 1, that read, accept and reply are about. None: none."""
    undoes: tuple[int, ...] = ()
    """Ids of the events that undoing the last act would take back. Empty: it may not be undone."""
    retimes: tuple[int, ...] = ()
    """Of each act that may be given another time, the id of the event it is known by."""
    excludable: tuple[tuple[str, str], ...] = ()
    """People who may be kept out of the case, as (username, "Name, position")."""
    readmittable: tuple[tuple[str, str], ...] = ()
    """Who may be let in again, likewise."""
    kept_out: frozenset[str] = frozenset()
    """Usernames of those who are kept out: offered for nothing else. Empty also where the case does not tell."""
