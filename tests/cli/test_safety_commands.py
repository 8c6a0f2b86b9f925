"""`desk backup`, `desk restore`, `desk upgrade`, and files that others can open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk import db
from desk.cli import context
from desk.office import backup_file
from desk.office.office import PROJECTION
from tests.cli.samples import log
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

PASSPHRASE = "kuda baterai staples"


@pytest.fixture(autouse=True)
def no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE", raising=False)


def test_a_backup_answers_with_what_it_holds_and_warns_that_it_can_be_read(cli: Cli, tmp_path: Path) -> None:
    log(cli)
    file = tmp_path / "a.desk"
    result = cli.run("admin", "backup", str(file))
    manifest = backup_file.read_manifest(file)
    assert result.data == {
        "file": "a.desk",
        "made_at": "2026-11-23T09:00:00+07:00",
        "events": manifest.events,
        "head": manifest.head,
        "size": file.stat().st_size,
        "sealed": False,
        "missing": [],
        "fault": None,
    }
    assert "data pribadi" in result.err
    assert cli.refuse("admin", 1, "backup", str(file))["code"] == "exists"
    assert "Kepala riwayat" in cli.text("admin", "backup", str(file), "--replace")


def test_an_office_at_fault_is_backed_up_with_exit_1_and_restored_only_where_the_faults_are_accepted(
    cli: Cli, tmp_path: Path
) -> None:
    file = str(tmp_path / "a.desk")
    log(cli)
    db.open_database(cli.desk.config.database_url)
    db.database.execute_sql("UPDATE register SET last = last + 1")
    result = cli.run("admin", "backup", file)
    assert result.status == 1
    fault = result.data["fault"]
    assert result.data["error"]["code"] == "backup_unsound"
    assert "TIDAK UTUH" in result.err
    assert fault in result.err
    assert Path(file).exists()
    assert cli.refuse("admin", 1, "restore", file, "--yes")["code"] == "backup_unsound"
    result = cli.run("admin", "restore", file, "--yes", "--accept-faults")
    assert result.data["fault"] == fault
    assert f"Yang tidak utuh: {fault}" in result.err


def test_only_the_admin_backs_up_and_restores(cli: Cli, tmp_path: Path) -> None:
    file = str(tmp_path / "a.desk")
    cli.refuse("manager", 3, "backup", file)
    assert not Path(file).exists()
    cli.do("admin", "backup", file)
    cli.refuse("manager", 3, "restore", file, "--yes")
    cli.refuse(None, 3, "restore", file, "--yes")


def test_a_restore_says_what_is_lost_and_everybody_signs_in_again(cli: Cli, tmp_path: Path) -> None:
    log(cli)
    file = str(tmp_path / "a.desk")
    made = cli.do("admin", "backup", file)
    log(cli)
    result = cli.run("admin", "restore", file, "--yes")
    assert result.status == 0
    assert "Nomor 0002/2026 sampai 0002/2026" in result.err
    assert {
        key: result.data[key] for key in ("made_at", "events", "head", "relation", "numbers_given_again")
    } == {
        "made_at": "2026-11-23T09:00:00+07:00",
        "events": made["events"],
        "head": made["head"],
        "relation": "continues",
        "numbers_given_again": [["0002/2026", "0002/2026"]],
    }
    assert result.data["lost_since"] == "2026-11-23T09:00:00+07:00"
    assert (cli.desk.config.home / result.data["kept_as"]).is_file()
    assert cli.refuse("admin", 3, "letter", "list")["code"] == "not_signed_in"
    cli.tokens.clear()
    assert [row["agenda_no"] for row in cli.do("manager", "letter", "list")] == ["0001/2026"]
    assert cli.do("admin", "verify")["ok"] is True


def test_a_restore_names_what_it_brings_back(cli: Cli, tmp_path: Path) -> None:
    log(cli)
    cli.do("manager", "case", "cancel", "1", "--reason", "ditarik")
    file = str(tmp_path / "a.desk")
    cli.do("admin", "backup", file)
    cli.do("manager", "case", "erase", "1", "--basis", "SK 1/2026", "--confirm", "1")
    cli.do("admin", "user", "disable", "receptionist")
    result = cli.run("admin", "restore", file, "--yes")
    assert "akan terbaca lagi; hapus lagi: 0001/2026." in result.err
    assert "akan terbuka lagi; tutup lagi: receptionist." in result.err
    assert result.data["erased_brought_back"] == ["0001/2026"]
    assert result.data["disabled_brought_back"] == ["receptionist"]


def test_where_nobody_can_be_asked_a_restore_wants_to_be_told_so(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "a.desk")
    cli.do("admin", "backup", file)
    assert cli.refuse("admin", 2, "restore", file)["field"] == "yes"
    monkeypatch.setattr(context.Context, "is_interactive", property(lambda self: True))
    monkeypatch.setattr(context.Context, "agrees", lambda self, question: False)
    assert cli.refuse("admin", 1, "restore", file)["code"] == "cancelled"
    assert not list(cli.desk.config.home.glob("desk-sebelum-*"))
    monkeypatch.setattr(context.Context, "agrees", lambda self, question: True)
    assert "Semua orang perlu masuk lagi." in cli.text("admin", "restore", file)


def test_a_file_that_is_not_there_or_no_backup_is_named(cli: Cli, tmp_path: Path) -> None:
    assert cli.refuse("admin", 1, "restore", str(tmp_path / "x"), "--yes")["field"] == "file"
    (tmp_path / "x").write_bytes(b"x" * 1000)
    assert cli.refuse("admin", 1, "restore", str(tmp_path / "x"), "--yes")["code"] == "backup_damaged"
    assert cli.refuse("admin", 1, "backup", str(tmp_path / "tidak" / "x"))["field"] == "file"


def test_whoever_has_the_files_restores_where_no_office_opens(cli: Cli, tmp_path: Path) -> None:
    file = str(tmp_path / "a.desk")
    cli.do("admin", "backup", file)
    db.close_database()
    (cli.desk.config.home / "desk.db").write_bytes(b"bukan basis data" * 500)
    assert cli.refuse("admin", 1, "letter", "list")["code"] == "damaged"
    assert cli.do(None, "restore", file, "--yes")["relation"] == "unreadable"  # type: ignore[arg-type]
    new = tmp_path / "baru"
    result = cli.raw("--home", str(new), "restore", file, "--yes", "--json")
    assert (result.status, result.data["relation"], result.data["kept_as"]) == (0, "none", None)


def test_a_passphrase_comes_from_the_environment_and_never_from_the_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "a.desk")
    assert cli.refuse("admin", 2, "backup", file, "--passphrase")["field"] == "passphrase"
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", "pendek")
    assert cli.refuse("admin", 1, "backup", file)["field"] == "passphrase"
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", PASSPHRASE)
    result = cli.run("admin", "backup", file)
    assert (result.data["sealed"], "data pribadi" in result.err) == (True, False)
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", "frasa yang salah")
    assert cli.refuse("admin", 1, "restore", file, "--yes")["code"] == "wrong_passphrase"
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", PASSPHRASE)
    assert cli.do("admin", "restore", file, "--yes")["relation"] == "continues"


def test_a_typed_passphrase_is_asked_for_until_two_typings_agree(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["satu kali saja", "lain sama sekali", PASSPHRASE, PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    result = cli.run("admin", "backup", str(tmp_path / "a.desk"), "--passphrase")
    assert result.data["sealed"] is True
    assert "tidak sama" in result.err
    assert cli.do("admin", "restore", str(tmp_path / "a.desk"), "--yes")["events"]


def test_an_upgrade_says_what_it_did_and_needs_no_sign_in(cli: Cli) -> None:
    assert cli.run(None, "upgrade").data == {"upgraded": False, "steps": [], "backup": None}
    db.Setting.update(value=PROJECTION - 1).where(db.Setting.key == "projection").execute()
    result = cli.run(None, "upgrade")
    assert result.data == {
        "upgraded": True, "steps": [], "backup": "sebelum-pemutakhiran-20261123-090000.desk",
    }  # fmt: skip
    assert "sudah sesuai" in cli.raw("upgrade").data
    assert (
        cli.raw("--home", str(cli.desk.config.home / "kosong"), "upgrade", "--json").error["code"]
        == "no_office"
    )


@pytest.mark.parametrize("name", ["", "desk.db", "drafts"])
@pytest.mark.parametrize(
    "words",
    [("letter", "list"), ("login", "admin"), ("verify",), ("upgrade",), ("backup", "x"), ("restore", "x")],
)
def test_no_command_opens_what_others_can_open(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    cli.sign_in("admin")
    place = cli.desk.config.home / name
    if not place.exists():
        place.mkdir()
    place.chmod(place.stat().st_mode | 0o044)
    result = cli.raw(*words, "--json")
    assert (result.status, result.error["code"]) == (1, "not_private")
    wanted = "700" if place.is_dir() else "600"
    assert f"chmod {wanted} {place}" in result.err


def test_an_office_is_not_made_where_others_can_look(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_NEW_PASSWORD", PASSWORD)
    home = tmp_path / "terbuka"
    home.mkdir()
    home.chmod(0o755)
    for words in (("init", "--office", "K", "--admin", "admin"), ("demo", "--no-open")):
        result = cli.raw(*words, "--home", str(home), "--json")
        assert (result.status, result.error["code"]) == (1, "not_private")
    assert os.listdir(home) == []  # noqa: PTH208
