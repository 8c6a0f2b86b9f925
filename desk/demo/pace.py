"""The history of the demo office: how many cases on which day, when, of which service, with what going on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from desk.demo import letters, messages
from desk.demo.course import MINUTE, Course, Stage
from desk.domain.calendar import Instant

COURSES: dict[str, Callable[[Course], None]] = {
    "wa-center": letters.wa_center,
    "keprotokolan": letters.keprotokolan,
    "konten-medsos": letters.konten_medsos,
    "surat-umum": letters.surat_umum,
    "hotline-bkpsdm": messages.hotline,
    "pengaduan-elektronik": messages.elektronik,
    "pengaduan-prokopim": messages.prokopim,
    "pengaduan-dinkominfo": messages.dinkominfo,
}
"""How a case of each service goes through the office."""

_SHARES = (24, 8, 13, 19, 14, 12, 5, 5)
_BUSY = (10, 8, 8, 8, 4, 4, 3)
"""Arrivals on Monday to Sunday, give or take two; weekends count where the office works on them."""
_SLOW_PERCENT = 10
_NIGHT_PERCENT = 12
_AT_NIGHT = ("hotline-bkpsdm", "pengaduan-elektronik")
_PEAKS = ((30, 150, 55), (150, 270, 20), (270, 390, 20), (390, 450, 5))
"""When people come: from and to, in minutes after opening (breaks left out), and how many in a hundred."""

TWISTS = (
    ("surat-umum", "void"), ("pengaduan-elektronik", "ethics"), ("hotline-bkpsdm", "transfer"),
    ("wa-center", "cancel"), ("konten-medsos", "reopen"), ("pengaduan-elektronik", "stored"),
    ("wa-center", "pause"), ("konten-medsos", "revise"), ("wa-center", "assign"),
    ("pengaduan-dinkominfo", "reclass"), ("surat-umum", "late_entry"), ("pengaduan-elektronik", "revise"),
    ("wa-center", "urgent"), ("surat-umum", "no_action"), ("pengaduan-prokopim", "pause"),
    ("keprotokolan", "completed"), ("konten-medsos", "pause"), ("konten-medsos", "target"), ("wa-center", "slip"),
)  # fmt: skip
"""What is sure to have happened: one on every other day, in turn."""


def history(stage: Stage, rng: Random, days: int) -> Iterator[Course]:
    """Every case of the last `days` working days and of this morning; all are over when the demo opens."""
    calendar = stage.office
    today = calendar.local_date(stage.opening)
    for back in range(-days, 1):
        day = calendar.working_day_after(today, back)
        count = max(1, _BUSY[day.weekday()] + rng.randint(-2, 2))
        for arrival in sorted(_arrivals(stage, rng, day, count)):
            if arrival < stage.opening and (course := _finished(stage, rng, arrival)) is not None:
                yield course
        if (days + back) % 2 == 0:
            service, twist = TWISTS[(days + back) // 2 % len(TWISTS)]
            course = planned(stage, rng, service, _in_hours(stage, rng, day), twist=twist)
            if _is_over(course):
                yield course


def planned(stage: Stage, rng: Random, service: str, arrived: Instant, *, twist: str = "") -> Course:
    """A case left to chance."""
    if service in _AT_NIGHT and not twist and rng.randrange(100) < _NIGHT_PERCENT:
        midnight = stage.office.instant(stage.office.local_date(arrived), 0)
        arrived = midnight + rng.randint(17 * 3600, 22 * 3600)
    course = Course(stage, service, rng, arrived, twist, slow=rng.randrange(100) < _SLOW_PERCENT)
    if service == "keprotokolan":
        course.event_start = event_on(stage, arrived, rng.randint(3, 8), rng.choice((8, 9, 10, 13)) * 3600)
    COURSES[service](course)
    return course


def event_on(stage: Stage, arrived: Instant, days: int, seconds_of_day: int) -> Instant:
    """The time of that day, so many working days later."""
    day = stage.office.working_day_after(stage.office.local_date(arrived), days)
    return stage.office.instant(day, seconds_of_day)


def _finished(stage: Stage, rng: Random, arrival: Instant) -> Course | None:
    """A case that came then and is over; None if chance gives none that would be by now."""
    for _try in range(6):
        service = rng.choices(tuple(COURSES), _SHARES)[0]
        course = planned(stage, rng, service, arrival)
        if _is_over(course):
            return course
    return None


def _is_over(course: Course) -> bool:
    return course.entries[-1].at < course.stage.opening - 2 * MINUTE


def _arrivals(stage: Stage, rng: Random, day: date, count: int) -> Iterator[Instant]:
    for _number in range(count):
        yield _in_hours(stage, rng, day)


def _in_hours(stage: Stage, rng: Random, day: date) -> Instant:
    """An open instant of a working day, most often in the morning."""
    low, high, _share = rng.choices(_PEAKS, [share for _low, _high, share in _PEAKS])[0]
    opening = stage.office.instant(day, stage.office.spans_on(day)[0][0])
    wanted = stage.office.add(opening, rng.randint(low * MINUTE, high * MINUTE - 1))
    last = stage.office.last_closing(day) - 10 * MINUTE
    return min(wanted, last)
