"""A database of an older desk: migrated, and its tables read from history anew."""

from __future__ import annotations

import pytest

from desk import db
from desk.domain.letter import LetterDraft
from desk.office import case_store, intake, opening, routing
from desk.office.session import PROJECTION
from desk.office.verify import verify
from tests.conftest import Desk

READY = frozenset({"surat_pengantar", "materi"})


def test_tables_written_by_an_older_desk_are_read_from_history_anew(desk: Desk) -> None:
    number = intake.log_letter(
        desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=READY)
    ).number
    routing.take(desk.person("mail_clerk"), number)
    _make_old()
    office = opening.open_office(desk.config.database_url, desk.clock)
    assert office.projection == PROJECTION
    assert db.CaseCycle.select().count() == 1
    assert verify(desk.person("manager")).fault is None


def test_a_rebuilding_that_is_cut_leaves_the_old_state_and_is_done_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        intake.log_letter(desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=READY))
    _make_old()
    rebuild, calls = case_store.rebuild, []

    def cut(office: object, number: str, last: int) -> object:
        calls.append(number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rebuild(office, number, last)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(case_store, "rebuild", cut)
        with pytest.raises(KeyboardInterrupt):
            opening.open_office(desk.config.database_url, desk.clock)
    assert db.CaseCycle.select().count() == 0
    opening.open_office(desk.config.database_url, desk.clock)
    assert db.CaseCycle.select().count() == 2
    assert verify(desk.person("manager")).fault is None


def _make_old() -> None:
    """As the first schema left it: no cycles, and readings without what came later."""
    for table in ("case_cycle", "case_event", "periodic_task"):
        db.database.execute_sql(f"DROP TABLE {table}")
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '0002_clocks'")
    db.Setting.delete().where(db.Setting.key == "projection").execute()
    for visit in db.Visit.select():
        old = {
            name: value
            for name, value in visit.reading.items()
            if name not in ("agreed_due_at", "allowed_seconds", "calendar_version")
        }
        db.Visit.update(reading=old).where(db.Visit.case == visit.case_id, db.Visit.no == visit.no).execute()
