"""A database of an older desk: migrated, and its tables read from history anew."""

from __future__ import annotations

import json

import pytest

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.letter import LetterDraft
from desk.errors import StorageError
from desk.office import archive, case_store, complaints, intake, ledger, opening, routing, settings
from desk.office.casefile import view_case
from desk.office.office import PROJECTION, READING
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


def test_the_backup_that_an_upgrade_has_just_made_stays_though_the_clock_was_reset(desk: Desk) -> None:
    """Its name goes by the history, and whatever the others are called, it is not what gives way to them."""
    folder = desk.config.home / "backups"
    folder.mkdir(mode=0o700)
    others = [
        folder / f"sebelum-pemutakhiran-{year}0101-000000.desk" for year in (2022, 2023, 2024, 2025, 2099)
    ]
    for other in others:
        other.write_bytes(b"cadangan lain")
        other.chmod(0o600)
    desk.set("2020-01-01 00:00")
    for made in ("20261123-090000", "20261123-090000-2"):
        with db.writing():
            settings.put(READING, PROJECTION - 1)
        opening.open_office(desk.config.database_url, desk.clock)
        [event] = (
            db.EventLog.select()
            .where(db.EventLog.kind == "upgraded")
            .order_by(db.EventLog.id.desc())
            .limit(1)
        )
        assert event.data["backup"] == f"sebelum-pemutakhiran-{made}.desk"
        assert (folder / event.data["backup"]).exists()
    left = {file.stem.removeprefix("sebelum-pemutakhiran-") for file in folder.iterdir()}
    assert left == {
        "20240101-000000",
        "20250101-000000",
        "20261123-090000",
        "20261123-090000-2",
        "20990101-000000",
    }


def test_what_cases_are_found_by_is_read_from_their_content_anew(desk: Desk) -> None:
    clerk, manager = desk.person("mail_clerk"), desk.person("manager")
    letter = LetterDraft("surat-umum", "Inspektorat", "Pemeriksaan", letter_no="700/1", security="restricted")
    intake.log_letter(clerk, letter)
    draft = ComplaintDraft("hotline-bkpsdm", "sms", "Pungutan", "Siti", is_confidential=True)
    complaints.log_complaint(desk.person("receptionist"), draft)
    found = dict(db.tuples(db.Case.select(db.Case.number, db.Case.search)))
    db.Case.update(search="siti inspektorat").execute()
    db.Setting.update(value=PROJECTION - 1).where(db.Setting.key == "projection").execute()
    opening.open_office(desk.config.database_url, desk.clock)
    assert dict(db.tuples(db.Case.select(db.Case.number, db.Case.search))) == found
    assert [row.subject for row in archive.search(manager, "pemeriksaan")] == ["Pemeriksaan"]
    assert verify(manager).fault is None


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


def test_people_s_own_words_move_out_of_an_older_log_and_the_chain_says_so(desk: Desk) -> None:
    number = _told(desk)
    head = _put_back_into_the_log()
    office = opening.open_office(desk.config.database_url, desk.clock)
    log = str(list(db.tuples(db.EventLog.select(db.EventLog.data, db.EventLog.late_reason))))
    assert "rahasia dapur" not in log
    assert "listrik padam" not in log
    view = view_case(desk.person("manager"), number)
    assert [note.text for note in view.notes] == ["rahasia dapur"]
    assert view.notes[0].late_reason == "listrik padam"
    assert office.projection == PROJECTION
    assert verify(desk.person("manager")).fault is None
    [resealed] = db.EventLog.select().where(db.EventLog.kind == "ledger_resealed")
    assert resealed.data == {"events": head.events, "head": head.hash}


def test_an_older_log_that_was_changed_is_not_made_anew(desk: Desk) -> None:
    _told(desk)
    _put_back_into_the_log()
    db.database.execute_sql("UPDATE event_log SET by = 'x' WHERE id = 2")
    with pytest.raises(StorageError, match="putus"):
        opening.open_office(desk.config.database_url, desk.clock)
    assert "event_text" not in db.database.get_tables()


def _told(desk: Desk) -> str:
    number = intake.log_letter(
        desk.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=READY)
    ).number
    happened = desk.clock.now()
    desk.advance(600)
    routing.add_note(desk.person("mail_clerk"), number, "rahasia dapur", happened, "listrik padam")
    return number


def _put_back_into_the_log() -> ledger.Head:
    """As before the sixth migration: texts in the log itself, and none beside it."""
    texts = case_store.texts_of(
        db.tuples(db.EventText.select(db.EventText.event, db.EventText.field, db.EventText.text))
    )
    head = ledger.GENESIS
    for row in list(ledger.rows()):
        told = texts.get(row.id, {})
        data = json.loads(row.data) | {name: text for name, text in told.items() if name != "late_reason"}
        old = row._replace(data=db.canonical(data), late_reason=told.get("late_reason", row.late_reason))
        head = ledger.chained(head, old)
        db.EventLog.update(data=data, late_reason=old.late_reason, hash=head).where(
            db.EventLog.id == row.id
        ).execute()
    for table in ("case_access", "event_text"):
        db.database.execute_sql(f"DROP TABLE {table}")
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '0006_event_texts'")
    db.Setting.update(value=PROJECTION - 1).where(db.Setting.key == "projection").execute()
    return ledger.Head(row.id, head)


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
