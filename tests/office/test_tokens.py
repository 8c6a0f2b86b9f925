"""Tokens of the command line: only in a file of their owner, for half a day, not too many."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from desk import db, private_files
from desk.errors import NotSignedIn
from desk.office import people, tokens
from tests.conftest import PASSWORD, Desk

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")


def given(desk: Desk, username: str = "manager", name: str = "session") -> Path:
    file = desk.config.home / name
    tokens.keep_token(desk.person(username), file)
    return file


def is_good(desk: Desk, file: Path) -> bool:
    try:
        tokens.resume_session(desk.office, file)
    except NotSignedIn:
        return False
    return True


def test_a_token_is_kept_as_a_digest_only(desk: Desk) -> None:
    token = given(desk).read_text()
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert token.encode() not in (desk.config.home / "desk.db").read_bytes()
    assert tokens.resume_session(desk.office, desk.config.home / "session").person.username == "manager"


def test_a_token_lives_for_half_a_day(desk: Desk) -> None:
    file = given(desk)
    desk.advance(tokens.LIFETIME - 1)
    assert is_good(desk, file)
    desk.advance(1)
    assert not is_good(desk, file)


def test_a_clock_set_back_ends_tokens_rather_than_keep_them_for_years(desk: Desk) -> None:
    file = given(desk)
    desk.advance(-60)
    assert is_good(desk, file)
    desk.set("2020-11-23 09:00")
    assert not is_good(desk, file)
    assert is_good(desk, given(desk)), "signing in anew works by whatever the clock says"


def test_expired_tokens_are_swept_away_by_the_next_sign_in(desk: Desk) -> None:
    given(desk, "manager", "a")
    given(desk, "receptionist", "b")
    desk.advance(tokens.LIFETIME)
    given(desk, "mail_clerk", "c")
    assert [row.user.username for row in db.SignInToken.select()] == ["mail_clerk"]


def test_the_oldest_token_ends_for_one_too_many_and_others_people_have_theirs(desk: Desk) -> None:
    other = given(desk, "receptionist", "andere")
    files = []
    for number in range(tokens.MOST + 1):
        desk.advance(1)
        files.append(given(desk, name=f"session-{number}"))
    assert [is_good(desk, file) for file in files] == [False] + [True] * tokens.MOST
    assert is_good(desk, other)


def test_signing_in_ends_the_session_whose_place_it_takes(desk: Desk) -> None:
    copy = desk.config.home / "salinan"
    copy.touch(mode=0o600)
    copy.write_text(given(desk).read_text())
    given(desk, "receptionist")
    assert not is_good(desk, copy)


def test_signing_out_ends_this_session_and_on_request_all(desk: Desk) -> None:
    here, there = given(desk, name="here"), given(desk, name="there")
    tokens.forget_token(here)
    assert (is_good(desk, here), is_good(desk, there)) == (False, True)
    people.sign_out(desk.person("manager"), everywhere=True)
    assert not is_good(desk, there)


@pytest.mark.parametrize("end", ["disabled", "reset", "changed"])
def test_tokens_end_with_the_account_and_the_password(desk: Desk, end: str) -> None:
    file, admin = given(desk), desk.person("admin")
    if end == "disabled":
        people.set_active(admin, "manager", active=False)
        people.set_active(admin, "manager", active=True)
    elif end == "reset":
        people.reset_password(admin, "manager")
    else:
        people.change_password(desk.person("manager"), PASSWORD, "sandi-baru-sekali")
    assert not is_good(desk, file)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_the_file_is_its_owners_alone_from_the_first_byte(desk: Desk, umask: int) -> None:
    file = desk.config.home / "session"
    file.touch()
    file.chmod(0o666)
    before = os.umask(umask)
    try:
        given(desk)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.glob("session*")] == ["session"]


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused_and_its_session_ended(desk: Desk, mode: int) -> None:
    file = given(desk)
    token = file.read_text()
    file.chmod(mode)
    with pytest.raises(NotSignedIn, match="orang lain") as refusal:
        tokens.resume_session(desk.office, file)
    assert refusal.value.code == "session_open"
    again = desk.config.home / "again"
    again.touch(mode=0o600)
    again.write_text(token)
    assert not is_good(desk, again)


@posix
def test_a_link_in_the_place_of_the_file_is_refused(desk: Desk) -> None:
    real = given(desk, name="real")
    link = desk.config.home / "session"
    link.symlink_to(real)
    assert not is_good(desk, link)


def test_a_file_that_desk_cannot_have_written_is_no_session(desk: Desk) -> None:
    file = given(desk)
    for content in (b"", b"\xff\xfe", b"a" * 100_000):
        file.write_bytes(content)
        assert not is_good(desk, file)


def test_a_session_file_that_cannot_be_written_leaves_the_former_session(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = given(desk)

    def full(*_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="full"):
        disk.setattr(private_files, "write_whole", full)
        given(desk)
    assert is_good(desk, file)
