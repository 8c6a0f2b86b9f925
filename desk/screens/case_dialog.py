"""A form that performs one act on one case, and says before it is sent what deadline follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from desk import db
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.moments import dated_text
from desk.domain.sla import Band
from desk.errors import DeskError
from desk.office import case_presence, case_store, casefile, choosing
from desk.office.ahead import Ahead
from desk.office.case_presence import Opened
from desk.office.case_view import CaseView, Choice
from desk.office.drafts import about_case
from desk.office.office import Office
from desk.office.session import Session
from desk.office.views import DuePreview
from desk.screens.base import Beating
from desk.screens.conflict import Conflict, ConflictScreen, Way
from desk.screens.dialogs import TITLE, FormDialog
from desk.widgets.band import BANDS
from desk.widgets.fields import Field
from desk.widgets.fields.base import LABEL_WIDTH, MARK_WIDTH
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line, clip, lines_content

STALE = "stale"
NOTE = "Catat"
CHANGED = "Berkas ini berubah; perubahannya ditunjukkan sebelum disimpan."


@dataclass(frozen=True)
class Again:
    """A dialog is to be opened on the case as the person has seen it now, in the place of the one that was refused."""

    act: str
    """The same act, or `note`."""
    case: CaseView
    choice: Choice


@dataclass(frozen=True)
class Look:
    """The dialog was left for a look at its case; what was typed waits."""


Outcome = Again | Look | bool


class CaseDialog(Beating, FormDialog[Outcome]):
    """A form that performs one act on one case, as its person had seen it when the form was opened.

    Its result is True when the act was done, None when the form was closed.
    """

    ACT: ClassVar[str]
    """The act's name among `Choice.acts`."""
    AT_STEP: ClassVar[bool] = False
    """Whether it is about the step that is open, and so means no other one."""

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
        super().__init__(title_of(title, case), text)
        self.session = session
        self.case = case
        self.choice = choice
        self._expected = case.revision
        self._deed = title
        self._danger = danger
        self._others = ""
        self._changed = False
        """Whether somebody has acted on the case since the form was opened."""
        self._people = session.office.people
        self._ahead: Ahead | None = None
        """None: not read yet, or it could not be."""
        self._told_at: Instant = 0

    @property
    def draft_subject(self) -> str:
        return about_case(self.case)

    def on_mount(self) -> None:
        self.query_one("#dialog").set_class(self._danger, "-danger")
        self._look_ahead()

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Static("", id="dialog-ahead", markup=False)
        yield Static("", id="dialog-others", markup=False)

    # Other desks

    @property
    def opened_case(self) -> str | None:
        return self.case.case_no

    def show_others(self, number: str | None, opened: Sequence[Opened]) -> None:
        office = self.session.office
        told = case_presence.told(
            opened, office.calendar(), self.session.now(), is_sealed=self.case.is_sealed
        )
        if told != self._others:
            self._others = told
            self._tell_others()

    def _tell_others(self) -> None:
        texts = [self._others[:1].upper() + self._others[1:], CHANGED if self._changed else ""]
        line = self.query_one("#dialog-others", Static)
        parts = [part for text in texts if text for part in wrap_cells(text, _WIDTH)]
        line.update(lines_content(map(Line, parts)))
        line.set_class(bool(parts), "-shown")

    def renew(self, choice: Choice) -> None:
        """People came or went: offer those who are there now; what was typed stays."""

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
        """Nothing typed is touched, nor what is expected: that is what the person had seen."""
        office = self.session.office
        try:
            with db.storage_errors():
                if (people := office.people) is not self._people:
                    self._people = people
                    self.renew(choosing.choices(self.session, self.case.case_no))
                if case_store.last_event(self.case.case_no) == self._expected:
                    return
        except DeskError:
            return  # saving will tell
        self._changed = True
        self._tell_others()
        self._look_ahead()

    def _look_ahead(self) -> None:
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

    def save(self, values: Mapping[str, Any]) -> Outcome:
        self.perform(values, self._expected)
        return True

    def show_refusal(self, error: DeskError) -> None:
        super().show_refusal(error)
        if error.code == STALE:
            self._show_conflict()

    # Somebody else was faster

    def obstacle(self, case: CaseView, choice: Choice) -> str:
        """Why the form cannot be sent on the case as it is now, in a sentence. Empty: it can, knowingly."""
        before, now = self.case.open_visit, case.open_visit
        if self.AT_STEP and before is not None and (now is None or now.visit_id != before.visit_id):
            where = f"berkas {case.status_text}" if now is None else f"berkas kini di langkah {now.step_no}"
            return f"Langkah {before.step_no} sudah tidak terbuka; {where}."
        if self.ACT not in choice.acts:
            holder = "" if now is None or not self.AT_STEP else f"; kini pada {now.holder_name}"
            return f"Tindakan ini tidak lagi terbuka bagi Anda{holder}."
        return ""

    def _told(self) -> list[tuple[str, str]]:
        """What was put in, as (label, text); of a form that edits, what was changed."""
        if not self.EDITS:
            return self.form.told()
        own = self.own_typing()
        return [
            (field.label, field.told() or "(dikosongkan)") for field in self.form.fields if field.key in own
        ]

    def _show_conflict(self) -> None:
        try:
            case = casefile.view_case(self.session, self.case.case_no)
            choice = choosing.choices(self.session, self.case.case_no)
        except DeskError:
            return  # the refusal itself is told
        conflict = Conflict(
            case=case,
            since=tuple(event for event in case.history if event.event_id > self._expected),
            act=self._deed,
            typed=self._told(),
            obstacle=self.obstacle(case, choice),
            may_note="note" in choice.acts,
        )

        self.query_one("#dialog").visible = False  # two boxes over one another are hard to read

        def answered(way: Way | None) -> None:
            if way is Way.NOTE:
                form, title = f"NoteDialog:{about_case(case)}", title_of(NOTE, case)
                self.add_to_draft(form, title, "text", conflict.text)
                self.drop_draft()  # it has become the note
                self.dismiss(Again("note", case, choice))
                return
            if self.keeper is not None:  # also what was not touched: the form may offer another thing by now
                self.keeper.keep_draft(self.draft_form, self.own_typing(), self.draft_title)
            self.dismiss(Again(self.ACT, case, choice) if way is Way.BACK else Look())

        self.app.push_screen(ConflictScreen(self.session, conflict), answered)


def title_of(deed: str, case: CaseView) -> str:
    """The heading of a form on a case, cut to its room."""
    tail = f" · {case.case_no}"
    return clip(deed, TITLE - len(tail)) + tail


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
_WIDTH = _ROOM + LABEL_WIDTH + MARK_WIDTH + 1


def end_of_day(calendar: WorkingCalendar, day: date) -> Instant:
    """When that day's work ends; midnight of a day off."""
    if calendar.is_working_day(day):
        return calendar.last_closing(day)
    return calendar.instant(day, 24 * 3600 - 1)
