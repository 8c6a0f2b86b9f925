"""No office yet: open an example, or set up one's own."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from desk import db, private_files
from desk.clock import SystemClock
from desk.config import Config
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office import opening
from desk.screens.base import Shell, unwritable
from desk.screens.gate import PROMISE
from desk.screens.sign_in import SignInScreen
from desk.widgets.chrome import FooterBar
from desk.widgets.fault_line import FaultLine
from desk.widgets.logo import Logo
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

Way = Literal["demo", "own"]

_PASSING = "desk-contoh-"
_DAY = 86_400

_TEXTS: dict[Way, tuple[str, str, str]] = {
    "demo": (
        "Buka kantor contoh",
        "60 hari kerja surat dan pengaduan rekaan.",
        "Coba semua jabatan; tidak ada yang rusak.",
    ),
    "own": (
        "Siapkan kantor saya",
        "Nama, jam kerja, layanan, admin pertama.",
        "Selesai dalam dua menit.",
    ),
}


class WayList(VirtualList[Way]):
    """The two ways in."""

    ROW_HEIGHT = 4
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Pilih", tooltip="Mulai dengan pilihan ini.", id="list.open"),
    ]

    def render_row(self, item: Way, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        title, first, second = _TEXTS[item]
        return [
            Line().gap(1).add(title, "bold $key" if selected else "bold $foreground"),
            Line().gap(1).cell(first, width - 1, "$foreground" if selected else "$muted"),
            Line().gap(1).cell(second, width - 1, "$foreground" if selected else "$muted"),
        ]


class WelcomeScreen(Screen[None]):
    """Nothing is written before a choice, and a half-made office is never left behind.

    The example lives in a temporary folder and goes when the desk closes. Kept (`s`), it lives in the folder
    `contoh` of the home instead and is offered again the next time.
    """

    CSS_PATH = ["sign_in.tcss", "welcome.tcss"]
    AUTO_FOCUS = "WayList"
    HELP_TITLE = "Selamat datang"
    PURPOSE = (
        "Belum ada kantor di komputer ini. Kantor contoh dibuang saat desk ditutup, kecuali Anda memilih "
        "menyimpannya; kantor Anda sendiri tetap ada."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "s",
            "keep",
            "Simpan contoh",
            tooltip="Simpan kantor contoh agar masih ada setelah desk ditutup, atau jangan.",
            id="welcome.keep",
        ),
        Binding(
            "x",
            "discard",
            "Hapus contoh",
            tooltip="Hapus kantor contoh yang disimpan, dan mulai lagi dari awal.",
            id="welcome.discard",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._keep = False
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="stage"):
            yield Logo(PROMISE)
            with Vertical(id="gate") as gate:
                gate.border_title = "Selamat datang"
                yield Static("Belum ada kantor di komputer ini.", id="hint", markup=False)
                yield WayList(id="ways")
                yield Static("", id="keep", markup=False)
                yield FaultLine()
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        self.query_one(WayList).set_rows(["demo", "own"])
        self._keep = self._is_kept()
        self._show_keep()

    @property
    def _shell(self) -> Shell:
        return cast(Shell, self.app)

    @property
    def _kept(self) -> Config:
        """Where a kept example lives."""
        home = self._shell.config.home / "contoh"
        return Config(home, f"sqlite:///{home / 'desk.db'}")

    def _is_kept(self) -> bool:
        return Path(self._kept.database_url.removeprefix("sqlite:///")).is_file()

    def _show_keep(self) -> None:
        line = Line("[√] " if self._keep else "[ ] ", "$good" if self._keep else "$muted")
        if self._is_kept():
            line.add("contoh yang disimpan akan dibuka lagi", "$foreground").add(
                "   x menghapusnya", "$muted"
            )
        else:
            line.add("simpan kantor contoh setelah ditutup", "$foreground" if self._keep else "$muted")
            line.add("  s ubah", "$key")
        self.query_one("#keep", Static).update(line.content())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("keep", "discard"):
            return not self._busy and self._is_kept() is (action == "discard")
        return True

    def action_keep(self) -> None:
        self._keep = not self._keep
        self._show_keep()

    def action_discard(self) -> None:
        from desk.screens.dialogs import ConfirmScreen

        def answered(yes: bool | None) -> None:
            if yes:
                db.close_database()
                shutil.rmtree(self._kept.home, ignore_errors=True)
                self._keep = False
                self._show_keep()

        text = "Semua yang Anda catat di kantor contoh ikut terhapus."
        self._shell.push_screen(ConfirmScreen("Hapus kantor contoh?", text, danger=True), answered)

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        if self._busy:
            return
        if event.item == "own":
            from desk.screens.set_up import SetUpScreen

            self._shell.push_screen(SetUpScreen())
            return
        self._busy = True
        self.refresh_bindings()
        self.query_one(FaultLine).say("menyiapkan 60 hari kerja contoh, sekitar lima detik …", fault=False)
        self._make_example(self._kept if self._keep else None)

    @work(thread=True)
    def _make_example(self, kept: Config | None) -> None:
        """`kept`: where it is to stay. None: it goes with the process."""
        from desk.demo.build import build_demo

        try:
            config = kept or passing_place()
            if not opening.office_exists(config.database_url):
                private_files.make_folder(config.home)
                build_demo(config)
        except DeskError as error:
            answer = partial(self._failed, error)
        except OSError as error:
            answer = partial(self._failed, unwritable(error))
        else:
            answer = partial(self._open, config)
        finally:
            db.close_database()
        if not get_current_worker().is_cancelled:
            self.app.call_later(answer)

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self.query_one(FaultLine).say(error.message)
        self._show_keep()

    def _open(self, config: Config) -> None:
        self._busy = False
        try:
            office = opening.open_office(config.database_url, self._shell.clock)
        except DeskError as error:
            self._failed(error)
            return
        self._shell.config = config
        self._shell.switch_screen(SignInScreen(office))


def passing_place() -> Config:
    """A folder that goes with the process; what a closed window left behind goes after a day."""
    for old in Path(tempfile.gettempdir()).glob(f"{_PASSING}*"):
        with suppress(OSError):
            if old.stat().st_mtime < SystemClock().now() - _DAY:
                shutil.rmtree(old)
    home = Path(tempfile.mkdtemp(prefix=_PASSING))

    def remove() -> None:
        db.close_database()
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(remove)
    return Config(home, f"sqlite:///{home / 'desk.db'}")
