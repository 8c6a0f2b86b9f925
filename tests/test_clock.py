"""The one reader of the wall clock: steady between looks, right after sleep, never back by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from desk import clock as clock_module
from desk.clock import LOOK_EVERY, STEP, SystemClock

START = 1_790_000_000.25


@dataclass
class Machine:
    """A machine whose wall clock can be set."""

    wall: float = START
    steady: float = 1000.0
    clock: SystemClock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = SystemClock(wall=lambda: self.wall, steady=lambda: self.steady)

    def run(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    @property
    def since_start(self) -> int:
        return self.clock.now() - int(START)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_is_told_in_whole_seconds(machine: Machine) -> None:
    machine.run(0.7)
    assert machine.clock.now() == int(START)
    machine.run(0.1)
    assert machine.clock.now() == int(START) + 1


def test_an_offset_moves_every_reading() -> None:
    offset = SystemClock(3600, wall=lambda: START, steady=lambda: 0.0)
    assert offset.now() == offset.look() == int(START) + 3600


def test_a_wall_clock_that_is_set_moves_no_timer_before_the_next_look(machine: Machine) -> None:
    machine.wall += 7200
    machine.run(LOOK_EVERY - 1)
    assert machine.since_start == LOOK_EVERY - 1
    machine.run(1)
    assert machine.since_start == 7200 + LOOK_EVERY


def test_an_act_looks_at_once(machine: Machine) -> None:
    machine.wall += 7200
    assert machine.clock.look() == int(START) + 7200
    assert machine.since_start == 7200


def test_after_sleep_the_timers_are_right_at_once_and_nobody_set_anything(machine: Machine) -> None:
    machine.run(9 * 3600)
    assert machine.since_start == 9 * 3600
    assert machine.clock.take_step() is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (STEP, None),
        (STEP + 1, STEP + 1),
        (-STEP, None),
        (-STEP - 1, -STEP - 1),
        (86_400, 86_400),
        (-86_400, -86_400),
    ],
)
def test_only_a_change_of_more_than_a_few_minutes_was_made_by_somebody(
    machine: Machine, change: int, told: int | None
) -> None:
    machine.wall += change
    machine.clock.look()
    assert machine.clock.take_step() == told
    assert machine.clock.take_step() is None


def test_two_changes_before_anybody_asks_are_told_as_one(machine: Machine) -> None:
    for change in (3600, 600):
        machine.wall += change
        machine.clock.look()
    assert machine.clock.take_step() == 4200


def test_a_small_correction_backwards_lets_time_stand_never_go_back(machine: Machine) -> None:
    machine.run(100)
    machine.clock.look()
    machine.wall -= 60
    seen = [machine.clock.look()]
    for _ in range(90):
        machine.run(1)
        seen.append(machine.clock.now())
    assert seen == sorted(seen)
    assert seen[59] == int(START) + 100
    assert seen[-1] == int(machine.wall)


def test_many_small_corrections_together_are_a_clock_that_was_set(machine: Machine) -> None:
    for _ in range(4):
        machine.wall -= STEP / 2
        machine.clock.look()
    assert machine.clock.take_step() is not None
    assert machine.clock.now() >= int(machine.wall)


def test_a_clock_set_far_back_is_followed(machine: Machine) -> None:
    machine.wall -= 86_400
    assert machine.clock.look() == int(START) - 86_400
    machine.run(10)
    assert machine.since_start == 10 - 86_400


def test_where_no_clock_runs_in_sleep_every_second_looks_and_a_leap_accuses_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall, awake = [START], [0.0]
    monkeypatch.setattr(clock_module, "_platform_clock", lambda: None)
    monkeypatch.setattr(clock_module.time, "monotonic", lambda: awake[0])
    clock = SystemClock(wall=lambda: wall[0])
    wall[0] += 9 * 3600
    awake[0] += 1
    assert clock.now() == int(wall[0])
    assert clock.take_step() is None
    wall[0] -= 3600
    awake[0] += 1
    clock.now()
    assert clock.take_step() == -3601


def test_the_machines_own_clocks_agree() -> None:
    clock = SystemClock()
    assert abs(clock.now() - clock.look()) <= 1
    assert clock.take_step() is None
