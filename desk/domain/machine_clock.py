"""Whether a machine's clock can be believed, measured against what is recorded already.

A wrong clock would date acts and number letters wrongly for good, so a doubt waits for somebody who looks at a watch.
Source: sla.md, "Reopen, cancel, correct, late entry" (the agenda number's year is that of recording).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.moments import full_text
from desk.domain.people import Permission

TOLERANCE = 300
"""Seconds by which the clock may stand before the last record (several desks, one database)."""

LEAP_DAYS = 14
"""Days without any record after which a clock is doubted, unless the office sets another number. The longest closure
(Lebaran with its cuti bersama) is ten days.
"""

_DAY = 86_400


class ClockState(StrEnum):
    """What is wrong with a clock; also the code of the refusal."""

    SOUND = "sound"
    BEHIND = "clock_behind"
    """It stands before the last record: nothing can be recorded."""
    LEAPT = "clock_leapt"
    """Too long nothing was recorded before it: no number is given."""
    NEW_YEAR = "new_year"
    """A year in which no number was given yet: none is, until somebody says that the year is right."""


_SUPERVISORS = (Permission.SUPERVISE, Permission.ADMINISTER)
CONFIRMERS: dict[ClockState, tuple[Permission, ...]] = {
    ClockState.BEHIND: _SUPERVISORS,
    ClockState.LEAPT: _SUPERVISORS,
    ClockState.NEW_YEAR: (Permission.LOG, *_SUPERVISORS),
}
"""Who may say that the clock is right after all: holders of any of these."""


@dataclass(frozen=True)
class Record:
    """What the history says of time, the last record first."""

    at: Instant
    vouched: bool
    """Whether time was settled up to here: the clock was confirmed by it, or a number given."""


@dataclass(frozen=True)
class ClockVerdict:
    """A clock held against the history."""

    state: ClockState
    now: Instant
    """What the machine says."""
    last: Instant
    """The last record; after a leap, the last one before it."""
    year: int
    """The calendar year of `now` in the office's zone: that of the next number."""

    @property
    def is_sound(self) -> bool:
        return self.state is ClockState.SOUND

    def doubt(self, calendar: WorkingCalendar) -> str:
        """What is wrong, in Indonesian. Empty: nothing is."""
        now, last = full_text(calendar, self.now), full_text(calendar, self.last)
        match self.state:
            case ClockState.BEHIND:
                return (
                    f"Jam komputer ini ({now}) lebih awal daripada catatan terakhir ({last}). "
                    "Betulkan tanggal dan jamnya, atau mintalah pimpinan atau admin menegaskannya."
                )
            case ClockState.LEAPT:
                return (
                    f"Jam komputer ini ({now}) {self.days} hari sesudah catatan sebelumnya ({last}). "
                    "Nomor baru menunggu sampai pimpinan atau admin menegaskan jamnya."
                )
            case ClockState.NEW_YEAR:
                return (
                    f"Menurut jam komputer ini ({now}), tahun {self.year} sudah mulai dan nomor kembali ke 0001. "
                    "Nomor pertama menunggu sampai tahunnya ditegaskan."
                )
        return ""

    @property
    def days(self) -> int:
        """Whole days between the clock and the record it is held against."""
        return abs(self.now - self.last) // _DAY


def judge(
    now: Instant, year: int, records: Iterable[Record], *, leap_days: int | None, year_is_known: bool
) -> ClockVerdict:
    """Hold a clock against the records, the last first; they are read only as far as time was settled.

    A leap that other acts have recorded since stays one until it is confirmed. `year_is_known`: numbers were given or
    the clock was confirmed in `year`. `leap_days`: None where leaps do not matter.
    """
    last: Instant | None = None
    later = now
    for record in records:
        if last is None:
            last = record.at
            if last - now > TOLERANCE:
                return ClockVerdict(ClockState.BEHIND, now, last, year)
        if leap_days is not None and later - record.at > leap_days * _DAY:
            return ClockVerdict(ClockState.LEAPT, now, record.at, year)
        if record.vouched:
            break
        later = record.at
    state = ClockState.SOUND if year_is_known else ClockState.NEW_YEAR
    return ClockVerdict(state, now, now if last is None else last, year)
