"""The side of the counter where something is typed: one form at a time, its note, its preview, its draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from desk.domain.machine_clock import CONFIRMERS
from desk.domain.service import Intake, Service
from desk.errors import DeskError, FieldError
from desk.office.session import Session
from desk.office.views import Logged
from desk.screens.complaint_form import ComplaintForm
from desk.screens.drafting import DraftKeeper
from desk.screens.intake_form import IntakeForm
from desk.screens.letter_form import LetterForm
from desk.screens.saving import submit
from desk.widgets.fields import Field
from desk.widgets.guarded import Guarded
from desk.widgets.text import inert, lines_content

_TITLES = {Intake.LETTER: "Surat masuk", Intake.COMPLAINT: "Pengaduan"}
_NAMES = {Intake.LETTER: "surat", Intake.COMPLAINT: "pengaduan"}
_OTHER = {Intake.LETTER: Intake.COMPLAINT, Intake.COMPLAINT: Intake.LETTER}


class EntryPane(Guarded, Vertical):
    """Both forms; the one not in use keeps what was typed."""

    class ClockDoubted(Message):
        """A save was refused for the machine's clock, and may be repeated once that is settled."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="entry")
        self._session = session
        self._forms: dict[Intake, IntakeForm] = {}
        self._form: IntakeForm | None = None
        self._minute = 0

    def compose(self) -> ComposeResult:
        yield Static("", id="note", markup=False)
        yield Static("", id="preview", markup=False)

    @property
    def form(self) -> IntakeForm | None:
        """The form in use. None: none is open yet."""
        return self._form

    @property
    def _keeper(self) -> DraftKeeper[Any]:
        return cast(DraftKeeper[Any], self.app)

    def unfinished(self, usual: Intake) -> Intake:
        """The kind to begin with: the usual one, unless only the other was left half-filled."""
        other = _OTHER[usual]
        drafts = self._keeper.drafts
        return other if drafts.has(other) and not drafts.has(usual) else usual

    async def open(self, kind: Intake) -> None:
        """Show the form of this kind, with what was left in it the last time."""
        for form in self._forms.values():
            form.display = False
        note = ""
        form = self._forms.get(kind) or await self._make(kind)
        if self._form is None or kind is not self._form.KIND:
            note = self._drafts_note(form)
        form.display = True
        self._form = form
        self.border_title = _TITLES[kind]
        self.say(note)
        self.preview()
        form.focus_first()

    def _drafts_note(self, form: IntakeForm) -> str:
        """What was left unfinished, here and in the form that is not shown."""
        notes = [] if form.is_untouched else ["Konsep dipulihkan; ^n mengosongkan."]
        other = _OTHER[form.KIND]
        if self._keeper.drafts.has(other):
            notes.append(f"Ada konsep {_NAMES[other]}: F3.")
        return " ".join(notes)

    async def _make(self, kind: Intake) -> IntakeForm:
        form = LetterForm(self._session) if kind is Intake.LETTER else ComplaintForm(self._session)
        self._forms[kind] = form
        await self.mount(form, before="#preview")
        if (kept := self._keeper.drafts.load(kind)) is not None:
            form.restore_all(kept.values)
        return form

    def renew(self) -> None:
        """The office's services are others: offer those; what was typed stays."""
        for form in self._forms.values():
            form.renew()
        self.preview()

    def preview(self) -> None:
        """Say again when it would be due."""
        if self._form is not None:
            self._minute = self._session.now() // 60
            place = self.query_one("#preview", Static)
            place.update(lines_content(self._form.preview(place.content_size.width or 60)))

    def on_resize(self) -> None:
        self.call_after_refresh(self.preview)

    def tick(self, minute: int) -> None:
        """A due time that counts from now moves with the minute."""
        if minute != self._minute:
            self.preview()

    def say(self, text: str, *, fault: bool = False) -> None:
        """A line above the fields: a remark, or what stands in the way and is no single field's fault."""
        note = self.query_one("#note", Static)
        note.update(inert(f"! {text}" if fault else text))
        note.set_class(bool(text), "-shown")
        note.set_class(fault, "-fault")

    # Typing

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        if self._form is None or not self._form.fields:
            return  # the desk is closing: the field that had the keyboard settles what was begun in it
        self._form.settle()
        self.preview()
        self._keep(self._form)

    @on(IntakeForm.Learned)
    def _learned(self, event: IntakeForm.Learned) -> None:
        event.stop()
        self.preview()

    def _keep(self, form: IntakeForm) -> None:
        typed = {} if form.is_untouched else form.all_drafts()
        self._keeper.keep_draft(form.KIND, typed)

    # Acts

    def save(self, then: Callable[[Service, Logged], object]) -> None:
        """Log what the form holds and empty it. Refused, it says why and keeps everything."""
        form = self._form
        if form is None or not form.check() or (service := form.service) is None:
            return
        self.say("")

        def done(logged: Logged) -> None:
            self.empty()
            then(service, logged)

        submit(self.app, form.save, done, partial(self._refused, form))

    def _refused(self, form: IntakeForm, error: DeskError) -> None:
        if error.field == "at":
            error = FieldError("received", error.message, code=error.code)
        if not form.show_error(error):
            self.say(error.message, fault=True)
        self._keep(form)
        self._keeper.write_drafts()
        if error.code in CONFIRMERS:
            self.post_message(self.ClockDoubted())

    def empty(self) -> None:
        """Begin anew with the same service, and forget the draft."""
        if self._form is not None:
            self._form.empty()
            self._keeper.drop_draft(self._form.KIND)
            self.say("")
            self.preview()

    def enter(self) -> None:
        """Put the keyboard into the form: behind the service, once that is chosen."""
        if self._form is not None:
            fields = self._form.fields
            (fields[0] if self._form.service is None else fields[1]).focus()
