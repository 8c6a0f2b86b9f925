"""Names and contents reach only those who need them."""

from __future__ import annotations

from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.office import archive, board, complaints, intake, privacy, routing
from desk.office.casefile import view_case
from desk.office.caselist import CaseFilter, list_rows
from tests.conftest import Desk


def complain(desk: Desk, **changes: object) -> str:
    fields = {"sender": "Siti Rahma", "phone": "+62 812-0000-1234", "text": "Pungutan di loket"} | changes
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", **fields)  # type: ignore[arg-type]
    return complaints.log_complaint(desk.person("receptionist"), draft).number


def test_everybody_sees_of_a_complainant_only_initials_and_a_masked_number(desk: Desk) -> None:
    number = complain(desk)
    for position in ("hotline_officer", "manager", "receptionist"):
        view = view_case(desk.person(position), number)
        assert (view.sender, view.phone) == ("S. R.", "0812*****234")
        assert view.subject == "Pungutan di loket"


def test_an_anonymous_complainant_is_masked_from_everybody_and_not_found_by_name(desk: Desk) -> None:
    number = complain(desk, is_anonymous=True)
    assert view_case(desk.person("hotline_officer"), number).sender == "S. R."
    assert archive.search(desk.person("manager"), "rahma") == []


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


def test_a_secret_letter_is_listed_by_sender_without_its_subject(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "Inspektorat", "Pemeriksaan khusus", security="secret")
    intake.log_letter(desk.person("receptionist"), draft)
    manager = desk.person("manager")
    assert archive.search(manager, "khusus") == []
    found = archive.search(manager, "inspektorat")
    assert [row.subject for row in found] == [privacy.SEALED]


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
