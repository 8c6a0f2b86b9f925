"""Who a complainant is: shown on request, with a reason that the history keeps."""

from __future__ import annotations

from typing import Any

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.errors import FieldError, NotAllowed, RuleError, StorageError
from desk.office import case_store, exports, identity, intake, routing
from desk.office.casefile import view_case
from desk.office.choosing import choices
from desk.office.session import Act
from desk.office.verify import verify
from tests.conftest import Desk
from tests.office.files import complain


def test_the_identity_is_shown_in_full_and_the_history_says_to_whom_and_why(desk: Desk) -> None:
    number = complain(desk)
    before = case_store.last_event(number)
    found = identity.show(desk.person("hotline_officer"), number, " Menghubungi pengadu ")
    assert (found.number, found.sender, found.phone_text) == (number, "Siti Rahma", "0812-0000-1234")
    assert case_store.last_event(number) == before, "nobody's open form turns stale"
    view = view_case(desk.person("hotline_officer"), number)
    assert view.revision == before
    told = view.history[-1]
    assert (told.by, told.text) == ("hotline_officer", "Identitas pengadu dibuka: Menghubungi pengadu")
    assert (view.sender, view.phone) == ("S. R.", "0812*****234")
    assert verify(desk.person("manager")).fault is None


def test_without_a_reason_nothing_is_shown_and_nothing_written(desk: Desk) -> None:
    number, before = complain(desk), db.EventLog.select().count()
    with pytest.raises(FieldError) as refusal:
        identity.show(desk.person("hotline_officer"), number, "  ")
    assert refusal.value.field == "reason"
    assert db.EventLog.select().count() == before


def may(desk: Desk, number: str) -> set[str]:
    """Who is offered it; whoever is not is refused, without a word of the identity."""
    offered = {name for name in desk.office.people if "identity" in choices(desk.person(name), number).acts}
    for name in desk.office.people:
        if name not in offered:
            with pytest.raises(NotAllowed) as refusal:
                identity.show(desk.person(name), number, "ingin tahu")
            assert "Siti" not in refusal.value.message
    return offered


def test_the_identity_is_for_who_works_on_the_step_and_for_heads(desk: Desk) -> None:
    heads = {"manager", "section_head", "division_head", "agency_head", "team_lead"}
    assert may(desk, complain(desk)) == {"hotline_officer"} | heads


def test_an_anonymous_identity_is_for_the_holder_of_the_open_step_alone(desk: Desk) -> None:
    number = complain(desk, is_anonymous=True)
    assert may(desk, number) == set()
    routing.take(desk.person("hotline_officer"), number)
    assert may(desk, number) == {"hotline_officer"}


def test_of_a_confidential_complaint_heads_who_do_not_see_it_learn_no_identity(desk: Desk) -> None:
    assert may(desk, complain(desk, is_confidential=True)) == {"hotline_officer"}


def test_a_letter_has_no_identity_to_show(desk: Desk) -> None:
    number = intake.log_letter(desk.person("receptionist"), LetterDraft("surat-umum", "OPD", "Hal")).number
    with pytest.raises(RuleError, match="Hanya pengaduan"):
        identity.show(desk.person("manager"), number, "ingin tahu")


def test_each_complaint_of_a_list_in_full_says_in_its_own_history_to_whom_and_why(desk: Desk) -> None:
    first, second = complain(desk), complain(desk)
    hidden, sealed = complain(desk, is_anonymous=True), complain(desk, is_confidential=True)
    seen = {number: case_store.last_event(number) for number in (first, second, hidden, sealed)}
    found = exports.full_identities(desk.person("manager"), seen, "rekap")
    assert set(found) == {first, second}
    for number, before in seen.items():
        told = [event.text for event in view_case(desk.person("hotline_officer"), number).history]
        assert told.count("Identitas pengadu dibuka: rekap") == (number in found)
        assert case_store.last_event(number) == before, "nobody's open form turns stale"
    assert verify(desk.person("manager")).fault is None


def test_a_list_in_full_that_cannot_be_told_of_leaves_no_trace_in_any_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, before = complain(desk), db.EventLog.select().count()
    append = Act.append

    def fail(act: Act, subject: str, *told: Any, **more: Any) -> int:
        if subject == "office":
            raise StorageError("penuh")
        return append(act, subject, *told, **more)

    monkeypatch.setattr(Act, "append", fail)
    with pytest.raises(StorageError):
        exports.full_identities(desk.person("manager"), [number], "rekap")
    assert db.EventLog.select().count() == before
