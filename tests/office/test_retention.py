"""Which files are due, and destroying only those, by their minutes; nothing goes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import db
from desk.domain.case import Event, Kind
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission
from desk.errors import FieldError, NotAllowed, RuleError
from desk.office import case_store, intake, retention, routing, timekeeping
from desk.office.casefile import view_case
from desk.office.verify import verify
from tests.conftest import Desk
from tests.domain.test_retention import ROUTINE
from tests.office.files import complain

READY = frozenset({"surat_pengantar", "materi"})


@pytest.fixture
def closed(desk: Desk) -> str:
    """A letter that was closed on 23 November 2026, in an office with a class for letters: due after five years."""
    admin = desk.person("admin")
    retention.set_class(admin, ROUTINE)
    retention.set_class(admin, replace(ROUTINE, key="abadi", final_action="permanent"))
    retention.assign(admin, "letter", "surat-rutin")
    return letter(desk)


def letter(desk: Desk) -> str:
    draft = LetterDraft("wa-center", "OPD Contoh", "Hal", have=READY)
    number = intake.log_letter(desk.person("mail_clerk"), draft).number
    routing.cancel(desk.person("manager"), number, "ditarik")
    return number


def later(desk: Desk, day: str) -> None:
    desk.set(f"{day} 09:00")
    timekeeping.confirm_clock(desk.person("manager"), "uji")


def test_an_office_begins_without_any_class(desk: Desk) -> None:
    letter(desk)
    assert retention.classes() == {}
    assert retention.due(desk.person("manager")) == []


def test_a_closed_file_is_due_when_its_years_are_over(desk: Desk, closed: str) -> None:
    later(desk, "2031-11-22")
    assert retention.due(desk.person("manager")) == []
    desk.set("2031-11-23 08:00")
    (item,) = retention.due(desk.person("admin"))
    assert (item.number, item.closed_on, item.due_on) == (closed, date(2026, 11, 23), date(2031, 11, 23))
    with pytest.raises(NotAllowed):
        retention.due(desk.person("mail_clerk"))
    assert view_case(desk.person("manager"), closed).sender == "OPD Contoh", "nothing goes by itself"


def test_neither_an_open_file_nor_one_without_a_class_is_due(desk: Desk, closed: str) -> None:
    intake.log_letter(desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=READY))
    routing.cancel(desk.person("manager"), complain(desk), "dicabut")
    later(desk, "2040-01-02")
    assert [item.number for item in retention.due(desk.person("manager"))] == [closed]


def test_a_service_s_class_goes_before_its_kind_s_and_a_case_s_own_before_both(
    desk: Desk, closed: str
) -> None:
    later(desk, "2031-12-01")
    admin, manager = desk.person("admin"), desk.person("manager")
    retention.assign(admin, "wa-center", "abadi")
    assert [item.retention.key for item in retention.due(manager)] == ["abadi"]
    retention.set_case(manager, closed, "surat-rutin", "keliru digolongkan")
    assert [item.retention.key for item in retention.due(manager)] == ["surat-rutin"]
    assert view_case(manager, closed).history[-1].text == "Kelas retensi surat-rutin: keliru digolongkan"
    assert verify(manager).fault is None
    with pytest.raises(RuleError, match="memang sudah"):
        retention.set_case(manager, closed, "surat-rutin", "x")
    with pytest.raises(FieldError, match="tidak dikenal"):
        retention.set_case(manager, closed, "gaib", "x")
    with pytest.raises(FieldError, match="tidak ada"):
        retention.assign(admin, "gaib", "abadi")


def test_destroying_erases_those_that_are_due_and_none_if_one_is_not(desk: Desk, closed: str) -> None:
    other = letter(desk)
    manager = desk.person("manager")
    retention.set_case(manager, other, "abadi", "bernilai sejarah")
    later(desk, "2031-12-01")
    with pytest.raises(RuleError, match=f"Belum jatuh retensi musnah: {other}"):
        retention.destroy(manager, [closed, other], "BA 1/2031")
    assert view_case(manager, closed).sender == "OPD Contoh"
    retention.destroy(manager, [closed], "BA 1/2031")
    view = view_case(manager, closed)
    assert (view.sender, view.history[-1].text) == (
        "(dihapus)", "Data pribadi dan isi berkas dihapus. Dasar: BA 1/2031",
    )  # fmt: skip
    assert [item.number for item in retention.due(manager)] == [other]
    event = db.EventLog.select().order_by(db.EventLog.id.desc()).get()
    assert (event.kind, event.data) == ("files_destroyed", {"cases": [closed], "basis": "BA 1/2031"})
    assert verify(manager).fault is None


def test_a_file_is_not_named_to_a_head_who_is_kept_out_of_it(desk: Desk, closed: str) -> None:
    with desk.person("team_lead").act(Permission.SUPERVISE) as act:
        told = {"people": ["manager"], "reason": "disebut"}
        event = Event(Kind.EXCLUDED, act.at, "team_lead", told)
        case_store.commit(act, case_store.load(closed), [event])
    later(desk, "2031-12-01")
    assert retention.due(desk.person("manager")) == []
    assert len(retention.due(desk.person("team_lead"))) == 1
