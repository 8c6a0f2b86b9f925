"""What the two forms of the counter share: the service, the time of arrival, drafts, and when it will be due."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.message import Message

from desk.domain.calendar import Instant
from desk.domain.moments import moment_text
from desk.domain.service import Intake, Service
from desk.errors import DeskError
from desk.office.session import Session
from desk.office.views import DuePreview, Logged
from desk.widgets.fields import CheckList, ChoiceField, Field, Form, MomentField, Option, TextField
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line

LABEL = 9


class IntakeForm(Form):
    """What both forms share: the service, when it arrived, drafts, and the line that says when it is due."""

    KIND: ClassVar[Intake]

    class Learned(Message):
        """The preview has more to say than what was typed."""

    def __init__(self, session: Session) -> None:
        super().__init__(id=f"form-{self.KIND}")
        self.session = session
        self._blank: dict[str, str] = {}
        self._last_service: str | None = None

    def compose(self) -> ComposeResult:
        yield ChoiceField("service", "Layanan", self._services(), required=True)
        yield from self.compose_fields()
        yield MomentField(
            "received",
            "Diterima",
            self.session.now,
            ZoneInfo(self.session.office.zone),
            self.moment,
            placeholder="sekarang",
        )
        yield TextField("reason", "Alasan terlambat", placeholder="mengapa baru dicatat hari ini")

    @abstractmethod
    def compose_fields(self) -> Iterable[Field[Any]]:
        """What stands between the service and the time of arrival."""

    @abstractmethod
    def save(self) -> Logged:
        """Log what the form holds, or raise a `DeskError` and change nothing."""

    def on_mount(self) -> None:
        choice = self.choice("service")
        if len(choice.options) == 1:
            choice.value = choice.options[0].key
        self.settle()
        self._blank = self.all_drafts()

    def _services(self) -> list[Option]:
        services = self.session.office.services.values()
        return [
            Option(item.key, item.name, str(item.total) if item.total else "")
            for item in services
            if item.intake is self.KIND
        ]

    def renew(self) -> None:
        """Offer the services as they are now."""
        self.choice("service").options = self._services()

    def moment(self, t: Instant) -> str:
        return moment_text(self.session.office.calendar(), t)

    # Values

    @property
    def all_fields(self) -> dict[str, Field[Any]]:
        """Hidden fields too, by key."""
        return {field.key: field for field in self.query(Field).results(Field)}

    def choice(self, key: str) -> ChoiceField:
        field = self.all_fields[key]
        assert isinstance(field, ChoiceField)
        return field

    def ticks(self, key: str) -> CheckList:
        field = self.all_fields[key]
        assert isinstance(field, CheckList)
        return field

    @property
    def service(self) -> Service | None:
        """None: none chosen yet."""
        key = self.choice("service").value
        return self.session.office.services.get(key) if key is not None else None

    @property
    def received(self) -> Instant | None:
        """None: now."""
        return self.values().get("received")

    def all_drafts(self) -> dict[str, str]:
        """What stands in every field, hidden ones too, to be understood on another day."""
        return {key: field.lasting() for key, field in self.all_fields.items()}

    def restore_all(self, drafts: Mapping[str, str]) -> None:
        """Put back what `all_drafts` gave: the service first, since it decides what others may hold."""
        fields = self.all_fields
        for key in ("service", *(key for key in fields if key != "service")):
            if key in drafts:
                fields[key].restore(drafts[key])
            if key == "service":
                self._last_service = None
                self.settle()
        self.settle()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed beside the service."""
        drafts = self.all_drafts()
        return all(drafts[key] == blank for key, blank in self._blank.items() if key != "service")

    def empty(self) -> None:
        """Ready for the next one, with the same service."""
        self.restore_all(self._blank | {"service": self.choice("service").draft()})
        for field in self.all_fields.values():
            field.clear_error()

    def settle(self) -> None:
        """Fit the fields to the service chosen and to the day of arrival."""
        service = self.service
        if service is None or service.version != self._last_service:
            self._last_service = None if service is None else service.version
            self.fit_service(service)
        calendar = self.session.office.calendar()
        received = self.received
        late = received is not None and calendar.local_date(received) != self.session.office.today()
        self.all_fields["reason"].display = late

    @abstractmethod
    def fit_service(self, service: Service | None) -> None:
        """Another service was chosen."""

    # When it is due

    def preview(self, width: int) -> list[Line]:
        """When a file logged like this would be due and why, and what should be looked at before saving."""
        service = self.service
        if service is None:
            return [Line("Pilih layanan untuk melihat tenggatnya.", "$muted")]
        try:
            return self.preview_of(service, width)
        except DeskError as error:
            return [Line(f"! {error.message}", "$fault")]

    @abstractmethod
    def preview_of(self, service: Service, width: int) -> list[Line]:
        """The preview for this service."""

    def due_lines(self, found: DuePreview, width: int, note: str = "") -> list[Line]:
        """The due time, `note` behind it, and its reason."""
        due = "tanpa batas waktu" if found.due_at is None else self.moment(found.due_at)
        style = "$band-none" if found.due_at is None else "$band-on-time"
        head = Line().cell("Tenggat", LABEL, "$muted").add(due, f"bold {style}").add(note, "$muted")
        doubts = [line for text in found.warnings for line in hanging(f"! {text}", width, "$key")]
        return [head, *hanging(found.reason, width), *doubts]


def hanging(text: str, width: int, style: str = "$muted", limit: int = 2) -> list[Line]:
    """A longer text under the value column, in at most `limit` lines."""
    parts = wrap_cells(text, max(20, width - LABEL))
    shown = [*parts[: limit - 1], " ".join(parts[limit - 1 :])]
    return [Line().gap(LABEL).cell(part, width - LABEL, style) for part in shown if part]


def options_of(words: Mapping[str, str]) -> list[Option]:
    """A vocabulary as choices."""
    return [Option(key, label) for key, label in words.items()]
