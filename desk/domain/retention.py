"""How long the office keeps a closed file, and what becomes of it then, by its retention schedule (JRA). Pure.

The schedule is the region's own (UU 43/2009 and PP 28/2012 on archives): desk ships no class and no number of years.
Years are counted from the day of closing; of 29 February in a common year's end, on 1 March, so never too early.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from desk.domain.texts import require_choice, require_text
from desk.errors import FieldError

ACTIONS: dict[str, str] = {"destroy": "musnah", "permanent": "permanen", "review": "dinilai kembali"}
"""What becomes of a file once its inactive years are over."""
MAX_YEARS = 100
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class RetentionClass:
    key: str
    name: str
    active_years: int
    inactive_years: int
    final_action: str
    """Of `ACTIONS`."""
    basis: str
    """Where the schedule says so."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def inactive_until(self, closed: date) -> date:
        """The first day on which the final action is due for a file closed then."""
        return years_later(closed, self.active_years + self.inactive_years)

    def is_due(self, closed: date, today: date) -> bool:
        return today >= self.inactive_until(closed)


def check_class(given: RetentionClass) -> RetentionClass:
    """The class with its texts trimmed. FieldError at the first field that cannot stay."""
    if not _KEY.fullmatch(given.key):
        raise FieldError(
            "key", "Kunci kelas berisi huruf kecil, angka dan tanda hubung, contoh: surat-rutin."
        )
    for field, years in (("active", given.active_years), ("inactive", given.inactive_years)):
        if not 0 <= years <= MAX_YEARS:
            raise FieldError(field, f"Lama retensi 0 sampai {MAX_YEARS} tahun.")
    require_choice("action", given.final_action, ACTIONS, "Tindakan akhir")
    return replace(
        given,
        name=require_text("name", given.name, "Nama kelas"),
        basis=require_text("basis", given.basis, "Dasar"),
    )


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def class_key(own: str | None, service: str, kind: str, rules: Mapping[str, str]) -> str | None:
    """The class of a case: its own, else its service's, else that of all of its kind. None: none was assigned."""
    return own or rules.get(service) or rules.get(kind)
