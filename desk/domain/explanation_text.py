"""An explained clock in sentences: what it counts against, what moved its deadline, and how it stands.

Source: sla.md, "Standard times", "Pause", "Clocks".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from desk.domain.band_text import format_duration
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile
from desk.domain.clocks import timed_class
from desk.domain.complaint import CLASSES
from desk.domain.coverage import uncertain
from desk.domain.due import Interval, due_of
from desk.domain.duration import StandardTime, Unit
from desk.domain.explanation import Explanation
from desk.domain.moments import dated_text
from desk.domain.sla import ClockKind, Reading

_PRINTABLE = 60
"""Largest denominator that is written as a fraction of a day; finer ones as a decimal."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Words:
    """Tells one explanation."""

    explained: Explanation
    case: CaseFile
    today: date
    person_name: Callable[[str], str]
    is_sealed: bool = False
    """Whether the class of a complaint is kept from whoever reads this."""

    def sentences(self) -> list[str]:
        """In reading order: the standard, what moved it, the target, how it stands now."""
        standard, reading = self.explained.standard, self.explained.reading
        if reading.external:
            told = ["Langkah ini di luar kantor: waktunya dicatat, tidak dihitungkan pada kantor."]
        elif standard is None:
            told = ["Standarnya tidak mencantumkan batas waktu; waktu yang terpakai tetap diukur."]
        else:
            told = [self._standard(standard, reading)]
        if standard is not None and reading.due_at is not None:
            told += self._moved(standard, reading)
        told += self._target(reading)
        return told + self._standing(reading) + self._doubts(reading)

    def _doubts(self, reading: Reading) -> list[str]:
        """What the deadline rests on that is not decreed yet."""
        if (
            reading.deadline is None
            or reading.external
            or reading.unit is None
            or not reading.unit.is_working
        ):
            return []
        clauses = uncertain(self.explained.calendar, reading.start, reading.deadline)
        return [f"Tenggat ini {clause}." for clause in clauses]

    # ---- the standard

    def _standard(self, standard: StandardTime, reading: Reading) -> str:
        since = self._at(reading.start)
        if standard.unit is Unit.EVENT:
            return self._event(reading)
        if standard.unit is Unit.WORKING_DAYS:
            return self._working_days(standard, reading)
        due = self._at(self._unpaused(standard, reading))
        if standard.unit is Unit.CALENDAR_DAYS:
            return f"{standard} sejak {since}: pada jam yang sama, {due}; hari libur ikut terhitung."
        if standard.unit is Unit.CLOCK_HOURS:
            return f"{standard} sejak {since}: {due}; malam dan hari libur ikut terhitung."
        calendar = self.explained.calendar
        if calendar.is_open(reading.start):
            return f"{standard} kerja sejak {since}: {due}."
        opening = self._at(calendar.next_open(reading.start))
        return f"{standard} kerja sejak {since}; kantor tutup, jadi dihitung mulai buka {opening}: {due}."

    def _working_days(self, standard: StandardTime, reading: Reading) -> str:
        calendar = self.explained.calendar
        day = calendar.day_of(reading.start)
        first = self._at(calendar.instant(day, 0)).rpartition(" ")[0]
        due = self._at(self._unpaused(standard, reading))
        named = ""
        ref = self.explained.ref
        is_named = ref.kind is ClockKind.CLASS_ and not self.is_sealed
        key = timed_class(self.case, ref.no) if is_named else None
        if key is not None:
            named = f"Golongan {CLASSES.get(key, key)}: "
        text = f"{standard} sejak {self._at(reading.start)}; hari ke-0 {first}"
        return f"{named}{text}, tenggat pada jam tutup hari kerja ke-{standard.value}: {due}."

    def _event(self, reading: Reading) -> str:
        if reading.due_at is None:
            return "Mengikuti acara, tetapi waktu mulainya belum diisi."
        words = f"Mengikuti waktu mulai acara, {self._at(reading.due_at)}: terpenuhi bila langkah pelaksanaan"
        if reading.taken_at is not None:
            return f"{words} diambil sebelum itu. Diambil {self._at(reading.taken_at)}."
        return f"{words} diambil sebelum itu. Belum diambil."

    def _unpaused(self, standard: StandardTime, reading: Reading) -> Instant:
        return due_of(standard, self.explained.calendar, reading.start, (), self.case.event_start)

    # ---- what moved it

    def _moved(self, standard: StandardTime, reading: Reading) -> list[str]:
        settled = [wait for wait in self.explained.waits if wait.end is not None]
        if not settled or reading.due_at is None:
            return []
        if standard.unit is Unit.EVENT:
            return ["Jeda tidak menggeser waktu acara."]
        moving = self._moving(standard, reading, settled)
        told = []
        if moving:
            told.append(self._shift(standard, reading.due_at, moving))
        if len(moving) < len(settled):
            told.append("Waktu berhenti sesudah tenggat lewat tidak menggeser apa pun.")
        return told

    def _moving(
        self, standard: StandardTime, reading: Reading, settled: Iterable[Interval]
    ) -> list[Interval]:
        """The waits that moved the due: each began before it, as those before it had left it."""
        moving: list[Interval] = []
        for wait in settled:
            if due_of(standard, self.explained.calendar, reading.start, moving, None) < wait.start:
                break
            moving.append(wait)
        return moving

    def _shift(self, standard: StandardTime, due_at: Instant, moving: list[Interval]) -> str:
        due = self._at(due_at)
        if standard.unit is Unit.WORKING_DAYS:
            shares = [share for wait in moving for share in day_shares(self.explained.calendar, wait)]
            lost = int(sum(shares, Fraction(0)))
            if lost == 0:
                return f"Waktu berhenti {sum_text(shares)} hari kerja: tenggat tidak bergeser."
            return (
                f"Waktu berhenti {sum_text(shares)} hari kerja: tenggat digeser {lost} hari kerja ke {due}."
            )
        if standard.unit.is_working:
            return f"Selama waktu berhenti sisanya dibekukan, lalu dilanjutkan: tenggat menjadi {due}."
        wall = sum(wait.end - wait.start for wait in moving if wait.end is not None)
        return f"Waktu berhenti {_wall_text(wall)}: tenggat digeser selama itu ke {due}."

    # ---- target and present state

    def _target(self, reading: Reading) -> list[str]:
        target = self.explained.target
        if target is None or reading.agreed_due_at is None or reading.due_at is None:
            return []
        text = f"Standar {self._at(reading.due_at)}, disepakati {self._at(target.due_at)}"
        if reading.agreed_due_at != target.due_at:
            text += f" (karena waktu berhenti kini {self._at(reading.agreed_due_at)})"
        who = f"{self.person_name(target.by)} pada {self._at(target.agreed_at)}"
        return [f"{text} oleh {who}: {target.reason}"]

    def _standing(self, reading: Reading) -> list[str]:
        told = []
        if reading.late_already:
            told.append("Golongan diubah sesudah tenggatnya lewat, jadi tetap dilaporkan terlambat.")
        if reading.stopped_at is not None:
            how = "Dihentikan" if reading.cancelled else "Berhenti"
            return [*told, f"{how} {self._at(reading.stopped_at)}."]
        if reading.paused_at is None or reading.due_at is None:
            return told
        since = f"Waktu berhenti sejak {self._at(reading.paused_at)}"
        if reading.unit is Unit.EVENT:
            return [*told, f"{since}; waktu acara tetap."]
        left = reading.remaining(self.explained.calendar, self.explained.until) or 0
        if reading.is_late(self.explained.until):
            return [*told, f"{since}, ketika tenggat sudah lewat; jeda tidak mengubahnya."]
        frozen = f"sisa {format_duration(left)} dibekukan"
        return [*told, f"{since}: {frozen}, tenggat belum dapat dipastikan sampai dilanjutkan."]

    def _at(self, t: Instant) -> str:
        return dated_text(self.explained.calendar, t, self.today)


def day_shares(calendar: WorkingCalendar, wait: Interval) -> list[Fraction]:
    """A settled wait in working days: its share of the first day, the whole days between, its share of the last.

    They add up to `working_days_between`; days without an opening are left out.
    """
    assert wait.end is not None
    first, last = calendar.local_date(wait.start), calendar.local_date(wait.end)
    if first == last:
        marks = [wait.start, wait.end]
    else:
        next_day = calendar.instant(first + timedelta(days=1), 0)
        marks = [wait.start, next_day, max(next_day, calendar.instant(last, 0)), wait.end]
    shares = [calendar.working_days_between(a, b) for a, b in pairwise(marks)]
    return [share for share in shares if share]


def sum_text(shares: list[Fraction]) -> str:
    """`2/3 + 1 + 1/3 = 2`; a total that is not whole says that it is rounded down."""
    total = sum(shares, Fraction(0))
    terms = " + ".join(fraction_text(share) for share in shares) or "0"
    text = terms if len(shares) < 2 else f"{terms} = {fraction_text(total)}"
    return text if total.denominator == 1 else f"{text}, dibulatkan ke bawah menjadi {int(total)}"


def fraction_text(value: Fraction) -> str:
    """`2`, `2/3`, `1 1/6`; a share too fine to be read as a decimal with a comma."""
    whole, rest = divmod(value, 1)
    if rest == 0:
        return str(whole)
    if rest.denominator > _PRINTABLE:
        return f"{float(value):.3f}".replace(".", ",")
    return f"{whole} {rest}" if whole else str(rest)


def _wall_text(seconds: int) -> str:
    days, rest = divmod(seconds, _DAY)
    if not days:
        return format_duration(rest)
    return f"{days} hari {format_duration(rest)}" if rest else f"{days} hari"
