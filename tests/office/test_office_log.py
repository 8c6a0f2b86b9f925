"""What was done to the office can be read by those who answer for it, and by nobody else."""

from __future__ import annotations

import pytest

from desk import db
from desk.domain.case import Kind
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.errors import NotAllowed
from desk.office import complaints, exports, intake, people
from desk.office.office_log import TEXTS, office_log
from tests.conftest import Desk
from tests.office.all_acts import ALL_ACTS


def test_who_took_identities_and_why_is_told_without_them(desk: Desk) -> None:
    draft = ComplaintDraft(
        "hotline-bkpsdm", "whatsapp", "Pungutan", sender="Siti Rahma", phone="0812 0000 1234"
    )
    number = complaints.log_complaint(desk.person("receptionist"), draft).number
    exports.full_identities(desk.person("manager"), [number], "rekap triwulan")
    [event] = office_log(desk.person("admin"), "identities_exported")
    assert (event.by, event.subject, event.more["reason"]) == ("manager", "office", "rekap triwulan")
    assert "Rahma" not in str(event)


def test_it_is_about_no_single_case_and_the_last_comes_first(desk: Desk) -> None:
    intake.log_letter(desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal"))
    people.set_active(desk.person("admin"), "pr_officer", active=False)
    events = office_log(desk.person("manager"))
    assert (events[0].kind, events[0].subject) == ("user_disabled", "user:pr_officer")
    assert events[-1].kind == "office_created"
    assert not any("/" in event.subject for event in events)
    assert len(office_log(desk.person("manager"), limit=2)) == 2


@pytest.mark.parametrize("position", ["receptionist", "pr_officer", "mail_clerk"])
def test_others_are_refused(desk: Desk, position: str) -> None:
    with pytest.raises(NotAllowed):
        office_log(desk.person(position))


@pytest.mark.parametrize("name", ALL_ACTS)
def test_every_act_upon_no_case_has_its_words(desk: Desk, name: str) -> None:
    act, who, prepare = ALL_ACTS[name]
    if prepare is not None:
        prepare(desk)
    act(desk, desk.person(who))
    kinds = {kind for (kind,) in db.tuples(db.EventLog.select(db.EventLog.kind).distinct())}
    unknown = {kind for kind in kinds - TEXTS.keys() - set(Kind) if not kind.startswith("calendar_")}
    assert not unknown
