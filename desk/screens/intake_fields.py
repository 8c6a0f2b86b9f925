"""Number and date of a letter, which may be missing on the paper but are never passed over in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desk.widgets.fields import DateField, TextField

NONE = "-"
"""Typed where the letter bears none."""


class LetterNumberField(TextField):
    """The number as printed, or a dash for a letter without one."""

    def __init__(self) -> None:
        super().__init__("letter_no", "Nomor surat", placeholder="- bila tanpa nomor", required=True)

    def check(self) -> str | None:
        if self.is_blank:
            return f"Nomor surat belum diisi. Tulis {NONE} bila surat tanpa nomor."
        return None

    @property
    def number(self) -> str | None:
        """None: a letter without number, or none typed yet."""
        return None if self.value in ("", NONE) else self.value


class LetterDateField(DateField):
    """The day printed on the letter, never a later one than today, or a dash."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("letter_date", "Tanggal surat", today, placeholder="21/11 atau -", required=True)
        self._today_is = today

    def check(self) -> str | None:
        typed = self.draft().strip()
        if typed == NONE:
            return None
        if not typed:
            return f"Tanggal surat belum diisi. Tulis {NONE} bila surat tanpa tanggal."
        day = self.value
        if day is not None and day > self._today_is():
            return "Tanggal surat berada di masa depan."
        return super().check()
