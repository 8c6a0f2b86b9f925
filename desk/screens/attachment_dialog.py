"""The attachments of a case: a copy is saved or opened when somebody asks for it, and never by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from desk.domain.texts import size_text
from desk.errors import DeskError, FieldError
from desk.office import copies
from desk.office.case_view import CaseView
from desk.office.copies import Copy
from desk.office.drafts import about_case
from desk.office.session import Session
from desk.screens.base import DeskScreen, unwritable
from desk.screens.dialogs import ConfirmScreen, FormDialog
from desk.screens.opening_copies import is_openable, open_copy
from desk.widgets.fields import Field, Option, TextField
from desk.widgets.picks import PickField
from desk.widgets.text import inert

KEY = Binding(
    "i",
    "attachments",
    "Lampiran",
    tooltip="Simpan atau buka salinan lampiran berkas ini.",
    id="case.attachments",
)

_NAME = 44
"""Cells of an attachment's name in the list."""


class AttachmentDialog(FormDialog[Copy | Path]):
    """Which attachment, and what is done with a copy: its result is where it was saved, or the copy to be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "save", "Lanjut", tooltip="Lakukan tindakan yang dipilih.", id="dialog.save"),
    ]

    def __init__(self, session: Session, case: CaseView) -> None:
        super().__init__(
            f"Lampiran {case.case_no}", "Bukalah hanya lampiran yang Anda tunggu; yang lain dapat berbahaya."
        )
        self._session = session
        self._case = case
        self._output = TextField(
            "output", "Disimpan di", value=str(Path.home()), help="Folder, atau nama berkas yang belum ada."
        )

    @property
    def draft_subject(self) -> str:
        return about_case(self._case)

    def compose_fields(self) -> Iterable[Field[Any]]:
        options = [
            Option(str(no), inert(item.name, _NAME), size_text(item.size))
            for no, item in enumerate(self._case.attachments, 1)
        ]
        yield PickField("no", "Lampiran", options, chosen=["1"], required=True)
        ways = [Option("save", "Simpan salinannya"), Option("open", "Buka salinannya")]
        yield PickField("way", "Tindakan", ways, chosen=["save"], required=True)
        yield self._output

    @on(PickField.Changed)
    def _chosen(self, event: PickField.Changed) -> None:
        if event.field.key == "way":
            self._output.display = event.field.value == "save"

    def save(self, values: Mapping[str, Any]) -> Copy | Path:
        copy = copies.take_copy(self._session, self._case.case_no, int(values["no"]))
        if values["way"] == "save":
            if not values["output"]:
                raise FieldError("output", "Tuliskan foldernya.", code="empty")
            return copies.save_copy(copy, Path(values["output"]).expanduser())
        if not is_openable(copy):
            message = "Berkas sejenis ini dapat menjalankan sesuatu, maka tidak dibuka; simpan salinannya."
            raise FieldError("way", message, code="not_openable")
        return copy


def show_attachments(screen: DeskScreen, case: CaseView) -> None:
    """Ask what is to be done with which attachment of the case, and do it."""

    def chosen(found: Copy | Path | None) -> None:
        if isinstance(found, Path):
            screen.tell(f"Salinan lampiran ada di {found}")
        elif found is not None:
            _ask_to_open(screen, case, found)

    screen.app.push_screen(AttachmentDialog(screen.session, case), chosen)


def _ask_to_open(screen: DeskScreen, case: CaseView, copy: Copy) -> None:
    def answered(agreed: bool | None) -> None:
        if not agreed:
            return
        try:
            place, opened = open_copy(copy, screen.shell.copies.place(case.case_no))
        except DeskError as error:
            screen.tell(error.message, severity="error")
            return
        except OSError as error:
            screen.tell(unwritable(error).message, severity="error")
            return
        where = f"salinannya ada di {place} sampai Anda keluar"
        screen.tell(f"Lampiran dibuka; {where}." if opened else f"Tidak ada program pembuka; {where}.")

    text = f"{inert(copy.name, 200)} dibuka dengan program lain di komputer ini. Anda mengenal pengirimnya?"
    screen.app.push_screen(ConfirmScreen("Buka lampiran?", text, danger=True), answered)
