"""A list of any length keeps its place, asks for little and shows what it is given, inert."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from desk.domain.calendar import Instant
from desk.widgets.pages import PAGE
from desk.widgets.text import Line
from desk.widgets.theme import ThemedApp
from desk.widgets.virtual_list import VirtualList


@dataclass(frozen=True)
class Row:
    number: int
    text: str = ""


class Rows(VirtualList[Row]):
    def key(self, item: Row) -> int:
        return item.number

    def heading(self, width: int) -> Line | None:
        return Line("Nomor")

    def render_row(self, item: Row, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        return [Line(f"{item.number} {item.text} @{now}")]


class TwoLineRows(Rows):
    ROW_HEIGHT = 2

    def render_row(self, item: Row, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        return [Line(f"{item.number} atas"), Line("  bawah")]


class ListApp(ThemedApp[None]):
    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self.heard: list[tuple[str, int | None]] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.focus()

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        self.heard.append(("at", event.item.number if event.item else None))

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        self.heard.append(("open", event.item.number))


def shown(rows: Rows) -> list[str]:
    return [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]


async def test_markup_and_escapes_in_rows_are_shown_inert() -> None:
    rows = Rows()
    async with ListApp(rows).run_test(size=(60, 8)) as pilot:
        rows.set_rows([Row(1, "Surat [/salah] [red]x \x1b[2J\nlagi")])
        await pilot.pause()
        assert shown(rows)[1] == "▌1 Surat [/salah] [red]x ¤[2J ↵ lagi @0"


async def test_the_cursor_stays_on_its_item_when_rows_change() -> None:
    rows = Rows()
    async with ListApp(rows).run_test(size=(40, 10)) as pilot:
        rows.set_rows([Row(number) for number in range(20)])
        await pilot.press("down", "down", "down")
        assert rows.item == Row(3)
        rows.set_rows([Row(number) for number in (9, 8, 3, 1)])
        assert rows.item == Row(3)
        rows.set_rows([Row(9), Row(8)])
        assert rows.item == Row(8)
        rows.set_rows([])
        await pilot.pause()
        assert rows.item is None
        assert rows.app.heard[-1] == ("at", None)  # type: ignore[attr-defined]


async def test_the_cursor_stays_on_its_item_when_a_source_shifts() -> None:
    rows = Rows()
    async with ListApp(rows).run_test(size=(40, 10)) as pilot:
        rows.set_source(
            1000, lambda offset, limit: [Row(n) for n in range(offset, min(1000, offset + limit))]
        )
        rows.cursor = 500
        rows.set_source(
            1003, lambda offset, limit: [Row(n - 3) for n in range(offset, min(1003, offset + limit))]
        )
        await pilot.pause()
        assert rows.item == Row(500)
        assert rows.cursor == 503


async def test_a_million_rows_cost_only_the_pages_looked_at() -> None:
    asked: list[int] = []

    def fetch(offset: int, limit: int) -> list[Row]:
        asked.append(offset)
        return [Row(number) for number in range(offset, min(1_000_000, offset + limit))]

    rows = Rows()
    async with ListApp(rows).run_test(size=(40, 20)) as pilot:
        rows.set_source(1_000_000, fetch)
        await pilot.press("end")
        await pilot.pause()
        assert rows.item == Row(999_999)
        assert shown(rows)[-1].startswith("▌999999")
        await pilot.press("home", "pagedown")
        await pilot.pause()
        assert rows.item == Row(18)
        before = len(asked)
        rows.tick(77)
        await pilot.pause()
        assert "@77" in shown(rows)[1]
        assert len(asked) == before
        assert before <= 6
        assert {offset % PAGE for offset in asked} == {0}


async def test_the_heading_stays_and_every_row_can_be_reached() -> None:
    rows = TwoLineRows()
    async with ListApp(rows).run_test(size=(40, 7)) as pilot:
        rows.set_rows([Row(number) for number in range(10)])
        await pilot.press(*["down"] * 9)
        await pilot.pause()
        assert shown(rows) == [" Nomor", " 7 atas", "   bawah", " 8 atas", "   bawah", "▌9 atas", "▌  bawah"]
        await pilot.press(*["up"] * 9)
        await pilot.pause()
        assert shown(rows)[:2] == [" Nomor", "▌0 atas"]


async def test_enter_opens_and_a_click_chooses_then_opens() -> None:
    rows = Rows()
    app = ListApp(rows)
    async with app.run_test(size=(40, 10)) as pilot:
        rows.set_rows([Row(number) for number in range(5)])
        await pilot.press("down", "enter")
        assert app.heard[-1] == ("open", 1)
        await pilot.click(rows, offset=(3, 4))
        assert app.heard[-1] == ("at", 3)
        await pilot.click(rows, offset=(3, 4))
        assert app.heard[-1] == ("open", 3)
        await pilot.click(rows, offset=(3, 0))
        assert rows.item == Row(3)


async def test_an_empty_list_says_so_and_bears_every_key() -> None:
    rows = Rows(empty="Tidak ada [berkas].")
    async with ListApp(rows).run_test(size=(40, 6)) as pilot:
        rows.set_rows([])
        await pilot.press("down", "up", "pagedown", "pageup", "end", "home", "enter")
        assert any("Tidak ada [berkas]." in line for line in shown(rows))


async def test_a_source_that_shrank_since_it_was_counted_shows_blanks() -> None:
    rows = Rows()
    async with ListApp(rows).run_test(size=(40, 6)) as pilot:
        rows.set_source(5, lambda offset, limit: [Row(0)])
        await pilot.press("end", "enter")
        assert rows.item is None
        assert shown(rows)[2] == ""
