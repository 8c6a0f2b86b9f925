"""Arsip: any letter, complaint or periodic task, found by its number, its sender or words of its subject."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
from desk.domain.people import Permission
from desk.errors import DeskError
from desk.office import same_number
from desk.office.archive import count, may_be_phone, search
from desk.office.casefile import view_case
from desk.office.views import RegisterRow
from desk.screens.archive_list import ArchiveList
from desk.screens.base import DeskScreen, SopContext
from desk.screens.saving import submit
from desk.widgets.fields import LineInput
from desk.widgets.pages import PAGE
from desk.widgets.text import inert
from desk.widgets.virtual_list import VirtualList

_ASK = "Enter mencari pengaduan dari nomor ini (dicatat)"
WAIT = 0.15
"""Seconds without a key after which the search begins."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one search."""

    text: str
    total: int
    first: Sequence[RegisterRow]
    """The newest page, read together with the total."""
    also: Collection[str] = ()
    """Complaints from the telephone number that the text is, as far as it was asked for."""


@dataclass(frozen=True, slots=True)
class Called:
    """The answer to one telephone number."""

    text: str = ""
    """The number as typed. Empty: none was asked for yet."""
    cases: tuple[str, ...] = ()
    """Numbers of the complaints from it."""


class ArchiveScreen(DeskScreen):
    """The search line has the keyboard; Enter or ↓ go to the list, typing in the list goes back to the line."""

    MODE = "archive"
    PURPOSE = (
        "Cari surat, pengaduan, atau tugas berkala: ketik nomor, pengirim, atau kata dari halnya, boleh "
        "beberapa kata sekaligus. Tanpa kata, yang terbaru tampil lebih dahulu. Nomor telepon lengkap dicari "
        "dengan Enter, dan pencariannya dicatat."
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
        self._called = Called()

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
        text = self.line.value
        self._read(text, self._called.cases if text == self._called.text else ())

    def _finished_reading(self) -> None:
        self._reading = False
        if self._again:
            self._search()

    @work(thread=True, group="archive")
    def _read(self, text: str, also: Collection[str]) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                first = search(self.session, text, also=also, limit=PAGE)
                total = len(first) if len(first) < PAGE else count(self.session, text, also=also)
        except DeskError as error:
            if not worker.is_cancelled:
                self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Read(Found(text, total, first, also)))

    @on(Read)
    def _arrived(self, event: Read) -> None:
        found = event.found
        self._finished_reading()
        if found.text != self.line.value:
            return
        rows = self.rows
        rows.look_for(found.text)
        rows.empty = self._nothing(found.text)
        fresh = found.text != self._shown
        self._shown = found.text
        rows.set_source(found.total, self._pages(found), 0 if fresh else None)
        box = self.query_one("#found")
        words = " ".join(found.text.split())
        title = f"Hasil untuk “{words}”" if words else "Berkas terbaru"
        box.border_title = Content(inert(title, max(20, self.size.width - 24)))
        hint = f" · {_ASK}" if found.total and self._may_ask(found.text) else ""
        box.border_subtitle = Content(f"{found.total:,} berkas".replace(",", ".") + hint)
        self.refresh_bindings()

    def _nothing(self, text: str) -> str:
        """What stands in an empty list."""
        if not text:
            return "Belum ada berkas."
        if self._may_ask(text):
            return f"Tidak ditemukan. {_ASK}."
        if text == self._called.text:
            return "Tidak ada pengaduan dari nomor telepon ini yang terbuka bagi Anda."
        return "Tidak ditemukan. Coba kata yang lebih pendek."

    def _pages(self, found: Found) -> Callable[[int, int], Sequence[RegisterRow]]:
        more = partial(search, self.session, found.text, also=found.also)

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
        """Enter before the results are there waits for nothing: it goes to the list that will show them.

        A telephone number is asked for here and not while it is typed: that is an act, which the office's log tells.
        Where it is refused, the list still shows what the words find.
        """
        event.stop()
        text = self.line.value
        if not self._may_ask(text):
            self.action_to_list()
            return

        def named(found: Sequence[same_number.Earlier]) -> None:
            self._called = Called(text, tuple(item.number for item in found))
            self._search()
            self.action_to_list()

        def refused(error: DeskError) -> None:
            self.tell_error(error)
            self.action_to_list()

        submit(self.app, partial(same_number.look_up, self.session, text), named, refused)

    def _may_ask(self, text: str) -> bool:
        """Whether Enter asks for the complaints from the number that the text is."""
        return may_be_phone(text) and text != self._called.text and self.session.may(Permission.WORK)

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
        if action == "search":  # the line itself takes the sign
            return not self.is_mounted or self.focused is not self.line
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
