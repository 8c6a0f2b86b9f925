"""The cases that are open when the demo opens: every band, every queue, some about to run over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from desk.demo.course import MINUTE, Course, Stage
from desk.demo.pace import COURSES, event_on
from desk.domain.calendar import Instant, WorkingCalendar


@dataclass(frozen=True)
class Standing:
    """An open case: when it came and when each act after that was done."""

    service: str
    times: str
    """`-4h40m` is so much open time of the service's calendar before the opening, `-2d09:10` that time of the
    second working day before."""
    people: str = ""
    """Who handles it, where several could."""
    twist: str = ""
    event: str = ""
    """When its event begins, as `+1d09:00`."""


STANDING = (
    # overdue
    Standing("wa-center", "-38m -35m"),
    Standing("wa-center", "-47m -45m -41m -37m", "humas"),
    Standing("konten-medsos", "-3d09:10 -3d09:50 -3d10:30 -3d10:50 -2d09:40 -2d09:45", "kabid staf sekdis"),
    Standing("pengaduan-elektronik", "-33m -29m -24m"),
    Standing("pengaduan-prokopim", "-7d09:20 -7d09:50 -7d10:20 -6d08:40 -6d13:30", twist="minor"),
    # at_risk
    Standing("wa-center", "-28m30s", twist="urgent"),
    Standing("pengaduan-elektronik", "-12m"),
    Standing("wa-center", "-25m -23m -19m -14m", "yoga"),
    Standing("pengaduan-elektronik", "-41m -37m -32m -26m -22m", "anggota"),
    Standing("pengaduan-dinkominfo", "-5d09:05 -5d09:40 -5d10:10 -4d08:50", twist="minor"),
    Standing("keprotokolan", "-6d09:30 -6d09:50 -5d10:10", "protokol", event="+0d13:30"),
    Standing("keprotokolan", "-5d13:30 -5d14:00 -4d09:10 -1d14:40", "lia", event="+0d11:00"),
    # on_time
    Standing("wa-center", "-2m"),
    Standing("wa-center", "-9m -6m"),
    Standing("wa-center", "-13m -11m -6m -4m -3m -2m", "humas", "slip"),
    Standing("wa-center", "-14m -12m -8m", "yoga", "urgent"),
    Standing("konten-medsos", "-48m", "kadis"),
    Standing("konten-medsos", "-95m -62m", "kabid sekdis"),
    Standing("konten-medsos", "-1d13:20 -1d13:45 -1d14:10", "jafung ayu sekdis"),
    Standing("konten-medsos", "-1d10:05 -1d10:40 -1d11:00 -1d11:10 -1d11:40", "kabid staf sekdis", "target"),
    Standing("konten-medsos", "-1d09:15 -1d09:40 -1d10:10 -1d10:20 -1d14:20 -1d14:25", "jafung ayu kadis"),
    Standing("konten-medsos", "-1d08:20 -1d08:50 -1d09:20 -1d09:30 -1d13:40 -1d13:45 -30m", "kabid staf", "revise"),
    Standing(
        "konten-medsos",
        "-4d08:50 -4d09:20 -4d09:50 -4d10:00 -4d13:40 -4d13:45 -4d14:20 -1d14:10",
        "kabid ayu sekdis",
        "reopen",
    ),
    Standing("keprotokolan", "-3d10:30 -3d11:00 -2d09:00 -2d14:00", "lia", event="+2d09:00"),
    Standing("keprotokolan", "-1d13:15 -1d13:40", event="+4d08:00"),
    Standing("pengaduan-prokopim", "-1d10:20 -1d11:00 -1d11:20", twist="minor"),
    Standing("pengaduan-prokopim", "-55m -20m", twist="minor"),
    Standing("pengaduan-dinkominfo", "-8d09:00 -8d09:40 -8d10:00 -7d09:30 -6d10:00", twist="oversight"),
    Standing("pengaduan-elektronik", "-2h10m -2h7m -2h1m", twist="stored"),
    Standing("pengaduan-elektronik", "-16m -13m -8m -3m", "anggota"),
    # paused
    Standing("wa-center", "-58m -55m -50m -46m -44m", "humas", "pause"),
    Standing("konten-medsos", "-2d09:30 -2d10:00 -2d10:30 -2d10:40 -2d11:00", "jafung staf sekdis", "pause"),
    Standing("pengaduan-prokopim", "-4d09:10 -4d09:40 -4d10:00 -3d08:30 -3d10:00 -2d09:00", twist="pause"),
    Standing("hotline-bkpsdm", "-50m -48m -44m -38m -30m", twist="transfer"),
    Standing("pengaduan-elektronik", "-3h40m -3h37m -3h31m -70m", twist="stored"),
    Standing("pengaduan-dinkominfo", "-4d10:30 -4d11:00 -4d11:15 -3d09:15 -3d10:40 -2d14:00 -2d14:20 -80m"),
    # outside_hours: the hotline is closed
    Standing("hotline-bkpsdm", "-1d20:15"),
    Standing("hotline-bkpsdm", "-0d09:12"),
    Standing("hotline-bkpsdm", "-9m -6m"),
    Standing("hotline-bkpsdm", "-20m -18m -12m"),
    Standing("hotline-bkpsdm", "-55m -53m -48m -40m -34m -28m"),
    Standing("hotline-bkpsdm", "-80m -78m -72m -66m -59m -52m -18m"),
    # none
    Standing("surat-umum", "-18m"),
    Standing("surat-umum", "-70m -58m"),
    Standing("surat-umum", "-1d14:10 -1d14:25"),
    Standing("surat-umum", "-1d10:15 -1d10:30 -1d13:50", "sekdis"),
    Standing("surat-umum", "-2d09:20 -2d09:40 -2d11:00 -1d08:30", "protokol"),
    Standing("surat-umum", "-3d13:30 -3d13:50 -2d08:40 -2d09:10 -35m", "kasubag"),
    Standing("pengaduan-prokopim", "-1d14:30 -40m", twist="unclassed"),
    # incomplete: no clock yet
    Standing("wa-center", "-90m", twist="incomplete"),
    Standing("keprotokolan", "-1d11:05", twist="incomplete", event="+5d09:00"),
    Standing("konten-medsos", "-2d13:40", twist="incomplete"),
    Standing("konten-medsos", "-3d08:50", twist="incomplete"),
)  # fmt: skip


def standing(stage: Stage, rng: Random) -> Iterator[Course]:
    """Every case that is open when the demo opens."""
    for case in STANDING:
        first, *rest = (_moment(stage, case, text) for text in case.times.split())
        course = Course(
            stage, case.service, rng, first, case.twist, people=tuple(case.people.split()), times=iter(rest)
        )
        if case.event:
            course.event_start = _event(stage, case.event)
        COURSES[case.service](course)
        yield course


def earlier(calendar: WorkingCalendar, t: Instant, seconds: int) -> Instant:
    """The latest instant from which so many open seconds (at least 1) pass until t."""
    day = calendar.local_date(t)
    while True:
        for start, end in reversed(calendar.spans_on(day)):
            opening, closing = calendar.instant(day, start), min(calendar.instant(day, end), t)
            if closing - opening >= seconds:
                return closing - seconds
            seconds -= max(0, closing - opening)
        day = calendar.working_day_after(day, -1)


def _moment(stage: Stage, case: Standing, text: str) -> Instant:
    if match := re.fullmatch(r"-(\d)d(\d\d):(\d\d)", text):
        back, hour, minute = (int(part) for part in match.groups())
        day = stage.office.working_day_after(stage.office.local_date(stage.opening), -back)
        t = stage.office.instant(day, (hour * 60 + minute) * MINUTE)
        return t if case.service == "hotline-bkpsdm" else stage.office.next_open(t)
    match = re.fullmatch(r"-(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text)
    assert match is not None, text
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return earlier(stage.calendar(case.service), stage.opening, (hours * 60 + minutes) * MINUTE + seconds)


def _event(stage: Stage, text: str) -> Instant:
    match = re.fullmatch(r"\+(\d)d(\d\d):(\d\d)", text)
    assert match is not None, text
    days, hour, minute = (int(part) for part in match.groups())
    return event_on(stage, stage.opening, days, (hour * 60 + minute) * MINUTE)
