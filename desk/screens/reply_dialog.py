"""Replying to a disposition that is led by somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.domain.disposition import INSTRUCTIONS
from desk.office import answers
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.screens.case_dialog import CaseDialog
from desk.widgets.fields import AreaField, Field


class ReplyDialog(CaseDialog):
    """What one has to say to whoever sent it."""

    ACT = "reply"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = ""
        if choice.answers_to is not None:
            sheet = case.dispositions[choice.answers_to - 1]
            orders = ", ".join(INSTRUCTIONS.get(key, key) for key in sheet.instructions)
            text = f"{sheet.by_name}: {orders}{f' — {sheet.note}' if sheet.note else ''}"
        super().__init__(session, case, choice, "Balas disposisi", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield AreaField("text", "Balasan", required=True)

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        """What others did meanwhile does not matter: `expected` is not looked at."""
        answers.answer_disposition(
            self.session, self.case.case_no, self.choice.answers_to, "replied", values["text"]
        )
