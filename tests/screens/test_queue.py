"""Antrean: mine, worst first; each act one key, offered only when allowed, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from desk import db
from desk.errors import FieldError
from desk.office import routing
from desk.screens.saving import SavingScreen
from desk.widgets.commands import commands_of
from desk.widgets.fields import AreaField, ChoiceField, TextField
from desk.widgets.text import inert
from tests.screens.files import NASTY, at_officer, complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.screens.seats import Seat


def offered(seat: Seat) -> set[str]:
    """Ids of the acts that a key would start now."""
    return {command.id for command in commands_of(seat.app.screen) if command.id.startswith("case.")}


async def test_the_queue_is_worst_first_and_its_timers_run(desk: Desk) -> None:
    late = at_officer(desk)
    desk.set("2026-11-23 09:25")
    soon = at_officer(desk, sender="Dinas Sosial")
    desk.set("2026-11-23 09:40")
    async with Seats(desk, (100, 30)) as seats:
        officer = await seats.at("pr_officer")
        picture = officer.picture
        assert "Milik saya · 2" in picture
        assert picture.index(f"▲ -00:10:00 {late}") < picture.index(f"●  00:15:00 {soon}")
        assert "09.30 ▲ lewat 10 m 00 d" in picture
        assert "30 menit kerja sejak 09.00 (layanan)" in picture
        desk.advance(8 * 60)
        await officer.beat()
        assert f"▲ -00:18:00 {late}" in officer.picture
        assert f"►  00:07:00 {soon}" in officer.picture
        assert "09.30 ▲ lewat 18 m 00 d" in officer.picture


async def test_an_empty_queue_says_so_kindly(desk: Desk) -> None:
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        assert "Antrean kosong" in officer.picture
        assert "Milik saya · 0" in officer.picture
        assert offered(officer) == set()
        await officer.press("s", "d", "t", "space", "h", "enter")
        assert officer.dialog is None


async def test_two_keystrokes_finish_a_step_and_the_next_one_is_highlighted(desk: Desk) -> None:
    first = at_officer(desk)
    second = at_officer(desk, sender="Dinas Sosial")
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s", "enter")
        assert f"{first} selesai" in officer.told
        assert officer.case(first).status == "done"
        assert officer.app.screen.list.item.case_no == second
        assert second in officer.picture


MENDS = {"undo", "retime"}


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("pr_officer", {"take", "finish", "dispose", "pause", "note", "content", "history", "page"}),
        ("mail_clerk", {"complete", "retime", "content", "exclude", "history", "page"}),
        (
            "section_head",
            MENDS | {"assign", "note", "cancel", "void", "target", "content", "exclude", "history", "page"},
        ),
        (
            "manager",
            MENDS
            | {"assign", "note", "cancel", "void", "target", "content", "exclude", "read", "reply"}
            | {"history", "page"},
        ),
        ("admin", {"history", "page"}),
        ("division_staff", {"history", "page"}),
    ],
)
async def test_only_what_this_person_may_do_is_offered(desk: Desk, who: str, acts: set[str]) -> None:
    number = at_officer(desk, have=frozenset({"surat_pengantar", "materi"}))
    async with Seats(desk) as seats:
        seat = await seats.at(who)
        await seat.do(lambda: seat.app.open_case(number))
        expected = {f"case.{act}" for act in acts} - {"case.complete"}
        assert offered(seat) - {"case.close"} == expected


async def test_one_key_pauses_and_the_same_key_goes_on(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("j", "enter")
        await officer.type("menunggu materi")
        await officer.press("enter")
        assert officer.case(number).status == "waiting"
        assert "case.resume" in offered(officer)
        assert "case.pause" not in offered(officer)
        desk.advance(60)
        await officer.press("j")
        assert officer.case(number).status == "in_progress"
        assert "║ jeda 09.00 → 09.01 menunggu pemohon / pengadu: menunggu materi" in officer.shown


async def test_a_disposition_names_lead_others_copies_instructions_note_and_due(desk: Desk) -> None:
    number = letter(desk, sender="Dinas Sosial")
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk) as seats:
        head = await seats.at("section_head")
        await head.press("d")
        await head.type("pranata")
        await head.press("enter", "k", "space", "enter")
        await head.type("segera")
        await head.press("enter")
        await head.type("tenaga wa")
        await head.press("enter", "enter")
        await head.type("pimpinan")
        await head.press("enter")
        await head.type("resepsionis")
        await head.press("enter", "backspace", "enter")
        await head.type("28/11")
        assert "Sabtu, kantor tutup" in head.picture
        await head.press("backspace", "backspace", "backspace", "backspace", "backspace")
        await head.type("besok")
        assert "kantor tutup" not in head.picture
        await head.press("enter")
        assert head.dialog is None, head.picture
        assert (
            f"{number} didisposisikan kepada Pranata Humas (langkah 4), juga kepada Tenaga WA Center, "
            "tembusan Pimpinan / Manajer" in head.told
        ), head.told
    (order,) = head.case(number).dispositions
    assert [name for name, _ in order.to] == ["pr_officer", "wa_center_staff"]
    assert [name for name, _ in order.cc] == ["manager"]
    assert order.instructions == ("follow_up", "coordinate")
    assert order.note == "segera"
    assert order.due_at is not None
    assert order.due_at - desk.clock.now() == 31 * 3600, "Tuesday at closing"


async def test_disposing_to_a_person_without_the_position_is_refused_at_the_field(desk: Desk) -> None:
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    async with Seats(desk) as seats:
        head = await seats.at("section_head")
        await head.press("d")
        await head.type("kepala bidang")
        await head.press("ctrl+s")
        assert head.dialog is not None
        assert head.field.key == "to"
        assert head.field.error == "Kepala Bidang tidak memegang jabatan pelaksana langkah ini."
        assert "kepala bidang" in head.picture, "what was typed stays"
    assert head.case(number).dispositions == ()


async def test_an_exit_must_be_chosen_and_only_those_of_the_step_can_be(desk: Desk) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    async with Seats(desk) as seats:
        team = await seats.at("complaint_team")
        await team.press("s", "9")
        await team.press("ctrl+s")
        assert team.dialog is not None
        assert (team.field.key, team.field.error) == ("exit", "Hasil wajib diisi.")
        assert "1 Kewenangan BKPSDM" in team.picture
        assert "2 Bukan kewenangan" in team.picture
        await team.press("escape")
    with pytest.raises(FieldError) as refused:
        routing.finish(desk.person("complaint_team"), number, "fly")
    assert refused.value.code == "unknown_exit"
    assert team.case(number).open_visit.step_no == "4"


@pytest.mark.parametrize(("who", "key"), [("pr_officer", "j"), ("pr_officer", "c"), ("section_head", "g")])
async def test_an_empty_reason_is_refused_at_its_field(desk: Desk, who: str, key: str) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await seats.at(who)
        await seat.do(lambda: seat.app.open_case(number))
        await seat.press(key, "ctrl+s")
        assert seat.dialog is not None
        assert "wajib diisi" in str(seat.field.error)
        await seat.press("escape")
    assert [event.kind for event in seat.case(number).history].count("noted") == 0


@pytest.mark.parametrize("text", NASTY)
async def test_texts_from_people_are_shown_as_they_are_in_list_and_case(desk: Desk, text: str) -> None:
    number = at_officer(desk, sender=text, subject=text, letter_no=text)
    routing.add_note(desk.person("pr_officer"), number, text)
    routing.pause(desk.person("pr_officer"), number, "applicant", text)
    async with Seats(desk, (160, 45)) as seats:
        officer = await seats.at("pr_officer")
        assert officer.shown.count(inert(text)) >= 5
        assert inert(text) in officer.picture
        assert "\x1b" not in officer.picture


@pytest.mark.parametrize("text", NASTY)
async def test_texts_in_every_field_of_every_dialog_are_only_text(desk: Desk, text: str) -> None:
    number = at_officer(desk)
    async with Seats(desk, (100, 30)) as seats:
        officer, head = await seats.at("pr_officer"), await seats.at("section_head")
        await head.do(lambda: head.app.open_case(number))
        for seat, keys in ((head, "gvx"), (officer, "cdjs")):
            for key in keys:
                await seat.press(key)
                dialog = seat.dialog
                assert dialog is not None
                for field in dialog.form.fields:
                    field.focus()
                    await seat.settle()
                    await seat.type(text)
                    assert dialog is seat.dialog
                    if isinstance(field, (TextField, AreaField, ChoiceField)):
                        assert inert(text)[:12] in seat.picture, seat.picture
                while seat.dialog is not None:
                    await seat.press("escape")
        assert len(officer.case(number).history) == 7, "nothing was saved"


async def test_a_note_with_markup_and_escapes_is_kept_whole_and_shown_inert(desk: Desk) -> None:
    number = at_officer(desk)
    text = "".join(NASTY)
    async with Seats(desk, (160, 45)) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("c")
        await officer.type(text)
        await officer.press("ctrl+s")
        assert officer.dialog is None
        assert officer.case(number).notes[0].text == text
        assert inert(text) in officer.shown


async def test_when_somebody_else_has_acted_the_dialog_stays_with_what_was_typed(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s")
        await officer.type("terkirim")
        desk.advance(60)
        routing.add_note(desk.person("section_head"), number, "jangan lupa lampiran")
        await officer.press("enter")
        assert "09.01  Kepala Bagian: jangan lupa lampiran" in officer.picture
        assert "terkirim" in officer.picture
        await officer.beat()
        await officer.press("enter")
        assert officer.field.draft() == "terkirim"
        await officer.press("enter")
        assert officer.dialog is None, "the case is still at the same step, so a second try goes through"
    assert officer.case(number).visits[-1].output == "terkirim"


async def test_a_step_that_somebody_else_finished_is_not_finished_again_from_an_old_dialog(
    desk: Desk,
) -> None:
    number = letter(desk)
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        await clerk.press("f6", "s")
        await clerk.type("diteruskan")
        desk.advance(60)
        routing.finish(desk.person("mail_clerk"), number)
        await clerk.press("enter")
        assert "Langkah 2 sudah tidak terbuka; berkas kini di langkah 3." in clerk.picture
        assert "diteruskan" in clerk.picture
        await clerk.press("enter")
        assert "Berkas berubah" in clerk.picture, "there is no form to go back to"
        await clerk.press("escape")
    assert [visit.step_no for visit in clerk.case(number).visits] == ["2", "3"]


@contextmanager
def locked(desk: Desk) -> Iterator[None]:
    other = sqlite3.connect(desk.config.database_url.removeprefix("sqlite:///"), isolation_level=None)
    db.be_brief(0)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


async def give_up(seat: Seat) -> None:
    """A busy database is tried again for a while, unless somebody gives up."""
    if isinstance(seat.app.screen, SavingScreen):
        await seat.press("escape")


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    db.database.execute_sql("PRAGMA query_only = 1")
    yield
    db.database.execute_sql("PRAGMA query_only = 0")


@pytest.mark.parametrize(
    ("broken", "message"),
    [(locked, "sedang dipakai program lain"), (read_only, "hanya dapat dibaca")],
)
async def test_a_database_that_cannot_be_written_loses_nothing(desk: Desk, broken, message: str) -> None:  # type: ignore[no-untyped-def]
    number = at_officer(desk)
    async with Seats(desk) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s")
        await officer.type("terkirim ke grup")
        with broken(desk):
            await officer.press("enter")
            await give_up(officer)
            assert message in " ".join(officer.picture.split())
            assert "terkirim ke grup" in officer.picture
            await officer.press("escape", "t")
            await give_up(officer)
            assert "Basis data" in officer.told
        assert officer.case(number).open_visit.taken_at is None
        await officer.press("t")
        assert officer.case(number).open_visit.taken_at is not None


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
async def test_list_case_and_keys_are_all_in_sight(desk: Desk, size: tuple[int, int]) -> None:
    number = at_officer(desk)
    async with Seats(desk, size) as seats:
        officer = await seats.at("pr_officer")
        picture = officer.picture
        for text in ("Milik saya · 1", f"●  00:30:00 {number}", "Tenggat", "Dari", "Langkah SOP"):
            assert text in picture
        for text in ("s Selesaikan", "d Disposisi", "F1 Bantuan"):
            assert text in picture
        await officer.press("enter")
        assert officer.app.screen.id is None
        assert type(officer.app.screen).__name__ == "CaseScreen"
        await officer.press("escape")
        assert officer.app.screen.MODE == "queue"


async def test_f1_lists_the_keys_of_a_dialog_and_leads_back_to_it(desk: Desk) -> None:
    at_officer(desk)
    async with Seats(desk, (100, 30)) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("c")
        assert "F2 Simpan" in officer.picture
        await officer.type("setengah")
        await officer.press("f1")
        assert "Bantuan · Catat" in officer.picture
        assert "Di kotak ini" in officer.picture
        assert "F2 ^s" in officer.picture
        await officer.press("escape")
        assert officer.dialog is not None
        assert "setengah" in officer.picture
        await officer.press("ctrl+p", "escape")
        assert officer.dialog is not None


async def test_a_way_to_another_agency_asks_which_one(desk: Desk) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    async with Seats(desk, (100, 30)) as seats:
        team = await seats.at("complaint_team")
        await team.press("s")
        assert "Output" in team.picture
        await team.press("2", "enter")
        assert "OPD tujuan *" in team.picture
        assert "boleh kosong" not in team.picture
        await team.press("enter")
        assert team.field.error == "OPD tujuan wajib diisi."
        await team.type("Dinas PU")
        await team.press("enter")
        assert team.dialog is None, team.picture
        assert team.case(number).visits[-2].output == "Dinas PU"


async def test_the_step_that_delivers_asks_for_the_answer_and_an_untouched_field_stores_nothing(
    desk: Desk,
) -> None:
    number = at_officer(desk)
    async with Seats(desk, (100, 30)) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("s")
        assert "Jawaban / hasil" in officer.picture
        await officer.press("enter")
        assert officer.case(number).visits[-1].output == ""


async def test_waiting_for_another_agency_asks_which_one(desk: Desk) -> None:
    at_officer(desk)
    async with Seats(desk, (100, 30)) as seats:
        officer = await seats.at("pr_officer")
        await officer.press("j")
        assert "OPD dan alasan" not in officer.picture
        await officer.press("2", "enter")
        assert "OPD dan alasan *" in officer.picture
        assert "OPD yang ditunggu dan alasannya" in officer.picture
