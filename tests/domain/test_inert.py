"""Outside text does nothing but show itself."""

import unicodedata

import pytest

from desk.domain.inert import inert_line, inert_lines, inert_same_length


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("biasa saja", "biasa saja"),
        ("[/salah] [red]x", "[/salah] [red]x"),
        ("a\x1b[31mb", "a¤[31mb"),
        ("a\nb\r\nc", "a ↵ b ↵ c"),
        ("a \t\n\t b", "a ↵ b"),
        ("a\tb", "a b"),
        ("abc\u202edef", "abc¤def"),
        ("\x07\x9b1m", "¤¤1m"),
        ("lone \ud800 half", "lone ¤ half"),
        ("", ""),
    ],
)
def test_outside_text_is_shown_inert(text: str, shown: str) -> None:
    assert inert_line(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("biasa", "biasa"), ("a\tb", "a b"), ("a\r\nb", "a↵↵b"), ("\x1b[1m\u2067", "¤[1m¤")],
)
def test_in_an_editor_every_character_keeps_its_place(text: str, shown: str) -> None:
    assert inert_same_length(text) == shown


def test_no_control_character_survives() -> None:
    everything = "".join(map(chr, range(0x3000)))
    for made in (inert_line(everything), inert_same_length(everything)):
        assert not [sign for sign in made if unicodedata.category(sign) in ("Cc", "Zl", "Zp")]
        assert not [
            sign for sign in made if unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "PDF", "RLI")
        ]
    assert len(inert_same_length(everything)) == len(everything)


def test_lines_are_made_inert_one_by_one_and_blank_ones_stay() -> None:
    assert inert_lines("satu\r\n\n dua\x07\u2028tiga") == ["satu", "", " dua¤", "tiga"]
