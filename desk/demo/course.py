"""One case's course as it is planned: who does what to it, and when. Nothing is written here yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import complaints, corrections, intake, routing
from desk.office.session import Session

Deed = Callable[[Session, str], object]
"""An act on the case of that number; what logs the case is given an empty one."""

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of a course."""

    at: Instant
    by: str
    deed: Deed


@dataclass(frozen=True)
class Stage:
    """The calendars that the demo office works by, and when its curtain rises."""

    office: WorkingCalendar
    hotline: WorkingCalendar
    opening: Instant
    """When the demo opens; everything lies before it."""

    def calendar(self, service: str) -> WorkingCalendar:
        return self.hotline if service == "hotline-bkpsdm" else self.office


@dataclass
class Course:
    """Grows act by act, each some open minutes after the one before, or at set times until those run out."""

    stage: Stage
    service: str
    rng: Random
    arrived: Instant
    twist: str = ""
    """What is out of the ordinary in this case. Empty: nothing."""
    slow: bool = False
    """Whether the step that matters takes far too long."""
    people: tuple[str, ...] = ()
    """Who is picked where several could act. Empty: chance decides."""
    event_start: Instant | None = None
    times: Iterator[Instant] | None = None
    """The instants of the acts after the first; the case stands still where they end. None: chance decides."""
    entries: list[Entry] = field(default_factory=list)
    at: Instant = 0
    """When the last act was, or begins to be waited for."""
    stands: bool = False
    """Whether the set times have run out."""

    @property
    def calendar(self) -> WorkingCalendar:
        return self.stage.calendar(self.service)

    def pick(self, *usernames: str) -> str:
        """One of those who could do it."""
        preferred = [name for name in usernames if name in self.people]
        return preferred[0] if preferred else self.rng.choice(usernames)

    def chance(self, percent: int) -> bool:
        """True so often, in a course left to chance; a course of set times has no surprises."""
        return self.rng.randrange(100) < percent and self.times is None

    def log(self, by: str, draft: LetterDraft | ComplaintDraft, late_reason: str | None = None) -> None:
        """Log it on arrival; what comes while the office is closed, when it opens next."""
        recorded = self.arrived
        if late_reason is not None or not self.stage.office.is_open(recorded):
            recorded = self.stage.office.next_open(recorded + 12 * 3600 if late_reason else recorded)
            recorded += self.rng.randint(1, 8) * MINUTE
            draft = replace(draft, received_at=self.arrived)
            same_day = self.stage.office.local_date(recorded) == self.stage.office.local_date(self.arrived)
            late_reason = late_reason or (None if same_day else "pesan masuk di luar jam kantor")
        self.at = recorded

        def deed(session: Session, _number: str) -> object:
            if isinstance(draft, LetterDraft):
                return intake.log_letter(session, draft, reason=late_reason)
            return complaints.log_complaint(session, draft, reason=late_reason)

        self.entries.append(Entry(recorded, by, deed))

    def do(self, by: str, low: int, high: int, deed: Deed, *, matters: bool = False) -> None:
        """Act, `low` to `high` open minutes after the act before; much later where it `matters` and is `slow`."""
        if self.stands:
            return
        if self.times is not None:
            at = next(self.times, None)
            if at is None:
                self.stands = True
                return
            self.at = max(at, self.at)
        else:
            factor = self.rng.randint(4, 6) if matters and self.slow else 1
            self.at = self.calendar.add(self.at, self.rng.randint(low * MINUTE, high * MINUTE) * factor)
        self.entries.append(Entry(self.at, by, deed))

    def wait_until(self, instant: Instant) -> None:
        """Let nothing more happen before then."""
        self.at = max(self.at, instant)

    # ---- the acts

    def complete(self, by: str, low: int, high: int, have: frozenset[str]) -> None:
        self.do(by, low, high, lambda session, no: intake.complete_requirements(session, no, have))

    def take(self, by: str, low: int, high: int, *, matters: bool = False) -> None:
        self.do(by, low, high, lambda session, no: routing.take(session, no), matters=matters)

    def finish(
        self, by: str, low: int, high: int, way: str | None = None, output: str = "", *, matters: bool = False
    ) -> None:
        self.do(by, low, high, lambda session, no: routing.finish(session, no, way, output), matters=matters)

    def send_back(self, by: str, low: int, high: int, why: str) -> None:
        self.do(by, low, high, lambda session, no: routing.send_back(session, no, why))

    def dispose(
        self, by: str, low: int, high: int, order: DispositionOrder, *, matters: bool = False
    ) -> None:
        self.do(by, low, high, lambda session, no: routing.dispose(session, no, order), matters=matters)

    def assign(self, by: str, low: int, high: int, to: str, why: str) -> None:
        self.do(by, low, high, lambda session, no: routing.assign(session, no, to, why))

    def pause(self, by: str, low: int, high: int, waiting_for: str, why: str) -> None:
        self.do(by, low, high, lambda session, no: routing.pause(session, no, waiting_for, why))

    def resume(self, by: str, low: int, high: int) -> None:
        self.do(by, low, high, lambda session, no: routing.resume(session, no))

    def reopen(self, by: str, low: int, high: int, step: str, why: str) -> None:
        self.do(by, low, high, lambda session, no: routing.reopen(session, no, step, why))

    def cancel(self, by: str, low: int, high: int, why: str) -> None:
        self.do(by, low, high, lambda session, no: routing.cancel(session, no, why))

    def void(self, by: str, low: int, high: int, why: str) -> None:
        self.do(by, low, high, lambda session, no: intake.void_letter(session, no, why))

    def agree_target(self, by: str, low: int, high: int, days: int, why: str) -> None:
        """A target at the closing of the working day so many days on."""
        office = self.stage.office

        def deed(session: Session, no: str) -> object:
            day = office.working_day_after(office.local_date(session.now()), days)
            routing.agree_target(session, no, office.last_closing(day), why)
            return None

        self.do(by, low, high, deed)

    def withdraw(self, by: str, low: int, high: int, why: str) -> None:
        """Undo the act just done."""
        self.do(by, low, high, lambda session, no: corrections.withdraw(session, no, why))

    def note(self, by: str, low: int, high: int, text: str) -> None:
        self.do(by, low, high, lambda session, no: routing.add_note(session, no, text))

    def reclass(self, by: str, low: int, high: int, key: str, why: str) -> None:
        self.do(by, low, high, lambda session, no: complaints.change_class(session, no, key, why))
