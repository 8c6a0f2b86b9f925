"""Backups: one file from one state, proved, told, and nothing left behind where one is not made."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk import db, places, private_files
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, StorageError
from desk.office import backup, backup_file, backup_proof, backup_seal, doctor, intake, ledger
from desk.office.doctor_files import State
from desk.office.verify import verify
from tests.conftest import Desk

PASSPHRASE = "kuda baterai staples"
SCAN = b"%PDF-1.7 pindaian"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where backups go."""
    folder = tmp_path / "stik"
    folder.mkdir()
    return folder


def log(desk: Desk, subject: str = "Hal", attach: bytes | None = None) -> str:
    files = []
    if attach is not None:
        files.append(desk.config.home / "pindaian.pdf")
        files[0].write_bytes(attach)
    draft = LetterDraft("surat-umum", "Dinas Rahasia Sekali", subject)
    return intake.log_letter(desk.person("receptionist"), draft, attach=files).number


def home_files(desk: Desk) -> set[str]:
    return {place.name for place in desk.config.home.iterdir()}


def unpacked(file: Path, folder: Path) -> Path:
    folder.mkdir()
    backup_file.unpack(file, folder)
    return folder


def test_a_backup_holds_the_database_and_the_attachments_of_one_state(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    log(desk, attach=SCAN)
    head = ledger.tail()
    made = backup.make_backup(desk.person("admin"), stick / "a.desk")
    assert (made.manifest.events, made.manifest.head) == (head.id, head.hash)
    assert [place.name for place in stick.iterdir()] == ["a.desk"]
    assert stat.S_IMODE((stick / "a.desk").stat().st_mode) == 0o600
    found = unpacked(stick / "a.desk", tmp_path / "isi")
    sha256 = hashlib.sha256(SCAN).hexdigest()
    assert (found / "attachments" / sha256).read_bytes() == SCAN
    assert backup_proof.prove(found / "desk.db")[:2] == (head.id, head.hash)
    assert not list(desk.config.home.glob(".desk-*"))


def test_the_history_tells_of_a_backup_and_nothing_of_the_machine(desk: Desk, stick: Path) -> None:
    before = ledger.tail()
    made = backup.make_backup(desk.person("admin"), stick / "a.desk")
    [event] = db.EventLog.select().where(db.EventLog.kind == "backup_made")
    assert event.data == {
        "name": "a.desk", "events": before.id, "head": before.hash, "size": made.size, "sealed": False, "missing": 0,
        "fault": None,
    }  # fmt: skip
    assert made.size == (stick / "a.desk").stat().st_size
    assert str(stick) not in db.canonical(event.data)


def test_a_backup_is_made_though_the_clock_is_behind(desk: Desk, stick: Path) -> None:
    log(desk)
    desk.set("2026-11-20 09:00")
    backup.make_backup(desk.person("admin"), stick / "a.desk")


def test_an_existing_file_is_replaced_only_when_asked(desk: Desk, stick: Path) -> None:
    file = stick / "a.desk"
    file.write_text("punya orang")
    with pytest.raises(FieldError, match="sudah ada") as refusal:
        backup.make_backup(desk.person("admin"), file)
    assert (refusal.value.field, file.read_text()) == ("file", "punya orang")
    backup.make_backup(desk.person("admin"), file, replace=True)
    assert backup_file.read_manifest(file).office == "Kantor Uji"


def test_a_file_that_comes_while_the_backup_is_made_is_kept(desk: Desk, stick: Path) -> None:
    draft = backup.prepare(stick / "a.desk", desk.clock.now(), desk.office)
    (stick / "a.desk").write_text("punya orang")
    before = ledger.last_event_id()
    with pytest.raises(FieldError, match="sudah ada"):
        backup.keep(desk.person("admin"), draft)
    assert [place.name for place in stick.iterdir()] == ["a.desk"]
    assert ledger.last_event_id() == before


@pytest.mark.parametrize("there", [False, True])
def test_a_backup_that_cannot_be_told_of_leaves_the_folder_as_it_was(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    file = stick / "a.desk"
    if there:
        file.write_text("cadangan pekan lalu")

    def failing_commit(self: object) -> None:
        raise StorageError("Penyimpanan gagal.")

    monkeypatch.setattr(db.Engine, "commit", failing_commit)
    with pytest.raises(StorageError, match="gagal"):
        backup.make_backup(desk.person("admin"), file, replace=there)
    assert [place.read_text() for place in stick.iterdir()] == (["cadangan pekan lalu"] if there else [])


def test_a_backup_that_is_killed_is_told_by_the_doctor_and_takes_no_name(desk: Desk, stick: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from desk import db;"
        "from desk.office import backup, backup_file;"
        "backup_file.unpack = lambda *words: os.kill(os.getpid(), signal.SIGKILL);"
        "db.open_database(sys.argv[1]); backup.prepare(Path(sys.argv[2]), 0, None)"
    )
    words = [sys.executable, "-c", program, desk.config.database_url, str(stick / "a.desk")]
    assert subprocess.run(words).returncode == -9
    assert not (stick / "a.desk").exists()
    left = [check for check in doctor.examine(desk.config, desk.clock) if check.key == "leftovers"]
    assert [check.state for check in left] == [State.WARN]


def test_a_disk_without_links_takes_a_backup_too(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    backup.make_backup(desk.person("admin"), stick / "a.desk")
    assert [place.name for place in stick.iterdir()] == ["a.desk"]


@pytest.mark.parametrize("name", ["desk.db", "desk.db-wal", "desk.lock"])
def test_the_office_itself_is_never_replaced_by_its_backup(desk: Desk, name: str) -> None:
    log(desk)
    with pytest.raises(FieldError, match="milik desk"):
        backup.make_backup(desk.person("admin"), desk.config.home / name, replace=True)


def test_a_folder_that_is_not_there_is_named(desk: Desk, stick: Path) -> None:
    with pytest.raises(FieldError, match="tidak ada"):
        backup.make_backup(desk.person("admin"), stick / "tidak" / "a.desk")
    with pytest.raises(FieldError, match="adalah folder"):
        backup.make_backup(desk.person("admin"), stick)


def test_a_bare_name_lies_in_the_offices_own_folder(desk: Desk) -> None:
    place = backup.place_named("a.desk")
    assert place == desk.config.home / "backups" / "a.desk"
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert backup.place_named("/lain/a.desk") == Path("/lain/a.desk")


def test_a_lost_or_damaged_attachment_is_told_and_does_not_stop_the_rest(
    desk: Desk, stick: Path, tmp_path: Path
) -> None:
    for content in (SCAN, b"kedua", b"ketiga"):
        log(desk, attach=content)
    folder = desk.config.home / "attachments"
    lost, damaged = (hashlib.sha256(content).hexdigest() for content in (SCAN, b"kedua"))
    (folder / lost).unlink()
    (folder / damaged).write_bytes(b"lain")
    made = backup.make_backup(desk.person("admin"), stick / "a.desk")
    assert set(made.manifest.missing) == {lost, damaged}
    assert any("2 lampiran" in warning for warning in backup.warnings(made))
    assert len(list((unpacked(stick / "a.desk", tmp_path / "isi") / "attachments").iterdir())) == 1


def test_a_database_whose_chain_is_broken_is_not_called_a_backup(desk: Desk, stick: Path) -> None:
    log(desk)
    db.database.execute_sql("UPDATE event_log SET kind = 'x' WHERE id = 3")
    with pytest.raises(StorageError, match="peristiwa 3") as refusal:
        backup.make_backup(desk.person("admin"), stick / "a.desk")
    assert refusal.value.code == "chain"
    assert list(stick.iterdir()) == []


def test_a_backup_of_an_office_at_fault_is_made_and_tells_what_is_wrong_wherever_it_is_told_of(
    desk: Desk, stick: Path
) -> None:
    db.Case.update(status="done").where(db.Case.number == log(desk)).execute()
    fault = verify(desk.person("admin")).fault
    assert fault is not None
    made = backup.make_backup(desk.person("admin"), stick / "a.desk")
    assert backup_file.read_manifest(stick / "a.desk").fault == fault
    assert fault in backup.warnings(made)[0]
    [event] = db.EventLog.select().where(db.EventLog.kind == "backup_made")
    assert event.data["fault"] == fault
    told = {
        check.text: check.state for check in doctor.examine(desk.config, desk.clock) if check.key == "backup"
    }
    assert told[f"Cadangan terakhir tidak utuh: {fault} Periksa: desk verify"] is State.BAD


def test_a_backup_that_an_older_desk_has_made_says_nothing_of_faults(desk: Desk, stick: Path) -> None:
    text = backup.make_backup(desk.person("admin"), stick / "a.desk").manifest.text()
    older = json.loads(text) | {"format": 1}
    del older["fault"]
    assert backup_file.Manifest.read(json.dumps(older).encode()).fault is None


# A full disk


def _full(*_arguments: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


PLACES: list[tuple[Any, str, str | None]] = [
    (db, "copy_database", None),
    (backup_file, "part_of", None),
    (backup_file, "pack", None),
    (backup_file, "unpack", None),
    (os, "fsync", None),
    (backup_seal, "seal", PASSPHRASE),
    (backup_seal.backup_file.zipfile.ZipFile, "open", PASSPHRASE),
]


@pytest.mark.parametrize(("module", "name", "passphrase"), PLACES)
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, passphrase: str | None
) -> None:
    before, files = ledger.last_event_id(), home_files(desk)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, _full)
        with pytest.raises(StorageError, match="Penyimpanan penuh") as refusal:
            backup.make_backup(desk.person("admin"), stick / "a.desk", passphrase=passphrase)
    assert refusal.value.code == "disk_full"
    assert (list(stick.iterdir()), home_files(desk), ledger.last_event_id()) == ([], files, before)


LIMITED = """
import resource, sys
from pathlib import Path
from desk.clock import SetClock
from desk.errors import StorageError
from desk.office import backup, opening
from desk.office.session import Session
office = opening.open_office(sys.argv[1], SetClock(int(sys.argv[3])))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    backup.make_backup(Session(office, office.people["admin"]), Path(sys.argv[2]))
except StorageError as error:
    print(error.message)
"""


def test_a_limit_of_the_system_is_told_and_leaves_nothing_behind(desk: Desk, stick: Path) -> None:
    files = home_files(desk)
    words = [desk.config.database_url, str(stick / "a.desk"), str(desk.clock.now())]
    done = subprocess.run([sys.executable, "-c", LIMITED, *words], capture_output=True, text=True, check=True)
    assert done.stdout.strip()
    assert (list(stick.iterdir()), home_files(desk)) == ([], files)


# While the office is in use

WRITER = """
import sys
from desk.clock import SetClock
from desk.domain.letter import LetterDraft
from desk.office import intake, opening
from desk.office.session import Session
office = opening.open_office(sys.argv[1], SetClock(int(sys.argv[2])))
session = Session(office, office.people["receptionist"])
print("ready", flush=True)
for number in range(40):
    intake.log_letter(session, LetterDraft("surat-umum", "OPD", f"Hal {number}"))
"""


def test_a_backup_is_one_state_while_another_process_writes(desk: Desk, stick: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-c", WRITER, desk.config.database_url, str(desk.clock.now())]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        made = [backup.make_backup(desk.person("admin"), stick / f"{n}.desk") for n in range(3)]
        assert writer.wait() == 0
    for n, draft in enumerate(made):
        proof = backup_proof.prove(unpacked(stick / f"{n}.desk", tmp_path / f"isi{n}") / "desk.db")
        assert (proof.events, proof.head) == (draft.manifest.events, draft.manifest.head)
        assert db.EventLog.get_by_id(proof.events).hash == proof.head
    assert db.Letter.select().count() == 40


# Damage


@pytest.fixture
def plain(desk: Desk, stick: Path) -> Path:
    log(desk, attach=SCAN)
    return backup.make_backup(desk.person("admin"), stick / "a.desk").target


def refused(file: Path) -> str:
    with pytest.raises(StorageError) as refusal:
        backup_file.unpack(file, None)
    return refusal.value.code


def test_damage_of_every_part_is_found(plain: Path) -> None:
    whole = plain.read_bytes()
    assert backup_file.unpack(plain, None).events
    for place in [*range(0, len(whole), len(whole) // 150), *range(len(whole) - 70, len(whole))]:
        plain.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        assert refused(plain) == "backup_damaged", place
    for length in (0, 1, 63, 64, 65, 1000, len(whole) // 2, len(whole) - 1):
        plain.write_bytes(whole[:length])
        assert refused(plain) == "backup_damaged", length
    plain.write_bytes(whole + b"\0")
    assert refused(plain) == "backup_damaged"


@pytest.mark.parametrize("content", [b"", b"bukan cadangan" * 100, b"PK\x05\x06" + b"\0" * 200])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    assert refused(file) == "backup_damaged"


Edit = Callable[[dict[str, Any], zipfile.ZipFile], None]


def _traversal(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    told["parts"]["../keluar"] = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    archive.writestr("../keluar", b"x")


def _absolute(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    told["parts"]["/keluar"] = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    archive.writestr("/keluar", b"x")


def _link(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("attachments/" + "a" * 64)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, b"/etc/passwd")


def _unnamed(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    archive.writestr("attachments/" + "b" * 64, b"x")


def _lost(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    told["parts"]["attachments/" + "c" * 64] = {"size": 1, "sha256": "c" * 64}


def _larger(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    name = "attachments/" + "d" * 64
    told["parts"][name] = {"size": 10, "sha256": "d" * 64}
    archive.writestr(name, b"\0" * 1_000_000, zipfile.ZIP_DEFLATED)


def _no_database(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    del told["parts"]["desk.db"]


def _not_json(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    told["parts"] = 3


def _unknown_field(told: dict[str, Any], archive: zipfile.ZipFile) -> None:
    told["lain"] = 1


EDITS = [_traversal, _absolute, _link, _unnamed, _lost, _larger, _no_database, _not_json, _unknown_field]


@pytest.mark.parametrize("edit", EDITS)
def test_an_archive_made_to_look_like_a_backup_is_refused_and_lays_nothing_elsewhere(
    plain: Path, tmp_path: Path, edit: Edit
) -> None:
    folder = tmp_path / "luar" / "isi"
    folder.mkdir(parents=True)
    with pytest.raises(StorageError) as refusal:
        backup_file.unpack(_forged(plain, tmp_path / "palsu.desk", edit), folder)
    assert refusal.value.code == "backup_damaged"
    assert [place.name for place in folder.parent.iterdir()] == ["isi"]
    assert not any(place.is_symlink() for place in folder.rglob("*"))


def test_a_newer_form_of_backup_asks_for_a_newer_desk(plain: Path, tmp_path: Path) -> None:
    def newer(told: dict[str, Any], _archive: zipfile.ZipFile) -> None:
        told["format"] = backup_file.FORMAT + 1

    assert refused(_forged(plain, tmp_path / "palsu.desk", newer)) == "newer"


def _forged(plain: Path, file: Path, edit: Edit) -> Path:
    """The same parts, changed by somebody who knows how the file is closed."""
    with backup_file.opened(plain) as source, backup_file.archive_at(file) as archive:
        told = json.loads(source.read("manifest.json"))
        for name in told["parts"]:
            archive.writestr(name, source.read(name))
        edit(told, archive)
        archive.writestr("manifest.json", json.dumps(told))
    return file


# Sealed


@pytest.fixture
def quick_age(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading the same sealed file many times needs its key only once: deriving it takes a second."""
    import pyrage

    keys: dict[tuple[bytes, str], bytes] = {}
    real = pyrage.passphrase

    class Remembering:
        encrypt = staticmethod(real.encrypt)

        @staticmethod
        def decrypt(sealed: bytes, passphrase: str) -> bytes:
            if (sealed, passphrase) not in keys:
                keys[sealed, passphrase] = real.decrypt(sealed, passphrase)
            return keys[sealed, passphrase]

    monkeypatch.setattr(pyrage, "passphrase", Remembering)
    yield


def test_a_sealed_backup_opens_by_its_passphrase_alone_and_damage_is_told_from_a_wrong_one(
    desk: Desk, stick: Path, tmp_path: Path, quick_age: None
) -> None:
    log(desk, "Perkara yang tidak boleh terbaca")
    file = backup.make_backup(desk.person("admin"), stick / "a.desk", passphrase=PASSPHRASE).target
    whole = file.read_bytes()
    for plain in (b"SQLite format", b"tidak boleh terbaca", b"manifest"):
        assert plain not in whole
    assert backup_seal.is_sealed(file)
    backup_seal.unseal(file, tmp_path / "buka", PASSPHRASE)
    assert backup_file.unpack(tmp_path / "buka", None).office == "Kantor Uji"
    with pytest.raises(FieldError) as wrong:
        backup_seal.unseal(file, tmp_path / "salah", "frasa sandi lain")
    assert wrong.value.code == "wrong_passphrase"
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("content.age").header_offset
    for place in (start + 300, start + 5000, len(whole) // 2):
        body = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 : -64]
        (tmp_path / "rusak").write_bytes(body + hashlib.sha256(body).hexdigest().encode())
        with pytest.raises(StorageError) as refusal:
            backup_seal.unseal(tmp_path / "rusak", tmp_path / f"buka{place}", PASSPHRASE)
        assert refusal.value.code == "backup_damaged"


def test_a_passphrase_that_is_soon_guessed_is_refused(desk: Desk, stick: Path) -> None:
    with pytest.raises(FieldError) as refusal:
        backup.make_backup(desk.person("admin"), stick / "a.desk", passphrase="pendek")
    assert refusal.value.field == "passphrase"
    assert list(stick.iterdir()) == []


def test_no_unsealed_copy_ever_lies_beside_a_sealed_backup(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def look(plain: Path, out: Path, _passphrase: str) -> None:
        seen.append([place.name for place in stick.iterdir()])
        assert plain.parent.parent == places.database_file(desk.config.database_url).parent
        assert stat.S_IMODE(plain.parent.stat().st_mode) == private_files.FOLDER
        raise StorageError("cukup")

    monkeypatch.setattr(backup_seal, "seal", look)
    with pytest.raises(StorageError, match="cukup"):
        backup.make_backup(desk.person("admin"), stick / "a.desk", passphrase=PASSPHRASE)
    assert seen == [[]]
