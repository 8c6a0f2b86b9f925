"""Catat insiden: an incident with personal data, and how much time is left to report it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain.moments import dated_text
from desk.errors import FieldError
from desk.office import incidents
from desk.office.incidents import IncidentView
from desk.office.session import Session
from desk.screens.dialogs import FormDialog
from desk.screens.incident_notice import notice
from desk.widgets.fields import ChoiceField, Field, MomentField, Option, TextField
from desk.widgets.text import inert

_RULE = "Lapor tertulis paling lambat 3 x 24 jam sejak diketahui, hari libur dihitung (UU 27/2022 Pasal 46)."
_OPTION = 48


class PeopleField(TextField):
    """How many people, if that is known."""

    def check(self) -> str | None:
        if not self.is_blank and not (self.value.isascii() and self.value.isdigit() and len(self.value) < 10):
            return "Tulis bilangan, atau kosongkan."
        return super().check()


class IncidentDialog(FormDialog[IncidentView]):
    """Records one; those that are open and concern this person stand above."""

    def __init__(self, session: Session) -> None:
        now = session.now()
        told = [notice(session, item, now) for item in incidents.incidents(session) if item.is_open]
        text = "\n".join([_RULE, "Jangan menulis nama orang: catatan ini tidak dapat dihapus.", *told])
        super().__init__("Catat insiden data pribadi", text)
        self._session = session

    def compose_fields(self) -> Iterable[Field[Any]]:
        office = self._session.office
        yield TextField("what", "Kejadian", required=True, placeholder="apa, di mana, data apa")
        yield MomentField(
            "noticed",
            "Diketahui",
            self._session.now,
            ZoneInfo(office.zone),
            lambda t: dated_text(office.calendar(), t, office.today()),
            placeholder="sekarang",
        )
        yield PeopleField("people", "Berapa orang", placeholder="kosongkan bila belum diketahui")

    def save(self, values: Mapping[str, Any]) -> IncidentView:
        noticed = self._session.now() if values["noticed"] is None else values["noticed"]
        people = int(values["people"]) if values["people"] else None
        return incidents.add(self._session, values["what"], noticed, people)


class ReportedDialog(FormDialog[IncidentView]):
    """Which open incident was reported, and how."""

    def __init__(self, session: Session) -> None:
        now = session.now()
        self._open = incidents.open_ones(session)
        text = "\n".join(notice(session, item, now) for item in self._open) or "Tidak ada insiden terbuka."
        super().__init__("Insiden sudah dilaporkan", text)
        self._session = session

    def compose_fields(self) -> Iterable[Field[Any]]:
        options = [Option(str(item.no), inert(f"{item.no}: {item.what}", _OPTION)) for item in self._open]
        yield ChoiceField("no", "Insiden", options, value=options[0].key if options else None, required=True)
        yield TextField(
            "reason", "Keterangan", required=True, placeholder="kepada siapa dan kapan; tanpa nama"
        )

    def save(self, values: Mapping[str, Any]) -> IncidentView:
        if values["no"] is None:
            raise FieldError("no", "Pilih insidennya.", code="empty")
        return incidents.done(self._session, int(values["no"]), values["reason"])
