"""Complaints from one number: named to those who may know of them, never refused, never told to others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from desk import db
from desk.domain.case import Event, Kind
from desk.domain.complaint import ComplaintDraft
from desk.domain.people import Permission
from desk.domain.phone import normalise_phone
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import archive, case_store, complaints, opening, routing, same_number, timekeeping
from desk.office.office_log import OfficeEvent, office_log
from desk.office.verify import verify
from tests.conftest import Desk
from tests.office.files import complain


def again(desk: Desk, phone: str, who: str = "receptionist") -> tuple[str, ...]:
    draft = ComplaintDraft("hotline-bkpsdm", "sms", "Belum ada jawaban", phone=phone)
    return complaints.log_complaint(desk.person(who), draft).duplicates


@pytest.mark.parametrize(
    "phone", ["0812 0000 1234", "62 812 0000 1234", "+62812-0000-1234", "(0812)00001234"]
)
def test_an_open_complaint_from_the_same_number_is_named_however_it_is_written(
    desk: Desk, phone: str
) -> None:
    number = complain(desk)
    told = same_number.complaints_from(desk.person("receptionist"), phone)
    assert [str(item) for item in told] == [f"{number}, terdaftar"]
    assert again(desk, phone) == (number,)
    assert again(desk, "0812 0000 1235") == ()
    assert verify(desk.person("manager")).fault is None


def test_a_closed_complaint_is_not_named(desk: Desk) -> None:
    routing.cancel(desk.person("manager"), complain(desk), "dicabut")
    assert again(desk, "081200001234") == ()


def test_a_confidential_complaint_is_named_only_to_who_sees_it(desk: Desk) -> None:
    number = complain(desk, is_confidential=True)
    assert again(desk, "081200001234") == ()
    assert number in again(desk, "081200001234", "hotline_officer")


def test_an_anonymous_complaint_is_named_only_to_the_holder_of_its_step(desk: Desk) -> None:
    number = complain(desk, is_anonymous=True)
    officer = desk.person("hotline_officer")
    assert same_number.complaints_from(officer, "081200001234") == ()
    routing.take(officer, number)
    assert [item.number for item in same_number.complaints_from(officer, "081200001234")] == [number]
    assert same_number.complaints_from(desk.person("manager"), "081200001234") == ()


def test_whoever_is_kept_out_of_a_complaint_does_not_hear_of_it(desk: Desk) -> None:
    number = complain(desk)
    with desk.person("manager").act(Permission.SUPERVISE) as act:
        case = case_store.load(number)
        event = Event(Kind.EXCLUDED, act.at, "manager", {"people": ["receptionist"], "reason": "disebut"})
        case_store.commit(act, case, [event])
    assert again(desk, "081200001234") == ()


def test_the_key_is_the_offices_own_and_the_log_holds_no_number(desk: Desk) -> None:
    complain(desk)
    key = db.Complaint.get().phone_key
    db.Setting.update(value="lain").where(db.Setting.key == "phone_secret").execute()
    assert same_number.phone_key("081200001234") != key
    assert verify(desk.person("manager")).fault is not None
    assert "1234" not in str(list(db.tuples(db.EventLog.select(db.EventLog.data))))


def test_nobody_is_found_by_name_or_by_a_part_of_the_number(desk: Desk) -> None:
    complain(desk)
    for text in ("rahma", "Siti Rahma", "0812", "00001234"):
        assert archive.search(desk.person("manager"), text) == []
    assert len(archive.search(desk.person("manager"), "pungutan")) == 1


def asked(desk: Desk, who: str, phone: str = "+62 812-0000-1234") -> list[str]:
    return [item.number for item in same_number.look_up(desk.person(who), phone)]


def look_ups(desk: Desk) -> list[OfficeEvent]:
    return office_log(desk.person("manager"), same_number.KIND)


def test_a_whole_number_finds_the_complaints_from_it_that_one_may_know_of(desk: Desk) -> None:
    number, hidden = complain(desk), complain(desk, is_anonymous=True)
    routing.cancel(desk.person("manager"), number, "dicabut")
    assert asked(desk, "manager") == asked(desk, "receptionist") == [number], "closed ones too"
    assert asked(desk, "manager", "081200001235") == []
    routing.take(desk.person("hotline_officer"), hidden)
    assert asked(desk, "hotline_officer") == [hidden, number]
    found = archive.complaints_from(desk.person("manager"), "081200001234", 5)
    assert [row.number for row in found] == [number]


def test_the_archive_finds_a_number_only_where_it_was_asked_for(desk: Desk) -> None:
    number = complain(desk)
    for who in ("manager", "receptionist"):
        assert archive.search(desk.person(who), "081200001234") == []
        assert archive.count(desk.person(who), "081200001234") == 0
        found = archive.search(desk.person(who), "081200001234", also=[number])
        assert [row.number for row in found] == [number]
        assert archive.count(desk.person(who), "081200001234", also=[number]) == 1
    assert look_ups(desk) == []


def test_whoever_neither_logs_nor_may_see_the_identity_finds_nothing_by_a_number(desk: Desk) -> None:
    draft = ComplaintDraft("pengaduan-elektronik", "sms", "Pungutan", phone="081200001234")
    number = complaints.log_complaint(desk.person("sms_officer"), draft).number
    for who in ("team_member", "pr_officer", "steering_officer", "agency_secretary"):
        assert asked(desk, who) == []
    routing.finish(desk.person("sms_officer"), number, "analyse")
    assert asked(desk, "team_member") == [number], "it is theirs to work on, and so is the identity"
    assert asked(desk, "pr_officer") == []
    with pytest.raises(NotAllowed):
        same_number.look_up(desk.person("admin"), "081200001234")


def test_every_number_that_was_asked_for_is_told_about_the_office_and_not_which(desk: Desk) -> None:
    complain(desk)
    for phone in ("081200001234", "081200001235", "081200001236"):
        asked(desk, "pr_officer", phone)
    told = look_ups(desk)
    assert [(event.by, event.subject) for event in told] == [("pr_officer", "office")] * 3
    stored = list(db.tuples(db.EventLog.select(db.EventLog.data).where(db.EventLog.kind == same_number.KIND)))
    assert "1234" not in str(stored)
    assert db.Complaint.get().phone_key not in str(stored), "what was asked is not held against what is kept"
    assert verify(desk.person("manager")).fault is None


def test_the_same_number_asked_for_again_by_the_same_person_is_told_once_for_a_while(desk: Desk) -> None:
    for phone in ("081200001234", "0812-0000-1234", "081200001235", "+62 812 0000 1234"):
        asked(desk, "receptionist", phone)
    assert len(look_ups(desk)) == 2
    asked(desk, "mail_clerk")
    assert len(look_ups(desk)) == 3
    desk.advance(same_number.AGAIN)
    asked(desk, "receptionist")
    assert len(look_ups(desk)) == 4


def test_nobody_tries_number_after_number(desk: Desk) -> None:
    number = complain(desk)
    for serial in range(same_number.LIMIT):
        asked(desk, "receptionist", f"08120000{serial:04d}")
    with pytest.raises(RuleError) as refusal:
        asked(desk, "receptionist")
    assert refusal.value.code == "too_many"
    assert len(office_log(desk.person("manager"), same_number.KIND, limit=1000)) == same_number.LIMIT
    assert asked(desk, "hotline_officer") == [number], "others go on"
    desk.advance(same_number.WITHIN)
    assert asked(desk, "receptionist") == [number]


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        (" 0812 0000 1234 ", True), ("081-2000-01234", True), ("+62 812-0000-1234", True), ("62812.0000.1234", True),
        ("(0331) 421234", True), ("+60 12 345 6789", True), ("033142123", True), ("03314212", False),
        ("20261125", False), ("202611250900", False), ("25 11 2026", False), ("01 12 2026", False),
        ("0481 2026", False), ("0481/2026", False), ("P-0093/2026", False), ("0004812/2026", False),
        ("005/123/2026", False),
        ("19800101 200604 1", False), ("62", False), ("", False), ("siti", False), ("08120000123412345", False),
    ],
)  # fmt: skip
def test_only_what_is_written_as_a_whole_number_is_taken_for_one(text: str, may_be: bool) -> None:
    assert archive.may_be_phone(text) is may_be
    if may_be:
        assert normalise_phone(text)


def steps(work: Callable[[], object]) -> int:
    """How many steps of its program the engine takes: what it reads, whatever the machine."""
    taken = count()
    connection = db.database.connection()
    connection.set_progress_handler(lambda: next(taken) < 0, 1)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 1)
    return next(taken)


def test_asking_for_a_number_reads_no_further_back_than_it_counts(desk: Desk) -> None:
    asked(desk, "mail_clerk")
    few = steps(lambda: asked(desk, "receptionist", "081200001235"))
    row = db.EventLog.select().where(db.EventLog.kind == same_number.KIND).dicts().get()
    rows = [row | {"id": row["id"] + 2 + place} for place in range(500)]
    db.EventLog.insert_many(rows).execute()
    desk.advance(same_number.WITHIN)
    asked(desk, "receptionist", "081200001236")
    assert steps(lambda: asked(desk, "receptionist", "081200001237")) < few + 200


def test_what_was_asked_for_before_the_clock_was_set_back_is_counted_no_longer_than_an_hour(
    desk: Desk,
) -> None:
    desk.advance(30 * archive.DAY)
    timekeeping.confirm_clock(desk.person("manager"))
    for serial in range(same_number.LIMIT):
        asked(desk, "receptionist", f"08120000{serial:04d}")
    desk.clock.set(desk.clock.now() - 30 * archive.DAY)
    timekeeping.confirm_clock(desk.person("manager"))
    with pytest.raises(RuleError, match="Terlalu banyak"):
        asked(desk, "receptionist")
    desk.advance(same_number.WITHIN + 1)
    assert asked(desk, "receptionist") == []


@pytest.mark.parametrize("phone", ["0812", "", "siti"])
def test_a_part_of_a_number_is_refused_and_told_to_nobody(desk: Desk, phone: str) -> None:
    with pytest.raises(FieldError) as refusal:
        asked(desk, "receptionist", phone)
    assert refusal.value.field == "phone"
    assert look_ups(desk) == []


def test_what_an_older_desk_let_be_found_is_put_right(desk: Desk) -> None:
    number = complain(desk)
    db.Case.update(search=f"{number} siti rahma".lower()).where(db.Case.number == number).execute()
    db.Complaint.update(phone_key=None).execute()
    db.Setting.update(value=4).where(db.Setting.key == "projection").execute()
    opening.open_office(desk.config.database_url, desk.clock)
    assert archive.search(desk.person("manager"), "rahma") == []
    assert again(desk, "081200001234") == (number,)
    assert verify(desk.person("manager")).fault is None
