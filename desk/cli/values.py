"""Values of options, read from the command line. A value that cannot be read at all is wrong usage (exit 2)."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache

from desk.domain.calendar import Instant
from desk.domain.moments import YEARS

_STEP_EXAMPLE = "contoh: 2026-11-23T09:15 (jam kantor) atau 2026-11-23T09:15:00+07:00"


@dataclass(frozen=True)
class Moment:
    """An ISO 8601 date and time whose zone may be left out."""

    text: str

    def instant(self, zone: str) -> Instant:
        """The whole second it means; without an offset of its own, in the office's zone."""
        return int(_parsed(self.text, zone).timestamp())


def moment(text: str) -> Moment:
    """As an argparse type."""
    try:
        found = _parsed(text, "UTC")
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"waktu ISO 8601 tidak dikenali: “{text}”; {_STEP_EXAMPLE}"
        ) from error
    if not YEARS[0] < found.year < YEARS[1]:  # a year's room for the offset of any zone
        raise argparse.ArgumentTypeError(
            f"tahun {found.year} di luar {YEARS[0] + 1} sampai {YEARS[1] - 1}: “{text}”"
        )
    return Moment(text)


def day(text: str) -> date:
    """`YYYY-MM-DD` as an argparse type."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"tanggal tidak dikenali: “{text}”; tulis TAHUN-BULAN-TANGGAL, contoh: 2026-11-23"
        ) from error


def month(text: str) -> date:
    """`YYYY-MM` as an argparse type: the first day of that month."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"bulan tidak dikenali: “{text}”; tulis TAHUN-BULAN, contoh: 2026-11"
        ) from error


def count(text: str) -> int:
    """A whole number of at least 1 as an argparse type."""
    if not re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"bukan bilangan bulat mulai 1: “{text}”")
    return int(text)


def count_from_zero(text: str) -> int:
    """A whole number of at least 0 as an argparse type."""
    return 0 if text == "0" else count(text)


def _parsed(text: str, zone: str) -> datetime:
    """ValueError for anything but a date with a time."""
    import pendulum

    if not re.match(r"\d{4}", text, re.ASCII):  # pendulum also reads "now", which would be a wall clock
        raise ValueError(text)
    found: object = pendulum.parse(text, exact=True, tz=_timezone(zone))
    if not isinstance(found, datetime):
        raise ValueError(text)
    return found


@cache
def _timezone(zone: str) -> tzinfo:
    """Kept: pendulum would read the zone's file for every value, since nobody else holds it."""
    import pendulum

    return pendulum.timezone(zone)
