"""One's own slip is undone for 15 minutes also where that shows the case again: it was seen a moment before. And what
heads leave to one another is the single head's own: in that office nobody else could do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk.domain.correction import GRACE
from desk.domain.letter import LetterDraft
from desk.errors import NotAllowed
from desk.office import ahead, answers, corrections, erasure, exclusion, intake, people, routing
from desk.office.verify import verify
from tests.conftest import PASSWORD, Desk
from tests.office.files import secret
from tests.office.test_unopened import TO_PR, at_the_head, confidential, offered, refused, sees

Prepare = Callable[[Desk], str]


def finished(desk: Desk) -> str:
    """A secret letter that the receptionist has logged, taken and finished."""
    number, receptionist = secret(desk), desk.person("receptionist")
    routing.take(receptionist, number)
    routing.finish(receptionist, number)
    return number


def disposed(desk: Desk) -> str:
    number = at_the_head(desk)
    routing.dispose(desk.person("section_head"), number, TO_PR)
    return number


def cancelled(desk: Desk) -> str:
    number = at_the_head(desk)
    routing.cancel(desk.person("section_head"), number, "keliru")
    return number


def given_away(desk: Desk) -> str:
    number = at_the_head(desk)
    people.add_user(desk.person("admin"), "kabag2", "Kabag Dua", ["section_head"], PASSWORD)
    routing.assign(desk.person("section_head"), number, "kabag2", "keliru")
    return number


OWN_SLIPS = pytest.mark.parametrize(
    ("slip", "who"),
    [
        (finished, "receptionist"),
        (disposed, "section_head"),
        (cancelled, "section_head"),
        (given_away, "section_head"),
    ],
)


def undo_refused(desk: Desk, who: str, number: str) -> None:
    session = desk.person(who)
    refused(desk, who, number, lambda: corrections.withdraw(session, number, "keliru"))
    refused(desk, who, number, lambda: ahead.Ahead(session, number).withdraw())
    assert "undo" not in offered(desk, who, number).acts


@OWN_SLIPS
def test_who_saw_the_case_just_before_their_own_deed_undoes_it_within_15_minutes(
    desk: Desk, slip: Prepare, who: str
) -> None:
    number = slip(desk)
    assert not sees(desk, who, number)
    desk.advance(GRACE)
    assert "undo" in offered(desk, who, number).acts
    ahead.Ahead(desk.person(who), number).withdraw()
    corrections.withdraw(desk.person(who), number, "salah tekan")
    assert sees(desk, who, number)
    assert verify(desk.person("manager")).fault is None


@pytest.mark.parametrize("slip", [disposed, cancelled, given_away])
def test_later_than_15_minutes_nobody_undoes_their_own_deed_to_see_again(desk: Desk, slip: Prepare) -> None:
    number = slip(desk)
    desk.advance(GRACE + 1)
    undo_refused(desk, "section_head", number)
    corrections.withdraw(desk.person("manager"), number, "keliru")
    assert sees(desk, "section_head", number)


def test_who_did_not_see_the_case_before_their_deed_sees_nothing_by_undoing_it(desk: Desk) -> None:
    number, manager = at_the_head(desk), desk.person("manager")
    routing.cancel(manager, number, "ditarik")
    assert "undo" in offered(desk, "manager", number).acts
    corrections.withdraw(manager, number, "keliru")
    assert not sees(desk, "manager", number)


def test_who_did_not_see_it_keeps_out_no_holder_between_their_deed_and_its_undoing(desk: Desk) -> None:
    """The undone cancelling would leave the step waiting for the position that the two share."""
    people.add_user(desk.person("admin"), "kabag2", "Kabag Dua", ["section_head", "mail_clerk"], PASSWORD)
    second = desk.person("kabag2")
    draft = LetterDraft("surat-umum", "Inspektorat", "Pemeriksaan khusus", security="secret")
    number = intake.log_letter(second, draft).number
    routing.finish(desk.person("receptionist"), number)
    routing.take(desk.person("section_head"), number)
    routing.cancel(second, number, "ditarik")
    exclusion.exclude(second, number, ["section_head"], "disebut")
    undo_refused(desk, "kabag2", number)


def test_nobody_undoes_anothers_deed_to_see_what_only_they_themselves_saw_before_it(desk: Desk) -> None:
    number = at_the_head(desk)
    routing.cancel(desk.person("manager"), number, "ditarik")
    undo_refused(desk, "section_head", number)


def noted(desk: Desk, number: str) -> None:
    routing.add_note(desk.person("pr_officer"), number, "sudah dihubungi")


def answered(desk: Desk, number: str) -> None:
    answers.answer_disposition(desk.person("division_staff"), number, None, "replied", "bukan urusan kami")


def taken_and_undone(desk: Desk, number: str) -> None:
    routing.take(desk.person("pr_officer"), number)
    desk.advance(1)
    corrections.withdraw(desk.person("pr_officer"), number, "salah berkas")


@pytest.mark.parametrize("tell", [noted, answered, taken_and_undone])
def test_what_others_have_told_since_ones_own_deed_is_not_shown_by_undoing_it(
    desk: Desk, tell: Callable[[Desk, str], None]
) -> None:
    number, head = at_the_head(desk), desk.person("section_head")
    routing.dispose(head, number, replace(TO_PR, cc=("division_staff",)))
    assert "undo" in offered(desk, "section_head", number).acts
    tell(desk, number)
    undo_refused(desk, "section_head", number)


def alone(desk: Desk, head: str) -> None:
    """All other heads have left."""
    for other in {"section_head", "division_head", "agency_head", "team_lead", "manager"} - {head}:
        people.set_active(desk.person("admin"), other, active=False)


@pytest.mark.parametrize("slip", [disposed, cancelled])
def test_a_single_head_undoes_their_own_deed_at_any_time(desk: Desk, slip: Prepare) -> None:
    number = slip(desk)
    desk.advance(GRACE + 1)
    undo_refused(desk, "section_head", number)
    alone(desk, "section_head")
    assert "undo" in offered(desk, "section_head", number).acts
    ahead.Ahead(desk.person("section_head"), number).withdraw()
    corrections.withdraw(desk.person("section_head"), number, "keliru")
    assert sees(desk, "section_head", number)


def test_a_single_head_reopens_a_case_at_a_step_of_their_own(desk: Desk) -> None:
    number = cancelled(desk)
    assert "2" not in offered(desk, "section_head", number).reopens
    alone(desk, "section_head")
    assert "2" in offered(desk, "section_head", number).reopens
    head = desk.person("section_head")
    ahead.Ahead(head, number).reopen("2")
    routing.reopen(head, number, "2", "keliru")
    assert sees(desk, "section_head", number)


def test_a_single_head_erases_what_they_cancelled(desk: Desk) -> None:
    number = cancelled(desk)
    assert "erase" not in offered(desk, "section_head", number).acts
    alone(desk, "section_head")
    assert "erase" in offered(desk, "section_head", number).acts
    erasure.erase(desk.person("section_head"), number, "SK 1/2026", confirm=number)


def test_a_single_head_still_gives_no_step_to_themselves(desk: Desk) -> None:
    """Somebody else may be given it, so that nothing stands still."""
    number = disposed(desk)
    alone(desk, "section_head")
    head = desk.person("section_head")
    with pytest.raises(NotAllowed, match="Mintalah orang lain melakukannya"):
        routing.assign(head, number, "section_head", "saya saja")


def test_whom_to_ask_is_said_a_head_or_another_head(desk: Desk) -> None:
    number, head = disposed(desk), desk.person("section_head")
    with pytest.raises(NotAllowed, match=r"dirinya sendiri\. Mintalah pimpinan lain melakukannya\.$"):
        routing.assign(head, number, "section_head", "saya saja")
    closed = confidential(desk)
    officer = desk.person("sms_officer")
    people.add_user(desk.person("admin"), "sms2", "SMS Dua", ["sms_officer"], PASSWORD)
    routing.take(desk.person("sms2"), closed)
    with pytest.raises(
        NotAllowed, match=r"dirinya sendiri\. Mintalah pimpinan mengalihkan langkahnya dahulu\.$"
    ):
        exclusion.exclude(officer, closed, ["sms2"], "disebut")
