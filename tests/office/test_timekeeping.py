"""A wrong machine clock: numbers wait, a refusal leaves no trace, an authorised word settles it, order stays order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.domain.machine_clock import ClockState, ClockVerdict
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import complaints, intake, ledger, opening, people, routing, timekeeping
from desk.office.verify import verify
from tests.conftest import PASSWORD, Desk

READY = frozenset({"surat_pengantar", "materi"})


def letter(desk: Desk) -> str:
    draft = LetterDraft("wa-center", "Dinas Kesehatan", "Imunisasi", have=READY)
    return intake.log_letter(desk.person("mail_clerk"), draft).number


def complaint(desk: Desk) -> str:
    draft = ComplaintDraft("hotline-bkpsdm", "whatsapp", "Lampu mati")
    return complaints.log_complaint(desk.person("hotline_officer"), draft).number


def trace() -> tuple[int, int, list[tuple[str, int, int]]]:
    registers = [(row.name, row.year, row.last) for row in db.Register.select()]
    return db.EventLog.select().count(), db.Case.select().count(), registers


def refused(code: str, act: Callable[[], object]) -> str:
    """The act is refused with that code and leaves nothing behind; returns what the person is told."""
    before = trace()
    with pytest.raises(RuleError) as refusal:
        act()
    assert refusal.value.code == code
    assert trace() == before
    return refusal.value.message


def state(desk: Desk) -> ClockState:
    return timekeeping.check_clock(desk.office).state


@pytest.mark.parametrize("number", [letter, complaint])
def test_after_a_leap_no_number_is_given_until_a_head_confirms(
    desk: Desk, number: Callable[[Desk], str]
) -> None:
    first = number(desk)
    desk.set("2026-12-14 09:00")
    told = refused("clock_leapt", lambda: number(desk))
    assert "Senin, 14 Desember 2026, 09.00 WIB" in told
    assert "Senin, 23 November 2026, 09.00 WIB" in told
    with pytest.raises(NotAllowed):
        timekeeping.confirm_clock(desk.person("mail_clerk"), "benar")
    timekeeping.confirm_clock(desk.person("section_head"), "libur panjang")
    assert number(desk) == first.replace("1/", "2/")


def test_fourteen_days_without_a_record_are_no_leap(desk: Desk) -> None:
    letter(desk)
    desk.advance(14 * 86_400)
    assert letter(desk) == "0002/2026"


def test_other_acts_go_on_after_a_leap_and_do_not_settle_it(desk: Desk) -> None:
    letter(desk)
    desk.set("2026-12-14 09:00")
    routing.take(desk.person("mail_clerk"), "1")
    desk.set("2026-12-15 09:00")
    assert "Senin, 23 November 2026, 09.00 WIB" in refused("clock_leapt", lambda: letter(desk))
    timekeeping.confirm_clock(desk.person("admin"))
    assert letter(desk) == "0002/2026"
    assert state(desk) is ClockState.SOUND


def test_how_long_a_leap_is_can_be_set_but_never_to_nothing(desk: Desk) -> None:
    admin = desk.person("admin")
    timekeeping.set_leap_days(admin, 30)
    desk.set("2026-12-14 09:00")
    assert letter(desk) == "0001/2026"
    timekeeping.set_leap_days(admin, 1)
    desk.set("2026-12-16 09:00")
    refused("clock_leapt", lambda: letter(desk))
    with pytest.raises(FieldError):
        timekeeping.set_leap_days(admin, 0)
    assert timekeeping.leap_days() == 1


def test_the_first_number_of_a_year_waits_for_one_word_of_whoever_logs(desk: Desk) -> None:
    desk.set("2026-12-30 09:00")
    timekeeping.confirm_clock(desk.person("manager"))
    letter(desk)
    desk.set("2027-01-04 08:00")
    routing.take(desk.person("mail_clerk"), "1/2026")
    assert "tahun 2027" in refused("new_year", lambda: letter(desk))
    refused("new_year", lambda: complaint(desk))
    with pytest.raises(NotAllowed):
        timekeeping.confirm_clock(desk.person("protocol_staff"))
    timekeeping.confirm_clock(desk.person("mail_clerk"))
    assert letter(desk) == "0001/2027"
    assert complaint(desk) == "P-0001/2027"


def test_the_year_is_that_of_the_offices_zone(desk: Desk) -> None:
    desk.set("2026-12-30 09:00")
    timekeeping.confirm_clock(desk.person("manager"))
    desk.set("2027-01-01 00:30")  # still 2026 in UTC
    assert timekeeping.check_clock(desk.office).year == 2027
    refused("new_year", lambda: letter(desk))


def test_the_year_of_the_last_number_counts_as_confirmed_also_where_nobody_ever_confirmed(desk: Desk) -> None:
    db.Register.insert(name="letter", year=2027, last=7).execute()
    timekeeping.set_leap_days(desk.person("admin"), 60)
    desk.set("2027-01-04 08:00")
    assert state(desk) is ClockState.SOUND


def test_a_year_that_was_confirmed_by_mistake_opens_none_before_it(desk: Desk) -> None:
    desk.set("2036-11-23 09:00")
    timekeeping.confirm_clock(desk.person("admin"), "keliru")
    desk.set("2026-11-23 10:00")
    timekeeping.confirm_clock(desk.person("admin"), "jam dibetulkan")
    letter(desk)
    timekeeping.set_leap_days(desk.person("admin"), 60)
    desk.set("2027-01-04 08:00")
    refused("new_year", lambda: letter(desk))


def test_a_clock_set_back_stops_every_act_until_a_head_confirms(desk: Desk) -> None:
    number = letter(desk)
    desk.set("2026-11-20 09:00")
    told = refused("clock_behind", lambda: routing.take(desk.person("mail_clerk"), number))
    assert "Jumat, 20 November 2026, 09.00 WIB" in told
    refused("clock_behind", lambda: letter(desk))
    with pytest.raises(NotAllowed):
        timekeeping.confirm_clock(desk.person("receptionist"))
    found = timekeeping.confirm_clock(desk.person("manager"), "baterai diganti")
    assert found.state is ClockState.BEHIND
    assert letter(desk) == "0002/2026"


def test_who_may_only_open_a_year_settles_no_other_doubt_that_came_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set("2026-11-20 09:00")
    seen = ClockVerdict(ClockState.NEW_YEAR, desk.clock.now(), desk.clock.now(), 2026)
    monkeypatch.setattr(timekeeping, "check_clock", lambda office: seen)
    before = trace()
    with pytest.raises(NotAllowed):
        timekeeping.confirm_clock(desk.person("mail_clerk"))
    assert trace() == before


def test_what_is_confirmed_is_told_by_an_event(desk: Desk) -> None:
    letter(desk)
    last = desk.clock.now()
    desk.set("2026-11-20 09:00")
    timekeeping.confirm_clock(desk.person("manager"), "baterai diganti")
    event = db.EventLog.get_by_id(ledger.last_event_id())
    assert (event.subject, event.kind, event.by) == ("office", "clock_confirmed", "manager")
    assert event.recorded_at == event.at == desk.clock.now()
    assert event.data == {
        "doubt": "clock_behind",
        "machine": desk.clock.now(),
        "last": last,
        "zone": "Asia/Jakarta",
        "year": 2026,
        "reason": "baterai diganti",
    }


def test_a_case_keeps_its_own_order_after_a_clock_was_set_back(desk: Desk) -> None:
    clerk = desk.person("mail_clerk")
    number = letter(desk)
    desk.set("2026-11-20 09:00")
    timekeeping.confirm_clock(desk.person("manager"))
    with pytest.raises(FieldError, match="lebih awal"):
        routing.take(clerk, number)
    other = letter(desk)
    routing.take(clerk, other)
    desk.set("2026-11-23 09:01")
    routing.take(clerk, number)
    assert verify(desk.person("admin")).fault is None


def test_a_sound_clock_needs_no_word(desk: Desk) -> None:
    assert "tidak ada yang perlu" in refused("sound", lambda: timekeeping.confirm_clock(desk.person("admin")))
    desk.advance(-200)  # another desk's clock, a little ahead
    refused("sound", lambda: timekeeping.confirm_clock(desk.person("admin")))


def test_signing_in_goes_through_and_settles_nothing(desk: Desk) -> None:
    last = ledger.tail().recorded_at
    desk.set("2026-11-20 09:00")
    session = people.sign_in(desk.office, "admin", PASSWORD)
    assert ledger.tail().recorded_at == last
    assert state(desk) is ClockState.BEHIND
    people.sign_out(session)
    assert state(desk) is ClockState.BEHIND


def test_an_example_office_is_never_asked_but_for_a_clock_behind(desk: Desk) -> None:
    db.Setting.insert(key="is_demo", value=True).execute()
    desk.set("2027-06-14 09:00")
    desk.office = opening.open_office(desk.config.database_url, desk.clock)
    assert letter(desk) == "0001/2027"
    desk.set("2026-06-14 09:00")
    refused("clock_behind", lambda: letter(desk))


def test_the_word_counts_for_every_desk_of_the_office(desk: Desk) -> None:
    desk.set("2026-12-14 09:00")
    timekeeping.confirm_clock(desk.person("admin"))
    elsewhere = Desk(desk.config, opening.open_office(desk.config.database_url, desk.clock), desk.clock)
    assert letter(elsewhere) == "0001/2026"
