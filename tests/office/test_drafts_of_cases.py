"""Which case a half-filled form is about: never another one of the same number, and none that was erased."""

from __future__ import annotations

from pathlib import Path

from desk.domain.letter import LetterDraft
from desk.office import backup, intake, opening
from desk.office.casefile import view_case
from desk.office.drafts import Drafts, about_case
from desk.office.session import Session
from tests.conftest import Desk
from tests.office.test_restore import restored


def log(session: Session) -> str:
    return intake.log_letter(session, LetterDraft("surat-umum", "OPD", "Hal")).number


def test_a_draft_does_not_fit_another_case_that_got_the_same_number_after_a_restoring(
    desk: Desk, tmp_path: Path
) -> None:
    kept = log(desk.person("receptionist"))
    before = about_case(view_case(desk.person("manager"), kept))
    file = backup.make_backup(desk.person("admin"), tmp_path / "a.desk").target
    lost = log(desk.person("receptionist"))
    drafts = Drafts(desk.config.drafts, "receptionist", desk.clock.now)
    drafts.keep(f"NoteDialog:{about_case(view_case(desk.person('manager'), lost))}", {"text": "Bu Sari"})
    desk.advance(60)
    _loss, office = restored(desk, file)
    office = office or opening.open_office(desk.config.database_url, desk.clock)
    again = log(Session(office, office.people["receptionist"]))
    assert again == lost, "numbers go on where the backup ended"
    manager = Session(office, office.people["manager"])
    assert drafts.load(f"NoteDialog:{about_case(view_case(manager, again))}") is None
    assert about_case(view_case(manager, kept)) == before, "a case that came back is the same case"


def test_an_erasure_takes_along_all_drafts_about_the_case_and_no_other(desk: Desk) -> None:
    first, second = (view_case(desk.person("manager"), log(desk.person("receptionist"))) for _ in range(2))
    written = Drafts(desk.config.drafts, "manager", desk.clock.now)
    for case in (first, second):
        written.keep(f"NoteDialog:{about_case(case)}", {"text": "x"})
        written.keep(f"UndoDialog:{about_case(case, '6000')}", {"reason": "Wagiman salah orang"})
    written.close()
    unwritten = Drafts(desk.config.drafts, "admin", desk.clock.now)
    unwritten.keep(f"UndoDialog:{about_case(first, '6000')}", {"reason": "Wagiman"})
    unwritten.forget(first.case_no)
    assert unwritten.left_behind() == []
    left = Drafts(desk.config.drafts, "manager", desk.clock.now).left_behind()
    assert {draft.form for draft in left} == {
        f"NoteDialog:{about_case(second)}",
        f"UndoDialog:{about_case(second, '6000')}",
    }
