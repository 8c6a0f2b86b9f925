"""A case's clocks through whole stories with dates: pauses, reopening, targets, calendars changed, corrections."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from desk.domain.calendar import DayRule, WorkingCalendar
from desk.domain.case import Kind, Status
from desk.domain.clocks import class_clock, service_clock, shown_clock, timed_class
from desk.domain.correction import GRACE
from desk.domain.duration import StandardTime, Unit
from desk.domain.evolve import replay
from desk.domain.service import Exit, Intake, Service
from desk.domain.sla import Band, Interval
from desk.domain.target import Target, target_due
from desk.errors import DeskError, NotAllowed, RuleError
from tests.domain.calendars import FIVE, at, shown, spans
from tests.domain.stories import Story, days, minutes, service

HOUR = 3600
HALF_HOUR, ONE_DAY = service(minutes(30)), service(days(1))
DISPOSED_STEP = dataclasses.replace(
    HALF_HOUR,
    steps=tuple(
        dataclasses.replace(step, disposition=True, exits=(Exit("revise", "Ulangi", "2"),))
        if step.no == "2"
        else step
        for step in HALF_HOUR.steps
    ),
)
"""Its officer's step is finished by disposing."""


def with_day(day: str, *openings: str, of: WorkingCalendar = FIVE) -> WorkingCalendar:
    """The calendar after a decree about one date: closed, or open then."""
    rule = DayRule(spans(*openings), "Keputusan", "duty" if openings else "joint_leave")
    return dataclasses.replace(of, days=dict(of.days) | {date.fromisoformat(day): rule})


# ---- pauses

PAUSED: list[tuple[str, StandardTime, str, list[tuple[str, str]], str]] = [
    ("over a night", minutes(30), "2026-11-23 15:50", [("2026-11-23 15:55", "2026-11-24 08:00")], "2026-11-24 08:25"),
    ("across a holiday", minutes(30), "2026-12-23 15:50", [("2026-12-23 15:55", "2026-12-28 08:00")],
     "2026-12-28 08:25"),
    ("wholly within a holiday", minutes(30), "2026-12-23 15:50", [("2026-12-24 08:00", "2026-12-25 08:00")],
     "2026-12-28 07:50"),
    ("a day across a holiday", days(1), "2026-12-23 09:00", [("2026-12-23 13:00", "2026-12-28 13:00")],
     "2026-12-29 16:00"),
    ("only the holiday", days(1), "2026-12-23 09:00", [("2026-12-23 16:00", "2026-12-28 07:30")], "2026-12-28 16:00"),
    ("to one second before midnight", minutes(30), "2026-11-23 15:50", [("2026-11-23 15:55", "2026-11-23 23:59:59")],
     "2026-11-24 07:55"),
    ("from midnight", days(1), "2026-11-23 15:50", [("2026-11-24 00:00", "2026-11-25 00:00")], "2026-11-25 16:00"),
    ("twice, with a second between", minutes(30), "2026-11-23 09:00",
     [("2026-11-23 09:10", "2026-11-23 10:00"), ("2026-11-23 10:00:01", "2026-11-23 11:00")], "2026-11-23 11:19:59"),
    ("touching", minutes(30), "2026-11-23 09:00",
     [("2026-11-23 09:10", "2026-11-23 10:00"), ("2026-11-23 10:00", "2026-11-23 11:00")], "2026-11-23 11:20"),
    ("at once on arrival", minutes(30), "2026-11-23 09:00", [("2026-11-23 09:00", "2026-11-23 10:00")],
     "2026-11-23 10:30"),
    ("on the very due", minutes(30), "2026-11-23 09:00", [("2026-11-23 09:30", "2026-11-23 10:00")],
     "2026-11-23 10:00"),
    ("a second after the due", minutes(30), "2026-11-23 09:00", [("2026-11-23 09:30:01", "2026-11-23 10:00")],
     "2026-11-23 09:30"),
    ("no time at all", minutes(30), "2026-11-23 09:00", [("2026-11-23 09:10", "2026-11-23 09:10")],
     "2026-11-23 09:30"),
    ("sixty days across Lebaran, almost three days waited", days(60), "2026-03-17 14:00",
     [("2026-03-17 15:00", "2026-03-26 15:00"), ("2026-04-08 07:30", "2026-04-09 07:30")], "2026-06-30 16:00"),
    ("sixty days, waited through Lebaran alone", days(60), "2026-03-17 14:00",
     [("2026-03-17 15:00", "2026-03-25 08:00")], "2026-06-26 16:30"),
    ("three calendar days", StandardTime(Unit.CALENDAR_DAYS, 3), "2026-11-27 15:00",
     [("2026-11-28 00:00", "2026-11-29 00:00")], "2026-12-01 15:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("standard", "start", "pauses", "due"), [row[1:] for row in PAUSED], ids=[row[0] for row in PAUSED]
)
def test_the_service_falls_due_after_its_pauses(
    standard: StandardTime, start: str, pauses: list[tuple[str, str]], due: str
) -> None:
    story = Story(service(standard), start)
    for begin, end in pauses:
        story.on(begin).pause().on(end).resume()
    assert shown(story.total.due_at) == due


def test_a_pause_started_in_one_step_goes_with_the_case_and_counts_once() -> None:
    story = Story(service(minutes(60), step=minutes(10)), "2026-11-23 09:00")
    story.on("2026-11-23 09:05").pause().on("2026-11-23 10:05").finish("pr_officer", "submit")
    assert story.case.open_pause is None
    story.on("2026-11-23 10:10").pause("section_head").on("2026-11-23 11:10").finish("section_head", "revise")
    assert shown(story.total.due_at) == "2026-11-23 12:00"
    assert shown(story.step.due_at) == "2026-11-23 11:20", "a revision has the full standard"
    assert story.total.used(FIVE, at("2026-11-23 11:10")) == 10 * 60


def test_finishing_from_a_pause_in_time_is_in_time_however_long_it_lasted() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:20").pause().on("2026-11-30 09:00").deliver()
    assert story.verdict() == ("met", "met")
    assert story.total.used(FIVE, story.now) == 20 * 60


def test_finishing_from_a_pause_that_began_too_late_is_too_late() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:31").pause().on("2026-11-23 09:40").deliver()
    assert story.verdict() == ("missed", "missed")


def test_the_other_agencys_time_is_not_the_offices_though_the_case_waits_again_in_between() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:10").finish("pr_officer", "elsewhere")
    assert (story.case.status, story.total.band(FIVE, story.now)) == (Status.WAITING, Band.PAUSED)
    story.on("2026-11-25 10:00").finish("pr_officer")
    assert shown(story.total.due_at) == "2026-11-25 10:20"
    story.on("2026-11-25 10:05").pause("section_head").on("2026-11-26 09:00").resume("section_head")
    assert shown(story.total.due_at) == "2026-11-26 09:15"


# ---- midnight and the last second

LAST_SECONDS = [
    ("2026-11-23 15:59:59", minutes(1), "2026-11-24 07:30:59"),
    ("2026-11-23 16:00", minutes(1), "2026-11-24 07:31"),
    ("2026-11-23 23:59:59", minutes(30), "2026-11-24 08:00"),
    ("2026-11-24 00:00", minutes(30), "2026-11-24 08:00"),
    ("2026-11-23 23:59:59", days(1), "2026-11-25 16:00"),
    ("2026-11-24 00:00", days(1), "2026-11-25 16:00"),
    ("2026-11-23 11:59:59", minutes(1), "2026-11-23 13:00:59"),
    ("2026-11-23 23:59:59", StandardTime(Unit.CALENDAR_DAYS, 1), "2026-11-24 23:59:59"),
    ("2026-12-31 23:59:59", minutes(30), "2027-01-01 08:00"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "standard", "due"), LAST_SECONDS)
def test_a_file_completed_in_a_last_second(start: str, standard: StandardTime, due: str) -> None:
    assert shown(Story(service(standard), start).total.due_at) == due


def test_the_due_second_itself_is_in_time_and_the_next_is_not() -> None:
    for moment, verdict in (("2026-11-23 09:30:00", "met"), ("2026-11-23 09:30:01", "missed")):
        assert Story(HALF_HOUR).on(moment).deliver().verdict() == (verdict, verdict)


# ---- reopening


def test_reopened_after_a_month_the_service_is_new_and_the_class_clock_goes_on_without_the_closed_time() -> (
    None
):
    story = Story(service(days(1), intake=Intake.COMPLAINT), "2026-10-12 09:00", class_key="minor")
    story.on("2026-10-13 10:00").deliver().on("2026-10-13 10:05").finish("mail_clerk")
    assert story.verdict() == ("met", "met")
    story.on("2026-11-16 10:00").reopen()
    assert shown(story.total.due_at) == "2026-11-17 16:00"
    # five days from 12 October end on the 19th; from 13 October 10:00 to 16 November 10:00 are 24 working days
    assert shown(story.class_.due_at) == "2026-11-20 16:30"
    assert story.class_.used(FIVE, story.now) == FIVE.between(at("2026-10-12 09:00"), at("2026-10-13 10:00"))
    assert story.verdict() == ("met", "met")
    assert story.verdict(2) is None


def test_a_cycle_keeps_its_verdict_whatever_becomes_of_the_next() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:20").deliver()
    story.on("2026-11-23 11:00").reopen().on("2026-11-23 14:00").deliver()
    assert (story.verdict(1), story.verdict(2)) == (("met", "met"), ("missed", "missed"))
    story.on("2026-11-24 09:00").reopen().cancel()
    assert [story.verdict(n) for n in (1, 2, 3)] == [("met", "met"), ("missed", "missed"), ("none", "none")]


def test_cancelled_and_reopened_the_case_starts_anew_and_the_cancelled_time_is_closed_time() -> None:
    story = Story(service(days(1), intake=Intake.COMPLAINT), "2026-11-23 09:00", class_key="minor")
    story.on("2026-11-23 10:00").cancel()
    assert (story.case.status, story.verdict()) == (Status.CANCELLED, ("none", "none"))
    story.on("2026-11-25 10:00").reopen()
    assert story.case.status is Status.IN_PROGRESS or story.case.status is Status.REGISTERED
    assert shown(story.total.due_at) == "2026-11-26 16:00"
    assert shown(story.class_.due_at) == "2026-12-02 16:00"
    assert story.verdict() == ("none", "none")


def test_a_case_cancelled_when_over_is_reported_late_and_stays_so_when_reopened() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 10:00").cancel()
    assert story.verdict() == ("missed", "missed")
    assert story.on("2026-11-24 09:00").reopen().verdict() == ("missed", "missed")


def test_a_case_cancelled_after_its_delivery_was_delivered() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:20").deliver().on("2026-11-23 14:00").cancel()
    assert (story.case.status, story.verdict()) == (Status.CANCELLED, ("met", "met"))
    assert story.total.band(FIVE, story.now) is Band.MET


def test_what_the_office_files_after_the_delivery_does_not_change_the_verdict() -> None:
    story = Story(service(None, step=minutes(30)), "2026-11-23 09:00")
    story.on("2026-11-23 09:20").deliver()
    before = story.verdict()
    story.on("2026-11-24 09:00").finish("mail_clerk")
    assert before == story.verdict() == ("none", "none")


def test_without_total_and_class_a_cycle_is_judged_by_the_step_it_ended_in() -> None:
    early, late = (
        Story(service(None, step=minutes(30))).on(f"2026-11-23 {hour}:00") for hour in ("09", "11")
    )
    assert [story.finish("pr_officer", "drop").verdict() for story in (early, late)] == [
        ("met", "met"),
        ("missed", "missed"),
    ]


# ---- classes


def complaint(class_key: str = "minor", start: str = "2026-11-23 09:00") -> Story:
    return Story(service(None, step=minutes(30), intake=Intake.COMPLAINT), start, class_key=class_key)


def test_a_class_changed_in_a_pause_has_its_new_deadline_moved_by_the_whole_pause() -> None:
    story = complaint().on("2026-11-24 07:30").pause().on("2026-11-25 07:30").change_class("non_oversight")
    assert story.class_.band(FIVE, story.now) is Band.PAUSED
    story.on("2026-11-26 07:30").resume()
    # fourteen days from 23 November end on 11 December, two days were waited
    assert shown(story.class_.due_at) == "2026-12-15 16:00"


def test_a_class_changed_back_in_time_falls_due_as_if_nothing_had_happened() -> None:
    story = complaint()
    due = story.class_.due_at
    story.on("2026-11-24 09:00").change_class("oversight").on("2026-11-25 09:00").change_class("minor")
    assert (story.class_.due_at, story.class_.late_already) == (due, False)


def test_a_class_changed_after_its_deadline_stays_late_though_a_recomputing_would_move_it() -> None:
    story = Story(
        service(None, step=minutes(30), intake=Intake.COMPLAINT),
        "2026-11-23 09:00",
        class_key="minor",
        calendars={"new": with_day("2026-11-25")},
    )
    story.on("2026-12-01 09:00").change_class("oversight").on("2026-12-01 10:00").recompute("new")
    assert story.class_.late_already
    assert story.class_.band(FIVE, story.now) is Band.OVERDUE
    assert story.deliver().verdict() == ("missed", "missed")


def test_a_class_changed_after_the_delivery_leaves_that_verdict_and_holds_from_the_next_cycle_on() -> None:
    story = complaint("non_oversight").on("2026-12-03 09:00").deliver()
    assert story.verdict() == ("met", "met")
    story.on("2026-12-04 09:00").change_class("minor")
    assert (story.case.class_key, story.verdict()) == ("minor", ("met", "met"))
    story.on("2026-12-07 09:00").reopen()
    assert story.verdict() == ("met", "met")
    assert [timed_class(story.case, no) for no in (1, 2)] == ["non_oversight", "minor"]
    assert shown(story.class_.due_at) == "2026-11-30 16:00"
    assert story.class_.band(FIVE, story.now) is Band.OVERDUE


def test_a_complaint_not_classed_at_first_is_timed_from_its_registration_once_classed() -> None:
    story = complaint()
    story.events[0] = dataclasses.replace(story.events[0], data=story.events[0].data | {"class": None})
    assert class_clock(story.case, story.rules) is None
    story.on("2026-11-25 09:00").change_class("minor")
    assert (shown(story.class_.due_at), story.class_.late_already) == ("2026-11-30 16:00", False)


# ---- agreed targets

TARGETS: list[tuple[str, Service, list[tuple[str, str]], str]] = [
    ("minutes frozen and added", HALF_HOUR, [("2026-11-23 09:20", "2026-11-23 10:20")], "2026-11-23 15:00"),
    ("a pause in closed hours costs nothing", HALF_HOUR, [("2026-11-23 12:00", "2026-11-23 13:00")],
     "2026-11-23 14:00"),
    ("a day for a day", ONE_DAY, [("2026-11-23 10:00", "2026-11-24 10:00")], "2026-11-24 14:00"),
    ("half a day for nothing", ONE_DAY, [("2026-11-23 13:00", "2026-11-23 14:00")], "2026-11-23 14:00"),
    ("wall clock for calendar days", service(StandardTime(Unit.CLOCK_HOURS, 2)),
     [("2026-11-23 12:00", "2026-11-23 13:00")], "2026-11-23 15:00"),
    ("not after it has passed", HALF_HOUR, [("2026-11-23 14:00:01", "2026-11-24 10:00")], "2026-11-23 14:00"),
    ("nor in days", ONE_DAY, [("2026-11-23 14:00:01", "2026-11-25 14:00:01")], "2026-11-23 14:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("of", "pauses", "due"), [row[1:] for row in TARGETS], ids=[row[0] for row in TARGETS]
)
def test_a_target_moves_under_pauses_as_its_standard_would(
    of: Service, pauses: list[tuple[str, str]], due: str
) -> None:
    """Agreed at 09:05 for 14:00 on the day itself; a standard of one day is due only later, so compare the target."""
    assert of.total is not None
    waits = [Interval(at(begin), at(end)) for begin, end in pauses]
    target = Target(at("2026-11-23 09:05"), at("2026-11-23 14:00"))
    assert shown(target_due(of.total, FIVE, target, waits)) == due


def test_the_parts_of_days_waited_before_the_agreement_count_on_for_target_and_standard_alike() -> None:
    story = Story(ONE_DAY, "2026-11-23 09:00")
    story.on("2026-11-23 10:00").pause().on("2026-11-23 15:00").resume()
    story.on("2026-11-23 15:30").agree("2026-11-25 10:00")
    story.on("2026-11-24 08:00").pause().on("2026-11-24 13:00").resume()
    assert (shown(story.total.due_at), shown(story.total.agreed_due_at)) == (
        "2026-11-25 16:00",
        "2026-11-26 10:00",
    )


def test_a_target_agreed_in_a_pause_is_never_earlier_than_the_standard_after_it() -> None:
    story = Story(service(StandardTime(Unit.HOURS, 5)), "2026-11-23 08:00").on("2026-11-23 09:00").pause()
    story.on("2026-11-23 14:00").agree("2026-11-24 07:30").on("2026-11-24 08:00").resume()
    assert shown(story.total.due_at) == shown(story.total.deadline) == "2026-11-24 12:00"
    assert story.total.allowed_seconds == story.total.standard_seconds


def test_a_target_overtaken_by_a_declared_holiday_gives_way_to_the_standard() -> None:
    story = Story(ONE_DAY, "2026-11-23 09:00", calendars={"new": with_day("2026-11-24")})
    story.agree("2026-11-25 10:00").on("2026-11-23 10:00").recompute("new")
    assert shown(story.total.deadline) == "2026-11-25 16:00"


def test_the_target_gives_one_verdict_and_the_standard_the_other() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:10").agree("2026-11-23 14:00").on("2026-11-23 10:00")
    assert story.total.band(FIVE, story.now) is Band.ON_TIME
    assert story.deliver().verdict() == ("met", "missed")
    late = Story(HALF_HOUR).agree("2026-11-23 14:00").on("2026-11-23 14:00:01").deliver()
    assert late.verdict() == ("missed", "missed")


def test_a_target_holds_for_its_own_cycle_alone() -> None:
    story = Story(HALF_HOUR).agree("2026-11-23 14:00").on("2026-11-23 13:00").deliver()
    story.on("2026-11-23 13:30").reopen()
    assert (shown(story.total.deadline), story.verdict(1)) == ("2026-11-23 14:00", ("met", "missed"))
    assert story.total.agreed_due_at is None
    story.agree("2026-11-24 10:00")
    assert shown(story.total.deadline) == "2026-11-24 10:00"


REFUSED_TARGETS = [
    ("not complete yet", "not_started", Story(HALF_HOUR, complete=False), "2026-11-23 15:00"),
    ("no total", "no_total", Story(service(None)), "2026-11-23 15:00"),
    ("delivered", "delivered", Story(HALF_HOUR).deliver(), "2026-11-23 15:00"),
    ("cancelled", "delivered", Story(HALF_HOUR).cancel(), "2026-11-23 15:00"),
    ("agreed before", "target_agreed", Story(HALF_HOUR).agree("2026-11-23 14:00"), "2026-11-23 15:00"),
    ("over", "overdue", Story(HALF_HOUR).on("2026-11-23 09:30:01"), "2026-11-23 15:00"),
    ("not later than the standard", "not_later", Story(HALF_HOUR), "2026-11-23 09:30"),
    ("over while paused", "overdue", Story(HALF_HOUR).on("2026-11-23 09:31").pause(), "2026-11-23 15:00"),
    ("in the past", "not_later", Story(HALF_HOUR).on("2026-11-23 09:20").pause().on("2026-11-24 09:00"),
     "2026-11-24 08:00"),
    ("out of any calendar", "out_of_range", Story(HALF_HOUR), "2200-01-02 00:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "story", "due"), [row[1:] for row in REFUSED_TARGETS], ids=[row[0] for row in REFUSED_TARGETS]
)
def test_a_target_is_agreed_once_in_time_and_later(code: str, story: Story, due: str) -> None:
    with pytest.raises(DeskError) as refusal:
        story.agree(due)
    assert refusal.value.code == code


def test_a_target_may_be_agreed_in_the_very_second_of_the_due() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:30").agree("2026-11-23 09:30:01")
    assert shown(story.total.deadline) == "2026-11-23 09:30:01"


# ---- calendars changed for open cases


def recomputable(*changed: WorkingCalendar, of: Service = ONE_DAY, start: str = "2026-11-23 09:00") -> Story:
    return Story(of, start, calendars={f"new{n}": calendar for n, calendar in enumerate(changed, 1)})


def test_a_holiday_declared_in_mid_period_moves_nothing_until_it_is_recomputed() -> None:
    story = recomputable(with_day("2026-11-24"))
    before = story.total.due_at
    story.on("2026-11-23 15:00").recompute("new1")
    assert (shown(before), shown(story.total.due_at)) == ("2026-11-24 16:00", "2026-11-25 16:00")
    assert story.total.calendar_version == story.step.calendar_version == "new1"


def test_a_case_finished_in_time_under_its_calendar_never_becomes_late() -> None:
    """A day off is given back: the deadline of what still runs comes nearer, that of what has ended does not."""
    closed = with_day("2026-11-24")
    story = Story(ONE_DAY, "2026-11-23 09:00", calendars={"old": closed, "new": FIVE})
    story.on("2026-11-25 15:00").deliver()
    assert story.verdict() == ("met", "met")
    assert story.on("2026-11-25 16:00").recompute("new").verdict() == ("met", "met")
    assert story.step.calendar_version == "new", "the filing step still runs"
    story.on("2026-11-26 09:00").reopen()
    assert (story.total.calendar_version, story.verdict(1)) == ("new", ("met", "met"))


def test_what_really_ended_before_the_recomputing_keeps_its_calendar_though_it_was_recorded_after() -> None:
    closed = with_day("2026-11-24")
    story = Story(ONE_DAY, "2026-11-23 09:00", calendars={"old": closed, "new": FIVE})
    story.on("2026-11-25 10:00").recompute("new")
    assert story.total.band(FIVE, story.now) is Band.OVERDUE
    story.on("2026-11-25 11:00").finish("pr_officer", "submit", late="2026-11-25 09:00")
    story.finish("section_head", "approve", late="2026-11-25 09:30")
    assert (story.verdict(), story.total.calendar_version) == (("met", "met"), "old")
    assert story.step.calendar_version == "new", "the filing step ran on past the recomputing"


def test_recomputed_twice_and_back_the_deadline_is_what_it_was() -> None:
    story = recomputable(with_day("2026-11-24"), FIVE)
    before = story.total.due_at
    story.on("2026-11-23 10:00").recompute("new1").on("2026-11-23 11:00").recompute("new2")
    assert story.total.due_at == before


def test_recomputed_in_a_pause_the_parts_of_days_waited_are_those_of_the_new_calendar() -> None:
    story = recomputable(with_day("2026-11-23", "07:30-09:30"))
    story.on("2026-11-23 09:00").pause().on("2026-11-23 12:00").recompute("new1")
    assert story.total.band(FIVE, story.now) is Band.PAUSED
    story.on("2026-11-24 13:30").resume()
    # a quarter of the short Monday and three quarters of Tuesday: 0.25 + 0.6666... is less than a day
    assert shown(story.total.due_at) == "2026-11-24 16:00"
    story.on("2026-11-24 13:30").pause().on("2026-11-24 15:00").resume()
    assert shown(story.total.due_at) == "2026-11-25 16:00"


def test_a_closed_case_is_left_alone_and_reopens_on_the_calendar_it_had() -> None:
    story = recomputable(with_day("2026-11-24")).deliver().finish("mail_clerk")
    story.on("2026-11-23 10:00").recompute("new1")
    assert story.total.calendar_version == "old"
    assert {visit.calendar_version for visit in story.case.visits} == {"old"}


# ---- corrections


def test_what_is_withdrawn_has_not_happened() -> None:
    story = Story(HALF_HOUR).take()
    before = story.case
    for act in (
        lambda: story.pause(),
        lambda: story.finish("pr_officer", "submit"),
        lambda: story.hand_to("pr_officer", "second_officer"),
        lambda: story.assign("second_officer"),
        lambda: story.agree("2026-11-23 15:00"),
        lambda: story.cancel(),
    ):
        act()
        assert story.case != before
        assert story.withdraw().case == before


def test_withdrawing_the_finish_of_a_pause_leaves_the_case_paused() -> None:
    story = (
        Story(HALF_HOUR).on("2026-11-23 09:10").pause().on("2026-11-23 10:00").finish("pr_officer", "submit")
    )
    story.withdraw()
    assert story.case.open_pause is not None
    assert story.on("2026-11-23 11:00").resume().total.used(FIVE, story.now) == 10 * 60


def test_withdrawing_a_disposition_in_a_pause_takes_back_the_whole_of_it() -> None:
    for step in (DISPOSED_STEP, HALF_HOUR):
        story = Story(step).on("2026-11-23 09:10").pause()
        before = story.case
        story.on("2026-11-23 10:00").hand_to("pr_officer", "second_officer")
        assert story.case.open_pause is None
        assert story.withdraw().case == before


def test_a_resuming_of_its_own_is_not_withdrawn_with_the_finish_in_the_same_second() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:10").pause().on("2026-11-23 10:00").resume()
    story.finish("pr_officer", "submit").withdraw()
    assert (story.case.open_pause, story.case.visits[-1].step) == (None, "2")


def test_withdrawing_a_cancellation_or_a_reopening_gives_the_case_back() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:20").cancel().withdraw()
    assert (story.case.status.is_closed, story.verdict()) == (False, None)
    story.deliver().finish("mail_clerk").on("2026-11-23 11:00").reopen().withdraw()
    assert (story.case.status, len(story.case.cycles), story.verdict()) == (Status.DONE, 1, ("met", "met"))


def test_an_act_after_a_withdrawal_may_be_dated_where_the_withdrawn_one_was() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:40").finish("pr_officer", "drop").withdraw()
    assert story.case.last_at == at("2026-11-23 09:00")
    assert story.on("2026-11-23 09:45").finish("pr_officer", "drop", late="2026-11-23 09:30").verdict() == (
        "met",
        "met",
    )


def test_the_registration_told_right_moves_every_clock_that_starts_with_it() -> None:
    story = Story(service(minutes(30), intake=Intake.COMPLAINT), "2026-11-23 10:00", class_key="minor")
    story.on("2026-11-23 10:05").retime(1, at("2026-11-20 15:00"))
    assert shown(story.case.received_at) == shown(story.step.start) == "2026-11-20 15:00"
    assert (shown(story.total.due_at), shown(story.class_.due_at)) == ("2026-11-20 15:30", "2026-11-27 16:30")


def test_a_finish_told_right_changes_the_verdict() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 09:40").finish("pr_officer", "drop")
    assert story.verdict() == ("missed", "missed")
    story.on("2026-11-23 09:45").retime(story.last(Kind.FINISHED).id, at("2026-11-23 09:29"))
    assert story.verdict() == ("met", "met")
    assert shown(story.case.ended_at) == "2026-11-23 09:29"


def test_an_act_stays_between_its_neighbours() -> None:
    story = (
        Story(HALF_HOUR).on("2026-11-23 09:10").take().on("2026-11-23 09:20").finish("pr_officer", "submit")
    )
    taken = story.last(Kind.TAKEN).id
    story.on("2026-11-23 09:30")
    for moment, code in (
        ("2026-11-23 08:59:59", "before_last"),
        ("2026-11-23 09:20:01", "after_next"),
        ("2026-11-23 09:10", "same"),
        ("2026-11-23 09:31", "future"),
    ):
        with pytest.raises(DeskError) as refusal:
            story.retime(taken, at(moment))
        assert refusal.value.code == code
    for moment in ("2026-11-23 09:00", "2026-11-23 09:20"):
        assert story.retime(taken, at(moment)).case.visits[0].taken_at == at(moment)
    with pytest.raises(DeskError) as refusal:
        story.retime(99, at("2026-11-23 09:00"))
    assert refusal.value.code == "unknown_event"


def test_people_mend_their_own_slips_within_minutes_of_writing_them_down_and_heads_any() -> None:
    story = Story(HALF_HOUR).on("2026-11-23 11:00").finish("pr_officer", "submit", late="2026-11-23 09:20")
    finished = story.last(Kind.FINISHED).id
    story.wait(GRACE)
    for stranger in ("second_officer", "mail_clerk", "admin"):
        with pytest.raises(NotAllowed):
            story.withdraw(stranger)
    story.retime(finished, at("2026-11-23 09:25"), "pr_officer")
    story.wait(1)
    with pytest.raises(NotAllowed):
        story.withdraw("pr_officer")
    assert story.withdraw("section_head").case.visits[0].is_open


def test_registrations_and_completions_are_not_withdrawn() -> None:
    for story in (Story(HALF_HOUR), Story(HALF_HOUR, complete=False)):
        with pytest.raises(RuleError) as refusal:
            story.withdraw()
        assert refusal.value.code == "not_withdrawable"


def test_a_note_or_a_recomputing_does_not_stand_in_the_way_of_a_withdrawal() -> None:
    story = recomputable(with_day("2026-11-24")).take().on("2026-11-23 10:00").recompute("new1")
    story.withdraw()
    assert (story.case.visits[0].taken_at, story.total.calendar_version) == (None, "new1")


def test_the_last_finish_withdrawn_after_a_recomputing_goes_over_to_the_new_calendar() -> None:
    """The recomputing found the case open at its filing step; told right, it found it at the officer's."""
    story = recomputable(with_day("2026-11-24")).on("2026-11-23 10:00").finish("pr_officer", "submit")
    story.on("2026-11-23 11:00").recompute("new1").withdraw()
    assert story.case.visits[0].is_open
    assert story.step.calendar_version == "new1"


def test_every_correction_is_an_event_and_loses_none() -> None:
    story = Story(HALF_HOUR).take().withdraw().take().on("2026-11-23 09:05")
    story.retime(story.last(Kind.TAKEN).id, at("2026-11-23 09:02"))
    assert [event.kind for event in story.events] == [
        Kind.REGISTERED, Kind.OPENED, Kind.TAKEN, Kind.CORRECTED, Kind.TAKEN, Kind.CORRECTED,
    ]  # fmt: skip
    assert replay(story.events).visits[0].taken_at == at("2026-11-23 09:02")


# ---- what the case is shown by


def test_an_event_is_served_when_taken_by_its_start_and_reopened_it_is_to_be_taken_again() -> None:
    story = Story(service(StandardTime(Unit.EVENT)), event=("2026-11-26 09:00", "2026-11-26 12:00"))
    story.on("2026-11-25 09:00").finish("pr_officer", "submit").on("2026-11-26 09:00").take("section_head")
    story.on("2026-11-26 13:00").finish("section_head", "approve")
    assert story.verdict() == ("met", "met")
    story.on("2026-11-27 09:00").reopen("4")
    assert story.total.band(FIVE, story.now) is Band.OVERDUE


def test_a_cancelled_case_is_shown_without_a_band_and_an_incomplete_one_by_no_clock() -> None:
    cancelled = Story(HALF_HOUR).on("2026-11-23 10:00").cancel()
    reading = shown_clock(cancelled.case, cancelled.rules)
    assert reading is not None
    assert reading.band(FIVE, cancelled.now) is Band.NONE
    waiting = Story(HALF_HOUR, complete=False)
    assert shown_clock(waiting.case, waiting.rules) is service_clock(waiting.case, waiting.rules) is None
    assert shown_clock(waiting.cancel().case, waiting.rules) is None


def test_cancelling_a_case_that_waits_ends_its_pause() -> None:
    story = Story(service(minutes(60))).wait(60).pause().wait(60).cancel()
    assert story.case.open_pause is None
    assert [pause.end for pause in story.case.pauses] == [story.now]
