"""Telephone numbers as people in Indonesia write them: one form for keeping and comparing, groups for reading, masked
for everybody who need not know them. Length and grouping are those of libphonenumber.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desk.errors import FieldError

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_COUNTRY, _CODE = "ID", 62
_WRITTEN = re.compile(r"\+?[\d\s().\-/]+")
HIDDEN = 5
"""Digits of a masked number that are hidden at least."""
_SHORT = re.compile(r"[1-9]\d{2,5}")
"""A service number such as 112 or 14045: no area code, no trunk zero."""


def normalise_phone(text: str) -> str:
    """One form for one number: `081234567890`, abroad `+60123456789`; FieldError if it cannot be a telephone number."""
    import phonenumbers as library

    written = re.sub(r"^\s*00(?=\s*62)", "+", text.strip())
    digits = re.sub(r"\D", "", written)
    if _SHORT.fullmatch(digits) and not written.startswith("+"):
        return digits
    number = _parsed(written)
    if (
        number is None
        or library.is_possible_number_with_reason(number) != library.ValidationResult.IS_POSSIBLE
    ):
        raise FieldError(
            "phone", "Nomor telepon tidak dikenali. Tulis misalnya 0812 3456 7890 atau +60 12 345 6789."
        )
    if number.country_code != _CODE:
        return str(library.format_number(number, library.PhoneNumberFormat.E164))
    return re.sub(r"\D", "", library.format_number(number, library.PhoneNumberFormat.NATIONAL))


def grouped_phone(phone: str) -> str:
    """A kept number in groups that can be read aloud, `0812-3456-7890`."""
    import phonenumbers as library

    number = None if _SHORT.fullmatch(phone) else _parsed(phone)
    if number is None:
        return phone
    formats = library.PhoneNumberFormat
    kind = formats.NATIONAL if number.country_code == _CODE else formats.INTERNATIONAL
    return str(library.format_number(number, kind))


def _parsed(text: str) -> PhoneNumber | None:
    import phonenumbers as library

    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return library.parse(text, _COUNTRY)
    except library.NumberParseException:
        return None


def mask_phone(phone: str) -> str:
    """At most the first four and last three digits, as in `0812*****678` (UU 27/2022: shown in full only where needed).

    Of a shorter number fewer are shown, so that always `HIDDEN` of them or more would have to be guessed.
    """
    shown = min(7, len(phone) - HIDDEN)
    if shown < 2:
        return "*" * len(phone)
    tail = shown // 2
    return f"{phone[: shown - tail]}{'*' * (len(phone) - shown)}{phone[-tail:]}"
