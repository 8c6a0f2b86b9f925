"""After how many minutes without a key the screen locks itself: a setting of the office."""

from __future__ import annotations

from desk.domain.people import Permission
from desk.errors import FieldError
from desk.office import settings
from desk.office.office import Office
from desk.office.session import Session

SETTING = "lock_minutes"
"""Setting. Absent: USUAL, and never in an example office, whose password everybody knows."""
USUAL, LONGEST = 5, 120
"""Minutes."""


def lock_minutes(office: Office) -> int:
    """Minutes without a key after which the screen locks; 0: never by itself."""
    return int(settings.read(SETTING, 0 if office.is_demo else USUAL))


def set_lock_minutes(session: Session, minutes: int) -> None:
    """Set it for every desk of the office; FieldError beyond LONGEST."""
    if not 0 <= minutes <= LONGEST:
        raise FieldError("minutes", f"Isi 0 (tidak pernah) sampai {LONGEST} menit.", code="out_of_range")
    with session.act(Permission.ADMINISTER) as act:
        before = lock_minutes(session.office)
        settings.put(SETTING, minutes)
        act.append("office", "lock_minutes_set", {"before": before, "minutes": minutes})
