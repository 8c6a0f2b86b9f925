"""Whom to keep out of a case, and whom to let in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.office import exclusion
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.screens.case_dialog import CaseDialog
from desk.widgets.fields import Field, Option, TextField
from desk.widgets.names import NamesField


class ExcludeDialog(CaseDialog):
    """Keeps people out of a case, such as those whom a complaint names."""

    ACT = "exclude"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = (
            "Yang dikecualikan tidak dapat membaca atau mengerjakan berkas ini, apa pun jabatannya; langkah yang "
            "dipegangnya menunggu orang lain."
        )
        super().__init__(session, case, choice, "Kecualikan orang", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield _names(self.choice.excludable)
        yield TextField("reason", "Alasan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        exclusion.exclude(
            self.session, self.case.case_no, values["user"], values["reason"], expected=expected
        )


class ReadmitDialog(CaseDialog):
    """Lets people in again."""

    ACT = "readmit"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Berkas ini terbuka lagi bagi mereka sesuai jabatannya."
        super().__init__(session, case, choice, "Terima kembali", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield _names(self.choice.readmittable)
        yield TextField("reason", "Alasan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        exclusion.readmit(
            self.session, self.case.case_no, values["user"], values["reason"], expected=expected
        )


def _names(people: Iterable[tuple[str, str]]) -> NamesField:
    return NamesField("user", "Siapa", [Option(key, name) for key, name in people], required=True)
