"""Text is measured in cells; bands and bars are read without colour."""

import pytest
from rich.cells import cell_len

from desk.domain.sla import Band
from desk.widgets.band import BANDS, band_mark, usage_parts
from desk.widgets.text import Line, clip, inert, pad
from desk.widgets.theme import THEMES


def test_clipping_counts_cells_not_characters() -> None:
    assert clip("日本語です", 5) == "日本…"
    assert cell_len(pad("日本語です", 6)) == 6
    assert clip("pas", 3) == "pas"
    assert clip("apa", 0) == ""
    assert inert("x" * 100_000, 10) == "x" * 9 + "…"


def test_a_flood_is_clipped_before_it_is_measured_and_the_ellipsis_still_says_so() -> None:
    assert inert("z" + "\u0301" * 100_000 + " lalu", 10) == "z\u0301\u0301\u0301\u0301¤…"
    assert clip("e\u0301" * 20, 10) == "e\u0301" * 9 + "…"
    assert inert(" " * 100_000 + "x", 10) == "…"
    assert inert("\ufe0f" * 50, 10) == "¤" * 9 + "…"
    assert inert("apa", 3) == "apa"


def test_a_line_is_as_wide_as_it_says() -> None:
    line = Line().cell("日本語です", 7).gap(2).add("x\ny")
    assert line.width == cell_len(line.plain)


@pytest.mark.parametrize("percent", [None, 0, 1, 35, 78, 99, 100, 101, 142, 9000])
def test_a_usage_bar_fills_its_width_and_over_is_a_shape(percent: int | None) -> None:
    for width in (1, 5, 14):
        assert cell_len("".join(usage_parts(percent, width))) == width
    assert "".join(usage_parts(percent, 14)).endswith("►") == (percent is not None and percent > 100)


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
