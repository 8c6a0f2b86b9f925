"""Outside text does nothing but show itself; bands, times and bars are read without colour."""

import unicodedata

import pytest
from rich.cells import cell_len

from desk.domain.duration import Unit
from desk.domain.sla import Band
from desk.widgets.band import BANDS, band_mark, format_duration, format_remaining, usage_bar
from desk.widgets.text import Line, clip, inert, inert_same_length, pad
from desk.widgets.theme import THEMES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("biasa saja", "biasa saja"),
        ("[/salah] [red]x", "[/salah] [red]x"),
        ("a\x1b[31mb", "a¤[31mb"),
        ("a\nb\r\nc", "a ↵ b ↵ c"),
        ("a\tb", "a b"),
        ("abc\u202edef", "abc¤def"),
        ("\x07\x9b1m", "¤¤1m"),
        ("lone \ud800 half", "lone ¤ half"),
        ("", ""),
    ],
)
def test_outside_text_is_shown_inert(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_no_control_character_survives() -> None:
    everything = "".join(map(chr, range(0x3000)))
    for made in (inert(everything), inert_same_length(everything)):
        assert not [sign for sign in made if unicodedata.category(sign) in ("Cc", "Zl", "Zp")]
        assert not [
            sign for sign in made if unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "PDF", "RLI")
        ]
    assert len(inert_same_length(everything)) == len(everything)


def test_clipping_counts_cells_not_characters() -> None:
    assert clip("日本語です", 5) == "日本…"
    assert cell_len(pad("日本語です", 6)) == 6
    assert clip("pas", 3) == "pas"
    assert clip("apa", 0) == ""
    assert inert("x" * 100_000, 10) == "x" * 9 + "…"


def test_a_line_is_as_wide_as_it_says() -> None:
    line = Line().cell("日本語です", 7).gap(2).add("x\ny")
    assert line.width == cell_len(line.plain)


@pytest.mark.parametrize(
    ("seconds", "unit", "shown"),
    [
        (18764, Unit.HOURS, " 05:12:44"),
        (-751, Unit.MINUTES, "-00:12:31"),
        (0, Unit.MINUTES, " 00:00:00"),
        (359999, Unit.WORKING_DAYS, " 99:59:59"),
        (1620000, Unit.WORKING_DAYS, "  450 jam"),
        (-360000, Unit.WORKING_DAYS, " -100 jam"),
        (529200, Unit.CALENDAR_DAYS, "   6h 03j"),
        (-529200, Unit.EVENT, "  -6h 03j"),
        (None, None, "        –"),
    ],
)
def test_remaining_time_is_always_nine_cells(seconds: int | None, unit: Unit | None, shown: str) -> None:
    assert format_remaining(seconds, unit) == shown
    assert cell_len(shown) == 9


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(40, "40 d"), (400, "6 m 40 d"), (3900, "1 j 05 m"), (432000, "120 j 00 m"), (-65, "-1 m 05 d")],
)
def test_durations_are_read_in_hours_minutes_seconds(seconds: int, shown: str) -> None:
    assert format_duration(seconds) == shown


@pytest.mark.parametrize("percent", [None, 0, 1, 35, 78, 99, 100, 101, 142, 9000])
def test_a_usage_bar_fills_its_width_and_over_is_a_shape(percent: int | None) -> None:
    for width in (1, 5, 14):
        assert cell_len(usage_bar(percent, width)) == width
    assert usage_bar(percent, 14).endswith("►") == (percent is not None and percent > 100)


def test_every_band_has_its_own_shape_word_and_colour() -> None:
    assert set(BANDS) == set(Band)
    assert len({look.glyph for look in BANDS.values()}) == len(Band)
    assert len({look.word for look in BANDS.values()}) == len(Band)
    for theme in THEMES:
        assert {look.style[1:] for look in BANDS.values()} <= set(theme.variables)
    assert {cell_len(look.glyph) for look in BANDS.values()} == {1}
    assert band_mark(Band.OVERDUE, -751).plain == "▲ -00:12:31"


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_role_is_readable_on_every_ground(theme: object) -> None:
    roles = theme.variables  # type: ignore[attr-defined]
    texts = [name for name in roles if name.startswith("band-")]
    texts += ["key", "strong", "muted", "link", "focus", "fault", "good"]
    for ground in (theme.background, roles["bar"], roles["field"], roles["cursor-idle"]):  # type: ignore[attr-defined]
        for text in texts:
            bright, dark = sorted((_luminance(roles[text]), _luminance(ground)), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
