"""Complaints from one number: named to those who may know of them, never refused, never told to others."""

from __future__ import annotations

import pytest

from desk import db
from desk.domain.case import Event, Kind
from desk.domain.complaint import ComplaintDraft
from desk.domain.people import Permission
from desk.office import archive, case_store, complaints, opening, routing, same_number
from desk.office.verify import verify
from tests.conftest import Desk
from tests.office.test_privacy import complain


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


def test_a_whole_number_finds_the_complaints_from_it_that_one_may_know_of(desk: Desk) -> None:
    number = complain(desk)
    complain(desk, is_anonymous=True)
    assert [row.number for row in archive.search(desk.person("manager"), "+62 812-0000-1234")] == [number]
    assert archive.count(desk.person("manager"), "081200001234") == 1
    assert archive.search(desk.person("manager"), "081200001235") == []


def test_what_an_older_desk_let_be_found_is_put_right(desk: Desk) -> None:
    number = complain(desk)
    db.Case.update(search=f"{number} siti rahma".lower()).where(db.Case.number == number).execute()
    db.Complaint.update(phone_key=None).execute()
    db.Setting.update(value=4).where(db.Setting.key == "projection").execute()
    opening.open_office(desk.config.database_url, desk.clock)
    assert archive.search(desk.person("manager"), "rahma") == []
    assert again(desk, "081200001234") == (number,)
    assert verify(desk.person("manager")).fault is None
