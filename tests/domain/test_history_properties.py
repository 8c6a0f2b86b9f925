"""Whatever is done with a case, in whatever order: no second of it is lost, counted twice or judged anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from hypothesis import assume, given, strategies as st

from desk.domain import correction, workflow
from desk.domain.calendar import DayRule, WorkingCalendar
from desk.domain.case import BESIDE, CaseFile, Event, Kind
from desk.domain.clocks import class_clock, service_clock, step_clock
from desk.domain.due import due_of, merge_pauses
from desk.domain.duration import StandardTime, Unit
from desk.domain.evolve import corrected, replay
from desk.domain.explanation import Cause, ClockRef, explain_clock
from desk.domain.sla import ClockKind, Reading, Target, read_clock
from desk.errors import DeskError, RuleError
from tests.domain.brute_force import Office, wall
from tests.domain.calendars import FIVE, WIB
from tests.domain.stories import Story, days, minutes, service
from tests.domain.strategies import DAY, HISTORIES, MINUTE, OFFSETS, STANDARDS, History, examples

HOLIDAYS = {date(2026, 11, 26): "joint_leave", date(2026, 12, 3): "national_holiday"}
CALENDARS = {
    "old": FIVE,
    "new": replace(FIVE, days=FIVE.days | {day: DayRule((), "Libur", why) for day, why in HOLIDAYS.items()}),
}
TOTALS = st.sampled_from([None, minutes(300), days(2), days(6), StandardTime(Unit.CLOCK_HOURS, 30)])
ACTS = [
    "take", "hand", "submit", "approve", "revise", "elsewhere", "drop", "go on", "pause", "resume", "reopen",
    "cancel", "class", "target", "assign", "old", "new",
]  # fmt: skip
STORIES = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(1, 12 * 60) | st.integers(1, 3 * 24 * 60)), max_size=14
)
"""What is tried, and how many minutes after the act before it."""
Deeds = list[tuple[str, int]]


def begun(total: StandardTime | None) -> Story:
    return Story(service(total, minutes(120)), class_key="minor", calendars=CALENDARS)


def attempt(story: Story, name: str) -> bool:
    """One act by whoever may do it. What the rules refuse leaves the case as it was: False."""
    visit = story.case.open_visit
    actor = visit.actors[0] if visit else "manager"
    acts = {
        "hand": lambda: story.hand_to("pr_officer", "second_officer"),
        "revise": lambda: story.do(actor, workflow.send_back, "kurang lengkap"),
        "go on": lambda: story.finish(actor),
        "pause": lambda: story.pause(actor),
        "resume": lambda: story.resume(actor),
        "take": lambda: story.take(actor),
        "reopen": story.reopen,
        "cancel": story.cancel,
        "class": lambda: story.change_class("non_oversight" if story.case.class_key == "minor" else "minor"),
        "target": lambda: story.agree_at(story.now + 10 * DAY),
        "assign": lambda: story.assign("second_officer"),
        "old": lambda: story.recompute("old"),
        "new": lambda: story.recompute("new"),
    }
    before = len(story.events)
    try:
        acts.get(name, lambda: story.finish(actor, name))()
    except DeskError:
        assert len(story.events) == before
        return False
    return True


def told(total: StandardTime | None, history: Deeds) -> Story:
    story = begun(total)
    for name, later in history:
        attempt(story.wait(later * MINUTE), name)
    return story


def every_clock(story: Story, case: CaseFile | None = None) -> list[Reading | None]:
    """Every clock that the case ever had."""
    case = case or story.case
    cycles = range(1, len(case.cycles) + 1)
    return [
        *(step_clock(case, story.rules, visit) for visit in case.visits),
        *(service_clock(case, story.rules, no) for no in cycles),
        *(class_clock(case, story.rules, no) for no in cycles),
    ]


# ---- no second lost or doubled: the history walked anew, from its events alone


@cache
def office(version: str) -> Office:
    return Office(wall(WIB, date(2026, 11, 23), 60), CALENDARS[version].spans_on)


@dataclass
class Walked:
    """A cycle as its events tell it."""

    start: int
    stop: int | None = None
    version: str = "old"


def walk(events: list[Event]) -> tuple[list[tuple[int, Cause]], list[Walked]]:
    """Since when the case stood how, and its cycles. A delivered or ended case stands closed until reopened."""
    closed = paused = outside = False
    places: list[tuple[int, Cause]] = []
    cycles = [Walked(events[0].at)]
    version = "old"
    for event in events:
        stops = event.kind is Kind.CANCELLED
        match event.kind:
            case Kind.OPENED:
                outside = event.data["external"]
            case Kind.FINISHED:
                stops = event.data["delivers"] or event.data["ends"]
                outside = False
            case Kind.PAUSED | Kind.RESUMED:
                paused = event.kind is Kind.PAUSED
            case Kind.CANCELLED:
                paused = outside = False
            case Kind.REOPENED:
                closed = paused = outside = False
                cycles.append(Walked(event.at, version=version))
            case Kind.RECOMPUTED:
                version = event.data["to"]
                if not closed:
                    cycles[-1].version = version
        if stops and not closed:
            closed, cycles[-1].stop = True, event.at
        how = (
            Cause.ENDED if closed else Cause.PAUSED if paused else Cause.OUTSIDE if outside else Cause.COUNTED
        )
        places.append((event.at, how))
    return places, cycles


def spent(
    places: list[tuple[int, Cause]], start: int, end: int, version: str, *, working: bool
) -> dict[Cause, int]:
    """Seconds from start to end by how the case stood in them."""
    found = dict.fromkeys((Cause.COUNTED, Cause.PAUSED, Cause.OUTSIDE, Cause.ENDED), 0)
    ends = [at for at, _how in places[1:]] + [end]
    for (since, how), until in zip(places, ends, strict=True):
        a, b = max(since, start), min(until, end)
        if a < b:
            found[how] += office(version).between(a, b) if working else b - a
    return found


@examples(120)
@given(TOTALS, STORIES, st.integers(0, 4 * 24 * 60))
def test_every_second_of_a_cycle_is_used_paused_outside_or_closed(
    total: StandardTime | None, history: Deeds, later: int
) -> None:
    story = told(total, history)
    now = story.now + later * MINUTE
    places, cycles = walk(story.events)
    case = story.case
    assert len(case.cycles) == len(cycles)
    for no, cycle in enumerate(cycles, 1):
        stop = now if cycle.stop is None else cycle.stop
        for kind, start, standard in (
            (ClockKind.SERVICE, cycle.start, total),
            (ClockKind.CLASS_, cycles[0].start, days(5)),
        ):
            working = standard is None or standard.unit.is_working
            expected = spent(places, start, stop, cycle.version, working=working)
            found = explain_clock(case, story.rules, ClockRef(kind, no), now)
            calendar = story.calendars[cycle.version]
            assert found.reading.stopped_at == cycle.stop
            assert found.reading.used(calendar, now) == expected[Cause.COUNTED]
            explained = dict.fromkeys(expected, 0)
            for part in found.past:
                seconds = (
                    office(cycle.version).between(part.start, part.end) if working else part.end - part.start
                )
                explained[Cause.COUNTED if part.cause is Cause.CLOSED else part.cause] += seconds
            assert explained == expected
            elapsed = office(cycle.version).between(start, stop) if working else stop - start
            assert sum(expected.values()) == elapsed


@examples(60)
@given(TOTALS, STORIES, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3 * 24 * 60)), max_size=4))
def test_reassigning_at_any_moment_changes_no_clock(
    total: StandardTime | None, history: Deeds, places: list[tuple[int, int]]
) -> None:
    story = told(total, history)
    events = list(story.events)
    for place, later in places:
        place = min(place + 2, len(events))
        visit = replay(events[:place]).open_visit
        if visit is not None:
            following = events[place].at if place < len(events) else story.now
            moment = min(events[place - 1].at + later * MINUTE, following)
            events.insert(
                place, Event(Kind.ASSIGNED, moment, "manager", {"visit": visit.no, "to": "second_officer"})
            )
    assert every_clock(story, replay(events)) == every_clock(story)


@examples(80)
@given(TOTALS, STORIES, st.integers(1, 8 * 24 * 60), st.integers(1, 8 * 24 * 60))
def test_a_pause_helps_no_clock_that_is_over(
    total: StandardTime | None, history: Deeds, later: int, waited: int
) -> None:
    story = told(total, history).wait(later * MINUTE)
    attempt(story, "resume")
    before = every_clock(story)
    over = [reading is not None and reading.is_late(story.now) for reading in before]
    due = [reading and reading.deadline for reading in before]
    if not attempt(story, "pause"):
        return
    attempt(story.wait(waited * MINUTE), "resume")
    for was_over, deadline, reading in zip(over, due, every_clock(story), strict=True):
        if was_over:
            assert reading is not None
            assert reading.is_late(story.now)
            assert reading.deadline == deadline


@examples(60)
@given(TOTALS, STORIES)
def test_a_cycle_keeps_its_verdict_whatever_is_done_after_it(
    total: StandardTime | None, history: Deeds
) -> None:
    story = begun(total)
    kept: list[tuple[str, str]] = []
    for name, later in history:
        attempt(story.wait(later * MINUTE), name)
        ended = [story.verdict(no) for no in range(1, len(story.case.cycles) + 1)]
        assert ended[: len(kept)] == kept
        kept = [verdict for verdict in ended if verdict is not None]


# ---- corrections


@examples(80)
@given(TOTALS, STORIES, st.sampled_from([name for name in ACTS if name not in CALENDARS]))
def test_an_act_withdrawn_was_not_done_and_done_again_is_the_act(
    total: StandardTime | None, history: Deeds, name: str
) -> None:
    story = told(total, history).wait(MINUTE)
    before = story.case
    if not attempt(story, name):
        return
    after, recorded = story.case, list(story.events)
    story.withdraw()
    assert story.case == before
    assert attempt(story, name)
    assert story.case == after
    assert story.events[: len(recorded)] == recorded, "nothing is lost"


@examples(80)
@given(TOTALS, STORIES, st.integers(0, 20), st.integers(0, 12), st.integers(0, 12))
def test_of_two_times_given_to_an_act_the_last_holds(
    total: StandardTime | None, history: Deeds, which: int, first: int, last: int
) -> None:
    twice, once = told(total, history), told(total, history)
    original, recorded = twice.case, list(twice.events)
    acts = [deed for deed in correction.deeds(recorded) if deed[0].kind not in BESIDE]
    place = which % len(acts)
    known = acts[place][0]
    floor = acts[place - 1][-1].at if place else known.at - DAY
    ceiling = acts[place + 1][0].at if place + 1 < len(acts) else twice.now
    times = [floor + (ceiling - floor) * share // 12 for share in (first, last)]
    assume(times[0] not in (known.at, times[1]))
    for moment in times:
        twice.retime(known.id, moment)
    if times[1] == known.at:
        assert twice.case == original
    else:
        assert twice.case == once.retime(known.id, times[1]).case
    assert twice.events[: len(recorded)] == recorded
    assert sorted(event.id for event in corrected(twice.events)) == [event.id for event in recorded]


# ---- agreed targets


def agreed(history: History, standard: StandardTime, at: int) -> int:
    """The standard's due as it stood at that moment, at which nobody waited and it was not over."""
    waits = merge_pauses(history.pauses, history.start)
    assume(at >= history.start)
    assume(not any(wait.start <= at < (wait.end or 0) for wait in waits))
    settled = [wait for wait in waits if wait.start < at]
    try:
        due = due_of(standard, history.case.calendar, history.start, settled, None)
        due_of(standard, history.case.calendar, history.start, waits, None)
    except RuleError:  # a calendar that never opens is not what is asked about
        assume(False)
        raise
    assume(due >= at)
    return due


def read(history: History, standard: StandardTime, target: Target | None) -> Reading:
    calendar: WorkingCalendar = history.case.calendar
    return read_clock(
        ClockKind.SERVICE, standard, calendar, history.start, pauses=history.pauses, target=target
    )


@examples(100)
@given(HISTORIES, STANDARDS, OFFSETS)
def test_a_target_agreed_at_the_standards_own_due_moves_exactly_with_it(
    history: History, standard: StandardTime, moment: int
) -> None:
    at = history.case.at(moment)
    due = agreed(history, standard, at)
    reading = read(history, standard, Target(at, due))
    assert reading.deadline == reading.due_at
    assert reading.allowed_seconds == reading.standard_seconds


@examples(100)
@given(HISTORIES, STANDARDS, OFFSETS, st.integers(1, 6 * 24 * 60), OFFSETS)
def test_a_target_is_never_earlier_than_the_standard_and_leaves_its_verdict_alone(
    history: History, standard: StandardTime, moment: int, later: int, asked: int
) -> None:
    at, now = history.case.at(moment), history.case.at(asked)
    due = agreed(history, standard, at)
    reading = read(history, standard, Target(at, due + later * MINUTE))
    plain = read(history, standard, None)
    assert reading.due_at == plain.due_at
    assert reading.deadline is not None
    assert plain.due_at is not None
    assert reading.deadline >= plain.due_at
    assert reading.is_past_standard(now) == plain.is_past_standard(now) == plain.is_late(now)
    assert not reading.is_late(now) or plain.is_late(now)
