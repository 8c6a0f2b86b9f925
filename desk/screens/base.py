"""What all screens of desk share: the shell they live in, their bars, and how an act is tried and told."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen

from desk.clock import Clock, SystemClock
from desk.config import Config
from desk.domain.calendar import Instant
from desk.domain.dates import format_day_short
from desk.domain.machine_clock import CONFIRMERS
from desk.domain.moments import clock_text, zone_name
from desk.errors import DeskError, StorageError
from desk.office.office import Office
from desk.office.opened_copies import OpenedCopies
from desk.office.session import Session
from desk.private_files import reason
from desk.screens.storage import StorageKeeper
from desk.widgets.chrome import FooterBar, HeaderBar, HeaderState, Tab
from desk.widgets.guarded import Guarded
from desk.widgets.input_bytes import tolerant
from desk.widgets.text import inert
from desk.widgets.theme import ThemedApp
from desk.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from desk.office.case_presence import Opened

R = TypeVar("R")

TOLD = 400
"""Cells of a line of a short message."""

TABS = (
    Tab("1", "Masuk", "intake"),
    Tab("2", "Antrean", "queue"),
    Tab("3", "Papan SLA", "board"),
    Tab("4", "Arsip", "archive"),
)


@dataclass(frozen=True)
class SopContext:
    """Which procedure the person is looking at."""

    service_version: str
    step_no: str | None = None
    """The current step, marked in the table. None: no case is meant."""


class Shell(StorageKeeper[str], TypeAhead[str], ThemedApp[str]):
    """What a screen may ask of the app around it."""

    config: Config
    clock: Clock | None = None
    """What tells the time. None: the machine's clock, as the office moves it."""
    session: Session | None = None
    """None until somebody has signed in."""
    copies: OpenedCopies
    """Of attachments that whoever is signed in has opened."""
    at_end: ExitStack
    """What is cleared away when whoever is signed in leaves, however they do."""

    def _fatal_error(self) -> None:
        """A fault of desk itself. Textual would print the local variables, and with them citizens' data."""
        from desk.faults import note_fault

        self.bell()
        error = sys.exception() or RuntimeError()
        log = note_fault(self.config.home, error, (self.clock or SystemClock()).now())
        kept = "tersimpan" if self.save_drafts_at_end() else "TIDAK dapat disimpan"
        message = f"desk terhenti karena kesalahan program. Isian terakhir {kept} sebagai konsep."
        self._exit_renderables.append(Text(f"{message}\nRincian: {inert(str(log))}" if log else message))
        self._close_messages_no_wait()

    def get_driver_class(self) -> type[Driver]:
        return tolerant(super().get_driver_class())

    def panic(self, *renderables: RenderableType) -> None:
        """Textual's threads hand over a traceback to be printed; it is a fault like any other."""
        self._fatal_error()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A short message that goes away by itself. What it quotes is only text, whoever says it."""
        lines = [inert(line, TOLD) for line in message.split("\n")]
        super().notify(
            "\n".join(lines), title=inert(title, TOLD), severity=severity, timeout=timeout, markup=False
        )

    @abstractmethod
    def enter(self, session: Session) -> None:
        """Somebody has signed in: open the desk on their own screen."""

    @abstractmethod
    def sign_out(self) -> None:
        """Leave to the sign-in; what was not saved stays behind as drafts."""

    @abstractmethod
    def unlock(self) -> None:
        """Take the lock away from over the screens."""

    @abstractmethod
    def open_case(self, number: str) -> None:
        """Show a case over the present screen."""

    @abstractmethod
    def ask_clock(self, then: Callable[[], object] | None = None) -> None:
        """Show what is doubtful about the machine's clock, and do `then` once it is sound; at once if nothing is."""

    @abstractmethod
    def show_sop(self, context: SopContext | None) -> None:
        """Show a service's official table over the present screen; without a context, let the person choose."""


class Beating:
    """A screen that the heartbeat reaches."""

    def tick(self, now: Instant) -> None:
        """Once a second, from memory only: the timers that can be seen."""

    def reload(self) -> None:
        """Read again what is shown: something was written, here or at another desk. Keeps cursor and typing."""

    def follow(self) -> None:
        """Something was written somewhere. As `reload`, but what is costly may be read beside the screen."""
        self.reload()

    @property
    def opened_case(self) -> str | None:
        """The case that is open here, to be read or acted on; a cursor that passes opens none. None: none is."""
        return None

    def show_others(self, number: str | None, opened: Sequence[Opened]) -> None:
        """Who else has the case open that is open at this desk. None: none is open here."""


class DeskScreen(Guarded, Beating, Screen[None]):
    """A screen of a signed-in person, with the bars above and below."""

    MODE: ClassVar[str] = ""
    """Which tab is lit. Empty: a screen that lies over others."""
    PURPOSE: ClassVar[str] = ""
    """One or two Indonesian sentences at the top of the F1 help."""

    def compose(self) -> ComposeResult:
        yield HeaderBar(id="header")
        yield from self.compose_body()
        yield FooterBar(id="footer")

    def compose_body(self) -> ComposeResult:
        yield from ()

    @property
    def shell(self) -> Shell:
        return cast(Shell, self.app)

    @property
    def session(self) -> Session:
        session = self.shell.session
        assert session is not None, "only a signed-in person sees this screen"
        return session

    @property
    def office(self) -> Office:
        return self.session.office

    def now(self) -> Instant:
        return self.session.now()

    def on_mount(self) -> None:
        self.tick(self.now())

    def on_screen_resume(self) -> None:
        """Back from another mode or dialog: others may have worked meanwhile."""
        self.tick(self.now())
        self.reload()

    def tick(self, now: Instant) -> None:
        """Once a second, from memory only: the bars, and in subclasses the visible timers."""
        trouble = self.shell.trouble
        self.query_one(HeaderBar).show(
            header_state(self.session, self.MODE, now, trouble.banner if trouble else "")
        )

    def sop_context(self) -> SopContext | None:
        """The service (and step) the person is looking at, for the SOP key. None: none in particular."""
        return None

    def attempt(self, act: Callable[[], R], then: Callable[[], object]) -> None:
        """Try an act; tell a refusal in words, and read everything again. `then`: after a success."""

        def refused(error: DeskError) -> None:
            self.tell(error.message, severity="error")
            self.reload()
            if error.code in CONFIRMERS:
                self.shell.ask_clock()

        def done(_result: R) -> None:
            self.reload()
            then()

        from desk.screens.saving import submit  # the gate opens without it

        submit(self.app, act, done, refused)

    def tell_error(self, error: DeskError) -> None:
        """Why something could not be read; a lasting trouble of the storage is told once."""
        self.shell.tell_error(error)

    def tell(self, message: str, *, severity: SeverityLevel = "information") -> None:
        """A short message that goes away by itself; never markup."""
        self.notify(message, severity=severity, markup=False, timeout=8 if severity == "error" else 4)


def unwritable(error: OSError) -> StorageError:
    """What a disk or folder refused, in words."""
    return StorageError(f"Folder desk tidak dapat ditulis: {reason(error)}.", code="unwritable")


def header_state(session: Session, mode: str, now: Instant, trouble: str = "") -> HeaderState:
    """What the bar above a screen says at this moment; `trouble` stands below it."""
    office = session.office
    calendar = office.calendar()
    open_now = calendar.is_open(now)
    if open_now:
        left = calendar.open_left_today(now)
        hours = f"sisa {left // 3600}j{left % 3600 // 60:02d}m"
    else:
        opening = calendar.next_open(now)
        day = calendar.local_date(opening)
        same = day == calendar.local_date(now)
        hours = (
            f"buka {'' if same else format_day_short(day).split()[0] + ' '}{clock_text(calendar, opening)}"
        )
    return HeaderState(
        office=office.name,
        tabs=TABS,
        active=mode,
        day=format_day_short(calendar.local_date(now)),
        clock=clock_text(calendar, now),
        zone=zone_name(calendar, now),
        open_now=open_now,
        hours=hours,
        person=session.person.name,
        demo=office.is_demo,
        trouble=trouble,
    )
