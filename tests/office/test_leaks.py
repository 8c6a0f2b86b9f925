"""Nothing that the office gives out tells those from whom a case is kept what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.errors import DeskError
from desk.office import (
    alerts,
    answers,
    archive,
    board,
    choosing,
    complaints,
    copies,
    exclusion,
    explaining,
    intake,
    today,
)
from desk.office.ahead import Ahead
from desk.office.casefile import view_case
from desk.office.caselist import CaseFilter, list_rows, open_rows
from desk.office.session import Session
from desk.office.verify import verify
from tests.leaks import LOW, MARK, PREFIX, WHY_LATE, Planted
from tests.office.case_acts import case_acts
from tests.permissions import KEPT


@pytest.fixture
def home_template(planted_template: Planted) -> Path:
    return planted_template.desk.config.home


def said(read: Callable[[], object]) -> str:
    """What came back, or what the refusal says."""
    try:
        return repr(read()).casefold()
    except DeskError as refusal:
        return f"{refusal.message} {refusal.field}".casefold()


def lists(session: Session) -> Iterator[tuple[str, Any]]:
    """Everything that is read of many cases at once."""
    now, today_ = session.now(), session.office.today()
    yield "board", lambda: board.board_rows(session, now)
    yield "groups", lambda: [board.board_groups(session, now, by) for by in ("holder", "service")]
    yield "queue", lambda: board.my_queue(session, now)
    yield "figures", lambda: today.board_today(session, now)
    yield "day", lambda: archive.day_register(session, today_)
    yield "registers", lambda: [archive.list_cases(session, kind) for kind in ("letter", "complaint")]
    yield "archive", lambda: archive.search(session, "")
    for as_of in (None, now):
        yield f"list {as_of}", lambda as_of=as_of: list_rows(session, CaseFilter(closed=True), as_of)
        yield f"open {as_of}", lambda as_of=as_of: open_rows(session, None, as_of)
    yield "dispositions", lambda: answers.waiting_dispositions(session)
    yield "alerts", lambda: alerts.tell_new(session, now)
    yield "told", lambda: [alerts.told_today(session, now), alerts.told_of_open_cases(session)]
    yield "senders", lambda: intake.senders(session, PREFIX)
    yield "duplicates", lambda: intake.find_duplicates(session, f"{MARK} pengirim", f"{MARK}/1", None)
    yield "verify", lambda: verify(session)


def one(session: Session, number: str) -> Iterator[tuple[str, Any]]:
    """Everything that is read of one case."""
    for as_of in (None, session.now()):
        yield f"view {as_of}", lambda as_of=as_of: view_case(session, number, as_of)
        yield f"why {as_of}", lambda as_of=as_of: _explained(session, number, as_of)
    yield "choices", lambda: choosing.choices(session, number)
    yield "copy", lambda: copies.take_copy(session, number)
    for preview in ("send_back", "withdraw"):
        yield preview, lambda preview=preview: getattr(Ahead(session, number), preview)()


def _explained(session: Session, number: str, as_of: int | None) -> list[str]:
    found = explaining.explainer(session, number, as_of)
    return [
        sentence
        for ref in (*found.refs, *found.visits)
        for sentence in found.sentences(found.at(ref, session.now()))
    ]


@pytest.mark.parametrize("who", LOW[:2])
def test_no_list_and_no_reading_of_a_case_tells_a_low_position_what_is_in_it(
    planted: Planted, who: str
) -> None:
    desk, session = planted.desk, planted.desk.person(who)
    exclusion.exclude(desk.person("manager"), planted.about_kept, [who], "supaya tidak ada yang terbuka")
    _tells_nothing(session, planted)


def test_no_list_and_no_reading_of_a_case_tells_whoever_is_kept_out_what_is_in_it(planted: Planted) -> None:
    _tells_nothing(planted.desk.person(KEPT), planted)


def _tells_nothing(session: Session, planted: Planted) -> None:
    told = {name: said(read) for name, read in lists(session)}
    for number in planted.numbers:
        told |= {f"{number} {name}": said(read) for name, read in one(session, number)}
    assert [name for name, text in told.items() if MARK in text] == []


@pytest.mark.parametrize("who", LOW)
def test_no_search_finds_or_counts_what_the_searcher_may_not_read(planted: Planted, who: str) -> None:
    session = planted.desk.person(who)
    shown = set(planted.numbers) - set(planted.kept_from(who))
    for text in (MARK, PREFIX, "q", "pengirim", "hal", "rahasia", f"{MARK}/1", "081234567890", "7890"):
        found = {row.number for row in archive.search(session, text)}
        assert found <= shown, text
        assert archive.count(session, text) == len(found)


@pytest.mark.parametrize("who", LOW)
def test_no_refusal_tells_what_the_case_is_about(planted: Planted, who: str) -> None:
    session = planted.desk.person(who)
    wrong = []
    for number in planted.kept_from(who):
        kind, state = ("secret", "given") if number in planted.letters.values() else ("confidential", "first")
        for name, act in case_acts(kind, state).items():
            text = said(partial(act, session, number))
            if MARK in text or text == "none":
                wrong.append((number, name, text))
    assert not wrong


_OF_LETTERS = {"finished", "disposed", "target_agreed", "corrected", "disposition_answered", "excluded"}


def test_whoever_may_read_it_finds_the_marker_in_every_part(planted: Planted) -> None:
    for number, who in planted.readers.items():
        session = planted.desk.person(who)
        assert number in {row.number for row in archive.search(session, PREFIX)}
        view = view_case(session, number)
        for part in (view.sender if view.kind == "letter" else view.subject, view.subject, view.pauses):
            assert MARK in repr(part)
        kinds = {event.kind for event in view.history if MARK in f"{event.text} {event.late_reason}"}
        assert kinds >= {"noted", "paused", "assigned"}
        if view.kind == "letter":
            assert kinds >= _OF_LETTERS
            assert view.history[0].late_reason == WHY_LATE
            assert MARK in repr((view.attachments, view.target))
            assert MARK in repr(_explained(session, number, None))


def test_nobody_reads_a_complainants_name_or_number_in_a_list(planted: Planted) -> None:
    planted.desk.advance(60)
    draft = ComplaintDraft(
        "hotline-bkpsdm", "sms", "Isi", f"{MARK} Pengadu", "081234567890", is_anonymous=True
    )
    number = complaints.log_complaint(planted.desk.person("receptionist"), draft).number
    for who in ("receptionist", "hotline_officer", "manager", "admin"):
        session = planted.desk.person(who)
        rows = [row for name in ("day", "archive", "board") for row in dict(lists(session))[name]()]
        own = [row for row in rows if number in (getattr(row, "number", ""), getattr(row, "case_no", ""))]
        assert len(own) == 3
        for text in (repr(own), repr(view_case(session, number))):
            assert MARK not in text.casefold()
            assert "081234567890" not in text


def test_a_second_letter_with_a_secret_ones_number_is_logged_without_a_word_of_it(planted: Planted) -> None:
    draft = LetterDraft("surat-umum", f"{MARK} pengirim", "Lain", letter_no=f"{MARK}/1")
    clerk = planted.desk.person("hotline_officer")
    assert intake.log_letter(clerk, draft).duplicates == ()


def test_what_verifying_finds_is_told_without_what_people_wrote(planted: Planted) -> None:
    db.Case.update(search=f"{MARK} search").where(db.Case.number == planted.confidential).execute()
    fault = verify(planted.desk.person("admin")).fault
    assert fault is not None
    assert MARK not in fault
