"""Explaining the clocks of a case: the intervals tile the time, their sum is the clock, the words say what moved it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from desk.domain import supervision, workflow
from desk.domain.calendar import DayRule
from desk.domain.case import PauseRecord
from desk.domain.clocks import Rules
from desk.domain.due import Interval
from desk.domain.duration import StandardTime, Unit
from desk.domain.explain import explain
from desk.domain.explanation import Cause, ClockRef, Explanation, clock_refs, explain_clock, shown_ref
from desk.domain.explanation_rows import rows
from desk.domain.explanation_text import Words, day_shares, fraction_text, sum_text
from desk.domain.sla import ClockKind
from desk.errors import DeskError
from tests.domain.calendars import FIVE, at, shown
from tests.domain.strategies import examples
from tests.domain.test_workflow import FILED, HOUR, MINUTE, SERVICE, START, Walk, rules

DAY = 24 * HOUR
TODAY = date(2026, 11, 23)
STANDARDS = [
    None,
    StandardTime(Unit.MINUTES, 60),
    StandardTime(Unit.HOURS, 5),
    StandardTime(Unit.WORKING_DAYS, 3),
    StandardTime(Unit.CALENDAR_DAYS, 2),
    StandardTime(Unit.CLOCK_HOURS, 20),
    StandardTime(Unit.EVENT),
]


def explained(walk: Walk, kind: ClockKind, now: int | None = None) -> Explanation:
    ref = next(ref for ref in clock_refs(walk.case, rules(walk.service)) if ref.kind is kind)
    return explain_clock(walk.case, rules(walk.service), ref, walk.now if now is None else now)


def sentences(walk: Walk, kind: ClockKind = ClockKind.SERVICE, now: int | None = None) -> list[str]:
    return Words(explained(walk, kind, now), walk.case, TODAY, str.title).sentences()


def with_total(total: StandardTime | None) -> Walk:
    return Walk(replace(SERVICE, total=total), class_key="minor")


# ---- the sum is the clock

ACTS = ["take", "finish", "elsewhere", "dispose", "pause", "resume", "reopen", "cancel", "class", "target"]
HISTORIES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3 * DAY)), max_size=14)


def act(walk: Walk, name: str) -> None:
    """One act by whoever may do it; what the rules refuse leaves the case as it was."""
    visit = walk.case.open_visit
    actor = visit.actors[0] if visit else "team_lead"
    head = walk.who("section_head")
    legal = {
        "take": lambda: walk.do(actor, workflow.take),
        "finish": lambda: walk.do(actor, workflow.finish, {"3": "submit", "4": "approve"}.get(visit.step)),
        "elsewhere": lambda: walk.do(actor, workflow.finish, "elsewhere"),
        "dispose": lambda: walk.dispose(actor, "pr_officer"),
        "pause": lambda: walk.do(actor, workflow.pause, "applicant", "menunggu foto"),
        "resume": lambda: walk.do(actor, workflow.resume),
        "reopen": lambda: walk.do("section_head", supervision.reopen, "3", "keliru"),
        "cancel": lambda: walk.apply(supervision.cancel(walk.case, head, "ditarik")),
        "class": lambda: walk.apply(supervision.change_class(walk.case, head, "oversight", "pungli")),
        "target": lambda: walk.apply(
            supervision.agree_target(
                walk.case, rules(walk.service), head, walk.now + 30 * DAY, "data dari pusat"
            )
        ),
    }
    try:
        legal[name]()
    except (DeskError, AttributeError):
        """AttributeError: there is no open visit to finish."""


@examples(60)
@given(st.sampled_from(STANDARDS), HISTORIES, st.integers(0, 20 * DAY))
def test_the_intervals_tile_the_time_and_add_up_to_the_clock(
    total: StandardTime | None, history: list[tuple[str, int]], later: int
) -> None:
    walk = with_total(total)
    walk.case.event_start = START + DAY
    for name, seconds in history:
        walk.wait(seconds)
        act(walk, name)
    now = walk.now + later
    case, judged_by = walk.case, rules(walk.service)
    refs = clock_refs(case, judged_by) + [ClockRef(ClockKind.STEP, visit.no) for visit in case.visits]
    refs += [ClockRef(ClockKind.SERVICE, no) for no in range(1, len(case.cycles) + 1)]
    for ref in refs:
        found = explain_clock(case, judged_by, ref, now)
        reading, end = found.reading, found.until
        assert found.used == reading.used(FIVE, now)
        assert end == (now if reading.stopped_at is None else reading.stopped_at)
        tiled(found, reading.start, end)
        if reading.is_running and reading.deadline is not None and reading.deadline > now:
            assert sum(part.counted_seconds for part in found.to_come) == reading.remaining(FIVE, now)
            assert (found.to_come[0].start, found.to_come[-1].end) == (now, reading.deadline)
        else:
            assert found.to_come == ()
        assert all(sentence.endswith((".", "foto", "pusat")) for sentence in told(walk, found))


def told(walk: Walk, found: Explanation) -> list[str]:
    return Words(found, walk.case, TODAY, str.title).sentences()


def tiled(found: Explanation, start: int, end: int) -> None:
    places = [start, *(part.end for part in found.past)]
    assert [part.start for part in found.past] == places[:-1]
    assert places[-1] == end
    for part in found.past:
        assert part.counted_seconds == (part.end - part.start if part.cause is Cause.COUNTED else 0)


# ---- what is named


def test_the_shown_clock_is_the_one_that_case_show_gives() -> None:
    walk = Walk(class_key="minor")
    assert shown_ref(walk.case, rules(SERVICE)) == ClockRef(ClockKind.STEP, 1)
    untimed = Walk(replace(SERVICE, total=None))
    untimed.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    untimed.do("team_lead", workflow.finish, "approve")
    assert shown_ref(untimed.case, rules(untimed.service)) == ClockRef(ClockKind.STEP, 3), "not the citizen's"
    filed = Walk(FILED)
    assert shown_ref(filed.case, rules(FILED)) is not None


def test_a_service_that_is_due_before_its_steps_is_the_one_shown() -> None:
    walk = Walk(replace(SERVICE, total=StandardTime(Unit.MINUTES, 5)))
    assert shown_ref(walk.case, rules(walk.service)) == ClockRef(ClockKind.SERVICE, 1)


def test_a_wait_within_a_longer_one_leaves_the_longer_one_whole() -> None:
    """An answered complaint that waited for its citizen before it was reopened: it was closed all that time."""
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 3))
    walk.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    walk.do("team_lead", workflow.finish, "approve").wait(HOUR)
    assert walk.case.visits[-1].external
    walk.do("section_head", supervision.reopen, "3", "keliru").wait(HOUR)
    ended = [part for part in explained(walk, ClockKind.CLASS_).past if part.cause is Cause.ENDED]
    assert [(shown(part.start), shown(part.end)) for part in ended] == [
        ("2026-11-23 09:03", "2026-11-23 10:04")
    ]
    pause = walk.case.pauses
    pause += [PauseRecord(START + 10 * MINUTE, "applicant", "foto", "x", START + 20 * MINUTE)]
    ended = [part for part in explained(walk, ClockKind.CLASS_).past if part.cause is Cause.ENDED]
    assert len(ended) == 1, "what is cut by something it covers is put together again"


def test_a_case_whose_clocks_have_not_started_has_none_to_explain() -> None:
    walk = Walk()
    walk.case.visits.clear()
    walk.case.cycles.clear()
    assert clock_refs(walk.case, rules(SERVICE)) == []
    assert shown_ref(walk.case, rules(SERVICE)) is None


def test_a_pause_is_one_interval_with_its_reason_whatever_the_calendar_does_meanwhile() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 1))
    walk.do("section_head", workflow.pause, "other_agency", "data kependudukan").wait(2 * DAY)
    found = explained(walk, ClockKind.SERVICE)
    assert [(part.counted_seconds, part.reason, part.cause) for part in found.past] == [
        (MINUTE, "jam kerja", Cause.COUNTED),
        (0, "jeda, menunggu OPD lain: data kependudukan", Cause.PAUSED),
    ]
    assert found.to_come == ()


def test_steps_outside_stop_the_service_and_the_class_and_closing_stops_the_class_alone() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 3))
    walk.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "elsewhere")
    walk.wait(HOUR).do("pr_officer", workflow.finish)
    walk.do("team_lead", workflow.finish, "approve").wait(DAY)
    walk.do("section_head", supervision.reopen, "3", "keliru").wait(HOUR)
    causes = [part.cause for part in explained(walk, ClockKind.CLASS_).past]
    assert [cause for cause in causes if cause not in (Cause.COUNTED, Cause.CLOSED)] == [
        Cause.OUTSIDE,
        Cause.ENDED,
    ]
    reasons = [part.reason for part in explained(walk, ClockKind.CLASS_).past]
    assert "langkah 5 di luar kantor, menunggu OPD lain" in reasons
    assert {part.cause for part in explained(walk, ClockKind.SERVICE).past} == {Cause.COUNTED}, "a new cycle"


def test_an_event_counts_towards_its_start_and_then_on() -> None:
    walk = with_total(StandardTime(Unit.EVENT))
    walk.case.event_start = START + HOUR
    found = explained(walk, ClockKind.SERVICE, START + 3 * HOUR)
    assert [(part.counted_seconds, part.reason) for part in found.past] == [
        (HOUR, "menuju waktu mulai acara"),
        (2 * HOUR, "sesudah acara mulai"),
    ]
    assert found.to_come == ()


# ---- the words


def test_working_days_say_day_zero_and_the_closing_of_the_last_one() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 1))
    assert sentences(walk) == [
        "1 hari kerja sejak Sen 23 Nov 09.00; hari ke-0 Sen 23 Nov, tenggat pada jam tutup hari kerja ke-1: "
        "Sel 24 Nov 16.00."
    ]
    assert sentences(walk, ClockKind.CLASS_)[0].startswith(
        "Golongan Ringan: 5 hari kerja sejak Sen 23 Nov 09.00;"
    )


def test_pauses_of_working_days_are_added_in_fractions_of_days_before_all_eyes() -> None:
    """The worked example of sla.md: 2/3 + 1 + 1/3 = 2 days."""
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 1))
    walk.wait(59 * MINUTE).do("section_head", workflow.pause, "applicant", "foto")
    assert sentences(walk)[1].startswith("Waktu berhenti sejak Sen 23 Nov 10.00: sisa 12 j 30 m dibekukan")
    walk.wait(2 * DAY - MINUTE).do("section_head", workflow.resume)
    assert sentences(walk)[1:] == [
        "Waktu berhenti 2/3 + 1 + 1/3 = 2 hari kerja: tenggat digeser 2 hari kerja ke Kam 26 Nov 16.00."
    ]


def test_a_pause_of_less_than_a_day_is_said_to_move_nothing() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 1))
    walk.wait(DAY).do("section_head", workflow.pause, "applicant", "foto")
    walk.wait(59 * MINUTE).do("section_head", workflow.resume)
    assert sentences(walk)[1] == (
        "Waktu berhenti 2/15, dibulatkan ke bawah menjadi 0 hari kerja: tenggat tidak bergeser."
    )


def test_a_pause_of_hours_moves_calendar_time_by_those_hours() -> None:
    walk = with_total(StandardTime(Unit.CALENDAR_DAYS, 2))
    walk.wait(59 * MINUTE).do("section_head", workflow.pause, "applicant", "foto")
    walk.wait(3 * HOUR - MINUTE).do("section_head", workflow.resume)
    assert sentences(walk)[1:] == ["Waktu berhenti 3 j 00 m: tenggat digeser selama itu ke Rab 25 Nov 12.00."]


def test_a_pause_after_the_deadline_is_said_to_move_nothing() -> None:
    walk = with_total(StandardTime(Unit.MINUTES, 30))
    walk.wait(HOUR).do("section_head", workflow.pause, "applicant", "foto")
    assert sentences(walk)[-1].endswith("ketika tenggat sudah lewat; jeda tidak mengubahnya.")
    walk.wait(HOUR).do("section_head", workflow.resume)
    assert sentences(walk)[1:] == ["Waktu berhenti sesudah tenggat lewat tidak menggeser apa pun."]


@pytest.mark.parametrize(
    ("standard", "first", "moved"),
    [
        (
            StandardTime(Unit.HOURS, 5),
            "5 jam kerja sejak Sen 23 Nov 09.00: Sen 23 Nov 15.00.",
            "Selama waktu berhenti sisanya dibekukan, lalu dilanjutkan: tenggat menjadi Rab 25 Nov 09.30.",
        ),
        (
            StandardTime(Unit.CALENDAR_DAYS, 2),
            "2 hari kalender sejak Sen 23 Nov 09.00: pada jam yang sama, Rab 25 Nov 09.00; hari libur ikut terhitung.",
            "Waktu berhenti 1 hari 4 j 00 m: tenggat digeser selama itu ke Kam 26 Nov 13.00.",
        ),
        (
            StandardTime(Unit.CLOCK_HOURS, 20),
            "20 jam (kalender) sejak Sen 23 Nov 09.00: Sel 24 Nov 05.00; malam dan hari libur ikut terhitung.",
            "Waktu berhenti 1 hari 4 j 00 m: tenggat digeser selama itu ke Rab 25 Nov 09.00.",
        ),
    ],
)  # fmt: skip
def test_every_unit_says_what_it_counts_and_what_a_pause_did(
    standard: StandardTime, first: str, moved: str
) -> None:
    walk = with_total(standard)
    walk.do("section_head", workflow.pause, "applicant", "foto")
    walk.wait(DAY + 4 * HOUR - MINUTE).do("section_head", workflow.resume)
    assert sentences(walk) == [first, moved]


def test_a_start_in_closed_hours_says_when_counting_begins() -> None:
    walk = with_total(StandardTime(Unit.MINUTES, 30))
    walk.case.cycles[0].start = at("2026-11-28 10:00")
    assert sentences(walk, now=at("2026-11-28 11:00"))[0] == (
        "30 menit kerja sejak Sab 28 Nov 10.00; kantor tutup, jadi dihitung mulai buka Sen 30 Nov 07.30: "
        "Sen 30 Nov 08.00."
    )


def test_an_event_says_what_meets_it() -> None:
    walk = with_total(StandardTime(Unit.EVENT))
    assert sentences(walk)[0] == "Mengikuti acara, tetapi waktu mulainya belum diisi."
    walk.case.event_start = START + DAY
    assert sentences(walk)[0].endswith(
        "terpenuhi bila langkah pelaksanaan diambil sebelum itu. Belum diambil."
    )
    walk.do("section_head", workflow.pause, "applicant", "foto")
    assert sentences(walk)[-1] == "Waktu berhenti sejak Sen 23 Nov 09.01; waktu acara tetap."
    walk.do("section_head", workflow.resume)
    assert sentences(walk)[-1] == "Jeda tidak menggeser waktu acara."
    walk.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    walk.do("team_lead", workflow.take)
    assert "Diambil Sen 23 Nov 09.05." in sentences(walk)[0]


def test_without_a_limit_or_outside_the_office_nothing_is_promised() -> None:
    walk = with_total(None)
    assert sentences(walk) == ["Standarnya tidak mencantumkan batas waktu; waktu yang terpakai tetap diukur."]
    walk.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "elsewhere")
    assert sentences(walk, ClockKind.STEP) == [
        "Langkah ini di luar kantor: waktunya dicatat, tidak dihitungkan pada kantor."
    ]


def test_an_agreed_target_is_told_with_the_standard_and_who_agreed_and_why() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 1))
    target = at("2026-11-26 16:00")
    events = supervision.agree_target(
        walk.case, rules(walk.service), walk.who("section_head"), target, "data pusat"
    )
    walk.apply(events)
    words = "Standar Sel 24 Nov 16.00, disepakati Kam 26 Nov 16.00"
    assert sentences(walk)[1] == f"{words} oleh Section_Head pada Sen 23 Nov 09.00: data pusat"
    walk.do("section_head", workflow.pause, "applicant", "foto").wait(DAY).do("section_head", workflow.resume)
    assert "(karena waktu berhenti kini Jum 27 Nov 16.30)" in sentences(walk)[2]
    assert shown(explained(walk, ClockKind.SERVICE).to_come[-1].end) == "2026-11-27 16:30"


def test_the_end_of_a_clock_is_told_and_a_class_changed_too_late_stays_late() -> None:
    walk = with_total(StandardTime(Unit.MINUTES, 60))
    walk.wait(30 * DAY).do("section_head", supervision_class, "oversight")
    assert "tetap dilaporkan terlambat" in sentences(walk, ClockKind.CLASS_)[1]
    walk.apply(supervision.cancel(walk.case, walk.who("section_head"), "ditarik"))
    assert sentences(walk)[-1] == "Dihentikan Rab 23 Des 09.01."
    done = Walk()
    done.dispose("section_head", "pr_officer").do("pr_officer", workflow.finish, "submit")
    done.do("team_lead", workflow.finish, "approve")
    assert sentences(done)[-1] == "Berhenti Sen 23 Nov 09.03."


def supervision_class(case: object, _service: object, who: object, key: str) -> object:
    return supervision.change_class(case, who, key, "pungli")  # type: ignore[arg-type]


# ---- fractions of days


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-11-23 10:00", "2026-11-25 10:00", "2/3 + 1 + 1/3 = 2"),
        ("2026-11-27 10:00", "2026-11-30 10:00", "2/3 + 1/3 = 1"),
        ("2026-11-23 07:30", "2026-11-23 16:00", "1"),
        ("2026-11-23 10:00", "2026-12-04 10:00", "2/3 + 8 + 1/3 = 9"),
        ("2026-11-28 10:00", "2026-11-29 10:00", "0"),
        ("2026-11-24 09:00", "2026-11-24 10:00", "2/15, dibulatkan ke bawah menjadi 0"),
        ("2026-11-24 09:00:07", "2026-11-24 10:00", "0,133, dibulatkan ke bawah menjadi 0"),
    ],
)  # fmt: skip
def test_a_pause_is_written_as_its_shares_of_days(start: str, end: str, text: str) -> None:
    wait = Interval(at(start), at(end))
    shares = day_shares(FIVE, wait)
    assert sum_text(shares) == text
    assert sum(shares) == FIVE.working_days_between(wait.start, wait.end or 0)


def test_fractions_read_as_people_write_them() -> None:
    assert [fraction_text(Fraction(n, d)) for n, d in ((2, 1), (2, 3), (7, 6), (1, 61), (62, 61))] == [
        "2", "2/3", "1 1/6", "0,016", "1,016",
    ]  # fmt: skip


def test_the_reason_of_a_holiday_names_its_decree() -> None:
    christmas = DayRule((), "Hari Raya Natal", "national_holiday", basis="SKB 3 Menteri 2025")
    calendar = replace(FIVE, days={date(2026, 12, 25): christmas})
    reasons = [
        part.reason
        for part in explain(Unit.MINUTES, calendar, at("2026-12-25 08:00"), at("2026-12-25 09:00"))
    ]
    assert reasons == ["libur nasional: Hari Raya Natal, SKB 3 Menteri 2025"]


# ---- day by day


def day_rows(
    walk: Walk, kind: ClockKind = ClockKind.SERVICE, now: int | None = None
) -> list[tuple[object, ...]]:
    found = explained(walk, kind, now)
    return [
        (shown(row.start), shown(row.end), row.counted_seconds // 60, row.reason, row.days)
        for row in rows(found.past, found.reading.unit, FIVE)
    ]


def test_days_alike_are_one_row_and_nights_and_breaks_go_without() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 5))
    assert day_rows(walk, now=at("2026-12-01 09:00")) == [
        ("2026-11-23 09:00", "2026-11-23 16:00", 360, "jam kerja", 0),
        ("2026-11-24 00:00", "2026-11-28 00:00", 1800, "jam kerja", 4),
        ("2026-11-28 00:00", "2026-11-30 00:00", 0, "akhir pekan", 2),
        ("2026-11-30 00:00", "2026-12-01 00:00", 450, "jam kerja", 1),
        ("2026-12-01 07:30", "2026-12-01 09:00", 90, "jam kerja", 0),
    ]


def test_a_wait_has_a_row_of_its_own_and_cuts_the_days_it_touches() -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 5))
    walk.wait(59 * MINUTE).do("section_head", workflow.pause, "applicant", "foto")
    walk.wait(DAY - MINUTE).do("section_head", workflow.resume)
    assert day_rows(walk, now=at("2026-11-25 05:00")) == [
        ("2026-11-23 09:00", "2026-11-23 10:00", 60, "jam kerja", 0),
        ("2026-11-23 10:00", "2026-11-24 10:00", 0, "jeda, menunggu pemohon / pengadu: foto", 0),
        ("2026-11-24 10:00", "2026-11-24 16:00", 300, "jam kerja", 0),
        ("2026-11-25 00:00", "2026-11-25 05:00", 0, "di luar jam kerja", 0),
    ]


def test_calendar_time_has_no_days() -> None:
    walk = with_total(StandardTime(Unit.CLOCK_HOURS, 20))
    assert day_rows(walk, now=at("2026-11-24 09:00")) == [
        ("2026-11-23 09:00", "2026-11-24 09:00", 1440, "waktu kalender, berjalan terus", 0)
    ]


@examples(40)
@given(HISTORIES, st.integers(0, 40 * DAY))
def test_the_rows_leave_no_second_out(history: list[tuple[str, int]], later: int) -> None:
    walk = with_total(StandardTime(Unit.WORKING_DAYS, 3))
    for name, seconds in history:
        walk.wait(seconds)
        act(walk, name)
    for ref in clock_refs(walk.case, rules_of(walk)):
        found = explain_clock(walk.case, rules_of(walk), ref, walk.now + later)
        drawn = rows(found.past, found.reading.unit, FIVE)
        assert sum(row.counted_seconds for row in drawn) == found.used
        assert all(a.end <= b.start for a, b in pairwise(drawn))
        waits = (Cause.PAUSED, Cause.OUTSIDE, Cause.ENDED)
        assert [r.start for r in drawn if r.cause in waits] == [
            p.start for p in found.past if p.cause in waits
        ]


def rules_of(walk: Walk) -> Rules:
    return rules(walk.service)


def test_an_explanation_names_a_year_without_holidays_that_its_deadline_runs_into() -> None:
    words = sentences(with_total(StandardTime(Unit.WORKING_DAYS, 30)))
    assert any("masuk tahun 2027 yang kalendernya belum lengkap" in sentence for sentence in words)
    assert not any("belum lengkap" in sentence for sentence in sentences(Walk()))
