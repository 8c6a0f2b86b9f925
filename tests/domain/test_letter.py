"""A letter's fields, what is wrong with them, and which letters are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.letter import LetterDraft, check_letter, normalised, search_form
from desk.errors import FieldError
from tests.domain.calendars import at

TODAY = date(2026, 11, 23)
LETTER = LetterDraft(
    service="keprotokolan",
    sender="Dinas Kesehatan",
    subject="Permohonan protokoler",
    letter_no="005/1290/35.09.311/2026",
    letter_date=TODAY,
    received_at=at("2026-11-23 09:00"),
    urgency="very_urgent",
    security="restricted",
    have=frozenset({"surat_pengantar"}),
    event_start=at("2026-11-26 09:00"),
    event_end=at("2026-11-26 11:00"),
)


def test_a_sound_letter_is_kept_field_by_field() -> None:
    assert check_letter(LETTER, TODAY) == LETTER


def test_texts_are_trimmed_and_what_was_left_out_stays_out() -> None:
    typed = LetterDraft("wa-center", " OPD ", " Hal ", letter_no=" 1/2026 ")
    assert check_letter(typed, TODAY) == LetterDraft("wa-center", "OPD", "Hal", letter_no="1/2026")
    bare = LetterDraft("wa-center", "OPD", "Hal")
    assert check_letter(bare, TODAY) == bare


def test_an_event_may_end_when_it_starts_or_have_no_end() -> None:
    for end in (LETTER.event_start, None):
        draft = replace(LETTER, event_end=end)
        assert check_letter(draft, TODAY) == draft


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"sender": " "}, "sender", "empty"),
        ({"letter_no": ""}, "letter_no", "empty"),
        ({"letter_date": date(2026, 11, 24)}, "letter_date", "future"),
        ({"subject": "\u200b"}, "subject", "empty"),
        ({"subject": "x" * 20_001}, "subject", "too_long"),
        ({"urgency": "now"}, "urgency", "invalid"),
        ({"security": "hidden"}, "security", "invalid"),
        ({"event_start": -1}, "event_start", "out_of_range"),
        ({"event_end": 10**12}, "event_end", "out_of_range"),
        ({"event_start": None}, "event_start", "empty"),
        ({"event_end": at("2026-11-26 08:59:59")}, "event_end", "invalid"),
    ],
)
def test_a_letter_is_refused_at_the_field_that_cannot_stay(
    changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        check_letter(replace(LETTER, **changes), TODAY)  # type: ignore[arg-type]
    assert (refusal.value.field, refusal.value.code) == (field, code)


@pytest.mark.parametrize(
    "text",
    ["005/1290/Prot", "005 / 1290 / PROT", "005.1290.prot", " 005-1290_prot", "005\\1290  prot"],
)
def test_numbers_that_differ_in_case_blanks_and_separators_are_the_same(text: str) -> None:
    assert normalised(text) == "005/1290/PROT"


@pytest.mark.parametrize("text", ["005/1291/Prot", "0051290/Prot", "005/1290/Prot/2026"])
def test_other_numbers_are_not(text: str) -> None:
    assert normalised(text) != "005/1290/PROT"


def test_fragments_are_sought_in_one_folded_line() -> None:
    assert search_form("Dinas  KESEHATAN\n", "Rapat\tStunting") == "dinas kesehatan rapat stunting"
    assert search_form() == ""
