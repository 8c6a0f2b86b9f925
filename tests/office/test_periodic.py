"""Periodic obligations: opened once, on the right day, by whichever desk or command first runs after it."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace

import pytest

from desk import db
from desk.clock import SetClock
from desk.domain.case import Kind, Status
from desk.domain.disposition import DispositionOrder
from desk.domain.people import Permission
from desk.domain.sla import Band, ClockKind
from desk.errors import DeskError, NotAllowed, RuleError
from desk.office import (
    archive,
    board,
    calendar_store,
    caselist,
    choosing,
    ledger,
    opening,
    periodic,
    routing,
    setup,
    timekeeping,
)
from desk.office.casefile import view_case
from desk.office.definitions import shipped_services
from desk.office.office import Office
from desk.office.session import Session
from desk.office.today import board_today
from desk.office.verify import verify
from tests.conftest import PASSWORD, Desk, at

NOVEMBER = "R-01/2026"


def opened(desk: Desk) -> list[str]:
    return periodic.open_due_tasks(desk.office)


def vouch(desk: Desk) -> None:
    """Somebody has looked at a watch: numbers are given again, long after the last record and in a new year."""
    if not timekeeping.check_clock(desk.office).is_sound:
        timekeeping.confirm_clock(desk.person("manager"), "libur panjang")


def since(desk: Desk, text: str) -> None:
    """Have every service installed then."""
    db.ServiceVersion.update(installed_at=at(text)).execute()
    desk.office.refresh()


def test_nothing_is_opened_before_the_first_opening_of_the_next_month(desk: Desk) -> None:
    desk.set("2026-12-01 07:29:59")
    assert opened(desk) == []
    desk.set("2026-12-01 07:30")
    assert opened(desk) == [NOVEMBER]


def test_it_is_dated_at_that_opening_however_late_the_first_desk_runs(desk: Desk) -> None:
    desk.set("2026-12-03 10:12")
    opened(desk)
    view = view_case(desk.person("team_lead"), NOVEMBER)
    assert (view.kind, view.period, view.status) == ("periodic", "2026-11", Status.REGISTERED)
    assert view.subject == "Laporan setiap bulan, November 2026"
    assert view.received_at == view.started_at == at("2026-12-01 07:30")
    clock = view.nearest
    assert clock is not None and clock.clock is ClockKind.STEP
    assert clock.due_at == at("2026-12-01 08:00")
    assert clock.standard_seconds == 30 * 60
    assert len(view.clocks) == 1


def test_the_desk_opened_it_and_nobody_made_a_late_entry(desk: Desk) -> None:
    desk.set("2026-12-03 10:12")
    opened(desk)
    first = view_case(desk.person("team_lead"), NOVEMBER).history[0]
    assert (first.text, first.by_name) == ("Tugas berkala dibuka", "desk (otomatis)")
    assert (first.at, first.recorded_at) == (at("2026-12-01 07:30"), at("2026-12-03 10:12"))
    assert first.late_reason is None


@pytest.mark.parametrize(
    ("installed", "month", "opens"),
    [
        ("2026-12-10 09:00", "2026-12", "2027-01-04 07:30"),  # 1 January is a holiday, and then a weekend
        ("2027-01-20 09:00", "2027-01", "2027-02-01 07:30"),  # an ordinary Monday
        ("2027-02-25 09:00", "2027-02", "2027-03-01 08:00"),  # Ramadan's hours
        ("2027-05-30 09:00", "2027-05", "2027-06-02 07:30"),  # 1 June is a holiday
        ("2027-07-30 09:00", "2027-07", "2027-08-02 07:30"),  # 1 August is a Sunday
        ("2026-11-30 16:30", "2026-11", "2026-12-01 07:30"),  # installed in the month's last hours
        (
            "2026-12-01 00:00",
            "2026-12",
            "2027-01-04 07:30",
        ),  # installed in the first of a month: that month's
    ],
)
def test_it_opens_when_the_first_working_day_of_the_next_month_does(
    desk: Desk, installed: str, month: str, opens: str
) -> None:
    since(desk, installed)
    desk.clock.set(at(opens) - 1)
    vouch(desk)
    assert opened(desk) == []
    desk.clock.set(at(opens))
    assert len(opened(desk)) == 1
    task = db.PeriodicTask.get()
    assert (task.service, task.step, task.period) == ("pengaduan-elektronik", "6", month)
    reading = board.board_rows(desk.person("team_lead"), desk.clock.now())[0].reading
    assert (reading.start, reading.due_at) == (at(opens), at(opens) + 1800)


def test_months_that_nobody_was_there_for_are_caught_up_oldest_first(desk: Desk) -> None:
    since(desk, "2026-07-15 09:00")
    desk.set("2026-11-23 09:00")
    assert opened(desk) == [f"R-{n:02d}/2026" for n in range(1, 5)]
    rows = db.tuples(
        db.PeriodicTask.select(db.PeriodicTask.period, db.Case.received_at)
        .join(db.Case)
        .order_by(db.Case.number)
    )
    assert list(rows) == [
        ("2026-07", at("2026-08-03 07:30")),
        ("2026-08", at("2026-09-01 07:30")),
        ("2026-09", at("2026-10-01 07:30")),
        ("2026-10", at("2026-11-02 07:30")),
    ]
    assert opened(desk) == []


def test_the_number_is_of_the_year_in_which_it_was_opened(desk: Desk) -> None:
    desk.set("2027-01-04 07:30")
    vouch(desk)
    assert opened(desk) == ["R-01/2027", "R-02/2027"]
    assert view_case(desk.person("team_lead"), "R-2/2027").subject.endswith("Desember 2026")


def test_two_desks_open_it_once(desk: Desk) -> None:
    desk.set("2026-12-01 07:30")
    numbers_given: list[str] = []
    failed: list[Exception] = []
    ready = threading.Barrier(2)

    def work(office: Office) -> None:
        with db.database.connection_context():
            due = periodic.due_tasks(office)
            ready.wait()
            try:
                numbers_given.extend(periodic._open(office, task) for task in due)
            except RuleError as error:
                failed.append(error)

    other = opening.open_office(desk.config.database_url, SetClock(desk.clock.now()))
    threads = [threading.Thread(target=work, args=(office,)) for office in (desk.office, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers_given == [NOVEMBER]
    assert [error.code for error in failed if isinstance(error, RuleError)] == ["opened"]
    assert db.Case.select().count() == db.PeriodicTask.select().count() == 1
    assert verify(desk.person("admin")).fault is None


def test_a_service_keeps_its_own_calendar(desk: Desk) -> None:
    weekend = replace(
        desk.office.calendar("hotline"),
        week=tuple(((9 * 3600, 11 * 3600),) if day == 5 else () for day in range(7)),
        days={},
    )
    hotline = replace(shipped_services()["pengaduan-elektronik"], key="laporan-hotline", calendar="hotline")
    with desk.person("admin").act(Permission.ADMINISTER) as act:
        calendar_store.store_calendar(weekend, "Jam hotline")
        act.append("office", "calendar_stored", {"key": "hotline", "version": weekend.version})
    setup.install_service(desk.person("admin"), hotline)
    desk.set("2026-12-05 09:00")
    opened(desk)
    starts = dict(db.tuples(db.Case.select(db.Case.service, db.Case.received_at)))
    assert starts == {
        "pengaduan-elektronik": at("2026-12-01 07:30"),
        "laporan-hotline": at("2026-12-05 09:00"),
    }


def test_a_calendar_that_never_opens_opens_nothing_and_stops_nobody(desk: Desk) -> None:
    never = replace(desk.office.calendar(), week=((),) * 7, periods=(), days={})
    with desk.person("admin").act(Permission.ADMINISTER) as act:
        calendar_store.store_calendar(never, "Tutup")
        act.append("office", "calendar_stored", {"key": "office", "version": never.version})
    desk.office.refresh()
    desk.set("2026-12-05 09:00")
    assert opened(desk) == []
    assert periodic.next_look(desk.office) == desk.clock.now() + periodic.LOOK_AGAIN


def test_an_obligation_that_came_with_a_later_version_owes_nothing_for_the_months_before(desk: Desk) -> None:
    service = shipped_services()["pengaduan-elektronik"]
    since(desk, "2026-06-10 09:00")
    further = replace(service.periodic[0], no="6b", name="Laporan tambahan")
    setup.install_service(desk.person("admin"), replace(service, periodic=(*service.periodic, further)))
    desk.set("2026-12-01 08:00")
    opened(desk)
    periods = [row.period for row in db.PeriodicTask.select().where(db.PeriodicTask.step == "6b")]
    assert periods == ["2026-11"]


def test_what_is_refused_now_is_opened_later(desk: Desk) -> None:
    desk.set("2027-01-04 07:30")
    assert opened(desk) == []
    assert db.Case.select().count() == 0
    assert periodic.next_look(desk.office) <= desk.clock.now() + periodic.LOOK_AGAIN
    vouch(desk)
    assert opened(desk) == ["R-01/2027", "R-02/2027"]


def test_a_clock_that_stands_back_opens_nothing(desk: Desk) -> None:
    desk.set("2026-12-01 08:00")
    assert opened(desk) == [NOVEMBER]
    since(desk, "2026-10-10 09:00")
    desk.set("2026-11-30 09:00")
    assert opened(desk) == []


def test_a_desk_looks_again_at_the_opening_or_after_a_while(desk: Desk) -> None:
    assert periodic.next_look(desk.office) == desk.clock.now() + periodic.LOOK_AGAIN
    desk.set("2026-11-30 23:59")
    assert periodic.next_look(desk.office) == desk.clock.now() + periodic.LOOK_AGAIN
    desk.set("2026-12-01 07:25")
    assert periodic.next_look(desk.office) == at("2026-12-01 07:30")
    desk.set("2026-12-01 07:30")
    assert periodic.next_look(desk.office) == desk.clock.now() + periodic.LOOK_AGAIN


# ---- what can be done with one


@pytest.fixture
def task(desk: Desk) -> Desk:
    """The task of November has just been opened."""
    desk.set("2026-12-01 07:40")
    opened(desk)
    return desk


def test_the_lead_finds_it_in_the_queue_and_everybody_on_the_board(task: Desk) -> None:
    now = task.clock.now()
    (row,) = board.my_queue(task.person("team_lead"), now)
    assert (row.case_no, row.step_no, row.step_label) == (NOVEMBER, "6", "Laporan setiap bulan")
    assert (row.standard_text, row.remaining(now), row.band(now)) == ("30 menit", 20 * 60, Band.ON_TIME)
    assert board.my_queue(task.person("team_member"), now) == []
    assert [row.case_no for row in board.board_rows(task.person("manager"), now)] == [NOVEMBER]
    assert board.board_counts(task.person("manager"), now)[Band.ON_TIME] == 1


def test_it_is_found_by_its_number_its_name_and_its_month_but_is_nobodys_letter(task: Desk) -> None:
    clerk = task.person("mail_clerk")
    for text in ("R-01", "laporan bulan", "november 2026"):
        (row,) = archive.search(clerk, text)
        assert (row.number, row.kind, row.is_letter, row.sender) == (NOVEMBER, "periodic", False, "")
    assert archive.day_register(clerk, task.office.today()) == []
    assert archive.list_cases(clerk, "letter") == []
    (listed,) = caselist.list_rows(clerk, caselist.CaseFilter())
    assert (listed.case_no, listed.kind) == (NOVEMBER, "periodic")


def test_its_course_to_the_end(task: Desk) -> None:
    lead = task.person("team_lead")
    routing.take(lead, NOVEMBER)
    routing.pause(lead, NOVEMBER, "other_agency", "menunggu data OPD")
    task.advance(3600)
    routing.resume(lead, NOVEMBER)
    task.advance(600)
    routing.finish(lead, NOVEMBER, output="Rekapitulasi Bulanan")
    view = view_case(lead, NOVEMBER)
    assert view.status == Status.DONE
    assert view.nearest is not None and view.nearest.band(view.calendar, task.clock.now()) is Band.MET
    assert view.nearest.used(view.calendar, task.clock.now()) == 20 * 60
    assert db.CaseCycle.get().verdict == Band.MET
    assert verify(task.person("admin")).fault is None


def test_a_head_assigns_cancels_and_reopens_it_at_its_one_row(task: Desk) -> None:
    manager = task.person("manager")
    routing.assign(manager, NOVEMBER, "team_lead", "giliran")
    routing.cancel(manager, NOVEMBER, "salah buka")
    with pytest.raises(DeskError, match="langkah kantor"):
        routing.reopen(manager, NOVEMBER, "2", "belum lengkap")
    routing.reopen(manager, NOVEMBER, "6", "belum lengkap")
    visit = view_case(manager, NOVEMBER).open_visit
    assert visit is not None and (visit.step_no, visit.cycle) == ("6", 2)
    assert verify(task.person("admin")).fault is None


def test_a_cancelled_one_is_not_opened_again(task: Desk) -> None:
    routing.cancel(task.person("manager"), NOVEMBER, "dilebur dengan laporan triwulan")
    assert opened(task) == []


def test_only_its_lead_works_on_it_and_no_target_is_agreed(task: Desk) -> None:
    with pytest.raises(NotAllowed):
        routing.take(task.person("team_member"), NOVEMBER)
    with pytest.raises(RuleError) as refused:
        routing.agree_target(task.person("manager"), NOVEMBER, at("2026-12-02 09:00"), "banyak data")
    assert refused.value.code == "no_total"


def test_it_can_be_disposed_to_another_lead(task: Desk) -> None:
    from desk.office import people

    people.add_user(task.person("admin"), "ketua2", "Ketua Dua", ["team_lead"], PASSWORD)
    order = DispositionOrder(("ketua2",), ("follow_up",))
    routing.dispose(task.person("team_lead"), NOVEMBER, order)
    visit = view_case(task.person("manager"), NOVEMBER).open_visit
    assert visit is not None and visit.holder == "ketua2"


def test_the_choices_offered_are_those_that_are_allowed(task: Desk) -> None:
    choice = choosing.choices(task.person("team_lead"), NOVEMBER)
    assert choice.acts >= {"take", "finish", "pause", "note", "assign", "cancel"}
    assert not choice.acts & {"complete", "void", "class", "return", "dispose"}
    assert choosing.choices(task.person("receptionist"), NOVEMBER).acts == frozenset()


def test_it_is_no_arrival_and_no_finish_of_the_day_and_counts_in_no_percentage(task: Desk) -> None:
    routing.finish(task.person("team_lead"), NOVEMBER)
    today = board_today(task.person("manager"), task.clock.now())
    assert (today.arrived, today.finished, today.on_time_percent) == (0, 0, None)


def test_the_automatic_session_does_nothing_else(task: Desk) -> None:
    nobody = Session.automatic(task.office)
    for permission in set(Permission) - {Permission.READ}:
        assert not nobody.may(permission)


# ---- verification


TAMPERING = {
    "another month": "UPDATE periodic_task SET period = '2026-10'",
    "another row": "UPDATE periodic_task SET step = '5'",
    "another service": "UPDATE periodic_task SET service = 'wa-center'",
    "a removed task": "DELETE FROM periodic_task",
    "a task of no case": "UPDATE periodic_task SET case_id = 'R-09/2026'",
    "a subject": "UPDATE \"case\" SET subject = 'Lain'",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_noticed(task: Desk, what: str) -> None:
    assert verify(task.person("admin")).fault is None
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    assert db.database.execute_sql(TAMPERING[what]).rowcount == 1
    assert verify(task.person("admin")).fault


def test_a_letter_that_poses_as_a_task_is_noticed(task: Desk) -> None:
    from tests.office.files import letter

    number = letter(task)
    db.PeriodicTask.insert(case=number, service="wa-center", step="1", period="2026-11").execute()
    assert number in str(verify(task.person("admin")).fault)


def test_a_database_that_can_only_be_read_is_no_hindrance(desk: Desk) -> None:
    desk.set("2026-12-01 08:00")
    other = sqlite3.connect(desk.config.home / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    db.be_brief(0)
    assert opened(desk) == []
    other.execute("ROLLBACK")
    other.close()
    assert opened(desk) == [NOVEMBER]
    kinds = db.tuples(db.EventLog.select(db.EventLog.kind).where(db.EventLog.subject == NOVEMBER))
    assert [kind for (kind,) in kinds] == [Kind.REGISTERED, Kind.OPENED]
    assert ledger.last_event_id() == db.EventLog.select().count()


@pytest.mark.parametrize("still", [True, False])
def test_a_task_opens_under_the_service_in_force_when_it_is_written_if_that_still_has_it(
    desk: Desk, still: bool
) -> None:
    desk.set("2026-12-01 07:30")
    here = Office(desk.clock)
    here.keep_up(ledger.last_event_id())
    [due] = periodic.due_tasks(here)
    other = replace(due.service, name="Lain", periodic=due.service.periodic if still else ())
    setup.install_service(desk.person("admin"), other)
    assert periodic.open_due_tasks(here) == ([NOVEMBER] if still else [])
    assert [case.service_version_id for case in db.Case.select()] == ([other.version] if still else [])
