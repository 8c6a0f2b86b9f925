"""Acts: permission, transaction, events, time; numbers; what a refusal leaves behind (nothing)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission
from desk.errors import DeskError, FieldError, NotAllowed, RuleError, StorageError
from desk.office import (
    casefile,
    intake,
    ledger,
    opening,
    people,
    routing,
    timekeeping,
)
from desk.office.case_view import EventView
from desk.office.history import case_history
from desk.office.office import Office
from desk.office.verify import verify
from tests.conftest import Desk, at
from tests.office.all_acts import ALL_ACTS
from tests.office.files import READY, complaint, letter


def rows() -> tuple[int, int]:
    return db.EventLog.select().count(), db.Case.select().count()


@pytest.mark.parametrize("name", ALL_ACTS)
def test_every_act_appends_an_event_that_tells_all_it_has_changed(desk: Desk, name: str) -> None:
    act, who, prepare = ALL_ACTS[name]
    if prepare:
        prepare(desk)
    before = ledger.last_event_id()
    act(desk, desk.person(who))
    assert ledger.last_event_id() > before
    assert verify(desk.person("admin")).fault is None


@pytest.mark.parametrize("name", ALL_ACTS)
def test_no_act_without_the_permission_and_a_refusal_writes_nothing(desk: Desk, name: str) -> None:
    act, who, prepare = ALL_ACTS[name]
    if prepare:
        prepare(desk)
    before = rows()
    outsider = "steering_officer" if who == "admin" or name == "incident_reported" else "admin"
    with pytest.raises(NotAllowed):
        act(desk, desk.person(outsider))
    assert rows() == before


def test_an_act_without_an_event_is_rolled_back(desk: Desk) -> None:
    session = desk.person("admin")
    with pytest.raises(RuntimeError), session.act(Permission.ADMINISTER):
        db.Setting.insert(key="behind-the-door", value=1).execute()
    assert db.Setting.get_or_none(db.Setting.key == "behind-the-door") is None


def test_agenda_numbers_run_without_a_gap_though_some_letters_are_refused(desk: Desk) -> None:
    assert letter(desk) == "0001/2026"
    for wrong in ({"sender": " "}, {"subject": ""}, {"have": frozenset({"tidak_ada"})}):
        with pytest.raises(FieldError):
            letter(desk, **wrong)
    assert letter(desk) == "0002/2026"


def test_letters_and_complaints_have_series_of_their_own(desk: Desk) -> None:
    assert letter(desk) == "0001/2026"
    assert complaint(desk) == "P-0001/2026"


def test_the_agenda_year_is_that_of_recording(desk: Desk) -> None:
    desk.set("2026-12-31 15:00")
    timekeeping.confirm_clock(desk.person("manager"))
    assert letter(desk) == "0001/2026"
    desk.set("2027-01-04 08:00")
    timekeeping.confirm_clock(desk.person("mail_clerk"))
    draft = LetterDraft("wa-center", "OPD", "Hal", have=READY, received_at=at("2026-12-31 15:30"))
    assert intake.log_letter(desk.person("mail_clerk"), draft, reason="listrik padam").number == "0001/2027"


def test_two_receptionists_at_the_same_second_get_two_numbers(desk: Desk) -> None:
    numbers: list[str] = []
    failed: list[Exception] = []
    ready = threading.Barrier(2)

    def work() -> None:
        with db.database.connection_context():
            ready.wait()
            try:
                for _ in range(10):
                    numbers.append(letter(desk))
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(numbers) == [f"{n:04d}/2026" for n in range(1, 21)]


def test_a_voided_number_stays_visible_and_is_not_given_again(desk: Desk) -> None:
    number = letter(desk)
    intake.void_letter(desk.person("section_head"), number, "dicatat dua kali")
    assert letter(desk) == "0002/2026"
    stored = db.Letter.get_by_id(number)
    assert stored.voided
    assert db.Case.get_by_id(number).status == "cancelled"


def test_a_late_entry_needs_a_reason_and_runs_from_the_real_time(desk: Desk) -> None:
    desk.set("2026-11-24 10:00")
    draft = LetterDraft("wa-center", "OPD", "Hal", have=READY, received_at=at("2026-11-23 15:00"))
    with pytest.raises(FieldError) as refusal:
        intake.log_letter(desk.person("mail_clerk"), draft)
    assert refusal.value.field == "reason"
    logged = intake.log_letter(desk.person("mail_clerk"), draft, reason="listrik padam")
    assert logged.due_at == at("2026-11-23 15:30")


def test_an_act_is_not_dated_in_the_future_nor_before_the_last_act_of_its_case(desk: Desk) -> None:
    number = letter(desk)
    clerk = desk.person("mail_clerk")
    with pytest.raises(FieldError, match="masa depan"):
        routing.take(clerk, number, at=desk.clock.now() + 1, reason="uji")
    desk.advance(600)
    routing.take(clerk, number)
    with pytest.raises(FieldError, match="lebih awal"):
        routing.finish(clerk, number, at=desk.clock.now() - 60, reason="uji")
    desk.advance(600)
    routing.finish(clerk, number, at=desk.clock.now() - 300, reason="lupa menekan")


def test_a_clock_that_stands_far_back_stops_writing(desk: Desk) -> None:
    letter(desk)
    desk.set("2009-01-01 08:00")
    with pytest.raises(RuleError, match="Jam komputer"):
        letter(desk)


def test_a_clock_a_few_minutes_behind_another_desk_writes_at_the_last_record(desk: Desk) -> None:
    letter(desk)
    last = ledger.tail().recorded_at
    desk.advance(-120)
    letter(desk)
    assert ledger.tail().recorded_at == last


def test_who_acts_on_an_old_reading_is_told_who_changed_it_and_when(desk: Desk) -> None:
    number = letter(desk)
    seen = ledger.last_event_id()
    desk.advance(60)
    routing.add_note(desk.person("manager"), number, "mohon didahulukan")
    with pytest.raises(RuleError, match=r"Pimpinan / Manajer pukul 09\.01"):
        routing.finish(desk.person("mail_clerk"), number, expected=seen)


def test_duplicates_are_named_never_refused(desk: Desk) -> None:
    letter(desk)
    draft = LetterDraft("wa-center", "dinas  kesehatan", "Lain", letter_no="400.7 / 1", have=READY)
    assert intake.log_letter(desk.person("mail_clerk"), draft).duplicates == ("0001/2026",)
    other_unit = LetterDraft("wa-center", "Dinas Sosial", "Lain", letter_no="400.7/1", have=READY)
    assert intake.log_letter(desk.person("mail_clerk"), other_unit).duplicates == ()


def test_a_locked_database_is_told_in_words_and_nothing_is_half_written(desk: Desk) -> None:
    db.be_brief(0)
    before = rows()
    other = sqlite3.connect(desk.config.home / "desk.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="sedang dipakai"):
        letter(desk)
    other.rollback()
    other.close()
    assert rows() == before
    assert letter(desk) == "0001/2026"


def test_a_read_only_database_is_told_in_words(desk: Desk) -> None:
    db.database.execute_sql("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="hanya dapat dibaca"):
        letter(desk)
    db.database.execute_sql("PRAGMA query_only = OFF")
    assert rows()[1] == 0


def test_a_file_that_is_no_database_is_refused_in_words(desk: Desk) -> None:
    wrong = desk.config.home / "bukan.db"
    wrong.write_bytes(b"bukan basis data sama sekali" * 100)
    wrong.chmod(0o600)
    with pytest.raises(DeskError, match="bukan milik desk"):
        opening.open_office(f"sqlite:///{wrong}")


def elsewhere(desk: Desk) -> Desk:
    """The same office at another desk: nothing in memory is shared."""
    return Desk(desk.config, Office(desk.clock), desk.clock)


def test_who_was_disabled_at_another_desk_acts_no_more(desk: Desk) -> None:
    letter(desk)
    clerk, head = desk.person("mail_clerk"), desk.person("section_head")
    assert desk.office.people["mail_clerk"].active
    people.set_active(elsewhere(desk).person("admin"), "mail_clerk", active=False)
    with pytest.raises(NotAllowed, match="dinonaktifkan"):
        routing.take(clerk, "1")
    with pytest.raises(FieldError, match="tidak aktif"):
        routing.assign(head, "1", "mail_clerk", "piket")


def test_a_name_taken_at_another_desk_is_refused_in_words(desk: Desk) -> None:
    assert "budi" not in desk.office.people
    people.add_user(elsewhere(desk).person("admin"), "budi", "Budi", ["pr_officer"], "sandi-baru-1")
    with pytest.raises(FieldError, match="sudah dipakai"):
        people.add_user(desk.person("admin"), "budi", "Budi", ["pr_officer"], "sandi-baru-1")


@pytest.mark.parametrize("year", ["0001", "1969", "2200", "9998"])
def test_an_instant_of_an_impossible_year_is_refused_and_nothing_is_written(desk: Desk, year: str) -> None:
    when, before = at(f"{year}-06-01 09:00"), rows()
    clerk = desk.person("mail_clerk")
    event = LetterDraft("keprotokolan", "OPD", "Hal", event_start=when)
    acts: list[Callable[[], object]] = [
        lambda: intake.log_letter(
            clerk, LetterDraft("surat-umum", "OPD", "Hal", received_at=when), reason="x"
        ),
        lambda: intake.log_letter(clerk, event),
        lambda: intake.preview_due(clerk, "keprotokolan", complete=True, event_start=when),
        lambda: intake.preview_due(clerk, "wa-center", complete=True, received_at=when),
    ]
    for act in acts:
        with pytest.raises(FieldError) as refused:
            act()
        assert refused.value.code == "out_of_range"
    number = letter(desk)
    with pytest.raises(FieldError):
        routing.take(clerk, number, at=when, reason="x")
    order = DispositionOrder(("mail_clerk",), ("follow_up",), due_at=when)
    with pytest.raises(FieldError):
        routing.dispose(clerk, number, order)
    assert rows()[1] == before[1] + 1


def test_the_event_of_a_running_case_stays_where_it_was(desk: Desk) -> None:
    service = desk.office.services["keprotokolan"]
    clerk, start = desk.person("mail_clerk"), at("2026-11-24 09:00")
    draft = LetterDraft("keprotokolan", "OPD", "Hal", have=service.required_keys, event_start=start)
    number = intake.log_letter(clerk, draft).number
    with pytest.raises(FieldError, match="sudah berjalan"):
        intake.complete_requirements(clerk, number, ["lain_lain"], event_start=start + 3600)
    intake.complete_requirements(clerk, number, ["lain_lain"])
    assert db.Letter.get_by_id(number).event_start == start


def test_requirements_are_ticked_on_letters_only(desk: Desk) -> None:
    with pytest.raises(RuleError, match="Hanya surat"):
        intake.complete_requirements(desk.person("receptionist"), complaint(desk), ["materi"])


def test_a_case_is_shown_as_of_one_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another desk's act between two reads must not lend an old state the new revision."""
    number = letter(desk)

    def late(*args: Any, **more: Any) -> list[EventView]:
        other = sqlite3.connect(desk.config.home / "desk.db", timeout=5)
        with other:
            other.execute(
                "INSERT INTO event_log SELECT id + 1, at, recorded_at, \"by\", terminal, subject, 'taken',"
                " '{\"visit\":1}', NULL, hash FROM event_log ORDER BY id DESC LIMIT 1"
            )
        other.close()
        return case_history(*args, **more)

    monkeypatch.setattr("desk.office.casefile.case_history", late)
    view = casefile.view_case(desk.person("mail_clerk"), number)
    assert view.visits[0].taken_at is None
    assert view.revision < ledger.last_event_id()


@pytest.mark.parametrize("text", ["\ud800 rusak", "\u200b\u200b", "\x00\x01"])
def test_a_text_that_cannot_be_stored_or_read_is_refused_at_its_field(desk: Desk, text: str) -> None:
    with pytest.raises(FieldError) as refusal:
        letter(desk, sender=text)
    assert refusal.value.field == "sender"
    assert letter(desk) == "0001/2026"


def test_a_case_cancelled_when_already_over_is_reported_late(desk: Desk) -> None:
    late, early = letter(desk), letter(desk)
    routing.cancel(desk.person("manager"), early, "ditarik")
    desk.advance(3600)
    routing.cancel(desk.person("manager"), late, "ditarik")
    assert db.Case.get_by_id(early).verdict == "none"
    assert db.Case.get_by_id(late).verdict == "missed"
