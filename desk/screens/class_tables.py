"""The office's complaint-class tables: which there are, and setting one from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on

from desk.domain.class_table import MAX_DAYS, ClassTable, in_force
from desk.domain.complaint import CLASSES
from desk.domain.dates import format_date
from desk.errors import FieldError
from desk.office import class_tables
from desk.office.session import Session
from desk.screens.dialogs import FormDialog
from desk.widgets.fields import DateField, Field, TextField
from desk.widgets.text import inert


class DaysField(TextField):
    """A number of working days."""

    def check(self) -> str | None:
        if not self.is_blank and not (self.value.isascii() and self.value.isdigit()):
            return f"Tulis bilangan hari kerja, 1 sampai {MAX_DAYS}."
        return super().check()


class ClassTablesScreen(FormDialog[bool]):
    """Shows every table with its basis and its date; saving adds one. Its result is True when one was set."""

    def __init__(self, session: Session) -> None:
        today = session.office.today()
        tables = class_tables.office_tables()
        present = in_force(tables, today)
        lines = [_told(table, "sekarang" if table is present else "") for table in tables]
        super().__init__("Tabel golongan pengaduan (hari kerja)", "\n".join(lines))
        self._session = session
        self._limits = (present or tables[-1]).limits

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
        class_tables.set_class_table(self._session, values["from"], values["basis"], limits)
        return True


def _told(table: ClassTable, tag: str) -> str:
    limits = ", ".join(
        f"{_short(CLASSES.get(key, key)).lower()} {days}" for key, days in table.limits.items()
    )
    since = f"Sejak {format_date(table.starts)}{f' ({tag})' if tag else ''}"
    return f"{since}: {limits} hari kerja\n  Dasar: {inert(table.basis.legal_basis)}"


def _short(name: str) -> str:
    """As much of a class's name as a label holds."""
    return name.removeprefix("Bersifat ").removesuffix(" pengawasan").capitalize()
