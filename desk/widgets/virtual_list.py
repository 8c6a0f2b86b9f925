"""A list of any length that holds in memory only what is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from desk.domain.calendar import Instant
from desk.widgets.text import Line

T = TypeVar("T")

PAGE = 128
"""Rows asked for at once."""
PAGES_KEPT = 6
GUTTER = 1
MARKER = "▌"


class VirtualList(ScrollView, Generic[T], can_focus=True):
    """Rows of one fixed height under an optional heading that stays.

    Give it rows with `set_rows` (in memory) or `set_source` (a count and a page callable). A subclass says
    how a row looks (`render_row`, one `Line` per line of the row) and what identifies it (`key`): across new
    data the cursor stays on the same key, or, if that is gone, on the same place.
    """

    DEFAULT_CSS = """
    VirtualList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .virtual-list--heading { color: $muted; }
        & > .virtual-list--empty { color: $muted; }
        & > .virtual-list--cursor { background: $cursor-idle; }
        & > .virtual-list--marker { color: $faint; }
        &:focus > .virtual-list--cursor { background: $cursor; }
        &:focus > .virtual-list--marker { color: $focus; }
        &:nocolor:focus > .virtual-list--cursor { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-list--heading",
        "virtual-list--empty",
        "virtual-list--cursor",
        "virtual-list--marker",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "select", "Buka", tooltip="Buka baris yang dipilih.", id="list.open"),
    ]

    ROW_HEIGHT: ClassVar[int] = 1
    """Lines per row."""

    cursor: reactive[int] = reactive(0, repaint=False, always_update=True)
    """Index of the chosen row; 0 in an empty list."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to another item, or the list became empty (None)."""

        list: VirtualList[T]  # type: ignore[valid-type]
        item: T | None  # type: ignore[valid-type]

        @property
        def control(self) -> VirtualList[T]:
            return self.list

    @dataclass
    class Selected(Message):
        """Enter, or a click on the item under the cursor."""

        list: VirtualList[T]  # type: ignore[valid-type]
        item: T  # type: ignore[valid-type]

        @property
        def control(self) -> VirtualList[T]:
            return self.list

    def __init__(
        self,
        *,
        empty: str = "Tidak ada data.",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.empty = empty
        self.now: Instant = 0
        self._count = 0
        self._fetch: Callable[[int, int], Sequence[T]] = _nothing
        self._pages: dict[int, Sequence[T]] = {}
        self._cursor_key: Hashable = None
        self._inks: dict[str, RichStyle] = {}

    # What a subclass says about its rows

    def key(self, item: T) -> Hashable:
        """What stays the same while the item changes."""
        return item if isinstance(item, Hashable) else id(item)

    def render_row(self, item: T, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        """The lines of one row, at most `ROW_HEIGHT`, drawn for `width` cells."""
        return [Line(str(item))]

    def heading(self, width: int) -> Line | None:
        """The line that stays above the rows. None: no heading."""
        return None

    # Data

    def set_rows(self, rows: Sequence[T], cursor: Hashable = None) -> None:
        """Show these rows. `cursor`: key to go to (None: stay)."""
        kept = list(rows)
        index = None
        wanted = cursor if cursor is not None else self._cursor_key
        if wanted is not None:
            index = next((place for place, row in enumerate(kept) if self.key(row) == wanted), None)
        self._replace(len(kept), lambda offset, limit: kept[offset : offset + limit], index)

    def set_source(
        self, count: int, fetch: Callable[[int, int], Sequence[T]], cursor: int | None = None
    ) -> None:
        """Show `count` rows read in pages by `fetch(offset, limit)`; the place of the cursor is `cursor`.

        Without `cursor` the item under it is looked for on the pages around its old place.
        """
        old = self.cursor
        self._pages.clear()
        self._count, self._fetch = count, fetch
        if cursor is None and self._cursor_key is not None and count:
            first = max(0, min(old, count - 1) - PAGE)
            nearby = range(first, min(count, first + 2 * PAGE))
            cursor = next((place for place in nearby if self._key_at(place) == self._cursor_key), None)
        self._replace(count, fetch, cursor)

    def _replace(self, count: int, fetch: Callable[[int, int], Sequence[T]], cursor: int | None) -> None:
        self._pages.clear()
        self._count, self._fetch = count, fetch
        self._resize()
        self.cursor = self.cursor if cursor is None else cursor
        self.refresh()

    @property
    def count(self) -> int:
        return self._count

    @property
    def item(self) -> T | None:
        """The item under the cursor. None: the list is empty."""
        return self.item_at(self.cursor)

    def item_at(self, index: int) -> T | None:
        """The row at `index`. None: there is no such row, or the data shrank since it was counted."""
        if not 0 <= index < self._count:
            return None
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number * PAGE, PAGE)
            while len(self._pages) >= PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[number] = page
        return page[place] if place < len(page) else None

    def _key_at(self, index: int) -> Hashable:
        item = self.item_at(index)
        return None if item is None else self.key(item)

    def tick(self, now: Instant) -> None:
        """Repaint the visible rows for this moment, from memory."""
        self.now = now
        if self._count:
            self.refresh()

    # Cursor

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, self._count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        key = self._key_at(new)
        if key != self._cursor_key:
            self._cursor_key = key
            self.post_message(self.Highlighted(self, self.item))
        self._refresh_row(old)
        self._refresh_row(new)
        self._show_cursor()

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on the item with this key, if it is among the rows in memory."""
        for number, page in self._pages.items():
            for place, item in enumerate(page):
                if self.key(item) == key:
                    self.cursor = number * PAGE + place
                    return True
        return False

    def _show_cursor(self) -> None:
        if self._count and self.size.height:
            top = self.cursor * self.ROW_HEIGHT
            if self.cursor == 0:
                self.scroll_to(y=0, animate=False, force=True)
                return
            rows = self._rows_height
            if top < self.scroll_offset.y:
                self.scroll_to(y=top, animate=False, force=True)
            elif top + self.ROW_HEIGHT > self.scroll_offset.y + rows:
                self.scroll_to(y=top + self.ROW_HEIGHT - rows, animate=False, force=True)

    @property
    def _heading_height(self) -> int:
        return 1 if self.heading(max(1, self.size.width)) is not None else 0

    @property
    def _rows_height(self) -> int:
        return max(self.ROW_HEIGHT, self.scrollable_content_region.height - self._heading_height)

    def action_cursor(self, step: int) -> None:
        self.cursor += step

    def action_page(self, step: int) -> None:
        self.cursor += step * max(1, self._rows_height // self.ROW_HEIGHT - 1)

    def action_end(self, side: int) -> None:
        self.cursor = 0 if side < 0 else self._count - 1

    def action_select(self) -> None:
        if (item := self.item) is not None:
            self.post_message(self.Selected(self, item))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._heading_height:
            return
        row = (offset.y - self._heading_height + self.scroll_offset.y) // self.ROW_HEIGHT
        if row >= self._count:
            return
        again = row == self.cursor
        self.cursor = row
        if again or event.chain == 2:
            self.action_select()

    # Drawing

    def _resize(self) -> None:
        self.virtual_size = Size(
            self.scrollable_content_region.width, self._count * self.ROW_HEIGHT + self._heading_height
        )

    def on_resize(self) -> None:
        self._resize()
        self._show_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()

    def _refresh_row(self, index: int) -> None:
        y = index * self.ROW_HEIGHT + self._heading_height - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, self.ROW_HEIGHT))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        heading = self.heading(width - GUTTER) if y == 0 or not self._count else None
        if y == 0 and heading is not None:
            return self._paint(heading, width, "virtual-list--heading")
        if not self._count:
            middle = y == 1 + (heading is not None)
            text = Line().cell(self.empty, width - GUTTER, align="center") if middle else Line()
            return self._paint(text, width, "virtual-list--empty")
        line = y - self._heading_height + self.scroll_offset.y
        index, part = divmod(line, self.ROW_HEIGHT)
        item = self.item_at(index)
        if item is None:
            return Strip.blank(width, self.rich_style)
        selected = index == self.cursor
        lines = self.render_row(item, width - GUTTER, selected, self.now)
        text = lines[part] if part < len(lines) else Line()
        return self._paint(text, width, "virtual-list--cursor" if selected else None, selected)

    def _paint(self, line: Line, width: int, component: str | None, marked: bool = False) -> Strip:
        base = self.rich_style if component is None else self.get_component_rich_style(component)
        mark = Segment(" ", base)
        if marked:
            mark = Segment(MARKER, base + self.get_component_rich_style("virtual-list--marker", partial=True))
        if marked and self.app.no_color:
            segments = [mark, Segment(line.plain, base)]
        else:
            inks = [(text, self._ink(style)) for text, style in line.spans if text]
            segments = [mark, *(Segment(text, base + ink) for text, ink in inks)]
        return Strip(segments, line.width + GUTTER).adjust_cell_length(width, base)

    def _ink(self, style: str) -> RichStyle:
        """A style as written in a `Line`, in the colours of the theme of the moment."""
        found = self._inks.get(style)
        if found is None:
            found = Style.parse(style, self.app.theme_variables).rich_style if style else RichStyle()
            self._inks[style] = found
        return found


def _nothing(_offset: int, _limit: int) -> Sequence[T]:
    return ()
