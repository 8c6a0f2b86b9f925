"""The forms that move a case's time: an agreed target, and corrections of what was told wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain.band_text import format_exact
from desk.domain.calendar import Instant
from desk.domain.moments import dated_text
from desk.domain.sla import ClockKind
from desk.office import corrections, routing
from desk.office.ahead import Ahead
from desk.office.case_view import CaseView, Choice, EventView
from desk.office.drafts import about_case
from desk.office.office import Office
from desk.office.session import Session
from desk.screens.case_dialog import CaseDialog, due_lines, end_of_day, preview_lines
from desk.screens.intake_fields import event_fields
from desk.widgets.fields import ChoiceField, Field, MomentField, Option, TextField
from desk.widgets.text import Line

_OPTION = 60
"""Cells of an event among others to choose from."""


def _at(office: Office, t: Instant) -> str:
    return dated_text(office.calendar(), t, office.today())


class TargetDialog(CaseDialog):
    """Another deadline for the service, with what it means beside the present one."""

    ACT = "target"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        service = next(reading for reading in case.clocks if reading.clock is ClockKind.SERVICE)
        due = (
            ""
            if service.due_at is None
            else f"Tenggat layanan sekarang {_at(session.office, service.due_at)}. "
        )
        text = f"{due}Target disepakati sekali saja dan tidak dapat diubah lagi; laporan memuat keduanya."
        super().__init__(session, case, choice, "Sepakati target", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        office = self.session.office
        calendar = self.case.calendar
        yield MomentField(
            "due",
            "Target",
            self.session.now,
            ZoneInfo(office.zone),
            lambda t: _at(office, t),
            ahead=True,
            of_day=lambda day: end_of_day(calendar, day),
            placeholder="Jumat, 27/11 14.00",
            required=True,
        )
        yield TextField("reason", "Alasan", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        if values["due"] is None:
            return []
        found = ahead.agree_target(values["due"])
        office = self.session.office
        measure = "jam kerja" if found.is_working else "waktu kalender"
        later = f"lebih lama {format_exact(found.later_seconds)} {measure}"
        return due_lines(office, found.due_at, f"{later}, standar {_at(office, found.standard_due)}")

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        routing.agree_target(
            self.session, self.case.case_no, values["due"], values["reason"], expected=expected
        )


class UndoDialog(CaseDialog):
    """What the last act was, and why it is taken back."""

    ACT = "undo"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        taken_back = [event for event in case.history if event.event_id in choice.undoes]
        told = [_told(session.office, event) for event in taken_back]
        text = "\n".join([*told, "Riwayat tetap memuatnya, dengan tanda diurungkan."])
        super().__init__(session, case, choice, "Urungkan tindakan terakhir", text)

    @property
    def draft_subject(self) -> str:
        """A reason belongs to the act that it is about."""
        return about_case(self.case, str(max(self.choice.undoes, default=0)))

    def obstacle(self, case: CaseView, choice: Choice) -> str:
        """Only what was shown may be undone: the last act of a changed case is another question."""
        if choice.undoes != self.choice.undoes:
            return "Tindakan terakhir pada berkas ini sudah lain."
        return super().obstacle(case, choice)

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("reason", "Alasan", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        return preview_lines(self.session.office, ahead.withdraw())

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        corrections.withdraw(self.session, self.case.case_no, values["reason"], expected)


class RetimeDialog(CaseDialog):
    """When an act really happened."""

    ACT = "retime"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Waktu yang benar berada di antara tindakan sebelum dan sesudahnya; tenggat mengikutinya."
        super().__init__(session, case, choice, "Betulkan waktu", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        office = self.session.office
        found = [event for event in self.case.history if event.event_id in self.choice.retimes]
        options = [Option(str(event.event_id), _told(office, event)[:_OPTION]) for event in reversed(found)]
        yield ChoiceField("event", "Tindakan", options, value=options[0].key, required=True)
        yield MomentField(
            "happened",
            "Waktu benar",
            self.session.now,
            ZoneInfo(office.zone),
            lambda t: _at(office, t),
            required=True,
        )
        yield TextField("reason", "Alasan", required=True)

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        if values["event"] is None or values["happened"] is None:
            return []
        return preview_lines(self.session.office, ahead.retime(int(values["event"]), values["happened"]))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        event_id = int(values["event"])
        number = self.case.case_no
        corrections.retime(self.session, number, event_id, values["happened"], values["reason"], expected)


class RescheduleDialog(CaseDialog):
    """The right hours of the event that the case follows."""

    EDITS = True
    ACT = "reschedule"

    def __init__(self, session: Session, case: CaseView, choice: Choice) -> None:
        text = "Tenggat mengikuti waktu mulai acara."
        super().__init__(session, case, choice, "Betulkan waktu acara", text)

    def compose_fields(self) -> Iterable[Field[Any]]:
        self._start, self._end = event_fields(self.session, lambda t: _at(self.session.office, t))
        self._start.required = True
        yield self._start
        yield self._end
        yield TextField("reason", "Alasan", required=True)

    def on_mount(self) -> None:
        self._start.value = self.case.event_start
        self._end.value = self.case.event_end

    def foresee(self, ahead: Ahead, values: Mapping[str, Any]) -> list[Line]:
        start, end = values["event_start"], values["event_end"]
        if start is None or (start, end) == (self.case.event_start, self.case.event_end):
            return []
        return preview_lines(self.session.office, ahead.reschedule(start, end))

    def perform(self, values: Mapping[str, Any], expected: int) -> None:
        start, end = values["event_start"], values["event_end"]
        corrections.reschedule(self.session, self.case.case_no, start, end, values["reason"], expected)


def _told(office: Office, event: EventView) -> str:
    return f"{_at(office, event.at)} {event.by_name}: {event.text}"
