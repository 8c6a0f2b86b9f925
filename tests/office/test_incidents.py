"""Incidents: anybody records one, heads and admins see them all and say that one was reported."""

from __future__ import annotations

import pytest

from desk import db
from desk.errors import NotAllowed, NotFound, RuleError
from desk.office import incidents
from tests.conftest import Desk, at


def test_anybody_records_one_and_those_who_answer_for_it_see_it(desk: Desk) -> None:
    noticed = at("2026-11-20 15:00")
    told = incidents.add(desk.person("steering_officer"), "Flashdisk hilang", noticed, 12)
    assert (told.no, told.report_by, told.left(desk.clock.now())) == (1, at("2026-11-23 15:00"), 6 * 3600)
    for who in ("manager", "admin", "steering_officer"):
        assert incidents.incidents(desk.person(who)) == [told]
    assert incidents.incidents(desk.person("mail_clerk")) == []
    assert incidents.open_ones(desk.person("steering_officer")) == []
    event = db.EventLog.select().order_by(db.EventLog.id.desc()).get()
    assert (event.kind, event.by, event.data["incident"]) == ("incident_recorded", "steering_officer", 1)


def test_open_ones_come_first_the_most_urgent_first_until_they_are_reported(desk: Desk) -> None:
    manager = desk.person("manager")
    for hours in (10, 30, 20):
        incidents.add(manager, f"{hours} jam lalu", desk.clock.now() - hours * 3600)
    assert [item.no for item in incidents.open_ones(manager)] == [2, 3, 1]
    done = incidents.done(manager, 2, "surat 12 kepada lembaga")
    assert (done.is_open, done.done_by) == (False, "manager")
    assert [item.no for item in incidents.incidents(manager)] == [3, 1, 2]
    with pytest.raises(RuleError, match="sudah dinyatakan"):
        incidents.done(manager, 2, "lagi")
    with pytest.raises(NotFound):
        incidents.done(manager, 7, "x")
    with pytest.raises(NotAllowed):
        incidents.done(desk.person("mail_clerk"), 1, "x")
