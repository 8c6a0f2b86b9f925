"""A choice among few: what is shown as chosen is what is chosen."""

from __future__ import annotations

from textual.app import ComposeResult

from desk.widgets.fields import Option
from desk.widgets.picks import PickField
from desk.widgets.theme import ThemedApp


class Desk(ThemedApp[None]):
    def compose(self) -> ComposeResult:
        yield PickField("exit", "Hasil", [Option("inside", "Kewenangan kami"), Option("outside", "OPD lain")])


async def test_no_option_looks_chosen_before_one_is_and_the_first_down_goes_to_the_first() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        field = app.query_one(PickField)
        field.focus()
        await pilot.pause()
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert shown.count("▌") == 1, "the field's own mark; no option has a bar"
        assert field.value is None
        await pilot.press("down")
        assert field.value == "inside"
        await pilot.press("down")
        assert field.value == "outside"
