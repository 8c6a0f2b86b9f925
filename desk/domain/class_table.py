"""Complaint-class tables: how many working days each class has, on what legal basis, since which day.

A case keeps the table it was opened under (sla.md, "Clocks"): the one in force on the office's date of the instant
at which its clocks start, which for a late entry is the day it really arrived. A later table changes no running case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.domain.complaint import CLASSES
from desk.domain.dates import format_date
from desk.domain.moments import YEARS
from desk.domain.texts import require_text
from desk.errors import FieldError

MAX_DAYS = 366
"""Working days beyond which a limit is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class ClassBasis:
    """Why a complaint's classes have the limits they have, as its case keeps it."""

    legal_basis: str
    """Empty: the service prints classes without saying why."""
    effective_from: date | None
    """None: of a service's own classes, which hold as long as that version of the service."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ClassBasis:
        since = data["effective_from"]
        return cls(data["legal_basis"], None if since is None else date.fromisoformat(since))

    def to_dict(self) -> dict[str, Any]:
        """JSON values only."""
        since = self.effective_from
        return {
            "legal_basis": self.legal_basis,
            "effective_from": None if since is None else since.isoformat(),
        }

    def __str__(self) -> str:
        words = self.legal_basis or "belum dicantumkan"
        if self.effective_from is None:
            return f"{words}, menurut standar layanan ini"
        return f"{words}, berlaku sejak {format_date(self.effective_from)}"


@dataclass(frozen=True, slots=True)
class ClassTable:
    """The limits of complaint classes with their basis."""

    basis: ClassBasis
    limits: dict[str, int]
    """Class key to working days, in the usual order."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ClassTable:
        limits = data["limits"]
        usual = {key: limits[key] for key in CLASSES if key in limits}
        return cls(ClassBasis.from_dict(data), usual | limits)

    def to_dict(self) -> dict[str, Any]:
        """JSON values only."""
        return self.basis.to_dict() | {"limits": dict(self.limits)}

    @property
    def starts(self) -> date:
        """Its first day; the first of all days for a service's own."""
        return self.basis.effective_from or date.min


def in_force(tables: Sequence[ClassTable], day: date) -> ClassTable | None:
    """The latest table that is effective on that day. None: the office had none yet."""
    known = [table for table in tables if table.starts <= day]
    return max(known, key=lambda table: table.starts, default=None)


def with_table(tables: Sequence[ClassTable], table: ClassTable) -> list[ClassTable]:
    """The tables with this one, in order of date; it takes the place of one of the same date."""
    kept = [old for old in tables if old.starts != table.starts]
    return sorted([*kept, table], key=lambda item: item.starts)


def check_table(effective_from: date, legal_basis: str, limits: Mapping[str, int]) -> ClassTable:
    """An office's new table; FieldError at the first entry that cannot stay. It names every class."""
    if not YEARS[0] <= effective_from.year <= YEARS[1]:
        raise FieldError(
            "from", f"Tahunnya di luar {YEARS[0]} sampai {YEARS[1]}; periksa lagi.", code="out_of_range"
        )
    basis = require_text("basis", legal_basis, "Dasar hukum")
    unknown = [key for key in limits if key not in CLASSES]
    if unknown:
        raise FieldError(
            "limits",
            f"Golongan tidak dikenal: {', '.join(unknown)}. Pilihan: {', '.join(CLASSES)}.",
            code="unknown_class",
        )
    for key, name in CLASSES.items():
        if key not in limits:
            raise FieldError(key, f"Batas golongan “{name}” ({key}) belum diisi.", code="empty")
        if not 1 <= limits[key] <= MAX_DAYS:
            raise FieldError(
                key, f"Batas golongan “{name}”: isi 1 sampai {MAX_DAYS} hari kerja.", code="out_of_range"
            )
    return ClassTable(ClassBasis(basis, effective_from), {key: limits[key] for key in CLASSES})


def class_text(key: str | None, limits: Mapping[str, int], basis: ClassBasis | None = None) -> str:
    """A complaint's class with its limit and, where given, its basis: `Ringan, 5 hari kerja; dasar: …`."""
    words = "belum digolongkan" if key is None else f"{CLASSES.get(key, key)}, {limits[key]} hari kerja"
    return words if basis is None else f"{words}; dasar: {basis}"
