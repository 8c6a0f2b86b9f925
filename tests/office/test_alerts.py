"""Alerts of one's own queue: once each per person, remembered over restarts, and no part of the history."""

from __future__ import annotations

import threading

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import alerts, complaints, intake, ledger, opening, routing
from desk.office.alerts import Alert
from desk.office.board import my_queue
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import Desk, at
from tests.office.files import complaint, letter


def tell(desk: Desk, who: str) -> list[Alert]:
    return list(alerts.tell_new(desk.person(who), desk.clock.now()).alerts)


def texts(desk: Desk, who: str) -> list[str]:
    return [alert.text(desk.clock.now()) for alert in tell(desk, who)]


@pytest.fixture
def running(desk: Desk) -> Desk:
    """A letter of WA Center waits at its first office step; the whole service has 30 minutes from 09.00."""
    letter(desk)
    return desk


def test_each_threshold_is_told_once_in_words(running: Desk) -> None:
    said = []
    for minute in range(40):
        running.clock.set(at("2026-11-23 09:00") + minute * 60)
        said += [(minute, text) for text in texts(running, "mail_clerk")]
    assert said == [
        (15, "● 0001/2026 langkah 2: 50 % waktu layanan terpakai, sisa 15 m 00 d"),
        (23, "► 0001/2026 langkah 2: 75 % waktu layanan terpakai, sisa 7 m 00 d"),
        (30, "▲ 0001/2026 langkah 2: waktu layanan habis"),
    ]


def test_the_next_one_is_known_beforehand(running: Desk) -> None:
    session = running.person("mail_clerk")
    moments = []
    while (coming := alerts.tell_new(session, running.clock.now()).next_at) is not None:
        moments.append(coming)
        running.clock.set(coming)
    assert moments == [at("2026-11-23 09:15"), at("2026-11-23 09:22:30"), at("2026-11-23 09:30")]


def test_after_a_rest_only_the_highest_is_told_and_all_are_remembered(running: Desk) -> None:
    running.set("2026-11-23 09:26")
    (alert,) = tell(running, "mail_clerk")
    assert alert.percent == 75
    assert sorted(percent for (percent,) in db.tuples(db.AlertMark.select(db.AlertMark.percent))) == [50, 75]
    running.set("2026-11-23 09:29")
    assert tell(running, "mail_clerk") == []


def test_a_restart_tells_nothing_again_and_catches_up(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    assert len(tell(running, "mail_clerk")) == 1
    running.set("2026-11-23 09:31")
    office = opening.open_office(running.config.database_url, running.clock)
    again = alerts.tell_new(Session(office, office.people["mail_clerk"]), office.now())
    assert [alert.text(office.now()) for alert in again.alerts] == [
        "▲ 0001/2026 langkah 2: waktu layanan habis, lewat 1 m 00 d"
    ]


def test_nothing_is_told_while_the_calendar_is_closed(running: Desk) -> None:
    for closed in ("2026-11-23 12:30", "2026-11-23 21:00", "2026-11-28 10:00"):
        running.set(closed)
        assert tell(running, "mail_clerk") == []
    running.set("2026-11-30 07:30")
    assert len(tell(running, "mail_clerk")) == 1


def test_a_pause_tells_nothing_and_what_was_told_before_it_is_not_told_again(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    clerk = running.person("mail_clerk")
    assert len(tell(running, "mail_clerk")) == 1
    routing.take(clerk, "1")
    routing.pause(clerk, "1", "applicant", "menunggu materi")
    running.set("2026-11-23 14:00")
    assert alerts.tell_new(clerk, running.clock.now()) == alerts.News((), None)
    routing.resume(clerk, "1")
    assert tell(running, "mail_clerk") == []
    running.set("2026-11-23 14:06:30")
    assert [alert.percent for alert in tell(running, "mail_clerk")] == [75]


def test_everybody_is_told_of_their_own_queue_and_heads_not_of_what_others_hold(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    for nobody in ("section_head", "manager", "admin", "receptionist"):
        assert tell(running, nobody) == []
    routing.finish(running.person("mail_clerk"), "1")
    assert tell(running, "mail_clerk") == []
    assert texts(running, "section_head") == [
        "● 0001/2026 langkah 3: 50 % waktu layanan terpakai, sisa 14 m 00 d"
    ]


def test_one_who_meets_the_same_deadline_at_a_later_step_is_not_told_again(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    routing.finish(running.person("mail_clerk"), "1")
    assert len(tell(running, "section_head")) == 1
    order = DispositionOrder(("pr_officer",), ("follow_up",))
    routing.dispose(running.person("section_head"), "1", order)
    assert len(tell(running, "pr_officer")) == 1
    deadlines = {deadline for (deadline,) in db.tuples(db.AlertMark.select(db.AlertMark.deadline))}
    assert deadlines == {"service:1"}


def test_a_target_is_another_deadline_and_told_anew(desk: Desk) -> None:
    have = desk.office.service("konten-medsos").required_keys
    draft = LetterDraft("konten-medsos", "OPD", "Hal", letter_no="1", have=have)
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    holder = next(name for name in desk.office.people if _in_queue(desk, name, number))
    due = db.Visit.get(db.Visit.case == number).due_at
    desk.clock.set(due - 3600)
    assert [alert.percent for alert in tell(desk, holder)] == [75]
    routing.agree_target(desk.person("manager"), number, due + 10 * 86_400, "materi besar")
    assert tell(desk, holder) == []
    desk.clock.set(desk.office.calendar().next_open(due + 10 * 86_400))
    assert [alert.percent for alert in tell(desk, holder)] == [100]
    deadlines = {deadline for (deadline,) in db.tuples(db.AlertMark.select(db.AlertMark.deadline))}
    assert deadlines == {"service:1", "target:1"}


def _in_queue(desk: Desk, who: str, number: str) -> bool:
    return any(row.case_no == number for row in my_queue(desk.person(who), desk.clock.now()))


def test_a_class_is_a_deadline_of_its_own(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-dinkominfo", "counter", "Isi", class_key="minor")
    number = complaints.log_complaint(desk.person("receptionist"), draft).number
    who = next(name for name in desk.office.people if _in_queue(desk, name, number))
    desk.set("2026-11-26 09:00")
    (alert,) = tell(desk, who)
    assert alert.text(desk.clock.now()).startswith(f"● {number} langkah 2: 50 % waktu golongan terpakai")
    complaints.change_class(desk.person("manager"), number, "oversight", "pungli")
    desk.set("2027-02-01 09:00")
    assert len(tell(desk, who)) == 1
    deadlines = {deadline for (deadline,) in db.tuples(db.AlertMark.select(db.AlertMark.deadline))}
    assert deadlines == {"class:minor", "class:oversight"}


def test_two_desks_of_one_person_tell_it_once(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    told: list[Alert] = []
    ready = threading.Barrier(2)

    def look() -> None:
        with db.database.connection_context():
            ready.wait()
            told.extend(tell(running, "mail_clerk"))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [alert.percent for alert in told] == [50]


def test_marks_are_no_history(running: Desk) -> None:
    before = ledger.last_event_id()
    running.set("2026-11-23 09:16")
    tell(running, "mail_clerk")
    assert ledger.last_event_id() == before
    assert verify(running.person("admin")).fault is None
    db.AlertMark.delete().execute()
    assert verify(running.person("admin")).fault is None


def test_the_list_of_the_day_names_of_each_deadline_the_highest_the_latest_first(running: Desk) -> None:
    running.set("2026-11-23 09:10")
    hotline = complaint(running)
    for moment in ("09:16", "09:20", "09:24", "09:31"):
        running.set(f"2026-11-23 {moment}")
        tell(running, "mail_clerk")
        tell(running, "hotline_officer")
    session = running.person("mail_clerk")
    (alert,) = alerts.told_today(session, running.clock.now())
    assert (alert.case_no, alert.percent, alert.told_at) == ("0001/2026", 100, at("2026-11-23 09:31"))
    officer = alerts.told_today(running.person("hotline_officer"), running.clock.now())
    assert {alert.case_no for alert in officer} == {hotline}
    running.set("2026-11-24 09:00")
    assert alerts.told_today(session, running.clock.now()) == []
    assert [alert.percent for alert in alerts.told_of_open_cases(session)] == [100]


def test_a_step_that_is_over_stays_in_the_list_without_a_time(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    tell(running, "mail_clerk")
    routing.finish(running.person("mail_clerk"), "1")
    (alert,) = alerts.told_today(running.person("mail_clerk"), running.clock.now())
    assert (alert.reading, alert.remaining(running.clock.now()), alert.step_no) == (None, None, "2")
    assert alert.text(running.clock.now()) == "· 0001/2026 langkah 2: 50 % waktu layanan terpakai"


def test_marks_of_closed_cases_are_forgotten_once_the_day_is_over(running: Desk) -> None:
    running.set("2026-11-23 09:16")
    tell(running, "mail_clerk")
    routing.cancel(running.person("manager"), "1", "ditarik")
    second = letter(running, letter_no="2")
    running.set("2026-11-23 09:50")
    tell(running, "mail_clerk")
    session = running.person("mail_clerk")
    assert {alert.case_no for alert in alerts.told_today(session, running.clock.now())} == {
        "0001/2026",
        second,
    }
    assert {alert.case_no for alert in alerts.told_of_open_cases(session)} == {second}
    letter(running, letter_no="3")
    running.set("2026-11-24 09:00")
    tell(running, "mail_clerk")
    marked = {number for (number,) in db.tuples(db.AlertMark.select(db.AlertMark.case).distinct())}
    assert marked == {second, "0003/2026"}


def test_an_event_tells_that_nobody_is_at_it(desk: Desk) -> None:
    service = desk.office.service("keprotokolan")
    draft = LetterDraft(
        "keprotokolan",
        "OPD",
        "Upacara",
        letter_no="7",
        have=service.required_keys,
        event_start=at("2026-11-23 13:00"),
        event_end=at("2026-11-23 15:00"),
    )
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    who = next(name for name in desk.office.people if _in_queue(desk, name, number))
    desk.set("2026-11-23 11:00")
    assert texts(desk, who) == [f"● {number} langkah 2: 50 % waktu sampai acara terpakai, sisa 2 j 00 m"]
    desk.set("2026-11-23 13:00")
    assert texts(desk, who) == [f"▲ {number} langkah 2: acara sudah mulai, belum ditangani"]
