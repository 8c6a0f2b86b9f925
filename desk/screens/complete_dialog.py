"""The requirements of a letter that came later than the letter itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.domain.moments import moment_text
from desk.errors import FieldError
from desk.office import intake
from desk.office.case_view import CaseView, Choice
from desk.office.session import Session
from desk.screens.case_dialog import CaseDialog
from desk.screens.intake_fields import event_fields
from desk.screens.letter_form import follows_event, listing
from desk.widgets.fields import CheckList, Field


class CompleteDialog(CaseDialog):
    """Ticks further requirements of an incomplete file; the last one starts its clock."""

    ACT = "complete"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        missing = [item for item in case.service.requirements if item.key in case.missing]
        super().__init__(session, case, choice, "Lengkapi", f"Kurang: {listing(missing)}")

    def compose_fields(self) -> Iterable[Field[Any]]:
        case, office = self.case, self.session.office
        open_items = [item for item in case.service.requirements if item.key not in case.ticked]
        yield CheckList("have", "Sudah ada", open_items, printed=case.service.requirements_text)
        if follows_event(case.service) and case.event_start is None:
            yield from event_fields(self.session, lambda t: moment_text(office.calendar(), t))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        if not values["have"]:
            raise FieldError("have", "Centang dahulu yang sekarang sudah ada.", code="empty")
        intake.complete_requirements(
            self.session,
            self.case.case_no,
            values["have"],
            event_start=values.get("event_start"),
            event_end=values.get("event_end"),
            expected=expected,
        )
