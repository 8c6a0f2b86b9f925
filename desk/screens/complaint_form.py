"""The form of a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on

from desk import db
from desk.domain.calendar import Instant
from desk.domain.complaint import CHANNELS, CLASSES, ComplaintDraft
from desk.domain.service import Intake, Requirement, Service
from desk.errors import DeskError, StorageError
from desk.office import complaints, intake, same_number
from desk.office.class_tables import table_for
from desk.office.session import Session
from desk.office.views import Logged
from desk.screens.intake_fields import PhoneField
from desk.screens.intake_form import IntakeForm, options_of
from desk.widgets.fields import AreaField, CheckList, ChoiceField, Field, Option, TextField
from desk.widgets.names import NamesField
from desk.widgets.text import Line

_EXCLUDING = "Pegawai yang disebut dalam pengaduan tidak dapat membukanya · Enter melewati"


class ComplaintForm(IntakeForm):
    """A complaint."""

    KIND = Intake.COMPLAINT

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._called = ("", "")
        """The number that was asked for last, and what is to be said of it: nothing, where that is empty."""

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield ChoiceField("channel", "Saluran", options_of(CHANNELS), value="whatsapp", required=True)
        yield AreaField(
            "text", "Isi pengaduan", required=True, help="Enter baris baru · Tab isian berikutnya"
        )
        yield TextField("sender", "Nama pengadu", placeholder="kosongkan bila tidak menyebut nama")
        yield PhoneField("phone", "Telepon", placeholder="0812 3456 7890")
        yield ChoiceField("class", "Golongan", (), placeholder="belum digolongkan, ▼ untuk melihat")
        yield CheckList(
            "wishes",
            "Perlindungan",
            [
                Requirement("anonymous", "Pengadu minta namanya dirahasiakan", required=False),
                Requirement("confidential", "Isi pengaduan bersifat rahasia", required=False),
            ],
            plain=True,
        )
        yield NamesField("exclude", "Kecualikan", colleagues(self.session), help=_EXCLUDING)

    def fit_service(self, service: Service | None) -> None:
        """Nothing: its classes depend on the day of arrival too."""

    def settle(self) -> None:
        super().settle()
        field, options = self.choice("class"), class_options(self.session, self.service, self.received)
        if field.options != tuple(options):
            field.options = options

    def save(self) -> Logged:
        values = self.values()
        draft = ComplaintDraft(
            service=values["service"],
            channel=values["channel"],
            text=values["text"],
            sender=values["sender"],
            phone=values["phone"] or None,
            class_key=values["class"],
            received_at=values["received"],
            is_anonymous="anonymous" in values["wishes"],
            is_confidential="confidential" in values["wishes"],
        )
        return complaints.log_complaint(
            self.session, draft, reason=values.get("reason"), keep_out=values["exclude"]
        )

    def preview_of(self, service: Service, width: int) -> list[Line]:
        found = intake.preview_due(
            self.session,
            service.key,
            complete=True,
            received_at=self.received,
            class_key=self.choice("class").value,
        )
        return self.due_lines(found, width) + self._same(width)

    def _same(self, width: int) -> list[Line]:
        """What is known of the number that stands in the form, once it was left."""
        phone, told = self._called
        if not told or self.all_fields["phone"].value != phone:
            return []
        return [Line().cell(f"! {told}", width, "bold $band-at-risk")]

    @on(PhoneField.Left)
    def _call(self, event: PhoneField.Left) -> None:
        """Ask for the open complaints from the number: once it stands there whole, since asking is an act.

        It is a courtesy to whoever types on: where the database is busy nobody waits for it, saving asks anyhow.
        """
        event.stop()
        if not self.screen.is_current:
            return
        try:
            with db.storage_errors():
                earlier = same_number.look_up(self.session, event.phone, closed=False)
        except DeskError as error:
            self._called = (event.phone, "" if isinstance(error, StorageError) else error.message)
        else:
            told = "; ".join(str(item) for item in earlier[:2]) + (" …" if len(earlier) > 2 else "")
            self._called = (event.phone, f"Nomor ini pernah mengadu: {told}" if told else "")
        self.post_message(self.Learned())


def colleagues(session: Session) -> list[Option]:
    """Everybody else who can sign in."""
    office = session.office
    return [
        Option(
            person.username,
            person.name,
            " / ".join(office.position_title(key) for key in sorted(person.positions)),
        )
        for person in office.people.values()
        if person.active and person.username != session.person.username
    ]


def class_options(session: Session, service: Service | None, received: Instant | None) -> list[Option]:
    """The complaint classes of a service with their limits, for what arrived then (None: now)."""
    if service is None:
        return []
    table = table_for(session.office, service, session.now() if received is None else received)
    own = {item.key: item.name for item in service.complaint_classes}
    return [
        Option(key, own.get(key) or CLASSES.get(key, key), f"{days} hari kerja")
        for key, days in (table.limits.items() if table is not None else ())
    ]
