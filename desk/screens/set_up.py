"""Setting up one's own office: a form, a summary, one transaction, then its first people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.worker import get_current_worker

from desk import db
from desk.domain.service import Requirement
from desk.errors import DeskError
from desk.office import calendar_check, opening, people, setup
from desk.office.definitions import shipped_services
from desk.office.session import Session
from desk.screens.base import Shell, unwritable
from desk.screens.dialogs import ConfirmScreen
from desk.screens.drafting import KeepsTyping
from desk.screens.passwords import chosen_password, password_fields
from desk.screens.users import UsernameField, add_people, tell_how_to_add
from desk.widgets.chrome import FooterBar
from desk.widgets.fault_line import FaultLine
from desk.widgets.fields import CheckList, ChoiceField, Form, Option, TextField
from desk.widgets.guarded import Guarded
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line, lines_content

PRESETS = {
    "five-day": ("Lima hari", "Senin–Jumat, 07.30–16.00 (Jumat 16.30)"),
    "six-day": ("Enam hari", "Senin–Sabtu, 07.30–14.45 (Jumat 15.15)"),
}


class SetUpScreen(Guarded, KeepsTyping[None], Screen[None]):
    """Nothing is written before the summary is confirmed; then everything in one transaction."""

    CSS_PATH = "set_up.tcss"
    AUTO_FOCUS = ""
    HELP_TITLE = "Siapkan kantor"
    PURPOSE = "Isi dari atas ke bawah; Enter ke isian berikutnya. Semua dapat diubah admin nanti."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+s",
            "save",
            "Buat kantor",
            tooltip="Periksa isian dan lihat ringkasannya.",
            id="setup.save",
        ),
        Binding(
            "escape", "back", "Kembali", tooltip="Kembali; isian tetap ada sebagai konsep.", id="setup.back"
        ),
    ]

    _busy = False
    """The office is being made, which neither a second save nor Escape may interrupt."""

    def compose(self) -> ComposeResult:
        with Vertical(id="setup") as box:
            box.border_title = "Siapkan kantor saya"
            yield self.draft_line()
            with Form():
                yield TextField("office", "Nama kantor", placeholder="misalnya Prokopim", required=True)
                yield ChoiceField(
                    "zone", "Zona waktu", _zones(), value=next(iter(setup.ZONES)), required=True
                )
                yield ChoiceField("preset", "Jam kerja", _presets(), value="five-day", required=True)
                yield CheckList(
                    "services",
                    "Layanan",
                    [Requirement(key, item.name, False) for key, item in shipped_services().items()],
                    ticked=shipped_services(),
                    plain=True,
                    required=True,
                    help="Spasi untuk mencentang; dapat ditambah kemudian.",
                )
                yield UsernameField(
                    "user", "Admin pertama", required=True, placeholder="nama pengguna, misalnya admin"
                )
                yield from password_fields()
            yield FaultLine()
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        self._form.focus_first()

    @property
    def _form(self) -> Form:
        return self.query_one(Form)

    @property
    def _shell(self) -> Shell:
        return cast(Shell, self.app)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self._busy and action in ("save", "back"))

    def action_back(self) -> None:
        self.dismiss()

    @on(Form.Completed)
    def action_save(self) -> None:
        if self._busy:
            return
        self.query_one(FaultLine).say("")
        if not self._form.check():
            return
        values = self._form.values() | {"password": self._form.drafts()["new_password"]}
        try:
            values["user"] = people.check_username(values["user"])
            chosen_password(values["password"], self._form.drafts()["again"])
            people.check_password(values["password"], username=values["user"], office=values["office"])
        except DeskError as error:
            self._form.show_error(error)
            return
        self._confirm(values)

    @work(exclusive=True)
    async def _confirm(self, values: Mapping[str, Any]) -> None:
        if await self._shell.push_screen_wait(ConfirmScreen("Buat kantor ini?", summary(values))):
            self._busy = True
            self.refresh_bindings()
            self.query_one(FaultLine).say("membuat kantor …", fault=False)
            self._create(values)

    @work(thread=True)
    def _create(self, values: Mapping[str, Any]) -> None:
        shell = self._shell
        try:
            session = setup.create_office(
                shell.config.database_url,
                name=values["office"],
                admin=values["user"],
                password=values["password"],
                zone=values["zone"],
                preset=values["preset"],
                services=sorted(values["services"]),
                clock=shell.clock,
            )
        except DeskError as error:
            answer = partial(self._refused, error)
        except OSError as error:
            answer = partial(self._refused, unwritable(error))
        else:
            answer = partial(self._created, session.person.username)
        finally:
            db.close_database()
        if not get_current_worker().is_cancelled:
            shell.call_later(answer)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.refresh_bindings()
        self.query_one(FaultLine).say("")
        if not self._form.show_error(error):
            self.query_one(FaultLine).say(error.message)

    def _created(self, admin: str) -> None:
        self.drop_draft()
        self.query_one(FaultLine).say("")
        office = opening.open_office(self._shell.config.database_url, self._shell.clock)
        self._welcome_people(Session(office, office.people[admin]))

    @work(exclusive=True)
    async def _welcome_people(self, session: Session) -> None:
        from desk.screens.sign_in import SignInScreen

        shell = self._shell
        if await shell.push_screen_wait(ConfirmScreen("Kantor sudah siap", next_step(session))):
            await add_people(shell, session)
        else:
            tell_how_to_add(shell)
        shell.push_screen(SignInScreen(session.office))


def _zones() -> list[Option]:
    names = {"Asia/Jakarta": "Waktu Indonesia Barat", "Asia/Makassar": "Tengah", "Asia/Jayapura": "Timur"}
    return [Option(key, label, names.get(key, "")) for key, label in setup.ZONES.items()]


def _presets() -> list[Option]:
    return [Option(key, f"{name}: {hours}") for key, (name, hours) in PRESETS.items()]


def summary(values: Mapping[str, Any]) -> Content:
    """What is about to be made."""
    rows = [
        ("Kantor", values["office"]),
        ("Zona waktu", setup.ZONES[values["zone"]]),
        ("Jam kerja", ": ".join(PRESETS[values["preset"]])),
        ("Layanan", f"{len(values['services'])} layanan"),
        ("Admin", values["user"]),
    ]
    return lines_content(
        [Line().cell(label, 14, "$muted").cell(value, 54, "bold $strong") for label, value in rows]
    )


def next_step(session: Session) -> Content:
    """That the office exists, what its calendar lacks, and that it needs people."""
    lines = [Line(f"{session.office.name} sudah dibuat.", "bold $good")]
    for warning in calendar_check.calendar_warnings(session.office):
        parts = wrap_cells(warning, 68)
        lines += [Line(), Line("! ", "$band-at-risk").add(parts[0], "$foreground")]
        lines += [Line().gap(2).add(part, "$foreground") for part in parts[1:]]
    lines += [Line(), Line("Tambah orang loket dan pelaksana sekarang?", "bold $strong")]
    return lines_content(lines)
