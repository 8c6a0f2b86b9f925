"""Who has a case open: told to others while it is, forgotten soon after, never in anybody's way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desk import db
from desk.errors import StorageError
from desk.office import case_presence, ledger
from desk.office.case_presence import FORGET, SAY_AGAIN, Opened
from desk.office.verify import verify
from tests.conftest import MONDAY, Desk
from tests.office.files import letter

HERE, THERE, ELSEWHERE = "desk-a", "desk-b", "desk-c"


def others(desk: Desk, number: str = "0001/2026", at: str = THERE) -> list[Opened]:
    return case_presence.others(desk.person("section_head"), at, number)


def tell(desk: Desk, who: str, at: str, number: str | None = "0001/2026") -> None:
    case_presence.tell(desk.person(who), at, number, desk.clock.now())


def test_others_see_who_has_a_case_open_and_since_when(desk: Desk) -> None:
    letter(desk)
    tell(desk, "mail_clerk", HERE)
    name = desk.office.person_name("mail_clerk")
    assert others(desk) == [Opened(name, MONDAY)]
    assert others(desk, at=HERE) == [], "one's own desk is nobody else"
    assert others(desk, "0002/2026") == []


def test_leaving_is_seen_at_once(desk: Desk) -> None:
    letter(desk)
    tell(desk, "mail_clerk", HERE)
    tell(desk, "mail_clerk", HERE, None)
    assert others(desk) == []


def test_a_desk_has_one_case_open_at_a_time(desk: Desk) -> None:
    first, second = letter(desk), letter(desk)
    tell(desk, "mail_clerk", HERE, first)
    tell(desk, "mail_clerk", HERE, second)
    assert others(desk, first) == []
    assert len(others(desk, second)) == 1


def test_a_killed_desk_disappears_and_its_row_is_swept_by_the_next_to_speak(desk: Desk) -> None:
    number = letter(desk)
    tell(desk, "mail_clerk", HERE)
    desk.advance(FORGET)
    assert len(others(desk)) == 1, "a refresh may still be on its way"
    desk.advance(1)
    assert others(desk) == []
    assert db.CasePresence.select().count() == 1
    tell(desk, "pr_officer", ELSEWHERE, number)
    assert db.CasePresence.select().count() == 1
    assert FORGET >= 2 * SAY_AGAIN, "one refresh may be missed"


def test_saying_it_again_keeps_since(desk: Desk) -> None:
    letter(desk)
    tell(desk, "mail_clerk", HERE)
    desk.advance(FORGET)
    case_presence.tell(desk.person("mail_clerk"), HERE, "0001/2026", MONDAY)
    desk.advance(FORGET)
    assert [item.since for item in others(desk)] == [MONDAY]


def test_a_clock_set_back_leaves_no_row_for_ever(desk: Desk) -> None:
    letter(desk)
    tell(desk, "mail_clerk", HERE)
    desk.advance(-FORGET - 1)
    assert others(desk) == []
    tell(desk, "pr_officer", ELSEWHERE, None)
    assert db.CasePresence.select().count() == 0


def test_several_people_are_counted_the_first_comer_named(desk: Desk) -> None:
    letter(desk)
    for place, who in enumerate(("mail_clerk", "pr_officer", "mail_clerk")):
        case_presence.tell(desk.person(who), f"desk-{place}", "0001/2026", MONDAY + 60 * place)
    found = others(desk)
    assert len(found) == 2, "one person at two desks is one"
    told = case_presence.told(found, desk.office.calendar(), MONDAY, is_sealed=False)
    assert told == f"dibuka oleh {desk.office.person_name('mail_clerk')} dan 1 orang lain sejak 09.00"
    assert case_presence.told([], desk.office.calendar(), MONDAY, is_sealed=False) == ""


def test_ones_own_other_desk_says_so(desk: Desk) -> None:
    letter(desk)
    tell(desk, "section_head", HERE)
    assert others(desk)[0].name.endswith("(meja lain)")


def test_of_a_sealed_case_no_names_are_told(desk: Desk) -> None:
    told = case_presence.told([Opened("Budi", MONDAY)], desk.office.calendar(), MONDAY, is_sealed=True)
    assert told == "dibuka di meja lain sejak 09.00"


def test_presence_is_no_part_of_the_history(desk: Desk) -> None:
    letter(desk)
    last = ledger.last_event_id()
    tell(desk, "mail_clerk", HERE)
    assert ledger.last_event_id() == last
    assert verify(desk.person("manager")).fault is None


@contextmanager
def held(desk: Desk) -> Iterator[None]:
    other = sqlite3.connect(desk.config.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_it_waits_for_nobody_long(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    letter(desk)
    monkeypatch.setattr(case_presence, "PATIENCE", 0.0)
    with held(desk), pytest.raises(StorageError, match="sedang dipakai"):
        tell(desk, "mail_clerk", HERE)
    assert others(desk) == []
