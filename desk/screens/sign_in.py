"""The gate: who sits down at the desk. Only an example office shows its people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from desk import db
from desk.domain.calendar import Instant
from desk.domain.dates import format_day
from desk.domain.people import Person
from desk.errors import DeskError
from desk.office import ledger, people
from desk.office.office import Office
from desk.office.session import Session
from desk.screens.gate import PROMISE, GateScreen
from desk.widgets.chrome import FooterBar
from desk.widgets.fault_line import FaultLine
from desk.widgets.fields import Form, TextField
from desk.widgets.logo import Logo
from desk.widgets.text import Line, inert
from desk.widgets.virtual_list import VirtualList

_HOW = "Pilih orang atau ketik namanya, lalu Enter. Semua ini contoh."
_USERNAME, _NAME = 10, 20


class PeopleList(VirtualList[Person]):
    """The people of an example office with their positions; typing goes to whom it names."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Masuk", tooltip="Masuk sebagai orang ini.", id="list.open"),
    ]

    @dataclass
    class Sought(Message):
        """Something was typed to find a person. Empty: no longer."""

        text: str

    def __init__(self, office: Office) -> None:
        super().__init__(id="people")
        self._office = office
        self._sought = ""

    def on_key(self, event: events.Key) -> None:
        """Letters add to what is sought, or begin anew where nobody fits any more; other keys end it."""
        letter = event.character if event.is_printable else None
        if letter is None or not (letter.isalnum() or (letter == " " and self._sought)):
            self._seek("")
            return
        event.stop()
        for text in (self._sought + letter.casefold(), letter.casefold()):
            if (place := self._find(text)) is not None:
                self.cursor = place
                self._seek(text)
                return

    def _seek(self, text: str) -> None:
        if text != self._sought:
            self._sought = text
            self.post_message(self.Sought(text))

    def _find(self, text: str) -> int | None:
        """The first person whose username, else a word of whose name, else of whose position begins so."""
        rows = [person for place in range(self.count) if (person := self._pages[place]) is not None]
        told = [(person.username, person.name, self._titles(person)) for person in rows]
        return next(
            (
                place
                for part in range(3)
                for place, row in enumerate(told)
                if f" {text}" in f" {row[part]}".casefold()
            ),
            None,
        )

    def _titles(self, item: Person) -> str:
        return ", ".join(self._office.position_title(key) for key in sorted(item.positions))

    def key(self, item: Person) -> str:
        return item.username

    def render_row(self, item: Person, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        line = Line().cell(item.username, _USERNAME, "bold $key" if selected else "$key")
        line.cell(item.name, _NAME, "bold $strong" if selected else "$foreground").gap(1)
        return [line.cell(self._titles(item), width - line.width, "$link" if selected else "$muted")]


class SignInScreen(GateScreen):
    """Asks for user and password."""

    HELP_TITLE = "Masuk ke desk"
    PURPOSE = "Masuk dengan nama pengguna dan kata sandi Anda. Admin kantor dapat memberi kata sandi baru."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2,ctrl+s", "sign_in", "Masuk", tooltip="Periksa kata sandi, lalu masuk.", id="sign_in.enter"
        ),
    ]

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office

    def compose(self) -> ComposeResult:
        office = self._office
        self.set_class(office.is_demo, "-demo")
        self.class_early()
        with Vertical(id="stage"):
            yield Logo(PROMISE)
            with Vertical(id="gate") as gate:
                gate.border_title = "Kantor contoh" if office.is_demo else "Masuk"
                yield Static(Line(office.name, "bold $key").content(), id="who")
                yield Static(format_day(office.today()), id="day", markup=False)
                if office.is_demo:
                    yield Static(_HOW, id="hint", markup=False)
                    yield PeopleList(office)
                with Form():
                    yield TextField("username", "Nama pengguna", required=True)
                    yield TextField("password", "Kata sandi", password=True, required=True)
                yield FaultLine()
        yield FooterBar(id="footer")

    def on_mount(self) -> None:
        if self._office.is_demo:
            listing = self.query_one(PeopleList)
            listing.set_rows(demo_order(self._office))
            listing.focus()
            self.set_interval(1.0, self._follow, name="people")
        else:
            self.form.focus_first()

    def _follow(self) -> None:
        """Nobody beats here yet: look whether people came or went at other desks."""
        if not self.is_current:
            return
        with suppress(DeskError), db.storage_errors():
            before = self._office.people
            self._office.keep_up(ledger.last_event_id())
            if self._office.people is not before:
                self.query_one(PeopleList).set_rows(demo_order(self._office))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the list of an example's people Enter signs in; there F2 would ask for a password."""
        return action != "sign_in" or self.form.has_focus_within or not self._office.is_demo

    @on(Form.Completed)
    def action_sign_in(self) -> None:
        if self.form.check():
            self._begin(self.form.values()["username"], self.password)

    @on(PeopleList.Sought)
    def _sought(self, event: PeopleList.Sought) -> None:
        self.query_one("#hint", Static).update(f"cari: {inert(event.text)}" if event.text else _HOW)

    @on(VirtualList.Selected)
    def _picked(self, event: VirtualList.Selected) -> None:
        from desk.demo.people import DEMO_PASSWORD

        event.stop()
        chosen: object = event.item
        if isinstance(chosen, Person):
            self._begin(chosen.username, DEMO_PASSWORD)

    def _begin(self, username: str, password: str) -> None:
        def question() -> tuple[Session, bool]:
            session = people.sign_in(self._office, username, password)
            return session, people.must_change_password(session)

        self.check(question, lambda found: self._welcome(*found, password))

    def _welcome(self, session: Session, must_change: bool, password: str) -> None:
        self.forget_password()  # the gate stays under the desk as long as somebody is signed in
        if must_change:
            from desk.screens.passwords import (
                NewPasswordScreen,  # seldom needed, and the gate opens sooner without
            )

            self.shell.push_screen(
                NewPasswordScreen(session, password),
                lambda changed: self.shell.enter(session) if changed else None,
            )
        else:
            self.shell.enter(session)


def demo_order(office: Office) -> list[Person]:
    """The people of an example office in the order in which a letter meets them; unknown ones follow."""
    from desk.demo.people import demo_people

    order = {person.username: place for place, person in enumerate(demo_people())}
    known = [person for person in office.people.values() if person.active]
    return sorted(known, key=lambda person: order.get(person.username, len(order)))
