"""What may happen next to a case, and who may let it happen. Pure: people, services and instants are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desk.domain import supervision, workflow
from desk.domain.case import CaseFile, Event, Kind, Status
from desk.domain.clocks import Rules, case_clocks, class_clock, service_clock, shown_clock, step_clock
from desk.domain.disposition import DispositionOrder
from desk.domain.duration import StandardTime, Unit
from desk.domain.evolve import evolve
from desk.domain.people import COMMON_POSITIONS, Permission, Person
from desk.domain.service import Charge, Ending, Exit, Intake, Service, Step
from desk.domain.sla import Band, ClockKind
from desk.domain.workflow import Actor
from desk.errors import FieldError, NotAllowed, RuleError
from tests.domain.calendars import FIVE as FIVE_DAY

MINUTE, HOUR = 60, 3600
START = FIVE_DAY.instant(date(2026, 11, 23), 9 * HOUR)
"""Monday 23 November 2026, 09:00 WIB."""

PEOPLE = {key: Person(key, key.title(), frozenset({key})) for key in COMMON_POSITIONS}
PEOPLE["second_officer"] = Person("second_officer", "Second", frozenset({"pr_officer"}))
PEOPLE["gone"] = Person("gone", "Gone", frozenset({"pr_officer"}), active=False)


def minutes(n: int) -> StandardTime:
    return StandardTime(Unit.MINUTES, n)


def step(no: str, actor: str, *exits: Exit, **more: object) -> Step:
    return Step(no=no, name=f"Langkah {no}", label=f"L{no}", actors=(actor,), exits=exits, **more)  # type: ignore[arg-type]


SERVICE = Service(
    key="uji",
    name="Uji",
    agency="Kantor",
    intake=Intake.COMPLAINT,
    total=minutes(60),
    steps=(
        step("1", "applicant", Exit("forward", "Teruskan", "2"), charged_to=Charge.APPLICANT),
        step("2", "section_head", Exit("forward", "Teruskan", "3"), disposition=True, standard=minutes(10)),
        step(
            "3",
            "pr_officer",
            Exit("submit", "Serahkan", "4"),
            Exit("elsewhere", "OPD lain", "5", ends_as=Ending.TRANSFERRED),
            standard=minutes(15),
        ),
        step(
            "4",
            "team_lead",
            Exit("approve", "Setuju", "6"),
            Exit("revise", "Revisi", "3", revision=True),
            delivers=True,
        ),
        step("5", "other_agency", Exit("forward", "Teruskan", "4"), charged_to=Charge.OTHER_AGENCY),
        step("6", "applicant", Exit("close", "Selesai", None, Ending.DONE), charged_to=Charge.APPLICANT),
    ),
)  # fmt: skip

FILED = replace(
    SERVICE,
    steps=(
        *SERVICE.steps[:-1],
        step("6", "pr_officer", Exit("close", "Selesai", None, Ending.DONE), standard=minutes(5)),
    ),
)
"""After the delivery the office itself still files the case."""


def rules(service: Service) -> Rules:
    """The service with the five-day calendar, whatever version a case names."""
    return Rules(service, lambda _version: FIVE_DAY)


class Walk:
    """One case being worked, one minute per act."""

    def __init__(self, service: Service = SERVICE, class_key: str | None = None) -> None:
        self.service, self.case, self.now = service, CaseFile(), START
        data = {
            "number": "P-0001/2026", "kind": "complaint", "service": service.key, "service_version": "v",
            "calendar_version": "c", "class_table": {"minor": 5, "oversight": 60}, "class": class_key, "ticked": [],
            "event_start": None, "event_end": None, "content": "",
        }  # fmt: skip
        evolve(self.case, Event(Kind.REGISTERED, START, "receptionist", data))
        self.apply(
            [workflow.opening(self.case, service, service.first_office_step, self.who("receptionist"))]
        )

    def who(self, username: str) -> Actor:
        return Actor(PEOPLE[username], self.now)

    def apply(self, events: list[Event]) -> None:
        for event in events:
            evolve(self.case, event)

    def wait(self, seconds: int) -> Walk:
        self.now += seconds
        return self

    def do(self, username: str, act: Callable[..., list[Event]], *args: object) -> Walk:
        self.now += MINUTE
        self.apply(act(self.case, self.service, self.who(username), *args))
        return self

    def dispose(self, username: str, *to: str, cc: tuple[str, ...] = ()) -> Walk:
        return self.do(username, workflow.dispose, DispositionOrder(to, ("follow_up",), cc), PEOPLE)

    def steps(self) -> list[str]:
        return [visit.step for visit in self.case.visits]


def test_a_case_opens_at_its_first_office_step_without_a_visit_of_earlier_external_ones() -> None:
    assert Walk().steps() == ["2"]


def test_disposing_a_disposition_step_finishes_it_and_its_lead_holds_the_next() -> None:
    walk = Walk().dispose("section_head", "pr_officer", "second_officer", cc=("manager",))
    assert walk.steps() == ["2", "3"]
    visit = walk.case.open_visit
    assert visit is not None
    assert (visit.holder, visit.taken_at) == ("pr_officer", None)
    assert walk.case.dispositions[0].to == ("pr_officer", "second_officer")


def test_disposing_another_step_hands_it_over_without_finishing() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.take)
    arrived = walk.case.visits[-1].arrived_at
    walk.dispose("pr_officer", "second_officer")
    visit = walk.case.visits[-1]
    assert walk.steps() == ["2", "3"]
    assert (visit.holder, visit.taken_at, visit.arrived_at) == ("second_officer", None, arrived)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (DispositionOrder((), ("follow_up",)), "to"),
        (DispositionOrder(("nobody",), ("follow_up",)), "to"),
        (DispositionOrder(("gone",), ("follow_up",)), "to"),
        (DispositionOrder(("mail_clerk",), ("follow_up",)), "to"),
        (DispositionOrder(("pr_officer",), ()), "instruction"),
        (DispositionOrder(("pr_officer",), ("dance",)), "instruction"),
        (DispositionOrder(("pr_officer",), ("follow_up",), cc=("pr_officer",)), "cc"),
        (DispositionOrder(("pr_officer",), ("follow_up",), due_at=START), "due"),
    ],
)
def test_a_faulty_disposition_is_refused_at_its_field(order: DispositionOrder, field: str) -> None:
    walk = Walk()
    with pytest.raises(FieldError) as refusal:
        workflow.dispose(walk.case, SERVICE, walk.who("section_head"), order, PEOPLE)
    assert refusal.value.field == field


def test_only_holders_of_the_position_work_a_step_and_only_the_holder_a_taken_one() -> None:
    walk = Walk().dispose("section_head", "pr_officer")
    for stranger in ("second_officer", "mail_clerk", "manager", "admin"):
        with pytest.raises(NotAllowed):
            workflow.take(walk.case, SERVICE, walk.who(stranger))
    walk.do("pr_officer", workflow.take)
    with pytest.raises(RuleError, match="sudah Anda ambil"):
        workflow.take(walk.case, SERVICE, walk.who("pr_officer"))


def test_finishing_an_untaken_visit_sets_taken_to_finished() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    visit = walk.case.visits[1]
    assert visit.taken_at == visit.finished_at == walk.now


def test_an_exit_is_needed_where_there_are_several_and_must_exist() -> None:
    walk = Walk().dispose("section_head", "pr_officer")
    for exit_key, code in ((None, "exit_needed"), ("approve", "unknown_exit")):
        with pytest.raises(FieldError) as refusal:
            workflow.finish(walk.case, SERVICE, walk.who("pr_officer"), exit_key)
        assert (refusal.value.field, refusal.value.code) == ("exit", code)


def test_each_revision_is_a_new_visit_with_the_full_standard() -> None:
    walk = Walk().dispose("section_head", "pr_officer")
    for _ in range(3):
        walk.do("pr_officer", workflow.finish, "submit").do("team_lead", workflow.send_back, "judul salah")
    assert walk.steps() == ["2", "3", "4", "3", "4", "3", "4", "3"]
    reading = step_clock(walk.case, rules(SERVICE), walk.case.visits[-1])
    assert reading.due_at == walk.now + 15 * MINUTE
    assert walk.case.delivered_at is None


def test_a_step_without_a_revision_exit_cannot_be_sent_back() -> None:
    walk = Walk()
    with pytest.raises(RuleError, match="revisi"):
        workflow.send_back(walk.case, SERVICE, walk.who("section_head"), "x")


def test_delivery_answers_the_case_and_recording_the_external_step_closes_it() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    walk.do("team_lead", workflow.finish, "approve")
    assert walk.case.status is Status.ANSWERED
    with pytest.raises(NotAllowed):
        workflow.finish(walk.case, SERVICE, walk.who("pr_officer"))
    walk.do("team_lead", workflow.finish)
    assert walk.case.status is Status.DONE
    assert walk.case.open_visit is None


def test_an_exit_to_another_agency_keeps_its_ending_though_the_citizen_is_answered() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "elsewhere")
    assert walk.case.status is Status.WAITING
    walk.do("pr_officer", workflow.finish).do("team_lead", workflow.finish, "approve").do(
        "team_lead", workflow.finish
    )
    assert walk.case.status is Status.TRANSFERRED


def test_an_external_step_is_paused_while_open_and_stops_the_service_clock() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "elsewhere")
    reading = step_clock(walk.case, rules(SERVICE), walk.case.visits[-1])
    assert reading.band(FIVE_DAY, walk.now + 30 * 24 * HOUR) is Band.PAUSED
    walk.wait(HOUR).do("pr_officer", workflow.finish)
    service = service_clock(walk.case, rules(SERVICE))
    assert service is not None
    assert service.due_at == START + HOUR + HOUR + MINUTE
    assert step_clock(walk.case, rules(SERVICE), walk.case.visits[2]).band(FIVE_DAY, walk.now) is Band.NONE


@pytest.mark.parametrize("act", [workflow.take, workflow.resume])
def test_an_external_step_is_not_taken_nor_resumed(act: Callable[..., list[Event]]) -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "elsewhere")
    with pytest.raises(RuleError):
        act(walk.case, SERVICE, walk.who("pr_officer"))


def test_a_pause_waits_only_for_somebody_outside_and_needs_a_reason() -> None:
    walk = Walk()
    for waiting_for, reason, field in (("cuti", "x", "for"), ("applicant", "  ", "reason")):
        with pytest.raises(FieldError) as refusal:
            workflow.pause(walk.case, SERVICE, walk.who("section_head"), waiting_for, reason)
        assert refusal.value.field == field
    walk.do("section_head", workflow.pause, "applicant", "menunggu materi")
    assert walk.case.status is Status.WAITING
    with pytest.raises(RuleError, match="sedang dijeda"):
        workflow.pause(walk.case, SERVICE, walk.who("section_head"), "applicant", "lagi")


def test_finishing_from_a_pause_settles_the_pause_first() -> None:
    walk = Walk().do("section_head", workflow.pause, "applicant", "materi").wait(HOUR)
    walk.dispose("section_head", "pr_officer")
    assert walk.case.open_pause is None
    reading = step_clock(walk.case, rules(SERVICE), walk.case.visits[0])
    assert reading.used(FIVE_DAY, walk.now) == MINUTE
    assert reading.band(FIVE_DAY, walk.now) is Band.MET


def test_assigning_keeps_the_clock_and_asks_for_the_position() -> None:
    walk = Walk().dispose("section_head", "pr_officer").do("pr_officer", workflow.take)
    taken = walk.case.visits[-1].taken_at
    with pytest.raises(FieldError):
        supervision.assign(walk.case, SERVICE, walk.who("manager"), "mail_clerk", "x", PEOPLE)
    walk.do("manager", supervision.assign, "second_officer", "cuti", PEOPLE)
    visit = walk.case.visits[-1]
    assert (visit.holder, visit.taken_at) == ("second_officer", taken)


def test_reopening_starts_a_cycle_with_full_standards_and_the_class_clock_goes_on() -> None:
    walk = (
        Walk(class_key="minor")
        .dispose("section_head", "pr_officer")
        .do("pr_officer", workflow.finish, "submit")
    )
    walk.do("team_lead", workflow.finish, "approve")
    before = class_clock(walk.case, rules(SERVICE))
    assert before is not None
    answered = walk.now
    walk.wait(7 * 24 * HOUR).do("manager", supervision.reopen, "3", "jawaban keliru")
    assert walk.case.status is Status.IN_PROGRESS
    assert walk.case.visits[-2].exit is None
    service = service_clock(walk.case, rules(SERVICE))
    assert service is not None
    assert service.due_at == walk.now + HOUR
    after = class_clock(walk.case, rules(SERVICE))
    assert after is not None
    assert after.start == before.start
    assert after.used(FIVE_DAY, walk.now) == before.used(FIVE_DAY, answered)


def test_a_running_case_is_not_reopened_and_not_at_an_external_step() -> None:
    walk = Walk()
    with pytest.raises(RuleError, match="masih berjalan"):
        supervision.reopen(walk.case, SERVICE, walk.who("manager"), "2", "x")
    walk.apply(supervision.cancel(walk.case, walk.who("manager"), "ditarik"))
    with pytest.raises(FieldError):
        supervision.reopen(walk.case, SERVICE, walk.who("manager"), "6", "x")


def test_cancelling_ends_every_clock_without_a_verdict() -> None:
    walk = Walk(class_key="minor")
    walk.apply(supervision.cancel(walk.case, walk.who("manager"), "ditarik"))
    assert walk.case.status is Status.CANCELLED
    bands = {
        reading.band(FIVE_DAY, walk.now + 90 * 24 * HOUR)
        for reading in case_clocks(walk.case, rules(SERVICE))
    }
    assert bands == {Band.NONE}


def test_the_nearest_deadline_is_shown_and_the_service_watches_a_step_without_a_standard() -> None:
    walk = Walk(class_key="minor")
    shown = shown_clock(walk.case, rules(SERVICE))
    assert shown is not None
    assert shown.clock is ClockKind.STEP
    walk.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    shown = shown_clock(walk.case, rules(SERVICE))
    assert shown is not None
    assert shown.clock is ClockKind.SERVICE


def test_a_changed_class_gives_a_new_deadline_from_the_same_start() -> None:
    walk = Walk(class_key="minor")
    walk.apply(supervision.change_class(walk.case, walk.who("manager"), "oversight", "dugaan pungli"))
    reading = class_clock(walk.case, rules(SERVICE))
    assert reading is not None
    assert reading.start == START
    assert reading.due_at == FIVE_DAY.last_closing(FIVE_DAY.working_day_after(FIVE_DAY.day_of(START), 60))
    assert not reading.is_late(walk.now)


def test_the_class_it_has_is_given_again_by_whoever_is_not_told_it() -> None:
    walk = Walk(class_key="minor")
    (seen,) = supervision.change_class(walk.case, walk.who("manager"), "oversight", "telaah", sees=False)
    (same,) = supervision.change_class(walk.case, walk.who("manager"), "minor", "telaah", sees=False)
    assert (same.kind, same.data | {"to": "oversight"}) == (seen.kind, seen.data)
    before = class_clock(walk.case, rules(SERVICE))
    walk.apply([same])
    assert class_clock(walk.case, rules(SERVICE)) == before


def test_a_class_changed_after_its_deadline_stays_late() -> None:
    walk = Walk(class_key="minor").wait(14 * 24 * HOUR)
    walk.apply(supervision.change_class(walk.case, walk.who("manager"), "oversight", "dugaan pungli"))
    reading = class_clock(walk.case, rules(SERVICE))
    assert reading is not None
    assert reading.band(FIVE_DAY, walk.now) is Band.OVERDUE


def test_notes_are_written_by_the_steps_people_and_their_heads() -> None:
    walk = Walk()
    for allowed in ("section_head", "manager"):
        workflow.add_note(walk.case, walk.who(allowed), "ditelepon")
    with pytest.raises(NotAllowed):
        workflow.add_note(walk.case, walk.who("mail_clerk"), "x")
    with pytest.raises(FieldError):
        workflow.add_note(walk.case, walk.who("manager"), " ")


@pytest.mark.parametrize(
    ("permission", "yes", "no"),
    [
        (
            Permission.LOG,
            "receptionist mail_clerk hotline_officer complaint_officer",
            "pr_officer manager admin",
        ),
        (
            Permission.SUPERVISE,
            "section_head division_head agency_head team_lead manager",
            "receptionist admin",
        ),
        (Permission.ADMINISTER, "admin", "manager section_head receptionist"),
        (Permission.WORK, "receptionist pr_officer manager", "admin"),
        (Permission.READ, "receptionist admin steering_officer", ""),
    ],
)
def test_positions_grant_what_the_command_line_page_says(permission: Permission, yes: str, no: str) -> None:
    assert all(PEOPLE[key].may(permission) for key in yes.split())
    assert not any(PEOPLE[key].may(permission) for key in no.split())


def test_a_class_changed_after_the_answer_does_not_make_it_late() -> None:
    walk = Walk(FILED, class_key="minor").dispose("section_head", "pr_officer")
    walk.do("pr_officer", workflow.finish, "submit").do("team_lead", workflow.finish, "approve")
    walk.wait(14 * 24 * HOUR)
    walk.apply(supervision.change_class(walk.case, walk.who("manager"), "oversight", "salah golong"))
    reading = class_clock(walk.case, rules(FILED))
    assert reading is not None
    assert reading.band(FIVE_DAY, walk.now) is Band.MET


def test_a_class_changed_in_a_pause_is_not_late_since_a_paused_clock_never_goes_over() -> None:
    walk = Walk(class_key="minor")
    eve = FIVE_DAY.last_closing(FIVE_DAY.working_day_after(FIVE_DAY.day_of(START), 5)) - HOUR
    walk.wait(eve - START).do("section_head", workflow.pause, "applicant", "menunggu bukti")
    walk.wait(16 * HOUR)
    walk.apply(supervision.change_class(walk.case, walk.who("manager"), "oversight", "dugaan pungli"))
    reading = class_clock(walk.case, rules(SERVICE))
    assert reading is not None
    assert reading.band(FIVE_DAY, walk.now) is Band.PAUSED


def test_once_delivered_a_case_is_shown_by_its_service_though_an_office_step_runs() -> None:
    walk = Walk(FILED).dispose("section_head", "pr_officer")
    walk.do("pr_officer", workflow.finish, "submit")
    walk.do("team_lead", workflow.finish, "approve").wait(HOUR)
    shown = shown_clock(walk.case, rules(walk.service))
    assert shown is not None
    assert (shown.clock, shown.band(FIVE_DAY, walk.now)) == (ClockKind.SERVICE, Band.MET)
