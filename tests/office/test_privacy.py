"""Names and contents reach only those who need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import SECURITY_CLASSES, LetterDraft
from desk.domain.sla import ClockKind
from desk.errors import NotAllowed
from desk.office import (
    answers,
    archive,
    board,
    choosing,
    complaints,
    content,
    erasure,
    exclusion,
    explaining,
    intake,
    privacy,
    routing,
)
from desk.office.casefile import view_case
from desk.office.caselist import CaseFilter, list_rows
from tests.conftest import Desk, at
from tests.office.files import complain, finish_all, secret


def test_everybody_sees_of_a_complainant_only_initials_and_a_masked_number(desk: Desk) -> None:
    number = complain(desk)
    for position in ("hotline_officer", "manager", "receptionist"):
        view = view_case(desk.person(position), number)
        assert (view.sender, view.phone) == ("S. R.", "0812*****234")
        assert view.subject == "Pungutan di loket"


def test_an_anonymous_complainant_has_no_initials_and_no_number_for_anybody(desk: Desk) -> None:
    number = complain(desk, is_anonymous=True)
    routing.take(desk.person("hotline_officer"), number)
    copies = DispositionOrder(("hotline_officer",), ("follow_up",), cc=("pr_officer",))
    routing.dispose(desk.person("hotline_officer"), number, copies)
    now = desk.clock.now()
    for who in desk.office.people:
        session = desk.person(who)
        for as_of in (None, now):
            view = view_case(session, number, as_of)
            assert (view.sender, view.phone, view.subject) == ("(anonim)", None, "Pungutan di loket")
            assert [row.sender for row in list_rows(session, CaseFilter(), as_of)] == ["(anonim)"]
        assert [row.sender for row in board.board_rows(session, now)] == ["(anonim)"]
        assert [row.sender for row in archive.search(session, "pungutan")] == ["(anonim)"]
        assert [row.sender for row in archive.list_cases(session, "complaint")] == ["(anonim)"]
        assert [row.sender for row in archive.day_register(session, desk.office.today())] == ["(anonim)"]
        assert {row.sender for row in answers.waiting_dispositions(session)} <= {"(anonim)"}
        assert archive.search(session, "rahma") == []
    assert len(answers.waiting_dispositions(desk.person("pr_officer"))) == 1


def test_whoever_becomes_anonymous_has_no_former_name_or_number_in_the_history(desk: Desk) -> None:
    number, manager = complain(desk), desk.person("manager")
    content.correct(manager, number, {"sender": "Siti Rohmah", "phone": "0813-1111-2222"}, "salah tulis")
    assert "S. R." in view_case(manager, number).history[-1].text
    content.correct(manager, number, {"is_anonymous": True}, "diminta")
    content.correct(manager, number, {"sender": "Budi", "text": "Pungutan"}, "salah tulis")
    assert view_case(manager, number).sender == "(anonim)"
    told = [event.text for event in view_case(manager, number).history]
    assert told[-1] == "Isi dibetulkan: isi semula “Pungutan di loket”; pengirim. Alasan: salah tulis"
    assert "S. R." not in str(told)
    assert "****" not in str(told)


def test_an_erased_anonymous_complaint_is_shown_as_erased(desk: Desk) -> None:
    number, manager = complain(desk, is_anonymous=True), desk.person("manager")
    routing.cancel(manager, number, "dicabut")
    erasure.erase(manager, number, "SK 1", confirm=number)
    assert view_case(manager, number).sender == "(dihapus)"


def test_a_confidential_content_is_sealed_from_all_who_do_not_work_on_it(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    manager, officer = desk.person("manager"), desk.person("hotline_officer")
    routing.add_note(officer, number, "Nama pejabat disebut")
    assert view_case(officer, number).subject == "Pungutan di loket"
    sealed = view_case(manager, number)
    assert sealed.subject == privacy.SEALED
    assert "Nama pejabat" not in repr(sealed)
    assert archive.search(manager, "pungutan") == []
    assert board.board_rows(manager, desk.clock.now())[0].subject == privacy.SEALED
    assert board.my_queue(officer, desk.clock.now())[0].subject == "Pungutan di loket"


def test_a_secret_letter_is_listed_by_its_number_alone(desk: Desk) -> None:
    number = secret(desk)
    manager = desk.person("manager")
    (row,) = archive.day_register(manager, desk.office.today())
    assert (row.number, row.sender, row.subject, row.letter_no) == (number, *[privacy.SEALED] * 3)
    assert archive.search(manager, number) == [row]


@pytest.mark.parametrize("text", ["khusus", "inspektorat", "700/1", "inspekt khus"])
def test_a_search_finds_what_the_searcher_may_read(desk: Desk, text: str) -> None:
    number = secret(desk)
    receptionist, manager = desk.person("receptionist"), desk.person("manager")
    for session, found in ((receptionist, [number]), (manager, [])):
        assert [row.number for row in archive.search(session, text)] == found
        assert archive.count(session, text) == len(found)
    assert archive.search(receptionist, text)[0].subject == "Pemeriksaan khusus"
    finish_all(desk, number)
    assert [row.number for row in archive.search(manager, text)] == [number], "heads read what is done"
    assert archive.count(receptionist, text) == 0


@pytest.mark.parametrize("kept", ["secret", "confidential"])
def test_cancelling_opens_no_secret_to_the_head_who_did_it(desk: Desk, kept: str) -> None:
    number = secret(desk) if kept == "secret" else complain(desk, is_confidential=True)
    head = desk.person("section_head")
    routing.cancel(head, number, "ditarik")
    assert view_case(head, number).is_sealed
    assert archive.search(head, number)[0].subject == privacy.SEALED
    assert archive.search(head, "pemeriksaan") == archive.search(head, "pungutan") == []
    assert not choosing.choices(head, number).acts & {"content", "identity"}


def test_a_search_finds_a_sealed_case_by_all_words_of_its_number_or_not_at_all(desk: Desk) -> None:
    number = secret(desk)
    manager = desk.person("manager")
    assert [row.number for row in archive.search(manager, "1/2026")] == [number]
    assert archive.search(manager, "1/2026 khusus") == []


def test_complaints_are_found_by_their_text_and_never_by_who_complained(desk: Desk) -> None:
    number = complain(desk)
    for position in ("manager", "receptionist", "hotline_officer"):
        session = desk.person(position)
        assert [row.number for row in archive.search(session, "pungutan")] == [number]
        for text in ("siti", "rahma", "1234", "0812"):
            assert archive.search(session, text) == []


def test_the_rule_in_sql_is_the_rule(desk: Desk) -> None:
    """`shown` against `sight`, for everybody and every way that a case may stand."""
    for security in SECURITY_CLASSES:
        secret(desk, security)
        routing.finish(desk.person("receptionist"), secret(desk, security))
        given = secret(desk, security)
        routing.finish(desk.person("receptionist"), given)
        order = DispositionOrder(("pr_officer",), ("follow_up",), cc=("mail_clerk",))
        routing.dispose(desk.person("section_head"), given, order)
        untaken = secret(desk, security)
        routing.finish(desk.person("receptionist"), untaken)
        routing.finish(desk.person("section_head"), untaken, "forward")
        routing.cancel(desk.person("manager"), secret(desk, security), "ditarik")
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Pungutan", is_confidential=True)
    for steps in range(3):
        number = complaints.log_complaint(desk.person("sms_officer"), draft).number
        for who in ("sms_officer", "team_member")[:steps]:
            routing.finish(desk.person(who), number, "analyse" if who == "sms_officer" else None)
        if steps == 2:
            routing.take(desk.person("team_member"), number)
    for person in desk.office.people.values():
        session = desk.person(person.username)
        query = privacy.joined(db.Case.select(db.Case.number), session)
        by_sql = {
            number for (number,) in db.tuples(privacy.with_open_step(query).where(privacy.shown(session)))
        }
        by_row = {row.number for row in archive.search(session, "") if row.subject != privacy.SEALED}
        by_case = {
            number for number in by_row | by_sql if view_case(session, number).subject != privacy.SEALED
        }
        assert by_sql == by_row == by_case, person.username


def test_the_one_who_decides_a_draft_sees_it_whoever_holds_it(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Pungutan", is_confidential=True)
    number = complaints.log_complaint(desk.person("sms_officer"), draft).number
    routing.finish(desk.person("sms_officer"), number, "analyse")
    routing.finish(desk.person("team_member"), number)
    routing.take(desk.person("team_member"), number)
    lead = desk.person("team_lead")
    assert view_case(lead, number).subject == "Pungutan"
    assert board.my_queue(lead, desk.clock.now())[0].subject == "Pungutan"
    assert view_case(desk.person("manager"), number).subject == privacy.SEALED


def test_a_secret_letter_at_a_step_for_all_is_for_those_whom_it_was_given_to(desk: Desk) -> None:
    number = secret(desk)
    routing.finish(desk.person("receptionist"), number)
    routing.finish(desk.person("section_head"), number, "forward")
    officer = desk.person("pr_officer")
    assert view_case(officer, number).open_visit.actors == ("any",)  # type: ignore[union-attr]
    with pytest.raises(NotAllowed, match="tertutup"):
        routing.take(officer, number)
    assert board.my_queue(officer, desk.clock.now()) == []
    assert list_rows(officer, CaseFilter(worker=officer.person)) == []
    assert choosing.choices(officer, number).acts == frozenset()
    routing.assign(desk.person("manager"), number, "pr_officer", "ditunjuk")
    assert board.my_queue(officer, desk.clock.now())[0].subject == "Pemeriksaan khusus"
    routing.take(officer, number)


def test_neither_a_duplicate_nor_a_completion_tells_of_a_sealed_letter(desk: Desk) -> None:
    number = secret(desk)
    clerk, receptionist = desk.person("mail_clerk"), desk.person("receptionist")
    same = ("Inspektorat", "700/1", None)
    assert intake.find_duplicates(clerk, *same) == ()
    assert intake.find_duplicates(receptionist, *same) == (number,)
    assert intake.senders(clerk, "insp") == intake.senders(receptionist, "insp") == []
    again = LetterDraft("surat-umum", "Inspektorat", "Lain", letter_no="700/1")
    assert intake.log_letter(clerk, again).duplicates == ()
    assert intake.senders(clerk, "insp") == ["Inspektorat"]


def test_a_note_names_no_earlier_letter_that_is_kept_from_anybody(desk: Desk) -> None:
    receptionist = desk.person("receptionist")
    sealed, closed_to_one, open_one = (
        secret(desk, "restricted"),
        secret(desk, "ordinary"),
        secret(desk, "ordinary"),
    )
    exclusion.exclude(desk.person("manager"), closed_to_one, ["pr_officer"], "disebut")
    again = LetterDraft("surat-umum", "Inspektorat", "Salinan", letter_no="700/1")
    logged = intake.log_letter(receptionist, again, same_as_ok="salinan")
    assert set(logged.duplicates) == {sealed, closed_to_one, open_one}, "the receptionist sees all three"
    [note] = view_case(desk.person("pr_officer"), logged.number).notes
    assert note.text == f"Sama dengan {open_one}: salinan"
    other = LetterDraft("surat-umum", "Sandi", "Hal", letter_no="9/1", security="secret")
    hidden = intake.log_letter(receptionist, other).number
    second = intake.log_letter(receptionist, replace(other, security="ordinary"), same_as_ok="salinan")
    assert second.duplicates == (hidden,)
    assert view_case(desk.person("pr_officer"), second.number).notes == ()


def test_the_reason_of_an_agreed_target_is_sealed(desk: Desk) -> None:
    have = desk.office.service("wa-center").required_keys
    draft = LetterDraft("wa-center", "Inspektorat", "Khusus", security="secret", have=have)
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    routing.agree_target(desk.person("team_lead"), number, at("2026-11-30 15:00"), "menunggu Siti")
    for position, told in (("manager", False), ("mail_clerk", True)):
        assert ("Siti" in repr(view_case(desk.person(position), number))) is told


def test_lists_of_the_command_line_seal_what_the_board_seals(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    intake.log_letter(
        desk.person("receptionist"), LetterDraft("surat-umum", "Inspektorat", "Khusus", security="secret")
    )
    now = desk.clock.now()
    for as_of in (None, now):
        told = {row.case_no: row.subject for row in list_rows(desk.person("admin"), CaseFilter(), as_of)}
        assert set(told.values()) == {privacy.SEALED}
        own = {
            row.case_no: row.subject for row in list_rows(desk.person("hotline_officer"), CaseFilter(), as_of)
        }
        assert own[number] == "Pungutan di loket"


def disposed(desk: Desk, **changes: bool) -> str:
    """A complaint of oversight, given to one person with a copy to another who has answered."""
    draft = ComplaintDraft(
        "pengaduan-elektronik", "email", "Pungutan", "Siti Rahma", class_key="oversight", **changes
    )
    number = complaints.log_complaint(desk.person("receptionist"), draft, keep_out=["agency_head"]).number
    order = DispositionOrder(
        ("sms_officer",), ("review_and_advise",), cc=("pr_officer",), due_at=at("2026-11-25 10:00")
    )
    routing.dispose(desk.person("sms_officer"), number, order)
    answers.answer_disposition(desk.person("pr_officer"), number, None, "replied", "sudah dibaca")
    return number


@pytest.mark.parametrize(("who", "is_confidential"), [("steering_officer", True), ("agency_head", False)])
def test_a_sealed_case_tells_neither_class_nor_channel_nor_to_whom_it_was_given_and_with_what_words(
    desk: Desk, who: str, is_confidential: bool
) -> None:
    number = disposed(desk, is_confidential=is_confidential)
    view, seen = (view_case(desk.person(name), number) for name in (who, "sms_officer"))
    assert (view.channel, view.class_key, view.timed_class, view.class_basis) == (None, None, None, None)
    [sheet] = view.dispositions
    assert (sheet.to, sheet.cc, sheet.instructions, sheet.answers) == ((), (), (), ())
    assert (sheet.by, sheet.at, sheet.due_at) == ("sms_officer", seen.received_at, at("2026-11-25 10:00"))
    assert [reading.deadline for reading in view.clocks] == [reading.deadline for reading in seen.clocks]
    assert (view.open_visit.step_no, view.open_visit.holder) == (  # type: ignore[union-attr]
        seen.open_visit.step_no,
        seen.open_visit.holder,  # type: ignore[union-attr]
    )
    told = [explaining.explainer(desk.person(name), number) for name in (who, "sms_officer")]
    classes = [found.sentences(found.at(found.ref(ClockKind.CLASS_), seen.received_at)) for found in told]
    assert ["Berkadar pengawasan" in str(sentences) for sentences in classes] == [False, True]
    assert (seen.channel, seen.class_key) == ("email", "oversight")
    [sheet] = seen.dispositions
    assert (len(sheet.to), len(sheet.cc), len(sheet.answers), sheet.instructions) == (
        1,
        1,
        1,
        ("review_and_advise",),
    )


def test_a_head_classes_a_sealed_complaint_without_being_told_its_class(desk: Desk) -> None:
    number, manager = disposed(desk, is_confidential=True), desk.person("manager")
    assert set(view_case(manager, number).class_table) >= {"minor", "oversight"}
    complaints.change_class(manager, number, "minor", "ringan")
    assert view_case(manager, number).class_key is None
    assert view_case(desk.person("sms_officer"), number).class_key == "minor"


def test_a_sealed_case_keeps_the_reasons_of_its_pauses(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    routing.pause(desk.person("hotline_officer"), number, "applicant", "menunggu Siti Rahma")
    assert "Siti" not in repr(view_case(desk.person("manager"), number))


def test_a_look_back_opens_nothing_that_is_sealed_now(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    officer, before = desk.person("hotline_officer"), desk.clock.now()
    desk.advance(60)
    routing.finish(officer, number)
    routing.finish(officer, number)
    assert view_case(officer, number).subject == privacy.SEALED
    earlier = view_case(officer, number, before)
    assert (earlier.subject, earlier.sender) == (privacy.SEALED, privacy.SEALED)


def test_number_and_date_of_a_sealed_letter_are_not_said_to_be_missing(desk: Desk) -> None:
    def told(who: str) -> tuple[str, str]:
        view = view_case(desk.person(who), "1")
        return view.letter_no_text, view.letter_date_text

    draft = LetterDraft("surat-umum", "OPD", "Hal", letter_no="1/RHS", letter_date=date(2026, 11, 20))
    intake.log_letter(desk.person("receptionist"), replace(draft, security="secret"))
    intake.log_letter(desk.person("receptionist"), LetterDraft("surat-umum", "OPD", "Hal"))
    assert told("pr_officer") == (privacy.SEALED, privacy.SEALED)
    finish_all(desk, "0001/2026")
    assert told("manager") == ("1/RHS", "20/11/2026")
    erasure.erase(desk.person("manager"), "1", "SK 1/2026", confirm="1")
    assert told("manager") == ("(dihapus)", "(dihapus)")
    open_one = view_case(desk.person("pr_officer"), "2")
    assert (open_one.letter_no_text, open_one.letter_date_text) == ("tanpa nomor", "tanpa tanggal")
