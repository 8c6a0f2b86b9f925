"""People kept out of a case see nothing of it, do nothing with it, and are given no part of it."""

from __future__ import annotations

from datetime import date

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed
from desk.office import (
    ahead,
    alerts,
    answers,
    archive,
    board,
    choosing,
    complaints,
    exclusion,
    intake,
    privacy,
    routing,
)
from desk.office.casefile import view_case
from desk.office.caselist import CaseFilter, list_rows
from desk.office.verify import verify
from tests.conftest import Desk


def complain(desk: Desk, *keep_out: str, service: str = "hotline-bkpsdm", **more: object) -> str:
    draft = ComplaintDraft(service, "whatsapp", "Pungutan oleh petugas", **more)  # type: ignore[arg-type]
    return complaints.log_complaint(desk.person("receptionist"), draft, keep_out=keep_out).number


def queue(desk: Desk, who: str) -> list[str]:
    return [row.case_no for row in board.my_queue(desk.person(who), desk.clock.now())]


def test_a_complaint_is_closed_to_whom_it_names_from_the_beginning(desk: Desk) -> None:
    number = complain(desk, "hotline_officer")
    officer, other = desk.person("hotline_officer"), desk.person("sms_officer")
    view = view_case(officer, number)
    assert "Pungutan" not in repr(view)
    assert "Dikecualikan" not in repr(view)
    assert (view.kept_out, view.unmanned) == ((), False)
    assert view_case(other, number).kept_out == (("hotline_officer", "Petugas Hotline"),)
    for row in (archive.day_register(officer, date(2026, 11, 23))[0], archive.search(officer, number)[0]):
        assert (row.subject, row.sender) == (privacy.SEALED, privacy.SEALED)
    assert board.board_rows(officer, desk.clock.now())[0].subject == privacy.SEALED
    assert archive.search(officer, "pungutan") == []
    assert archive.count(officer, "pungutan") == 0
    assert queue(desk, "hotline_officer") == []
    assert list_rows(officer, CaseFilter(worker=officer.person)) == []
    assert verify(desk.person("manager")).fault is None


def test_who_is_kept_out_may_do_nothing_and_is_offered_nothing(desk: Desk) -> None:
    number = complain(desk, "hotline_officer", "team_lead")
    for who in ("hotline_officer", "team_lead"):
        session = desk.person(who)
        assert choosing.choices(session, number).acts == frozenset()
        for act in (
            lambda s: routing.take(s, number),
            lambda s: routing.add_note(s, number, "x"),
            lambda s: exclusion.readmit(s, number, [s.person.username], "x"),
            lambda s: exclusion.exclude(s, number, ["manager"], "x"),
            lambda s: ahead.Ahead(s, number).finish(None),
            lambda s: ahead.Ahead(s, number).withdraw(),
        ):
            with pytest.raises(NotAllowed):
                act(session)


def test_a_holder_who_is_kept_out_holds_the_step_no_longer(desk: Desk) -> None:
    number = complain(desk)
    officer = desk.person("hotline_officer")
    routing.take(officer, number)
    desk.advance(900)
    assert alerts.tell_new(officer, desk.clock.now()).alerts
    exclusion.exclude(desk.person("manager"), number, ["hotline_officer"], "disebut pengadu")
    assert queue(desk, "hotline_officer") == []
    assert alerts.told_today(officer, desk.clock.now()) == []
    assert db.Visit.get(db.Visit.case == number).holder is None
    assert verify(desk.person("manager")).fault is None


def test_a_disposition_waits_no_longer_for_who_is_kept_out(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "Warga", "Aduan tentang Pranata Humas")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    routing.finish(desk.person("receptionist"), number)
    order = DispositionOrder(("team_member",), ("follow_up",), cc=("pr_officer",))
    routing.dispose(desk.person("section_head"), number, order)
    officer = desk.person("pr_officer")
    assert answers.waiting_dispositions(officer)
    exclusion.exclude(desk.person("receptionist"), number, ["pr_officer"], "surat ini tentang dia")
    assert answers.waiting_dispositions(officer) == []
    with pytest.raises(NotAllowed, match="tertutup"):
        answers.answer_disposition(officer, number, 1, "read")
    assert intake.senders(officer, "war") == []
    assert intake.senders(desk.person("receptionist"), "war") == ["Warga"]


def test_a_head_is_told_where_nobody_else_can_do_the_step_and_gives_it_away(desk: Desk) -> None:
    number = complain(desk, "hotline_officer")
    manager, head = desk.person("manager"), desk.person("team_lead")
    assert view_case(manager, number).unmanned
    assert board.board_rows(manager, desk.clock.now())[0].holder_name == board.UNMANNED
    assert not view_case(desk.person("receptionist"), number).unmanned
    assert board.board_rows(desk.person("receptionist"), desk.clock.now())[0].holder_name == "Petugas Hotline"
    named = [username for username, _name in choosing.choices(head, number).assignees]
    assert "sms_officer" in named
    assert "hotline_officer" not in named
    assert "admin" not in named
    routing.assign(head, number, "sms_officer", "pengganti")
    assert not view_case(manager, number).unmanned
    routing.finish(desk.person("sms_officer"), number)


def test_a_head_does_not_stand_in_where_all_who_could_do_a_secrets_step_are_kept_out(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "Dinas", "Hal", security="top_secret")
    clerk, head = desk.person("mail_clerk"), desk.person("section_head")
    number = intake.log_letter(clerk, draft).number
    exclusion.exclude(clerk, number, ["receptionist"], "disebut")
    assert "section_head" not in [name for name, _title in choosing.choices(head, number).assignees]
    with pytest.raises(NotAllowed, match="akan membukanya"):
        routing.assign(head, number, "section_head", "pengganti")
    assert view_case(head, number).is_sealed
    routing.assign(head, number, "mail_clerk", "pengganti")


def test_a_head_who_sees_a_case_may_stand_in_oneself(desk: Desk) -> None:
    number = complain(desk, "hotline_officer")
    routing.assign(desk.person("manager"), number, "manager", "pengganti")
    routing.finish(desk.person("manager"), number)


def test_those_kept_out_are_named_at_the_field_and_not_offered(desk: Desk) -> None:
    number = complain(desk, service="pengaduan-prokopim")
    for _ in range(2):
        routing.finish(desk.person("complaint_officer"), number)
    exclusion.exclude(desk.person("manager"), number, ["structural_officer", "pr_officer"], "disebut")
    head = desk.person("agency_head")
    choice = choosing.choices(head, number)
    assert {"structural_officer", "pr_officer"} == choice.kept_out
    assert not choice.kept_out & {username for username, _name in choice.recipients}
    with pytest.raises(FieldError) as refused:
        order = DispositionOrder(("agency_secretary",), ("follow_up",), cc=("pr_officer",))
        routing.dispose(head, number, order)
    assert (refused.value.field, refused.value.code) == ("cc", "kept_out")


def test_a_head_lets_somebody_in_again(desk: Desk) -> None:
    number = complain(desk, "hotline_officer")
    receptionist, manager = desk.person("receptionist"), desk.person("manager")
    assert "readmit" not in choosing.choices(receptionist, number).acts
    with pytest.raises(NotAllowed):
        exclusion.readmit(receptionist, number, ["hotline_officer"], "keliru")
    assert [name for name, _ in choosing.choices(manager, number).readmittable] == ["hotline_officer"]
    exclusion.readmit(manager, number, ["hotline_officer"], "nama yang sama")
    assert queue(desk, "hotline_officer") == [number]
    assert view_case(desk.person("hotline_officer"), number).subject == "Pungutan oleh petugas"
    assert verify(manager).fault is None


def test_a_complaint_naming_whoever_logs_it_or_nobody_known_is_refused_at_its_field(desk: Desk) -> None:
    for name in ("receptionist", "entah"):
        with pytest.raises(FieldError) as refused:
            complain(desk, name)
        assert refused.value.field == "exclude"
    assert db.Case.select().count() == 0
