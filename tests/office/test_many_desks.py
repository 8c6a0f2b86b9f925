"""Many desks on one database: each learns what others changed without reading it all, and overwrites nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import db
from desk.domain.complaint import CLASSES, ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, RuleError
from desk.office import class_tables, complaints, intake, ledger, opening, people, routing, setup
from desk.office.session import Session
from tests.conftest import Desk
from tests.office.files import letter


def test_what_others_do_to_cases_makes_no_desk_read_the_office_again(desk: Desk) -> None:
    here = opening.office_here(desk.clock)
    here.keep_up(ledger.last_event_id())
    known = here.people, here.services, here.calendars
    number = letter(desk)
    routing.finish(desk.person("mail_clerk"), number)
    here.keep_up(ledger.last_event_id())
    assert (here.people, here.services, here.calendars) == known
    assert here.people is known[0]
    assert here.calendars is known[2]


def test_people_who_came_or_went_elsewhere_are_known_with_the_next_event(desk: Desk) -> None:
    here = opening.office_here(desk.clock)
    here.keep_up(ledger.last_event_id())
    assert "sari" not in here.people
    people.add_user(desk.person("admin"), "sari", "Sari", ["receptionist"], "sandi-pertama")
    letter(desk)
    here.keep_up(ledger.last_event_id())
    assert "sari" in here.people
    people.set_active(desk.person("admin"), "pr_officer", active=False)
    here.keep_up(ledger.last_event_id())
    assert not here.people["pr_officer"].active


def test_a_number_is_not_voided_over_what_somebody_else_did(desk: Desk) -> None:
    number = letter(desk)
    seen = ledger.last_event_id()
    routing.finish(desk.person("mail_clerk"), number)
    with pytest.raises(RuleError) as refused:
        intake.void_letter(desk.person("section_head"), number, "salah catat", expected=seen)
    assert refused.value.code == "stale"
    intake.void_letter(desk.person("section_head"), number, "salah catat", expected=ledger.last_event_id())


def test_a_class_table_does_not_silently_replace_one_set_meanwhile(desk: Desk) -> None:
    admin, since = desk.person("admin"), date(2027, 1, 1)
    seen = class_tables.office_tables()
    limits = dict.fromkeys(CLASSES, 7)
    class_tables.set_class_table(admin, since, "SK 1/2026", limits, expected=seen)
    with pytest.raises(RuleError) as refused:
        class_tables.set_class_table(admin, since, "SK 2/2026", dict.fromkeys(CLASSES, 9), expected=seen)
    assert refused.value.code == "stale"
    assert class_tables.office_tables()[-1].basis.legal_basis == "SK 1/2026"


def test_two_people_at_one_step_the_second_is_refused_and_nothing_is_overwritten(desk: Desk) -> None:
    number = letter(desk)
    seen = ledger.last_event_id()
    first = Session(opening.office_here(desk.clock), desk.person("mail_clerk").person)
    routing.finish(first, number, output="yang pertama", expected=seen)
    with pytest.raises(RuleError) as refused:
        routing.finish(desk.person("mail_clerk"), number, output="yang kedua", expected=seen)
    assert refused.value.code == "stale"
    assert [row.output for row in db.Visit.select().order_by(db.Visit.no)] == ["yang pertama", ""]


def _install_again(desk: Desk, key: str) -> str:
    """Another desk replaces a service; returns the version in force."""
    service = desk.office.services[key]
    setup.install_service(desk.person("admin"), replace(service, name=f"{service.name} (baru)"))
    return str(db.ServiceVersion.get((db.ServiceVersion.key == key) & db.ServiceVersion.active).version)


def test_a_letter_is_opened_under_the_service_that_is_in_force_when_it_is_written(desk: Desk) -> None:
    here = opening.office_here(desk.clock)
    clerk = Session(here, here.people["receptionist"])
    here.keep_up(ledger.last_event_id())
    assert here.services
    version = _install_again(desk, "surat-umum")
    number = intake.log_letter(clerk, LetterDraft("surat-umum", "OPD", "Hal")).number
    assert db.Case.get_by_id(number).service_version_id == version


def test_a_complaint_is_opened_under_the_service_that_is_in_force_when_it_is_written(desk: Desk) -> None:
    here = opening.office_here(desk.clock)
    officer = Session(here, here.people["hotline_officer"])
    here.keep_up(ledger.last_event_id())
    assert here.services
    version = _install_again(desk, "hotline-bkpsdm")
    number = complaints.log_complaint(
        officer, ComplaintDraft("hotline-bkpsdm", "sms", "Lampu", "Sari")
    ).number
    assert db.Case.get_by_id(number).service_version_id == version


def test_what_a_letter_must_have_is_asked_of_the_service_in_force_when_it_is_written(desk: Desk) -> None:
    here = opening.office_here(desk.clock)
    clerk = Session(here, here.people["receptionist"])
    here.keep_up(ledger.last_event_id())
    service = here.services["wa-center"]
    have = frozenset(service.required_keys)
    setup.install_service(desk.person("admin"), replace(service, requirements=service.requirements[:1]))
    with pytest.raises(FieldError, match="Persyaratan tidak dikenal"):
        intake.log_letter(clerk, LetterDraft("wa-center", "OPD", "Hal", have=have))
    assert not db.Letter.select().exists()
