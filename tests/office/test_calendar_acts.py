"""Keeping calendars: what is shown before a change is what happens, and open cases keep their version."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from desk import db, schema
from desk.domain.calendar import DayRule, WorkingCalendar
from desk.domain.calendar_book import ALL
from desk.domain.calendar_changes import Change, ConfirmDay, RemoveDay, SetDay
from desk.domain.calendar_periods import ConfirmPeriod, SetWeek
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import calendar_acts, calendar_store, casefile, intake, ledger, recompute
from desk.office.calendar_check import board_warning, calendar_warnings
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import Desk, at
from tests.domain.calendars import ALWAYS, SIX_DAYS, spans

PLAIN = date(2026, 11, 24)
HOLIDAY = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis="SK Bupati 5/2026"))
HALF_DAY = SetDay(
    ALL, PLAIN, DayRule(spans("07:30-11:00"), "Pemadaman", "special_hours", basis="SE Sekda 2/2026")
)
READY = frozenset({"surat_pengantar", "materi"})

CHANGES: dict[str, Change] = {
    "holiday": HOLIDAY,
    "half_day": HALF_DAY,
    "own_holiday": replace(HOLIDAY, scope="hotline"),
    "week": SetWeek("office", SIX_DAYS, basis="Perbup 3/2026"),
    "week_since": SetWeek("office", SIX_DAYS, date(2026, 11, 25), "Perbup 3/2026"),
    "removed": RemoveDay(ALL, date(2026, 12, 25)),
    "confirmed": ConfirmDay(ALL, date(2027, 5, 17), "SKB 2027", date(2027, 5, 21)),
    "ramadan": ConfirmPeriod(ALL, "Ramadan 1448 H", "KMA 1/2027", last=date(2027, 3, 8)),
}


def letters(desk: Desk) -> list[str]:
    """One of minutes that ends today, one of working days."""
    clerk = desk.person("mail_clerk")
    drafts = [
        LetterDraft("wa-center", "OPD", "Hal", have=READY),
        LetterDraft("konten-medsos", "OPD", "Hal", have=desk.office.service("konten-medsos").required_keys),
    ]
    return [intake.log_letter(clerk, draft).number for draft in drafts]


def admin(desk: Desk) -> Session:
    return desk.person("admin")


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_was_shown_to_do_is_what_it_does(desk: Desk, name: str) -> None:
    letters(desk)
    session, change = admin(desk), CHANGES[name]
    before = dict(desk.office.calendars)
    shown = calendar_acts.effect(session, change)
    assert desk.office.calendars == before
    made = calendar_acts.make(session, change, shown.before)
    now = desk.office.calendars
    assert made == {key: calendar.version for key, calendar in shown.calendars.items()}
    assert {key: now[key].version for key in made} == made
    for day in shown.days:
        for key in day.calendars:
            assert (before[key].spans_on(day.day), now[key].spans_on(day.day)) == (day.before, day.after)
    assert recompute.moves(session, {key: now[key] for key in made}) == list(shown.moves)
    for version in made.values():
        assert desk.office.calendar_version(version) == WorkingCalendar.from_dict(
            db.CalendarVersion.get_by_id(version).body
        )
    assert verify(session).fault is None


def test_showing_an_effect_writes_nothing(desk: Desk) -> None:
    before = ledger.last_event_id(), db.Holiday.select().count(), db.CalendarVersion.select().count()
    calendar_acts.effect(admin(desk), HOLIDAY)
    assert (
        ledger.last_event_id(),
        db.Holiday.select().count(),
        db.CalendarVersion.select().count(),
    ) == before


def test_open_cases_keep_their_version_and_are_counted_until_they_are_recomputed(desk: Desk) -> None:
    minutes, days = letters(desk)
    session = admin(desk)
    due = {number: casefile.view_case(session, number).nearest for number in (minutes, days)}
    shown = calendar_acts.effect(session, HOLIDAY)
    assert [move.case_no for move in shown.moves] == [days] * len(shown.moves) != []
    calendar_acts.make(session, HOLIDAY)
    assert {number: casefile.view_case(session, number).nearest for number in due} == due
    assert recompute.outdated(session, "office") == 2
    assert recompute.outdated(session, "hotline") == 0


def test_new_cases_open_under_the_new_version(desk: Desk) -> None:
    versions = calendar_acts.make(admin(desk), HOLIDAY)
    number, _ = letters(desk)
    assert db.Case.get_by_id(number).calendar_version.version == versions["office"]


def test_the_event_tells_who_changed_what_from_what_to_what_and_by_which_decree(desk: Desk) -> None:
    calendar_acts.make(admin(desk), HOLIDAY)
    row = list(ledger.rows())[-1]
    data = json.loads(row.data)
    assert (row.subject, row.kind, row.by) == ("calendar:*", "calendar_day_set", "admin")
    assert data["basis"] == "SK Bupati 5/2026"
    assert data["before"] == {"days": {"* 2026-11-24": None}}
    assert data["after"]["days"]["* 2026-11-24"]["name"] == "Hari Jadi"
    assert set(data["versions"]) == {"hotline", "office"}
    calendar_acts.make(admin(desk), SetWeek("hotline", ALWAYS.week, basis="SK Kaban"))
    assert list(ledger.rows())[-1].subject == "calendar:hotline"


def test_a_rule_of_one_calendar_leaves_the_others_as_they_are(desk: Desk) -> None:
    before = desk.office.calendar()
    open_on_xmas = DayRule(spans("09:00-12:00"), "Piket Natal", "duty", basis="SK Kaban")
    assert list(calendar_acts.make(admin(desk), SetDay("hotline", date(2026, 12, 25), open_on_xmas))) == [
        "hotline"
    ]
    assert desk.office.calendar() == before
    assert desk.office.calendar("hotline").spans_on(date(2026, 12, 25)) == spans("09:00-12:00")


def test_a_change_of_what_somebody_else_has_changed_meanwhile_is_refused(desk: Desk) -> None:
    shown = calendar_acts.effect(admin(desk), HOLIDAY)
    elsewhere = Session(Office(desk.clock), desk.office.people["admin"])
    calendar_acts.make(elsewhere, SetWeek("office", SIX_DAYS))
    before = ledger.last_event_id()
    with pytest.raises(RuleError) as stale:
        calendar_acts.make(admin(desk), HOLIDAY, shown.before)
    assert stale.value.code == "stale"
    assert ledger.last_event_id() == before


def test_a_change_that_changes_nothing_is_refused(desk: Desk) -> None:
    calendar_acts.make(admin(desk), HOLIDAY)
    before = ledger.last_event_id()
    for attempt in (calendar_acts.effect, calendar_acts.make):
        with pytest.raises(FieldError) as refused:
            attempt(admin(desk), HOLIDAY)
        assert refused.value.code == "unchanged"
    assert ledger.last_event_id() == before


def test_only_an_admin_sees_an_effect_and_everyone_reads_the_calendars(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        calendar_acts.effect(desk.person("manager"), HOLIDAY)
    assert calendar_acts.read_book(desk.person("manager")).calendars


def test_filling_a_year_says_what_it_added_and_what_is_still_missing(desk: Desk) -> None:
    shown = calendar_acts.effect(admin(desk), calendar_acts.fill_year(2028))
    assert "17 hari libur dan cuti bersama ditambahkan." in shown.notes
    assert "Ramadan 1449 H ditambahkan." in shown.notes
    assert any("cuti bersama belum ada" in note for note in shown.notes)
    calendar_acts.make(admin(desk), shown.change)
    assert desk.office.calendar("hotline").period_on(date(2028, 2, 1)) is not None
    with pytest.raises(FieldError) as again:
        calendar_acts.effect(admin(desk), calendar_acts.fill_year(2028))
    assert again.value.field == "year"


def test_taking_the_place_of_another_rule_is_told(desk: Desk) -> None:
    over_natal = replace(HOLIDAY, day=date(2026, 12, 25))
    assert calendar_acts.effect(admin(desk), over_natal).notes == ["Menggantikan Hari Raya Natal."]
    assert calendar_acts.effect(admin(desk), HOLIDAY).notes == []


@pytest.mark.parametrize("year", [0, 1969, 2200, 99999])
def test_a_year_out_of_range_is_not_filled(year: int) -> None:
    with pytest.raises(FieldError) as refused:
        calendar_acts.fill_year(year)
    assert refused.value.field == "year"


def test_a_further_calendar_is_copied_or_begun_from_a_preset(desk: Desk) -> None:
    session = admin(desk)
    calendar_acts.make(session, replace(HOLIDAY, scope="hotline"))
    calendar_acts.make(session, calendar_acts.copied_calendar(session, "loket", "Jam loket", "hotline"))
    assert desk.office.calendar("loket").days == desk.office.calendar("hotline").days
    calendar_acts.make(session, calendar_acts.preset_calendar(session, "sabtu", "Jam Sabtu", "six-day"))
    six = desk.office.calendar("sabtu")
    assert six.is_working_day(date(2026, 11, 28))
    assert six.spans_on(date(2026, 12, 25)) == ()
    assert six.spans_on(date(2026, 2, 21)) == spans("08:00-12:00", "12:30-14:00")


def test_warnings_cover_the_years_that_open_deadlines_reach(desk: Desk) -> None:
    letters(desk)
    assert not any("2029" in text for text in calendar_warnings(desk.office))
    db.Visit.update(due_at=at("2029-02-01 09:00")).where(db.Visit.is_open).execute()
    warnings = calendar_warnings(desk.office)
    assert any("tahun 2029: hari libur nasional belum ada" in text for text in warnings)
    assert "2029" in board_warning(desk.office)


def test_what_all_calendars_lack_is_said_once(desk: Desk) -> None:
    desk.set("2028-06-01 09:00")
    warnings = [text for text in calendar_warnings(desk.office) if "tahun 2028: hari libur nasional" in text]
    assert warnings == [
        "Jam layanan hotline dan Jam kerja kantor, tahun 2028: "
        "hari libur nasional belum ada, semua hari libur terhitung hari kerja."
    ]


def test_a_calendar_that_no_service_uses_does_not_warn(desk: Desk) -> None:
    session = admin(desk)
    calendar_acts.make(session, calendar_acts.copied_calendar(session, "loket", "Jam loket", "office"))
    assert not any("loket" in text for text in calendar_warnings(desk.office))


def test_rules_dated_before_calendars_had_their_own_become_those_of_all(tmp_path: Path) -> None:
    db.open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    Runner(db.database.obj, directory=str(schema.MIGRATIONS)).up(target="0001_initial")
    db.database.execute_sql(
        "INSERT INTO holiday (day, name, category, basis, estimated, spans)"
        " VALUES ('2026-12-25', 'Natal', 'national_holiday', 'SKB', 0, '[[28800,39600]]')"
    )
    schema.migrate()
    book = calendar_store.read_book()
    assert book.days == {
        (ALL, date(2026, 12, 25)): DayRule(spans("08:00-11:00"), "Natal", "national_holiday", False, "SKB")
    }
    db.close_database()
