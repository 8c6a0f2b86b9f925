"""Masuk: the counter. A letter or a complaint is logged on one side, the day's register stands on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from desk.domain.calendar import Instant
from desk.domain.people import Permission
from desk.domain.service import Intake, Service
from desk.errors import DeskError
from desk.office import archive
from desk.office.casefile import view_case
from desk.office.choosing import choices
from desk.office.views import Logged, RegisterRow
from desk.screens.base import DeskScreen, SopContext
from desk.screens.dialogs import ConfirmScreen
from desk.screens.follower import Follower
from desk.screens.intake_dialogs import LoggedScreen
from desk.screens.intake_entry import EntryPane
from desk.screens.intake_register import RegisterList, strip
from desk.widgets.fields import Form
from desk.widgets.virtual_list import VirtualList

_NO_LOGGING = (
    "Jabatan Anda tidak mencatat surat atau pengaduan. Register hari ini dapat dibaca: "
    "panah untuk memilih, Enter untuk membuka berkas."
)


class IntakeScreen(DeskScreen):
    """The form keeps the keyboard; F4 goes to the register and back."""

    MODE = "intake"
    PURPOSE = (
        "Catat surat atau pengaduan yang baru datang: Enter ke isian berikutnya, F2 menyimpan. Tenggat dan "
        "alasannya tampil sebelum disimpan; isian yang belum disimpan selalu aman."
    )
    CSS_PATH = "intake.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (40, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "l",
            "complete",
            "Lengkapi",
            tooltip="Centang persyaratan yang kini sudah ada.",
            id="intake.complete",
        ),
        Binding("escape", "form", "Formulir", tooltip="Kembali ke formulir.", id="intake.form"),
        Binding("f2,ctrl+s", "save", "Simpan", tooltip="Simpan dan dapatkan nomornya.", id="intake.save"),
        Binding(
            "f3,ctrl+g",
            "kind",
            "Surat/Pengaduan",
            tooltip="Beralih antara formulir surat dan pengaduan.",
            id="intake.kind",
        ),
        Binding(
            "f4,ctrl+r",
            "register",
            "Register",
            tooltip="Pindah antara formulir dan register hari ini.",
            id="intake.register",
        ),
        Binding(
            "ctrl+n",
            "empty",
            "Kosongkan",
            tooltip="Kosongkan formulir dan buang konsepnya.",
            id="intake.empty",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._services: Mapping[str, Service] = {}
        """What the form offers; the office's at that time."""
        self._follower = Follower(
            self, lambda: partial(archive.day_register, self.session, self.office.today()), self._paint
        )

    def compose_body(self) -> ComposeResult:
        with Vertical(id="register") as register:
            register.border_title = "Register hari ini"
            yield RegisterList(self.office)
        if self._may_log:
            yield EntryPane(self.session)
        else:
            yield Static(_NO_LOGGING, id="no-logging", markup=False)
        yield Static("", id="strip", markup=False)

    @property
    def _may_log(self) -> bool:
        return self.session.may(Permission.LOG)

    @property
    def _list(self) -> RegisterList:
        return self.query_one(RegisterList)

    @property
    def _entry(self) -> EntryPane:
        return self.query_one(EntryPane)

    @on(events.Mount)
    async def _open(self) -> None:
        self.reload()
        self.set_class(not self._may_log, "-reading")
        if self._may_log:
            await self._entry.open(self._entry.unfinished(self._first_kind()))
        else:
            self._list.focus()

    def _first_kind(self) -> Intake:
        """Who logs no letters as a rule begins with complaints."""
        letters = self.session.person.positions & {"receptionist", "mail_clerk"}
        kinds = {service.intake for service in self.office.services.values()}
        if Intake.LETTER in kinds and (letters or Intake.COMPLAINT not in kinds):
            return Intake.LETTER
        return Intake.COMPLAINT

    # What is shown

    def reload(self) -> None:
        self._follower.overtaken()
        self._paint(archive.day_register(self.session, self.office.today()))
        if self._may_log:
            self._entry.preview()

    def follow(self) -> None:
        self._follower.look()

    def _paint(self, rows: Sequence[RegisterRow]) -> None:
        self._list.set_rows(rows)
        self.query_one("#register").border_title = f"Register hari ini · {len(rows)}"
        self.query_one("#strip", Static).update(strip(self.office, rows).content())
        if self._may_log and (services := self.office.services) is not self._services:
            self._services = services
            self._entry.renew()

    def tick(self, now: Instant) -> None:
        super().tick(now)
        if self._may_log:
            self._entry.tick(now // 60)

    def sop_context(self) -> SopContext | None:
        form = self._entry.form if self._may_log else None
        service = form.service if form is not None else None
        return SopContext(service.version) if service is not None else None

    # Acts

    @on(Form.Completed)
    def action_save(self) -> None:
        self._entry.save(self._logged)

    def _logged(self, service: Service, logged: Logged) -> None:
        self.reload()
        self._list.cursor = 0

        def answered(opened: bool | None) -> None:
            self.action_form()
            if opened:
                self.shell.open_case(logged.number)

        self.app.push_screen(LoggedScreen(self.session, service, logged), answered)

    @on(EntryPane.ClockDoubted)
    def _ask_clock(self) -> None:
        self.shell.ask_clock(self.action_save)

    def action_form(self) -> None:
        self.remove_class("-register")
        self._entry.enter()

    def action_register(self) -> None:
        if self._list.has_focus:
            self.action_form()
        else:
            self.add_class("-register")
            self._list.focus()

    async def action_kind(self) -> None:
        self.remove_class("-register")
        form = self._entry.form
        letter = form is not None and form.KIND is Intake.LETTER
        await self._entry.open(Intake.COMPLAINT if letter else Intake.LETTER)

    def action_empty(self) -> None:
        form = self._entry.form
        if form is None or form.is_untouched:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._entry.empty()
                self.action_form()

        text = "Isian yang belum disimpan dibuang."
        self.app.push_screen(ConfirmScreen("Kosongkan formulir?", text, danger=True), answered)

    @on(VirtualList.Selected)
    def _opened(self, event: VirtualList.Selected) -> None:
        event.stop()
        chosen: object = event.item
        if isinstance(chosen, RegisterRow):
            self.shell.open_case(chosen.number)

    def action_complete(self) -> None:
        item = self._list.item
        if item is None:
            return
        from desk.screens.case_acts import begin  # the counter opens without the forms of the desks

        try:
            view, choice = view_case(self.session, item.number), choices(self.session, item.number)
        except DeskError as error:
            self.tell_error(error)
            return
        begin(self, "complete", view, choice)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("save", "kind", "register", "empty"):
            return self._may_log
        if action == "form":
            return self._may_log and self._list.has_focus
        if action == "complete":
            item = self._list.item if self._list.has_focus else None
            if item is None or item.is_kept_out:
                return False
            return self._may_log and item.missing > 0 and not item.voided
        return True

    @on(VirtualList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()
