"""The migrations arrive at the tables that the code speaks of, and a newer database is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from desk import db, schema
from desk.errors import StorageError
from desk.office import opening, setup
from tests.conftest import Desk


def test_migrated_tables_are_the_tables_of_the_code(desk: Desk) -> None:
    tables = [table for table in db.database.get_tables() if table != "schema_migration"]
    assert sorted(tables) == sorted(table._meta.table_name for table in db.TABLES)
    assert not diff_models(db.database.obj, list(db.TABLES))


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.stem[:4]) for path in schema.MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_database_of_a_newer_desk_is_refused_unchanged(desk: Desk) -> None:
    db.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')"
    )
    with pytest.raises(StorageError, match="lebih baru"):
        opening.open_office(desk.config.database_url, desk.clock)


def test_sqlite_is_durable_and_checks_its_references(desk: Desk) -> None:
    def pragma(name: str) -> object:
        return db.database.execute_sql(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("synchronous") == 2


def test_setting_up_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"

    def broken(*_args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(setup, "store_service", broken)
    with pytest.raises(RuntimeError):
        setup.create_office(url, name="Kantor", admin="admin", password="sandi-panjang")
    assert not opening.office_exists(url)
    monkeypatch.undo()
    setup.create_office(url, name="Kantor", admin="admin", password="sandi-panjang")
    assert opening.office_exists(url)
    db.close_database()
