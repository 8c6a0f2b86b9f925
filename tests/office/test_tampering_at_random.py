"""Thousands of random changes behind desk's back, one at a time: each is found, and what was not touched never is.

A hundred of each office here; with `make thorough` two thousand of each, new ones every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from desk import db
from desk.clock import SetClock
from desk.config import Config
from desk.demo.build import build_demo
from desk.errors import StorageError
from desk.office import ledger, opening
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY
from tests.office.tampering import AGAINST_HISTORY, WITH_HISTORY, Tamperer
from tests.office.test_tampering import TABLES, UNVERIFIED, tampered, told as told

at_random = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], phases=[Phase.generate]
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which much has happened, by chance."""
    home = tmp_path_factory.mktemp("demo")
    build_demo(Config(home, f"sqlite:///{home / 'desk.db'}"), days=1, now=MONDAY)
    return home / "desk.db"


@pytest.fixture(scope="module", params=["told", "demo"])
def auditor(request: pytest.FixtureRequest) -> Iterator[Session]:
    file = request.getfixturevalue(request.param)
    office = opening.open_office(f"sqlite:///{file}", SetClock(MONDAY))
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    session = Session(office, next(iter(office.people.values())))
    assert verify(session).fault is None
    yield session
    assert verify(session).fault is None, "what was done was undone"
    db.close_database()


def tamperer(seed: int) -> Tamperer:
    return Tamperer(Random(seed), TABLES, UNVERIFIED.keys())


def fault(session: Session) -> str | None:
    """What a verification tells, be it that it cannot even read."""
    try:
        return verify(session).fault
    except StorageError as error:
        return error.message


@at_random
@given(seed=st.integers(0, 2**63))
def test_whatever_contradicts_the_history_is_named(auditor: Session, seed: int) -> None:
    with tampered():
        done = tamperer(seed).change(AGAINST_HISTORY)
        assert not done or fault(auditor), done


@at_random
@given(seed=st.integers(0, 2**63))
def test_a_history_rewritten_whole_is_found_by_the_hash_of_its_head(auditor: Session, seed: int) -> None:
    """It follows from itself, so that a verification alone cannot know."""
    head = ledger.tail()
    with tampered():
        done = tamperer(seed).change(WITH_HISTORY)
        assert not done or (verify(auditor).fault is None and ledger.tail().hash != head.hash), done
