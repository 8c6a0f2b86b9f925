"""What a typed text must be before it is stored."""

import pytest

from desk.domain.texts import MAX_LINE, MAX_SUBJECT, optional_text, require_choice, require_text, size_text
from desk.errors import FieldError


@pytest.mark.parametrize("text", ["Dinas Kesehatan", "  Dinas Kesehatan\n", "\tDinas Kesehatan\u3000"])
def test_blanks_around_a_text_are_dropped(text: str) -> None:
    assert require_text("sender", text, "Pengirim") == "Dinas Kesehatan"
    assert optional_text("sender", text, "Pengirim") == "Dinas Kesehatan"


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b\u200e", "\x01\x1b", "\u00a0\u2003", "\u3164\u2800", "\u0301\ufe0f"]
)
def test_a_text_of_which_nothing_can_be_read_is_empty(text: str) -> None:
    with pytest.raises(FieldError, match=r"Pengirim belum diisi\.") as refusal:
        require_text("sender", text, "Pengirim")
    assert (refusal.value.field, refusal.value.code) == ("sender", "empty")
    optional_text("sender", text, "Pengirim")


@pytest.mark.parametrize("text", ["é", "日本", "-", "!", "🙂"])
def test_one_sign_that_can_be_read_is_enough(text: str) -> None:
    assert require_text("sender", text, "Pengirim") == text


def test_a_text_is_as_long_as_its_limit_and_no_longer() -> None:
    assert len(require_text("sender", "x" * MAX_LINE + " ", "Pengirim")) == MAX_LINE
    assert len(optional_text("text", "x" * MAX_SUBJECT, "Isi")) == MAX_SUBJECT
    for check in (
        lambda: require_text("sender", "x" * (MAX_LINE + 1), "Pengirim"),
        lambda: optional_text("sender", "x" * 6, "Pengirim", 5),
    ):
        with pytest.raises(FieldError, match="Pengirim terlalu panjang") as refusal:
            check()
        assert (refusal.value.field, refusal.value.code) == ("sender", "too_long")


@pytest.mark.parametrize("broken", ["\ud800", "\udfff", "\0"])
def test_broken_characters_cannot_be_stored(broken: str) -> None:
    with pytest.raises(FieldError, match="Hal berisi karakter rusak") as refusal:
        optional_text("subject", f"Undangan {broken}", "Hal")
    assert (refusal.value.field, refusal.value.code) == ("subject", "broken_text")


def test_a_choice_is_one_of_the_keys_or_refused_with_all_of_them_named() -> None:
    choices = {"normal": "Biasa", "urgent": "Segera"}
    assert require_choice("urgency", "urgent", choices, "Derajat") == "urgent"
    with pytest.raises(FieldError, match=r"Derajat tidak dikenal\. Pilihan: normal, urgent\.") as refusal:
        require_choice("urgency", "Segera", choices, "Derajat")
    assert refusal.value.field == "urgency"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 kB"), (1, "1 kB"), (99_999, "100 kB"), (100_000, "0,1 MB"), (12_345_678, "12,3 MB")],
)
def test_a_size_is_read_in_whole_kilobytes_or_tenths_of_a_megabyte(size: int, text: str) -> None:
    assert size_text(size) == text
