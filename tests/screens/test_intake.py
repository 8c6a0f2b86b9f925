"""The counter: a letter or complaint is logged by keys alone, and nothing typed is ever lost."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.widgets import Digits

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.office import archive, complaints, intake
from desk.office.casefile import view_case
from desk.office.office_log import office_log
from desk.office.same_number import KIND
from desk.screens.complete_dialog import CompleteDialog
from desk.screens.intake import IntakeScreen
from desk.screens.intake_dialogs import LoggedScreen
from desk.screens.intake_entry import EntryPane
from desk.screens.saving import SavingScreen

WA = frozenset({"surat_pengantar", "materi"})


@asynccontextmanager
async def counter(desk: Any, seat: Any, who: str = "receptionist", **options: Any) -> AsyncIterator[Any]:
    async with seat(desk.config, desk.clock, desk.person(who), **options) as s:
        if s.app.current_mode != "intake":
            await s.press("f5")
        yield s


async def fill(s: Any, **texts: str) -> None:
    """Put texts into fields; a choice takes its best match, as on leaving by Tab."""
    for key, text in texts.items():
        form = s.screen.query_one(EntryPane).form
        field = form.all_fields[key]
        field.focus()
        await s.settle()
        if field.draft():
            await s.press("end", "ctrl+u")
        await s.type(text)
        if key in ("service", "channel", "class", "urgency", "security"):
            await s.press("tab")


async def write_letter(s: Any, **texts: str) -> None:
    """A whole letter of the WA Center, with its requirements; `texts` replace fields of it."""
    usual = {
        "service": "whatsapp",
        "sender": "Dinas Kesehatan",
        "letter_no": "400/12",
        "letter_date": "kemarin",
        "subject": "Penyebaran jadwal imunisasi",
    }
    await fill(s, **(usual | texts))


async def tick_all(s: Any, count: int) -> None:
    s.screen.query_one(EntryPane).form.ticks("have").focus()
    await s.settle()
    for _ in range(count):
        await s.press("space", "down")


def written() -> tuple[int, int, int]:
    """Cases, events and numbers given out, to prove that a refusal leaves no trace."""
    numbers = sum(row.last for row in db.Register.select())
    return db.Case.select().count(), db.EventLog.select().count(), numbers


def error_of(s: Any, key: str) -> str:
    return s.screen.query_one(EntryPane).form.all_fields[key].error or ""


def kept(s: Any) -> dict[str, str]:
    return s.screen.query_one(EntryPane).form.all_drafts()


# Logging


async def test_a_letter_is_logged_by_typing_and_enter_alone(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        for text in ("whatsapp", "Dinas Kesehatan", "400/12", "kemarin", "Jadwal imunisasi"):
            await s.type(text)
            await s.press("enter")
        await s.press("space", "down", "space", "enter", "enter", "enter", "enter")
        assert isinstance(s.screen, LoggedScreen)
        assert s.screen.query_one(Digits).value == "0001"
        assert "0001/2026" in s.picture
        assert "Sen 23 Nov 09.30" in s.picture
    row = db.Case.get()
    assert (row.sender, row.subject) == ("Dinas Kesehatan", "Jadwal imunisasi")


async def test_the_due_time_and_its_reason_stand_on_the_screen_before_saving(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        assert "belum lengkap: waktu belum berjalan" in s.picture
        assert "Materi atau bahan" in s.picture.split("belum lengkap: waktu")[1]
        await tick_all(s, 2)
        assert "Sen 23 Nov 09.30" in s.picture
        assert "30 menit kerja sejak 09.00" in s.picture


async def test_the_preview_moves_with_the_clock(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 2)
        desk.advance(600)
        s.screen.tick(desk.clock.now())
        await s.settle()
        assert "Sen 23 Nov 09.40" in s.picture


async def test_enter_after_the_number_begins_the_next_letter_with_the_same_service(
    desk: Any, seat: Any
) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await s.press("f2", "enter")
        assert isinstance(s.screen, IntakeScreen)
        form = s.screen.query_one(EntryPane).form
        assert form.is_untouched
        assert form.service.key == "wa-center"
        assert form.all_fields["sender"].has_focus_within
        await s.type("Dinas Sosial")
        assert kept(s)["sender"] == "Dinas Sosial"


async def test_who_may_do_the_first_step_forwards_from_the_box_of_the_number(desk: Any, seat: Any) -> None:
    async with counter(desk, seat, "mail_clerk", size=(80, 24)) as s:
        await write_letter(s)
        await tick_all(s, 2)
        await s.press("f2")
        first = view_case(desk.person("mail_clerk"), "0001/2026").open_visit
        assert f"langkah {first.step_no}," in s.picture.split("Berikutnya")[1]
        assert "Teruskan sekarang" in s.picture
        await s.press("t")
        assert isinstance(s.screen, IntakeScreen)
        now = view_case(desk.person("mail_clerk"), "0001/2026").open_visit
        assert now.step_no != first.step_no
        assert f"0001/2026 diteruskan ke langkah {now.step_no}." in [n.message for n in s.app._notifications]


async def test_who_may_not_do_the_first_step_is_only_told_whose_task_it_is(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 2)
        await s.press("f2", "t")
        assert isinstance(s.screen, LoggedScreen)
        assert "tugas Pengadministrasi Surat" in s.picture
        assert "Teruskan" not in s.picture


async def test_an_incomplete_file_is_logged_without_a_clock_and_says_what_is_missing(
    desk: Any, seat: Any
) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 1)
        await s.press("f2")
        assert "belum lengkap" in s.picture
        assert "Materi atau bahan" in s.picture
        await s.press("enter")
        assert "kurang 1" in s.picture
    assert db.Visit.select().count() == 0


async def test_ticking_the_last_missing_item_from_the_register_starts_the_clock(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 1)
        await s.press("f2", "enter", "f4")
        desk.advance(60)
        await s.press("l")
        assert isinstance(s.screen, CompleteDialog)
        await s.press("space", "f2")
        assert isinstance(s.screen, IntakeScreen)
        assert "kurang" not in s.picture.split("Surat masuk")[0]
    assert db.Visit.select().count() == 1


async def test_an_incomplete_file_cannot_be_completed_with_nothing(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await s.press("f2", "enter", "f4", "l")
        before = written()
        await s.press("f2")
        assert "Centang dahulu" in s.picture
    assert written() == before


async def test_a_letter_without_number_and_date_says_so_with_a_dash(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s, letter_no="-", letter_date="-")
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)
    letter = db.Letter.get()
    assert (letter.letter_no, letter.letter_date) == (None, None)


async def test_a_letter_that_may_be_a_repetition_is_named_before_saving_and_not_refused(
    desk: Any, seat: Any
) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await s.press("f2", "enter")
        await write_letter(s)
        assert "mirip surat 0001/2026" in s.picture
        await s.press("f2")
        assert "0002/2026" in s.picture


async def test_a_service_that_follows_its_event_asks_when_that_begins(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s, service="keprotokolan")
        await tick_all(s, 6)
        assert "belum diketahui: isi waktu mulai acara" in s.picture
        assert "tanpa batas" not in s.picture
        before = written()
        await s.press("f2")
        assert "Waktu mulai acara belum diisi." in error_of(s, "event_start")
        assert written() == before
        await fill(s, event_start="24/11 09.00")
        assert "Sel 24 Nov 09.00" in s.picture
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)


async def test_the_printed_requirement_stands_above_the_ticks_derived_from_it(desk: Any, seat: Any) -> None:
    async with counter(desk, seat, size=(160, 45)) as s:
        await fill(s, service="keprotokolan")
        assert "1. Mengirimkan surat dinas pengantar" in s.picture
        assert "2. Melampirkan materi keprotokolan" in s.picture


async def test_a_letter_of_another_day_asks_why_it_is_late(desk: Any, seat: Any) -> None:
    desk.set("2026-11-24 09:00")
    async with counter(desk, seat) as s:
        await write_letter(s)
        await fill(s, received="kemarin 14.00")
        assert s.screen.query_one(EntryPane).form.all_fields["reason"].display
        before = written()
        await s.press("f2")
        assert "alasan" in error_of(s, "reason")
        assert written() == before
        await fill(s, reason="Mati listrik")
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)
        await s.press("enter")
        assert " 23/11 14.00 " in s.picture
    assert db.EventText.get(db.EventText.field == "late_reason").text == "Mati listrik"


async def test_a_complaint_is_logged_from_the_same_screen(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await s.press("f3")
        await fill(
            s, service="hotline", channel="SMS", text="Lampu jalan mati\nsejak Jumat", phone="0812 3456 7890"
        )
        await s.press("f2")
        assert s.screen.query_one(Digits).value == "0001"
        assert "P-0001/2026" in s.picture
    complaint = db.Complaint.get()
    assert (complaint.channel, complaint.phone) == ("sms", "081234567890")
    assert complaint.text == "Lampu jalan mati\nsejak Jumat"


async def test_the_class_of_a_complaint_is_offered_with_its_limit(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await s.press("f3")
        await fill(s, service="dinas komunikasi")
        s.screen.query_one(EntryPane).form.choice("class").focus()
        await s.press("down")
        assert "60 hari kerja" in s.picture


async def test_whoever_logs_no_letters_begins_with_complaints(desk: Any, seat: Any) -> None:
    async with counter(desk, seat, "hotline_officer") as s:
        assert "Isi pengaduan" in s.picture


async def test_a_voided_number_stays_in_the_register(desk: Any, seat: Any) -> None:
    draft = LetterDraft("wa-center", "Dinas Kesehatan", "Hal", letter_no="1", have=WA)
    number = intake.log_letter(desk.person("receptionist"), draft).number
    intake.void_letter(desk.person("manager"), number, "Salah catat")
    async with counter(desk, seat) as s:
        assert number in s.picture
        assert "BATAL" in s.picture


async def test_without_the_permission_to_log_the_register_can_still_be_read(desk: Any, seat: Any) -> None:
    draft = LetterDraft("wa-center", "Dinas Kesehatan", "Hal", letter_no="1", have=WA)
    intake.log_letter(desk.person("receptionist"), draft)
    for size in ((80, 24), (100, 30)):
        async with counter(desk, seat, "manager", size=size) as s:
            assert "tidak mencatat" in s.picture
            assert "0001/2026" in s.picture
            await s.press("f2")
            assert isinstance(s.screen, IntakeScreen)


async def test_at_80_columns_the_register_is_one_line_and_f4_opens_it(desk: Any, seat: Any) -> None:
    draft = LetterDraft("wa-center", "Dinas Kesehatan", "Rapat koordinasi", letter_no="1", have=WA)
    intake.log_letter(desk.person("receptionist"), draft)
    async with counter(desk, seat, size=(80, 24)) as s:
        assert "Register hari ini 1" in s.picture
        assert "Rapat koordinasi" not in s.picture
        await s.press("f4")
        assert "Rapat koordinasi" in s.picture
        await s.press("escape")
        assert "Nomor surat" in s.picture


# Bad input


BAD_LETTERS = [
    ("letter_date", "31/02", "tidak ada dalam kalender"),
    ("letter_date", "entah", "tidak dikenali"),
    ("letter_date", "besok", "masa depan"),
    ("letter_date", "", "belum diisi"),
    ("letter_no", "", "belum diisi"),
    ("sender", "   ", "wajib diisi"),
    ("sender", "x" * 501, "terlalu panjang"),
    ("subject", "", "wajib diisi"),
    ("service", "layanan gaib", "Tidak ada pilihan"),
    ("urgency", "[red]x", "Tidak ada pilihan"),
    ("received", "23.00", "masa depan"),
    ("received", "25.00", "tidak ada"),
]
BAD_COMPLAINTS = [
    ("text", "", "wajib diisi"),
    ("phone", "[/salah]", "tidak dikenali"),
    ("sender", "n" * 501, "terlalu panjang"),
]


async def refused(s: Any, field: str, typed: str, message: str) -> None:
    """Put what is typed into the field of a form without fault; it is refused there, and mended again."""
    valid = kept(s)[field]
    await fill(s, **{field: typed})
    before, typed_before = written(), kept(s)
    await s.press("f2")
    assert isinstance(s.screen, IntakeScreen), typed
    assert message in error_of(s, field)
    assert [key for key in typed_before if error_of(s, key)] == [field]
    assert kept(s) == typed_before
    assert written() == before
    await fill(s, **{field: valid})


async def test_bad_input_is_refused_at_its_field_and_everything_typed_stays(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        for field, typed, message in BAD_LETTERS:
            await refused(s, field, typed, message)
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen), "nothing else was wrong"


async def test_a_bad_complaint_is_refused_at_its_field(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await s.press("f3")
        await fill(s, service="hotline", text="Lampu mati")
        for field, typed, message in BAD_COMPLAINTS:
            await refused(s, field, typed, message)
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen), "nothing else was wrong"


async def test_an_open_complaint_from_the_same_number_is_named_before_saving(desk: Any, seat: Any) -> None:
    draft = ComplaintDraft("hotline-bkpsdm", "sms", "Lampu mati", phone="081234567890")
    complaints.log_complaint(desk.person("receptionist"), draft)
    async with counter(desk, seat) as s:
        await s.press("f3")
        await fill(s, service="hotline", text="Masih mati", phone="0812 3456 78")
        assert "pernah mengadu" not in s.picture
        await s.press("tab")
        assert "pernah mengadu" not in s.picture
        before = written()
        await fill(s, phone="+62 812-3456-7890")
        assert "pernah mengadu" not in s.picture, "asking is an act, which no key does by itself"
        assert written() == before
        await s.press("tab")
        assert "Nomor ini pernah mengadu: P-0001/2026, terdaftar" in s.picture
        assert [event.by for event in office_log(desk.person("manager"), KIND)] == ["receptionist"] * 2
        await fill(s, phone="+62 812-3456-7891")
        assert "pernah mengadu" not in s.picture
        await fill(s, phone="+62 812-3456-7890")
        await s.press("f2")
        assert "nomor telepon sama dengan P-0001/2026" in s.picture


async def test_what_is_wrong_is_told_on_leaving_the_field_and_enter_stays_in_an_empty_required_one(
    desk: Any, seat: Any
) -> None:
    async with counter(desk, seat) as s:
        await fill(s, service="keprotokolan", event_start="24/11 09.00", event_end="24/11 08.00")
        assert error_of(s, "event_end") == ""
        await s.press("tab")
        assert "sebelum mulai" in error_of(s, "event_end")
        field = s.screen.query_one(EntryPane).form.all_fields["sender"]
        field.focus()
        await s.press("enter")
        assert field.has_focus_within
        assert "wajib diisi" in error_of(s, "sender")
        await s.press("f3")
        await fill(s, phone="12")
        await s.press("tab")
        assert "tidak dikenali" in error_of(s, "phone")


async def test_a_choice_that_matches_nothing_says_so_while_it_is_typed(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await s.type("gaib")
        assert "tidak ada yang cocok" in s.picture
        await s.press("ctrl+u")
        await s.type("whats")
        assert "tidak ada yang cocok" not in s.picture


async def test_a_day_longer_than_its_field_keeps_its_beginning_in_view(desk: Any, seat: Any) -> None:
    async with counter(desk, seat, size=(80, 24)) as s:
        for length in (30, 70):
            await fill(s, letter_date="awal" + "x" * (length - 4))
            assert ("awalxxx" in s.picture) is (length == 30)
            assert s.picture.count("x" * 26)


async def test_a_list_of_suggestions_says_how_to_choose_from_it(desk: Any, seat: Any) -> None:
    draft = LetterDraft("wa-center", "Dinas Kesehatan", "Hal", letter_no="1", have=WA)
    intake.log_letter(desk.person("receptionist"), draft)
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas")
        assert "▼ memilih" in s.picture


@pytest.mark.parametrize("nasty", ["[/salah]", "[red]x", "a\x1b[2Jb\x07", "satu\ndua\u202etiga"])
async def test_markup_and_control_characters_are_kept_whole_and_shown_as_mere_text(
    desk: Any, seat: Any, nasty: str
) -> None:
    async with counter(desk, seat, size=(160, 45)) as s:
        await write_letter(s, sender=nasty, letter_no=nasty, subject=nasty)
        assert "\x1b" not in s.picture and "\u202e" not in s.picture
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)
        await s.press("enter", "f4")
        assert "\x1b" not in s.picture and "\u202e" not in s.picture
        if nasty.startswith("["):
            assert f"{nasty} · {nasty}" in s.picture
        await write_letter(s, sender=nasty, letter_no=nasty)
        assert "mirip surat 0001/2026" in s.picture
    row, letter = db.Case.get(), db.Letter.get()
    assert (row.sender, row.subject, letter.letter_no) == (nasty, nasty, nasty)


async def test_a_subject_of_ten_thousand_characters_is_stored_whole_and_shown_clipped(
    desk: Any, seat: Any
) -> None:
    subject = "panjang " * 1250
    async with counter(desk, seat) as s:
        await write_letter(s, subject=subject)
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)
        await s.press("enter")
        assert "…" in s.picture
    assert db.Case.get().subject == subject.strip()


async def test_a_locked_database_is_told_in_words_and_nothing_is_lost(desk: Any, seat: Any) -> None:
    other = sqlite3.connect(desk.config.database_url.removeprefix("sqlite:///"))
    async with counter(desk, seat) as s:
        db.be_brief(0)
        await write_letter(s)
        before, typed_before = written(), kept(s)
        other.execute("BEGIN IMMEDIATE")
        await s.press("f2")
        assert isinstance(s.screen, SavingScreen), "it is tried again for a while"
        await s.press("escape")
        assert isinstance(s.screen, IntakeScreen)
        assert "sedang dipakai program lain" in s.picture
        other.rollback()
        other.close()
        assert kept(s) == typed_before
        assert written() == before
        await s.press("f2")
        assert s.screen.query_one(Digits).value == "0001"


async def test_a_read_only_database_is_told_in_words_and_nothing_is_lost(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        before, typed_before = written(), kept(s)
        db.database.execute_sql("PRAGMA query_only = ON")
        await s.press("f2")
        db.database.execute_sql("PRAGMA query_only = OFF")
        assert "hanya dapat dibaca" in s.picture
        assert kept(s) == typed_before
        assert written() == before


# Drafts


async def test_what_was_typed_is_there_again_after_the_window_was_closed(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s)
        await tick_all(s, 1)
        typed = kept(s)
    async with counter(desk, seat) as s:
        assert kept(s) == typed
        assert "Konsep dipulihkan" in s.picture
        await s.press("f2")
        assert isinstance(s.screen, LoggedScreen)
    async with counter(desk, seat) as s:
        assert "Konsep dipulihkan" not in s.picture
        assert kept(s)["sender"] == ""


async def test_every_field_of_a_complaint_is_there_again(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await s.press("f3")
        await fill(
            s, service="hotline", channel="SMS", text="Lampu mati", sender="Siti", phone="0812 3456 7890"
        )
        await fill(s, **{"class": "ringan", "received": "08.15", "reason": "Mati listrik"})
        s.screen.query_one(EntryPane).form.ticks("wishes").focus()
        await s.settle()
        await s.press("space", "down", "space")
        typed = kept(s)
        assert "" not in typed.values()
        await s.press("ctrl+q")
    async with counter(desk, seat) as s:
        assert kept(s) == typed
        assert "belum digolongkan" not in s.picture


async def test_every_field_of_a_letter_is_there_again(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await write_letter(s, service="keprotokolan", urgency="segera", security="rahasia")
        await fill(s, received="08.15", event_start="24/11 09.00", event_end="24/11 11.00", reason="Macet")
        await tick_all(s, 2)
        typed = kept(s)
        assert "" not in typed.values()
        await s.press("ctrl+q")
    async with counter(desk, seat) as s:
        assert kept(s) == typed


async def test_of_two_drafts_the_hidden_one_is_named_and_an_empty_form_is_none(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas Kesehatan")
        await s.press("f3")
        await fill(s, service="hotline")
    async with counter(desk, seat) as s:
        assert "Ada konsep" not in s.picture
        await s.press("f3")
        await fill(s, sender="Siti")
    async with counter(desk, seat, size=(80, 24)) as s:
        assert kept(s)["sender"] == "Dinas Kesehatan"
        assert "Ada konsep pengaduan: F3." in s.picture


async def test_a_draft_can_be_read_by_its_owner_only_and_by_no_other_user_of_the_desk(
    desk: Any, seat: Any
) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Warga [/salah] \x1b")
        s.app.write_drafts()
        (file,) = desk.config.drafts.glob("*.json")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert json.loads(file.read_text())["values"]["sender"] == "Warga [/salah] \x1b"
    async with counter(desk, seat, "mail_clerk") as s:
        assert kept(s)["sender"] == ""


async def test_a_damaged_draft_is_no_obstacle(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas Kesehatan")
    (file,) = desk.config.drafts.glob("*.json")
    file.write_text('{"sender": ')
    async with counter(desk, seat) as s:
        assert "Surat masuk" in s.picture
        assert kept(s)["sender"] == ""


async def test_letter_and_complaint_keep_their_typing_apart(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas Kesehatan")
        await s.press("f3")
        await fill(s, sender="Siti")
        await s.press("f3")
        assert kept(s)["sender"] == "Dinas Kesehatan"
        await s.press("f3")
        assert kept(s)["sender"] == "Siti"


async def test_emptying_the_form_asks_first(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        await fill(s, sender="Dinas Kesehatan")
        await s.press("ctrl+n", "escape")
        assert kept(s)["sender"] == "Dinas Kesehatan"
        await s.press("ctrl+n", "y")
        assert kept(s)["sender"] == ""
    assert not list(desk.config.drafts.glob("*"))


async def test_the_register_shows_what_another_desk_logged(desk: Any, seat: Any) -> None:
    async with counter(desk, seat) as s:
        draft = LetterDraft("wa-center", "Dinas Sosial", "Hal", letter_no="1", have=WA)
        number = intake.log_letter(desk.person("mail_clerk"), draft).number
        s.app._beat()
        await s.settle()
        assert number in s.picture
    assert len(archive.day_register(desk.person("manager"), desk.office.today())) == 1
