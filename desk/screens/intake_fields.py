"""Fields of the counter that know what may stand in them: a letter's number and date, an event, a telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from textual import events, on
from textual.message import Message

from desk.domain.calendar import Instant
from desk.domain.phone import normalise_phone
from desk.errors import FieldError
from desk.office.session import Session
from desk.widgets.fields import DateField, MomentField, TextField

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


class PhoneField(TextField):
    """A telephone number, or nothing."""

    @dataclass
    class Left(Message):
        """The keyboard goes on from a whole number."""

        phone: str

    @on(events.DescendantBlur)
    def _leave(self) -> None:
        if not self.is_blank and self.check() is None:
            self.post_message(self.Left(self.value))

    def check(self) -> str | None:
        if not self.is_blank:
            try:
                normalise_phone(self.value)
            except FieldError as error:
                return error.message
        return super().check()


class EventEndField(MomentField):
    """When an event ends, if that is known: not before it starts."""

    def __init__(self, start: MomentField, *args: Any, **named: Any) -> None:
        super().__init__("event_end", "Acara selesai", *args, **named)
        self._start = start

    def check(self) -> str | None:
        start, end = self._start.value, self.value
        if start is not None and end is not None and end < start:
            return "Acara selesai sebelum mulai."
        return super().check()


def event_fields(session: Session, tell: Callable[[Instant], str]) -> tuple[MomentField, MomentField]:
    """Start and end of the event that a service follows."""
    zone = ZoneInfo(session.office.zone)
    hint = "24/11 09.00"
    start = MomentField("event_start", "Acara mulai", session.now, zone, tell, ahead=True, placeholder=hint)
    return start, EventEndField(start, session.now, zone, tell, ahead=True, placeholder=hint)
