"""What each change makes of the book of calendars, and what it refuses at which field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.domain.calendar import DayRule, Period, WorkingCalendar
from desk.domain.calendar_book import ALL, Book, OwnCalendar, changed_days, differences
from desk.domain.calendar_changes import Change, ConfirmDay, RemoveDay, SetDay
from desk.domain.calendar_periods import (
    AddCalendar,
    ConfirmPeriod,
    FillYear,
    RemovePeriod,
    SetPeriod,
    SetWeek,
)
from desk.errors import FieldError
from tests.domain.calendars import FIVE, FIVE_DAYS, RAMADAN_2026, RAMADAN_WEEK, SIX_DAYS, WIB, spans

XMAS, EVE, PLAIN = date(2026, 12, 25), date(2026, 12, 24), date(2026, 11, 24)
EID, EID_LATER = date(2027, 3, 10), date(2027, 3, 11)
NATAL = DayRule((), "Hari Raya Natal", "national_holiday")
GUESSED_EID = DayRule((), "Hari Raya Idul Fitri", "national_holiday", estimated=True)
GUESSED_RAMADAN = Period("Ramadan 1448 H", date(2027, 2, 8), date(2027, 3, 9), RAMADAN_WEEK, estimated=True)
SK = "SK Bupati 5/2026"
LATE = spans("10:00-15:00")

OFFICE = OwnCalendar("office", "Jam kerja kantor", WIB, FIVE_DAYS, (RAMADAN_2026, GUESSED_RAMADAN))
HOTLINE = OwnCalendar("hotline", "Jam layanan hotline", WIB, SIX_DAYS)
BOOK = Book({"hotline": HOTLINE, "office": OFFICE}, {(ALL, XMAS): NATAL, (ALL, EID): GUESSED_EID})


def test_a_rule_of_one_calendar_goes_before_the_rule_of_all() -> None:
    open_on_xmas = SetDay("hotline", XMAS, DayRule(LATE, "Piket Natal", "duty", basis=SK)).applied(BOOK)
    assert open_on_xmas.compiled("hotline").spans_on(XMAS) == LATE
    assert open_on_xmas.compiled("office").spans_on(XMAS) == ()
    assert open_on_xmas.place_of("hotline", XMAS) == ("hotline", XMAS)
    assert open_on_xmas.place_of("office", XMAS) == (ALL, XMAS)
    assert open_on_xmas.place_of("office", PLAIN) is None


def test_a_dated_rule_is_set_moved_and_removed() -> None:
    day = SetDay(ALL, PLAIN, DayRule((), " Hari Jadi ", "local_holiday", basis=SK)).applied(BOOK)
    assert day.days[ALL, PLAIN] == DayRule((), "Hari Jadi", "local_holiday", basis=SK)
    moved = SetDay(ALL, EVE, day.days[ALL, PLAIN], was=PLAIN).applied(day)
    assert (ALL, PLAIN) not in moved.days
    assert moved.days[ALL, EVE].name == "Hari Jadi"
    assert RemoveDay(ALL, EVE).applied(moved) == BOOK


def test_a_change_names_its_decree_and_whose_it_is() -> None:
    day = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis=SK))
    assert (day.scope, day.basis) == (ALL, SK)
    assert AddCalendar(OwnCalendar("loket", "Jam loket", WIB, FIVE_DAYS), {}).scope == "loket"


def test_an_estimated_day_is_confirmed_with_its_decree_where_it_is_or_elsewhere() -> None:
    here = ConfirmDay(ALL, EID, "SKB 2027").applied(BOOK)
    assert here.days[ALL, EID] == replace(GUESSED_EID, estimated=False, basis="SKB 2027")
    there = ConfirmDay(ALL, EID, "SKB 2027", EID_LATER).applied(BOOK)
    assert (ALL, EID) not in there.days
    assert there.days[ALL, EID_LATER].basis == "SKB 2027"


def test_a_period_keeps_its_hours_when_only_its_days_change() -> None:
    later = SetPeriod(
        ALL, "Ramadan 1448 H", date(2027, 2, 9), date(2027, 3, 10), None, True, was="Ramadan 1448 H"
    )
    period = later.applied(BOOK).calendars["office"].period("Ramadan 1448 H")
    assert period is not None
    assert (period.first, period.last, period.week) == (date(2027, 2, 9), date(2027, 3, 10), RAMADAN_WEEK)
    assert later.applied(BOOK).calendars["hotline"] == HOTLINE


def test_a_new_period_takes_the_hours_of_the_latest_season() -> None:
    added = SetPeriod(ALL, "Ramadan 1449 H", date(2028, 1, 28), date(2028, 2, 26), None, True).applied(BOOK)
    assert added.compiled("office").spans_on(date(2028, 1, 31)) == RAMADAN_WEEK[0]


def test_periods_are_confirmed_and_removed_by_name() -> None:
    confirmed = ConfirmPeriod(ALL, "Ramadan 1448 H", "Kemenag 1/2027", last=date(2027, 3, 10)).applied(BOOK)
    period = confirmed.calendars["office"].period("Ramadan 1448 H")
    assert period == Period(
        "Ramadan 1448 H", date(2027, 2, 8), date(2027, 3, 10), RAMADAN_WEEK, False, "Kemenag 1/2027"
    )
    gone = RemovePeriod(ALL, "Ramadan 1448 H").applied(BOOK)
    assert [p.name for p in gone.calendars["office"].periods] == [RAMADAN_2026.name]


def test_a_changed_week_holds_always_or_from_its_first_day_on() -> None:
    always = SetWeek("office", SIX_DAYS).applied(BOOK).compiled("office")
    assert always.spans_on(date(2026, 11, 28)) == SIX_DAYS[5]
    since = SetWeek("office", SIX_DAYS, date(2027, 1, 1)).applied(BOOK).compiled("office")
    assert since.spans_on(date(2026, 11, 28)) == ()
    assert since.spans_on(date(2027, 1, 2)) == SIX_DAYS[5]
    assert since.spans_on(date(2026, 3, 2)) == RAMADAN_WEEK[0]


def test_each_change_of_hours_keeps_those_before_it() -> None:
    once = SetWeek("office", SIX_DAYS, date(2027, 1, 1)).applied(BOOK)
    twice = SetWeek("office", FIVE_DAYS, date(2027, 7, 1)).applied(once).compiled("office")
    saturdays = [date(2026, 11, 28), date(2027, 5, 29), date(2027, 7, 3)]
    assert [bool(twice.spans_on(day)) for day in saturdays] == [False, True, False]
    with pytest.raises(FieldError) as refused:
        SetWeek("office", SIX_DAYS, date(2026, 12, 1)).applied(once)
    assert refused.value.field == "since"


def test_filling_a_year_adds_what_is_missing_and_changes_nothing_else() -> None:
    known = {
        XMAS: DayRule((), "Nama lain", "national_holiday"),
        EVE: DayRule((), "Cuti Bersama", "joint_leave"),
    }
    ramadan = (("Ramadan 1447 H", RAMADAN_2026.first, RAMADAN_2026.last, True),)
    filled = FillYear(2026, known, ramadan).applied(BOOK)
    assert filled.days[ALL, XMAS] == NATAL
    assert filled.days[ALL, EVE] == known[EVE]
    assert filled.calendars == BOOK.calendars
    with pytest.raises(FieldError) as nothing:
        FillYear(2026, known, ramadan).applied(filled)
    assert nothing.value.code == "unchanged"


def test_a_holiday_moved_by_decree_is_not_filled_in_again_at_its_old_date() -> None:
    moved = ConfirmDay(ALL, EID, "SKB 2027", EID_LATER).applied(BOOK)
    source = {EID: GUESSED_EID, date(2027, 12, 25): NATAL}
    filled = FillYear(2027, source, ()).applied(moved)
    assert (ALL, EID) not in filled.days
    assert (ALL, date(2027, 12, 25)) in filled.days


def test_a_further_ramadan_is_filled_into_calendars_that_have_ramadan_hours() -> None:
    ramadan = (("Ramadan 1449 H", date(2028, 1, 28), date(2028, 2, 26), True),)
    filled = FillYear(2028, {}, ramadan).applied(BOOK)
    found = filled.calendars["office"].period("Ramadan 1449 H")
    assert found is not None and found.week == RAMADAN_WEEK and found.estimated
    assert filled.calendars["hotline"] == HOTLINE


def test_a_further_calendar_is_one_more() -> None:
    counter = OwnCalendar("loket", "Jam loket", WIB, FIVE_DAYS)
    added = AddCalendar(counter, {PLAIN: DayRule(LATE, "Loket", "special_hours", basis=SK)}).applied(BOOK)
    assert list(added.calendars) == ["hotline", "loket", "office"]
    assert added.compiled("loket").spans_on(PLAIN) == LATE
    assert added.compiled("office") == BOOK.compiled("office")


def _day(**changes: object) -> SetDay:
    fields: dict[str, object] = {"spans": (), "name": "Hari Jadi", "category": "local_holiday", "basis": SK}
    return SetDay(ALL, PLAIN, DayRule(**fields | changes))  # type: ignore[arg-type]


REFUSALS: list[tuple[Change, str]] = [
    (_day(name="  "), "name"),
    (_day(name="x" * 501), "name"),
    (_day(basis=" "), "basis"),
    (_day(category="hari_raya"), "category"),
    (_day(category="duty"), "hours"),
    (_day(category="special_hours"), "hours"),
    (_day(spans=LATE), "hours"),
    (replace(_day(), day=date(1969, 1, 1)), "date"),
    (replace(_day(), day=XMAS, was=EID), "date"),
    (replace(_day(), scope="loket"), "key"),
    (RemoveDay(ALL, PLAIN), "date"),
    (RemoveDay("hotline", XMAS), "date"),
    (ConfirmDay(ALL, XMAS, SK), "date"),
    (ConfirmDay(ALL, EID, ""), "basis"),
    (ConfirmDay(ALL, EID, SK, XMAS), "move_to"),
    (SetWeek("office", ((),) * 7), "hours"),
    (SetWeek("loket", FIVE_DAYS), "key"),
    (SetWeek("office", SIX_DAYS, date(1900, 1, 1)), "since"),
    (SetPeriod(ALL, "", EVE, XMAS, RAMADAN_WEEK, basis=SK), "name"),
    (SetPeriod(ALL, "Ramadan", XMAS, EVE, RAMADAN_WEEK, basis=SK), "last"),
    (SetPeriod(ALL, "Ramadan", EVE, XMAS, RAMADAN_WEEK), "basis"),
    (SetPeriod("hotline", "Ramadan", EVE, XMAS, None, basis=SK), "hours"),
    (SetPeriod("office", RAMADAN_2026.name, EVE, XMAS, None, basis=SK, was="Ramadan 1448 H"), "name"),
    (RemovePeriod(ALL, "Ramadan 1400 H"), "name"),
    (ConfirmPeriod(ALL, RAMADAN_2026.name, SK), "name"),
    (ConfirmPeriod(ALL, "Ramadan 1448 H", " "), "basis"),
    (ConfirmPeriod(ALL, "Ramadan 1448 H", SK, first=date(2027, 4, 1)), "last"),
    (AddCalendar(OwnCalendar("office", "Lagi", WIB, FIVE_DAYS), {}), "key"),
    (AddCalendar(OwnCalendar("Loket 1", "Loket", WIB, FIVE_DAYS), {}), "key"),
    (AddCalendar(OwnCalendar("", "Loket", WIB, FIVE_DAYS), {}), "key"),
    (AddCalendar(OwnCalendar("*", "Loket", WIB, FIVE_DAYS), {}), "key"),
    (AddCalendar(OwnCalendar("loket", " ", WIB, FIVE_DAYS), {}), "name"),
]


@pytest.mark.parametrize(("change", "field"), REFUSALS)
def test_what_a_change_lacks_is_said_at_its_field(change: Change, field: str) -> None:
    with pytest.raises(FieldError) as refused:
        change.applied(BOOK)
    assert refused.value.field == field, refused.value.message


def test_the_days_that_a_change_alters_are_told_with_their_hours_and_calendars() -> None:
    closed = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis=SK)).applied(BOOK)
    (hotline, office) = sorted(
        changed_days(BOOK.all_compiled(), closed.all_compiled(), PLAIN, PLAIN), key=lambda d: d.calendars
    )
    assert (hotline.before, hotline.after, hotline.calendars) == (SIX_DAYS[1], (), ("hotline",))
    assert (office.before, office.after, office.calendars) == (FIVE_DAYS[1], (), ("office",))


def test_what_several_calendars_change_alike_is_told_once() -> None:
    both = replace(BOOK, calendars={"office": OFFICE, "loket": replace(OFFICE, key="loket")})
    closed = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis=SK)).applied(both)
    (day,) = changed_days(both.all_compiled(), closed.all_compiled(), PLAIN, PLAIN)
    assert sorted(day.calendars) == ["loket", "office"]


def test_a_changed_week_alters_the_days_in_view_and_not_the_holidays_among_them() -> None:
    after = SetWeek("office", SIX_DAYS).applied(BOOK)
    days = changed_days(BOOK.all_compiled(), after.all_compiled(), date(2026, 12, 21), date(2026, 12, 27))
    assert [day.day.day for day in days] == [21, 22, 23, 24, 26]


def test_hours_from_a_day_on_alter_no_day_before_it() -> None:
    after = SetWeek("office", SIX_DAYS, date(2027, 1, 1)).applied(BOOK)
    days = changed_days(BOOK.all_compiled(), after.all_compiled(), date(2026, 1, 1), date(2027, 1, 31))
    assert days[0].day == date(2027, 1, 1)


def test_the_event_of_a_change_tells_what_was_and_what_is() -> None:
    after = SetDay(ALL, PLAIN, DayRule((), "Hari Jadi", "local_holiday", basis=SK)).applied(BOOK)
    before, now = differences(BOOK, after)
    assert before == {"days": {"* 2026-11-24": None}}
    assert now["days"]["* 2026-11-24"]["basis"] == SK
    week = differences(BOOK, SetWeek("office", SIX_DAYS).applied(BOOK))
    assert list(week[0]["calendars"]) == list(week[1]["calendars"]) == ["office"]
    assert week[0]["calendars"]["office"]["week"] == FIVE_DAYS
    counter = OwnCalendar("loket", "Jam loket", WIB, FIVE_DAYS)
    assert differences(BOOK, AddCalendar(counter, {}).applied(BOOK))[0] == {"calendars": {"loket": None}}


def test_the_version_follows_everything_that_can_be_changed() -> None:
    same = WorkingCalendar.from_dict(FIVE.to_dict())
    assert same.version == FIVE.version
    decreed = replace(RAMADAN_2026, basis="Kemenag 1/2026")
    rule = DayRule(LATE, "Rapat", "special_hours", basis=SK)
    changed = [
        replace(FIVE, week=SIX_DAYS),
        replace(FIVE, periods=(decreed,)),
        replace(FIVE, periods=(replace(RAMADAN_2026, estimated=True),)),
        replace(FIVE, days={**FIVE.days, PLAIN: rule}),
        replace(FIVE, days={**FIVE.days, PLAIN: replace(rule, basis="SK lain")}),
        replace(FIVE, days={**FIVE.days, PLAIN: replace(rule, estimated=True)}),
    ]
    assert len({FIVE.version, *(calendar.version for calendar in changed)}) == 7
    assert all(WorkingCalendar.from_dict(calendar.to_dict()) == calendar for calendar in changed)


def test_a_calendar_stored_before_periods_had_decrees_loads_and_keeps_its_version() -> None:
    stored = FIVE.to_dict()
    assert all("basis" not in period for period in stored["periods"])
    assert WorkingCalendar.from_dict(stored).version == FIVE.version
