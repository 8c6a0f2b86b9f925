"""Standard times (mutu baku: waktu) as service standards and SOPs print them. Source: sla.md, "Standard times"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a standard time is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CLOCK_HOURS = "clock_hours"
    EVENT = "event"

    @property
    def is_working(self) -> bool:
        """Whether closures of the office stop this unit's clock."""
        return self in (Unit.MINUTES, Unit.HOURS, Unit.WORKING_DAYS)


_LABELS = {
    Unit.MINUTES: "menit",
    Unit.HOURS: "jam",
    Unit.WORKING_DAYS: "hari kerja",
    Unit.CALENDAR_DAYS: "hari kalender",
    Unit.CLOCK_HOURS: "jam (kalender)",
}


@dataclass(frozen=True, slots=True)
class StandardTime:
    """How long something may take. A step, service or class without a limit has None instead."""

    unit: Unit
    value: int | None = None
    """How many units, at least 1. None only for `event`, which follows its event."""

    def __str__(self) -> str:
        if self.unit is Unit.EVENT:
            return "ikut acara"
        return f"{self.value} {_LABELS[self.unit]}"
