"""Upgrades: a backup first, alone, and cut at any statement gone on with to the same end."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import peewee
import pytest

from desk import db, presence, schema
from desk.clock import SetClock
from desk.domain.calendar_book import ALL
from desk.domain.calendar_changes import RemoveDay
from desk.domain.letter import LetterDraft
from desk.errors import StorageError
from desk.office import backup_file, calendar_acts, intake, ledger, opened, opening, routing, upgrade
from desk.office.office import PROJECTION
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import Desk
from tests.office.old_office import FIRST, make_old

READY = frozenset({"surat_pengantar", "materi"})


@pytest.fixture
def old(desk: Desk, tmp_path: Path) -> Path:
    """The home of an office of the first schema, with a letter and a note, closed."""
    session = desk.person("mail_clerk")
    number = intake.log_letter(session, LetterDraft("wa-center", "OPD", "Hal", have=READY)).number
    routing.take(session, number)
    routing.add_note(session, number, "ditelepon")
    assert db.fold_in()
    home = tmp_path / "lama"
    home.mkdir()
    make_old(desk.config.home / "desk.db", home / "desk.db")
    return home


def url(home: Path) -> str:
    return f"sqlite:///{home / 'desk.db'}"


def content(home: Path) -> list[str]:
    """Every row of every table, but for when steps were made and what they drew; and every table's own text."""
    with closing(sqlite3.connect(home / "desk.db")) as connection:
        connection.execute("UPDATE schema_migration SET applied = ''")
        connection.execute("UPDATE setting SET value = '' WHERE key = 'phone_secret'")
        return [line for line in connection.iterdump() if "sqlite_sequence" not in line]


def applied(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "desk.db")) as connection:
        return sorted(name for (name,) in connection.execute("SELECT name FROM schema_migration"))


def statements(file: Path) -> set[str | None]:
    with closing(sqlite3.connect(file)) as connection:
        return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master")}


def backups(home: Path) -> list[Path]:
    return sorted((home / "backups").glob("*.desk"))


def test_the_first_schema_is_taken_over_with_a_backup_of_what_was_before(
    old: Path, desk: Desk, tmp_path: Path
) -> None:
    done = upgrade.bring_up_to_date(url(old), desk.clock)
    steps = sorted(schema.known_migrations())
    assert list(done.steps) == steps[1:]
    assert [done.backup] == backups(old)
    manifest = backup_file.unpack(backups(old)[0], tmp_path / "isi")
    assert manifest.schema == (FIRST,)
    [event] = db.EventLog.select().where(db.EventLog.kind == "upgraded")
    assert event.data == {"steps": steps[1:], "projection": PROJECTION, "backup": backups(old)[0].name}
    assert verify(Session.automatic(opened.office_here(desk.clock))).fault is None
    assert upgrade.bring_up_to_date(url(old), desk.clock) == upgrade.Upgraded((), None)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM holiday WHERE day = '2026-12-25'",
        "UPDATE calendar_rule SET week = replace(week, '57600', '61200')",
        "UPDATE setting SET value = '\"Asia/Jayapura\"' WHERE key = 'zone'",
        "DELETE FROM setting WHERE key = 'class_tables'",
        "INSERT INTO setting (key, value) VALUES ('lock_minutes', '0')",
        "UPDATE service_version SET active = 0 WHERE key = 'surat-umum'",
    ],
)
def test_what_an_older_desk_has_told_of_the_office_is_verified(old: Path, desk: Desk, sql: str) -> None:
    office = opening.open_office(url(old), desk.clock)
    auditor = Session(office, office.people["admin"])
    assert verify(auditor).fault is None
    assert db.database.execute_sql(sql).rowcount > 0
    assert verify(auditor).fault


def test_what_an_older_desk_has_not_told_of_the_calendars_is_told_by_their_next_change(
    old: Path, desk: Desk
) -> None:
    office = opening.open_office(url(old), desk.clock)
    auditor = Session(office, office.people["admin"])
    calendar_acts.make(auditor, RemoveDay(ALL, date(2026, 12, 25)))
    assert verify(auditor).fault is None
    db.database.execute_sql("UPDATE calendar_rule SET name = 'Lain' WHERE key = 'office'")
    assert verify(auditor).fault


def test_opening_does_it_by_itself_and_a_present_database_is_left_alone(old: Path, desk: Desk) -> None:
    opening.open_office(url(old), desk.clock)
    assert applied(old) == sorted(schema.known_migrations())
    events = ledger.last_event_id()
    opening.open_office(url(old), desk.clock)
    assert (ledger.last_event_id(), len(backups(old))) == (events, 1)


class Cut(BaseException):
    """The power fails."""


class Counted:
    """Statements as they pass, each with the schema steps there were; fails before the n-th."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        self.fail_before: int | None = None
        self._step = "before"
        real, make_step = peewee.Database.execute_sql, schema._make_step

        def execute(database: Any, sql: str, params: Any = None) -> Any:
            if len(self.seen) == self.fail_before:
                raise Cut
            self.seen.append(self._step)
            return real(database, sql, params)

        def step(name: str) -> None:
            self._step = name
            make_step(name)
            self._step = "after"

        patch.setattr(peewee.Database, "execute_sql", execute)
        patch.setattr(schema, "_make_step", step)

    def reset(self, fail_before: int | None) -> None:
        self.seen, self.fail_before, self._step = [], fail_before, "before"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    with monkeypatch.context() as patch:
        yield Counted(patch)


def test_an_upgrade_cut_at_any_statement_is_gone_on_with_to_the_same_end(
    old: Path, desk: Desk, tmp_path: Path, counted: Counted
) -> None:
    at_step = _schemas(tmp_path)
    counted.reset(None)
    reference = _fresh(old, tmp_path)
    upgrade.bring_up_to_date(url(reference), desk.clock)
    db.close_database()
    wanted, places = content(reference), _places(counted.seen)
    assert len(places) > 3 * len(at_step)
    for place in places:
        home = _fresh(old, tmp_path)
        counted.reset(place)
        with pytest.raises(Cut):
            upgrade.bring_up_to_date(url(home), desk.clock)
        counted.reset(None)
        db.close_database()
        done = applied(home)
        assert statements(home / "desk.db") == at_step[done[-1]], place
        upgrade.bring_up_to_date(url(home), desk.clock)
        db.close_database()
        assert content(home) == wanted, place
        assert [backup_file.read_manifest(file).schema for file in backups(home)] == [(FIRST,)], place


def _places(seen: list[str]) -> list[int]:
    """The first, the middle and the last statement of each step, and every thirtieth."""
    found = set(range(0, len(seen), 30))
    for step in set(seen):
        own = [place for place, name in enumerate(seen) if name == step]
        found |= {own[0], own[len(own) // 2], own[-1]}
    return sorted(found)


def _schemas(tmp_path: Path) -> dict[str, set[str | None]]:
    """What the tables look like after each step."""
    found, folder = {}, tmp_path / "bentuk"
    folder.mkdir()
    from playhouse.migrations import Runner

    for name in sorted(schema.known_migrations()):
        engine = peewee.SqliteDatabase(str(folder / f"{name}.db"))
        Runner(engine, directory=str(schema.MIGRATIONS)).up(target=name)
        engine.close()
        found[name] = statements(folder / f"{name}.db")
    return found


def _fresh(old: Path, tmp_path: Path) -> Path:
    home = tmp_path / "salinan"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(old, home)
    return home


KILLED = """
import os, signal, sys
from desk import db, schema
from desk.clock import SetClock
from desk.office import upgrade

home, when, step, now = sys.argv[1:]
real, apply = schema._make_step, upgrade.apply

def make_step(name):
    if name == step and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(name)
    if name == step and when == "within":  # everything is done and nothing committed
        os.kill(os.getpid(), signal.SIGKILL)

def apply_then(*words):
    done = apply(*words)
    if step == "apply":
        os.kill(os.getpid(), signal.SIGKILL)
    return done

schema._make_step, upgrade.apply = make_step, apply_then
upgrade.bring_up_to_date("sqlite:///" + home + "/desk.db", SetClock(int(now)))
"""


def test_an_upgrade_killed_before_or_within_any_step_is_gone_on_with_to_the_same_end(
    old: Path, desk: Desk, tmp_path: Path
) -> None:
    reference = _fresh(old, tmp_path)
    upgrade.bring_up_to_date(url(reference), desk.clock)
    db.close_database()
    wanted = content(reference)
    steps = sorted(schema.known_migrations())
    cases = [("within", step, steps[number - 1]) for number, step in enumerate(steps) if number]
    for when, step, done in [*cases, ("before", steps[-1], steps[-2]), ("after", "apply", steps[-1])]:
        home = _fresh(old, tmp_path)
        words = [sys.executable, "-c", KILLED, str(home), when, step, str(desk.clock.now())]
        assert subprocess.run(words).returncode == -9
        assert applied(home)[-1] == done
        opening.open_office(url(home), desk.clock)
        db.close_database()
        assert content(home) == wanted, (when, step)
        assert len(backups(home)) == 1


def test_two_desks_that_start_at_once_upgrade_once(old: Path, desk: Desk) -> None:
    program = (
        "import sys; from desk.clock import SetClock; from desk.office import opening;"
        "opening.open_office(sys.argv[1], SetClock(int(sys.argv[2])));"
        "print('open', flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", program, url(old), str(desk.clock.now())]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    assert [process.stdout.readline() for process in started if process.stdout] == ["open\n"] * 3
    for process in started:
        process.communicate()
    opening.open_office(url(old), desk.clock)
    assert db.EventLog.select().where(db.EventLog.kind == "upgraded").count() == 1
    assert len(backups(old)) == 1


# Why not


def refused(home: Path, clock: SetClock) -> StorageError:
    before = content(home)
    with pytest.raises(StorageError, match="perlu dimutakhirkan") as error:
        opening.open_office(url(home), clock)
    db.close_database()
    assert content(home) == before
    return error.value


def test_while_an_older_desk_is_open_nothing_is_changed(
    old: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 1)
    handle = os.open(old / "desk.lock", os.O_RDWR | os.O_CREAT, 0o600)
    assert presence._wait_for(handle, shared=True)
    error = refused(old, desk.clock)
    os.close(handle)
    assert error.code == "in_use"
    assert "masih terbuka" in error.message


def test_without_room_for_the_backup_nothing_is_changed(
    old: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup_file, "pack", full)
    error = refused(old, desk.clock)
    assert error.code == "disk_full"
    assert list((old / "backups").iterdir()) == []


def test_a_database_whose_tables_a_newer_desk_wrote_is_left_alone(desk: Desk) -> None:
    db.Setting.update(value=PROJECTION + 1).where(db.Setting.key == "projection").execute()
    with pytest.raises(StorageError, match="lebih baru"):
        opening.open_office(desk.config.database_url, desk.clock)


def test_the_last_backups_before_upgrades_are_kept_and_others_never_removed(desk: Desk) -> None:
    folder = desk.config.home / "backups"
    folder.mkdir()
    names = [f"sebelum-pemutakhiran-2026010{n}-000000.desk" for n in range(1, 8)]
    for name in [*names, "milik-saya.desk", ".desk-backup-x.part"]:
        (folder / name).touch()
    db.Setting.update(value=PROJECTION - 1).where(db.Setting.key == "projection").execute()
    opening.open_office(desk.config.database_url, desk.clock)
    new = "sebelum-pemutakhiran-20261123-090000.desk"
    assert {place.name for place in folder.iterdir()} == {*names[-4:], new, "milik-saya.desk"}


def test_references_that_a_step_breaks_undo_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = tmp_path / "langkah"
    shutil.copytree(schema.MIGRATIONS, steps)
    (steps / "9998_rusak.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('DELETE FROM \"user\"')\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    people = db.User.select().count()
    db.database.execute_sql("INSERT INTO sign_in_token (digest, user_id, issued_at) VALUES ('x', 'admin', 0)")
    with pytest.raises(StorageError, match="rujukan putus"):
        opening.open_office(desk.config.database_url, desk.clock)
    assert db.User.select().count() == people
    assert db.SignInToken.select().count() == 1


FROZEN = {
    "0001_initial": "b7b3747749e72b1eb4554dfa39e0108154a93799f10faaeee2a7755dc232748d",
    "0002_clocks": "91b7b0cc6ba1877e6ad40adab3b0652f46d178546238ceb07965f2c662e75087",
    "0003_calendars": "b11eaffede8f31fc520cca389b12dc555b58e5a2a4f490fb438a87f023b9d09b",
    "0004_disposition_answers": "2af2f2607f45caff7368de233602e4d10e17acb77c6d505622c8001820a8cec7",
    "0005_alerts": "0f55636f2abc5024dd23ca55b6f023330a753548da422bc33e7d8f9416ada0cd",
    "0006_event_texts": "30caf6ed1dc7b8dd6e1118af8651b5823a4f82a7fc9dc920e91a7577bf3cc078",
    "0007_sign_in_tries": "c5350945b79d6fbce733b09872459aa3b739e67041f1c58a44eb1180f3e68ce7",
    "0008_case_presence": "3e97b1911485aedbd3abf9febb79a451398af6bf1c5dd5ea60264b5c0ac07f8c",
    "0009_personal_data": "746ff1ae8b9d329a751b43dab242cf108eedafd82d922a669b8979aa4a3f8309",
}


@pytest.mark.parametrize("name", FROZEN)
def test_a_step_that_was_released_never_changes(name: str) -> None:
    text = (schema.MIGRATIONS / f"{name}.py").read_bytes()
    assert hashlib.sha256(text).hexdigest() == FROZEN[name]
