"""The Textual app: sign-in gate, modes, commands that work everywhere, and the one-second heartbeat."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from desk import db
from desk.clock import Clock, SystemClock
from desk.config import Config
from desk.domain.people import Permission
from desk.errors import DeskError, NotFound
from desk.office import ledger, opening
from desk.office.session import Session
from desk.screens.base import TABS, Beating, DeskScreen, Shell, SopContext
from desk.widgets.chrome import HeaderBar
from desk.widgets.commands import HELP_ID, Command, commands_of
from desk.widgets.theme import DARK, LIGHT

SIGNED_OUT = "signed-out"
CLOSED = "closed"


def run(config: Config) -> int:
    """Open the desk and stay until it is closed; signing out leads back to the sign-in. Returns the exit status."""
    while True:
        app = DeskApp(config)
        if app.run() != SIGNED_OUT:
            return app.return_code or 0
        config = app.config


def _intake() -> Screen[Any]:
    from desk.screens.intake import IntakeScreen

    return IntakeScreen()


def _queue() -> Screen[Any]:
    from desk.screens.queue import QueueScreen

    return QueueScreen()


def _board() -> Screen[Any]:
    from desk.screens.board import BoardScreen

    return BoardScreen()


def _archive() -> Screen[Any]:
    from desk.screens.archive import ArchiveScreen

    return ArchiveScreen()


class DeskApp(Shell):
    """The desk of one person at one terminal."""

    TITLE = "desk"
    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "intake": _intake,
        "queue": _queue,
        "board": _board,
        "archive": _archive,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Bantuan", tooltip="Semua tombol di layar ini.", id=HELP_ID),
        Binding("ctrl+p", "palette", "Perintah", tooltip="Cari perintah dengan mengetik.", id="app.palette"),
        Binding(
            "1,f5,alt+1",
            "mode('intake')",
            "Masuk",
            tooltip="Catat surat atau pengaduan.",
            id="app.intake",
            show=False,
        ),
        Binding(
            "2,f6,alt+2",
            "mode('queue')",
            "Antrean",
            tooltip="Langkah yang menjadi tugas saya.",
            id="app.queue",
            show=False,
        ),
        Binding(
            "3,f7,alt+3",
            "mode('board')",
            "Papan SLA",
            tooltip="Semua langkah berjalan dan sisa waktunya.",
            id="app.board",
            show=False,
        ),
        Binding(
            "4,f8,alt+4",
            "mode('archive')",
            "Arsip",
            tooltip="Cari surat atau pengaduan.",
            id="app.archive",
            show=False,
        ),
        Binding("f9,ctrl+o", "sop", "SOP", tooltip="Tabel resmi SOP layanan ini.", id="app.sop", show=False),
        Binding(
            "f10,ctrl+t",
            "theme",
            "Tema",
            tooltip="Ganti tampilan gelap atau terang.",
            id="app.theme",
            show=False,
        ),
        Binding(
            "alt+u",
            "add_user",
            "Tambah pengguna",
            tooltip="Tambah orang dan jabatannya.",
            id="users.add",
        ),
        Binding(
            "ctrl+l",
            "sign_out",
            "Ganti pengguna",
            tooltip="Keluar dari akun ini.",
            id="app.sign_out",
            show=False,
        ),
        Binding(
            "ctrl+q",
            "leave",
            "Tutup desk",
            tooltip="Tutup; isian yang belum disimpan tetap aman.",
            id="app.quit",
            show=False,
            priority=True,
        ),
    ]

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self._last_event = 0
        self._tasks_open_at: int | None = None
        """When the next periodic tasks open. None: no service has any."""

    # Coming in

    def on_mount(self) -> None:
        try:
            office = opening.open_office(self.config.database_url, self.clock)
        except NotFound:
            from desk.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())
        except DeskError as error:
            self._refuse(error)
        else:
            from desk.screens.sign_in import SignInScreen

            self.push_screen(SignInScreen(office))

    def on_ready(self) -> None:
        """What the start has made stays until the end: never look through it again for garbage."""
        gc.freeze()
        gc.enable()

    def enter(self, session: Session) -> None:
        self.session = session
        self._open_tasks(session)
        self._last_event = ledger.last_event_id()
        self.switch_mode(home_mode(session))
        self.set_interval(1.0, self._beat, name="heartbeat")
        if not session.office.is_demo and session.may(Permission.ADMINISTER):
            self._warn_of_calendar(session)

    def _open_tasks(self, session: Session) -> None:
        """Periodic tasks whose month has come: whoever runs first opens them."""
        from desk.office import periodic

        periodic.open_due_tasks(session.office)
        self._tasks_open_at = periodic.next_opening(session.office)

    def _warn_of_calendar(self, session: Session) -> None:
        """Loudly, to those who can do something about it."""
        from desk.office.calendar_check import calendar_warnings  # the sources of calendars are slow to load

        if warnings := calendar_warnings(session.office):
            title = "Kalender perlu diperiksa"
            self.notify("\n".join(warnings), title=title, severity="warning", markup=False, timeout=10)

    def _refuse(self, error: DeskError) -> None:
        """The database cannot be opened: say so in words and leave; nothing was written."""
        self.exit(return_code=1, message=Text(error.message))

    # The heartbeat

    def _beat(self) -> None:
        """Once a second: visible timers from memory, and one question to the database."""
        if self.session is None or not self.is_running:
            return
        office, now = self.session.office, self.session.now()
        stack = self.screen_stack
        screens = [screen for screen in stack if isinstance(screen, Beating) and screen.is_mounted]
        try:
            if self._tasks_open_at is not None and now >= self._tasks_open_at:
                self._open_tasks(self.session)
            with db.storage_errors():
                last = ledger.last_event_id()
                if changed := last != self._last_event:
                    self._last_event = last
                    office.refresh()
                person = office.people.get(self.session.person.username)
                if person is not None and not person.active:
                    self.exit(SIGNED_OUT)  # a closed account reads nothing any longer
                    return
                for screen in screens:
                    screen.tick(now)
                    if changed:
                        screen.reload()
        except DeskError as error:
            self.notify(error.message, severity="error", markup=False)

    # Commands

    def action_help(self) -> None:
        from desk.screens.help import HelpScreen

        screen = self.screen
        tab = next((tab.label for tab in TABS if tab.mode == getattr(screen, "MODE", None)), self.TITLE)
        purpose = getattr(screen, "PURPOSE", "")
        self.push_screen(
            HelpScreen(str(getattr(screen, "HELP_TITLE", "") or tab), commands_of(screen), purpose)
        )

    def action_palette(self) -> None:
        from desk.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(commands_of(self.screen)), self._run_chosen)

    async def _run_chosen(self, command: Command | None) -> None:
        if command is not None:
            self.call_later(partial(command.run, self))

    def action_mode(self, mode: str) -> None:
        if self.session is None:
            return
        if mode != self.current_mode:
            self.switch_mode(mode)
        while len(self.screen_stack) > 1:  # a case lying over the mode's own screen
            self.pop_screen()

    @on(HeaderBar.TabClicked)
    def _tab_clicked(self, event: HeaderBar.TabClicked) -> None:
        self.action_mode(event.mode)

    def action_sop(self) -> None:
        screen = self.screen
        self.show_sop(screen.sop_context() if isinstance(screen, DeskScreen) else None)

    def show_sop(self, context: SopContext | None) -> None:
        from desk.screens.sop import SopScreen

        if self.session is not None and not isinstance(self.screen, SopScreen):
            self.push_screen(SopScreen(context))

    def open_case(self, number: str) -> None:
        from desk.screens.case import CaseScreen

        self.push_screen(CaseScreen(number))

    @work
    async def action_add_user(self) -> None:
        from desk.screens.users import add_people

        if self.session is not None:
            await add_people(self, self.session)

    def action_theme(self) -> None:
        self.theme = LIGHT if self.theme == DARK else DARK

    def action_sign_out(self) -> None:
        if self.session is not None:
            self.exit(SIGNED_OUT)

    def action_leave(self) -> None:
        self.exit(CLOSED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands of a signed-in person are not offered before, nor under a dialog."""
        if action in ("mode", "sop", "sign_out", "add_user"):
            if self.session is None or not isinstance(self.screen, DeskScreen):
                return False
            return action != "add_user" or self.session.may(Permission.ADMINISTER)
        return True

    # Faults of desk itself

    def _fatal_error(self) -> None:
        """Textual would print the local variables of every frame, and with them citizens' data."""
        from desk.faults import note_fault

        self.bell()
        error = sys.exception() or RuntimeError()
        log = note_fault(self.config.home, error, (self.clock or SystemClock()).now())
        message = "desk terhenti karena kesalahan program. Isian terakhir tersimpan sebagai konsep."
        self._exit_renderables.append(Text(f"{message}\nRincian: {log}" if log else message))
        self._close_messages_no_wait()


def home_mode(session: Session) -> str:
    """The screen a person's day begins on."""
    positions = session.person.positions
    if positions & {"manager", "admin"}:
        return "board"
    if positions & {"receptionist", "mail_clerk"}:
        return "intake"
    return "queue"
