"""Antrean: the open steps that are mine, worst first, beside the case of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from desk import db
from desk.domain.band_text import READY
from desk.domain.calendar import Instant
from desk.domain.duration import Unit
from desk.domain.moments import moment_text
from desk.domain.sla import Band, ClockKind
from desk.errors import DeskError
from desk.office.answers import WaitingDisposition, waiting_dispositions
from desk.office.board import my_queue
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.office.views import VisitRow
from desk.screens.case_acts import CaseActs, read_case
from desk.screens.case_pane import CasePane
from desk.screens.follower import Follower
from desk.screens.queue_dispositions import disposition_lines
from desk.widgets.band import BANDS, band_mark
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

EMPTY = "Antrean kosong. Tidak ada langkah yang menunggu Anda."
EMPTY_CASE = (
    "Berkas baru muncul di sini dengan sendirinya. Tekan 3 untuk melihat papan, 4 untuk mencari berkas."
)

ABOUT_WIDTH = 16
"""Cells from which it is worth telling whose case it is."""


QueueRow = VisitRow | WaitingDisposition


class QueueList(VirtualList[QueueRow]):
    """Two lines a step: how long and which case; what is to be done, for whom. Below the steps, dispositions that
    somebody else leads and that wait for one's own answer."""

    ROW_HEIGHT = 2
    BINDING_GROUP_TITLE = "Di antrean"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Buka", tooltip="Buka berkas selayar penuh.", id="list.open"),
    ]

    def key(self, item: QueueRow) -> tuple[str, str, int]:
        if isinstance(item, WaitingDisposition):
            return item.case_no, "disposition", item.disposition
        return item.case_no, "visit", item.visit_id

    def render_row(self, item: QueueRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        width -= 1
        if isinstance(item, WaitingDisposition):
            return disposition_lines(item, width, now)
        mark = band_mark(item.band(now), item.remaining(now), item.reading.unit)
        first = mark.gap(1).cell(item.case_no, 11, "bold $strong").gap(1)
        tags = self._tags(item)
        first.cell(item.service_short, width - first.width - len(tags), "$link").add(tags, "bold $key")
        second = Line().gap(2).cell(item.step_no, 3, "$muted")
        standard = _standard(item, now)
        label = min(34, width - second.width - len(standard) - 1)
        second.cell(item.step_label, label, "$foreground").gap(1).add(standard, "$muted")
        about = f"{item.sender} · {item.subject}" if item.sender else item.subject
        if width - second.width >= ABOUT_WIDTH:
            second.gap(2).cell(about, width - second.width - 2, "$muted")
        return first.gap(), second.gap()

    def _tags(self, item: VisitRow) -> str:
        tags = {"urgent": " segera", "very_urgent": " sangat segera"}.get(item.urgency, "")
        return tags if item.taken or item.reading.external else f"{tags} baru"


def _standard(item: VisitRow, now: Instant) -> str:
    """What the time left is measured against; of an event, whether it is taken and when it begins."""
    reading = item.reading
    if reading.unit is Unit.EVENT and reading.deadline is not None:
        start = moment_text(item.calendar, reading.deadline, item.calendar.local_date(now))
        return f"{READY}, acara {start}" if reading.is_ready else f"acara {start}"
    whole = reading.clock is ClockKind.SERVICE and reading.due_at is not None
    return f"{item.standard_text} total" if whole else item.standard_text


@dataclass(frozen=True, slots=True)
class QueueAnswer:
    """What the queue shows, read in one go beside the screen."""

    rows: Sequence[VisitRow]
    dispositions: Sequence[WaitingDisposition]
    seen: tuple[CaseView | None, Choice]
    """The case under the cursor, with the acts open on it."""


def read_queue(session: Session, now: Instant, chosen: QueueRow | None) -> QueueAnswer:
    """`chosen`: the row under the cursor. None: the queue was empty, and the first row will be under it."""
    rows, dispositions = my_queue(session, now), waiting_dispositions(session)
    listed: list[QueueRow] = [*rows, *dispositions]
    row = chosen or next(iter(listed), None)
    return QueueAnswer(rows, dispositions, read_case(session, None if row is None else row.case_no))


class QueueScreen(CaseActs):
    """What is mine, worst first; disposed or finished in two keystrokes."""

    MODE = "queue"
    CSS_PATH = ["case.tcss", "queue.tcss"]
    AUTO_FOCUS = "QueueList"
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (100, "-beside"), (124, "-roomy")]
    PURPOSE = (
        "Langkah yang menjadi tugas Anda, yang paling mendesak di atas. Di sampingnya berkas dari baris "
        "yang dipilih; spasi menggulirnya, Enter membukanya selayar penuh. Di bawahnya, bertanda », disposisi yang "
        "dipegang orang lain dan menunggu jawaban Anda."
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[VisitRow] = ()
        self._dispositions: Sequence[WaitingDisposition] = ()
        self._follower = Follower(self, self._ask, self._paint)

    def compose_body(self) -> ComposeResult:
        with Container(id="queue"):
            yield QueueList(empty=EMPTY)
            yield CasePane(id="case-pane", empty=EMPTY_CASE)

    @property
    def list(self) -> QueueList:
        return self.query_one(QueueList)

    def tick(self, now: Instant) -> None:
        super().tick(now)
        self.list.tick(now)
        self._count(now)

    def reload(self) -> None:
        self._follower.overtaken()
        try:
            with db.storage_errors():
                self._list_rows(my_queue(self.session, self.now()), waiting_dispositions(self.session))
            self._show(self.list.item)
        except DeskError as error:
            self.tell_error(error)
        self._count(self.now())

    def _list_rows(self, rows: Sequence[VisitRow], dispositions: Sequence[WaitingDisposition]) -> None:
        self._rows, self._dispositions = rows, dispositions
        self.list.set_rows([*rows, *dispositions])

    # What others did

    def follow(self) -> None:
        self._follower.look()

    def _ask(self) -> Callable[[], QueueAnswer]:
        return partial(read_queue, self.session, self.now(), self.list.item)

    def _paint(self, answer: QueueAnswer) -> None:
        self._list_rows(answer.rows, answer.dispositions)
        row, seen = self.list.item, answer.seen
        number = None if row is None else row.case_no
        try:
            if number != (None if seen[0] is None else seen[0].case_no):
                seen = read_case(self.session, number)
            self.show_followed(*seen)
        except DeskError as error:
            self.tell(error.message, severity="error")
        self._count(self.now())

    def _count(self, now: Instant) -> None:
        """How many in all above the list, how many of them are late or nearly so below it."""
        bands = [row.band(now) for row in self._rows]
        worst = ((band, bands.count(band)) for band in (Band.OVERDUE, Band.AT_RISK))
        told = [Line(f"{BANDS[band].glyph} {n}", f"bold {BANDS[band].style}") for band, n in worst if n]
        others = f" · disposisi {len(self._dispositions)}" if self._dispositions else ""
        self.list.border_title = Content(f"Milik saya · {len(bands)}{others}")
        self.list.border_subtitle = Content("  ").join(line.content() for line in told)

    def _show(self, row: QueueRow | None) -> None:
        self.view(None if row is None else row.case_no)

    @on(QueueList.Highlighted)
    def _highlighted(self, event: QueueList.Highlighted) -> None:
        """Read the case unless it is the one that `reload` has just read."""
        event.stop()
        row = self.list.item
        if (row.case_no if row else None) != (self.case.case_no if self.case else None):
            try:
                self._show(row)
            except DeskError as error:
                self.tell_error(error)

    @on(QueueList.Selected)
    def _selected(self, event: QueueList.Selected) -> None:
        event.stop()
        if (row := self.list.item) is not None:
            self.shell.open_case(row.case_no)
