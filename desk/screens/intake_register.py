"""The register of the day: what was logged, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from desk.domain.calendar import Instant
from desk.domain.moments import clock_text
from desk.office.office import Office
from desk.office.views import RegisterRow
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

_NUMBER = 12
_ROOMY = 44
"""Cells from which the status of an ordinary entry is told too."""


class RegisterList(VirtualList[RegisterRow]):
    """Two lines per entry: number, service and status; time, sender and subject."""

    ROW_HEIGHT = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Buka berkas", tooltip="Buka berkas baris ini.", id="list.open"),
    ]

    def __init__(self, office: Office) -> None:
        super().__init__(id="register-list", empty="Belum ada yang dicatat.")
        self._office = office

    def key(self, item: RegisterRow) -> str:
        return item.number

    def render_row(self, item: RegisterRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        quiet = item.voided
        status, style = register_status(item)
        if width < _ROOMY and not item.missing and not quiet:
            status = ""
        first = Line().cell(item.number, _NUMBER, "$muted" if quiet else "bold $strong")
        first.cell(item.service_short, width - _NUMBER - len(status) - 1, "$muted" if quiet else "$link")
        first.gap(1).add(status, style)
        when = arrival(self._office, item.at)
        second = Line().cell(f" {when}", len(when) + 2, "$muted")
        text = f"{item.sender.strip()} · {item.subject}"
        return [first, second.cell(text, width - second.width, "$muted" if quiet else "$foreground")]


def arrival(office: Office, at: Instant) -> str:
    """`09.41`, with the day before it where that is not today: the register lists what was logged today."""
    calendar = office.calendar()
    day = calendar.local_date(at)
    clock = clock_text(calendar, at)
    return clock if day == office.today() else f"{day:%d/%m} {clock}"


def strip(office: Office, rows: Sequence[RegisterRow]) -> Line:
    """The register in one line, where there is no room for it."""
    line = Line("F4 ", "bold $key").add(f"Register hari ini {len(rows)}", "$foreground")
    if rows:
        last = rows[0]
        status, style = register_status(last)
        line.add(f"  terakhir {arrival(office, last.at)} ", "$muted")
        line.add(f"{last.number} ", "bold $strong").add(f"{last.service_short} ", "$link")
        line.add(status, style)
    return line


def register_status(item: RegisterRow) -> tuple[str, str]:
    """The word for an entry and its style: voided before incomplete before the status itself."""
    if item.voided:
        return "× BATAL", "bold $fault"
    if item.missing:
        return f"kurang {item.missing}", "bold $key"
    return item.status, "$muted"
