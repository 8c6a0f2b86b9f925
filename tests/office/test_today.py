"""The figures of the day: every cycle counts with its own verdict; events and periodic tasks stand apart."""

from __future__ import annotations

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import intake, periodic, routing
from desk.office.today import _stopped, board_today
from desk.office.views import Today
from tests.conftest import Desk, at
from tests.office.files import letter


def figures(desk: Desk) -> Today:
    return board_today(desk.person("manager"), desk.clock.now())


def deliver(desk: Desk, number: str) -> None:
    """WA Center from its first office step to delivery, by everybody in turn."""
    routing.finish(desk.person("mail_clerk"), number)
    order = DispositionOrder(("pr_officer",), ("follow_up",))
    routing.dispose(desk.person("section_head"), number, order)
    routing.finish(desk.person("pr_officer"), number)


def test_a_case_reopened_keeps_its_first_verdict_beside_the_second(desk: Desk) -> None:
    late, on_time = letter(desk, letter_no="1"), letter(desk, letter_no="2")
    deliver(desk, on_time)
    desk.set("2026-11-23 10:30")
    deliver(desk, late)
    assert figures(desk).on_time_percent == 50
    routing.reopen(desk.person("manager"), late, "4", "salah nomor")
    assert figures(desk).on_time_percent == 50
    desk.advance(60)
    routing.finish(desk.person("pr_officer"), late)
    assert db.Case.get_by_id(late).verdict == "met"
    today = figures(desk)
    assert (today.on_time_percent, today.finished, today.arrived) == (66, 3, 2)


def test_what_was_cancelled_when_over_is_late_and_in_time_it_is_nothing(desk: Desk) -> None:
    over, early = letter(desk, letter_no="1"), letter(desk, letter_no="2")
    routing.cancel(desk.person("manager"), early, "ditarik")
    assert figures(desk).on_time_percent is None
    desk.set("2026-11-23 10:30")
    routing.cancel(desk.person("manager"), over, "ditarik")
    assert figures(desk).on_time_percent == 0


def test_an_agreed_target_makes_two_percentages(desk: Desk) -> None:
    number = letter(desk)
    assert not figures(desk).differs
    routing.agree_target(desk.person("manager"), number, at("2026-11-23 11:00"), "menunggu pejabat")
    desk.set("2026-11-23 10:30")
    deliver(desk, number)
    today = figures(desk)
    assert (today.on_time_percent, today.standard_percent, today.differs) == (100, 0, True)
    assert today.on_time_days[-1] == 100


def test_events_are_counted_for_themselves(desk: Desk) -> None:
    have = desk.office.service("keprotokolan").required_keys
    for number, start in (("1", "2026-11-23 10:30"), ("2", "2026-11-23 09:10")):
        draft = LetterDraft(
            "keprotokolan", "OPD", "acara", letter_no=number, have=have, event_start=at(start)
        )
        logged = intake.log_letter(desk.person("mail_clerk"), draft).number
        routing.finish(desk.person("mail_clerk"), logged)
        order = DispositionOrder(("protocol_staff",), ("attend",))
        desk.advance(900)
        routing.dispose(desk.person("section_head"), logged, order)
        routing.finish(desk.person("protocol_staff"), logged)
    today = figures(desk)
    assert (today.events, today.events_met) == (2, 1)
    assert (today.on_time_percent, today.finished) == (None, 2)


def test_a_periodic_task_is_in_no_figure(desk: Desk) -> None:
    desk.set("2026-12-01 09:00")
    (number,) = periodic.open_due_tasks(desk.office)
    routing.finish(desk.person("team_lead"), number)
    assert db.CaseCycle.get().verdict == "missed"
    today = figures(desk)
    assert (today.arrived, today.finished, today.on_time_percent, today.standard_percent) == (
        0,
        0,
        None,
        None,
    )


@pytest.mark.parametrize(("moment", "expected"), [("2026-12-22 23:00", 100), ("2026-12-24 00:01", None)])
def test_thirty_days_back_are_counted(desk: Desk, moment: str, expected: int | None) -> None:
    deliver(desk, letter(desk))
    desk.set(moment)
    assert figures(desk).on_time_percent == expected
    assert figures(desk).finished == 0


def test_the_index_of_when_clocks_stopped_is_used(desk: Desk) -> None:
    sql, values = _stopped(0, desk.clock.now()).sql()
    plan = " ".join(str(row) for row in db.database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "INDEX casecycle_stopped_at" in plan or "case_cycle_stopped_at" in plan
