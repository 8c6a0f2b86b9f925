"""Timing in pairs, so that a busy machine slows both sides alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def pairs(
    baseline: Callable[[], float], subject: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Median seconds that both report, and the median of the ratios subject / baseline, taken turn by turn."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(rounds):
        first.append(baseline())
        second.append(subject())
    return median(first), median(second), median(b / a for a, b in zip(first, second, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def yardstick() -> float:
    """CPU seconds of a fixed piece of Python on this machine now: what absolute figures are compared with."""
    begin = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number & 7
    return time.process_time() - begin
