"""Dispositions that wait for one's own answer: listed, answered, verified; nobody else is disturbed."""

from __future__ import annotations

from typing import Any

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import Answer, DispositionOrder
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import answers, choosing, complaints, corrections, intake, privacy, routing
from desk.office.casefile import view_case
from desk.office.upgrade import read_anew
from desk.office.verify import verify
from tests.conftest import Desk, at

DUE = at("2026-11-23 12:00")


def disposed(desk: Desk, *, due_at: int | None = None, **fields: object) -> str:
    """A letter of a general kind, disposed to the Pranata Humas, also to the team lead, with a copy for the manager."""
    draft = LetterDraft("surat-umum", **({"sender": "Dinas Sosial", "subject": "Bakti sosial"} | fields))  # type: ignore[arg-type]
    number = intake.log_letter(desk.person("receptionist"), draft).number
    routing.finish(desk.person("receptionist"), number)
    order = DispositionOrder(
        ("pr_officer", "team_lead"), ("attend",), cc=("manager",), due_at=due_at, note="Kawal"
    )
    routing.dispose(desk.person("section_head"), number, order)
    return number


def waiting(desk: Desk, username: str) -> list[str]:
    return [item.case_no for item in answers.waiting_dispositions(desk.person(username))]


def test_everybody_named_but_the_lead_sees_what_waits_and_from_whom_until_when(desk: Desk) -> None:
    number = disposed(desk, due_at=DUE)
    (found,) = answers.waiting_dispositions(desk.person("team_lead"))
    assert (found.case_no, found.disposition, found.is_copy) == (number, 1, False)
    assert (found.by, found.at, found.due_at) == ("section_head", desk.clock.now(), DUE)
    assert (found.sender, found.subject, found.instructions) == ("Dinas Sosial", "Bakti sosial", ("attend",))
    assert (found.is_overdue(DUE), found.is_overdue(DUE + 1)) == (False, True)
    assert [item.is_copy for item in answers.waiting_dispositions(desk.person("manager"))] == [True]
    assert waiting(desk, "pr_officer") == waiting(desk, "section_head") == []


def test_the_nearest_due_stands_first_and_those_without_one_last(desk: Desk) -> None:
    without, later, sooner = disposed(desk), disposed(desk, due_at=DUE + 60), disposed(desk, due_at=DUE)
    assert waiting(desk, "team_lead") == [sooner, later, without]


def test_an_answer_is_kept_and_a_reply_or_a_read_copy_waits_no_longer(desk: Desk) -> None:
    number = disposed(desk)
    lead, manager = desk.person("team_lead"), desk.person("manager")
    answers.answer_disposition(lead, number, 1, "accepted")
    assert [item.answer for item in answers.waiting_dispositions(lead)] == [Answer.ACCEPTED]
    desk.advance(600)
    answers.answer_disposition(lead, number, None, "replied", "Saya hadir")
    answers.answer_disposition(manager, number, None, "read")
    assert waiting(desk, "team_lead") == waiting(desk, "manager") == []
    (sheet,) = view_case(manager, number).dispositions
    told = sheet.last_answer("team_lead")
    assert told is not None
    assert (told.answer, told.at, told.text) == (Answer.REPLIED, desk.clock.now(), "Saya hadir")
    assert sheet.last_answer("pr_officer") is None
    history = [event.text for event in view_case(manager, number).history]
    assert "Disposisi dari Kepala Bagian dibalas — Saya hadir" in history
    assert verify(desk.person("admin")).fault is None


def test_it_waits_as_long_as_the_case_is_open_and_again_when_it_is_reopened(desk: Desk) -> None:
    number = disposed(desk)
    routing.finish(desk.person("pr_officer"), number)
    assert waiting(desk, "team_lead") == [number]
    routing.finish(desk.person("receptionist"), number)
    assert waiting(desk, "team_lead") == []
    with pytest.raises(RuleError, match="ditutup"):
        answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
    routing.reopen(desk.person("manager"), number, "3", "belum dijawab")
    assert waiting(desk, "team_lead") == [number]
    assert verify(desk.person("admin")).fault is None


def test_an_answer_leaves_the_reading_of_everybody_else_fresh(desk: Desk) -> None:
    number = disposed(desk)
    seen = view_case(desk.person("pr_officer"), number).revision
    desk.advance(600)
    answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
    assert view_case(desk.person("pr_officer"), number).revision == seen
    routing.take(desk.person("pr_officer"), number, expected=seen)
    assert verify(desk.person("admin")).fault is None


def test_an_act_on_the_case_may_be_entered_late_with_a_time_before_an_answer(desk: Desk) -> None:
    number = disposed(desk)
    desk.advance(600)
    answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
    routing.take(desk.person("pr_officer"), number, at=desk.clock.now() - 300, reason="lupa")
    answers.answer_disposition(
        desk.person("manager"), number, 1, "read", at=desk.clock.now() - 400, reason="lupa"
    )
    assert verify(desk.person("admin")).fault is None


@pytest.mark.parametrize(
    ("who", "answer", "refused"),
    [
        ("pr_officer", "read", NotAllowed),
        ("mail_clerk", "read", NotAllowed),
        ("manager", "accepted", FieldError),
    ],
)
def test_a_refused_answer_leaves_no_trace(
    desk: Desk, who: str, answer: str, refused: type[Exception]
) -> None:
    number = disposed(desk)
    before = db.EventLog.select().count()
    with pytest.raises(refused):
        answers.answer_disposition(desk.person(who), number, 1, answer)
    assert db.EventLog.select().count() == before
    assert waiting(desk, "manager") == [number]


def test_the_admin_does_no_casework_even_when_named(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "OPD", "Hal")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    order = DispositionOrder(("section_head",), ("follow_up",), cc=("admin",))
    routing.finish(desk.person("receptionist"), number)
    routing.dispose(desk.person("section_head"), number, order)
    assert choosing.choices(desk.person("admin"), number).acts == frozenset()


def test_what_may_be_said_is_offered_and_nothing_else(desk: Desk) -> None:
    number = disposed(desk)

    def offered(who: str) -> set[str]:
        return set(choosing.choices(desk.person(who), number).acts & {"read", "accept", "reply"})

    assert offered("team_lead") == {"read", "accept", "reply"}
    assert offered("manager") == {"read", "reply"}
    assert offered("pr_officer") == set()
    answers.answer_disposition(desk.person("team_lead"), number, 1, "accepted")
    assert offered("team_lead") == {"reply"}


def test_a_withdrawn_disposition_asks_nobody(desk: Desk) -> None:
    number = disposed(desk)
    answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
    corrections.withdraw(desk.person("section_head"), number, "salah orang")
    assert waiting(desk, "team_lead") == waiting(desk, "manager") == []
    assert view_case(desk.person("team_lead"), number).dispositions == ()
    assert verify(desk.person("admin")).fault is None


@pytest.mark.parametrize(
    "change", [{"waits": False}, {"answer": "replied"}, {"due_at": 0}, {"recipient": "mail_clerk"}]
)
def test_verification_finds_an_answer_changed_behind_desk_s_back(
    desk: Desk, change: dict[str, object]
) -> None:
    number = disposed(desk)
    row = db.DispositionAnswer
    row.update(**change).where(row.case == number, row.recipient == "team_lead").execute()
    fault = verify(desk.person("admin")).fault
    assert fault is not None
    assert number in fault


def test_tables_of_an_older_desk_are_read_from_history(desk: Desk) -> None:
    number = disposed(desk)
    answers.answer_disposition(desk.person("team_lead"), number, 1, "read")
    db.DispositionAnswer.delete().execute()
    with db.writing():
        read_anew(desk.office)
    assert waiting(desk, "team_lead") == [number]
    assert verify(desk.person("admin")).fault is None


def test_the_list_seeks_in_an_index(desk: Desk) -> None:
    disposed(desk)
    seen: list[tuple[str, Any]] = []
    real = db.database.execute_sql

    def spy(sql: str, params: object = None) -> object:
        seen.append((sql, params))
        return real(sql, params)

    db.database.obj.execute_sql = spy
    try:
        answers.waiting_dispositions(desk.person("team_lead"))
    finally:
        del db.database.obj.execute_sql
    sql, params = next(item for item in seen if "disposition_answer" in item[0])
    plan = str(real(f"EXPLAIN QUERY PLAN {sql}", params).fetchall())
    assert "dispositionanswer_recipient_waits (recipient=? AND waits=?)" in plan.replace(
        "disposition_answer", "dispositionanswer"
    )


def secret(desk: Desk, *further: str, cc: tuple[str, ...] = ()) -> str:
    """A secret letter of a service whose steps belong to one position each, disposed to the Pranata Humas."""
    have = desk.office.service("wa-center").required_keys
    draft = LetterDraft("wa-center", "Inspektorat", "Pemeriksaan khusus", security="secret", have=have)
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    routing.finish(desk.person("mail_clerk"), number)
    order = DispositionOrder(("pr_officer", *further), ("attend",), cc=cc, note="Kawal")
    routing.dispose(desk.person("section_head"), number, order)
    return number


def test_a_disposition_opens_a_sealed_content_to_everybody_it_names(desk: Desk) -> None:
    number = secret(desk, "team_lead", cc=("manager",))
    for who in ("team_lead", "manager"):
        view = view_case(desk.person(who), number)
        assert (view.subject, view.dispositions[0].note) == ("Pemeriksaan khusus", "Kawal")
        (listed,) = answers.waiting_dispositions(desk.person(who))
        assert listed.subject == "Pemeriksaan khusus"
    answers.answer_disposition(desk.person("team_lead"), number, 1, "replied", "Rahasia dijaga")
    assert "Rahasia dijaga" in repr(view_case(desk.person("manager"), number))
    for who in ("section_head", "division_staff", "admin"):
        stranger = view_case(desk.person(who), number)
        assert stranger.subject == privacy.SEALED
        assert "dijaga" not in repr(stranger)


def test_once_the_case_is_closed_it_opens_nothing_any_longer(desk: Desk) -> None:
    number = secret(desk, "mail_clerk")
    assert view_case(desk.person("mail_clerk"), number).subject == "Pemeriksaan khusus"
    routing.cancel(desk.person("manager"), number, "ditarik")
    assert view_case(desk.person("mail_clerk"), number).subject == privacy.SEALED


def test_a_complainant_s_identity_is_not_handed_on_with_the_content(desk: Desk) -> None:
    draft = ComplaintDraft(
        "hotline-bkpsdm",
        "whatsapp",
        "Pungutan di loket",
        "Siti Rahma",
        "0812 0000 1234",
        is_confidential=True,
    )
    number = complaints.log_complaint(desk.person("receptionist"), draft).number
    order = DispositionOrder(("hotline_officer",), ("for_information",), cc=("manager",))
    clerk = desk.person("hotline_officer")
    routing.dispose(clerk, number, order)
    seen = view_case(desk.person("manager"), number)
    assert seen.subject == "Pungutan di loket"
    assert (seen.sender, seen.phone) == ("S. R.", "0812*****234")
    assert [item.sender for item in answers.waiting_dispositions(desk.person("manager"))] == ["S. R."]


def test_reading_writes_nothing(desk: Desk) -> None:
    number = disposed(desk)
    before = db.EventLog.select().count()
    view_case(desk.person("team_lead"), number)
    answers.waiting_dispositions(desk.person("team_lead"))
    assert db.EventLog.select().count() == before
