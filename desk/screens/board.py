"""Papan SLA: every running step with its live remaining time, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from desk import db
from desk.domain.calendar import Instant
from desk.domain.moments import clock_text
from desk.domain.sla import Band
from desk.errors import DeskError
from desk.office.board import EVERYTHING
from desk.office.views import BoardFilter
from desk.screens.base import SopContext
from desk.screens.board_cards import cards_of, count_line, short_line
from desk.screens.board_data import BoardAnswer, BoardRequest, read_board
from desk.screens.board_filters import (
    UNTAKEN,
    band_options,
    filter_names,
    holder_options,
    of_holder,
    service_options,
)
from desk.screens.board_keys import KEYS
from desk.screens.board_list import BoardGroups, BoardList
from desk.screens.incident_notice import IncidentNotice
from desk.screens.pick import PickScreen
from desk.screens.why import ExplainsClocks
from desk.widgets.cards import Cards
from desk.widgets.fields.dropdown import Option
from desk.widgets.text import inert
from desk.widgets.virtual_list import VirtualList

REREAD = 5
"""Seconds after which counts and order are read again, whatever happened."""
TODAY_KEPT = 60
"""Seconds for which the figures of the day are kept while nothing is written."""


class BoardScreen(ExplainsClocks):
    """The manager's screen. Everything it shows is read in a worker; timers run from memory."""

    MODE = "board"
    PURPOSE = (
        "Semua langkah yang sedang berjalan, yang terlambat lebih dahulu. Sisa waktu bergerak setiap detik; "
        "pekerjaan meja lain tampak sendiri. Di ujung baris sempit: gol tenggat golongan, lay tenggat layanan."
    )
    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#rows"
    BINDINGS = KEYS

    @dataclass
    class Read(Message):
        """A worker has read the board, or could not."""

        answer: BoardAnswer | None
        error: DeskError | None = None
        """Why there is no answer. None: there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.where: BoardFilter = EVERYTHING
        self._reading = False
        """A worker is at it: one reads at a time."""
        self._again = False
        """What it reads is old already."""
        self._answer: BoardAnswer | None = None
        self._today_read: Instant = 0

    # Layout

    def compose_body(self) -> ComposeResult:
        yield Cards(id="cards")
        with Vertical(id="running", classes="board-box"):
            yield BoardList(empty="Memuat …", id="rows")
            yield Static("", id="calendar-warning", markup=False)
            yield IncidentNotice(id="incident-notice")
        yield BoardGroups(id="groups")

    @property
    def rows(self) -> BoardList:
        return self.query_one("#rows", BoardList)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        self.set_class(width >= 96 and height >= 22, "-cards")
        self.set_class(height < 30, "-low")
        self.set_class(width >= 140 and height >= 36, "-wall")
        self.set_class(width < 100, "-narrow")
        self._show_figures()

    # Reading

    def reload(self) -> None:
        self.query_one(IncidentNotice).read(self.session)
        self._today_read = 0
        self._reread(self.now())

    def tick(self, now: Instant) -> None:
        super().tick(now)
        self.query_one(IncidentNotice).tick(now)
        self.rows.tick(now)
        if self.has_class("-alone"):
            self._show_titles()
        if (answer := self._answer) is None:
            return
        due = answer.next_change is not None and now >= answer.next_change
        if due or not 0 <= now - answer.request.now < REREAD:
            self._reread(now)

    def _reread(self, now: Instant) -> None:
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        kept = self._answer.today if self._answer and 0 <= now - self._today_read < TODAY_KEPT else None
        if kept is None:
            self._today_read = now
        item = None if self.has_class("-alone") else self.rows.item
        request = BoardRequest(
            now=now,
            where=self.where,
            around=self.rows.cursor,
            case_no=item.case_no if item else None,
            grouped=self.has_class("-grouped"),
            today=kept,
            warning=self._answer.calendar_warning if self._answer and kept else None,
        )
        self._read(request)

    @work(thread=True, group="board")
    def _read(self, request: BoardRequest) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                read = self.Read(read_board(self.session, request))
        except DeskError as error:
            read = self.Read(None, error)
        if not worker.is_cancelled:
            self.post_message(read)

    @on(Read)
    def _arrived(self, event: Read) -> None:
        self._reading = False
        if self._again:
            self._reread(self.now())
        if event.error is not None:
            self.tell_error(event.error)
        answer = event.answer
        if answer is None or (answer.request.where, answer.request.grouped) != (
            self.where,
            self.has_class("-grouped"),
        ):
            return
        self._answer = answer
        rows = self.rows
        rows.empty = (
            "Tidak ada langkah dalam saringan ini." if self.filtered else "Tidak ada langkah berjalan."
        )
        rows.now = max(rows.now, answer.request.now)
        rows.set_source(answer.total, answer.fetch, self._cursor(answer))
        if answer.request.grouped:
            self.query_one(BoardGroups).show(answer.holders, answer.services)
        self._show_figures()

    def _cursor(self, answer: BoardAnswer) -> int:
        """The case that was under the cursor when it was read, unless the person has moved meanwhile."""
        if self.has_class("-alone"):
            return 0
        item = self.rows.item
        if item is not None and item.case_no == answer.request.case_no and answer.cursor is not None:
            return answer.cursor
        return self.rows.cursor

    # Figures and titles

    @property
    def filtered(self) -> bool:
        return self.where != EVERYTHING

    def _show_figures(self) -> None:
        if (answer := self._answer) is None:
            return
        cards = cards_of(answer.counts, answer.today, self.where.band, each=self.size.width >= 130)
        warning = self.query_one("#calendar-warning", Static)
        warning.update(inert(f"! {answer.calendar_warning} Alt+K") if answer.calendar_warning else "")
        warning.set_class(bool(answer.calendar_warning), "-shown")
        self.query_one(Cards).show(cards, short_line(answer.counts, self.where.band, self.size.width - 2))
        self._show_titles()

    def _show_titles(self) -> None:
        """What is listed, and how much; on the wall, which has no bars, the clock and the way out too."""
        if (answer := self._answer) is None:
            return
        parts = ["Langkah berjalan", *(filter_names(self.office, self.where) or ["urut tenggat"])]
        counted = count_line(answer, filtered=self.filtered, cards=self.has_class("-cards"))
        if self.has_class("-alone"):
            parts.insert(0, clock_text(self.office.calendar(), self.now()))
            counted += " · Esc kembali"
        box = self.query_one("#running")
        box.border_title = Content(inert(" · ".join(parts), self.size.width - 8))
        box.border_subtitle = Content(counted)

    # Filters

    def _filter(self, where: BoardFilter) -> None:
        self.where = where
        self.refresh_bindings()
        self._show_figures()
        self._reread(self.now())

    def action_pick_service(self) -> None:
        self._pick(
            "Layanan",
            service_options(self.office),
            self.where.service,
            lambda key: replace(self.where, service=key or None),
        )

    def action_pick_holder(self) -> None:
        self._pick(
            "Pemegang",
            holder_options(self.office),
            UNTAKEN if self.where.untaken else self.where.holder,
            lambda key: of_holder(self.where, key),
        )

    def action_pick_band(self) -> None:
        self._pick(
            "Keadaan",
            band_options(self._answer.counts if self._answer else {}),
            self.where.band.value if self.where.band else None,
            lambda key: replace(self.where, band=Band(key) if key else None),
        )

    def _pick(
        self,
        title: str,
        options: Sequence[Option],
        chosen: str | None,
        narrowed: Callable[[str], BoardFilter],
    ) -> None:
        self.app.push_screen(
            PickScreen(title, options, chosen),
            lambda key: None if key is None else self._filter(narrowed(key)),
        )

    @on(Cards.Chosen)
    def _card_chosen(self, event: Cards.Chosen) -> None:
        band = None if self.where.band is event.band else event.band
        self._filter(replace(self.where, band=band))

    # Views

    def action_group(self) -> None:
        self.toggle_class("-grouped")
        self.query_one("#holders" if self.has_class("-grouped") else "#rows").focus()
        self.refresh_bindings()
        self._reread(self.now())

    def action_alone(self) -> None:
        self.toggle_class("-alone")
        self.refresh_bindings()
        self._show_titles()

    def action_back(self) -> None:
        if self.has_class("-alone"):
            self.action_alone()
        elif self.has_class("-grouped"):
            self.action_group()

    def action_lift(self) -> None:
        self._filter(EVERYTHING)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        aside = self.has_class("-alone") or self.has_class("-grouped")
        if action == "lift":
            return self.filtered and not aside
        if action in ("back", "group", "alone"):
            return aside is (action == "back")
        return super().check_action(action, parameters)

    @property
    def timed_case(self) -> str | None:
        item = None if self.has_class("-grouped") else self.rows.item
        return None if item is None else item.case_no

    @on(VirtualList.Selected, "#rows")
    def _open(self) -> None:
        if (item := self.rows.item) is not None:
            self.shell.open_case(item.case_no)

    @on(BoardGroups.Chosen)
    def _group_chosen(self, event: BoardGroups.Chosen) -> None:
        self.action_group()
        if event.by == "holder":
            self._filter(of_holder(self.where, UNTAKEN if event.key is None else event.key))
        else:
            self._filter(replace(self.where, service=event.key))

    def sop_context(self) -> SopContext | None:
        item = None if self.has_class("-grouped") else self.rows.item
        return None if item is None else SopContext(item.service_version, item.step_no)
