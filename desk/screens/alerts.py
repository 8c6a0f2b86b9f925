"""The alerts of the day, the latest first; Enter opens the case."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from desk import db
from desk.domain.calendar import Instant
from desk.domain.moments import clock_text
from desk.domain.sla import Band
from desk.errors import DeskError
from desk.office.alerts import Alert, told_today
from desk.office.session import Session
from desk.screens.base import Beating, Shell
from desk.screens.dialogs import DIALOG_CSS, Dialog
from desk.widgets.band import BANDS, band_mark
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

EMPTY = "Belum ada peringatan hari ini."


def show_alerts(shell: Shell, session: Session) -> None:
    """The list over the present screen; the case chosen there is opened."""

    def chosen(number: str | None) -> None:
        if number is not None:
            shell.open_case(number)

    try:
        with db.storage_errors():
            told = told_today(session, session.now())
    except DeskError as error:
        shell.notify(error.message, severity="error", markup=False)
        return
    shell.push_screen(AlertsScreen(session, told), chosen)


class AlertRows(VirtualList[Alert]):
    """When it was told and what; to the right how its step stands now."""

    def __init__(self, session: Session) -> None:
        super().__init__(empty=EMPTY)
        self._calendar = session.office.calendar()

    def key(self, item: Alert) -> Hashable:
        return item.case_no, item.step_no, item.clock

    def render_row(self, item: Alert, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        look = BANDS[
            Band.OVERDUE if item.percent >= 100 else Band.AT_RISK if item.percent >= 75 else Band.ON_TIME
        ]
        line = Line(clock_text(self._calendar, item.told_at), "$muted").gap(1)
        line.cell(f"{item.percent} %", 5, look.style, "right").gap(1).cell(
            item.case_no, 11, "bold $strong"
        ).gap(1)
        mark = _state(item, now)
        room = width - line.width - mark.width - 1
        line.cell(f"{item.step_no} {item.step_label} · {item.service_short}", room, "$foreground")
        return [line.gap(1).extend(mark)]


def _state(item: Alert, now: Instant) -> Line:
    """How the step stands: its mark, or that it is over."""
    if item.reading is None:
        return Line().cell("selesai", 11, "$muted", "right")
    return band_mark(item.band(now), item.remaining(now), item.reading.unit)


def _title(told: Sequence[Alert]) -> str:
    return f"Peringatan hari ini · {len(told)}"


class AlertsScreen(Beating, Dialog[str | None]):
    """Returns the number of the case to open; None when closed."""

    CSS_PATH = [DIALOG_CSS, "alerts.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "AlertRows"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a", "cancel", "Tutup", tooltip="Kembali ke layar semula.", id="alerts.close"),
    ]

    def __init__(self, session: Session, told: Sequence[Alert]) -> None:
        super().__init__(_title(told))
        self._session = session
        self._told = told

    def compose_body(self) -> ComposeResult:
        yield AlertRows(self._session)

    def on_mount(self) -> None:
        self.tick(self._session.now())
        self.query_one(AlertRows).set_rows(self._told)

    def tick(self, now: Instant) -> None:
        self.query_one(AlertRows).tick(now)

    def reload(self) -> None:
        try:
            with db.storage_errors():
                told = told_today(self._session, self._session.now())
        except DeskError:
            return  # the next reading tells it
        self.query_one("#dialog").border_title = _title(told)
        self.query_one(AlertRows).set_rows(told)

    @on(VirtualList.Selected)
    def _selected(self, event: VirtualList.Selected) -> None:
        event.stop()
        if (alert := self.query_one(AlertRows).item) is not None:
            self.dismiss(alert.case_no)

    def action_cancel(self) -> None:
        self.dismiss(None)
