"""The board's one query: bands in SQL agree with the readings, order as in sla.md, what each queue holds."""

from __future__ import annotations

from collections import Counter

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.sla import Band
from desk.office import board, complaints, intake, routing
from desk.office.today import board_today
from desk.office.views import BoardFilter
from tests.conftest import Desk, at

WA = frozenset({"surat_pengantar", "materi"})
KONTEN = frozenset({"surat_permohonan", "tanda_tangan", "cap"})
PROTOKOL = frozenset(
    {"surat_pengantar", "susunan_acara", "narasumber", "waktu_kegiatan", "tempat_kegiatan", "daftar_tamu"}
)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """One case or more in every band at 11:00, and one that its event has overtaken."""
    clerk, hotline = desk.person("mail_clerk"), desk.person("hotline_officer")
    intake.log_letter(clerk, LetterDraft("wa-center", "OPD Satu", "lewat", have=WA))
    intake.log_letter(
        clerk,
        LetterDraft("keprotokolan", "OPD Dua", "acara", have=PROTOKOL, event_start=at("2026-11-23 10:30")),
    )
    intake.log_letter(clerk, LetterDraft("konten-medsos", "OPD Tiga", "konten", have=KONTEN))
    intake.log_letter(clerk, LetterDraft("konten-medsos", "OPD Empat", "menunggu pemohon", have=KONTEN))
    head = desk.person("agency_head")
    routing.pause(head, "4", "applicant", "materi belum jelas")
    intake.log_letter(clerk, LetterDraft("surat-umum", "OPD Lima", "tanpa batas"))
    complaints.log_complaint(hotline, ComplaintDraft("hotline-bkpsdm", "sms", "lewat lalu dijeda"))
    desk.set("2026-11-23 09:30")
    routing.pause(hotline, "P-1", "applicant", "nomor salah")
    complaints.log_complaint(
        hotline, ComplaintDraft("pengaduan-prokopim", "box", "lima hari", class_key="minor")
    )
    desk.set("2026-11-23 10:36")
    intake.log_letter(clerk, LetterDraft("wa-center", "OPD Enam", "hampir habis", have=WA))
    desk.set("2026-11-23 11:00")
    return desk


@pytest.mark.parametrize(
    "moment",
    ["2026-11-23 11:00", "2026-11-23 11:06", "2026-11-23 12:30", "2026-11-23 20:00", "2026-11-24 13:00",
     "2026-11-28 09:00", "2026-12-02 09:00"],
)  # fmt: skip
def test_the_bands_of_the_query_are_the_bands_of_the_readings(busy: Desk, moment: str) -> None:
    now = at(moment)
    rows = board.board_rows(busy.person("manager"), now)
    told = Counter(row.band(now) for row in rows)
    assert {band: n for band, n in board.board_counts(busy.person("manager"), now).items() if n} == told
    for band in told:
        found = board.board_rows(busy.person("manager"), now, BoardFilter(band=band))
        assert {row.band(now) for row in found} == {band}
        assert len(found) == told[band]


def test_every_band_is_shown_at_eleven(busy: Desk) -> None:
    counts = board.board_counts(busy.person("manager"), at("2026-11-23 11:00"))
    assert counts == {
        Band.OVERDUE: 3, Band.AT_RISK: 1, Band.ON_TIME: 2, Band.PAUSED: 1, Band.OUTSIDE_HOURS: 0, Band.NONE: 1,
    }  # fmt: skip


def test_overdue_comes_first_then_by_due_then_without_deadline_then_paused(busy: Desk) -> None:
    now = at("2026-11-23 11:00")
    rows = board.board_rows(busy.person("manager"), now)
    bands = [row.band(now) for row in rows]
    assert bands == [
        Band.OVERDUE, Band.OVERDUE, Band.OVERDUE, Band.AT_RISK, Band.ON_TIME, Band.ON_TIME, Band.NONE, Band.PAUSED,
    ]  # fmt: skip
    due = [row.reading.due_at for row in rows if row.band(now) in (Band.OVERDUE, Band.AT_RISK, Band.ON_TIME)]
    assert due == sorted(due)


def test_a_citizens_step_after_delivery_waits_whatever_became_of_the_deadlines(desk: Desk) -> None:
    officer, head = desk.person("complaint_officer"), desk.person("agency_head")
    structural = desk.person("structural_officer")
    complaints.log_complaint(
        officer, ComplaintDraft("pengaduan-dinkominfo", "box", "terjawab", class_key="minor")
    )
    for who in (officer, officer, head, structural, structural, officer):
        routing.finish(who, "P-1")
    now = desk.office.now()
    (row,) = board.board_rows(desk.person("manager"), now)
    assert (row.step_no, row.band(now)) == ("8", Band.PAUSED)
    assert board.board_counts(desk.person("manager"), now)[Band.PAUSED] == 1


def test_a_complaint_without_a_class_is_judged_by_its_last_office_step(desk: Desk) -> None:
    officer = desk.person("sms_officer")
    complaints.log_complaint(officer, ComplaintDraft("pengaduan-elektronik", "sms", "jam buka?"))
    routing.finish(officer, "P-1", "stored_answer")
    routing.finish(officer, "P-1")
    assert db.Case.get_by_id("P-0001/2026").verdict == "met"
    routing.finish(officer, "P-1")
    assert db.Case.get_by_id("P-0001/2026").verdict == "met"


def test_a_complaint_over_when_paused_stays_over(busy: Desk) -> None:
    now = at("2026-11-25 09:00")
    row = next(row for row in board.board_rows(busy.person("manager"), now) if row.case_no == "P-0001/2026")
    assert row.band(now) is Band.OVERDUE
    assert row.remaining(now) == -25 * 60


def test_pages_of_the_board_join_without_gap_or_repeat(busy: Desk) -> None:
    now = at("2026-11-23 11:00")
    session = busy.person("manager")
    whole = [row.case_no for row in board.board_rows(session, now)]
    pages = [
        row.case_no
        for start in range(0, 9, 3)
        for row in board.board_rows(session, now, offset=start, limit=3)
    ]
    assert pages == whole


def test_a_queue_holds_own_steps_and_untaken_ones_of_the_position(busy: Desk) -> None:
    now = busy.clock.now()
    clerk = busy.person("mail_clerk")
    assert [row.case_no for row in board.my_queue(clerk, now)] == ["0001/2026", "0002/2026", "0006/2026"]
    routing.finish(clerk, "1")
    order = DispositionOrder(("pr_officer",), ("follow_up",))
    routing.dispose(busy.person("section_head"), "1", order)
    assert [row.case_no for row in board.my_queue(busy.person("pr_officer"), now)] == ["0001/2026"]
    assert board.my_queue(busy.person("wa_center_staff"), now) == []


def test_groups_add_up_to_the_board_and_the_worst_comes_first(busy: Desk) -> None:
    now = at("2026-11-23 11:00")
    session = busy.person("manager")
    total = sum(board.board_counts(session, now).values())
    for by in ("holder", "service"):
        groups = board.board_groups(session, now, by)
        assert sum(group.total for group in groups) == total
        assert groups[0].counts[Band.OVERDUE] == max(group.counts[Band.OVERDUE] for group in groups)


def test_complainants_are_masked_on_the_board(busy: Desk) -> None:
    complaints.log_complaint(
        busy.person("hotline_officer"), ComplaintDraft("pengaduan-prokopim", "sms", "isi", "Siti Rahma")
    )
    row = next(
        row
        for row in board.board_rows(busy.person("manager"), busy.clock.now())
        if row.case_no == "P-0003/2026"
    )
    assert row.sender == "S. R."


def test_steps_that_nobody_has_taken_can_be_shown_alone(busy: Desk) -> None:
    now = at("2026-11-23 11:00")
    session = busy.person("manager")
    routing.take(busy.person("mail_clerk"), "1")
    untaken = board.board_rows(session, now, BoardFilter(untaken=True))
    assert all(row.holder is None for row in untaken)
    assert len(untaken) == sum(board.board_counts(session, now).values()) - 1


def test_a_draft_held_by_a_member_is_also_in_the_queue_of_the_lead_who_decides(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "isi")
    complaints.log_complaint(desk.person("complaint_officer"), draft)
    routing.finish(desk.person("sms_officer"), "P-1", "analyse")
    routing.finish(desk.person("team_member"), "P-1")
    routing.take(desk.person("team_member"), "P-1")
    lead = desk.person("team_lead")
    assert [row.step_no for row in board.my_queue(lead, desk.clock.now())] == ["4"]
    routing.finish(lead, "P-1", "approve")
    assert board.my_queue(lead, desk.clock.now()) == []


def test_events_are_counted_apart_from_what_was_on_time(desk: Desk) -> None:
    clerk, head = desk.person("mail_clerk"), desk.person("section_head")
    letter = LetterDraft("keprotokolan", "OPD", "acara", have=PROTOKOL, event_start=at("2026-11-23 10:30"))
    intake.log_letter(clerk, letter)
    routing.finish(clerk, "1")
    routing.dispose(head, "1", DispositionOrder(("protocol_staff",), ("attend",)))
    routing.finish(desk.person("protocol_staff"), "1")
    figures = board_today(desk.person("manager"), desk.clock.now())
    assert (figures.finished, figures.on_time_percent) == (1, None)


def test_a_case_without_a_deadline_is_none_though_paused(desk: Desk) -> None:
    clerk, now = desk.person("receptionist"), desk.clock.now()
    intake.log_letter(clerk, LetterDraft("surat-umum", "OPD", "tanpa batas"))
    routing.pause(clerk, "1", "applicant", "menunggu lampiran")
    (row,) = board.board_rows(clerk, now)
    assert row.band(now) is Band.NONE
    assert board.board_counts(clerk, now)[Band.NONE] == 1


def test_a_short_queue_is_the_beginning_of_the_whole(busy: Desk) -> None:
    now, clerk = at("2026-11-23 11:00"), busy.person("mail_clerk")
    whole = [row.case_no for row in board.my_queue(clerk, now)]
    assert len(whole) > 1
    assert [row.case_no for row in board.my_queue(clerk, now, limit=1)] == whole[:1]
