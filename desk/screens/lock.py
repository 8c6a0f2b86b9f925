"""The locked screen: a name and a password over everything, which waits below exactly as it was left."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from desk.domain.moments import clock_text
from desk.office import people
from desk.office.session import Session
from desk.screens.gate import PROMISE, GateScreen
from desk.widgets.chrome import FooterBar
from desk.widgets.fault_line import FaultLine
from desk.widgets.fields import Form, TextField
from desk.widgets.logo import Logo
from desk.widgets.text import Line


class LockScreen(GateScreen):
    """Shows nothing of the work. What lies above or below it is the app's business: `locking.py`."""

    DELIBERATE = True
    """Keys typed ahead belong to the form that was covered, not into the password."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "unlock", "Buka kunci", tooltip="Periksa kata sandi, lalu lanjutkan.", id="lock.open"),
        Binding(
            "ctrl+l",
            "switch_user",
            "Ganti pengguna",
            tooltip="Keluar dari akun ini; isian tetap tersimpan sebagai konsep.",
            id="lock.switch",
        ),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._since = clock_text(session.office.calendar(), session.now())

    def compose(self) -> ComposeResult:
        self.class_early()
        with Vertical(id="stage"):
            yield Logo(PROMISE)
            with Vertical(id="gate") as gate:
                gate.border_title = "Layar terkunci"
                yield Static(Line(self._session.person.name, "bold $key").content(), id="who")
                yield Static(f"Sejak {self._since}. Layar Anda tetap seperti tadi.", id="day", markup=False)
                if self._session.office.is_demo:
                    from desk.demo.people import DEMO_PASSWORD

                    yield Static(
                        f"Kantor contoh: kata sandi semua orang {DEMO_PASSWORD}.", id="hint", markup=False
                    )
                with Form():
                    yield TextField("password", "Kata sandi", password=True, required=True)
                yield FaultLine()
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        self.form.focus_first()

    @on(Form.Completed)
    def action_unlock(self) -> None:
        if self.form.check():
            password = self.password
            self.check(lambda: people.prove(self._session, password), self._proved)

    def _proved(self, wrong: int) -> None:
        self.forget_password()
        self.shell.unlock()
        if wrong:
            self.shell.notify(
                f"{wrong} kali salah sandi selama terkunci.", severity="warning", markup=False, timeout=8
            )

    def action_switch_user(self) -> None:
        self.shell.sign_out()
