"""Every shipped service from arrival to close through the screens alone, every exit and loop included.

What stands at the end (visits, times, used seconds, verdicts, statuses) is worked out by hand from the rules of
the clocks: Monday to Thursday 07.30-12.00 and 13.00-16.00, Friday to 16.30.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from desk.domain.sla import Band, ClockKind
from desk.office.case_view import CaseView
from tests.screens.seats import Seat, Seats

if TYPE_CHECKING:
    from tests.conftest import Desk

NOVEMBER = int(datetime(2026, 11, 1, tzinfo=timezone(timedelta(hours=7))).timestamp())
LETTER = {
    "sender": "Dinas Kesehatan",
    "letter_no": "400.7/1182",
    "letter_date": "20/11",
    "subject": "Jadwal imunisasi",
}
COMPLAINT = {"text": "SK pensiun belum terbit", "sender": "Siti", "phone": "0812 3456 7890"}


def visits(case: CaseView) -> list[tuple[str, str, str, int]]:
    """(step, arrived, finished, used seconds) of every visit; times as `23 09.12`."""
    return [
        (visit.step_no, _time(visit.arrived_at), _time(visit.finished_at), used(case, visit.visit_id))
        for visit in case.visits
    ]


def _time(instant: int | None) -> str:
    if instant is None:
        return "-"
    days, seconds = divmod(instant - NOVEMBER, 86400)
    return f"{days + 1:02d} {seconds // 3600:02d}.{seconds % 3600 // 60:02d}"


def used(case: CaseView, visit_id: int) -> int:
    return case.visits[visit_id - 1].reading.used(case.calendar, case.finished_at or case.received_at)


def bands(case: CaseView) -> list[Band]:
    """The verdict of each visit."""
    end = case.finished_at or case.received_at
    return [visit.reading.band(case.calendar, end) for visit in case.visits]


def clock(case: CaseView, kind: ClockKind) -> tuple[Band, int]:
    """Verdict and used seconds of the service's or class's clock."""
    reading = next(reading for reading in case.clocks if reading.clock is kind)
    end = case.finished_at or case.received_at
    return reading.band(case.calendar, end), reading.used(case.calendar, end)


async def complain(seats: Seats, officer: str, service: str, **more: str) -> tuple[Seat, str]:
    seat = await seats.at(officer)
    return seat, await seat.log(service, **COMPLAINT, **more)


async def test_wa_center_from_letter_to_whatsapp_in_29_of_30_minutes(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        desk.set("2026-11-23 09:12")
        number = await clerk.log("whatsapp center", **LETTER)
        assert number == "0001/2026"
        desk.set("2026-11-23 09:18")
        await clerk.finish(number)
        assert "0001/2026 diteruskan ke langkah 3" in clerk.told
        head = await seats.at("section_head")
        desk.set("2026-11-23 09:26")
        await head.dispose(number, "Pranata", note="segera")
        assert "didisposisikan kepada Pranata Humas (langkah 4)" in head.told
        officer = await seats.at("pr_officer")
        desk.set("2026-11-23 09:30")
        await officer.take(number)
        desk.set("2026-11-23 09:41")
        await officer.finish(number, output="terkirim ke 3 grup")
        assert "0001/2026 selesai" in officer.told
        assert officer.app.screen.list.count == 0
    case = officer.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "23 09.12", "23 09.18", 360),
        ("3", "23 09.18", "23 09.26", 480),
        ("4", "23 09.26", "23 09.41", 900),
    ]
    assert _time(case.visits[2].taken_at) == "23 09.30"
    assert case.visits[2].output == "terkirim ke 3 grup"
    assert clock(case, ClockKind.SERVICE) == (Band.MET, 1740)
    assert [(d.to[0][0], d.instructions, d.note) for d in case.dispositions] == [
        ("pr_officer", ("follow_up",), "segera")
    ]


async def test_keprotokolan_waits_for_its_requirements_then_follows_its_event(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        desk.set("2026-11-23 09:00")
        number = await clerk.log("keprotokolan", have=4, **LETTER, event_start="24/11 09.00")
        case = clerk.case(number)
        assert (case.status, case.missing, case.visits) == (
            "incomplete",
            ("tempat_kegiatan", "daftar_tamu"),
            (),
        )
        desk.set("2026-11-23 10:00")
        await clerk.press("f5", "f4", "home", "enter")
        assert "belum lengkap 4/6" in clerk.shown
        await clerk.press("l")
        await clerk.press("space", "down", "space", "ctrl+s")
        assert "lengkap, waktu berjalan" in clerk.told
        await clerk.press("escape")
        desk.set("2026-11-23 10:10")
        await clerk.finish(number)
        head = await seats.at("section_head")
        desk.set("2026-11-23 10:30")
        await head.choose(number)
        assert "finish" not in head.app.screen.choice.acts, "step 3 opens with the Kabag, who only disposes"
        await head.dispose(number, "Sub Bagian")
        subsection = await seats.at("protocol_subsection")
        desk.set("2026-11-23 11:00")
        await subsection.take(number)
        desk.set("2026-11-24 11:30")
        await subsection.finish(number)
    case = subsection.case(number)
    assert case.status == "done"
    assert _time(case.started_at) == "23 10.00"
    assert visits(case) == [("2", "23 10.00", "23 10.10", 600), ("3", "23 10.10", "24 11.30", 31800)]
    assert clock(case, ClockKind.SERVICE)[0] is Band.MET, "taken before the event began"


async def test_complaint_to_prokopim_is_answered_then_closed_by_hand(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        officer, number = await complain(seats, "complaint_officer", "protokol", **{"class": "ringan"})
        assert number == "P-0001/2026"
        desk.set("2026-11-23 09:05")
        await officer.finish(number)
        desk.set("2026-11-23 09:15")
        await officer.finish(number)
        head = await seats.at("agency_head")
        desk.set("2026-11-23 10:15")
        await head.dispose(number, "Pejabat Struktural")
        structural = await seats.at("structural_officer")
        desk.set("2026-11-24 08:00")
        await structural.finish(number, output="tunggakan dibayar")
        desk.set("2026-11-24 08:10")
        await structural.finish(number)
        desk.set("2026-11-24 08:20")
        await officer.finish(number)
        assert officer.case(number).status == "answered"
        desk.set("2026-11-24 09:20")
        await officer.finish(number)
    case = officer.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "23 09.00", "23 09.05", 300),
        ("3", "23 09.05", "23 09.15", 600),
        ("4", "23 09.15", "23 10.15", 3600),
        ("5", "23 10.15", "24 08.00", 6300 + 10800 + 1800),
        ("6", "24 08.00", "24 08.10", 600),
        ("7", "24 08.10", "24 08.20", 600),
        ("8", "24 08.20", "24 09.20", 3600),
    ]
    assert bands(case) == [Band.NONE] * 7
    assert case.visits[-1].charged_to == "applicant"
    assert clock(case, ClockKind.CLASS_) == (Band.MET, 300 + 600 + 3600 + 18900 + 600 + 600)


async def test_electronic_complaint_is_analysed_revised_once_and_approved(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        officer, number = await complain(seats, "sms_officer", "elektronik")
        desk.set("2026-11-23 09:10")
        await officer.finish(number, "1")
        member, lead = await seats.at("team_member"), await seats.at("team_lead")
        desk.set("2026-11-23 09:20")
        await member.finish(number, output="konsep 1")
        desk.set("2026-11-23 09:30")
        await lead.send_back(number, "dasar hukumnya keliru")
        assert "dikembalikan ke langkah 3" in lead.told
        desk.set("2026-11-23 09:50")
        await member.finish(number, output="konsep 2")
        desk.set("2026-11-23 10:00")
        await lead.finish(number, "1")
        desk.set("2026-11-23 11:00")
        await officer.finish(number)
        desk.set("2026-11-23 11:03")
        await officer.choose(number)
        assert "revisi ke-1" in officer.shown
        await officer.finish(number)
    case = officer.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "23 09.00", "23 09.10", 600),
        ("3", "23 09.10", "23 09.20", 600),
        ("4", "23 09.20", "23 09.30", 600),
        ("3", "23 09.30", "23 09.50", 1200),
        ("4", "23 09.50", "23 10.00", 600),
        ("5", "23 10.00", "23 11.00", 3600),
        ("7", "23 11.00", "23 11.03", 180),
    ]
    met, missed = Band.MET, Band.MISSED
    assert bands(case) == [met, met, met, missed, met, met, Band.NONE]
    assert [visit.revision_no for visit in case.visits] == [0, 0, 0, 1, 1, 0, 0]


async def test_electronic_complaint_with_a_stored_answer_goes_straight_to_the_reply(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 11:50")
        officer, number = await complain(seats, "sms_officer", "elektronik")
        desk.set("2026-11-23 13:04")
        await officer.finish(number, "2")
        desk.set("2026-11-23 13:30")
        await officer.finish(number)
        desk.set("2026-11-23 14:00")
        await officer.finish(number)
    case = officer.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "23 11.50", "23 13.04", 840),
        ("5", "23 13.04", "23 13.30", 1560),
        ("7", "23 13.30", "23 14.00", 1800),
    ]
    assert bands(case) == [Band.MET, Band.MET, Band.NONE]


async def test_electronic_complaint_about_ethics_ends_transferred(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        officer, number = await complain(seats, "sms_officer", "elektronik")
        desk.set("2026-11-23 09:16")
        await officer.finish(number, "3", output="diteruskan ke inspektorat")
        assert "P-0001/2026 disalurkan" in officer.told
    case = officer.case(number)
    assert case.status == "transferred"
    assert visits(case) == [("2", "23 09.00", "23 09.16", 960)]
    assert bands(case) == [Band.MISSED]


async def test_social_media_content_with_two_revisions_and_a_pause_for_the_applicant(desk: Desk) -> None:
    async with Seats(desk) as seats:
        clerk = await seats.at("mail_clerk")
        desk.set("2026-11-24 08:00")
        number = await clerk.log("pembuatan konten", **LETTER)
        agency, division = await seats.at("agency_head"), await seats.at("division_head")
        staff = await seats.at("division_staff")
        desk.set("2026-11-24 08:10")
        await agency.dispose(number, "Kepala Bidang")
        desk.set("2026-11-24 08:20")
        await division.dispose(number, "Staf")
        for step, moment in (("4", "09:00"), ("5", "09:10")):
            desk.set(f"2026-11-24 {moment}")
            assert staff.case(number).open_visit.step_no == step
            await staff.finish(number)
        for minute in ("20", "50"):
            hour = 9 if minute == "20" else 10
            desk.set(f"2026-11-24 {hour:02d}:{minute}")
            await division.send_back(number, "logo salah")
            if minute == "50":
                await staff.choose(number)
                await staff.press("j", "1", "enter")
                await staff.type("menunggu foto")
                await staff.press("enter")
                assert "dijeda" in staff.told
                assert staff.case(number).status == "waiting"
                desk.set("2026-11-24 11:50")
                await staff.choose(number)
                await staff.press("j")
                assert "dilanjutkan" in staff.told
            desk.advance(600)
            await staff.finish(number)
            desk.advance(600)
            await staff.finish(number)
        desk.set("2026-11-25 16:00")
        await division.finish(number, "1")
    case = division.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "24 08.00", "24 08.10", 600),
        ("3", "24 08.10", "24 08.20", 600),
        ("4", "24 08.20", "24 09.00", 2400),
        ("5", "24 09.00", "24 09.10", 600),
        ("6", "24 09.10", "24 09.20", 600),
        ("7", "24 09.20", "24 09.30", 600),
        ("5", "24 09.30", "24 09.40", 600),
        ("6", "24 09.40", "24 10.50", 4200),
        ("7", "24 10.50", "24 12.00", 600),
        ("5", "24 12.00", "24 12.10", 0),
        ("6", "24 12.10", "25 16.00", 10800 + 27000),
    ]
    assert [visit.revision_no for visit in case.visits if visit.step_no == "5"] == [0, 1, 2]
    assert case.visits[8].paused_seconds == 3600
    used_seconds = 600 + 600 + 2400 + 600 + 600 + 600 + 600 + 4200 + 600 + 37800
    assert clock(case, ClockKind.SERVICE) == (Band.MET, used_seconds), (
        "due Wednesday at closing, to the second"
    )


async def test_complaint_to_dinkominfo_keeps_its_start_when_its_class_changes(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        officer, number = await complain(
            seats, "complaint_officer", "komunikasi dan", **{"class": "pengaduan ringan"}
        )
        assert _class_due(officer.case(number)) == "30 16.00"
        desk.advance(300)
        await officer.finish(number)
        desk.advance(300)
        await officer.finish(number)
        head = await seats.at("agency_head")
        desk.advance(300)
        await head.choose(number)
        await head.press("k", "3", "enter")
        await head.type("perlu klarifikasi")
        await head.press("enter")
        assert "golongan diubah" in head.told
        assert _class_due(head.case(number)) == "41 16.30", "14 working days on: Friday 11 December"
        await head.dispose(number, "Pejabat Struktural")
        structural = await seats.at("structural_officer")
        desk.set("2026-12-07 09:00")
        await structural.finish(number)
        await structural.finish(number)
        await officer.finish(number)
        await officer.finish(number)
    case = officer.case(number)
    assert case.status == "done"
    assert [visit.step_no for visit in case.visits] == ["2", "3", "4", "5", "6", "7", "8"]
    assert clock(case, ClockKind.CLASS_)[0] is Band.MET, "late for 5 days, in time for 14, changed before"


def _class_due(case: CaseView) -> str:
    return _time(next(reading.due_at for reading in case.clocks if reading.clock is ClockKind.CLASS_))


async def test_hotline_complaint_within_jurisdiction(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        hotline, number = await complain(seats, "hotline_officer", "hotline")
        desk.set("2026-11-23 09:04")
        await hotline.finish(number, output="dijawab")
        desk.set("2026-11-23 09:12")
        await hotline.finish(number)
        team, officer = await seats.at("complaint_team"), await seats.at("bkpsdm_officer")
        desk.set("2026-11-23 09:20")
        await team.finish(number, "1")
        desk.set("2026-11-23 10:10")
        await officer.finish(number)
        desk.set("2026-11-23 10:45")
        await team.finish(number)
        desk.set("2026-11-23 10:48")
        await hotline.finish(number)
        assert hotline.case(number).status == "answered"
        desk.set("2026-11-24 08:00")
        await hotline.finish(number)
    case = hotline.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("2", "23 09.00", "23 09.04", 240),
        ("3", "23 09.04", "23 09.12", 480),
        ("4", "23 09.12", "23 09.20", 480),
        ("7", "23 09.20", "23 10.10", 3000),
        ("8", "23 10.10", "23 10.45", 2100),
        ("9", "23 10.45", "23 10.48", 180),
        ("10", "23 10.48", "24 08.00", 4320 + 10800 + 1800),
    ]
    met = Band.MET
    assert bands(case) == [met, met, met, met, Band.MISSED, met, Band.NONE]


async def test_hotline_complaint_outside_jurisdiction_is_never_charged_for_the_other_agency(
    desk: Desk,
) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        hotline, number = await complain(seats, "hotline_officer", "hotline")
        desk.set("2026-11-23 09:05")
        await hotline.finish(number)
        await hotline.finish(number)
        team = await seats.at("complaint_team")
        await team.finish(number, "2", "Dinas PU")
        assert team.case(number).status == "waiting"
        await team.choose(number)
        assert "OPD lain" in team.shown
        assert "tidak dihitung" in team.shown
        assert "pause" not in team.app.screen.choice.acts
        desk.set("2026-11-24 09:05")
        await team.finish(number)
        desk.set("2026-11-24 09:20")
        await team.finish(number)
        await hotline.finish(number)
        await hotline.finish(number)
    case = hotline.case(number)
    assert case.status == "transferred"
    assert visits(case) == [
        ("2", "23 09.00", "23 09.05", 300),
        ("3", "23 09.05", "23 09.05", 0),
        ("4", "23 09.05", "23 09.05", 0),
        ("6", "23 09.05", "24 09.05", 27000),
        ("8", "24 09.05", "24 09.20", 900),
        ("9", "24 09.20", "24 09.20", 0),
        ("10", "24 09.20", "24 09.20", 0),
    ]
    met, none = Band.MET, Band.NONE
    assert bands(case) == [met, met, met, none, met, met, none]
    assert clock(case, ClockKind.SERVICE) == (none, 300 + 900), "the other agency's day is not counted"


async def test_any_other_letter_is_disposed_followed_up_and_filed(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-27 15:55")
        desk_clerk = await seats.at("receptionist")
        number = await desk_clerk.log("surat umum", **LETTER)
        await desk_clerk.finish(number)
        head = await seats.at("section_head")
        desk.set("2026-11-27 16:25")
        await head.dispose(number, "Pranata")
        officer = await seats.at("pr_officer")
        desk.set("2026-11-30 07:45")
        await officer.finish(number, output="dibalas")
        assert officer.case(number).status == "answered"
        desk.set("2026-11-30 08:00")
        await desk_clerk.finish(number)
    case = desk_clerk.case(number)
    assert case.status == "done"
    assert visits(case) == [
        ("1", "27 15.55", "27 15.55", 0),
        ("2", "27 15.55", "27 16.25", 1800),
        ("3", "27 16.25", "30 07.45", 300 + 900),
        ("4", "30 07.45", "30 08.00", 900),
    ]
    assert bands(case) == [Band.NONE] * 4


async def test_any_other_letter_may_be_filed_without_action(desk: Desk) -> None:
    async with Seats(desk) as seats:
        desk.set("2026-11-23 09:00")
        desk_clerk = await seats.at("receptionist")
        number = await desk_clerk.log("surat umum", **LETTER)
        await desk_clerk.finish(number)
        head = await seats.at("section_head")
        desk.set("2026-11-23 09:30")
        await head.finish(number, "2", output="cukup diketahui")
        await desk_clerk.finish(number)
    case = desk_clerk.case(number)
    assert case.status == "done"
    assert [visit.step_no for visit in case.visits] == ["1", "2", "4"]
    assert case.visits[1].exit == "no_action"
