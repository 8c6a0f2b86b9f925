"""One case told act by act with its dates, as a pure history: what the tests of case-level rules are written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desk.domain import correction, supervision, workflow
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.case import CaseFile, Event, Kind
from desk.domain.clocks import Rules, class_clock, service_clock, step_clock
from desk.domain.disposition import DispositionOrder
from desk.domain.duration import StandardTime, Unit
from desk.domain.evolve import replay
from desk.domain.people import COMMON_POSITIONS, Person
from desk.domain.service import Charge, Ending, Exit, Intake, Requirement, Service, Step
from desk.domain.sla import Reading
from desk.domain.verdict import cycle_verdict
from desk.domain.workflow import Actor
from tests.domain.calendars import FIVE, at

PEOPLE = {key: Person(key, key.title(), frozenset({key})) for key in COMMON_POSITIONS}
PEOPLE["second_officer"] = Person("second_officer", "Second", frozenset({"pr_officer"}))
PEOPLE["gone"] = Person("gone", "Gone", frozenset({"pr_officer"}), active=False)
CLASSES = {"minor": 5, "normative": 5, "non_oversight": 14, "oversight": 60}

Act = Callable[..., list[Event]]


def minutes(n: int) -> StandardTime:
    return StandardTime(Unit.MINUTES, n)


def days(n: int) -> StandardTime:
    return StandardTime(Unit.WORKING_DAYS, n)


def _step(no: str, actor: str, *exits: Exit, **more: Any) -> Step:
    return Step(no, f"Langkah {no}", f"L{no}", (actor,), exits, **more)


def service(total: StandardTime | None, step: StandardTime | None = None, **more: Any) -> Service:
    """An officer works (or sends it elsewhere), a head delivers (or returns it), a clerk files it.

    `total` is the service's standard, `step` the officer's.
    """
    steps = (
        _step("1", "applicant", Exit("forward", "Teruskan", "2"), charged_to=Charge.APPLICANT),
        _step(
            "2",
            "pr_officer",
            Exit("submit", "Serahkan", "4"),
            Exit("elsewhere", "OPD lain", "3", Ending.TRANSFERRED),
            Exit("drop", "Tidak ditindaklanjuti", None, Ending.DONE),
            standard=step,
        ),
        _step("3", "other_agency", Exit("forward", "Kembali", "4"), charged_to=Charge.OTHER_AGENCY),
        _step(
            "4",
            "section_head",
            Exit("approve", "Setuju", "5"),
            Exit("revise", "Revisi", "2", revision=True),
            delivers=True,
        ),
        _step("5", "mail_clerk", Exit("close", "Selesai", None, Ending.DONE), standard=minutes(10)),
    )
    plain = {"intake": Intake.LETTER, "requirements": (Requirement("berkas", "Berkas"),)}
    return Service(key="uji", name="Uji", agency="Kantor", steps=steps, total=total, **(plain | more))


class Story:
    """A case and everything that happened to it, corrections as events of their own."""

    def __init__(
        self,
        service: Service,
        start: str = "2026-11-23 09:00",
        *,
        complete: bool = True,
        class_key: str | None = None,
        event: tuple[str, str] | None = None,
        calendars: Mapping[str, WorkingCalendar] | None = None,
    ) -> None:
        self.service = service
        self.calendars = {"old": FIVE} | dict(calendars or {})
        self.rules = Rules(service, self.calendars.__getitem__)
        self.events: list[Event] = []
        self.now = at(start)
        classed = class_key is not None
        actor = self.who("mail_clerk")
        begin, end = (None, None) if event is None else map(at, event)
        registered = actor.event(
            Kind.REGISTERED,
            **{
                "number": "0001/2026", "kind": "complaint" if classed else "letter", "service": service.key,
                "service_version": "v", "calendar_version": "old", "class_table": CLASSES if classed else {},
                "class": class_key, "ticked": ["berkas"] if complete else [], "event_start": begin, "event_end": end,
                "content": "",
            },
        )  # fmt: skip
        first = workflow.opening(CaseFile(), service, service.first_office_step, actor)
        self.record([registered, first] if complete else [registered])

    # ---- telling

    def who(self, username: str, late: str | None = None) -> Actor:
        return Actor(PEOPLE[username], self.now if late is None else at(late))

    def record(self, events: list[Event]) -> Story:
        for event in events:
            self.events.append(
                Event(event.kind, event.at, event.by, event.data, len(self.events) + 1, self.now)
            )
        return self

    def on(self, text: str) -> Story:
        """The time moves on to this moment."""
        self.now = at(text)
        return self

    def wait(self, seconds: int) -> Story:
        self.now += seconds
        return self

    def do(self, username: str, act: Act, *args: Any, late: str | None = None) -> Story:
        """An act of `workflow` on the open step."""
        return self.record(act(self.case, self.service, self.who(username, late), *args))

    def take(self, username: str = "pr_officer") -> Story:
        return self.do(username, workflow.take)

    def finish(self, username: str, exit_key: str | None = None, late: str | None = None) -> Story:
        return self.do(username, workflow.finish, exit_key, late=late)

    def pause(self, username: str = "pr_officer") -> Story:
        return self.do(username, workflow.pause, "applicant", "menunggu")

    def resume(self, username: str = "pr_officer") -> Story:
        return self.do(username, workflow.resume)

    def hand_to(self, username: str, *to: str) -> Story:
        return self.do(username, workflow.dispose, DispositionOrder(to, ("follow_up",)), PEOPLE)

    def assign(self, to: str) -> Story:
        return self.record(
            supervision.assign(self.case, self.service, self.who("manager"), to, "piket", PEOPLE)
        )

    def deliver(self) -> Story:
        """The head approves, at once after the officer has submitted."""
        return self.finish("pr_officer", "submit").finish("section_head", "approve")

    def agree(self, due: str) -> Story:
        return self.agree_at(at(due))

    def agree_at(self, due: Instant) -> Story:
        return self.record(supervision.agree_target(self.case, self.rules, self.who("manager"), due, "rumit"))

    def change_class(self, key: str, late: str | None = None) -> Story:
        return self.record(supervision.change_class(self.case, self.who("manager", late), key, "telaah"))

    def reopen(self, step: str = "2") -> Story:
        return self.record(
            supervision.reopen(self.case, self.service, self.who("manager"), step, "keberatan")
        )

    def cancel(self) -> Story:
        return self.record(supervision.cancel(self.case, self.who("manager"), "ditarik"))

    def recompute(self, version: str) -> Story:
        """The whole office goes over to that calendar."""
        data = {"calendar": "office", "to": version, "cases": {self.case.number: self.case.calendar_version}}
        return self.record([self.who("manager").event(Kind.RECOMPUTED, **data)])

    def withdraw(self, username: str = "manager") -> Story:
        return self.record(correction.withdraw(self.events, self.who(username), "keliru"))

    def retime(self, event_id: int, happened: Instant, username: str = "manager") -> Story:
        return self.record(
            correction.retime(self.events, self.who(username), event_id, happened, "salah jam")
        )

    def last(self, kind: Kind) -> Event:
        return next(event for event in reversed(self.events) if event.kind is kind)

    # ---- asking

    @property
    def case(self) -> CaseFile:
        return replay(self.events)

    @property
    def step(self) -> Reading:
        return step_clock(self.case, self.rules, self.case.visits[-1])

    @property
    def total(self) -> Reading:
        reading = service_clock(self.case, self.rules)
        assert reading is not None
        return reading

    @property
    def class_(self) -> Reading:
        reading = class_clock(self.case, self.rules)
        assert reading is not None
        return reading

    def verdict(self, cycle: int = 1) -> tuple[str, str] | None:
        """Of a cycle: against the target, and against the standard."""
        verdict = cycle_verdict(self.case, self.rules, cycle)
        return None if verdict is None else (str(verdict.band), str(verdict.standard_band))
