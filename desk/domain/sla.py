"""The clocks of a case: due, used, left and band. Source: sla.md.

Where the source leaves a choice, it is taken here and said so:

- A clock without a standard measures open time, as the office's work is measured.
- `standard_seconds` of working days stays the open time from the start to the *unpaused* due. Pauses move the
  due by whole days only, so the share used when it falls due may then be less than 100 %.
- An external clock is `paused` while open even if it has no deadline: the office is not at work on it.
- An event taken in time can still be `at_risk`, since the event draws near; it is never overdue again.
- Lateness is counted from the due, which an overdue clock's pauses do not move: on resuming, the time paused
  shows in `remaining`, though never in `used`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.due import Interval as Interval, due_of, elapsed, merge_pauses
from desk.domain.duration import StandardTime, Unit
from desk.domain.target import Target as Target, target_due


class Band(StrEnum):
    """How a clock stands."""

    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    ON_TIME = "on_time"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside_hours"
    NONE = "none"
    MET = "met"
    MISSED = "missed"


OPEN_BANDS = (Band.OVERDUE, Band.AT_RISK, Band.ON_TIME, Band.PAUSED, Band.OUTSIDE_HOURS, Band.NONE)
"""Those of clocks that have not ended, in the order in which people are told of them."""


class ClockKind(StrEnum):
    """What a clock times. The order decides between equal deadlines."""

    STEP = "step"
    SERVICE = "service"
    CLASS_ = "class"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything needed to tell how a clock stands at any later instant, as plain values fit for columns."""

    clock: ClockKind
    unit: Unit | None
    """None: no standard."""
    start: Instant
    due_at: Instant | None
    """The standard's, with all settled pauses; while paused, as it was when the pause began. None: no deadline."""
    standard_seconds: int | None
    """The standard in the measure of `used`: open seconds for working units, else wall-clock. None: no deadline."""
    at_risk_at: Instant | None
    """First instant at which the used share reaches the threshold. None: no deadline, or not before a pause
    that still lasts or the stop."""
    counted_from: Instant
    """Since when time counts: the start or the last resume; where paused or stopped, that instant."""
    counted_seconds: int
    """Seconds used before `counted_from`."""
    paused_at: Instant | None = None
    """None: not paused."""
    stopped_at: Instant | None = None
    """Finish or cancellation. None: the clock has not ended."""
    external: bool = False
    """Somebody outside the office is working: the due is information only."""
    cancelled: bool = False
    late_already: bool = False
    """An earlier deadline of this clock was missed before its class changed: it stays late."""
    taken_at: Instant | None = None
    """When the visit was taken; judged for events only. None: not yet."""
    agreed_due_at: Instant | None = None
    """The agreed target with its settled pauses; band, time left and lateness follow it. None: none agreed."""
    allowed_seconds: int | None = None
    """What 100 % of `used` is: up to the target where one is agreed, else the standard. None: no deadline."""
    calendar_version: str = ""
    """The version of the calendar it runs on. Empty: not known to whoever read the clock."""

    @property
    def deadline(self) -> Instant | None:
        """The due that counts: the agreed target, else the standard's. None: no deadline."""
        return self.due_at if self.agreed_due_at is None else self.agreed_due_at

    @property
    def is_running(self) -> bool:
        """Neither ended nor paused."""
        return self.stopped_at is None and self.paused_at is None

    @property
    def is_ready(self) -> bool:
        """Whether the event it follows was taken in time: nothing makes it late any longer."""
        if self.unit is not Unit.EVENT or self.taken_at is None or self.deadline is None:
            return False
        return self.taken_at <= self.deadline

    def used(self, calendar: WorkingCalendar, now: Instant) -> int:
        """Seconds used, pauses excluded: open time for working units or no standard, else wall-clock."""
        if not self.is_running:
            return self.counted_seconds
        return self.counted_seconds + elapsed(self.unit, calendar, self.counted_from, now)

    def remaining(self, calendar: WorkingCalendar, now: Instant) -> int | None:
        """Seconds left, negative when over, measured like `used`; stands still while paused or stopped.

        None without a deadline. 0 while overdue is possible: after a due at closing, until the next opening.
        """
        deadline = self.deadline
        if deadline is None:
            return None
        at = self._judged_at(now)
        if at <= deadline:
            return elapsed(self.unit, calendar, at, deadline)
        return -elapsed(self.unit, calendar, deadline, at)

    def is_late(self, now: Instant) -> bool:
        """Whether the deadline was missed, also by a clock that was then cancelled; never if external."""
        return self._is_past(self.deadline, now)

    def is_past_standard(self, now: Instant) -> bool:
        """`is_late` by the standard alone, whatever target was agreed; reports give both verdicts."""
        return self._is_past(self.due_at, now)

    def _is_past(self, due: Instant | None, now: Instant) -> bool:
        if due is None or self.external:
            return False
        if self.late_already:
            return True
        at = self._judged_at(now)
        if self.unit is Unit.EVENT and self.taken_at is not None:
            at = min(at, self.taken_at)
        return at > due

    def band(self, calendar: WorkingCalendar, now: Instant) -> Band:
        """The first that applies, in the order of sla.md, "Bands"."""
        if self.cancelled or (self.stopped_at is not None and self.external):
            return Band.NONE
        if self.external:
            return Band.PAUSED
        if self.due_at is None:
            return Band.NONE
        if self.stopped_at is not None:
            return Band.MISSED if self.is_late(now) else Band.MET
        if self.is_late(now):
            return Band.OVERDUE
        if self.paused_at is not None:
            return Band.PAUSED
        if self.unit is not None and self.unit.is_working and not calendar.is_open(now):
            return Band.OUTSIDE_HOURS
        if self.at_risk_at is not None and now >= self.at_risk_at:
            return Band.AT_RISK
        return Band.ON_TIME

    def _judged_at(self, now: Instant) -> Instant:
        if self.stopped_at is not None:
            return self.stopped_at
        return now if self.paused_at is None else self.paused_at


def read_clock(
    kind: ClockKind,
    standard: StandardTime | None,
    calendar: WorkingCalendar,
    start: Instant,
    *,
    pauses: Sequence[Interval] = (),
    stopped_at: Instant | None = None,
    event_start: Instant | None = None,
    taken_at: Instant | None = None,
    at_risk_percent: int = 75,
    external: bool = False,
    cancelled: bool = False,
    late_already: bool = False,
    target: Target | None = None,
    calendar_version: str = "",
) -> Reading:
    """What the history of one clock comes to.

    `pauses` may overlap and come in any order; they count once, between start and `stopped_at`.
    `event_start` is required for a deadline that follows an event; None there means no deadline yet.
    `target`: a deadline agreed in place of the standard's; without a standard it is not heeded.
    """
    unit = standard.unit if standard else None
    waits = merge_pauses(pauses, start, stopped_at)
    paused_at = waits[-1].start if waits and waits[-1].end is None else None
    runs = _runs(start, waits, stopped_at)
    found = _deadlines(standard, calendar, start, waits, runs, event_start, target)
    at_risk_at = None
    if found.allowed_seconds is not None:
        threshold = -(-found.allowed_seconds * at_risk_percent // 100)
        at_risk_at = _reached(unit, calendar, runs, threshold)
    return Reading(
        clock=kind,
        unit=unit,
        start=start,
        due_at=found.due_at,
        standard_seconds=found.standard_seconds,
        at_risk_at=at_risk_at,
        counted_from=runs[-1].start if runs[-1].end is None else runs[-1].end,
        counted_seconds=sum(
            elapsed(unit, calendar, run.start, run.end) for run in runs if run.end is not None
        ),
        paused_at=paused_at,
        stopped_at=stopped_at,
        external=external,
        cancelled=cancelled,
        late_already=late_already,
        taken_at=taken_at,
        agreed_due_at=found.agreed_due_at,
        allowed_seconds=found.allowed_seconds,
        calendar_version=calendar_version,
    )


class _Deadlines(NamedTuple):
    """The deadline by the standard and the one agreed in its place, with what each allows; all None: there is none."""

    due_at: Instant | None = None
    standard_seconds: int | None = None
    agreed_due_at: Instant | None = None
    allowed_seconds: int | None = None


def _deadlines(
    standard: StandardTime | None,
    calendar: WorkingCalendar,
    start: Instant,
    waits: Sequence[Interval],
    runs: Sequence[Interval],
    event_start: Instant | None,
    target: Target | None,
) -> _Deadlines:
    if standard is None or (standard.unit is Unit.EVENT and event_start is None):
        return _Deadlines()
    unit = standard.unit
    unpaused = due_of(standard, calendar, start, (), event_start)
    due_at = due_of(standard, calendar, start, waits, event_start) if waits else unpaused
    seconds = elapsed(unit, calendar, start, unpaused)
    if target is None:
        return _Deadlines(due_at, seconds, None, seconds)
    agreed = target_due(standard, calendar, target, waits)
    if agreed <= due_at:  # overtaken by a change of calendar: it never shortens the standard
        return _Deadlines(due_at, seconds, due_at, seconds)
    allowed = _used_until(unit, calendar, runs, target.agreed_at)
    return _Deadlines(
        due_at, seconds, agreed, allowed + elapsed(unit, calendar, target.agreed_at, target.due_at)
    )


def nearest(readings: Iterable[Reading]) -> Reading | None:
    """The clock that a case is shown by: the earliest deadline not yet ended; ties go step, service, class.

    A clock that runs goes before one that is paused, so the earliest paused deadline is shown only where all
    are paused. External clocks are no deadlines. None: there is no deadline left.
    """
    order = list(ClockKind)
    found: list[tuple[bool, Instant, int, Reading]] = []
    for reading in readings:
        ended = reading.stopped_at is not None or reading.cancelled
        if reading.deadline is not None and not ended and not reading.external:
            found.append(
                (reading.paused_at is not None, reading.deadline, order.index(reading.clock), reading)
            )
    return min(found, key=lambda item: item[:3])[3] if found else None


def _runs(start: Instant, waits: Sequence[Interval], stopped_at: Instant | None) -> list[Interval]:
    """The intervals in which the clock ran, at least one; the last has no end while it still runs."""
    runs: list[Interval] = []
    begin = start
    for wait in waits:
        runs.append(Interval(begin, wait.start))
        if wait.end is None:
            return runs
        begin = wait.end
    return [*runs, Interval(begin, stopped_at)]


def _used_until(unit: Unit | None, calendar: WorkingCalendar, runs: Iterable[Interval], t: Instant) -> int:
    """Seconds used by the instant t, in the measure of the unit."""
    return sum(elapsed(unit, calendar, run.start, t if run.end is None else min(run.end, t)) for run in runs)


def _reached(
    unit: Unit | None, calendar: WorkingCalendar, runs: Iterable[Interval], seconds: int
) -> Instant | None:
    """The first instant at which so many seconds are used. None: the runs so far do not reach it."""
    used = 0
    for run in runs:
        passed = None if run.end is None else elapsed(unit, calendar, run.start, run.end)
        if passed is None or used + passed >= seconds:
            left = seconds - used
            return calendar.add(run.start, left) if unit is None or unit.is_working else run.start + left
        used += passed
    return None
