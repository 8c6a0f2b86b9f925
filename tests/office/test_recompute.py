"""A changed calendar: open cases keep theirs until recomputed by one act, and what has ended never changes."""

from __future__ import annotations

from datetime import date

import pytest

from desk import db
from desk.domain.calendar import DayRule, WorkingCalendar
from desk.domain.calendar_book import ALL
from desk.domain.calendar_changes import RemoveDay, SetDay
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.domain.sla import Band, ClockKind
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import calendar_acts, casefile, complaints, intake, recompute, routing
from desk.office.verify import verify
from tests.conftest import Desk, at

DECREE = "SKB 933/1/3 Tahun 2026"
TUESDAY = date(2026, 11, 24)


def declare(desk: Desk, key: str = "office", day: date = TUESDAY) -> WorkingCalendar:
    """A holiday decreed while cases run: the office's calendar has another version from now on."""
    rule = DayRule((), "Hari Jadi", "local_holiday", basis=DECREE)
    calendar_acts.make(desk.person("admin"), SetDay(ALL, day, rule))
    return desk.office.calendar(key)


def content(desk: Desk) -> str:
    """A letter with a standard of one working day, due Tuesday 16:00."""
    have = desk.office.services["konten-medsos"].required_keys
    draft = LetterDraft("konten-medsos", "Dinas Kesehatan", "Konten", have=have)
    return intake.log_letter(desk.person("receptionist"), draft).number


def test_an_open_case_keeps_its_calendar_until_somebody_recomputes_it(desk: Desk) -> None:
    number = content(desk)
    before = casefile.view_case(desk.person("manager"), number)
    declare(desk)
    after = casefile.view_case(desk.person("manager"), number)
    assert (after.nearest, after.calendar_version) == (before.nearest, before.calendar_version)
    assert recompute.outdated(desk.person("manager"), "office") == 1


def test_what_the_preview_lists_is_what_then_moves_in_one_event(desk: Desk) -> None:
    manager, number = desk.person("manager"), content(desk)
    calendar = declare(desk)
    seen = recompute.moves(manager, {"office": calendar})
    assert [(move.case_no, move.clock, move.before, move.after) for move in seen] == [
        (number, ClockKind.SERVICE, at("2026-11-24 16:00"), at("2026-11-25 16:00"))
    ]
    count = db.EventLog.select().count()
    assert recompute.recompute(manager, "office", DECREE, calendar.version) == seen
    assert db.EventLog.select().count() == count + 1
    view = casefile.view_case(manager, number)
    assert view.nearest is not None
    assert view.nearest.deadline == at("2026-11-25 16:00")
    assert DECREE in view.history[-1].text
    assert recompute.moves(manager, {"office": calendar}) == []
    assert verify(manager).fault is None


def test_what_was_finished_in_time_under_its_calendar_never_becomes_late(desk: Desk) -> None:
    """The step ends on Wednesday, since Tuesday was a holiday; then the holiday is taken back."""
    declare(desk)
    desk.set("2026-11-23 15:57")
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Lampu mati", "Bu Sari", class_key="minor")
    officer, manager = desk.person("hotline_officer"), desk.person("manager")
    number = complaints.log_complaint(officer, draft).number
    desk.set("2026-11-25 07:31")
    routing.finish(officer, number)
    finished = casefile.view_case(manager, number).visits[0].reading
    assert finished.band(desk.office.calendar("hotline"), desk.clock.now()) is Band.MET
    calendar_acts.make(desk.person("admin"), RemoveDay(ALL, TUESDAY))
    calendar = desk.office.calendar("hotline")
    recompute.recompute(manager, "hotline", DECREE, calendar.version)
    view = casefile.view_case(manager, number)
    assert view.visits[0].reading == finished
    assert view.visits[-1].reading.calendar_version == calendar.version
    assert verify(manager).fault is None


def test_a_closed_case_is_left_alone(desk: Desk) -> None:
    number = content(desk)
    routing.cancel(desk.person("manager"), number, "ditarik")
    calendar = declare(desk)
    assert recompute.moves(desk.person("manager"), {"office": calendar}) == []
    with pytest.raises(RuleError, match="sudah memakai"):
        recompute.recompute(desk.person("manager"), "office", DECREE, calendar.version)
    assert casefile.view_case(desk.person("manager"), number).calendar_version != calendar.version


def test_an_incomplete_file_starts_its_clocks_under_the_calendar_it_was_recomputed_to(desk: Desk) -> None:
    draft = LetterDraft("konten-medsos", "Dinas Kesehatan", "Konten")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    calendar = declare(desk)
    assert recompute.recompute(desk.person("manager"), "office", DECREE, calendar.version) == []
    have = desk.office.services["konten-medsos"].required_keys
    logged = intake.complete_requirements(desk.person("receptionist"), number, have)
    assert logged.due_at == at("2026-11-25 16:00")


def test_another_calendars_cases_stay(desk: Desk) -> None:
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Lampu mati", "Bu Sari", class_key="minor")
    number = complaints.log_complaint(desk.person("hotline_officer"), draft).number
    calendar = declare(desk)
    with pytest.raises(RuleError):
        recompute.recompute(desk.person("manager"), "office", DECREE, calendar.version)
    assert casefile.view_case(desk.person("manager"), number).calendar.key == "hotline"


def test_an_effect_that_nobody_has_seen_is_not_made(desk: Desk) -> None:
    content(desk)
    seen = desk.office.calendar().version
    declare(desk)
    with pytest.raises(RuleError, match="baru saja diubah"):
        recompute.recompute(desk.person("manager"), "office", DECREE, seen)
    with pytest.raises(FieldError) as refusal:
        recompute.recompute(desk.person("manager"), "office", "  ", desk.office.calendar().version)
    assert refusal.value.field == "basis"
    with pytest.raises(NotAllowed):
        recompute.recompute(desk.person("receptionist"), "office", DECREE, desk.office.calendar().version)


def test_a_late_entry_may_lie_before_the_recomputing(desk: Desk) -> None:
    number = content(desk)
    desk.set("2026-11-23 10:00")
    calendar = declare(desk)
    recompute.recompute(desk.person("manager"), "office", DECREE, calendar.version)
    desk.set("2026-11-23 10:30")
    routing.take(desk.person("agency_head"), number, at("2026-11-23 09:30"), "listrik padam")
    view = casefile.view_case(desk.person("manager"), number)
    assert view.visits[-1].taken_at == at("2026-11-23 09:30")
    assert verify(desk.person("manager")).fault is None


def test_the_board_and_an_earlier_look_follow_the_calendar_of_their_time(desk: Desk) -> None:
    number = content(desk)
    desk.set("2026-11-24 16:30")
    calendar = declare(desk)
    manager = desk.person("manager")
    assert _band(desk, number) is Band.OVERDUE
    desk.advance(60)
    recompute.recompute(manager, "office", DECREE, calendar.version)
    assert _band(desk, number) is Band.OUTSIDE_HOURS
    earlier = casefile.view_case(manager, number, at("2026-11-24 16:30"))
    assert earlier.nearest is not None
    assert earlier.nearest.deadline == at("2026-11-24 16:00")


def _band(desk: Desk, number: str) -> Band:
    view = casefile.view_case(desk.person("manager"), number)
    assert view.nearest is not None
    return view.nearest.band(view.calendar_of(view.nearest), desk.clock.now())
