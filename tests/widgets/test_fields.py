"""Fields keep everything typed, say what is wrong where it is wrong, and Enter moves on."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult

from desk.domain.service import Requirement
from desk.errors import FieldError, RuleError
from desk.widgets.fields import AreaField, CheckList, ChoiceField, DateField, Field, Form, Option, TextField
from desk.widgets.theme import ThemedApp

TODAY = date(2026, 11, 23)
SERVICES = [
    Option("wa", "WA Center", "30 menit"),
    Option("medsos", "Konten Medsos", "1 hari kerja"),
    Option("hotline", "Hotline [BKPSDM]", "tanpa total"),
]
ITEMS = [
    Requirement("letter", "Surat [/salah]", under="Surat pengantar"),
    Requirement("text", "Materi teks", under="Surat pengantar"),
    Requirement("image", "Materi gambar", required=False),
]


class FormApp(ThemedApp[None]):
    def __init__(self, *fields: Field[Any]) -> None:
        super().__init__()
        self.given = fields
        self.completed = 0

    def compose(self) -> ComposeResult:
        with Form():
            yield from self.given

    def on_mount(self) -> None:
        self.form.focus_first()

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    def on_form_completed(self) -> None:
        self.completed += 1

    @property
    def picture(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


def names(text: str) -> Iterable[str]:
    return [
        name
        for name in ("Dinas Kesehatan", "Dinas Sosial", "Bagian [/salah]")
        if text.lower() in name.lower()
    ]


def suggestions(text: str) -> list[str]:
    return list(names(text))


async def test_enter_goes_on_and_the_last_enter_asks_to_save() -> None:
    app = FormApp(
        TextField("sender", "Pengirim"),
        DateField("day", "Tanggal", lambda: TODAY),
        TextField("subject", "Hal"),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Desa", "enter", *"kemarin", "enter", *"x", "enter")
        assert app.form.values() == {"sender": "Desa", "day": date(2026, 11, 22), "subject": "x"}
        assert app.completed == 1


async def test_nothing_typed_is_lost_when_the_form_is_refused() -> None:
    app = FormApp(TextField("sender", "Pengirim"), DateField("day", "Tanggal", lambda: TODAY, required=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Desa", "tab", *"32/1")
        assert not app.form.check()
        assert app.form.drafts() == {"sender": "Desa", "day": "32/1"}
        assert app.form.show_error(FieldError("sender", "Pengirim [/salah] tidak dikenal."))
        await pilot.pause()
        assert "! Pengirim [/salah] tidak dikenal." in app.picture
        assert app.form.drafts() == {"sender": "Desa", "day": "32/1"}
        await pilot.press("!")
        assert app.form.field("sender").error is None  # type: ignore[union-attr]
        assert not app.form.show_error(RuleError("tanpa isian"))


async def test_a_form_comes_back_from_its_drafts() -> None:
    def fields() -> list[Field[Any]]:
        return [
            TextField("sender", "Pengirim"),
            ChoiceField("service", "Layanan", SERVICES),
            DateField("day", "Tanggal", lambda: TODAY),
            CheckList("items", "Persyaratan", ITEMS),
            AreaField("note", "Catatan"),
        ]

    drafts = {"sender": " Desa", "service": "tak ada", "day": "32/1", "items": "letter", "note": "satu\ndua"}
    app = FormApp(*fields())
    async with app.run_test(size=(80, 40)):
        app.form.restore(drafts)
        assert app.form.drafts() == drafts
        assert app.form.values()["service"] is None


PASTE = "baris [/salah] \x1b[31m\n" * 500


@pytest.mark.parametrize(
    "field", [TextField("text", "Teks"), AreaField("text", "Teks")], ids=["line", "area"]
)
async def test_a_long_paste_with_newlines_is_kept_whole_and_shown_inert(field: Field[str]) -> None:
    app = FormApp(field)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste(PASTE))
        await pilot.pause()
        assert field.draft().rstrip("\n") == PASTE.rstrip("\n")
        await pilot.press("home")
        assert "baris [/salah] ¤[31m" in app.picture
        assert "\x1b" not in app.picture


async def test_suggestions_complete_without_being_forced() -> None:
    field = TextField("sender", "Pengirim", complete=suggestions)
    app = FormApp(field, TextField("subject", "Hal"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"dinas")
        await pilot.pause()
        assert "Dinas Sosial" in app.picture
        await pilot.press("down", "down", "enter")
        assert field.value == "Dinas Sosial"
        await pilot.press("shift+tab", "end", *" lain", "escape", "enter")
        assert field.value == "Dinas Sosial lain"
        await pilot.press("shift+tab", "ctrl+u", *"dinas", "enter")
        assert field.value == "dinas"


async def test_suggestions_are_shown_inert() -> None:
    app = FormApp(TextField("sender", "Pengirim", complete=suggestions))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"bag")
        await pilot.pause()
        assert "Bagian [/salah]" in app.picture


async def test_a_choice_is_found_by_typing_and_is_always_a_key_or_none() -> None:
    field = ChoiceField("service", "Layanan", SERVICES, required=True)
    app = FormApp(field, TextField("subject", "Hal"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"bkps")
        await pilot.pause()
        assert "Hotline [BKPSDM]" in app.picture
        await pilot.press("enter")
        assert field.value == "hotline"
        await pilot.press("shift+tab", *"xyz", "enter")
        assert field.value is None
        assert field.draft() == "xyz"
        assert field.error is not None
        await pilot.press("ctrl+u", "escape", "down", "down", "enter")
        assert field.value == "medsos"


async def test_leaving_a_choice_takes_the_match_that_is_shown() -> None:
    field = ChoiceField("service", "Layanan", SERVICES)
    async with FormApp(field, TextField("subject", "Hal")).run_test(size=(80, 24)) as pilot:
        await pilot.press(*"wa", "tab")
        await pilot.pause()
        assert field.value == "wa"


async def test_saving_a_form_takes_the_match_that_is_shown() -> None:
    app = FormApp(ChoiceField("service", "Layanan", SERVICES))
    async with app.run_test() as pilot:
        await pilot.press("k", "o", "n")
        assert app.form.check()
        assert app.form.values() == {"service": "medsos"}


def test_options_that_begin_with_the_words_come_first() -> None:
    field = ChoiceField("service", "Layanan", SERVICES)
    assert [option.key for option in field.matches("")] == ["wa", "medsos", "hotline"]
    assert [option.key for option in field.matches("menit")] == ["wa"]
    assert field.matches("h")[0].key == "hotline"
    assert field.matches("tidak ada") == []


async def test_a_date_shows_how_it_is_understood_while_typing() -> None:
    app = FormApp(DateField("day", "Tanggal", lambda: TODAY), TextField("subject", "Hal"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"21/11")
        await pilot.pause()
        assert "Sabtu, 21 November 2026" in app.picture
        await pilot.press(*"/x", "enter")
        await pilot.pause()
        assert "Sabtu, 21 November 2026" not in app.picture
        assert "! Tanggal tidak dikenali." in app.picture
        assert app.form.drafts()["day"] == "21/11/x"


async def test_a_checklist_counts_what_is_required() -> None:
    field = CheckList("items", "Persyaratan", ITEMS)
    app = FormApp(field)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "down", "down", "space")
        await pilot.pause()
        assert field.value == {"letter", "image"}
        assert [item.key for item in field.missing] == ["text"]
        assert "1/2 belum lengkap" in app.picture
        assert "Surat [/salah]" in app.picture
        await pilot.press("up", "space", "enter")
        await pilot.pause()
        assert "2/2 lengkap" in app.picture
        assert app.completed == 1


async def test_an_area_takes_enter_as_a_line_and_tab_as_going_on() -> None:
    area = AreaField("note", "Catatan")
    app = FormApp(area, TextField("subject", "Hal"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter", "b", "tab", *"hal")
        assert app.form.values() == {"note": "a\nb", "subject": "hal"}


async def test_labels_help_and_notes_are_never_markup() -> None:
    field = TextField("a", "[/x] label", help="[red]bantuan", placeholder="[/kosong]")
    app = FormApp(field)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in ("[/x] label", "[red]bantuan", "[/kosong]"):
            assert text in app.picture
        field.value = "[/nilai]"
        await pilot.pause()
        assert "[/nilai]" in app.picture
