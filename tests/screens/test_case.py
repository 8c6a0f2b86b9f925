"""One case in full: its deadline in words, its steps in printed order, its acts, and texts of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import intake, routing
from desk.screens.case_pane import CasePane
from tests.screens.files import at_officer, complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Desk
    from tests.screens.seats import Seat


async def opened(seats: Seats, who: str, number: str) -> Seat:
    seat = await seats.at(who)
    await seat.do(lambda: seat.app.open_case(number))
    return seat


async def test_the_steps_stand_in_printed_order_with_what_is_done_current_and_to_come(desk: Desk) -> None:
    number = letter(desk, "konten-medsos")
    order = DispositionOrder(("division_head",), ("follow_up",))
    routing.dispose(desk.person("agency_head"), number, order)
    desk.advance(600)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "division_head", number)
        shown = seat.shown
    rows = [line for line in shown.split("Langkah SOP")[1].splitlines() if line[3:4].isdigit()]
    assert [row.split()[:2] for row in rows[:3]] == [["■", "1"], ["■", "2"], ["●", "3"]]
    assert [row.split()[0] for row in rows[3:]] == ["4", "5", "6", "7"]
    assert "sebelum diterima" in rows[0]
    assert "09.00 → 09.00" in rows[1]
    assert "09.00 → …" in rows[2]
    assert "10 m 00 d" in rows[2]
    assert rows[6].endswith("bila ada revisi")
    assert "└ Tindak lanjuti  → Kepala Bidang" in shown


async def test_a_step_that_the_case_passes_by_is_said_not_to_be_taken(desk: Desk) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    routing.finish(desk.person("complaint_team"), number, "in_jurisdiction")
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "bkpsdm_officer", number)
        line = next(line for line in seat.shown.splitlines() if "OPD lain menerima" in line)
        assert line.endswith("tidak dilalui")
        last = next(line for line in seat.shown.splitlines() if "Pemohon menerima" in line)
        assert last.endswith("tidak dihitung")


async def test_the_deadline_says_which_clock_it_is_and_the_others_stand_below(desk: Desk) -> None:
    number = complaint(desk, class_key="minor")
    desk.advance(60)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "hotline_officer", number)
        lines = seat.shown.splitlines()
    assert lines[0] == "Tenggat    09.05 ● sisa 4 m 00 d"
    assert lines[1].strip() == "5 menit kerja sejak 09.00 (langkah)"
    assert lines[2].startswith("Golongan   Sen 30 Nov 16.00 ● sisa ")
    assert "Golongan   Ringan, 5 hari kerja" in lines
    basis = " ".join(" ".join(lines).split())
    assert (
        "Dasar Standar pelayanan Dinkominfo Purbalingga (perlu konfirmasi terhadap Permen PANRB 5/2025)"
        in basis
    )
    assert "berlaku sejak 1 Mei 2025" in basis


async def test_while_others_work_the_case_says_since_when_it_waits_and_counts_nothing(desk: Desk) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    routing.finish(desk.person("complaint_team"), number, "other_agency")
    desk.advance(3 * 3600)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "hotline_officer", number)
        lines = seat.shown.splitlines()
    assert lines[0] == "Tenggat    ║ menunggu sejak 09.00 · acuan 10.00, tidak dihitung"
    assert lines[1].split()[0] == "Dari"
    (row,) = (line for line in lines if "OPD lain menerima" in line)
    assert row.endswith("menunggu")


async def test_the_reason_of_a_deadline_is_that_of_its_own_step(desk: Desk) -> None:
    number = complaint(desk)
    for _ in range(2):
        routing.finish(desk.person("hotline_officer"), number)
    routing.finish(desk.person("complaint_team"), number, "in_jurisdiction")
    routing.finish(desk.person("bkpsdm_officer"), number)
    routing.finish(desk.person("complaint_team"), number)
    routing.finish(desk.person("hotline_officer"), number)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "hotline_officer", number)
        lines = seat.shown.splitlines()
    assert lines[0] == "Tenggat    09.05 √ tepat waktu, tersisa 5 m 00 d"
    assert lines[1].strip() == "5 menit kerja sejak 09.00 (langkah)"


async def test_a_late_entry_says_why_where_it_says_when_it_came(desk: Desk) -> None:
    desk.set("2026-11-24 09:00")
    session = desk.person("mail_clerk")
    draft = LetterDraft("surat-umum", "Dinas Uji", "Undangan")
    number = intake.log_letter(session, draft, desk.clock.now() - 86400, "sistem padam").number
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "section_head", number)
        line = next(line for line in seat.shown.splitlines() if line.startswith("Diterima"))
    assert line.endswith("· entri susulan: sistem padam")


async def test_the_service_shows_its_used_share_as_a_bar(desk: Desk) -> None:
    number = at_officer(desk)
    desk.advance(24 * 60)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "pr_officer", number)
        line = next(line for line in seat.shown.splitlines() if "seluruh layanan" in line)
    assert "█" in line
    assert line.endswith("80 % dari 30 menit")


async def test_a_tick_repaints_timers_without_reading_or_building_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", number)
        await seat.beat()

        def never(*_: object) -> None:
            raise AssertionError("a tick must work from memory")

        monkeypatch.setattr(CasePane, "build", never)
        desk.advance(61)
        await seat.beat()
        assert "sisa 28 m 59 d" in seat.picture


async def test_a_subject_of_ten_thousand_characters_leaves_the_steps_in_reach(desk: Desk) -> None:
    number = at_officer(desk, subject="imunisasi " * 999 + "AKHIR")
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", number)
        place = seat.shown.splitlines().index(next(t for t in seat.shown.splitlines() if "Langkah SOP" in t))
        assert place < 12
        assert "selengkapnya di bawah langkah" in seat.picture
        assert "AKHIR" in seat.shown
        await seat.press("end")
        assert "Riwayat" in seat.picture, seat.picture
        await seat.press("home")
        assert "Tenggat" in seat.picture


async def test_a_complaint_of_100_kilobytes_without_a_blank_is_shown_whole(desk: Desk) -> None:
    number = complaint(desk, text="x" * 100_000 + "AKHIR")
    async with Seats(desk) as seats:
        seat = await opened(seats, "hotline_officer", number)
        assert seat.shown.count("x") >= 100_000
        await seat.press(*["space"] * 3)
        assert "xxxx" in seat.picture
        await seat.press("end")
        assert "AKHIR" in seat.picture


async def test_history_opens_and_closes_with_one_key(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk, (100, 30)) as seats:
        seat = await opened(seats, "pr_officer", number)
        assert "Pengadministrasi Surat: Surat dicatat" not in seat.shown
        await seat.press("h")
        assert "Pengadministrasi Surat: Surat dicatat" in seat.picture
        await seat.press("h")
        assert "Surat dicatat" not in seat.shown


async def test_cancelling_warns_and_takes_the_reason_in_one_dialog(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("x", "enter")
        assert "Berkas ditutup tanpa hasil" in seat.picture
        assert "Alasan wajib diisi." in seat.picture
        await seat.press("escape")
        assert seat.case(number).status == "in_progress"
        await seat.press("x", *"ya salah", "enter")
        assert seat.case(number).status == "cancelled"
        assert f"{number} dibatalkan" in seat.told
        assert seat.shown.splitlines()[0] == "Dibatalkan ya salah", "the reason, whole, as it was typed"


async def test_a_voided_number_closes_its_case_and_is_not_offered_again(desk: Desk) -> None:
    number = letter(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("v")
        assert "Nomor tetap tampak di buku agenda" in seat.picture
        await seat.type("nomor ganda")
        await seat.press("enter")
        assert seat.case(number).status == "cancelled"
        assert "void" not in seat.app.screen.choice.acts
        assert "reopen" not in seat.app.screen.choice.acts


async def test_a_closed_case_is_reopened_at_a_chosen_step_with_full_standards(desk: Desk) -> None:
    number = at_officer(desk)
    routing.finish(desk.person("pr_officer"), number)
    desk.set("2026-11-24 08:00")
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        assert "selesai" in seat.picture
        await seat.press("b")
        await seat.type("3")
        await seat.press("enter")
        await seat.type("informasi keliru")
        await seat.press("enter")
        assert seat.dialog is None, seat.picture
        assert f"{number} dibuka kembali di langkah 3" in seat.told
        assert "dibuka kembali ke-1" in seat.shown
        assert seat.shown.splitlines()[0] == "Tenggat    08.30 ● sisa 30 m 00 d"
    assert [visit.cycle for visit in seat.case(number).visits] == [1, 1, 1, 2]


async def test_the_head_assigns_the_step_and_its_clock_runs_on(desk: Desk) -> None:
    number = at_officer(desk)
    desk.advance(300)
    async with Seats(desk) as seats:
        seat = await opened(seats, "section_head", number)
        await seat.press("g")
        await seat.type("tenaga wa")
        await seat.press("enter")
        await seat.type("pranata humas cuti")
        await seat.press("enter")
        assert f"{number} dialihkan kepada Tenaga WA Center" in seat.told
    (visit,) = [visit for visit in seat.case(number).visits if visit.step_no == "4"]
    assert (visit.holder, visit.reading.start) == ("wa_center_staff", desk.clock.now() - 300)


async def test_the_sop_key_knows_service_and_current_step(desk: Desk) -> None:
    number = at_officer(desk)
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", number)
        context = seat.app.screen.sop_context()
        assert (context.service_version, context.step_no) == (seat.case(number).service.version, "4")


async def test_a_case_that_does_not_exist_is_told_in_words(desk: Desk) -> None:
    async with Seats(desk) as seats:
        seat = await opened(seats, "pr_officer", "9999/2026")
        assert "Berkas 9999/2026 tidak ditemukan." in seat.told
        await seat.press("escape")
        assert seat.app.screen.MODE == "queue"


async def test_the_files_that_came_with_a_letter_are_named(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "Surat [red]asli.pdf"
    scan.write_bytes(b"%PDF-1.7")
    draft = LetterDraft("surat-umum", "OPD", "Hal")
    number = intake.log_letter(desk.person("receptionist"), draft, attach=[scan]).number
    async with Seats(desk) as seats:
        clerk = await opened(seats, "receptionist", number)
        assert "Surat [red]asli.pdf (1 kB)" in clerk.shown


async def test_a_sealed_letter_does_not_claim_to_have_no_number(desk: Desk) -> None:
    draft = LetterDraft("surat-umum", "OPD", "Hal", letter_no="400.7/1", security="secret")
    number = intake.log_letter(desk.person("receptionist"), draft).number
    async with Seats(desk) as seats:
        head = await opened(seats, "pr_officer", number)
        assert "Nomor      (rahasia)" in head.shown
        assert "tanpa nomor" not in head.shown
