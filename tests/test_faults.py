"""What desk notes of its own faults names kinds and places, and nothing that anybody wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desk.app import DeskApp
from desk.faults import note_fault
from tests.conftest import Desk

MARK = "Siti Rahma 081234567890"


class Odd(Exception):
    """Says what it was about wherever it can."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.add_note(text)


def _fail(secret: str) -> None:
    held = {"name": secret}
    try:
        raise KeyError(held["name"])
    except KeyError as cause:
        try:
            raise OSError(2, secret, f"/rumah/{secret}.pdf") from cause
        except OSError:
            raise ExceptionGroup(secret, [Odd(secret), ValueError(secret)]) from None


def test_neither_messages_nor_locals_nor_file_names_are_noted(tmp_path: Path) -> None:
    try:
        _fail(MARK)
    except ExceptionGroup as error:
        log = note_fault(tmp_path, error, 0)
    assert log is not None
    noted = log.read_text(encoding="utf-8")
    assert "builtins.ExceptionGroup" in noted
    assert "builtins.FileNotFoundError" in noted
    assert f"{Path(__file__).name}" in noted
    assert "Siti" not in noted
    assert "0812" not in noted


@pytest.mark.parametrize("name", [os.fsdecode(b"rumah\xff"), "rumah\x1b[2J", "x\0y", "n" * 300])
def test_a_home_of_any_name_never_makes_it_worse(tmp_path: Path, name: str) -> None:
    note_fault(tmp_path / name, ValueError("x"), 0)


def test_only_its_owner_may_read_what_is_noted(tmp_path: Path) -> None:
    log = note_fault(tmp_path, ValueError("x"), 0)
    assert log is not None
    assert log.stat().st_mode & 0o077 == 0


async def test_what_is_printed_when_the_screen_breaks_down_is_a_sentence_and_a_place(desk: Desk) -> None:
    app = DeskApp(desk.config, desk.clock)
    async with app.run_test() as pilot:
        await pilot.pause()
        try:
            _fail(MARK)
        except ExceptionGroup:
            app.panic(MARK)
        [printed] = app._exit_renderables
    assert "desk terhenti karena kesalahan program." in str(printed)
    assert "Siti" not in str(printed)
    assert "Siti" not in (desk.config.home / "desk.log").read_text(encoding="utf-8")


def test_a_cause_that_goes_in_a_circle_ends(tmp_path: Path) -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__context__, second.__context__ = second, first
    assert note_fault(tmp_path, first, 0) is not None
