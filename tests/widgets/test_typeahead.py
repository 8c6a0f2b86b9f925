"""Keys sent all at once land where they would have, had the person waited after each."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Static

from desk.screens.passwords import FirstPasswordScreen
from desk.widgets.fields import DateField, Form, TextField
from desk.widgets.input_bytes import tolerant
from desk.widgets.theme import ThemedApp
from desk.widgets.typeahead import TypeAhead
from tests.asking import ReasonScreen


class Desk(TypeAhead[None], ThemedApp[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "ask", "Tanya"),
        Binding("t", "count", "Hitung"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.reasons: list[str | None] = []
        self.counted = 0

    def action_ask(self) -> None:
        self.push_screen(ReasonScreen("Alasan"), self.reasons.append)

    def action_count(self) -> None:
        self.counted += 1


class FormDesk(Desk):
    def compose(self) -> ComposeResult:
        with Form():
            yield TextField("sender", "Pengirim", complete=lambda typed: [f"{typed} Kabupaten"])
            yield DateField("day", "Tanggal", lambda: date(2026, 11, 23))
            yield TextField("subject", "Hal")


class ListDesk(Desk):
    def compose(self) -> ComposeResult:
        yield Static("daftar")


def burst(app: App[None], text: str) -> None:
    """Every key of the text at once, as a fast typist's line or a slow connection delivers them."""
    for character in text:
        if character == "\n":
            app.post_message(events.Key("enter", "\r"))
        else:
            app.post_message(events.Key("space" if character == " " else character, character))


async def test_enter_moves_on_before_the_next_letter_is_typed() -> None:
    app = FormDesk()
    async with app.run_test() as pilot:
        app.query_one(Form).focus_first()
        await pilot.pause()
        burst(app, "Dinas Sosial\nkemarin\nSiaran bansos")
        for _ in range(200):
            await pilot.pause()
            if app.query_one(Form).values()["subject"] == "Siaran bansos":
                break
        drafts = app.query_one(Form).drafts()
        assert drafts == {"sender": "Dinas Sosial", "day": "kemarin", "subject": "Siaran bansos"}


async def test_what_follows_a_letter_command_is_typed_into_its_dialog_not_taken_for_commands() -> None:
    app = ListDesk()
    async with app.run_test() as pilot:
        burst(app, "dtidak tepat\n")
        for _ in range(200):
            await pilot.pause()
            if app.reasons:
                break
        assert app.reasons == ["tidak tepat"]
        assert app.counted == 0


async def test_a_pause_between_keys_changes_nothing() -> None:
    app = ListDesk()
    async with app.run_test() as pilot:
        await pilot.press("t", "d")
        await pilot.press(*"salah", "enter")
        await pilot.pause()
        assert (app.reasons, app.counted) == (["salah"], 1)


async def test_alt_and_a_key_never_write_a_character() -> None:
    app = FormDesk()
    async with app.run_test() as pilot:
        app.query_one(Form).focus_first()
        await pilot.pause()
        for key, character in (("alt+x", "x"), ("alt+shift+x", "X"), ("x", "x")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert app.query_one(Form).drafts()["sender"] == "x"


class AltDesk(Desk):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("alt+t", "count", "Hitung")]


async def test_alt_and_a_letter_are_the_same_with_caps_lock_on() -> None:
    app = AltDesk()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.post_message(events.Key("alt+shift+t", "T"))
        app.post_message(events.Key("alt+t", "t"))
        await pilot.pause()
        assert app.counted == 2


def test_alt_and_a_digit_are_read_as_that() -> None:
    tolerant(LinuxDriver)
    parser = XTermParser()
    keys = [event.key for event in (*parser.feed("\x1b4"), *parser.feed("")) if isinstance(event, events.Key)]
    assert keys == ["alt+4"]


class PasswordDesk(Desk):
    def action_ask(self) -> None:
        def told(_reason: str | None) -> None:
            self.push_screen(FirstPasswordScreen("rini", "Rini", "abcd-efgh-jkmn"))

        self.push_screen(ReasonScreen("Alasan"), told)


async def test_an_enter_too_many_does_not_close_what_is_shown_only_once() -> None:
    app = PasswordDesk()
    async with app.run_test() as pilot:
        burst(app, "duji\n\n\n")
        for _ in range(200):
            await pilot.pause()
            if isinstance(app.screen, FirstPasswordScreen):
                break
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, FirstPasswordScreen)
