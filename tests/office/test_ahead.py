"""What an act leads to, said before it is done, is what is there once it is done; and the counter's preview too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission
from desk.domain.service import Intake
from desk.domain.sla import ClockKind
from desk.errors import DeskError, FieldError
from desk.office import casefile, choosing, complaints, corrections, intake, ledger, routing, timekeeping
from desk.office.ahead import Ahead
from desk.office.case_view import CaseView
from desk.office.class_tables import table_for
from desk.office.session import Session
from tests.conftest import Desk, at
from tests.screens.files import complaint, letter

Prepare = Callable[[Desk], str]
Foresee = Callable[[Ahead], Any]
Act = Callable[[Session, str], object]


def at_team(desk: Desk) -> str:
    """A hotline complaint at step 4, whose next step is ours or another agency's."""
    number = complaint(desk, class_key="minor")
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    return number


def with_target(desk: Desk) -> str:
    number = letter(desk)
    routing.agree_target(desk.person("section_head"), number, at("2026-11-24 16:00"), "data pusat")
    return number


def answered(desk: Desk) -> str:
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    routing.dispose(desk.person("section_head"), number, ORDER)
    routing.finish(desk.person("pr_officer"), number)
    return number


def held(desk: Desk) -> str:
    number = letter(desk)
    routing.pause(desk.person("mail_clerk"), number, "applicant", "menunggu materi")
    return number


ORDER = DispositionOrder(("pr_officer",), ("follow_up",))
CASES: dict[str, tuple[Prepare, str, Foresee, Act]] = {
    "finish": (letter, "mail_clerk", lambda a: a.finish(None), lambda s, n: routing.finish(s, n)),
    "finish from a pause": (held, "mail_clerk", lambda a: a.finish(None), lambda s, n: routing.finish(s, n)),
    "finish towards another agency": (
        at_team, "complaint_team",
        lambda a: a.finish("other_agency"), lambda s, n: routing.finish(s, n, "other_agency"),
    ),
    "finish within the office": (
        at_team, "complaint_team",
        lambda a: a.finish("in_jurisdiction"), lambda s, n: routing.finish(s, n, "in_jurisdiction"),
    ),
    "finish under a target": (with_target, "mail_clerk", lambda a: a.finish(None), lambda s, n: routing.finish(s, n)),
    "dispose": (
        lambda d: letter(d, "konten-medsos"), "agency_head",
        lambda a: a.dispose(DispositionOrder(("division_head",), ("follow_up",))),
        lambda s, n: routing.dispose(s, n, DispositionOrder(("division_head",), ("follow_up",))),
    ),
    "reopen": (answered, "section_head", lambda a: a.reopen("3"), lambda s, n: routing.reopen(s, n, "3", "keliru")),
    "undo": (held, "mail_clerk", lambda a: a.withdraw(), lambda s, n: corrections.withdraw(s, n, "salah")),
}  # fmt: skip


def shown(view: CaseView) -> tuple[int | None, str | None]:
    """The deadline at the open step, and whose it is; none while somebody outside is at work, or once closed."""
    visit = view.open_visit
    if visit is None or visit.reading.external or view.nearest is None:
        return None, None
    due = view.nearest.deadline
    return due, None if due is None else str(view.nearest.clock)


@pytest.mark.parametrize("name", CASES)
def test_what_was_foreseen_is_what_comes(desk: Desk, name: str) -> None:
    prepare, who, foresee, act = CASES[name]
    number = prepare(desk)
    desk.advance(11 * 60 + 7)
    session = desk.person(who)
    before = ledger.last_event_id()
    found = foresee(Ahead(session, number))
    assert ledger.last_event_id() == before, "nothing was written"
    assert found.reason
    act(session, number)
    assert (found.due_at, found.due_of) == shown(casefile.view_case(session, number))


def test_a_target_says_how_much_later_it_is_in_the_measure_of_the_standard(desk: Desk) -> None:
    head, number = desk.person("section_head"), letter(desk)
    found = Ahead(head, number).agree_target(at("2026-11-24 16:00"))
    assert (found.standard_due, found.due_at) == (at("2026-11-23 09:30"), at("2026-11-24 16:00"))
    assert (found.later_seconds, found.is_working) == (5.5 * 3600 + 7.5 * 3600, True)
    routing.agree_target(head, number, at("2026-11-24 16:00"), "data pusat")
    with pytest.raises(DeskError, match="hanya boleh sekali"):
        Ahead(head, number).agree_target(at("2026-11-25 16:00"))


def test_another_class_says_the_deadline_of_the_class_though_a_step_is_nearer(desk: Desk) -> None:
    number, lead = complaint(desk, class_key="minor"), desk.person("team_lead")
    desk.advance(60)
    found = Ahead(lead, number).change_class("oversight")
    complaints.change_class(lead, number, "oversight", "pungli")
    reading = next(r for r in casefile.view_case(lead, number).clocks if r.clock is ClockKind.CLASS_)
    assert (found.due_at, found.due_of) == (reading.due_at, "class")


def test_a_deadline_in_a_year_without_holidays_is_said_to_be_uncertain(desk: Desk) -> None:
    number, lead = complaint(desk, class_key="minor"), desk.person("team_lead")
    later(desk, "2027-11-23 09:00")
    assert Ahead(lead, number).change_class("normative").warnings == ()
    late = complaint(desk, class_key="minor")
    assert "2028" in "".join(Ahead(lead, late).change_class("oversight").warnings)


def test_a_corrected_time_and_a_moved_event_are_foreseen_too(desk: Desk) -> None:
    number = letter(desk, "keprotokolan", event_start=at("2026-11-24 09:00"))
    clerk = desk.person("mail_clerk")
    found = Ahead(clerk, number).reschedule(at("2026-11-25 10:00"), None)
    corrections.reschedule(clerk, number, at("2026-11-25 10:00"), None, "ralat undangan")
    service = next(r for r in casefile.view_case(clerk, number).clocks if r.clock is ClockKind.SERVICE)
    assert service.due_at == at("2026-11-25 10:00")
    assert found.due_at is not None
    other = letter(desk)
    desk.advance(300)
    routing.finish(clerk, other)
    event = casefile.view_case(clerk, other).history[-1].event_id
    found = Ahead(clerk, other).retime(event, at("2026-11-23 09:02"))
    corrections.retime(clerk, other, event, at("2026-11-23 09:02"), "terlambat menekan")
    assert (found.due_at, found.due_of) == shown(casefile.view_case(clerk, other))


@pytest.mark.parametrize(
    "moment", ["2026-11-23 09:00", "2026-11-27 15:55", "2026-12-23 15:50", "2026-11-28 10:00", "2026-03-17 14:45"]
)  # fmt: skip
def test_the_preview_at_the_counter_is_the_deadline_that_is_stored(desk: Desk, moment: str) -> None:
    """Every service, every class; now and as a late entry."""
    later(desk, "2026-12-28 12:15")
    received = at(moment)
    for service in desk.office.services.values():
        for arrived in (None, received):
            table = table_for(desk.office, service, desk.clock.now() if arrived is None else arrived)
            for class_key in [None, *(table.limits if table else ())]:
                told, logged = both(desk, service.key, class_key, arrived)
                assert told == logged, (service.key, class_key, arrived)


def later(desk: Desk, moment: str) -> None:
    """Weeks have gone by without a record, and somebody has confirmed the machine's clock."""
    desk.set(moment)
    timekeeping.confirm_clock(desk.person("manager"), "kantor tutup lama")


def both(desk: Desk, key: str, class_key: str | None, arrived: int | None) -> tuple[int | None, int | None]:
    """What the counter said, and what was then stored."""
    service = desk.office.service(key)
    reason = None if arrived is None else "listrik padam"
    if service.intake is Intake.COMPLAINT:
        session = desk.person("receptionist")
        told = intake.preview_due(session, key, complete=True, received_at=arrived, class_key=class_key)
        draft = ComplaintDraft(key, "phone", "Isi", "Siti", class_key=class_key, received_at=arrived)
        number = complaints.log_complaint(session, draft, reason=reason).number
    else:
        session = desk.person("mail_clerk")
        start = at("2027-01-05 09:00")
        event = start if service.total is not None and service.total.value is None else None
        told = intake.preview_due(session, key, complete=True, received_at=arrived, event_start=event)
        letter_draft = LetterDraft(
            key, "OPD", "Hal", have=service.required_keys, received_at=arrived, event_start=event
        )
        number = intake.log_letter(session, letter_draft, reason=reason).number
    view = casefile.view_case(session, number)
    assert told.reason
    return told.due_at, view.nearest.due_at if view.nearest else None


def test_choices_offer_what_the_rules_would_accept(desk: Desk) -> None:
    """The acts on time and corrections, at every stage of a case and for everybody: offered exactly if not refused."""
    stages: list[Prepare] = [
        letter,
        held,
        at_team,
        with_target,
        answered,
        incomplete,
        late,
        moved,
        delivered_late,
    ]
    people = ["mail_clerk", "section_head", "pr_officer", "complaint_team", "manager", "admin", "team_lead"]
    for prepare in stages:
        number = prepare(desk)
        for username in people:
            session = desk.person(username)
            offered = choosing.choices(session, number).acts
            for act, attempt in ATTEMPTS.items():
                assert (act in offered) == accepted(session, number, attempt), (
                    prepare.__name__,
                    username,
                    act,
                )


def incomplete(desk: Desk) -> str:
    return intake.log_letter(desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal")).number


def late(desk: Desk) -> str:
    number = letter(desk)
    desk.advance(3600)
    return number


def moved(desk: Desk) -> str:
    return letter(desk, "keprotokolan", event_start=desk.clock.now() + 86_400)


def delivered_late(desk: Desk) -> str:
    number = answered(desk)
    desk.advance(3600)
    return number


ATTEMPTS: dict[str, Callable[[Ahead], object]] = {
    "target": lambda ahead: ahead.agree_target(at("2027-06-01 16:00")),
    "undo": lambda ahead: ahead.withdraw(),
    "reschedule": lambda ahead: ahead.reschedule(at("2027-06-01 09:00"), None),
}


def accepted(session: Session, number: str, attempt: Callable[[Ahead], object]) -> bool:
    """Whether the rule of the act lets it pass, permission included."""
    try:
        attempt(Ahead(session, number))
    except DeskError:
        return False
    return attempt is not ATTEMPTS["target"] or session.may(Permission.SUPERVISE)


def test_only_acts_that_may_be_retimed_are_offered(desk: Desk) -> None:
    number = letter(desk)
    desk.advance(20 * 60)
    clerk, head = desk.person("mail_clerk"), desk.person("section_head")
    routing.finish(clerk, number)
    kinds = {event.event_id: event.kind for event in casefile.view_case(head, number).history}
    assert [kinds[event] for event in choosing.choices(clerk, number).retimes] == ["finished"], (
        "within minutes"
    )
    assert [kinds[event] for event in choosing.choices(head, number).retimes] == ["registered", "finished"]
    for event in choosing.choices(clerk, number).retimes:
        Ahead(clerk, number).retime(event, desk.clock.now() - 60)
    with pytest.raises(FieldError):
        Ahead(head, number).retime(10_000, desk.clock.now() - 60)
