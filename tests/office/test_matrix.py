"""Every act by every position upon every state and class: what the tables of `tests/permissions.py` allow is done and
offered, everything else is refused and not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import db
from desk.errors import DeskError
from desk.office import (
    choosing,
    content,
    corrections,
    erasure,
    exclusion,
    routing,
)
from desk.office.casefile import view_case
from desk.office.session import Session
from tests import permissions
from tests.conftest import Desk, open_copy
from tests.office.all_acts import ALL_ACTS
from tests.office.case_acts import Act, case_acts
from tests.permissions import COMPLAINTS, LETTERS, OFFICE_ACTS, Cases, Row


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
