"""A list of any length that holds in memory only what is on the screen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
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
from desk.widgets.guarded import Guarded
from desk.widgets.pages import PAGE, Fetch, Pages
from desk.widgets.text import Line

T = TypeVar("T")

GUTTER = 1
MARKER = "▌"


class VirtualList(Guarded, ScrollView, Generic[T], can_focus=True):
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
        self._pages: Pages[T] = Pages(0, _nothing)
        self._cursor_key: Hashable = None
        self._styles: dict[tuple[str, str], RichStyle] = {}

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
        if (wanted := self._cursor_key if cursor is None else cursor) is not None:
            index = next((place for place, row in enumerate(kept) if self.key(row) == wanted), None)
        self._replace(Pages(len(kept), lambda offset, limit: kept[offset : offset + limit]), index)

    def set_source(self, count: int, fetch: Fetch[T], cursor: int | None = None) -> None:
        """Show `count` rows read in pages by `fetch(offset, limit)`; the place of the cursor is `cursor`.

        Without `cursor` the item under it is looked for around its old place, a page's length either way.
        """
        pages = Pages(count, fetch)
        if cursor is None and self._cursor_key is not None:
            first = max(0, min(self.cursor, count - 1) - PAGE)
            nearby = ((place, pages[place]) for place in range(first, min(count, first + 2 * PAGE)))
            cursor = next(
                (n for n, row in nearby if row is not None and self.key(row) == self._cursor_key), None
            )
        self._replace(pages, cursor)

    def _replace(self, pages: Pages[T], cursor: int | None) -> None:
        self._pages = pages
        self._resize()
        self.cursor = self.cursor if cursor is None else cursor
        self.refresh()

    @property
    def count(self) -> int:
        return self._pages.count

    @property
    def item(self) -> T | None:
        """The item under the cursor. None: the list is empty."""
        return self._pages[self.cursor]

    def _key_at(self, index: int) -> Hashable:
        item = self._pages[index]
        return None if item is None else self.key(item)

    def tick(self, now: Instant) -> None:
        """Repaint the visible rows for this moment, from memory."""
        self.now = now
        if self.count:
            self.refresh()

    # Cursor

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        key = self._key_at(new)
        if key != self._cursor_key:
            self._cursor_key = key
            self.post_message(self.Highlighted(self, self.item))
        self._refresh_row(old)
        self._refresh_row(new)
        self._show_cursor()

    def _show_cursor(self) -> None:
        if not self.count or not self.size.height:
            return
        top, above = self.cursor * self.ROW_HEIGHT, self.scroll_offset.y
        if (y := max(min(above, top), top + self.ROW_HEIGHT - self._rows_height)) != above:
            # Forced: before the first layout the list does not yet know that it scrolls.
            self.scroll_to(y=y, animate=False, force=True)

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
        self.cursor = 0 if side < 0 else self.count - 1

    def action_select(self) -> None:
        if (item := self.item) is not None:
            self.post_message(self.Selected(self, item))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._heading_height:
            return
        row = (offset.y - self._heading_height + self.scroll_offset.y) // self.ROW_HEIGHT
        if row >= self.count:
            return
        again, self.cursor = row == self.cursor, row
        if again or event.chain == 2:
            self.action_select()

    # Drawing

    def _resize(self) -> None:
        self.virtual_size = Size(
            self.scrollable_content_region.width, self.count * self.ROW_HEIGHT + self._heading_height
        )

    def on_resize(self) -> None:
        self._resize()
        self._show_cursor()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def _refresh_row(self, index: int) -> None:
        y = index * self.ROW_HEIGHT + self._heading_height - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, self.ROW_HEIGHT))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint with every style resolved once: they depend on focus and theme, never on the line."""
        self._styles.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        heading = self.heading(width - GUTTER) if y == 0 or not self.count else None
        if y == 0 and heading is not None:
            return self._paint(heading, width, "virtual-list--heading")
        if not self.count:
            middle = y == 1 + (heading is not None)
            text = Line().cell(self.empty, width - GUTTER, align="center") if middle else Line()
            return self._paint(text, width, "virtual-list--empty")
        index, part = divmod(y - self._heading_height + self.scroll_offset.y, self.ROW_HEIGHT)
        item = self._pages[index]
        if item is None:
            return self._paint(Line(), width)
        selected = index == self.cursor
        lines = self.render_row(item, width - GUTTER, selected, self.now)
        text = lines[part] if part < len(lines) else Line()
        return self._paint(text, width, "virtual-list--cursor" if selected else "")

    def _paint(self, line: Line, width: int, component: str = "") -> Strip:
        ground = self._style(component, "")
        marked = component == "virtual-list--cursor"
        mark = (
            Segment(MARKER, self._style(component, "virtual-list--marker"))
            if marked
            else Segment(" ", ground)
        )
        if marked and self.app.no_color:
            segments = [mark, Segment(line.plain, ground)]
        else:
            segments = [mark, *[Segment(text, self._style(component, style)) for text, style in line.spans]]
        return Strip(segments, line.width + GUTTER).adjust_cell_length(width, ground)

    def _style(self, component: str, style: str) -> RichStyle:
        """A style as written in a `Line`, or a component's, on the ground of `component` (empty: the list's)."""
        found = self._styles.get((component, style))
        if found is None:
            base = self.get_component_rich_style(component) if component else self.rich_style
            if style in self.COMPONENT_CLASSES:
                found = base + self.get_component_rich_style(style, partial=True)
            else:
                found = base + Style.parse(style, self.app.theme_variables).rich_style if style else base
            self._styles[component, style] = found
        return found


def _nothing(_offset: int, _limit: int) -> Sequence[T]:
    return ()
