"""The disposition sheet as a form: who leads, what is to be done, who else is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual import on

from desk.domain.dates import WEEKDAYS
from desk.domain.disposition import INSTRUCTIONS, DispositionOrder
from desk.domain.people import Person
from desk.office import routing
from desk.office.ahead import Ahead
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.screens.case_dialog import CaseDialog, end_of_day, preview_lines
from desk.widgets.fields import ChoiceField, DateField, Field, LineInput, Option, TextField
from desk.widgets.matching import holds_words
from desk.widgets.names import NamesField
from desk.widgets.picks import PicksField
from desk.widgets.text import Line, inert

USUAL = ("follow_up",)
"""Ticked beforehand: what most dispositions say."""


class LeadField(ChoiceField):
    """Offers those who hold the position; says of anybody else that they do not."""

    def __init__(self, key: str, label: str, options: Sequence[Option], others: Sequence[Person]) -> None:
        only = options[0].key if len(options) == 1 else None
        super().__init__(key, label, options, value=only, required=True)
        self.others = others

    def check(self) -> str | None:
        typed = self.query_one(LineInput).value.strip()
        if self.value is None and typed:
            for person in self.others:
                if holds_words(f"{person.name} {person.username}", typed):
                    return f"{inert(person.name, 40)} tidak memegang jabatan pelaksana langkah ini."
        return super().check()


class DisposeDialog(CaseDialog):
    """Lead and instruction are filled in where they are plain, so that saving at once is often enough."""

    ACT = "dispose"
    AT_STEP = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        super().__init__(session, case, choice, "Disposisi")

    def compose_fields(self) -> Iterable[Field[Any]]:
        (able, others), everybody = self._offered()
        yield LeadField("to", "Kepada", able, others)
        orders = [Option(key, text) for key, text in INSTRUCTIONS.items()]
        yield PicksField("instruction", "Isi disposisi", orders, chosen=USUAL, required=True)
        yield TextField("note", "Catatan")
        yield NamesField("further", "Juga kepada", everybody)
        yield NamesField("cc", "Tembusan", everybody)
        yield DateField(
            "due", "Batas waktu", self.session.office.today, ahead=True, placeholder="besok, 27/11 …"
        )

    def _offered(self) -> tuple[tuple[list[Option], list[Person]], list[Option]]:
        """Who may lead, with those who may not; and everybody."""
        leads = {username for username, _ in self.choice.recipients}
        kept_out, everybody_here = self.choice.kept_out, self.session.office.people.values()
        active = [item for item in everybody_here if item.active and item.username not in kept_out]
        everybody = [
            Option(person.username, person.name, _titles(self.session, self.case, person))
            for person in active
        ]
        able = [Option(username, name) for username, name in self.choice.recipients]
        return (able, [person for person in active if person.username not in leads]), everybody

    def renew(self, choice: Choice) -> None:
        self.choice = choice
        leads, everybody = self._offered()
        for field in self.form.fields:
            if isinstance(field, LeadField):
                field.options, field.others = leads
            elif isinstance(field, NamesField):
                field.options = everybody

    @on(DateField.Changed)
    def _dated(self, event: DateField.Changed) -> None:
        """A due may fall on a closed day, but not unnoticed."""
        if event.field.key == "due":
            day = event.field.value
            closed = day is not None and not self.case.calendar.is_working_day(day)
            event.field.show_note(f"{WEEKDAYS[day.weekday()]}, kantor tutup" if closed else "")

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        """Whoever leads, the deadline is the same."""
        leads = [values["to"], *(username for username, _name in self.choice.recipients)]
        lead = next((name for name in leads if name is not None), None)
        if lead is None:
            return []
        return preview_lines(self.session.office, ahead.dispose(DispositionOrder((lead,), USUAL)))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        lead = values["to"]
        order = DispositionOrder(
            to=(lead, *(name for name in values["further"] if name != lead)),
            instructions=values["instruction"],
            cc=values["cc"],
            note=values["note"],
            due_at=None if values["due"] is None else end_of_day(self.case.calendar, values["due"]),
        )
        routing.dispose(self.session, self.case.case_no, order, expected=expected)


def _titles(session: Session, case: CaseView, person: Person) -> str:
    return " / ".join(session.office.position_title(key, case.service) for key in sorted(person.positions))
