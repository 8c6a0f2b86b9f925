"""How what is typed in any form is kept as a draft while it is typed, and is there again when the form is opened.

A screen with a form derives from `KeepsTyping` (every `FormDialog` does), and that is all: what stands in its fields
is kept, but never a password, put back when the same form is opened by the same person, and dropped by `drop_draft`,
which `FormDialog.finish` calls. `draft_subject` says what the form is about, where one class serves several things.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from desk.domain.dates import format_day_short
from desk.domain.moments import clock_text
from desk.office.drafts import Draft, Drafts
from desk.office.session import Session
from desk.private_files import reason
from desk.widgets.fields import Field, Form
from desk.widgets.text import inert

R = TypeVar("R")

NAMED = 3
"""Unfinished forms named to whoever comes in; further ones are counted."""
DELAY = 1.0
"""Seconds after which something typed is written to disk, however fast the typing goes on."""


class DraftKeeper(App[R]):
    """An app that keeps drafts for its screens: in memory at once, on disk a moment later, and at every ending."""

    session: Session | None = None
    drafts: Drafts
    """Of the person who is signed in; nobody's before."""
    _draft_timer: Timer | None = None
    """None: nothing waits to be written."""
    _draft_fault = ""
    """The last complaint about the folder, told once."""

    def use_drafts(self, drafts: Drafts) -> None:
        """From now on this person's."""
        self.write_drafts()
        self.drafts = drafts
        drafts.tidy()
        if left := [draft.title for draft in drafts.left_behind() if draft.title]:
            further = f" dan {len(left) - NAMED} lagi" if len(left) > NAMED else ""
            named = inert(", ".join(left[:NAMED]))
            self.notify(
                f"{named}{further}. Isian muncul lagi saat kotaknya dibuka.",
                title="Belum disimpan",
                markup=False,
                timeout=10,
            )

    def keep_draft(self, form: str, values: Mapping[str, str], title: str = "") -> None:
        """What stands in a form now. Nothing: no draft."""
        self.drafts.keep(form, values, title)
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DELAY, self._write_soon, name="drafts")

    def drop_draft(self, form: str) -> None:
        """It was saved or emptied. What it held is safe, so that a stubborn file stops nobody."""
        try:
            self.drafts.drop(form)
        except OSError as error:
            self._tell_draft_fault(f"Konsep tidak dapat dihapus: {reason(error)}")

    def _write_soon(self) -> None:
        self._draft_timer = None
        self.run_worker(self.write_drafts, group="drafts", thread=True)

    def write_drafts(self) -> None:
        """Write them now, from any thread; say once if that cannot be."""
        if fault := self._written():
            self._tell_draft_fault(fault)

    def _written(self) -> str:
        """Write them; what stood in the way, or nothing."""
        try:
            self.drafts.flush()
        except OSError as error:
            return f"Konsep tidak dapat disimpan: {reason(error)}"
        return ""

    def _tell_draft_fault(self, text: str) -> None:
        if text != self._draft_fault:
            self._draft_fault = text
            self.notify(inert(text), severity="warning", markup=False)

    def heed_endings(self) -> None:
        """A closed window or a machine that shuts down (SIGHUP, SIGTERM) ends the desk as leaving does."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError):  # Windows has none of it
                loop.add_signal_handler(getattr(signal, name), self._told_to_end)

    def _told_to_end(self) -> None:
        self._written()
        self.exit()

    def on_unmount(self) -> None:
        """The desk is closed: whoever comes next takes the drafts over."""
        with suppress(OSError):  # told when it was typed
            self.drafts.close()

    def save_drafts_at_end(self) -> bool:
        """The desk ends in a fault: whether what was typed is on disk."""
        return not self._written()


class KeepsTyping(Screen[R]):
    """A screen with one `Form` whose content survives whatever happens to the screen.

    To be mixed in behind `Dialog`: Textual takes styles from the first base. The line that says what was put back is
    `draft_line()`; compose it above the form.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+n",
            "empty",
            "Kosongkan",
            tooltip="Kosongkan isian dan buang konsepnya; sekali lagi mengembalikannya.",
            id="form.empty",
            show=False,
        ),
    ]

    EDITS: ClassVar[bool] = False
    """Whether it shows what stands in the office now, to be changed. Then only what the person changed is kept, to be
    put over what others have set meanwhile; otherwise the whole form is, as its person saw it."""
    _blank: Mapping[str, str] = {}
    """What stood in the form when it was opened."""
    _typed: Mapping[str, str] = {}
    """What stands in it, as far as it is kept."""
    _emptied: Mapping[str, str] | None = None
    """What `action_empty` threw away. None: nothing, or typing has gone on since."""
    _has_served = False

    @property
    def draft_subject(self) -> str:
        """What the form is about, such as a case's number. Empty: this class has one form only."""
        return ""

    @property
    def draft_title(self) -> str:
        """What the draft is called in a list."""
        return str(getattr(self, "HELP_TITLE", ""))

    @property
    def draft_form(self) -> str:
        return f"{type(self).__name__}:{self.draft_subject}"

    @property
    def keeper(self) -> DraftKeeper[Any] | None:
        """None: an app without drafts, as a part of desk under test has."""
        app = self.app
        return app if isinstance(app, DraftKeeper) else None

    def draft_line(self) -> Static:
        return Static("", id="draft-line", markup=False)

    def _say_of_draft(self, text: str) -> None:
        line = self.query_one("#draft-line", Static)
        line.update(text)
        line.set_class(bool(text), "-shown")

    def on_mount(self) -> None:
        self._blank = self._typed = self._lasting()
        draft = self.keeper.drafts.load(self.draft_form) if self.keeper else None
        if draft is not None and any(
            self._blank.get(key, text) != text for key, text in draft.values.items()
        ):
            self._put(draft.values)
            self._say_of_draft(f"Isian {self._when(draft)} dipulihkan · ^n mengosongkan")

    def _when(self, draft: Draft) -> str:
        session = self.keeper.session if self.keeper else None
        if session is None:
            return "terakhir"
        calendar = session.office.calendar()
        day = calendar.local_date(draft.at)
        today = day == session.office.today()
        return f"{'' if today else format_day_short(day) + ' '}{clock_text(calendar, draft.at)}"

    def _fields(self) -> list[Field[Any]]:
        """Hidden ones too, without passwords."""
        return [field for field in self.query_one(Form).query(Field).results(Field) if not field.is_secret]

    def _lasting(self) -> dict[str, str]:
        return {field.key: field.lasting() for field in self._fields()}

    def _put(self, values: Mapping[str, str]) -> None:
        for field in self._fields():
            text = values.get(field.key)
            if text is not None and text != field.lasting():
                field.restore(text)
                field.changed()
        self._typed = self._lasting()

    @on(Field.Changed)
    def keep_typed(self) -> None:
        """Keep what stands in the form now, if it is another than was kept."""
        typed = {} if self._has_served else self._lasting()
        if self.keeper is None or typed == self._typed or typed.keys() != self._blank.keys():
            return  # nothing new, or the form is going
        self._typed = typed
        if self._emptied is not None:
            self._emptied = None
            self._say_of_draft("")
        self._keep()

    def _keep(self) -> None:
        if self.keeper is not None:
            kept = self.own_typing() if self._typed != self._blank else {}
            self.keeper.keep_draft(self.draft_form, kept, self.draft_title)

    def own_typing(self) -> dict[str, str]:
        """What of the form is its person's: of one that edits, only what they changed; else all that stands in it."""
        standing = self._lasting()
        if not self.EDITS:
            return standing
        return {key: text for key, text in standing.items() if text != self._blank.get(key)}

    def add_to_draft(self, form: str, title: str, key: str, text: str) -> None:
        """Leave text for a field of another form, behind what waits there unfinished."""
        if self.keeper is None:
            return
        waiting = self.keeper.drafts.load(form)
        values = dict(waiting.values) if waiting is not None else {}
        former = values.get(key, "")
        if text not in former:  # else it was left there before
            values[key] = f"{former}\n{text}" if former else text
        self.keeper.keep_draft(form, values, title)

    def drop_draft(self) -> None:
        """The form has served: what was typed is saved, and nothing more is kept of it."""
        self._has_served = True
        if self.keeper is not None:
            self.keeper.drop_draft(self.draft_form)

    def action_empty(self) -> None:
        """Back to the form as it was opened; once more brings back what was typed."""
        if self._emptied is not None:
            back, self._emptied = self._emptied, None
            self._put(back)
            self._say_of_draft("")
            self._keep()
        elif self._typed != self._blank:
            thrown = self._typed
            self._put(self._blank)
            self._emptied = thrown
            if self.keeper is not None:
                self.keeper.drop_draft(self.draft_form)
            self._say_of_draft("Dikosongkan · ^n mengembalikan")
