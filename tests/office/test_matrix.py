"""Every act by every position upon every state and class: what the tables of `tests/permissions.py` allow is done and
offered, everything else is refused and not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.errors import DeskError
from desk.office import (
    answers,
    choosing,
    complaints,
    content,
    corrections,
    erasure,
    exclusion,
    identity,
    intake,
    routing,
)
from desk.office.casefile import view_case
from desk.office.session import Session
from tests import permissions
from tests.conftest import MONDAY, Desk, at, open_copy
from tests.office.test_acts import ALL_ACTS
from tests.permissions import COMPLAINTS, KEPT, LETTERS, OFFICE_ACTS, Cases, Row, event_of

Act = Callable[[Session, str], object]


def _order(to: str) -> DispositionOrder:
    return DispositionOrder((to,), ("follow_up",))


def _exit(state: str, kind: str) -> str | None:
    if kind in LETTERS:
        return None
    return {"first": "analyse", "given": "analyse", "draft": "approve"}[state]


def _lead(state: str, kind: str) -> str:
    """Somebody who may lead where the case stands, other than who disposes it."""
    if kind in COMPLAINTS:
        return {"first": "second", "draft": "team_lead", "given": "sms_officer"}[state]
    return "wa_center_staff" if state in ("given", "for_all") else "second"


def _retime(session: Session, number: str, state: str) -> None:
    if state == "taken":
        corrections.retime(session, number, event_of(number, "taken"), session.now() - 1, "keliru")
    else:
        registered = event_of(number, "registered")
        corrections.retime(session, number, registered, MONDAY - 60, "keliru")


def case_acts(kind: str, state: str) -> dict[str, Act]:
    """How each act of the tables is done upon a case of that kind in that state."""
    to = _lead
    return {
        "complete": lambda s, n: intake.complete_requirements(s, n, _missing(s, n)),
        "void": lambda s, n: intake.void_letter(s, n, "salah catat"),
        "take": lambda s, n: routing.take(s, n),
        "finish": lambda s, n: routing.finish(s, n, _exit(state, kind)),
        "return": lambda s, n: routing.send_back(s, n, "perbaiki"),
        "dispose": lambda s, n: routing.dispose(s, n, _order(to(state, kind))),
        "assign": lambda s, n: routing.assign(s, n, to(state, kind), "piket"),
        "pause": lambda s, n: routing.pause(s, n, "applicant", "menunggu"),
        "resume": lambda s, n: routing.resume(s, n),
        "note": lambda s, n: routing.add_note(s, n, "ditelepon"),
        "cancel": lambda s, n: routing.cancel(s, n, "ditarik"),
        "reopen": lambda s, n: routing.reopen(s, n, "2", "dibuka lagi"),
        "target": lambda s, n: routing.agree_target(s, n, at("2026-12-04 16:00"), "data pusat"),
        "class": lambda s, n: complaints.change_class(s, n, "normative", "keliru"),
        "undo": lambda s, n: corrections.withdraw(s, n, "salah tekan"),
        "retime": lambda s, n: _retime(s, n, state),
        "reschedule": lambda s, n: corrections.reschedule(s, n, at("2026-11-28 09:00"), None, "ralat"),
        "read": lambda s, n: answers.answer_disposition(s, n, 1, "read"),
        "accept": lambda s, n: answers.answer_disposition(s, n, 1, "accepted"),
        "reply": lambda s, n: answers.answer_disposition(s, n, 1, "replied", "siap"),
        "content": lambda s, n: content.correct(s, n, _closer(kind), "diminta"),
        "identity": lambda s, n: identity.show(s, n, "menghubungi"),
        "erase": lambda s, n: erasure.erase(s, n, "SK 1", confirm=n),
        "exclude": lambda s, n: exclusion.exclude(s, n, ["agency_secretary"], "disebut"),
        "readmit": lambda s, n: exclusion.readmit(s, n, [KEPT], "keliru"),
    }


def _closer(kind: str) -> dict[str, object]:
    """Content corrected so that it is kept more closely."""
    if kind in LETTERS:
        return {"security": LETTERS[min(LETTERS.index(kind) + 1, 3)]}
    return {"is_anonymous" if kind == "confidential" else "is_confidential": True}


def _missing(session: Session, number: str) -> list[str]:
    letter = db.Letter.get_or_none(db.Letter.case == number)
    if letter is None:
        return []
    service = session.office.service_version(letter.case.service_version_id)
    return [item.key for item in service.requirements if item.key not in letter.ticked]


@pytest.fixture
def home_template(staffed_template: Path) -> Path:
    return staffed_template


@pytest.fixture(scope="module")
def prepared(
    staffed_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Cases]]:
    """One office for all tries: each is rolled back."""
    desk = open_copy(staffed_template, tmp_path_factory.mktemp("matrix") / "desk")
    with db.fast_building():
        cases = Cases(desk)
    yield desk, cases
    db.close_database()


def is_done(act: Callable[..., object], *arguments: object) -> bool:
    """Whether the act is done; False: refused. Undone in any case."""
    with db.database.atomic() as transaction:
        try:
            act(*arguments)
        except DeskError:
            return False
        finally:
            transaction.rollback()
    return True


@pytest.mark.parametrize("kind", LETTERS + COMPLAINTS)
def test_every_act_upon_a_case_is_done_and_offered_as_the_table_says(
    prepared: tuple[Desk, Cases], kind: str
) -> None:
    desk, cases = prepared
    db.open_database(desk.config.database_url)  # another test may have opened its own
    table = permissions.rows(kind)
    wrong: list[str] = []
    for state in dict.fromkeys(row.state for row in table):
        number, here = cases.numbers[kind, state], [row for row in table if row.state == state]
        acts = case_acts(kind, state)
        for person in desk.office.people.values():
            session = Session(desk.office, person)
            allowed = {row.act for row in here if row.allows(person)}
            done = {row.act for row in here if is_done(acts[row.act], session, number)}
            offered = choosing.choices(session, number).acts - (
                {"content"} if kind == "top_secret" else set()
            )
            for found, word in ((done, "done"), (offered, "offered")):
                if found != allowed:
                    wrong.append(f"{state} {person.username} {word}: {sorted(found ^ allowed)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", ["restricted", "secret", "confidential"])
def test_no_act_upon_a_sealed_case_shows_it_to_the_one_who_does_it(
    prepared: tuple[Desk, Cases], kind: str
) -> None:
    """Every person, every state, and every act that could bring a case to somebody; the counter's begin its course."""
    desk, cases = prepared
    db.open_database(desk.config.database_url)
    wrong: list[str] = []
    for (kept, state), number in cases.numbers.items():
        for person in desk.office.people.values() if kept == kind else ():
            session = Session(desk.office, person)
            if view_case(session, number).is_sealed:
                wrong += [
                    f"{state} {person.username}: {name}"
                    for name, act in _bringing(session, number).items()
                    if _opens(act, session, number)
                ]
    assert not wrong, "\n".join(wrong)


def _bringing(session: Session, number: str) -> dict[str, Act]:
    """Acts that could bring a case to the one who does them, by name."""
    own = session.person.username
    visit = view_case(session, number).open_visit
    found: dict[str, Act] = {
        "assign": lambda s, n: routing.assign(s, n, own, "saya saja"),
        "undo": lambda s, n: corrections.withdraw(s, n, "keliru"),
        "take": lambda s, n: routing.take(s, n),
        "finish": lambda s, n: routing.finish(s, n),
        "lower": lambda s, n: content.correct(s, n, {"security": "ordinary"}, "dibuka"),
        "unprotect": lambda s, n: content.correct(s, n, {"is_confidential": False}, "dibuka"),
    }
    if visit is not None and visit.holder is not None:
        holder = visit.holder
        found["exclude"] = lambda s, n: exclusion.exclude(s, n, [holder], "disebut")
    for step in view_case(session, number).service.steps:
        found[f"cancel, reopen {step.no}"] = lambda s, n, no=step.no: _begin_anew(s, n, no)  # type: ignore[misc]
    return found


def _begin_anew(session: Session, number: str, step: str) -> None:
    if view_case(session, number).open_visit is not None:
        routing.cancel(session, number, "ditarik")
    routing.reopen(session, number, step, "keliru")


def _opens(act: Act, session: Session, number: str) -> bool:
    """Whether the case is shown to the person after the act. Undone in any case."""
    with db.database.atomic() as transaction:
        try:
            act(session, number)
        except DeskError:
            return False
        else:
            return not view_case(session, number).is_sealed
        finally:
            transaction.rollback()


NO_CASE = sorted(
    ALL_ACTS.keys()
    - {"complete", "void", "take", "finish", "dispose", "assign", "pause", "note", "cancel", "target", "undo"}
    - {"retime", "reschedule", "change_class", "answer_disposition", "exclude", "readmit"}
    - {"correct_content", "show_identity", "erase"}
)
"""Acts upon no case. One that is upon a case belongs into the tables."""


@pytest.mark.parametrize("name", NO_CASE)
def test_every_act_upon_no_case_is_done_by_whom_the_table_names(
    desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "clear_leftovers", lambda: None)  # works on the files, after the act
    act, _who, prepare = ALL_ACTS[name]
    row = Row("", name, OFFICE_ACTS.get(name, "admin"))
    if prepare is not None:
        prepare(desk)
    wrong = []
    for person in list(desk.office.people.values()):
        if is_done(act, desk, Session(desk.office, person)) is not row.allows(person):
            wrong.append(person.username)
    assert not wrong, f"{name}: {wrong}"
