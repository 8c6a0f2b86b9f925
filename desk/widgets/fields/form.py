"""Fields in order: Enter goes to the next, the last one's Enter asks to save, errors go to their field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.containers import VerticalScroll
from textual.message import Message

from desk.errors import DeskError
from desk.widgets.fields.base import Field
from desk.widgets.guarded import Guarded

CHROME = 9
"""Lines of a screen that bars, borders and paddings around a form take."""


class Form(Guarded, VerticalScroll, can_focus=False):
    """Holds fields, anywhere beneath it, in the order in which they were composed."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    Form.-roomy Field { margin-bottom: 1; }
    """

    @dataclass
    class Completed(Message):
        """Enter in the last field: the person wants to save."""

        form: Form

        @property
        def control(self) -> Form:
            return self.form

    @property
    def fields(self) -> list[Field[Any]]:
        """The visible fields."""
        return [field for field in self.query(Field).results(Field) if field.display]

    def on_resize(self) -> None:
        """Put a blank line after every field, where all of them still fit on the screen."""
        fields = self.fields
        needed = sum(field.size.height + 1 for field in fields)
        self.set_class(needed <= self.screen.size.height - CHROME, "-roomy")

    def field(self, key: str) -> Field[Any] | None:
        return next((field for field in self.fields if field.key == key), None)

    def values(self) -> dict[str, Any]:
        return {field.key: field.value for field in self.fields}

    def drafts(self) -> dict[str, str]:
        """What was typed, valid or not, to be kept safe while the form is open."""
        return {field.key: field.draft() for field in self.fields}

    def told(self) -> list[tuple[str, str]]:
        """What was put in, as (label, text) by people; fields left empty are not among it."""
        return [(field.label, text) for field in self.fields if (text := field.told())]

    def restore(self, drafts: Mapping[str, str]) -> None:
        for key, draft in drafts.items():
            if (field := self.field(key)) is not None:
                field.restore(draft)

    def check(self) -> bool:
        """Show what is wrong at every field and go to the first that is. True: nothing is."""
        first: Field[Any] | None = None
        for field in self.fields:
            field.clear_error()
            field.finish()
            if message := field.check():
                field.show_error(message)
                first = first or field
        if first is not None:
            first.focus()
        return first is None

    def show_error(self, error: DeskError) -> bool:
        """Show a refusal at the field it names and go there. False: it names none of this form's fields."""
        field = self.field(error.field) if error.field else None
        if field is None:
            return False
        field.show_error(error.message)
        field.focus()
        return True

    def focus_first(self) -> None:
        if fields := self.fields:
            fields[0].focus()

    @on(Field.Submitted)
    def _go_on(self, event: Field.Submitted) -> None:
        event.stop()
        fields = self.fields
        place = fields.index(event.field)
        if place + 1 < len(fields):
            fields[place + 1].focus()
        else:
            self.post_message(self.Completed(self))
