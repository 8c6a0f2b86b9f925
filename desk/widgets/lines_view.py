"""A long text of `Line`s to scroll through: only what is visible is drawn, and only timers are repainted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from desk.domain.calendar import Instant
from desk.widgets.guarded import Guarded
from desk.widgets.text import CHARACTERS_PER_CELL, Line, inert_lines

LONG = 5_000
"""Characters of a text that takes so long to wrap that it is worth remembering: its case is read again and again."""

LiveLine = Callable[[Instant], Line]
"""A line that changes with the time."""
AnyLine = Line | LiveLine


class LinesView(Guarded, ScrollView, can_focus=True):
    """A subclass says what it shows in `build`; call `rebuild` when that has changed."""

    DEFAULT_CSS = """
    LinesView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.now: Instant = 0
        self._lines: Sequence[AnyLine] = ()
        self._live: list[int] = []
        self._inks: dict[str, RichStyle] = {}

    def build(self, width: int) -> Sequence[AnyLine]:
        """Everything to show, wrapped for `width` cells."""
        raise NotImplementedError

    def rebuild(self, *, from_top: bool = False) -> None:
        """Show what `build` says now; `from_top`: something else is shown, so begin at its beginning."""
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        self._lines = self.build(width)
        self._live = [place for place, line in enumerate(self._lines) if not isinstance(line, Line)]
        self.virtual_size = Size(width, len(self._lines))
        if from_top:
            self._go(0)
        self.refresh()

    def tick(self, now: Instant) -> None:
        """Repaint the visible timers for this moment, from memory."""
        self.now = now
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        for place in self._live:
            if top <= place < top + height:
                self.refresh(Region(0, place - top, self.size.width, 1))

    def page(self) -> None:
        """Scroll on by a page; from the end, back to the beginning."""
        step = max(1, self.scrollable_content_region.height - 1)
        self._go(0 if self.scroll_offset.y >= self.max_scroll_y else self.scroll_offset.y + step)

    def _go(self, y: int | float) -> None:
        """Scroll at once: a list of lines that glides is hard to read over a slow line."""
        self.scroll_to(y=max(0, min(y, self.max_scroll_y)), animate=False, force=True)

    def action_scroll_up(self) -> None:
        self._go(self.scroll_offset.y - 1)

    def action_scroll_down(self) -> None:
        self._go(self.scroll_offset.y + 1)

    def action_page_up(self) -> None:
        self._go(self.scroll_offset.y - self.scrollable_content_region.height + 1)

    def action_page_down(self) -> None:
        self._go(self.scroll_offset.y + self.scrollable_content_region.height - 1)

    def action_scroll_home(self) -> None:
        self._go(0)

    def action_scroll_end(self) -> None:
        self._go(self.max_scroll_y)

    @property
    def plain(self) -> str:
        """All that is shown, visible or not, as text."""
        return "\n".join(self._line(place).plain for place in range(len(self._lines)))

    def on_resize(self) -> None:
        self.rebuild()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        base = self.rich_style
        if place >= len(self._lines):
            return Strip.blank(width, base)
        line = self._line(place)
        segments = [Segment(text, base + self._ink(style)) for text, style in line.spans if text]
        return Strip(segments, line.width).adjust_cell_length(width, base)

    def _line(self, place: int) -> Line:
        line = self._lines[place]
        return line if isinstance(line, Line) else line(self.now)

    def _ink(self, style: str) -> RichStyle:
        """A style as written in a `Line`, in the colours of the theme of the moment."""
        found = self._inks.get(style)
        if found is None:
            found = Style.parse(style, self.app.theme_variables).rich_style if style else RichStyle()
            self._inks[style] = found
        return found


def wrap_cells(text: str, width: int, at_most: int | None = None) -> list[str]:
    """A text from people in lines of at most `width` cells, inert, broken at blanks where there are any.

    `at_most`: how many lines are wanted; of a longer text no more is looked at. None: all of them.
    """
    width = max(1, width)
    if at_most is not None:
        return list(_wrap(text[: at_most * width * CHARACTERS_PER_CELL], width)[:at_most])
    return list(_wrap_long(text, width) if len(text) > LONG else _wrap(text, width))


def _wrap(text: str, width: int) -> tuple[str, ...]:
    return tuple(line for paragraph in inert_lines(text) for line in _wrapped(paragraph, width))


_wrap_long = lru_cache(maxsize=32)(_wrap)


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for word in paragraph.split():
        size = cell_len(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            lines.append(line)
        if size > width:
            *whole, word = chop_cells(word, width)
            lines += whole
            size = cell_len(word)
        line, used = word, size
    return [*lines, line]
