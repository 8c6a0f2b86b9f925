"""What became of each cycle of a case, for reports: against the agreed target, and against the standard alone.

Source: sla.md, "Reopen, cancel, correct, late entry" (every cycle keeps its verdict) and "Clocks" (both verdicts).
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.case import CaseFile
from desk.domain.clocks import Rules, class_clock, judging_clock, service_clock, step_clock
from desk.domain.sla import Band, Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a delivered or ended cycle came out."""

    band: Band
    """`met`, `missed`, or `none` without a deadline."""
    standard_band: Band
    """The same, had no target been agreed."""


def cycle_verdict(case: CaseFile, rules: Rules, cycle_no: int) -> Verdict | None:
    """The verdict of a cycle, counted from 1. None: it still runs.

    One that was cancelled before its delivery has none to show, but where any of its clocks was over by then it is
    reported late.
    """
    cycle = case.cycles[cycle_no - 1]
    if cycle.stopped_at is None:
        return None
    if cycle.cancelled:
        readings, otherwise = _clocks_of(case, rules, cycle_no), Band.NONE
    else:
        reading = judging_clock(case, rules, cycle_no)
        if reading is None or reading.due_at is None:
            return Verdict(Band.NONE, Band.NONE)
        readings, otherwise = [reading], Band.MET
    at = cycle.stopped_at
    return Verdict(
        Band.MISSED if any(reading.is_late(at) for reading in readings) else otherwise,
        Band.MISSED if any(reading.is_past_standard(at) for reading in readings) else otherwise,
    )


def case_verdict(case: CaseFile, rules: Rules) -> Verdict | None:
    """The verdict of the latest cycle. None: it still runs. A case cancelled before its clocks started has none."""
    if not case.cycles:
        return None if case.cancelled_at is None else Verdict(Band.NONE, Band.NONE)
    return cycle_verdict(case, rules, len(case.cycles))


def _clocks_of(case: CaseFile, rules: Rules, cycle_no: int) -> list[Reading]:
    visits = [visit for visit in case.visits if visit.cycle == cycle_no]
    readings = [step_clock(case, rules, visits[-1])] if visits else []
    for reading in (service_clock(case, rules, cycle_no), class_clock(case, rules, cycle_no)):
        if reading is not None:
            readings.append(reading)
    return readings
