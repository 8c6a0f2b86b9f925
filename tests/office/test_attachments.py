"""Files that came with a letter: kept under their hash, told in the history without their names."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from desk import db, private_files
from desk.domain.letter import LetterDraft
from desk.errors import DeskError, FieldError, NotAllowed, NotFound, StorageError
from desk.office import attachments, doctor, erasure, intake, opening, routing
from desk.office.casefile import view_case
from desk.office.copies import save_copy, take_copy
from desk.office.doctor_files import State
from desk.office.verify import verify
from tests.conftest import Desk

SCAN = b"%PDF-1.7 pindaian"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "Surat dari Bu Sari.pdf"
    file.write_bytes(SCAN)
    return file


def log(desk: Desk, *files: Path, **more: str) -> str:
    draft = LetterDraft("surat-umum", "OPD", "Hal", **more)
    return intake.log_letter(desk.person("receptionist"), draft, attach=files).number


def test_a_file_is_kept_whole_and_named_only_to_those_who_see_the_case(desk: Desk, scan: Path) -> None:
    number = log(desk, scan)
    [kept] = view_case(desk.person("receptionist"), number).attachments
    assert (kept.name, kept.size, kept.path.read_bytes()) == (scan.name, len(SCAN), SCAN)
    told = [row.data for row in db.EventLog.select().where(db.EventLog.kind == "attached")]
    assert [data | {"name": ""} for data in told] == [
        {"sha256": hashlib.sha256(SCAN).hexdigest(), "size": len(SCAN), "name": ""}
    ]
    assert "Sari" not in told[0]["name"], "the history holds a digest of it"
    assert verify(desk.person("admin")).fault is None


def test_a_file_that_is_gone_or_another_now_is_named_by_case_and_number_alone(
    desk: Desk, scan: Path, tmp_path: Path
) -> None:
    second = tmp_path / "Rahasia.pdf"
    second.write_bytes(b"isi kedua")
    number = log(desk, scan, second, security="secret")
    auditor = desk.person("admin")
    first, other = (
        attachments.folder() / record.sha256 for record in db.Attachment.select().order_by(db.Attachment.id)
    )
    content = other.read_bytes()
    other.write_bytes(b"ISI KEDUA")
    assert verify(auditor).fault == f"Berkas {number}: lampiran 2 tidak sama lagi dengan yang diterima."
    assert verify(auditor, files=False).fault is None
    assert checks(desk) == {State.OK: "Semua lampiran ada: 2."}, "what is inside is a verification's to ask"
    other.write_bytes(b"pendek")
    assert checks(desk) == {State.BAD: "1 lampiran hilang atau berubah. Periksa: desk verify"}
    other.write_bytes(content)
    first.unlink()
    assert verify(auditor).fault == f"Berkas {number}: lampiran 1 hilang."
    assert checks(desk) == {State.BAD: "1 lampiran hilang atau berubah. Periksa: desk verify"}


def test_a_disk_that_does_not_give_a_file_out_is_no_change_of_that_file(
    desk: Desk, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log(desk, scan)

    def broken(_path: Path, _flags: int) -> int:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(attachments.os, "open", broken)
    with pytest.raises(StorageError) as refusal:
        verify(desk.person("admin"))
    assert refusal.value.code == "attachments"


def test_files_of_a_case_erased_while_they_are_looked_at_are_not_missed(
    desk: Desk, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = log(desk, scan)
    routing.cancel(desk.person("manager"), number, "ditarik")
    holds = attachments.state

    def overtaken(sha256: str) -> attachments.FileState:
        erasure.erase(desk.person("manager"), number, "SK 1/2026", confirm=number)
        erasure.clear_leftovers()
        return holds(sha256)

    monkeypatch.setattr(attachments, "state", overtaken)
    assert verify(desk.person("admin")).fault is None


def checks(desk: Desk) -> dict[State, str]:
    found = doctor.examine(desk.config, desk.clock)
    return {check.state: check.text for check in found if check.key == "attachments"}


def test_the_files_of_a_secret_letter_are_sealed_with_it(desk: Desk, scan: Path) -> None:
    number = log(desk, scan, security="secret")
    assert view_case(desk.person("receptionist"), number).attachments
    assert view_case(desk.person("manager"), number).attachments == ()


@pytest.mark.parametrize("content", [None, b""])
def test_a_file_that_cannot_be_read_is_refused_before_a_number_is_taken(
    desk: Desk, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "kosong.pdf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FieldError) as refusal:
        log(desk, file)
    assert refusal.value.field == "attach"
    assert log(desk) == "0001/2026"


def test_a_swapped_attachment_is_noticed(desk: Desk, scan: Path) -> None:
    log(desk, scan)
    db.Attachment.update(sha256="0" * 64).execute()
    assert "lampiran" in (verify(desk.person("admin")).fault or "")


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "device"])
def test_only_ordinary_files_are_taken_and_a_pipe_is_not_waited_for(
    desk: Desk, tmp_path: Path, scan: Path, kind: str
) -> None:
    place = tmp_path / "tampaknya.pdf"
    if kind == "link":
        place.symlink_to(scan)
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place = Path("/dev/zero")
    with pytest.raises(FieldError) as refusal:
        log(desk, place)
    assert (refusal.value.field, refusal.value.code) == ("attach", "not_a_file")


def test_files_that_are_too_large_are_refused_each_and_together(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 100)
    monkeypatch.setattr(attachments, "MAX_CASE_BYTES", 150)
    files = [tmp_path / f"{size}.pdf" for size in (100, 50, 51, 101)]
    for file in files:
        file.write_bytes(b"x" * int(file.stem))
    assert log(desk, *files[:2])
    for refused in (files[:1] + files[2:3], files[3:]):
        with pytest.raises(FieldError, match="terlalu besar") as refusal:
            log(desk, *refused)
        assert refusal.value.code == "too_large"


def test_a_name_that_is_no_text_is_kept_readable_and_the_file_is_its_owners_alone(
    desk: Desk, tmp_path: Path
) -> None:
    odd = os.fsdecode(bytes(tmp_path) + b"/\xff\xfesurat\x1b[2J.pdf")
    Path(odd).write_bytes(SCAN)
    [kept] = view_case(desk.person("receptionist"), log(desk, Path(odd))).attachments
    assert kept.name == "\ufffd\ufffdsurat\x1b[2J.pdf"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700
    with pytest.raises(FieldError):
        log(desk, Path("a\0b"))


def test_a_spoilt_file_is_replaced_when_the_same_content_comes_in_again(desk: Desk, scan: Path) -> None:
    log(desk, scan)
    [kept] = view_case(desk.person("receptionist"), "1").attachments
    kept.path.write_bytes(b"x")
    log(desk, scan)
    assert kept.path.read_bytes() == SCAN


class TestCopies:
    def test_a_copy_is_what_came_in_under_a_harmless_name(self, desk: Desk, tmp_path: Path) -> None:
        file = tmp_path / "-tagihan\u202efdp.exe"
        file.write_bytes(SCAN)
        number = log(desk, file)
        copy = take_copy(desk.person("receptionist"), number)
        place = save_copy(copy, tmp_path)
        assert place == tmp_path / "tagihan_fdp.exe"
        assert (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) == (SCAN, 0o600)

    def test_nothing_is_overwritten_unless_asked_and_a_link_is_not_followed(
        self, desk: Desk, scan: Path, tmp_path: Path
    ) -> None:
        copy = take_copy(desk.person("receptionist"), log(desk, scan))
        other = tmp_path / "lain.txt"
        other.write_text("milik orang")
        link = tmp_path / "salinan.pdf"
        link.symlink_to(other)
        with pytest.raises(FieldError) as refusal:
            save_copy(copy, link)
        assert (refusal.value.field, refusal.value.code) == ("output", "exists")
        assert save_copy(copy, link, overwrite=True) == link
        assert (other.read_text(), link.is_symlink(), link.read_bytes()) == ("milik orang", False, SCAN)

    @pytest.mark.parametrize("place", ["tidak/ada.pdf", "x\0y", "Surat dari Bu Sari.pdf/x", "n" * 300])
    def test_a_place_that_cannot_be_written_is_named_at_its_field(
        self, desk: Desk, scan: Path, tmp_path: Path, place: str
    ) -> None:
        copy = take_copy(desk.person("receptionist"), log(desk, scan))
        before = sorted(tmp_path.iterdir())
        with pytest.raises(FieldError) as refusal:
            save_copy(copy, tmp_path / place)
        assert refusal.value.field == "output"
        assert sorted(tmp_path.iterdir()) == before

    @pytest.mark.parametrize("spoil", ["changed", "gone", "link"])
    def test_what_is_no_longer_what_came_in_is_not_handed_out(
        self, desk: Desk, scan: Path, spoil: str
    ) -> None:
        number = log(desk, scan)
        person = desk.person("receptionist")
        [kept] = view_case(person, number).attachments
        if spoil == "changed":
            kept.path.write_bytes(SCAN[:-1] + b"!")
        else:
            kept.path.unlink()
        if spoil == "link":
            kept.path.symlink_to(scan)
        with pytest.raises(StorageError):
            take_copy(person, number)

    def test_those_who_may_not_see_a_case_get_no_copy_and_do_not_learn_whether_there_is_one(
        self, desk: Desk, scan: Path
    ) -> None:
        for number in (log(desk, scan, security="secret"), log(desk, security="secret")):
            with pytest.raises(NotAllowed, match="rahasia"):
                take_copy(desk.person("manager"), number)

    def test_one_of_several_is_asked_for_by_its_number(self, desk: Desk, scan: Path, tmp_path: Path) -> None:
        second = tmp_path / "kedua.pdf"
        second.write_bytes(b"dua")
        person, number = desk.person("receptionist"), log(desk, scan, second)
        assert take_copy(person, number, 2).content == b"dua"
        for no, code in ((None, "ambiguous"), (3, "no_attachment")):
            with pytest.raises(DeskError) as refusal:
                take_copy(person, number, no)
            assert (refusal.value.field, refusal.value.code) == ("no", code)
        with pytest.raises(NotFound):
            take_copy(person, log(desk))


def cut(desk: Desk) -> Path:
    """What is left of a file whose writing was killed."""
    left = attachments.folder() / f"{'a' * 64}.x1y2{private_files.NEW}"
    private_files.make_folder(left.parent)
    left.write_bytes(b"isi KTP warga")
    return left


def test_what_a_kill_has_left_of_a_file_is_told_by_the_doctor_and_gone_at_the_next_start(desk: Desk) -> None:
    left = cut(desk)
    told = [check for check in doctor.examine(desk.config, desk.clock) if check.key == "leftovers"]
    assert [(check.state, str(left) in check.text) for check in told] == [(State.WARN, True)]
    assert left.exists(), "the doctor changes nothing"
    opening.open_office(desk.config.database_url, desk.clock)
    assert not left.exists()


def test_what_another_database_s_desk_may_be_writing_just_now_stays(desk: Desk) -> None:
    left = cut(desk)
    other = desk.config.home / "lain.db"
    db.copy_database(other)
    other.with_name("lain.db-wal").touch()
    opening.open_office(desk.config.database_url, desk.clock)
    assert left.exists()


def test_a_file_that_is_being_written_is_not_swept_away(desk: Desk) -> None:
    """Whoever writes one has the write lock."""
    left = cut(desk)
    other = sqlite3.connect(desk.config.home / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with db.briefly(0.01):
        opening.open_office(desk.config.database_url, desk.clock)
        assert left.exists()
    other.close()
