"""What the office lists for the faces, and says before and after a file is kept: plain records, never written back."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.sla import Band, Reading


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One open visit, as the board and the queue list it. Its timer runs from memory."""

    visit_id: int
    case_no: str
    deadline_key: str
    """Which deadline `reading` runs to, as `desk/domain/alerts.py` names it."""
    service_key: str
    service_version: str
    service_short: str
    step_no: str
    step_label: str
    holder: str | None
    """Username of who holds the visit. None: nobody has taken it yet."""
    holder_name: str
    """The holder's name, or the position it waits for."""
    taken: bool
    subject: str
    sender: str
    urgency: str
    standard_text: str
    reading: Reading
    """The nearest clock."""
    calendar: WorkingCalendar

    def band(self, now: Instant) -> Band:
        return self.reading.band(self.calendar, now)

    def remaining(self, now: Instant) -> int | None:
        """Seconds left, negative when over; None without a deadline, and while somebody outside is at work."""
        if self.reading.external:
            return None
        return self.reading.remaining(self.calendar, now)

    def used(self, now: Instant) -> int:
        return self.reading.used(self.calendar, now)

    def percent(self, now: Instant) -> int | None:
        """Used share of the standard, in percent; None without a standard, and while somebody outside is at work."""
        total = None if self.reading.external else self.reading.allowed_seconds
        return None if not total else self.used(now) * 100 // total


@dataclass(frozen=True, slots=True)
class BoardFilter:
    service: str | None = None
    """Service key. None: every service."""
    holder: str | None = None
    """Username. None: everybody."""
    untaken: bool = False
    """Only steps that nobody holds yet."""
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One holder's or one service's share of the board."""

    key: str | None
    name: str
    counts: dict[Band, int]
    total: int


@dataclass(frozen=True, slots=True)
class Today:
    """The board's figures of the day."""

    arrived: int
    finished: int
    on_time_percent: int | None
    """Of the service or class deadlines (else steps) that ended in the last 30 days, agreed targets in the place of
    their standards. None: none ended."""
    standard_percent: int | None
    """The same by the standards alone."""
    on_time_days: tuple[int | None, ...]
    """`on_time_percent` of each of the last 10 working days, oldest first."""
    events: int
    """Services that followed an event and ended in the last 30 days; counted in no percentage."""
    events_met: int
    """How many of them were taken by the event's start."""

    @property
    def differs(self) -> bool:
        """Whether agreed targets make a difference to what was on time."""
        return self.standard_percent != self.on_time_percent


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the agenda book or the complaint register."""

    number: str
    at: Instant
    service_short: str
    sender: str
    subject: str
    status: str
    missing: int
    voided: bool
    letter_no: str | None
    service_key: str
    status_key: str
    """Value of `Status`; `status` is its Indonesian text."""
    kind: str
    """`letter`, `complaint` or `periodic`."""
    is_kept_out: bool = False
    """Whether the viewer is kept out of the case."""

    @property
    def is_letter(self) -> bool:
        return self.kind == "letter"


@dataclass(frozen=True, slots=True)
class DuePreview:
    """When a file would be due, said before it is saved."""

    starts_at: Instant | None
    """None: the file is incomplete, no clock starts."""
    due_at: Instant | None
    due_of: str | None
    reason: str
    """One Indonesian sentence that says why."""
    warnings: tuple[str, ...] = ()
    """Why it may yet change, in Indonesian sentences: a year without holidays, an estimated day. Of every clock."""


@dataclass(frozen=True, slots=True)
class TargetPreview:
    """What an agreed target would do, said before it is agreed."""

    standard_due: Instant
    due_at: Instant
    later_seconds: int
    """How much later, in the measure of the standard."""
    is_working: bool
    """Whether that measure is open time."""


@dataclass(frozen=True, slots=True)
class Logged:
    """The answer to logging a letter or a complaint."""

    number: str
    status: str
    missing: tuple[str, ...]
    started_at: Instant | None
    due_at: Instant | None
    duplicates: tuple[str, ...]
    """Agenda numbers of earlier letters with the same sender, number and date; open complaints from the same number."""
    warnings: tuple[str, ...] = ()
    """Why its deadlines may yet change, in Indonesian sentences."""
