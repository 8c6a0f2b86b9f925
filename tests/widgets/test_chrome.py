"""One definition of a command shows in footer, palette and F1; bars survive any width and any name."""

from typing import Any

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from desk.errors import FieldError, RuleError
from desk.screens.dialogs import ConfirmScreen, FormDialog
from desk.screens.help import HelpScreen
from desk.screens.palette import PaletteScreen, search
from desk.widgets.chrome import FooterBar, HeaderBar, HeaderState, Tab
from desk.widgets.commands import Command, commands_of, key_name
from desk.widgets.fields import ChoiceField, Field, Option, TextField
from desk.widgets.theme import DARK, LIGHT, ThemedApp
from tests.asking import ReasonScreen

TABS = [
    Tab("1", "Masuk", "in"),
    Tab("2", "Antrean", "queue"),
    Tab("3", "Papan SLA", "board"),
    Tab("4", "Arsip", "archive"),
]
STATE = HeaderState(
    office="Prokopim [/salah]\x1b[2J",
    tabs=TABS,
    active="queue",
    day="Sen 23 Nov",
    clock="09.41",
    open_now=True,
    hours="sisa 5j19m",
    person="Siti Contoh",
    demo=True,
)


class Main(Screen[None]):
    BINDINGS = [
        Binding("d", "note('d')", "Disposisi", tooltip="Teruskan dengan [petunjuk].", id="main.dispose"),
        Binding("k", "note('k')", "Kembalikan", tooltip="Kirim kembali.", id="main.back"),
        Binding("slash,f3", "note('f')", "Cari", id="main.find"),
        Binding("x", "note('x')", "Rahasia", id="main.secret"),
        Binding("z", "note('z')", "Tanpa pengenal"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        yield HeaderBar(STATE)
        yield FooterBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters != ("x",)

    def action_note(self, note: str) -> None:
        self.notes.append(note)


class BarApp(ThemedApp[None]):
    BINDINGS = [
        Binding("ctrl+p", "palette", "Perintah", tooltip="Cari perintah.", id="app.palette"),
        Binding("f1,question_mark", "help", "Bantuan", tooltip="Semua tombol.", id="app.help"),
    ]

    def on_mount(self) -> None:
        self.push_screen(Main())

    def action_help(self) -> None:
        self.push_screen(HelpScreen("Antrean", commands_of(self.screen)))

    def action_palette(self) -> None:
        async def run(command: Command | None) -> None:
            if command is not None:
                await command.run(self)

        self.push_screen(PaletteScreen(commands_of(self.screen)), run)

    @property
    def picture(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


@pytest.mark.parametrize("width", [20, 40, 80, 100, 130, 200])
async def test_the_header_fits_every_width_and_shows_the_active_mode_and_time(width: int) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        line = app.picture[0]
        assert len(line) == width
        assert "Prokopim [/" in line or width < 40
        if width >= 80:
            assert "2 Antrean" in line
            assert "09.41 ●" in line
            assert "jam contoh" in line
        assert ("Siti Contoh" in line) == (width == 200)
        if width >= 130:
            assert "jam kerja, sisa 5j19m" in line


@pytest.mark.parametrize("width", [24, 40, 80, 130])
async def test_the_footer_keeps_help_and_clips_whole_commands(width: int) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        footer = app.picture[-1]
        assert "F1 Bantuan" in footer
        names = [part for part in footer.strip().split("   ") if part]
        assert set(names) <= {"d Disposisi", "k Kembalikan", "/ Cari", "^p Perintah", "F1 Bantuan"}
        if width >= 80:
            assert names == ["d Disposisi", "k Kembalikan", "/ Cari", "^p Perintah", "F1 Bantuan"]


async def test_a_command_disallowed_now_is_offered_nowhere() -> None:
    app = BarApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert [command.id for command in commands_of(app.screen)] == [
            "main.dispose",
            "main.back",
            "main.find",
            "app.palette",
            "app.help",
        ]


async def test_help_lists_every_command_with_all_its_keys_and_the_shapes() -> None:
    app = BarApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        text = "\n".join(app.picture)
        for part in (
            "Bantuan · Antrean",
            "/ F3",
            "F1 ?",
            "Teruskan dengan [petunjuk].",
            "▲",
            "terlambat",
            "jeda",
        ):
            assert part in text
        await pilot.press("escape")
        assert isinstance(app.screen, Main)


async def test_the_palette_runs_what_is_found_on_the_screen_below() -> None:
    app = BarApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+p", *"kirim kem", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Main)
        assert app.screen.notes == ["k"]
        await pilot.press("ctrl+p", *"tidak ada", "enter")
        await pilot.pause()
        assert "Tidak ada perintah yang cocok." in "\n".join(app.picture)
        await pilot.press("escape")
        assert app.screen.notes == ["k"]


async def test_the_palette_puts_labels_that_begin_so_first() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert search(commands_of(app.screen), "k")[0].label == "Kembalikan"


async def test_a_click_in_the_bars_does_what_it_says() -> None:
    app = BarApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.click(FooterBar, offset=(2, 0))
        assert isinstance(app.screen, Main)
        assert app.screen.notes == ["d"]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("enter", "Enter"),
        ("f1", "F1"),
        ("ctrl+s", "^s"),
        ("space", "Spasi"),
        ("question_mark", "?"),
        ("alt+p", "Alt+P"),
    ],
)
def test_keys_are_named_as_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.parametrize("keys", ["y", "t", "escape", "enter"])
async def test_a_dangerous_question_is_not_answered_by_enter(keys: str) -> None:
    app = BarApp()
    answers: list[bool | None] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        app.push_screen(ConfirmScreen("Batalkan [/salah]?", "Berkas [red]x", danger=True), answers.append)
        await pilot.pause()
        assert "Berkas [red]x" in "\n".join(app.picture)
        assert "y Ya · Esc Tidak" in "\n".join(app.picture)
        await pilot.press(keys)
        await pilot.pause()
        assert answers == {"y": [True], "t": [False], "escape": [False], "enter": []}[keys]


async def test_a_harmless_question_says_that_enter_is_yes() -> None:
    app = BarApp()
    answers: list[bool | None] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        app.push_screen(ConfirmScreen("Siap?", "Mulai?"), answers.append)
        await pilot.pause()
        assert "Enter Ya · Esc Tidak" in "\n".join(app.picture)
        await pilot.press("enter")
        await pilot.pause()
        assert answers == [True]


async def test_a_reason_is_required_and_cancelling_gives_none() -> None:
    app = BarApp()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        app.push_screen(ReasonScreen("Jeda", "Menunggu siapa?"), answers.append)
        await pilot.pause()
        await pilot.press("enter")
        assert answers == []
        await pilot.press(*"pemohon", "enter")
        await pilot.pause()
        assert answers == ["pemohon"]
        app.push_screen(ReasonScreen("Jeda"), answers.append)
        await pilot.pause()
        await pilot.press(*"setengah", "escape")
        await pilot.pause()
        assert answers == ["pemohon", None]


class Refusing(FormDialog[str]):
    def compose_fields(self) -> list[Field[Any]]:
        return [TextField("a", "Pertama"), TextField("b", "Kedua")]

    def save(self, values: Any) -> str:
        if values["b"] == "salah":
            raise FieldError("b", "Isian kedua salah.")
        if values["b"] == "tolak":
            raise RuleError("Berkas sudah [/berubah].")
        return str(values["b"])


async def test_a_refused_save_keeps_what_was_typed_and_says_where() -> None:
    app = BarApp()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(Refusing("Isian"), answers.append)
        await pilot.pause()
        await pilot.press(*"satu", "enter", *"salah", "ctrl+s")
        await pilot.pause()
        assert "! Isian kedua salah." in "\n".join(app.picture)
        await pilot.press("ctrl+u", *"tolak", "ctrl+s")
        await pilot.pause()
        assert "! Berkas sudah [/berubah]." in "\n".join(app.picture)
        assert "Isian kedua salah" not in "\n".join(app.picture)
        assert "satu" in "\n".join(app.picture)
        await pilot.press("ctrl+u", *"baik", "enter")
        await pilot.pause()
        assert answers == ["baik"]


class Long(FormDialog[str]):
    def compose_fields(self) -> list[Field[Any]]:
        last = ChoiceField("z", "Terakhir", [Option("a", "Kabag"), Option("b", "Kasubag")])
        return [*(TextField(f"f{place}", f"Isian {place}") for place in range(30)), last]


async def test_a_long_dialog_scrolls_to_the_field_and_its_choices_never_cover_it() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(Long("Isian", "Satu\ndua\ntiga"))
        await pilot.pause()
        await pilot.press("shift+tab", *"ka")
        await pilot.pause()
        lines = app.picture
        assert any("Terakhir" in line and "ka" in line for line in lines)
        assert any("Kabag" in line for line in lines)
        assert any("Kasubag" in line for line in lines)


async def test_both_themes_and_none_of_textuals_own_are_offered() -> None:
    app = BarApp()
    async with app.run_test() as pilot:
        assert set(app.available_themes) == {DARK, LIGHT}
        app.theme = LIGHT
        await pilot.pause()
        assert app.current_theme.name == LIGHT
