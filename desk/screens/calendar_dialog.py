"""What the forms that change a calendar share: the decree, the hours, and the effect shown before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from desk.domain.calendar import Week
from desk.domain.calendar_book import ALL, Book
from desk.domain.calendar_changes import Change
from desk.domain.dates import WEEKDAYS
from desk.domain.hours import hours_text, parse_hours
from desk.errors import DeskError, FieldError
from desk.office import calendar_acts
from desk.office.session import Session
from desk.screens.calendar_effect import EffectScreen, effect_lines
from desk.screens.dialogs import FormDialog
from desk.widgets.fields import Field, Option, TextField
from desk.widgets.picks import PickField

DECREE = "nomor keputusan atau surat edaran"


class HoursField(TextField):
    """Opening hours of a day."""

    def check(self) -> str | None:
        if not self.is_blank:
            try:
                parse_hours(self.value)
            except FieldError as error:
                return error.message
        return super().check()


def effect_screen(
    session: Session, book: Book, title: str, change: Change
) -> EffectScreen[calendar_acts.Effect]:
    """What the change would do to the calendars that the person has seen; saving makes it."""
    return EffectScreen(
        title,
        lambda: calendar_acts.effect(session, change, book),
        lambda found, width: effect_lines(session.office, found, width),
        lambda found: calendar_acts.make(session, change, found.before),
    )


class ChangeDialog(FormDialog[bool]):
    """A form of one change. It stays open under the effect, so that Batal there loses nothing."""

    EDITS = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+s",
            "save",
            "Lihat akibatnya",
            tooltip="Tampilkan hari dan tenggat yang bergeser, lalu simpan.",
            id="dialog.save",
        ),
    ]

    def __init__(
        self, session: Session, book: Book, key: str, title: str, text: str = "", *, about: object = ""
    ) -> None:
        """`key`: of the calendar that the screen shows; `about`: what of it is changed. Empty: something new."""
        super().__init__(title, text)
        self.session = session
        self.book = book
        self.key = key
        self._about = about

    @property
    def draft_subject(self) -> str:
        return f"{self.key}/{self._about}"

    def change(self, values: Mapping[str, Any]) -> Change:
        """What was filled in. FieldError where it cannot be read."""
        raise NotImplementedError

    def action_save(self) -> None:
        self.show_fault("")
        if not self.form.check():
            return
        try:
            change = self.change(self.form.values())
            change.applied(self.book)
        except DeskError as error:
            self.show_refusal(error)
            return
        self.app.push_screen(effect_screen(self.session, self.book, "Akibat perubahan", change), self._shown)

    def _shown(self, done: bool | None) -> None:
        if done:
            self.finish(True)

    def scope_field(self, scope: str) -> Field[Any]:
        options = [Option(ALL, "semua kalender"), Option(self.key, self.book.calendars[self.key].name)]
        return PickField("key", "Berlaku untuk", options, chosen=[scope], required=True)


def week_fields(week: Week) -> list[Field[Any]]:
    """A field for each day of the week; its key is the day's name."""
    return [
        HoursField(name.lower(), name, value=hours_text(spans), required=True)
        for name, spans in zip(WEEKDAYS, week, strict=True)
    ]


def week_of(values: Mapping[str, Any]) -> Week:
    return tuple(parse_hours(values[name.lower()], name.lower()) for name in WEEKDAYS)
