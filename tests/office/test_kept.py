"""What an office keeps in memory is never older than what it was last told to forget, whichever thread reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission
from desk.errors import NotAllowed
from desk.office import intake, ledger, opened, people
from desk.office.casefile import view_case
from desk.office.kept import Kept
from desk.office.office import Office
from desk.office.session import Session
from tests.conftest import Desk
from tests.office.faulty import faulty_driver
from tests.office.files import letter


@pytest.fixture
def here(desk: Desk) -> Office:
    """This desk's office; `desk.office` is the other desk's."""
    office = opened.office_here(desk.clock)
    office.keep_up(ledger.last_event_id())
    return office


@contextmanager
def beside(work: Callable[[], Any]) -> Iterator[None]:
    """Inside the block a worker has come as far as `work` lets it; after it the worker has ended."""
    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        worker.join()


def disable(desk: Desk, here: Office) -> None:
    """Another desk does it, and this one's heart beats."""
    people.set_active(desk.person("admin"), "receptionist", active=False)
    here.keep_up(ledger.last_event_id())


def test_what_was_read_before_it_was_to_be_forgotten_is_not_kept() -> None:
    begun, go, values = threading.Event(), threading.Event(), iter(["lama", "baru"])

    def read() -> str:
        value = next(values)
        if value == "lama":
            begun.set()
            go.wait()
        return value

    kept = Kept(read)
    with beside(kept.get):
        begun.wait()
        kept.forget()
        assert kept.get() == "baru"
        go.set()
    assert kept.get() == "baru"


def test_what_a_worker_reads_in_an_older_snapshot_is_not_kept(desk: Desk, here: Office) -> None:
    begun, go = threading.Event(), threading.Event()
    old: list[bool] = []

    def work() -> None:
        with db.own_connection(), db.snapshot():
            ledger.last_event_id()
            begun.set()
            go.wait()
            old.append(here.people["receptionist"].active)

    with beside(work):
        begun.wait()
        disable(desk, here)
        go.set()
    assert old == [True]
    assert not here.people["receptionist"].active
    clerk = Session(here, replace(here.people["receptionist"], active=True))
    with pytest.raises(NotAllowed, match="dinonaktifkan"):
        intake.log_letter(clerk, LetterDraft("surat-umum", "OPD", "Hal"))


def test_one_state_is_read_once_however_often_it_is_asked_for(
    desk: Desk, here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, manager = letter(desk), Session(here, here.people["manager"])
    driver = faulty_driver(monkeypatch)
    view_case(manager, number)
    driver.start()
    view_case(manager, number)
    known = len(driver.seen)
    here.refresh()
    driver.start()
    view_case(manager, number)
    assert sum('FROM "user"' in sql for sql in driver.seen) == 1
    assert len(driver.seen) == known + 1


def test_what_was_read_in_one_snapshot_is_not_served_after_it(desk: Desk, here: Office) -> None:
    here.refresh()
    with db.snapshot():
        assert here.people["receptionist"].active
    people.set_active(desk.person("admin"), "receptionist", active=False)
    with db.snapshot():
        assert not here.people["receptionist"].active
    assert not here.people["receptionist"].active


def test_what_is_to_be_forgotten_within_a_snapshot_is_not_served_there(desk: Desk) -> None:
    values = iter(["lama", "baru"])
    kept = Kept(lambda: next(values))
    with db.snapshot():
        assert kept.get() == kept.get() == "lama"
        kept.forget()
        assert kept.get() == kept.get() == "baru"


def test_what_an_act_that_failed_had_changed_is_not_kept(desk: Desk, here: Office) -> None:
    admin = Session(here, here.people["admin"])

    def broken() -> None:
        with admin.act(Permission.ADMINISTER) as act:
            db.User.update(name="Lain").where(db.User.username == "manager").execute()
            here.refresh()
            assert here.people["manager"].name == "Lain"
            act.append("office", "x", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert here.people["manager"].name != "Lain"
