"""A form that performs one act on one case, and says before it is sent what deadline follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.moments import dated_text
from desk.domain.sla import Band
from desk.errors import DeskError
from desk.office import casefile
from desk.office.ahead import Ahead
from desk.office.session import Office, Session
from desk.office.views import CaseView, Choice, DuePreview
from desk.screens.base import Beating
from desk.screens.dialogs import TITLE, FormDialog
from desk.widgets.band import BANDS
from desk.widgets.fields import Field
from desk.widgets.fields.base import LABEL_WIDTH, MARK_WIDTH
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line, clip, lines_content

STALE = "stale"


class CaseDialog(Beating, FormDialog[bool]):
    """A form that performs one act on one case; its result is True when it was done, None when closed."""

    def __init__(
        self,
        session: Session,
        case: CaseView,
        choice: Choice,
        title: str,
        text: str = "",
        *,
        danger: bool = False,
    ) -> None:
        tail = f" · {case.case_no}"
        super().__init__(clip(title, TITLE - len(tail)) + tail, text)
        self.session = session
        self.case = case
        self.choice = choice
        self._expected = case.revision
        self._danger = danger
        self._ahead: Ahead | None = None
        """None: not read yet, or it could not be."""
        self._told_at: Instant = 0

    @property
    def draft_subject(self) -> str:
        return self.case.case_no

    def on_mount(self) -> None:
        self.query_one("#dialog").set_class(self._danger, "-danger")
        self.reload()

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Static("", id="dialog-ahead", markup=False)

    # What it leads to

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        """What the act, as it stands in the form, would lead to. Empty: nothing yet, or nothing to be told.

        A refusal is told in its place.
        """
        return []

    def tick(self, now: Instant) -> None:
        """Deadlines are told to the minute."""
        if now // 60 != self._told_at // 60:
            self._tell_ahead()

    def reload(self) -> None:
        try:
            self._ahead = Ahead(self.session, self.case.case_no)
        except DeskError:
            self._ahead = None
        self._tell_ahead()

    @on(Field.Changed)
    def _tell_ahead(self) -> None:
        self._told_at = self.session.now()
        lines: list[Line] = []
        if self._ahead is not None:
            try:
                lines = self.foresee(self._ahead, self.form.values())
            except DeskError as error:
                lines = note_lines("Tenggat", error.message)
        told = self.query_one("#dialog-ahead", Static)
        told.update(lines_content(lines))
        told.set_class(bool(lines), "-shown")

    # The act

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        """The act itself, on the case as the person saw it (`expected`). DeskError when refused."""
        raise NotImplementedError

    def save(self, values: Mapping[str, Any]) -> bool:
        try:
            self.perform(values, self._expected)
        except DeskError as error:
            if error.code == STALE:
                self.look_again()
            raise
        return True

    def look_again(self) -> None:
        """Somebody else has acted: what was typed may be saved again only while the case is at the same visit."""
        try:
            now = casefile.view_case(self.session, self.case.case_no)
        except DeskError:
            return
        if _place(now) == _place(self.case):
            self._expected = now.revision


def _place(case: CaseView) -> tuple[str, int | None]:
    return case.status, case.open_visit.visit_id if case.open_visit else None


def preview_lines(office: Office, found: DuePreview) -> list[Line]:
    """What follows from an act: the deadline and its reason, or that there is none."""
    if found.due_at is None:
        return note_lines("Sesudah ini", found.reason)
    doubts = [part for text in found.warnings for part in wrap_cells(f"! {text}", _ROOM)]
    return due_lines(office, found.due_at, found.reason) + [_label("").add(part, "$key") for part in doubts]


def due_lines(office: Office, due_at: Instant, reason: str) -> list[Line]:
    """A deadline with its reason below."""
    head = _label("Tenggat nanti").add(dated_text(office.calendar(), due_at, office.today()), "bold $strong")
    if due_at < office.now():
        look = BANDS[Band.OVERDUE]
        head.add(f" {look.glyph} sudah lewat", f"bold {look.style}")
    return [head, *(_label("").add(part, "$muted") for part in wrap_cells(reason, _ROOM))]


def note_lines(label: str, text: str) -> list[Line]:
    """A remark in the place of a deadline."""
    parts = wrap_cells(text, _ROOM)
    return [_label(label if place == 0 else "").add(part, "$muted") for place, part in enumerate(parts)]


def _label(text: str) -> Line:
    return Line().cell(text, LABEL_WIDTH + MARK_WIDTH + 1, "$muted")


_ROOM = 48
"""Cells beside the label in a dialog on the narrowest screen."""


def end_of_day(calendar: WorkingCalendar, day: date) -> Instant:
    """When that day's work ends; midnight of a day off."""
    if calendar.is_working_day(day):
        return calendar.last_closing(day)
    return calendar.instant(day, 24 * 3600 - 1)
