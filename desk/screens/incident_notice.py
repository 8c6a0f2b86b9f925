"""The line on the board that tells heads and admins of incidents still to be reported."""

from __future__ import annotations

from textual.widgets import Static

from desk.domain.band_text import format_duration
from desk.domain.calendar import Instant
from desk.domain.moments import moment_text
from desk.office import incidents
from desk.office.incidents import IncidentView
from desk.office.session import Session


class IncidentNotice(Static):
    """The most urgent one, with its time left; hidden while none is open."""

    DEFAULT_CSS = """
    IncidentNotice { display: none; height: 1; padding: 0 1; color: $band-overdue; }
    IncidentNotice.-shown { display: block; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._session: Session | None = None
        self._open: list[IncidentView] = []
        self._told = ""

    def read(self, session: Session) -> None:
        """Read again which are open."""
        self._session, self._open = session, incidents.open_ones(session)
        self.tick(session.now())

    def tick(self, now: Instant) -> None:
        told = ""
        if self._open and self._session is not None:
            more = f" (+{len(self._open) - 1})" if len(self._open) > 1 else ""
            told = notice(self._session, self._open[0], now) + more
        if told != self._told:
            self._told = told
            self.update(told)
            self.set_class(bool(told), "-shown")


def notice(session: Session, item: IncidentView, now: Instant) -> str:
    """An open incident in one line, without what happened."""
    office, left = session.office, item.left(now)
    by = moment_text(office.calendar(), item.report_by, office.today())
    state = f"sisa {format_duration(left)}" if left >= 0 else f"LEWAT {format_duration(-left)}"
    return f"! Insiden {item.no}: lapor sampai {by}, {state}"
