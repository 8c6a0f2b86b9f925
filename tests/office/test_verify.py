"""What a verification notices: every kind of change made behind desk's back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.retention import RetentionClass
from desk.errors import FieldError, StorageError
from desk.office import (
    backup,
    doctor,
    idle_lock,
    incidents,
    intake,
    ledger,
    opened,
    opening,
    restore,
    retention,
    routing,
)
from desk.office.casefile import view_case
from desk.office.doctor_files import State
from desk.office.session import Session
from desk.office.verify import verify
from desk.office.verify_registers import register_faults
from tests.conftest import Desk

TAMPERING = {
    "an event's text": "UPDATE event_log SET data = replace(data, 'follow_up', 'file') WHERE kind = 'disposed'",
    "an event's time": "UPDATE event_log SET at = at - 60000 WHERE kind = 'finished'",
    "who did it": "UPDATE event_log SET \"by\" = 'admin' WHERE kind = 'taken'",
    "a removed event": "DELETE FROM event_log WHERE kind = 'paused'",
    "the last event removed": "DELETE FROM event_log WHERE id = (SELECT MAX(id) FROM event_log)",
    "a stored due": "UPDATE visit SET due_at = due_at + 60000 WHERE is_open",
    "a stored finish": "UPDATE visit SET finished_at = finished_at - 1000 WHERE NOT is_open",
    "a holder": "UPDATE visit SET holder = 'manager' WHERE is_open",
    "a status": "UPDATE \"case\" SET status = 'done'",
    "a pause": 'UPDATE pause SET "end" = "end" + 60000',
    "a disposition": "UPDATE disposition SET note = 'lain'",
    "a tick": "UPDATE letter SET ticked = '[]'",
    "the subject": "UPDATE \"case\" SET subject = 'Lain'",
    "the letter number": "UPDATE letter SET letter_no = '1'",
    "a number left out": "UPDATE register SET last = last + 1",
    "a number to be given twice": "UPDATE register SET last = last - 1",
    "a register without history": "INSERT INTO register (name, year, last) VALUES ('periodic', 2026, 0)",
    "a removed register": "DELETE FROM register",
    "a register of another year": "UPDATE register SET year = year - 1",
    "the day of arrival": 'UPDATE "case" SET received_at = received_at - 1000',
    "the service": "UPDATE \"case\" SET service = 'surat-umum'",
    "another service version": 'UPDATE "case" SET service_version_id ='
    " (SELECT version FROM service_version WHERE key = 'surat-umum')",
    "what is missing": "UPDATE letter SET missing = 1",
    "the form a letter is compared by": "UPDATE letter SET sender_form = 'X'",
    "an event that is not JSON": "UPDATE event_log SET data = '{' WHERE kind = 'taken'",
    "a table's text that is not JSON": "UPDATE letter SET ticked = '{'",
    "a removed letter": "DELETE FROM letter",
    "the step of a disposition": "UPDATE disposition SET step = '1'",
    "the rules of a service": "UPDATE service_version SET body = replace(body, '30', '300') WHERE key = 'wa-center'",
    "a calendar": "UPDATE calendar_version SET body = replace(body, '57600', '61200')",
    "a removed visit": "DELETE FROM visit WHERE no = 1",
    "a note's words": "UPDATE event_text SET text = 'lain' WHERE field = 'note'",
    "words erased": "UPDATE event_text SET text = NULL WHERE field = 'note'",
    "words removed": "DELETE FROM event_text",
    "words put in": 'INSERT INTO event_text (event_id, field, "case", text)'
    " SELECT id, 'text', subject, 'x' FROM event_log WHERE kind = 'taken'",
    "who is told of a case": "UPDATE case_access SET given = 1 WHERE username = 'mail_clerk'",
    "who may see a case": "DELETE FROM case_access WHERE username = 'pr_officer'",
    "a position": "UPDATE user SET positions = '[\"admin\",\"manager\"]' WHERE username = 'mail_clerk'",
    "an account": "INSERT INTO user (username, name, password_hash, positions, active, must_change)"
    " SELECT 'x', name, password_hash, positions, active, must_change FROM user WHERE username = 'admin'",
    "a removed account": "DELETE FROM user WHERE username = 'manager'",
    "a closed account": "UPDATE user SET active = 0 WHERE username = 'manager'",
    "the zone": "UPDATE setting SET value = '\"Asia/Jayapura\"' WHERE key = 'zone'",
    "a real office made an example": "INSERT INTO setting (key, value) VALUES ('is_demo', 'true')",
    "a clock moved": "INSERT INTO setting (key, value) VALUES ('clock_offset', '86400')",
    "complaint classes": "UPDATE setting SET value = replace(value, '5', '50') WHERE key = 'class_tables'",
    "after how long a screen locks": "INSERT INTO setting (key, value) VALUES ('lock_minutes', '0')",
    "opening hours to come": "UPDATE calendar_rule SET week = replace(week, '57600', '61200')",
    "the name of a calendar": "UPDATE calendar_rule SET name = 'Lain' WHERE key = 'office'",
    "a holiday to come": "DELETE FROM holiday WHERE day = '2026-12-25'",
    "a service put away": "UPDATE service_version SET active = 0 WHERE key = 'surat-umum'",
    "when a service came": "UPDATE service_version SET installed_at = installed_at - 1000",
    "a removed service": "DELETE FROM service_version WHERE key = 'surat-umum'",
    "how long files are kept": "UPDATE retention_class SET inactive_years = 0",
    "which files are kept so": "DELETE FROM retention_rule",
    "when an incident was noticed": "UPDATE incident SET noticed_at = noticed_at + 60000",
    "an incident never reported": "UPDATE incident SET done_at = recorded_at, done_by = 'manager', done_reason = 'x'",
}


@pytest.fixture
def worked(desk: Desk) -> Desk:
    clerk = desk.person("mail_clerk")
    have = frozenset({"surat_pengantar", "materi"})
    intake.log_letter(clerk, LetterDraft("wa-center", "OPD", "Hal", letter_no="12", have=have))
    desk.advance(60)
    routing.take(clerk, "1")
    routing.pause(clerk, "1", "applicant", "materi rusak")
    desk.advance(60)
    routing.resume(clerk, "1")
    routing.finish(clerk, "1")
    desk.advance(60)
    routing.dispose(
        desk.person("section_head"), "1", DispositionOrder(("pr_officer",), ("follow_up",), note="segera")
    )
    retention.set_class(desk.person("admin"), RetentionClass("rutin", "Rutin", 1, 2, "destroy", "JRA"))
    retention.assign(desk.person("admin"), "letter", "rutin")
    incidents.add(desk.person("mail_clerk"), "map hilang", desk.clock.now())
    return desk


def test_untouched_work_is_clean(worked: Desk) -> None:
    verdict = verify(worked.person("admin"))
    assert verdict.fault is None
    assert verdict.cases == 1
    assert verdict.events == db.EventLog.select().count()


def test_the_chain_covers_each_row_as_canonical_json(worked: Desk) -> None:
    """So a log written by an earlier desk stays valid, however the text that is hashed is put together."""
    previous = ledger.GENESIS
    for row in ledger.rows():
        told = row._asdict() | {"data": json.loads(row.data)}
        del told["hash"]
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest() == row.hash
        previous = row.hash


def test_a_chain_cut_or_rewritten_whole_is_found_by_a_head_kept_outside(worked: Desk) -> None:
    reader = worked.person("admin")
    kept = str(verify(reader).head)
    assert kept == str(ledger.Head(*ledger.tail()[:2]))
    desk_goes_on = LetterDraft("wa-center", "OPD", "Hal lain")
    intake.log_letter(worked.person("mail_clerk"), desk_goes_on)
    verdict = verify(reader, kept)
    assert (verdict.fault, verdict.head.events > int(kept.split(":")[0])) == (None, True)
    _rewrite(by="admin")
    assert verify(reader).fault is None, "a chain rewritten whole is one as good as another"
    assert "ditulis ulang" in str(verify(reader, kept).fault)
    ahead = f"{verdict.head.events + 1}:{verdict.head.hash}"
    assert "pernah mencapai" in str(verify(reader, ahead).fault)


def test_no_event_vouches_for_a_head_that_the_chain_did_not_come_through(worked: Desk) -> None:
    """A migration tells where the chain ended before it was made anew; whoever rewrites it could tell that too."""
    kept = verify(worked.person("admin")).head
    _rewrite(by="admin")
    end = ledger.tail()
    told = {"at": end.recorded_at, "recorded_at": end.recorded_at, "by": "desk", "subject": "office"}
    data = {"events": kept.events, "head": kept.hash}
    with db.writing():
        ledger.append(end, **told, kind="ledger_resealed", data=data)
    assert verify(worked.person("admin")).fault is None
    assert "ditulis ulang" in str(verify(worked.person("admin"), str(kept)).fault)


@pytest.mark.parametrize("text", ["", "x", "3", "3:ab", f"x:{'0' * 64}", f"3:{'g' * 64}", f"-1:{'0' * 64}"])
def test_what_is_no_head_is_refused_at_its_field(worked: Desk, text: str) -> None:
    with pytest.raises(FieldError) as refused:
        verify(worked.person("admin"), text)
    assert refused.value.field == "expect"


def _rewrite(by: str) -> None:
    """As somebody would who has the database and knows how the chain is made."""
    head = ledger.GENESIS
    for row in list(ledger.rows()):
        other = row._replace(terminal=by)
        head = ledger.chained(head, other)
        db.EventLog.update(terminal=by, hash=head).where(db.EventLog.id == row.id).execute()


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_noticed(worked: Desk, what: str) -> None:
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    assert db.database.execute_sql(TAMPERING[what]).rowcount > 0
    assert verify(worked.person("admin")).fault


@pytest.mark.parametrize(
    ("strange", "named"),
    [
        ("CREATE TRIGGER x AFTER UPDATE ON complaint BEGIN DELETE FROM alert_mark; END", "pemicu x"),
        ("CREATE VIEW x AS SELECT * FROM complaint", "view x"),
        ("CREATE TABLE x (text TEXT)", "tabel x"),
    ],
)
def test_what_desk_has_not_made_in_the_database_is_named(worked: Desk, strange: str, named: str) -> None:
    db.database.execute_sql(strange)
    fault = verify(worked.person("admin")).fault
    assert fault == f"Basis data memuat {named}, yang bukan buatan desk."


UNREADABLE = {
    "a number that is no text": 'UPDATE "case" SET number = CAST(number AS BLOB)',
    "a service key that is no text": 'UPDATE "case" SET service_version_id = 7',
    "ids of texts that are no numbers": "UPDATE event_text SET event_id = 'x' || event_id",
    "a key that is no text": 'UPDATE "case" SET salt = 7',
    "a holder that is no text": "UPDATE case_access SET username = CAST(username AS BLOB)",
    "a register's name that is no text": "UPDATE register SET name = CAST(name AS BLOB)",
    "a setting's key that is no text": "UPDATE setting SET key = CAST(key AS BLOB) WHERE key = 'lock_minutes'",
    "a user that is no text": "UPDATE user SET username = CAST(username AS BLOB) WHERE username = 'manager'",
    "a name gone from the settings": "DELETE FROM setting WHERE key = 'office_name'",
    "a version without a name": "INSERT INTO calendar_version SELECT '', key, body FROM calendar_version LIMIT 1",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_row_that_nothing_can_be_made_of_is_told_as_a_fault(worked: Desk, what: str) -> None:
    idle_lock.set_lock_minutes(worked.person("admin"), 10)
    auditor = worked.person("admin")
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    assert db.database.execute_sql(UNREADABLE[what]).rowcount > 0
    assert verify(auditor).fault


def test_a_calendar_that_cases_stand_on_and_that_is_gone_is_named_though_it_was_read_before(
    worked: Desk,
) -> None:
    auditor = worked.person("admin")
    assert verify(auditor).fault is None
    [(version,)] = db.tuples(db.Case.select(db.Case.calendar_version))
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    db.CalendarVersion.delete().execute()
    assert (
        verify(auditor).fault == f"Kalender (versi {version}), yang dipakai berkas, hilang dari basis data."
    )


def test_a_calendar_of_which_no_event_tells_is_named(worked: Desk) -> None:
    body = {"key": "lain"}
    version = ledger.body_digest(body)[:12]
    db.CalendarVersion.insert(version=version, key="lain", body=body).execute()
    assert verify(worked.person("admin")).fault == f"Kalender lain (versi {version}) tidak ada dalam riwayat."


@pytest.mark.parametrize("table", ["calendar_version", "service_version"])
def test_reading_a_case_whose_rules_are_gone_is_refused_in_words(worked: Desk, table: str) -> None:
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    db.database.execute_sql(f"DELETE FROM {table}")
    office = opened.office_here(worked.clock)
    with pytest.raises(StorageError, match="desk verify") as refusal:
        view_case(Session(office, office.people["admin"]), "0001/2026")
    assert refusal.value.code == "inconsistent"


def hide_from_an_index() -> None:
    """The open visit is missing from an index: it came while the schema did not know of the index."""
    index = "SELECT name, sql, rootpage FROM sqlite_master WHERE tbl_name = 'visit' AND name LIKE '%overdue_after%'"
    name, sql, root = db.database.execute_sql(index).fetchone()
    writable = ("PRAGMA writable_schema = ON", ())
    file = db.database.database
    db.close_database()
    for statements in (
        [
            ("UPDATE visit SET is_open = 0 WHERE is_open", ()),
            writable,
            ("DELETE FROM sqlite_master WHERE name = ?", (name,)),
        ],
        [
            ("UPDATE visit SET is_open = 1 WHERE finished_at IS NULL", ()),
            writable,
            ("INSERT INTO sqlite_master VALUES ('index', ?, 'visit', ?, ?)", (name, root, sql)),
        ],
    ):
        with closing(sqlite3.connect(file)) as connection:
            for text, values in statements:
                connection.execute(text, values)
            connection.commit()


def test_a_row_that_an_index_does_not_show_is_named_by_verify_doctor_and_backup_and_mended_by_restoring(
    worked: Desk, tmp_path: Path
) -> None:
    hide_from_an_index()
    office = opening.open_office(worked.config.database_url, worked.clock)
    assert str(verify(Session.automatic(office)).fault).startswith("Berkas basis data rusak (")
    checks = {check.key: check.state for check in doctor.examine(worked.config, worked.clock)}
    assert checks["integrity"] is State.BAD
    made = backup.make_backup(Session(office, office.people["admin"]), tmp_path / "a.desk")
    assert str(made.manifest.fault).startswith("Berkas basis data rusak ("), "all rows are still there"
    url = worked.config.database_url
    db.close_database()
    with restore.unpacked(tmp_path / "a.desk", url, None, worked.clock) as found:
        assert restore.restore(found, url, "admin", worked.clock, lambda _loss: True)
    office = opening.open_office(url, worked.clock)
    assert verify(Session.automatic(office)).fault is None, "restoring makes the indexes anew"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("CREATE INDEX x ON visit (holder)", "Basis data memuat indeks x, yang bukan buatan desk."),
        ("ALTER TABLE visit ADD COLUMN x TEXT", "Basis data memuat kolom visit.x, yang bukan buatan desk."),
        (
            'DROP INDEX "periodictask_service_step_period"',
            'Indeks unik periodic_task ("service", "step", "period") hilang dari basis data.',
        ),
    ],
)
def test_indexes_and_columns_are_those_that_desk_makes(worked: Desk, change: str, fault: str) -> None:
    db.database.execute_sql(change)
    assert verify(worked.person("admin")).fault == fault
    [told] = [check for check in doctor.examine(worked.config, worked.clock) if check.key == "objects"]
    assert told.state is State.BAD


def test_an_index_made_anew_under_its_name_but_of_other_columns_is_named(worked: Desk) -> None:
    db.database.execute_sql('DROP INDEX "eventlog_subject"')
    db.database.execute_sql('CREATE INDEX "eventlog_subject" ON "event_log" ("subject") WHERE id > 7')
    assert "indeks eventlog_subject" in str(verify(worked.person("admin")).fault)


def test_a_number_skipped_behind_desks_back_stays_a_fault_after_the_next_letter(worked: Desk) -> None:
    db.database.execute_sql("UPDATE register SET last = last + 3")
    have = frozenset({"surat_pengantar", "materi"})
    intake.log_letter(worked.person("mail_clerk"), LetterDraft("wa-center", "OPD", "Hal", have=have))
    fault = verify(worked.person("admin")).fault
    assert fault == "Register surat 2026: nomor 2 dilewati; berikutnya 0005/2026."


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        (["0001/2026", "P-0001/2026", "0002/2026", "R-01/2026", "0001/2027"], []),
        (["0002/2026", "0001/2026"], ["nomor 1 dilewati", "nomor 3 dilewati"]),
        (["0001/2026", "0003/2026"], ["nomor 2 dilewati"]),
        (["00001/2026"], ["bukan nomor register"]),
        (["X-0001/2026"], ["bukan nomor register"]),
        (["berkas"], ["bukan nomor register"]),
    ],
)
def test_numbers_follow_one_another_in_the_order_of_events(
    desk: Desk, told: list[str], faults: list[str]
) -> None:
    found = [fault for fault in register_faults(told) if "riwayat" not in fault]
    assert len(found) == len(faults)
    assert all(part in fault for part, fault in zip(faults, found, strict=True))


def test_a_commit_of_another_desk_in_the_middle_is_no_fault(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ledger.rows

    def interrupted() -> Iterator[ledger.LogRow]:
        yield from whole()
        other = sqlite3.connect(worked.config.home / "desk.db", timeout=5)
        with other:
            other.execute('UPDATE "case" SET last_event = last_event + 1')
        other.close()

    monkeypatch.setattr(ledger, "rows", interrupted)
    assert verify(worked.person("admin")).fault is None
