"""Files that came with a letter: kept under their hash, told in the history without their names."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.errors import FieldError
from desk.office import intake
from desk.office.casefile import view_case
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
