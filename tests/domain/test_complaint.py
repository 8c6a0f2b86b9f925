"""A complaint's fields and what is wrong with them; numbers in one form; names and numbers masked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.complaint import (
    NO_NAME,
    ComplaintDraft,
    check_complaint,
    mask_name,
    mask_phone,
    normalise_phone,
)
from desk.errors import FieldError
from tests.domain.calendars import at

COMPLAINT = ComplaintDraft(
    service="hotline-bkpsdm",
    channel="whatsapp",
    text="Berkas kenaikan pangkat belum diproses.",
    sender="Warga Contoh",
    phone="081200000678",
    class_key="minor",
    received_at=at("2026-11-23 08:02"),
    is_anonymous=True,
    is_confidential=True,
)


def test_a_sound_complaint_is_kept_field_by_field() -> None:
    assert check_complaint(COMPLAINT) == COMPLAINT


def test_texts_are_trimmed_and_a_name_number_and_class_may_be_missing() -> None:
    typed = ComplaintDraft("hotline-bkpsdm", "counter", " Isi ", sender="  ", phone="  ")
    assert check_complaint(typed) == ComplaintDraft("hotline-bkpsdm", "counter", "Isi")
    assert check_complaint(replace(typed, phone=None)).phone is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"channel": "telex"}, "channel", "invalid"),
        ({"text": "\n"}, "text", "empty"),
        ({"text": "x" * 200_001}, "text", "too_long"),
        ({"sender": "x" * 501}, "sender", "too_long"),
        ({"class_key": "huge"}, "class", "invalid"),
        ({"phone": "0812"}, "phone", "invalid"),
    ],
)
def test_a_complaint_is_refused_at_the_field_that_cannot_stay(
    changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        check_complaint(replace(COMPLAINT, **changes))  # type: ignore[arg-type]
    assert (refusal.value.field, refusal.value.code) == (field, code)


@pytest.mark.parametrize(
    "text",
    ["0812 0000 0678", "+62 812-0000-0678", "62812.0000.0678", "(0812) 00000678", "081200000678"],
)
def test_one_number_has_one_form(text: str) -> None:
    assert normalise_phone(text) == "081200000678"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("622812345", "622812345"),  # nine digits: too short to be a number behind a country code
        ("6228123456", "028123456"),
        ("+12025550100", "+12025550100"),
        ("12345678", "12345678"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_only_an_indonesian_country_code_is_replaced(text: str, number: str) -> None:
    assert normalise_phone(text) == number


@pytest.mark.parametrize("text", ["", "1234567", "1234567890123456", "0812x0000678", "++6281200000678"])
def test_what_cannot_be_a_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="8 sampai 15 angka") as refusal:
        normalise_phone(text)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("081200000678", "0812*****678"), ("08120678", "0812*678"), ("0812067", "*******"), ("", "")],
)
def test_a_masked_number_shows_its_first_four_and_last_three_digits(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"), [("Warga Contoh", "W. C."), ("Warga", "W."), ("", ""), (NO_NAME, NO_NAME)]
)
def test_a_masked_name_is_its_initials(name: str, masked: str) -> None:
    assert mask_name(name) == masked
