"""Which clock a case is shown by, how it is explained, and what verdict is left of it."""

from __future__ import annotations

from desk.domain.clocks import open_clock, shown_clock
from desk.domain.duration import StandardTime, Unit
from desk.domain.explanation import Cause, ClockRef, explain_clock, shown_ref
from desk.domain.sla import Band, ClockKind, Target
from desk.domain.verdict import Verdict, case_verdict
from tests.domain.calendars import at
from tests.domain.stories import Story, minutes, service
from tests.domain.strategies import HOUR

MINUTES = minutes(30)
EVENT = StandardTime(Unit.EVENT)


def test_an_agreed_target_that_an_event_has_passed_leaves_nothing_to_come() -> None:
    told = Story(service(EVENT), event=("2026-11-25 09:00", "2026-11-25 11:00")).wait(60)
    told.agree("2026-11-26 09:00")
    asked = at("2026-11-27 09:00")
    found = explain_clock(told.case, told.rules, ClockRef(ClockKind.SERVICE, 1), asked)
    assert found.target == Target(told.now, at("2026-11-26 09:00"), "manager", "rumit")
    assert found.to_come == ()
    assert found.past[-1].end == asked


def test_an_event_is_explained_also_where_the_clock_ran_on_or_began_after_it() -> None:
    told = (
        Story(service(EVENT), event=("2026-11-23 10:00", "2026-11-23 11:00")).on("2026-11-23 12:00").pause()
    )
    told.on("2026-11-23 13:00").resume().on("2026-11-23 14:00")
    found = explain_clock(told.case, told.rules, ClockRef(ClockKind.SERVICE, 1), told.now)
    assert [(part.end - part.start, part.reason) for part in found.past] == [
        (HOUR, "menuju waktu mulai acara"),
        (2 * HOUR, "sesudah acara mulai"),
        (HOUR, "jeda, menunggu pemohon / pengadu: menunggu"),
        (HOUR, "sesudah acara mulai"),
    ]
    told.deliver().wait(HOUR).reopen().wait(HOUR)
    again = explain_clock(told.case, told.rules, ClockRef(ClockKind.SERVICE, 2), told.now)
    assert [(part.end - part.start, part.reason) for part in again.past] == [(HOUR, "sesudah acara mulai")]


def test_two_waits_of_one_reason_that_touch_are_told_as_one() -> None:
    told = Story(service(MINUTES)).wait(60).pause().wait(600).resume().pause().wait(600).resume().wait(60)
    found = explain_clock(told.case, told.rules, ClockRef(ClockKind.SERVICE, 1), told.now)
    assert [(part.end - part.start, part.cause) for part in found.past] == [
        (60, Cause.COUNTED),
        (1200, Cause.PAUSED),
        (60, Cause.COUNTED),
    ]


def test_the_clock_a_case_is_shown_by_is_named_with_its_cycle() -> None:
    told = Story(service(MINUTES)).wait(60)
    assert shown_ref(told.case, told.rules) == ClockRef(ClockKind.SERVICE, 1)
    told.deliver().wait(60).reopen().wait(60)
    assert shown_ref(told.case, told.rules) == ClockRef(ClockKind.SERVICE, 2)


def test_an_open_step_without_any_deadline_is_shown_by_its_own_clock() -> None:
    told = Story(service(None)).wait(60)
    shown = shown_clock(told.case, told.rules)
    assert shown == told.step == open_clock(told.case, told.rules, told.case.visits[-1])
    timed = Story(service(MINUTES)).wait(60)
    assert open_clock(timed.case, timed.rules, timed.case.visits[-1]) == timed.total


def test_a_case_has_the_verdict_of_its_latest_cycle_and_none_where_no_clock_started() -> None:
    told = Story(service(MINUTES)).wait(60)
    assert case_verdict(told.case, told.rules) is None
    told.deliver()
    assert case_verdict(told.case, told.rules) == Verdict(Band.MET, Band.MET)
    told.wait(60).reopen()
    assert case_verdict(told.case, told.rules) is None
    bare = Story(service(MINUTES), complete=False).wait(60)
    assert case_verdict(bare.case, bare.rules) is None
    assert case_verdict(bare.cancel().case, bare.rules) == Verdict(Band.NONE, Band.NONE)
