"""Wrong passwords make one wait, longer each time, never forever; a right one is not here: it clears the count."""

from __future__ import annotations

import pytest

from desk.domain.sign_in_limit import FORGOTTEN_AFTER, FREE_TRIES, LONGEST_WAIT, Tries, wait_text

T = 1_795_400_000


def after(wrong: int, at: int = T) -> Tries:
    tries = Tries()
    for _ in range(wrong):
        tries = tries.another(at)
    return tries


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (10_000, 15)]
)
def test_the_wait_doubles_from_the_fifth_wrong_try_and_ends_at_a_quarter_of_an_hour(
    wrong: int, minutes: int
) -> None:
    tries = after(wrong)
    assert (tries.wait, tries.left(T)) == (minutes * 60, minutes * 60)
    assert tries.since_right == wrong


def test_a_wait_runs_out_to_the_second() -> None:
    tries = after(FREE_TRIES)
    assert [tries.left(T + passed) for passed in (0, 1, 59, 60, 61, 10**9)] == [60, 59, 1, 0, 0, 0]


def test_a_try_after_the_wait_lengthens_the_next_one() -> None:
    tries = after(FREE_TRIES).seen_at(T + 60).another(T + 60)
    assert tries.left(T + 60) == 120


def test_a_clock_set_back_neither_opens_the_door_nor_shuts_it_for_years() -> None:
    tries = after(8)
    back = T - 10 * 365 * 86_400
    assert tries.left(back) == 480
    seen = tries.seen_at(back)
    assert (seen.counted, seen.since_right) == (8, 8)
    assert [seen.left(back + passed) for passed in (0, 479, 480)] == [480, 1, 0]


def test_a_quiet_day_shortens_the_next_wait_but_its_owner_is_still_told() -> None:
    tries = after(9)
    assert tries.seen_at(T + FORGOTTEN_AFTER - 1) == tries
    rested = tries.seen_at(T + FORGOTTEN_AFTER)
    assert (rested.counted, rested.since_right) == (0, 9)
    assert rested.another(T + FORGOTTEN_AFTER).left(T + FORGOTTEN_AFTER) == 0


def test_before_any_try_nothing_waits_whatever_the_clock_says() -> None:
    for now in (0, T, -5):
        assert Tries().seen_at(now).left(now) == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1 detik"), (59, "59 detik"), (60, "1 menit"), (61, "2 menit"), (120, "2 menit"), (LONGEST_WAIT, "15 menit")],
)  # fmt: skip
def test_the_wait_is_told_in_words_never_too_short(seconds: int, text: str) -> None:
    assert wait_text(seconds) == text
