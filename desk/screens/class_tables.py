"""The office's complaint-class tables: which there are, and setting one from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual import on
from textual.widgets import Static

from desk import db
from desk.domain.class_table import MAX_DAYS, ClassTable, in_force
from desk.domain.complaint import CLASSES
from desk.domain.dates import format_date
from desk.errors import DeskError, FieldError
from desk.office import class_tables
from desk.office.session import Session
from desk.screens.base import Beating
from desk.screens.dialogs import FormDialog
from desk.widgets.fields import DateField, Field, TextField
from desk.widgets.text import Line, inert, inert_lines, lines_content


class DaysField(TextField):
    """A number of working days."""

    def check(self) -> str | None:
        if not self.is_blank and not (self.value.isascii() and self.value.isdigit()):
            return f"Tulis bilangan hari kerja, 1 sampai {MAX_DAYS}."
        return super().check()


class ClassTablesScreen(Beating, FormDialog[bool]):
    """Shows every table with its basis and its date; saving adds one. Its result is True when one was set."""

    EDITS = True

    def __init__(self, session: Session) -> None:
        self._seen = self._shown = class_tables.office_tables()
        """What the person replaces knowingly, and what is listed."""
        present = in_force(self._shown, session.office.today())
        super().__init__("Tabel golongan pengaduan (hari kerja)", _listed(self._shown, present))
        self._session = session
        self._limits = (present or self._shown[-1]).limits

    def reload(self) -> None:
        """List the tables as they are now. What is replaced is still what was there when the form was opened."""
        try:
            with db.storage_errors():
                self._shown = class_tables.office_tables()
        except DeskError:
            return  # saving will tell
        present = in_force(self._shown, self._session.office.today())
        text = self.query_one("#dialog-text", Static)
        text.update(lines_content(map(Line, inert_lines(_listed(self._shown, present)))))

    def show_refusal(self, error: DeskError) -> None:
        """Only what the person was told of is replaced by a second try: an act may be tried several times."""
        if error.code == "stale":
            self.reload()
            self._seen = self._shown
        super().show_refusal(error)

    def compose_fields(self) -> Iterable[Field[Any]]:
        office = self._session.office
        yield DateField(
            "from", "Berlaku sejak", office.today, ahead=True, required=True, placeholder="1/1, besok …"
        )
        yield TextField("basis", "Dasar hukum", required=True, placeholder="nomor dan tahun keputusannya")
        for key, name in CLASSES.items():
            days = self._limits.get(key)
            yield DaysField(key, _short(name), value="" if days is None else str(days), required=True)

    @on(DateField.Changed)
    def _dated(self, event: DateField.Changed) -> None:
        if event.field.key == "from":
            day = event.field.value
            warning = None if day is None else class_tables.warning(self._session.office, day)
            event.field.show_note(warning or "")

    def save(self, values: Mapping[str, Any]) -> bool:
        if values["from"] is None:
            raise FieldError("from", "Tanggal belum diisi.", code="empty")
        limits = {key: int(values[key]) for key in CLASSES}
        class_tables.set_class_table(
            self._session, values["from"], values["basis"], limits, expected=self._seen
        )
        return True


def _listed(tables: Sequence[ClassTable], present: ClassTable | None) -> str:
    return "\n".join(_told(table, "sekarang" if table == present else "") for table in tables)


def _told(table: ClassTable, tag: str) -> str:
    limits = ", ".join(
        f"{_short(CLASSES.get(key, key)).lower()} {days}" for key, days in table.limits.items()
    )
    since = f"Sejak {format_date(table.starts)}{f' ({tag})' if tag else ''}"
    return f"{since}: {limits} hari kerja\n  Dasar: {inert(table.basis.legal_basis)}"


def _short(name: str) -> str:
    """As much of a class's name as a label holds."""
    return name.removeprefix("Bersifat ").removesuffix(" pengawasan").capitalize()
