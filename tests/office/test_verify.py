"""What a verification notices: every kind of change made behind desk's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from desk import db
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import intake, ledger, routing
from desk.office.verify import verify
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
    return desk


def test_untouched_work_is_clean(worked: Desk) -> None:
    verdict = verify(worked.person("admin"))
    assert verdict.fault is None
    assert verdict.cases == 1
    assert verdict.events == db.EventLog.select().count()


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_noticed(worked: Desk, what: str) -> None:
    db.database.execute_sql("PRAGMA foreign_keys = OFF")
    assert db.database.execute_sql(TAMPERING[what]).rowcount > 0
    assert verify(worked.person("admin")).fault


def test_a_commit_of_another_desk_in_the_middle_is_no_fault(
    worked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ledger.rows

    def interrupted() -> Iterator[dict[str, Any]]:
        yield from whole()
        other = sqlite3.connect(worked.config.home / "desk.db", timeout=5)
        with other:
            other.execute('UPDATE "case" SET last_event = last_event + 1')
        other.close()

    monkeypatch.setattr(ledger, "rows", interrupted)
    assert verify(worked.person("admin")).fault is None
