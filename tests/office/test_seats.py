"""The seat of a running desk is held as long as the desk runs, whatever another desk does at that moment."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import seats
from desk.seats import Seat


def at_the_moment_of_locking(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> None:
    """Between the opening of a seat's file and its lock, once, another desk does something."""
    lock, waiting = seats._lock, [meanwhile]

    def locks(handle: int, *, shared: bool = False) -> bool:
        if waiting:
            waiting.pop()()
        return lock(handle, shared=shared)

    monkeypatch.setattr(seats, "_lock", locks)


def test_a_seat_deleted_while_it_was_taken_makes_way_for_one_that_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, other = Seat(tmp_path), Seat(tmp_path)
    at_the_moment_of_locking(monkeypatch, lambda: other.clear(seat.name))
    seat.take()
    assert other.is_of_another(seat.name)


def test_a_seat_looked_at_while_it_was_taken_makes_way_for_one_that_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, other = Seat(tmp_path), Seat(tmp_path)
    looking: list[int] = []

    def look() -> None:
        looking.append(os.open(tmp_path / f"{seat.name}.seat", os.O_RDWR))
        fcntl.flock(looking[0], fcntl.LOCK_SH)

    at_the_moment_of_locking(monkeypatch, look)
    seat.take()
    os.close(looking[0])
    assert other.is_of_another(seat.name)


def test_the_seat_of_a_running_desk_is_not_taken_away_and_that_of_one_that_is_gone_is(tmp_path: Path) -> None:
    seat, other = Seat(tmp_path), Seat(tmp_path)
    seat.take()
    other.clear(seat.name)
    assert other.is_of_another(seat.name)
    assert seat._release is not None
    seat._release()
    assert not other.is_of_another(seat.name)
    other.clear(seat.name)
    assert not list(tmp_path.iterdir())


def test_two_desks_that_look_at_once_both_see_that_a_third_is_gone(tmp_path: Path) -> None:
    seat, other = Seat(tmp_path), Seat(tmp_path)
    seat.take()
    assert seat._release is not None
    seat._release()
    with (tmp_path / f"{seat.name}.seat").open("rb+") as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        assert not other.is_of_another(seat.name)
