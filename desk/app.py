"""The Textual app: sign-in gate, modes, and commands that work everywhere."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.screen import Screen

from desk.clock import Clock, SystemClock
from desk.config import Config
from desk.domain.people import Permission
from desk.errors import DeskError
from desk.office import people
from desk.office.drafts import Drafts
from desk.office.opened_copies import OpenedCopies
from desk.office.session import Session
from desk.screens.app_keys import KEYS
from desk.screens.base import TABS, DeskScreen, SopContext
from desk.screens.door import tell_at_door
from desk.screens.heartbeat import Heartbeat
from desk.screens.locking import ALLOWED
from desk.screens.way_in import open_gate
from desk.widgets.chrome import HeaderBar
from desk.widgets.commands import Command, commands_of
from desk.widgets.theme import DARK, LIGHT

if TYPE_CHECKING:
    from desk.office.incidents import IncidentView

SIGNED_OUT = "signed-out"
CLOSED = "closed"


def run(config: Config) -> int:
    """Open the desk and stay until it is closed; signing out leads back to the sign-in. Returns the exit status."""
    while True:
        app = DeskApp(config)
        ending = app.run()
        if app.session is not None:
            with suppress(
                DeskError
            ):  # a disabled account, or a database that cannot be written: nobody is kept
                people.sign_out(app.session)
        if ending != SIGNED_OUT:
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


class DeskApp(Heartbeat):
    """The desk of one person at one terminal."""

    TITLE = "desk"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/sign_in.tcss"]
    """With that of the first screen, whatever it is: a sheet that comes later has all the others parsed again."""
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "intake": _intake,
        "queue": _queue,
        "board": _board,
        "archive": _archive,
    }
    BINDINGS = KEYS

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self.drafts = Drafts(config.drafts, "", (clock or SystemClock()).now)
        self.copies = OpenedCopies(config.opened)
        self.at_end = ExitStack()

    # Coming in

    def on_mount(self) -> None:
        open_gate(self)

    def on_ready(self) -> None:
        """What the start has made stays until the end: never look through it again for garbage."""
        gc.freeze()
        gc.enable()
        if not self.is_headless:
            self.heed_endings()

    def on_unmount(self) -> None:
        """Signing out ends here too."""
        self.copies.drop()
        self.at_end.close()

    def enter(self, session: Session) -> None:
        self.session = session
        self.use_drafts(Drafts(self.config.drafts, session.person.username, session.now))
        self.copies = OpenedCopies(self.config.opened)
        self.copies.sweep()
        self.begin_beating(session)
        self.switch_mode(home_mode(session))
        self.call_later(self.ask_clock, at_door=True)
        tell_at_door(self, session)

    # Commands

    def ask_clock(self, then: Callable[[], object] | None = None, *, at_door: bool = False) -> None:
        from desk.screens.clock_check import ask_if_doubtful

        def settled() -> None:
            self.look_again()  # tasks whose numbers waited for the clock
            if then is not None:
                then()

        ask_if_doubtful(self, settled, at_door=at_door)

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
        if self.session is None or self.is_locked:
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

    def action_calendar(self) -> None:
        from desk.screens.calendar import CalendarScreen

        if self.session is not None and not isinstance(self.screen, CalendarScreen):
            self.push_screen(CalendarScreen())

    def open_case(self, number: str) -> None:
        from desk.screens.case import CaseScreen

        self.push_screen(CaseScreen(number))

    def action_alerts(self) -> None:
        from desk.screens.alerts import show_alerts

        if self.session is not None:
            show_alerts(self, self.session)

    @work
    async def action_add_user(self) -> None:
        from desk.screens.users import add_people

        if self.session is not None:
            await add_people(self, self.session)

    def action_clock(self) -> None:
        self.ask_clock(lambda: self.notify("Jam komputer sesuai dengan catatan.", markup=False, timeout=4))

    def action_class_tables(self) -> None:
        from desk.screens.class_tables import ClassTablesScreen

        def closed(done: bool | None) -> None:
            if done:
                self.notify("Tabel golongan tersimpan; berkas berjalan tetap memakai tabelnya.", markup=False)

        if self.session is not None:
            self.push_screen(ClassTablesScreen(self.session), closed)

    def action_backup(self) -> None:
        from desk.screens.backup import back_up

        if self.session is not None:
            back_up(self, self.session)

    def action_incident(self) -> None:
        from desk.screens.incidents import IncidentDialog

        def closed(done: IncidentView | None) -> None:
            if done is not None:
                self.notify(f"Insiden {done.no} dicatat; lapor dalam 3 x 24 jam.", markup=False)

        if self.session is not None:
            self.push_screen(IncidentDialog(self.session), closed)

    def action_incident_reported(self) -> None:
        from desk.screens.incidents import ReportedDialog

        def closed(done: IncidentView | None) -> None:
            if done is not None:
                self.notify(f"Insiden {done.no} dinyatakan dilaporkan.", markup=False)

        if self.session is not None:
            self.push_screen(ReportedDialog(self.session), closed)

    def action_retention_due(self) -> None:
        from desk.screens.retention import show_due

        if self.session is not None:
            show_due(self, self.session)

    def action_theme(self) -> None:
        self.theme = LIGHT if self.theme == DARK else DARK

    def sign_out(self) -> None:
        self.exit(SIGNED_OUT)

    def action_sign_out(self) -> None:
        if self.session is not None:
            self.sign_out()

    def action_leave(self) -> None:
        self.exit(CLOSED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Commands of a signed-in person are not offered before, nor under a dialog, and hardly any under the lock."""
        if self.is_locked:
            return action in ALLOWED
        if action == "lock":
            return self.session is not None
        if action in ("incident_reported", "retention_due"):
            heads = self.session is not None and self.session.person.oversees
            return heads and isinstance(self.screen, DeskScreen)
        setting_up = action in ("add_user", "class_tables", "backup")
        if setting_up or action in ("mode", "alerts", "incident", "sop", "calendar", "clock", "sign_out"):
            if self.session is None or not isinstance(self.screen, DeskScreen):
                return False
            return not setting_up or self.session.may(Permission.ADMINISTER)
        return True


def home_mode(session: Session) -> str:
    """The screen a person's day begins on."""
    positions = session.person.positions
    if positions & {"manager", "admin"}:
        return "board"
    if positions & {"receptionist", "mail_clerk"}:
        return "intake"
    return "queue"
