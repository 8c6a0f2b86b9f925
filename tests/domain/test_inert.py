"""Outside text does nothing but show itself."""

import re
import unicodedata

import pytest
from rich.cells import cell_len, get_character_cell_size
from wcwidth import wcwidth

from desk.domain.inert import inert_line, inert_lines, inert_same_length, is_mark


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


@pytest.mark.parametrize(
    "text",
    [
        "café e\u0301 Việt",
        "نص عربي مُشَكَّل",
        "ꦲꦏ꧀ꦱꦫꦗꦮ",
        "שָׁלוֹם",
        "ทำให้",
        "한국어",
        "日本語",
        "🩷👍",
        "“kutip” — Rp5.000 … ½",
    ],
)
def test_what_people_really_write_stays_legible(text: str) -> None:
    assert inert_line(text) == text
    assert inert_same_length(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("👨\u200d👩\u200d👧 pergi", "👨👩👧 pergi"),
        ("❤\ufe0f 👍🏽", "❤ 👍"),
        ("1\ufe0f\u20e3", "1\u20e3"),
        ("dari 🇮🇩", "dari ID"),
        ("葛\U000e0100", "葛"),
        ("ka\u00adta", "ka-ta"),
        ("a\u00a0b\u2003c", "a b c"),
    ],
)
def test_what_only_tells_how_a_sign_is_to_look_is_left_out(text: str, shown: str) -> None:
    assert inert_line(text) == shown


@pytest.mark.parametrize(
    "hidden",
    list(
        "\u034f\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u2060\u3164\uffa0\ufe00\ufe0f\ufff9"
        "\ue000\uf8ff\U000f0000\uffff\U0001fffe\u0378\U000e0041\U000e0101\U0001f3fb"
    ),
    ids=ascii,
)
def test_what_is_invisible_or_means_nothing_is_told_by_a_sign(hidden: str) -> None:
    assert inert_line(f"ad{hidden}min") == "ad¤min"
    assert inert_same_length(f"ad{hidden}min") == "ad¤min"


def test_a_flood_of_marks_is_cut_and_says_so() -> None:
    flood = "\u0301\u0489" * 500
    assert inert_line(f"z{flood}x") == f"z{flood[:4]}¤x"
    assert inert_same_length(f"z{flood}x") == f"z{flood[:4]}{'¤' * 996}x"
    assert inert_line("z\U00016af0\u0301\u0301\u0301\u0301x") == "z\U00016af0\u0301\u0301\u0301¤x"


def test_a_mark_takes_no_cell_of_its_own() -> None:
    assert [is_mark(sign) for sign in ("a", "é", "\u0301", "\u0489", "\u1161", "漢")] == [False] * 2 + [
        True
    ] * 3 + [False]


def test_marks_without_a_letter_do_not_fall_on_what_stands_before_the_text() -> None:
    assert inert_line("\u0338\u0338aman") == "¤aman"
    assert inert_line("a \u0301b\n\u0301") == "a ¤b ↵ ¤"
    assert inert_same_length("\u0338\u0338aman") == "¤¤aman"


def test_shown_text_takes_the_cells_of_its_characters_one_by_one() -> None:
    """Whether the terminal joins pictures or not, the columns stand."""
    assigned = (
        chr(code)
        for code in range(0x20, 0x20000)
        if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs") or 0x1FA70 <= code < 0x1FB00
    )
    wrong = []
    for sign in assigned:
        if unicodedata.category(sign) == "Cn" and get_character_cell_size(sign) != wcwidth(sign):
            continue  # the two tables are of different years
        shown = inert_line(f"x{sign}y")
        if cell_len(shown) != sum(map(wcwidth, shown)):
            wrong.append(sign)
    assert wrong == []


def test_a_very_long_text_of_any_kind_is_made_inert_in_one_pass() -> None:
    """Grows with the length only: a pattern that looked back would never end here."""
    for kind in ("\u0301", "\n", "\x1b[31m", "👨\u200d", " ", "\ufe0f"):
        text = kind * (100_000 // len(kind))
        assert len(inert_same_length(text)) == len(text)
        assert not re.search(r"[\x00-\x1f]", inert_line(text))


def test_lines_are_made_inert_one_by_one_and_blank_ones_stay() -> None:
    assert inert_lines("satu\r\n\n dua\x07\u2028tiga") == ["satu", "", " dua¤", "tiga"]
