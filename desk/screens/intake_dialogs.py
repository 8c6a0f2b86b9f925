"""After logging: the number to copy onto the letter, and who is to act next."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Digits, Static

from desk.domain.case import STATUS_TEXT, Status
from desk.domain.moments import moment_text
from desk.domain.service import Service
from desk.office import choosing, routing
from desk.office.casefile import view_case
from desk.office.session import Session
from desk.office.views import Logged
from desk.screens.dialogs import DIALOG_CSS, Dialog
from desk.screens.saving import submit
from desk.widgets.text import Line, lines_content

_LABEL = 10


class LoggedScreen(Dialog[bool]):
    """The number in large digits, and who is to act next. True: open the case; False: on with the next one."""

    DELIBERATE = True
    CSS_PATH = [DIALOG_CSS, "intake_dialogs.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,escape,space", "close(False)", "Berikutnya", tooltip="Catat berikutnya.", id="logged.next"
        ),
        Binding("c", "copy", "Salin nomor", tooltip="Salin nomor ke papan klip.", id="logged.copy"),
        Binding(
            "b", "close(True)", "Buka berkas", tooltip="Buka berkas yang baru dicatat.", id="logged.open"
        ),
        Binding(
            "t",
            "forward",
            "Teruskan sekarang",
            tooltip="Selesaikan langkah pertama, yang juga tugas Anda.",
            id="logged.forward",
        ),
    ]

    def __init__(self, session: Session, service: Service, logged: Logged) -> None:
        super().__init__("Tercatat")
        self._session = session
        self._service = service
        self._logged = logged
        self._view = view_case(session, logged.number)
        choice = choosing.choices(session, logged.number)
        self._may_forward = "finish" in choice.acts and len(choice.exits) == 1

    def compose_body(self) -> ComposeResult:
        serial, _, year = self._logged.number.partition("/")
        prefix, digits = ("P-", serial[2:]) if serial.startswith("P-") else ("", serial)
        with Horizontal(id="number"):
            if prefix:
                yield Static(f"\n{prefix}", id="number-prefix", markup=False)
            yield Digits(digits, id="number-digits")
            yield Static(f"\n\n/ {year}", id="number-year", markup=False)
        yield Static(lines_content(self._lines()))

    def _lines(self) -> list[Line]:
        logged = self._logged
        what = "Nomor pengaduan" if logged.number.startswith("P-") else "Nomor agenda"
        lines = [
            Line(f"{what} ", "$muted")
            .add(logged.number, "bold $key")
            .add("" if logged.number.startswith("P-") else "  salin ke suratnya", "$muted"),
            Line(),
            Line().cell("Layanan", _LABEL, "$muted").cell(self._service.name, 58, "$link"),
            Line().cell("Status", _LABEL, "$muted").add(STATUS_TEXT[Status(logged.status)], "bold $strong"),
        ]
        if logged.missing:
            texts = {item.key: item.text for item in self._service.requirements}
            lines.append(Line().cell("Kurang", _LABEL, "$muted").add("waktu belum berjalan", "$key"))
            lines += [Line().gap(_LABEL).cell(f"· {texts[key]}", 58, "$foreground") for key in logged.missing]
        elif logged.due_at is not None:
            due = moment_text(self._session.office.calendar(), logged.due_at)
            lines.append(Line().cell("Tenggat", _LABEL, "$muted").add(due, "bold $band-on-time"))
        else:
            lines.append(Line().cell("Tenggat", _LABEL, "$muted").add("tanpa batas waktu", "$band-none"))
        if logged.duplicates:
            what = "! nomor telepon sama dengan " if logged.number.startswith("P-") else "! mirip surat "
            lines.append(Line(what, "$band-at-risk").add(", ".join(logged.duplicates[:3]), "bold"))
        if (visit := self._view.open_visit) is not None:
            text = f"Berikutnya: langkah {visit.step_no}, tugas {' / '.join(visit.actor_titles)}"
            lines += [Line(), Line(text, "$muted"), Line().gap(2).cell(visit.name, _LABEL + 56, "$muted")]
        return lines

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._logged.number)
        self.notify(f"{self._logged.number} disalin ke papan klip.", markup=False, timeout=3)

    def action_close(self, opened: bool) -> None:
        self.dismiss(opened)

    def action_forward(self) -> None:
        number = self._logged.number
        submit(
            self.app,
            lambda: routing.finish(self._session, number, expected=self._view.revision),
            lambda _result: self._forwarded(number),
            lambda error: self.show_fault(error.message),
        )

    def _forwarded(self, number: str) -> None:
        visit = view_case(self._session, number).open_visit
        where = "selesai" if visit is None else f"diteruskan ke langkah {visit.step_no}"
        self.notify(f"{number} {where}.", markup=False, timeout=4)
        self.dismiss(False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._may_forward if action == "forward" else True
