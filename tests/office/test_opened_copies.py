"""Copies of attachments that were opened go with their desk, with their case, and with the next desk at the latest."""

from __future__ import annotations

import stat
from pathlib import Path

from desk.office.opened_copies import OpenedCopies

FIRST, SECOND = "0481/2026", "P-0093/2026"


def opened(copies: OpenedCopies, number: str = FIRST) -> Path:
    file = copies.place(number) / "rahasia.pdf"
    file.write_bytes(b"x")
    return file


def killed(copies: OpenedCopies) -> None:
    """What the system does to a process that is killed: it closes its files, and nothing else."""
    assert copies._seat._release is not None
    copies._seat._release()


def test_the_copies_of_a_desk_that_was_killed_go_when_the_next_one_begins(tmp_path: Path) -> None:
    gone, running = OpenedCopies(tmp_path / "opened"), OpenedCopies(tmp_path / "opened")
    left, kept = opened(gone), opened(running)
    killed(gone)
    third = OpenedCopies(tmp_path / "opened")
    assert [place.resolve() for place in third.left_behind()] == [left.parents[2]]
    third.sweep()
    assert not left.exists() and kept.exists()
    assert third.left_behind() == []


def test_a_desk_that_ends_takes_its_copies_along_and_no_other_desks(tmp_path: Path) -> None:
    ending, running = OpenedCopies(tmp_path / "opened"), OpenedCopies(tmp_path / "opened")
    gone, kept = opened(ending), opened(running)
    ending.drop()
    assert not gone.exists() and kept.exists()
    running.drop()
    assert not list((tmp_path / "opened").iterdir())


def test_the_copies_of_an_erased_case_go_at_every_desk_and_those_of_others_stay(tmp_path: Path) -> None:
    here, there = OpenedCopies(tmp_path / "opened"), OpenedCopies(tmp_path / "opened")
    erased, kept = [opened(here), opened(there)], [opened(here, SECOND), opened(there, SECOND)]
    OpenedCopies(tmp_path / "opened").forget(FIRST)
    assert not any(file.exists() for file in erased)
    assert all(file.exists() for file in kept)


def test_only_their_owner_can_enter_the_folders(tmp_path: Path) -> None:
    file = opened(OpenedCopies(tmp_path / "opened"))
    folders = [folder for folder in file.parents if folder.is_relative_to(tmp_path / "opened")]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_desk_that_opened_nothing_makes_no_folder(tmp_path: Path) -> None:
    copies = OpenedCopies(tmp_path / "opened")
    copies.sweep()
    copies.forget(FIRST)
    copies.drop()
    assert copies.left_behind() == []
    assert not (tmp_path / "opened").exists()
