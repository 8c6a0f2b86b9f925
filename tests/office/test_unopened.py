"""No act shows a case to the one who does it and did not see it before; others, and the case's own course, open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed
from desk.office import (
    ahead,
    choosing,
    complaints,
    corrections,
    erasure,
    exclusion,
    intake,
    people,
    routing,
)
from desk.office.casefile import view_case
from desk.office.verify import verify
from tests.conftest import PASSWORD, Desk
from tests.office.files import finish_all, secret

TO_PR = DispositionOrder(("pr_officer",), ("follow_up",))


def sees(desk: Desk, who: str, number: str) -> bool:
    return not view_case(desk.person(who), number).is_sealed


def refused(desk: Desk, who: str, number: str, act: Callable[[], object]) -> None:
    """The act is refused in plain words, and nothing has happened."""
    assert not sees(desk, who, number)
    before = db.EventLog.select().count()
    with pytest.raises(NotAllowed, match="tindakan ini akan membukanya"):
        act()
    assert db.EventLog.select().count() == before
    assert not sees(desk, who, number)
    assert verify(desk.person("manager")).fault is None


def offered(desk: Desk, who: str, number: str) -> choosing.Choice:
    return choosing.choices(desk.person(who), number)


def at_the_head(desk: Desk) -> str:
    """A secret letter that the section head has taken."""
    number = secret(desk)
    routing.finish(desk.person("receptionist"), number)
    routing.take(desk.person("section_head"), number)
    return number


def handed_on(desk: Desk) -> str:
    """A secret letter that the section head has given to a PR officer."""
    number = at_the_head(desk)
    routing.dispose(desk.person("section_head"), number, TO_PR)
    return number


def confidential(desk: Desk, by: str = "sms_officer", *keep_out: str) -> str:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Pungutan", is_confidential=True)
    return complaints.log_complaint(desk.person(by), draft, keep_out=keep_out).number


@pytest.mark.parametrize("who", ["manager", "section_head", "team_lead"])
def test_no_head_gives_oneself_a_step_that_anybody_may_do(desk: Desk, who: str) -> None:
    number = handed_on(desk)
    refused(desk, who, number, lambda: routing.assign(desk.person(who), number, who, "saya saja"))
    named = [name for name, _title in offered(desk, who, number).assignees]
    assert who not in named
    assert "mail_clerk" in named
    routing.assign(desk.person(who), number, "mail_clerk", "piket")
    assert sees(desk, "mail_clerk", number)


@pytest.mark.parametrize(("kind", "who"), [("letter", "section_head"), ("complaint", "team_lead")])
def test_nobody_cancels_and_reopens_a_case_at_a_step_of_their_own(desk: Desk, kind: str, who: str) -> None:
    number = secret(desk) if kind == "letter" else confidential(desk)
    session = desk.person(who)
    routing.cancel(session, number, "ditarik")
    steps = [step for step in view_case(session, number).service.steps if not step.is_external]
    own = [step.no for step in steps if session.person.holds_any((*step.actors, *step.finishes))]
    own = [no for no in own if no not in offered(desk, who, number).reopens]
    for step in own:
        refused(desk, who, number, lambda step=step: routing.reopen(session, number, step, "keliru"))  # type: ignore[misc]
        refused(desk, who, number, lambda step=step: ahead.Ahead(session, number).reopen(step))  # type: ignore[misc]
    assert own
    assert set(own) | set(offered(desk, who, number).reopens) == {step.no for step in steps}
    routing.reopen(session, number, offered(desk, who, number).reopens[0], "keliru")
    assert not sees(desk, who, number)


def test_nobody_keeps_out_the_holder_of_a_step_to_have_it_wait_for_oneself(desk: Desk) -> None:
    number, officer = confidential(desk), desk.person("sms_officer")
    people.add_user(desk.person("admin"), "sms2", "SMS Dua", ["sms_officer"], PASSWORD)
    routing.take(desk.person("sms2"), number)
    refused(desk, "sms_officer", number, lambda: exclusion.exclude(officer, number, ["sms2"], "disebut"))
    named = [name for name, _title in offered(desk, "sms_officer", number).excludable]
    assert "sms2" not in named
    assert "manager" in named
    routing.assign(desk.person("manager"), number, "sms_officer", "disebut")
    exclusion.exclude(officer, number, ["sms2"], "disebut")


def test_a_head_does_not_stand_in_where_all_who_could_do_a_step_are_kept_out(desk: Desk) -> None:
    number, head = confidential(desk, "receptionist", "sms_officer"), desk.person("manager")
    refused(desk, "manager", number, lambda: routing.assign(head, number, "manager", "pengganti"))
    routing.assign(head, number, "mail_clerk", "pengganti")
    assert sees(desk, "mail_clerk", number)


def test_what_is_sealed_is_opened_by_who_sees_it_and_gives_it_away(desk: Desk) -> None:
    number = at_the_head(desk)
    order = DispositionOrder(("pr_officer",), ("follow_up",), cc=("manager",))
    routing.dispose(desk.person("section_head"), number, order)
    assert sees(desk, "manager", number)
    routing.assign(desk.person("manager"), number, "manager", "saya saja")
    assert sees(desk, "manager", number), "named in the disposition, they saw it before"


def test_a_step_that_waits_for_ones_position_has_opened_the_case_before_it_is_taken(desk: Desk) -> None:
    number = secret(desk)
    assert not sees(desk, "section_head", number)
    routing.finish(desk.person("receptionist"), number)
    assert sees(desk, "section_head", number)
    routing.take(desk.person("section_head"), number)


def test_whoever_completes_a_letter_at_the_counter_may_do_the_first_step(desk: Desk) -> None:
    have = desk.office.service("wa-center").required_keys
    draft = LetterDraft("wa-center", "Inspektorat", "Khusus", security="secret")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    assert not sees(desk, "mail_clerk", number)
    intake.complete_requirements(desk.person("mail_clerk"), number, have)
    assert sees(desk, "mail_clerk", number)


def test_a_case_that_has_run_its_course_is_the_heads_also_after_a_reopening_is_undone(desk: Desk) -> None:
    number = secret(desk)
    finish_all(desk, number)
    manager = desk.person("manager")
    routing.reopen(manager, number, "1", "keliru")
    assert not sees(desk, "manager", number)
    assert "undo" in offered(desk, "manager", number).acts
    corrections.withdraw(manager, number, "salah tekan")
    assert sees(desk, "manager", number)


def test_an_open_case_is_given_undone_and_reopened_by_whom_it_may_be(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "Warga", "Undangan")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    routing.finish(desk.person("receptionist"), number)
    head = desk.person("section_head")
    routing.dispose(head, number, TO_PR)
    corrections.withdraw(head, number, "salah tujuan")
    routing.dispose(head, number, TO_PR)
    routing.assign(head, number, "section_head", "saya saja")
    routing.cancel(head, number, "ditarik")
    routing.reopen(head, number, "2", "keliru")


@pytest.mark.parametrize("kept", ["secret", "confidential"])
def test_what_a_head_cancelled_unseen_another_head_erases(desk: Desk, kept: str) -> None:
    number = secret(desk) if kept == "secret" else confidential(desk)
    head = desk.person("section_head")
    routing.cancel(head, number, "ditarik")
    with pytest.raises(NotAllowed, match="pimpinan lain"):
        erasure.erase(head, number, "SK 1/2026", confirm=number)
    assert "erase" not in offered(desk, "section_head", number).acts
    assert "erase" in offered(desk, "manager", number).acts
    erasure.erase(desk.person("manager"), number, "SK 1/2026", confirm=number)


def test_an_earlier_cancelling_that_was_undone_keeps_nobody_from_erasing(desk: Desk) -> None:
    number, head, manager = secret(desk), desk.person("section_head"), desk.person("manager")
    routing.cancel(head, number, "ditarik")
    routing.reopen(manager, number, "1", "keliru")
    routing.cancel(manager, number, "ditarik")
    with pytest.raises(NotAllowed, match="pimpinan lain"):
        erasure.erase(manager, number, "SK 1/2026", confirm=number)
    erasure.erase(head, number, "SK 1/2026", confirm=number)


def test_who_sees_what_they_cancelled_erases_it_themselves(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "Warga", "Undangan", security="restricted")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    head = desk.person("section_head")
    routing.cancel(head, number, "ditarik")
    erasure.erase(head, number, "SK 1/2026", confirm=number)


def test_whom_a_complaint_is_about_does_not_take_it_over_by_keeping_out_all_others(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Kabag memungut biaya")
    number = complaints.log_complaint(desk.person("sms_officer"), draft).number
    others = ["division_head", "agency_head", "team_lead", "manager"]
    head = desk.person("section_head")
    with pytest.raises(FieldError) as refusal:
        exclusion.exclude(head, number, [*others, "sms_officer"], "konflik")
    assert (refusal.value.field, refusal.value.code) == ("user", "no_head_left")
    exclusion.exclude(head, number, [*others[:-1], "sms_officer"], "konflik")
    assert "manager" not in [name for name, _title in offered(desk, "section_head", number).excludable]
    manager = desk.person("manager")
    exclusion.readmit(manager, number, others[:-1], "tidak beralasan")
    exclusion.exclude(manager, number, ["section_head"], "disebut")
    assert offered(desk, "section_head", number).acts == frozenset()


def test_whoever_logs_a_complaint_keeps_out_any_head_it_names_but_not_all(desk: Desk) -> None:
    heads = ("section_head", "division_head", "agency_head", "team_lead", "manager")
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Semua memungut biaya")
    clerk = desk.person("sms_officer")
    with pytest.raises(FieldError) as refusal:
        complaints.log_complaint(clerk, draft, keep_out=heads)
    assert (refusal.value.field, refusal.value.code) == ("exclude", "no_head_left")
    for head in heads[1:]:
        people.set_active(desk.person("admin"), head, active=False)
    number = complaints.log_complaint(clerk, replace(draft, text="Kabag"), keep_out=heads[:1]).number
    assert not sees(desk, "section_head", number)


@pytest.mark.parametrize("act", [exclusion.exclude, exclusion.readmit])
@pytest.mark.parametrize("name", ["sms_officer", "receptionist", "pr_officer", "nobody"])
def test_a_head_who_does_not_see_a_case_decides_nothing_about_who_is_kept_out_of_it(
    desk: Desk, act: Callable[..., None], name: str
) -> None:
    """Whom the complaint is about is not brought back to it, and whoever logged it is not shut out; nor does the answer
    tell who is kept out."""
    number, manager = confidential(desk, "receptionist", "sms_officer"), desk.person("manager")
    choice = offered(desk, "manager", number)
    assert not choice.acts & {"exclude", "readmit"}
    assert (choice.excludable, choice.readmittable, choice.kept_out) == ((), (), frozenset())
    before = db.EventLog.select().count()
    with pytest.raises(NotAllowed, match="yang mencatatnya atau pimpinan yang mengerjakannya") as refusal:
        act(manager, number, [name], "keliru")
    assert refusal.value.code == "sealed"
    assert db.EventLog.select().count() == before


def test_whoever_logged_a_case_decides_who_is_kept_out_also_where_they_see_it_no_longer(desk: Desk) -> None:
    number, clerk = confidential(desk, "receptionist", "sms_officer"), desk.person("receptionist")
    assert not sees(desk, "receptionist", number)
    choice = offered(desk, "receptionist", number)
    assert [name for name, _title in choice.readmittable] == ["sms_officer"]
    assert "sms_officer" not in [name for name, _title in choice.excludable]
    exclusion.exclude(clerk, number, ["pr_officer"], "disebut")
    exclusion.readmit(clerk, number, ["sms_officer"], "nama yang sama")
    assert sees(desk, "sms_officer", number)
    assert not sees(desk, "receptionist", number)
    assert verify(desk.person("manager")).fault is None


def test_a_head_who_works_on_a_sealed_case_decides_who_is_kept_out_of_it(desk: Desk) -> None:
    number, head = at_the_head(desk), desk.person("section_head")
    exclusion.exclude(head, number, ["pr_officer"], "disebut")
    assert [name for name, _title in offered(desk, "section_head", number).readmittable] == ["pr_officer"]
    exclusion.readmit(head, number, ["pr_officer"], "keliru")


def test_the_class_of_a_sealed_complaint_is_not_found_by_trying(desk: Desk) -> None:
    """Every class is foreseen and recorded alike to a head who is not told which one it has."""
    number, manager = confidential(desk), desk.person("manager")
    for key in ("oversight", "oversight", "minor", "minor"):
        assert view_case(manager, number).class_key is None
        assert ahead.Ahead(manager, number).change_class(key).due_of == "class"
        before = db.EventLog.select().count()
        complaints.change_class(manager, number, key, "telaah")
        assert db.EventLog.select().count() == before + 1
        assert view_case(desk.person("sms_officer"), number).class_key == key
    assert verify(manager).fault is None


def test_who_sees_a_complaint_is_told_that_it_has_that_class(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Pungutan", class_key="minor")
    number, manager = (
        complaints.log_complaint(desk.person("sms_officer"), draft).number,
        desk.person("manager"),
    )
    for act in (
        lambda: ahead.Ahead(manager, number).change_class("minor"),
        lambda: complaints.change_class(manager, number, "minor", "telaah"),
    ):
        with pytest.raises(FieldError, match="sudah bergolongan itu"):
            act()
