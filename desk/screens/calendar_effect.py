"""The dialog every change of a calendar ends in: what will move, before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from desk import db
from desk.domain.dates import format_day_short
from desk.domain.hours import hours_text
from desk.domain.moments import dated_text
from desk.errors import DeskError
from desk.office.calendar_acts import Effect
from desk.office.due import CLOCK_NAMES
from desk.office.office import Office
from desk.office.recompute import Move
from desk.screens.dialog_text import DialogText
from desk.screens.dialogs import DIALOG_CSS, Dialog
from desk.screens.saving import submit
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line

T = TypeVar("T")

_SHOWN_DAYS = 60
"""Days that are listed one by one; more are counted."""
_SERVICE = 10
"""Cells below which the service is left out of a line."""


class EffectScreen(Dialog[bool], Generic[T]):
    """Reads what would happen in a worker, shows it, and does it when told to. True: it was done."""

    CSS_PATH = [DIALOG_CSS, "calendar.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "#effect"
    DELIBERATE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,f2,ctrl+s", "save", "Simpan", tooltip="Lakukan seperti yang tampil.", id="effect.save"
        ),
        Binding("escape", "cancel", "Batal", tooltip="Kembali; tidak ada yang diubah.", id="effect.cancel"),
    ]

    @dataclass
    class Loaded(Message):
        """The worker has read what would happen, or could not."""

        found: Any
        fault: str = ""
        """Why there is nothing to show."""

    def __init__(
        self,
        title: str,
        load: Callable[[], T],
        lines: Callable[[T, int], Sequence[Line]],
        act: Callable[[T], object],
    ) -> None:
        """`load` runs in a thread of its own; `act` does what was loaded and raises a DeskError when refused."""
        super().__init__(title)
        self._load, self._lines, self._act = load, lines, act
        self._found: T | None = None

    def compose_body(self) -> ComposeResult:
        yield DialogText(lambda width: [Line("Menghitung akibatnya …", "$muted")], id="effect")

    def on_mount(self) -> None:
        self._read()

    @work(thread=True, group="effect")
    def _read(self) -> None:
        worker = get_current_worker()
        try:
            with db.own_connection():
                loaded = self.Loaded(self._load())
        except DeskError as error:
            loaded = self.Loaded(None, error.message)
        if not worker.is_cancelled:
            self.post_message(loaded)

    @on(Loaded)
    def _loaded(self, event: Loaded) -> None:
        self._found = event.found
        self.refresh_bindings()
        if event.found is None:
            self.query_one(DialogText).show(lambda width: [])
            self.show_fault(event.fault)
            return
        self.query_one(DialogText).show(lambda width: self._lines(event.found, width))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save":
            return True if self._found is not None else None
        return super().check_action(action, parameters)

    def action_save(self) -> None:
        if (found := self._found) is None:
            return

        def refused(error: DeskError) -> None:
            self.show_fault(error.message)
            self._found = None
            self._read()

        submit(self.app, lambda: self._act(found), lambda _result: self.dismiss(True), refused)

    def action_cancel(self) -> None:
        self.dismiss(False)


def effect_lines(office: Office, found: Effect, width: int) -> list[Line]:
    """Notes, the days whose hours change, and the deadlines that would move."""
    lines = [Line(part) for note in found.notes for part in wrap_cells(note, width)]
    if lines:
        lines.append(Line())
    if not any(key in found.before for key in found.calendars):
        return [*lines, Line("Kalender baru; berkas berjalan tidak terpengaruh.")]
    lines += _day_lines(found, width)
    lines.append(Line())
    head = "Berkas berjalan tetap pada kalender lama sampai dihitung ulang (h)."
    lines += [Line(part, "$muted") for part in wrap_cells(head, width)]
    return lines + move_lines(office, found.moves, "Tenggat yang bergeser bila dihitung ulang", width)


def _day_lines(found: Effect, width: int) -> list[Line]:
    if not found.days:
        return [Line("Tidak ada hari yang jam kerjanya berubah.", "$muted")]
    several = {item.calendars for item in found.days}
    dates = len({item.day for item in found.days})
    lines = [Line(f"{dates} hari berubah", "bold $strong")]
    for item in found.days[:_SHOWN_DAYS]:
        whose = f" · {', '.join(item.calendars)}" if len(several) > 1 else ""
        line = Line().cell(f"{format_day_short(item.day)} {item.day.year}", 17)
        line.add(hours_text(item.before), "$muted").add(" → ", "$muted").add(hours_text(item.after), "bold")
        lines.append(line.add(whose, "$muted"))
    if len(found.days) > _SHOWN_DAYS:
        last = found.days[-1].day
        lines.append(Line(f"… sampai {format_day_short(last)} {last.year}", "$muted"))
    return lines


def move_lines(office: Office, moves: Sequence[Move], title: str, width: int) -> list[Line]:
    """A heading, then each deadline before and after on a line."""
    if not moves:
        return [Line("Tidak ada tenggat berkas berjalan yang bergeser.", "$muted")]
    calendar, today = office.calendar(), office.today()
    lines = [Line(f"{title}: {len(moves)}", "bold $strong")]
    for move in moves:
        before, after = (
            "–" if t is None else dated_text(calendar, t, today) for t in (move.before, move.after)
        )
        which = f"{CLOCK_NAMES[move.clock]} {move.step_no or ''}".rstrip()
        line = Line().cell(move.case_no, 12, "$link").cell(which, 11, "$muted")
        line.cell(before, 21, "$muted").add(" → ", "$muted").cell(after, 21, "bold")
        room = width - line.width
        lines.append(line.cell(move.service_short, room if room >= _SERVICE else 0, "$muted"))
    return lines
