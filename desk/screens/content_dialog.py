"""Putting right what came in, in the form of the counter filled with what stands there; and erasing it for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel

from desk.domain.complaint import CHANNELS
from desk.domain.letter import SECURITY_CLASSES, URGENCIES
from desk.domain.service import Requirement
from desk.errors import RuleError
from desk.office import content, erasure
from desk.office.after_erasure import follow_erasure
from desk.office.case_view import CaseView, Choice
from desk.office.erasure import BACKUPS_KEEP
from desk.office.session import Session
from desk.screens.base import Shell
from desk.screens.case_dialog import CaseDialog
from desk.screens.intake_fields import NONE, LetterDateField, LetterNumberField, PhoneField
from desk.screens.intake_form import options_of
from desk.widgets.fields import AreaField, CheckList, ChoiceField, Field, TextField

PROTECTIONS = {
    "is_anonymous": ("Rahasia nama", "Pengadu minta namanya dirahasiakan"),
    "is_confidential": ("Rahasia isi", "Isi pengaduan bersifat rahasia"),
}
"""By field: its label and the wish itself."""


class NewPhoneField(PhoneField):
    """Another number; a dash where there is none."""

    def check(self) -> str | None:
        return None if self.value == NONE else super().check()


class ContentDialog(CaseDialog):
    """Only what this person may correct stands in it; only what they change is corrected."""

    ACT = "content"
    EDITS = True

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        self._may, self._former = content.correctable(session, case.case_no)
        text = "Isi yang lama tetap tersimpan dalam riwayat."
        if not self._may.words:
            text = "Anda dapat menaikkan perlindungannya."
        elif case.kind == "complaint":
            text += " Nama dan telepon tidak ditampilkan: kosongkan bila tetap, tulis - bila tidak ada."
        super().__init__(session, case, choice, "Betulkan isi", text)
        self._begun: dict[str, Any] = {}

    def compose_fields(self) -> Iterable[Field[Any]]:
        former = self._former
        if self.case.kind == "letter":
            yield from self._letter_words() if self._may.words else ()
            classes = options_of(SECURITY_CLASSES)
            yield ChoiceField("security", "Sifat", classes, value=former.get("security"), required=True)
        else:
            yield from self._complaint_words() if self._may.words else ()
            for key, (label, text) in PROTECTIONS.items():  # a field each: one may be raised at another desk
                wish = Requirement(key, text, required=False)
                yield CheckList(key, label, [wish], ticked=[key] if former.get(key) else [], plain=True)
        yield TextField("reason", "Alasan", required=True)

    def _letter_words(self) -> Iterable[Field[Any]]:
        former = self._former
        yield TextField("sender", "Pengirim", value=former["sender"], required=True)
        yield LetterNumberField()
        yield LetterDateField(self.session.office.today)
        yield TextField("subject", "Hal", value=former["subject"], required=True)
        yield ChoiceField("urgency", "Derajat", options_of(URGENCIES), value=former["urgency"], required=True)

    def _complaint_words(self) -> Iterable[Field[Any]]:
        former = self._former
        yield ChoiceField("channel", "Saluran", options_of(CHANNELS), value=former["channel"], required=True)
        yield AreaField("text", "Isi pengaduan", value=former["text"], required=True)
        yield TextField("sender", "Nama pengadu", placeholder="tetap")
        yield NewPhoneField("phone", "Telepon", placeholder="tetap")

    def on_mount(self) -> None:
        for field in self.form.fields:
            if isinstance(field, LetterNumberField):
                field.value = self._former["letter_no"] or NONE
            elif isinstance(field, LetterDateField):
                day = self._former["letter_date"]
                field.restore(NONE if day is None else f"{date.fromisoformat(day):%d/%m/%Y}")
        self._begun = self.form.values()

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        changed = {
            key: value for key, value in values.items() if key != "reason" and value != self._begun[key]
        }
        changed |= {key: key in changed[key] for key in PROTECTIONS if key in changed}
        for key in ("letter_no", "phone"):
            if changed.get(key) == NONE:
                changed[key] = None
        if self.case.kind == "complaint" and changed.get("sender") == NONE:
            changed["sender"] = ""
        if not changed:
            raise RuleError("Belum ada yang diubah.", code="same")
        content.correct(self.session, self.case.case_no, changed, values["reason"], expected)


class EraseDialog(CaseDialog):
    """On what basis everything personal is erased, and the number once more."""

    ACT = "erase"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "save", "Hapus", tooltip="Periksa isian, lalu hapus.", id="dialog.save"),
    ]

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = (
            "Nama, telepon, isi, tulisan dalam riwayat dan lampiran dihapus untuk selamanya; tahap, waktu dan "
            f"hasilnya tetap. {BACKUPS_KEEP}"
        )
        super().__init__(session, case, choice, "Hapus isi berkas", text, danger=True)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("basis", "Dasar", required=True, placeholder="nomor dan tahunnya; tanpa nama orang")
        confirm = TextField("confirm", "Nomor berkas", required=True, placeholder="ketik untuk memastikan")
        confirm.is_secret = True  # typed each time, or it would confirm nothing
        yield confirm

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        erasure.erase(
            self.session, self.case.case_no, values["basis"], confirm=values["confirm"], expected=expected
        )
        app = cast(Shell, self.app)
        followed = follow_erasure(self.session, app.config, app.drafts, [self.case.case_no])
        severity: SeverityLevel = "information" if followed.cleared else "warning"
        app.notify("\n".join(followed.told), severity=severity, markup=False, timeout=10)
