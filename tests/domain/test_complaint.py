"""A complaint's fields and what is wrong with them; names masked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.complaint import NO_NAME, ComplaintDraft, check_complaint, mask_name
from desk.domain.texts import TOMBSTONE
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
    ("name", "masked"),
    [("Warga Contoh", "W. C."), ("Warga", "W."), ("", ""), (NO_NAME, NO_NAME), (TOMBSTONE, TOMBSTONE)],
)
def test_a_masked_name_is_its_initials(name: str, masked: str) -> None:
    assert mask_name(name) == masked
