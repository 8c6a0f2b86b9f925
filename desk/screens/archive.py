"""Arsip: any letter, complaint or periodic task, found by its number, its sender or words of its subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from desk import db
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office.archive import count, search
from desk.office.casefile import view_case
from desk.office.views import RegisterRow
from desk.screens.archive_list import ArchiveList
from desk.screens.base import DeskScreen, SopContext
from desk.widgets.fields import LineInput
from desk.widgets.pages import PAGE
from desk.widgets.text import inert
from desk.widgets.virtual_list import VirtualList

WAIT = 0.15
"""Seconds without a key after which the search begins."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search."""

    text: str
    total: int
    first: Sequence[RegisterRow]
    """The newest page, read together with the total."""


class ArchiveScreen(DeskScreen):
    """The search line has the keyboard; Enter or ↓ go to the list, typing in the list goes back to the line."""

    MODE = "archive"
    PURPOSE = (
        "Cari surat, pengaduan, atau tugas berkala: ketik nomor, pengirim, atau kata dari halnya, boleh "
        "beberapa kata sekaligus. Tanpa kata, yang terbaru tampil lebih dahulu."
    )
    CSS_PATH = "archive.tcss"
    AUTO_FOCUS = "#search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Cari", tooltip="Ke baris pencarian.", id="archive.search"),
        Binding("down", "to_list", show=False),
        Binding("escape", "clear", "Kosongkan", tooltip="Hapus kata pencarian.", id="archive.clear"),
    ]

    @dataclass
    class Read(Message):
        """A worker has searched."""

        found: Found

    @dataclass
    class Failed(Message):
        """A worker could not search."""

        error: DeskError

    def __init__(self) -> None:
        super().__init__()
        self._reading = False
        """A worker is at it: one searches at a time."""
        self._again = False
        """What it looks for is old already."""
        self._shown = ""
        """The text whose results are in the list."""
        self._waiting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="search-line"):
            yield Static("Cari  ", id="search-label", markup=False)
            yield LineInput(placeholder="nomor, pengirim, atau kata dari hal surat …", id="search")
        with Vertical(id="found"):
            yield ArchiveList(id="rows")

    @property
    def rows(self) -> ArchiveList:
        return self.query_one(ArchiveList)

    @property
    def line(self) -> LineInput:
        return self.query_one("#search", LineInput)

    def on_mount(self) -> None:
        self.rows.calendar = self.office.calendar()

    def tick(self, now: Instant) -> None:
        """Nothing in the list moves: only the bars."""
        super().tick(now)
        self.rows.now = now

    # Searching

    def reload(self) -> None:
        self._search()

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refresh_bindings()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(WAIT, self._search)

    def _search(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._read(self.line.value)

    def _finished_reading(self) -> None:
        self._reading = False
        if self._again:
            self._search()

    @work(thread=True, group="archive")
    def _read(self, text: str) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                first = search(self.session, text, limit=PAGE)
                total = len(first) if len(first) < PAGE else count(self.session, text)
        except DeskError as error:
            if not worker.is_cancelled:
                self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Read(Found(text, total, first)))

    @on(Read)
    def _arrived(self, event: Read) -> None:
        found = event.found
        self._finished_reading()
        if found.text != self.line.value:
            return
        rows = self.rows
        rows.look_for(found.text)
        rows.empty = "Tidak ditemukan. Coba kata yang lebih pendek." if found.text else "Belum ada berkas."
        fresh = found.text != self._shown
        self._shown = found.text
        rows.set_source(found.total, self._pages(found), 0 if fresh else None)
        box = self.query_one("#found")
        words = " ".join(found.text.split())
        title = f"Hasil untuk “{words}”" if words else "Berkas terbaru"
        box.border_title = Content(inert(title, max(20, self.size.width - 24)))
        box.border_subtitle = Content(f"{found.total:,} berkas".replace(",", "."))
        self.refresh_bindings()

    def _pages(self, found: Found) -> Callable[[int, int], Sequence[RegisterRow]]:
        more = partial(search, self.session, found.text)

        def read(offset: int, limit: int) -> Sequence[RegisterRow]:
            if offset == 0 and limit == PAGE:
                return found.first
            with db.storage_errors():
                return more(offset=offset, limit=limit)

        return read

    @on(Failed)
    def _refused(self, event: Failed) -> None:
        self._finished_reading()
        self.tell_error(event.error)

    # Moving and opening

    @on(Input.Submitted, "#search")
    def _entered(self, event: Input.Submitted) -> None:
        """Enter before the results are there waits for nothing: it goes to the list that will show them."""
        event.stop()
        self.action_to_list()

    def action_search(self) -> None:
        self.line.focus()

    def action_to_list(self) -> None:
        self.rows.focus()

    def action_clear(self) -> None:
        self.line.value = ""
        self.line.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "clear":
            return bool(self.line.value) if self.is_mounted else False
        if action == "to_list":
            return self.focused is not self.rows
        return True

    def on_key(self, event: events.Key) -> None:
        """↑ on the first row goes back to the search line."""
        if event.key == "up" and self.focused is self.rows and self.rows.cursor == 0:
            event.stop()
            self.action_search()

    @on(VirtualList.Selected)
    def _open(self) -> None:
        if (item := self.rows.item) is not None:
            self.shell.open_case(item.number)

    def sop_context(self) -> SopContext | None:
        item = self.rows.item
        if item is None:
            return None
        view = view_case(self.session, item.number)
        visit = view.open_visit
        return SopContext(view.service.version, visit.step_no if visit else None)
