"""The form of an incoming letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.domain.duration import Unit
from desk.domain.letter import SECURITY_CLASSES, URGENCIES, LetterDraft
from desk.domain.service import Intake, Requirement, Service
from desk.office import intake
from desk.office.views import Logged
from desk.screens.intake_fields import LetterDateField, LetterNumberField, event_fields
from desk.screens.intake_form import LABEL, IntakeForm, hanging, options_of
from desk.widgets.fields import CheckList, ChoiceField, Field, TextField
from desk.widgets.text import Line


class LetterForm(IntakeForm):
    """An incoming letter."""

    KIND = Intake.LETTER

    def compose_fields(self) -> Iterable[Field[Any]]:
        office = self.session.office
        yield TextField("sender", "Pengirim", complete=self._senders, required=True)
        yield LetterNumberField()
        yield LetterDateField(office.today)
        yield TextField("subject", "Hal", required=True)
        yield CheckList("have", "Persyaratan")
        yield from event_fields(self.session, self.moment)
        yield ChoiceField("urgency", "Derajat", options_of(URGENCIES), value="normal", required=True)
        yield ChoiceField("security", "Sifat", options_of(SECURITY_CLASSES), value="ordinary", required=True)

    def _senders(self, typed: str) -> list[str]:
        return intake.senders(self.session, typed)

    def fit_service(self, service: Service | None) -> None:
        have = self.ticks("have")
        have.set_items(service.requirements if service else (), service.requirements_text if service else ())
        have.display = service is not None and bool(service.requirements)
        for key in ("event_start", "event_end"):
            self.all_fields[key].display = service is not None and follows_event(service)

    @property
    def _number(self) -> str | None:
        field = self.all_fields["letter_no"]
        assert isinstance(field, LetterNumberField)
        return field.number

    def save(self) -> Logged:
        values = self.values()
        draft = LetterDraft(
            service=values["service"],
            sender=values["sender"],
            subject=values["subject"],
            letter_no=self._number,
            letter_date=values["letter_date"],
            received_at=values["received"],
            urgency=values["urgency"],
            security=values["security"],
            have=values.get("have", frozenset()),
            event_start=values.get("event_start"),
            event_end=values.get("event_end"),
        )
        return intake.log_letter(self.session, draft, reason=values.get("reason"))

    def preview_of(self, service: Service, width: int) -> list[Line]:
        values = self.values()
        missing = self.ticks("have").missing
        start = values.get("event_start")
        found = intake.preview_due(
            self.session, service.key, complete=True, received_at=self.received, event_start=start
        )
        if follows_event(service) and start is None and (self.is_untouched or not missing):
            head = Line().cell("Tenggat", LABEL, "$muted")
            return [head.add("belum diketahui: isi waktu mulai acara", "bold $key"), *self._same(values)]
        if self.is_untouched:
            return self.due_lines(found, width, note=" bila sekarang lengkap" if missing else "")
        if missing:
            head = Line().cell("Tenggat", LABEL, "$muted")
            lines = [head.add("belum lengkap: waktu belum berjalan", "bold $key")]
            lines += hanging(f"kurang {listing(missing)}", width, "$foreground")
        else:
            lines = self.due_lines(found, width)
        return lines + self._same(values)

    def _same(self, values: Mapping[str, Any]) -> list[Line]:
        """Earlier letters that this one may repeat."""
        same = intake.find_duplicates(self.session, values["sender"], self._number, values["letter_date"])
        if not same:
            return []
        line = Line("! mirip surat ", "$band-at-risk").add(", ".join(same[:3]), "bold $band-at-risk")
        return [line.add(": pengirim dan nomornya sama", "$band-at-risk")]


def follows_event(service: Service) -> bool:
    """Whether the service's time is that of its event, which must then be known."""
    return service.total is not None and service.total.unit is Unit.EVENT


def listing(items: Iterable[Requirement]) -> str:
    """Requirements in one sentence."""
    return ", ".join(item.text for item in items)
