"""Names of files, folders and settings around desk may be any bytes; what they hold is text all the same."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcwidth

from desk.__main__ import main
from desk.cli.output import write_error
from tests.cli.samples import WA, log
from tests.naughty import BLANK, LONG, STORABLE, UNSTORABLE, is_inert

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

NAMES = [
    UNSTORABLE["invalid utf-8"],
    "\x1b]0;susupan\x07",
    "\u202eterbalik\nbaris %s {0} [bold]",
]


@pytest.mark.parametrize(
    ("name", "by_environment"), list(zip(NAMES, (True, False, False), strict=True)), ids=ascii
)
def test_a_home_may_have_any_name(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    by_environment: bool,
) -> None:
    home = tmp_path / name
    monkeypatch.setenv("DESK_NEW_PASSWORD", "sandi-untuk-uji")
    monkeypatch.setenv("DESK_PASSWORD", "sandi-untuk-uji")
    if by_environment:
        monkeypatch.setenv("DESK_HOME", str(home))
    where = [] if by_environment else ["--home", str(home)]
    init = ["init", "--office", "Kantor [/x]\x1b[2J", "--admin", "budi", "--services", "surat-umum"]
    for words in (["letter", "list"], init, ["login", "budi"], ["board"], init, ["doctor"], ["nosuch"]):
        status = main([*where, *words])
        out, err = capsys.readouterr()
        assert status in (0, 1, 2, 3), err
        assert is_inert(out + err), (out, err)
        assert "kesalahan di dalam" not in err, err
    assert (home / "desk.db").is_file()


@pytest.mark.parametrize("variable", ["DESK_PASSWORD", "DESK_NEW_PASSWORD"])
@pytest.mark.parametrize("value", [UNSTORABLE["invalid utf-8"], *LONG.values()][:2], ids=ascii)
def test_a_password_may_be_any_bytes_and_is_refused_in_words(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "sandi-untuk-uji")
    monkeypatch.setenv(variable, value[:100_000])
    words = ["login", "manager"] if variable == "DESK_PASSWORD" else ["passwd"]
    cli.sign_in("manager")
    result = cli.raw(*words, "--json")
    assert result.status in (1, 3)
    assert result.error["code"] != "internal"


@pytest.mark.parametrize(
    "content", ["\xff\xfe", "[" * 100_000, "a = " + "9" * 10_000, "\0", "x" * 2_000_000, ""]
)
def test_a_definition_that_is_none_is_told_in_words(cli: Cli, tmp_path: Path, content: str) -> None:
    file = tmp_path / "layanan\x1b[2J.toml"
    file.write_bytes(content.encode("latin-1"))
    result = cli.raw("service", "check", str(file), "--json")
    assert (result.status, result.error["code"]) == (1, "definition")
    assert is_inert(result.err)


def test_a_pipe_given_for_a_definition_is_not_waited_for(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa")
    assert cli.refuse("admin", 1, "service", "check", str(tmp_path / "pipa"))["code"] == "definition"


def test_a_spoilt_session_file_is_no_sign_in(cli: Cli) -> None:
    cli.desk.config.session_file.write_bytes(b"\xff\xfe\0")
    assert cli.raw("board", "--json").status == 3


def test_stored_texts_come_back_byte_for_byte_and_are_shown_inert_in_straight_columns(cli: Cli) -> None:
    texts = [f"a{text}z" for text in STORABLE.values()]
    for text in texts:
        cli.do("mail_clerk", "letter", "add", *WA[:8], "--subject", text, "--complete")
        cli.do("mail_clerk", "case", "note", "1", f"--text={text}")
    assert [row["subject"] for row in cli.do("mail_clerk", "letter", "list")][::-1] == texts
    noted = [row["text"] for row in cli.do("mail_clerk", "case", "history", "1") if row["kind"] == "noted"]
    assert [text.removeprefix("Catatan: ") for text in noted] == texts
    for words in (["letter", "show", "1"], ["case", "show", "1"], ["case", "history", "1"], ["board"]):
        assert is_inert(cli.text("mail_clerk", *words))
    listed = cli.text("manager", "letter", "list")
    assert is_inert(listed)
    starts = {sum(map(wcwidth, line[: line.rindex("terdaftar")])) for line in listed.splitlines()[1:]}
    assert len(starts) == 1


@pytest.mark.parametrize("kind", [*LONG, *BLANK])
def test_an_endless_or_empty_text_is_refused_at_its_field(cli: Cli, kind: str) -> None:
    text = (LONG | BLANK)[kind]
    words = ["letter", "add", *WA[:8], f"--subject={text}", "--complete"]
    assert cli.refuse("mail_clerk", 1, *words)["field"] == "subject"


def test_a_message_quotes_neither_lines_nor_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    write_error("salah: “x\ndesk: palsu”" + "x" * 1_000_000)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert len(err) < 3_000


def test_a_copy_is_saved_by_the_command_line(cli: Cli, tmp_path: Path) -> None:
    scan = tmp_path / os.fsdecode(b"-surat\xff\x1b[2J.pdf")
    scan.write_bytes(b"%PDF-1.7")
    case = log(cli, "--attach", f"{tmp_path}/{scan.name}")
    assert is_inert(cli.text("mail_clerk", "case", "show", case))
    saved = cli.do("mail_clerk", "letter", "attachment", case, "-o", str(tmp_path))
    assert Path(saved["path"]) == tmp_path / "surat_2J.pdf"
    assert Path(saved["path"]).read_bytes() == b"%PDF-1.7"
    assert cli.refuse("mail_clerk", 1, "letter", "attachment", case, "-o", str(tmp_path))["field"] == "output"
    cli.do("mail_clerk", "letter", "attachment", case, "-o", str(tmp_path), "--overwrite")
    assert cli.refuse("mail_clerk", 1, "letter", "attachment", case, "--no", "2", "-o", "x")["field"] == "no"
    assert json.dumps(saved).isascii()
