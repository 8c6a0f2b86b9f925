"""Telephone numbers: one form for one number, in groups to be read, masked to be shown."""

from __future__ import annotations

import pytest

from desk.domain.phone import grouped_phone, mask_phone, normalise_phone
from desk.errors import FieldError


@pytest.mark.parametrize(
    "text",
    [
        "0812 0000 0678", "+62 812-0000-0678", "62812.0000.0678", "(0812) 00000678", "081200000678",
        "0062 812 0000 0678", "81200000678", " +62 0812 0000 0678 ",
    ],
)  # fmt: skip
def test_one_number_has_one_form(text: str) -> None:
    assert normalise_phone(text) == "081200000678"


@pytest.mark.parametrize(
    ("text", "kept", "grouped"),
    [
        ("081234567890", "081234567890", "0812-3456-7890"),
        ("0281 891012", "0281891012", "(0281) 891012"),
        ("+60 12-345 6789", "+60123456789", "+60 12-345 6789"),
        ("+1 202 555 0100", "+12025550100", "+1 202-555-0100"),
        ("112", "112", "112"),
        ("14045", "14045", "14045"),
        ("1 500 123", "1500123", "1 500 123"),
        ("8553338333", "08553338333", "0855-3338-333"),
    ],
)
def test_a_number_is_kept_in_one_form_and_read_in_groups(text: str, kept: str, grouped: str) -> None:
    assert normalise_phone(text) == kept
    assert normalise_phone(kept) == kept
    assert grouped_phone(kept) == grouped


@pytest.mark.parametrize(
    "text",
    ["", "0", "12", "0812", "123456789012345678901", "0812x0000678", "++6281200000678", "+112", "+62", "-"],
)
def test_what_cannot_be_a_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="tidak dikenali") as refusal:
        normalise_phone(text)
    assert refusal.value.field == "phone"


def test_what_an_older_desk_kept_as_a_number_is_read_as_it_stands() -> None:
    assert grouped_phone("(dihapus)") == "(dihapus)"


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("081200000678", "0812*****678"),
        ("0812000000678", "0812******678"),
        ("08120000678", "081*****678"),
        ("0281891012", "028*****12"),
        ("033142123", "03*****23"),
        ("02112345", "02*****5"),
        ("8120678", "8*****8"),
        ("812067", "******"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_first_four_and_last_three_digits_and_hides_five(
    phone: str, masked: str
) -> None:
    assert mask_phone(phone) == masked
