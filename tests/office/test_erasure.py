"""After an erasure nothing personal is left: not in the tables, not in the files' bytes, not on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed, NotFound, RuleError
from desk.office import (
    archive,
    attachments,
    board,
    complaints,
    content,
    copies,
    erasure,
    identity,
    intake,
    opening,
    routing,
    same_number,
)
from desk.office.casefile import view_case
from desk.office.caselist import CaseFilter, list_rows
from desk.office.choosing import choices
from desk.office.verify import verify
from tests.conftest import Desk

MARK = "Penandarahasia"
READY = frozenset({"surat_pengantar", "materi"})


def bytes_of(desk: Desk) -> bytes:
    """Everything that the office has on the disk."""
    return b"".join(file.read_bytes() for file in sorted(desk.config.home.rglob("*")) if file.is_file())


def letter(desk: Desk, tmp_path: Path, paper: bytes = f"isi {MARK}".encode()) -> str:
    """A letter through many hands, with the mark in every text of it; closed."""
    file = tmp_path / f"{MARK}.pdf"
    file.write_bytes(paper)
    clerk, head, officer = (desk.person(name) for name in ("mail_clerk", "section_head", "pr_officer"))
    draft = LetterDraft("wa-center", f"Dinas {MARK}", f"Hal {MARK}", letter_no=f"1/{MARK}", have=READY)
    number = intake.log_letter(clerk, draft, attach=[file]).number
    routing.finish(clerk, number, output=f"teruskan {MARK}")
    routing.dispose(head, number, DispositionOrder(("pr_officer",), ("follow_up",), note=f"segera {MARK}"))
    routing.pause(officer, number, "applicant", f"menunggu {MARK}")
    content.correct(head, number, {"sender": f"Dinas {MARK} Baru"}, f"salah {MARK}")
    routing.add_note(officer, number, f"ditelepon {MARK}", desk.clock.now(), f"terlambat {MARK}")
    routing.cancel(head, number, f"ditarik {MARK}")
    return number


def complaint(desk: Desk) -> str:
    draft = ComplaintDraft("hotline-bkpsdm", "sms", f"Isi {MARK}", f"Siti {MARK}", "081299990000")
    number = complaints.log_complaint(desk.person("hotline_officer"), draft).number
    identity.show(desk.person("manager"), number, f"menelepon {MARK}")
    routing.cancel(desk.person("manager"), number, "dicabut")
    return number


def erase(desk: Desk, number: str) -> str | None:
    """What is told of what could not be cleared; None: everything was."""
    erasure.erase(desk.person("manager"), number, "SK Bupati 1/2026", confirm=number)
    return erasure.clear_leftovers()


def everything_shown(desk: Desk, number: str) -> str:
    told: list[Any] = []
    for name in ("manager", "mail_clerk", "admin"):
        session = desk.person(name)
        told += [view_case(session, number), archive.search(session, number), archive.search(session, MARK)]
        told += [list_rows(session, CaseFilter(closed=True)), board.my_queue(session, desk.clock.now())]
        told += [archive.day_register(session, desk.office.today()), intake.senders(session, "d")]
    return repr(told)


@pytest.mark.parametrize("kind", ["letter", "complaint"])
def test_nothing_of_it_is_left_on_the_disk_or_shown_and_the_history_verifies(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    number = letter(desk, tmp_path) if kind == "letter" else complaint(desk)
    before = view_case(desk.person("manager"), number)
    assert MARK.encode() in bytes_of(desk)
    assert erase(desk, number) is None
    assert MARK.encode() not in bytes_of(desk)
    assert b"081299990000" not in bytes_of(desk)
    shown = everything_shown(desk, number)
    assert MARK not in shown
    assert "(dihapus)" in shown
    after = view_case(desk.person("manager"), number)
    assert (after.sender, after.subject, after.phone) == ("(dihapus)", "(dihapus)", None)
    assert [visit.reading for visit in after.visits] == [visit.reading for visit in before.visits]
    assert after.status == before.status
    assert after.history[-1].text == "Data pribadi dan isi berkas dihapus. Dasar: SK Bupati 1/2026"
    assert verify(desk.person("manager")).fault is None
    assert same_number.complaints_from(desk.person("manager"), "081299990000", closed=True) == ()


def test_an_erased_case_takes_no_further_act(desk: Desk) -> None:
    number = complaint(desk)
    erase(desk, number)
    manager = desk.person("manager")
    assert choices(manager, number).acts == frozenset()
    for act in (
        lambda: routing.add_note(manager, number, "x"),
        lambda: routing.reopen(manager, number, "1", "x"),
        lambda: content.correct(manager, number, {"text": "x"}, "x"),
        lambda: identity.show(manager, number, "x"),
        lambda: erase(desk, number),
    ):
        with pytest.raises(RuleError, match="sudah dihapus"):
            act()


def test_only_a_closed_case_is_erased_by_a_head_who_repeats_its_number(desk: Desk, tmp_path: Path) -> None:
    draft = LetterDraft("wa-center", "OPD", "Hal", have=READY)
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    with pytest.raises(RuleError, match="setelah berkasnya ditutup"):
        erase(desk, number)
    routing.cancel(desk.person("manager"), number, "ditarik")
    assert "erase" in choices(desk.person("manager"), number).acts
    with pytest.raises(NotAllowed):
        erasure.erase(desk.person("mail_clerk"), number, "SK", confirm=number)
    with pytest.raises(FieldError) as refusal:
        erasure.erase(desk.person("manager"), number, "SK", confirm="2")
    assert refusal.value.field == "confirm"
    with pytest.raises(FieldError) as refusal:
        erasure.erase(desk.person("manager"), number, " ", confirm=number)
    assert refusal.value.field == "basis"
    assert view_case(desk.person("manager"), number).sender == "OPD"


def test_a_file_that_another_case_has_too_stays(desk: Desk, tmp_path: Path) -> None:
    first, second = letter(desk, tmp_path, b"lampiran bersama"), letter(desk, tmp_path, b"lampiran bersama")
    assert len(list(attachments.folder().iterdir())) == 1
    erase(desk, first)
    assert copies.take_copy(desk.person("manager"), second).content == b"lampiran bersama"
    with pytest.raises(NotFound, match="sudah dihapus"):
        copies.take_copy(desk.person("manager"), first)
    erase(desk, second)
    assert list(attachments.folder().iterdir()) == []


def kept_aside(desk: Desk, name: str = "desk-sebelum-pemulihan-20261123-090000.db") -> Path:
    """A copy of the database in the same folder, as a restoring keeps the former one."""
    place = desk.config.home / name
    db.copy_database(place)
    return place


def test_a_file_that_a_database_kept_beside_names_stays_until_that_one_is_gone(
    desk: Desk, tmp_path: Path
) -> None:
    number = letter(desk, tmp_path)
    aside = kept_aside(desk)
    told = erase(desk, number)
    assert told is not None
    assert aside.name in told
    assert len(list(attachments.folder().iterdir())) == 1
    opening.open_office(desk.config.database_url, desk.clock)
    assert len(list(attachments.folder().iterdir())) == 1
    aside.unlink()
    opening.open_office(desk.config.database_url, desk.clock)
    assert list(attachments.folder().iterdir()) == []
    assert not opening.open_office(desk.config.database_url, desk.clock).has_leftovers


def test_files_that_no_case_here_ever_held_are_another_database_s_and_stay(
    desk: Desk, tmp_path: Path
) -> None:
    other = attachments.folder() / ("a" * 64)
    number = letter(desk, tmp_path)
    other.write_bytes(b"milik basis data lain")
    assert erase(desk, number) is None
    assert list(attachments.folder().iterdir()) == [other]


@pytest.mark.parametrize("name", ["rusak.db", "terpakai.sqlite"])
def test_a_database_beside_that_cannot_be_read_counts_as_naming_every_file(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    number = letter(desk, tmp_path)
    place = desk.config.home / name
    if name == "rusak.db":
        place.write_bytes(b"bukan basis data" * 500)
    else:  # what another desk has just written stands in its companion
        kept_aside(desk, name)
        place.with_name(f"{name}-wal").write_bytes(b"x")
    told = erase(desk, number)
    assert told is not None
    assert name in told
    assert len(list(attachments.folder().iterdir())) == 1


def test_a_database_beside_in_which_it_is_erased_too_keeps_no_file(desk: Desk, tmp_path: Path) -> None:
    number = letter(desk, tmp_path)
    erasure.erase(desk.person("manager"), number, "SK Bupati 1/2026", confirm=number)
    kept_aside(desk)
    assert erasure.clear_leftovers() is None
    assert list(attachments.folder().iterdir()) == []


def test_what_a_cut_erasure_left_in_the_files_is_cleared_at_the_next_start(
    desk: Desk, tmp_path: Path
) -> None:
    number = letter(desk, tmp_path)
    erasure.erase(desk.person("manager"), number, "SK Bupati 1/2026", confirm=number)
    assert view_case(desk.person("manager"), number).sender == "(dihapus)"
    assert MARK.encode() in bytes_of(desk)
    assert opening.open_office(desk.config.database_url, desk.clock).has_leftovers
    assert MARK.encode() not in bytes_of(desk)
    assert not opening.open_office(desk.config.database_url, desk.clock).has_leftovers


def test_a_desk_in_the_way_is_said_and_cleared_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = complaint(desk)
    monkeypatch.setattr(db, "scrub", lambda: False)
    assert erase(desk, number) == erasure.NOT_CLEARED
    monkeypatch.undo()
    opening.open_office(desk.config.database_url, desk.clock)
    assert MARK.encode() not in bytes_of(desk)


def test_what_another_desk_erased_meanwhile_is_still_to_be_cleared(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = complaint(desk), complaint(desk)
    scrub = db.scrub

    def overtaken() -> bool:
        done = scrub()
        erasure.erase(desk.person("manager"), second, "SK Bupati 2/2026", confirm=second)
        return done

    monkeypatch.setattr(db, "scrub", overtaken)
    assert erase(desk, first) == erasure.NOT_CLEARED
    monkeypatch.undo()
    assert opening.open_office(desk.config.database_url, desk.clock).has_leftovers
    assert not opening.open_office(desk.config.database_url, desk.clock).has_leftovers
