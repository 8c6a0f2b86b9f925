"""The lists of the board: running steps with their timers, and groups with their counts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from desk.domain.band_text import READY
from desk.domain.calendar import Instant
from desk.domain.duration import Unit
from desk.domain.sla import OPEN_BANDS, Band, ClockKind
from desk.office.views import GroupRow, VisitRow
from desk.widgets.band import BANDS, band_mark, band_usage
from desk.widgets.text import Line, inert, pad
from desk.widgets.virtual_list import GUTTER, VirtualList

_MARK = 11
_KEPT = 400
"""Drawn rows remembered; more than any screen holds."""
_COUNT = 4
"""Cells of one count in a group's row."""
_CLOCKS = {ClockKind.SERVICE: ("layanan", "lay"), ClockKind.CLASS_: ("golongan", "gol")}
"""Names of the clocks that are not the step's own, whole and for narrow columns."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a row of this width is divided; 0 leaves a column out."""

    word: int
    number: int
    service: int
    step: int
    holder: int
    bar: int
    standard: int

    @classmethod
    def of(cls, width: int) -> Columns:
        word = 9 if width >= 116 else 5
        bar = 0 if width < 90 else 6 if width < 116 else min(16, width // 10)
        standard = 0 if width < 116 else 20
        number = 11 if width >= 96 else 7
        usage = bar + (10 if not standard else 6)
        rest = width - _MARK - word - number - usage - standard - (6 if standard else 5) - 1
        service = min(20, rest * 30 // 100)
        holder = min(28, rest * 29 // 100)
        return cls(word, number, service, rest - service - holder, holder, bar, standard)


@dataclass(frozen=True, slots=True)
class _State:
    """What of a row the time changes."""

    band: Band
    remaining: int | None
    percent: int | None


@dataclass(slots=True)
class _Drawn:
    """A row as it is on the screen."""

    item: VisitRow
    width: int
    selected: bool
    state: _State
    rest: list[Segment]
    """Everything to the right of the timer, painted."""

    def still_shows(self, item: VisitRow, width: int, selected: bool, state: _State) -> bool:
        """Whether only the timer can have changed."""
        return (
            self.item is item
            and (self.width, self.selected) == (width, selected)
            and (self.state.band, self.state.percent) == (state.band, state.percent)
        )


class BoardList(VirtualList[VisitRow]):
    """Running steps in the order of the board.

    A tick repaints only the rows whose timer has moved, and of those only the timer anew, unless more changed.
    """

    def __init__(self, *, empty: str, id: str) -> None:
        super().__init__(empty=empty, id=id)
        self._width = 0
        self._drawn: dict[str, _Drawn] = {}
        """By case number."""
        self._states: dict[str, tuple[VisitRow, Instant, _State]] = {}
        """How rows stood at the last instant asked for, by case number."""

    def key(self, item: VisitRow) -> Hashable:
        return item.case_no

    def heading(self, width: int) -> Line | None:
        to = Columns.of(width)
        line = Line().cell("   Sisa", _MARK + to.word + 2)
        _put(line, "Berkas", to.number)
        _put(line, "Layanan", to.service)
        _put(line, "Langkah", to.step)
        _put(line, "Pemegang", to.holder)
        if to.bar:
            line.cell("Terpakai", to.bar + 6)
        else:
            line.cell("%", 6, align="right")
        return line.gap(2).cell("Standar", to.standard)

    @property
    def _heading_height(self) -> int:
        return 1

    def tick(self, now: Instant) -> None:
        self.now = now
        top = self.scroll_offset.y
        for place in range(top, min(self.count, top + self._rows_height)):
            item = self._pages[place]
            drawn = self._drawn.get(item.case_no) if item else None
            if item is None or drawn is None:
                self.refresh()
                return
            if self._state(item) != drawn.state:
                self.refresh(Region(0, place - top + 1, self.size.width, 1))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._width = self.scrollable_content_region.width
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        place = y - 1 + self.scroll_offset.y
        item = self._pages[place] if y else None
        if item is None:
            return super().render_line(y)
        selected = place == self.cursor
        component = "virtual-list--cursor" if selected else ""
        state = self._state(item)
        drawn = self._drawn.get(item.case_no)
        if drawn is None or not drawn.still_shows(item, self._width, selected, state):
            line = _rest(item, state, Columns.of(self._width - GUTTER))
            rest = list(self._paint(line, self._width - _MARK, component))[1:]
            _forget_if_many(self._drawn)
            drawn = self._drawn[item.case_no] = _Drawn(item, self._width, selected, state, rest)
        drawn.state = state
        mark = self._paint(_mark(item, state), _MARK + GUTTER, component)
        return Strip([*mark, *drawn.rest], self._width)

    def _state(self, item: VisitRow) -> _State:
        known, now, state = self._states.get(item.case_no, (None, 0, None))
        if state is None or known is not item or now != self.now:
            now = self.now
            state = _State(item.band(now), item.remaining(now), item.percent(now))
            _forget_if_many(self._states)
            self._states[item.case_no] = (item, now, state)
        return state


def _forget_if_many(memory: dict[str, Any]) -> None:
    if len(memory) > _KEPT:
        memory.clear()


def _mark(item: VisitRow, state: _State) -> Line:
    mark = band_mark(state.band, state.remaining, item.reading.unit)
    return Line(mark.plain, "bold reverse $band-overdue") if state.band is Band.OVERDUE else mark


def _put(line: Line, text: str, width: int, style: str = "") -> None:
    """A cell and the gap after it as one span: half as many to paint."""
    line.add(pad(inert(text, width), width) + " ", style)


def _rest(item: VisitRow, state: _State, to: Columns) -> Line:
    band = state.band
    line = Line()
    word = READY if item.reading.is_ready else _word(state, to.word)
    _put(line, f" {word}", to.word + 1, BANDS[band].style)
    _put(line, item.case_no if to.number > 7 else item.case_no.partition("/")[0], to.number, "bold $strong")
    _put(line, item.service_short, to.service, "$link")
    style = "bold $strong" if band is Band.OVERDUE else "$strong"
    _put(line, f"{item.step_no} {item.step_label}", to.step, style)
    _put(line, item.holder_name, to.holder, "" if item.taken else "$muted")
    line.extend(band_usage(band, state.percent, to.bar))
    names = _CLOCKS.get(item.reading.clock)
    if not to.standard:
        return line.cell(f" {names[1]}" if names else "", 4, "$muted")
    text = item.standard_text
    if names and names[0] not in text and item.reading.unit is not Unit.EVENT:
        text += f" {names[0]}"
    return line.cell(f"  {text}", to.standard + 2, "$muted")


def _word(state: _State, width: int) -> str:
    """The band in a word, where its sign and the time beside it do not say it all."""
    band = state.band
    if band is Band.PAUSED and state.remaining is None:
        return ""
    if width < 9:
        return {Band.OVERDUE: "LEWAT", Band.PAUSED: "jeda"}.get(band, "")
    if band is Band.OVERDUE:
        return "TERLAMBAT"
    return "" if band in (Band.ON_TIME, Band.NONE) else BANDS[band].word.removeprefix("di ")


class GroupList(VirtualList[GroupRow]):
    """Holders or services with how many of their steps stand in each band."""

    def __init__(self, heading: str, *, id: str) -> None:
        super().__init__(empty="Tidak ada langkah berjalan.", id=id)
        self._heading = heading

    def key(self, item: GroupRow) -> Hashable:
        return item.key or ""

    def heading(self, width: int) -> Line | None:
        line = Line().cell(self._heading, _name_width(width))
        for band in OPEN_BANDS:
            line.cell(BANDS[band].glyph, _COUNT, BANDS[band].style, "right")
        return line.cell("Semua", 6, align="right")

    def render_row(self, item: GroupRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        line = Line().cell(item.name, _name_width(width), "$strong" if item.key else "$muted")
        for band in OPEN_BANDS:
            number = item.counts[band]
            weight = "bold " if band in (Band.OVERDUE, Band.AT_RISK) else ""
            line.cell(
                str(number) if number else "·",
                _COUNT,
                weight + BANDS[band].style if number else "$faint",
                "right",
            )
        return [line.cell(str(item.total), 6, "bold $strong", "right")]


def _name_width(width: int) -> int:
    return width - _COUNT * len(OPEN_BANDS) - 7


class BoardGroups(Container):
    """The second view of the board: by holder and by service, side by side or one above the other."""

    @dataclass
    class Chosen(Message):
        """Enter on a group."""

        by: str
        """`holder` or `service`."""
        key: str | None
        """None: the steps that nobody has taken."""

    def compose(self) -> ComposeResult:
        for by, title in (("holder", "Pemegang"), ("service", "Layanan")):
            with Vertical(classes="board-box") as box:
                box.border_title = f"Per {title.lower()}"
                yield GroupList(title, id=f"{by}s")

    def show(self, holders: Sequence[GroupRow], services: Sequence[GroupRow]) -> None:
        self.query_one("#holders", GroupList).set_rows(holders)
        self.query_one("#services", GroupList).set_rows(services)

    @on(VirtualList.Selected)
    def _selected(self, event: VirtualList.Selected) -> None:
        event.stop()
        by = "holder" if event.list.id == "holders" else "service"
        item = self.query_one(f"#{by}s", GroupList).item
        if item is not None:
            self.post_message(self.Chosen(by, item.key))
