"""Who a complainant is: asked for with a reason, shown until closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from desk.errors import FieldError
from desk.office import identity
from desk.office.case_view import CaseView, Choice, Identity
from desk.office.drafts import about_case
from desk.office.session import Session
from desk.screens.case_dialog import title_of
from desk.screens.dialogs import Dialog, FormDialog
from desk.widgets.fields import Field, Option, TextField
from desk.widgets.lines_view import wrap_cells
from desk.widgets.picks import PickField
from desk.widgets.text import Line, lines_content

_OTHER = "other"
_LABEL, _ROOM = 10, 48


class IdentityDialog(FormDialog[Identity]):
    """Why the identity is needed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+s",
            "save",
            "Tampilkan",
            tooltip="Periksa keperluannya, lalu tampilkan.",
            id="dialog.save",
        ),
    ]

    def __init__(self, session: Session, case: CaseView, _choice: Choice) -> None:
        text = (
            "Nama dan telepon tampil lengkap sampai ditutup. Riwayat mencatat siapa melihatnya dan mengapa."
        )
        super().__init__(title_of("Identitas pengadu", case), text)
        self._session = session
        self._number = case.case_no
        self._about = about_case(case)

    @property
    def draft_subject(self) -> str:
        return self._about

    def compose_fields(self) -> Iterable[Field[Any]]:
        options = [Option(str(no), text) for no, text in enumerate(identity.REASONS)]
        yield PickField("reason", "Keperluan", [*options, Option(_OTHER, "Lainnya")], required=True)
        yield TextField("more", "Keterangan", placeholder="boleh kosong, kecuali keperluan lainnya")

    def save(self, values: Mapping[str, Any]) -> Identity:
        more = str(values["more"]).strip()
        if values["reason"] == _OTHER:
            if not more:
                raise FieldError("more", "Tuliskan keperluannya.", code="empty")
            return identity.show(self._session, self._number, more)
        why = identity.REASONS[int(values["reason"])]
        return identity.show(self._session, self._number, f"{why}: {more}" if more else why)


class IdentityScreen(Dialog[None]):
    """Name and number in full. Nothing of them stays on the screen once it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter", "close", "Tutup", tooltip="Tutup; identitas tersamar lagi.", id="identity.close"
        ),
    ]

    def __init__(self, found: Identity) -> None:
        lines = [*_row("Nama", found.sender), *_row("Telepon", found.phone_text or "tidak disebut")]
        super().__init__(f"Identitas pengadu · {found.number}", lines_content(lines))

    def action_close(self) -> None:
        self.dismiss(None)


def _row(label: str, text: str) -> list[Line]:
    return [
        Line().cell(label if place == 0 else "", _LABEL, "$muted").add(part, "bold $strong")
        for place, part in enumerate(wrap_cells(text, _ROOM))
    ]
