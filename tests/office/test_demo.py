"""The demo office: believable, the same for the same seed, every band and queue filled, nothing amiss in its books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk import db
from desk.clock import SetClock
from desk.config import Config
from desk.demo import build as demo_build
from desk.demo.build import build_demo
from desk.demo.people import DEMO_PASSWORD, demo_people
from desk.demo.standing import STANDING, earlier
from desk.demo.texts import CITIZENS, OFFICES, PUBLIC
from desk.domain.complaint import NO_NAME
from desk.domain.duration import Unit
from desk.domain.people import COMMON_POSITIONS
from desk.domain.sla import Band
from desk.errors import RuleError
from desk.office import board, ledger, opening, people, periodic, verify
from desk.office.definitions import SHIPPED
from desk.office.office import Office
from desk.office.session import Session
from desk.office.today import board_today

WIB = ZoneInfo("Asia/Jakarta")
NOW = int(datetime(2026, 9, 21, 8, 0, tzinfo=WIB).timestamp())
"""A Monday before 09.41, with two holidays in the sixty working days before it."""
OPENING = int(datetime(2026, 9, 21, 9, 41, tzinfo=WIB).timestamp())
HOLIDAYS = (date(2026, 8, 17), date(2026, 8, 25))


def _config(folder: Path) -> Config:
    return Config(folder, f"sqlite:///{folder / 'desk.db'}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The demo office, built once."""
    config = _config(tmp_path_factory.mktemp("demo"))
    build_demo(config, now=NOW)
    return config


@pytest.fixture
def office(built: Config) -> Iterator[Office]:
    """The demo office as it opens."""
    yield opening.open_office(built.database_url, SetClock(OPENING))
    db.close_database()


@pytest.fixture
def manager(office: Office) -> Session:
    return Session(office, office.people["manajer"])


def _local(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, WIB)


def test_it_opens_at_0941_of_the_latest_working_day(office: Office) -> None:
    offset = db.Setting.get_by_id("clock_offset").value
    assert _local(NOW + offset).isoformat() == "2026-09-21T09:41:00+07:00"
    assert office.is_demo and office.name == "Kantor Contoh"
    assert office.calendar().is_open(OPENING)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-22T10:00", "2026-11-20"),
        ("2026-08-17T09:00", "2026-08-14"),
        ("2026-11-23T00:05", "2026-11-23"),
    ],
)
def test_on_a_closed_day_it_opens_on_the_working_day_before(now: str, opening: str) -> None:
    instant = int(datetime.fromisoformat(now).replace(tzinfo=WIB).timestamp())
    assert _local(demo_build._stage(instant).opening).isoformat() == f"{opening}T09:41:00+07:00"


def test_every_band_has_open_cases_about_forty_in_all(manager: Session) -> None:
    counts = board.board_counts(manager, OPENING)
    least = {
        Band.OVERDUE: 4, Band.AT_RISK: 4, Band.ON_TIME: 12, Band.PAUSED: 4, Band.OUTSIDE_HOURS: 4, Band.NONE: 4,
    }  # fmt: skip
    assert all(counts[band] >= number for band, number in least.items())
    assert 40 <= sum(counts.values()) <= 50


def test_the_bands_of_the_rows_are_those_of_the_counts(manager: Session) -> None:
    rows = board.board_rows(manager, OPENING, limit=200)
    counts = board.board_counts(manager, OPENING)
    assert Counter(row.band(OPENING) for row in rows) == {band: n for band, n in counts.items() if n}


def test_all_that_stands_open_was_meant_to(manager: Session) -> None:
    unfinished = db.Case.select().where(db.Case.ended_at.is_null()).count()
    assert unfinished == len(STANDING)


def test_somebody_runs_over_within_the_first_minutes(manager: Session) -> None:
    before, after = (board.board_counts(manager, OPENING + seconds)[Band.OVERDUE] for seconds in (0, 200))
    assert after >= before + 2


def test_the_hotline_is_closed_and_opens_at_ten(office: Office) -> None:
    hotline = office.calendar("hotline")
    assert not hotline.is_open(OPENING)
    assert _local(hotline.next_open(OPENING)).strftime("%H:%M") == "10:00"


def test_an_event_is_coming_this_week(manager: Session) -> None:
    starts = [start for (start,) in db.tuples(db.Letter.select(db.Letter.event_start).join(db.Case)) if start]
    assert any(OPENING < start < OPENING + 5 * 86_400 for start in starts)


def test_both_taken_and_untaken_steps_wait(manager: Session) -> None:
    taken = Counter(row.taken for row in board.board_rows(manager, OPENING, limit=200))
    assert taken[True] >= 8 and taken[False] >= 15


@pytest.mark.parametrize(
    "username", ["rini", "kabag", "humas", "kabid", "staf", "hotline", "aduan", "kasubag"]
)
def test_every_principal_has_a_queue(office: Office, username: str) -> None:
    assert len(board.my_queue(Session(office, office.people[username]), OPENING)) >= 3


def test_every_position_has_a_person_who_can_sign_in(office: Office) -> None:
    held = {key for person in office.people.values() for key in person.positions}
    assert held == set(COMMON_POSITIONS) == set(office.position_keys)
    assert [person.username for person in demo_people() if person.username not in office.people] == []
    assert all(person.titles for person in demo_people())
    session = people.sign_in(office, "kabag", DEMO_PASSWORD)
    assert not people.must_change_password(session)


def test_history_holds_every_service_and_everything_that_can_happen(office: Office) -> None:
    services = {key for (key,) in db.tuples(db.Case.select(db.Case.service).distinct())}
    assert services == set(SHIPPED)
    statuses = {status for (status,) in db.tuples(db.Case.select(db.Case.status).distinct())}
    assert statuses >= {
        "incomplete",
        "in_progress",
        "waiting",
        "answered",
        "done",
        "transferred",
        "cancelled",
    }
    kinds = {kind for (kind,) in db.tuples(db.EventLog.select(db.EventLog.kind).distinct())}
    assert kinds >= {
        "completed", "assigned", "paused", "resumed", "class_changed", "reopened", "cancelled", "noted", "voided",
    }  # fmt: skip
    exits = {exit_key for (exit_key,) in db.tuples(db.Visit.select(db.Visit.exit).distinct())}
    assert exits >= {"revise", "ethics", "stored_answer", "other_agency", "in_jurisdiction", "no_action"}
    sheets = list(db.tuples(db.Disposition.select(db.Disposition.recipients, db.Disposition.cc)))
    assert any(len(to) > 1 for to, _cc in sheets) and any(cc for _to, cc in sheets)
    assert db.Letter.select().where(db.Letter.urgency == "very_urgent").exists()


def test_most_but_not_all_was_on_time(manager: Session) -> None:
    percent = board_today(manager, OPENING).on_time_percent
    assert percent is not None and 88 <= percent <= 97


def test_agreed_targets_were_kept_where_the_standard_was_not(manager: Session) -> None:
    kept = db.CaseCycle.select().where(
        db.CaseCycle.verdict == "met", db.CaseCycle.standard_verdict == "missed"
    )
    assert kept.count() >= 1
    today = board_today(manager, OPENING)
    assert today.events > 0


def test_the_monthly_report_was_opened_by_the_desk_and_written_by_the_lead_that_morning(
    office: Office,
) -> None:
    tasks = db.tuples(
        db.PeriodicTask.select(db.PeriodicTask.period, db.Case.received_at, db.Case.ended_at, db.Case.verdict)
        .join(db.Case)
        .order_by(db.Case.number)
    )
    found = [(period, _local(at).isoformat()[:16], _local(end).hour, met) for period, at, end, met in tasks]
    assert found == [("2026-06", "2026-07-01T07:30", 7, "met"), ("2026-07", "2026-08-03T07:30", 7, "met"),
                     ("2026-08", "2026-09-01T07:30", 7, "met")]  # fmt: skip
    log = db.EventLog.select(db.EventLog.kind, db.EventLog.by, db.EventLog.at, db.EventLog.recorded_at)
    events = list(db.tuples(log.where(db.EventLog.subject == "R-03/2026").order_by(db.EventLog.id)))
    assert [(kind, by) for kind, by, _at, _recorded in events] == [
        ("registered", "desk"), ("opened", "desk"), ("taken", "ketua"), ("finished", "ketua"),
    ]  # fmt: skip
    assert all(at == recorded for _kind, _by, at, recorded in events)
    assert periodic.due_tasks(office) == []


def test_a_target_a_slip_a_reopening_and_an_event_stand_open(manager: Session) -> None:
    rows = board.board_rows(manager, OPENING, limit=200)
    kinds: dict[str, set[str]] = {}
    numbers = [row.case_no for row in rows]
    log = db.EventLog.select(db.EventLog.subject, db.EventLog.kind).where(db.EventLog.subject.in_(numbers))
    for number, kind in db.tuples(log):
        kinds.setdefault(kind, set()).add(number)
    assert kinds.keys() >= {"target_agreed", "corrected", "reopened", "paused"}
    assert any(row.reading.agreed_due_at is not None for row in rows)
    events = [row for row in rows if row.reading.unit is Unit.EVENT]
    assert any(
        row.reading.is_ready and _local(row.reading.deadline or 0).date() == _local(OPENING).date()
        for row in events
    )
    assert any(not row.reading.is_ready for row in events)


def test_the_books_are_in_order(manager: Session) -> None:
    assert verify.verify(manager).fault is None


def test_nobody_works_outside_hours_on_weekends_or_holidays(office: Office) -> None:
    calendar = office.calendar()
    acts = db.EventLog.select(db.EventLog.recorded_at).where(db.EventLog.subject.contains("/"))
    for (recorded,) in db.tuples(acts):
        assert calendar.is_open(recorded) or calendar.is_open(recorded - 1), _local(recorded)
        assert _local(recorded).date() not in HOLIDAYS


def test_only_messages_arrive_while_the_office_is_closed(office: Office) -> None:
    calendar = office.calendar()
    log = db.EventLog.select(db.EventLog.subject, db.EventLog.kind, db.EventLog.at)
    events = db.tuples(log.where(db.EventLog.subject.contains("/")))
    closed = [
        (subject, kind)
        for subject, kind, at in events
        if not calendar.is_open(at) and not calendar.is_open(at - 1)
    ]
    assert closed
    assert all(subject.startswith("P-") and kind in ("registered", "opened") for subject, kind in closed)


def test_the_pace_is_a_working_days_with_its_peak_in_the_morning(office: Office) -> None:
    arrivals = [
        _local(at) for (at,) in db.tuples(db.Case.select(db.Case.received_at)) if at < OPENING - 86_400
    ]
    days = Counter(when.date() for when in arrivals)
    assert 55 <= len(days) <= 61
    assert 6 <= len(arrivals) / len(days) <= 10
    by_weekday = {k: [n for day, n in days.items() if day.weekday() == k] for k in range(5)}
    average = {weekday: sum(counts) / len(counts) for weekday, counts in by_weekday.items()}
    assert min(average, key=lambda weekday: average[weekday]) == 4
    assert sum(when.hour < 12 for when in arrivals) > sum(when.hour >= 12 for when in arrivals)


def test_names_and_numbers_are_invented(office: Office) -> None:
    phones = [phone for (phone,) in db.tuples(db.Complaint.select(db.Complaint.phone)) if phone is not None]
    assert phones and all(phone.startswith("08120000") and len(phone) == 12 for phone in phones)
    senders = {sender for (sender,) in db.tuples(db.Case.select(db.Case.sender)) if sender}
    assert senders <= {*OFFICES, *PUBLIC, *CITIZENS, NO_NAME}


def _undigested(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _undigested(inner) for name, inner in value.items()}
    return ledger.DIGEST_MARK if str(value).startswith(ledger.DIGEST_MARK) else value


def _events(config: Config, seed: int) -> list[tuple[object, ...]]:
    """Every event but for the digests, which are keyed by each case's own secret salt."""
    build_demo(config, seed=seed, days=4, now=NOW)
    opening.open_office(config.database_url, SetClock(OPENING))
    log = db.EventLog
    rows = list(
        db.tuples(
            log.select(log.at, log.recorded_at, log.by, log.subject, log.kind, log.data, log.late_reason)
        )
    )
    for row in rows:
        row[5].pop("content", None)
    rows = [tuple(_undigested(value) for value in row) for row in rows]
    rows += list(db.tuples(db.EventText.select(db.EventText.event, db.EventText.field, db.EventText.text)))
    texts = db.Case.select(db.Case.number, db.Case.sender, db.Case.subject).order_by(db.Case.number)
    rows += list(db.tuples(texts))
    db.close_database()
    return rows


def test_the_same_seed_tells_the_same_history_and_another_another(tmp_path: Path) -> None:
    first, same, other = (
        _events(_config(tmp_path / name), seed) for name, seed in (("first", 1), ("same", 1), ("other", 2))
    )
    assert first == same
    assert first != other


def test_an_office_that_is_there_is_left_alone(built: Config) -> None:
    before = Path(built.database_url.removeprefix("sqlite:///")).read_bytes()
    with pytest.raises(RuleError):
        build_demo(built, now=NOW)
    assert Path(built.database_url.removeprefix("sqlite:///")).read_bytes() == before


def test_a_building_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(demo_build, "_do", fail)
    with pytest.raises(RuntimeError):
        build_demo(_config(tmp_path), now=NOW, days=1)
    assert list(tmp_path.iterdir()) == []


def test_earlier_is_the_inverse_of_adding_open_time() -> None:
    calendar = demo_build._stage(NOW).office
    for seconds in (1, 600, 7859, 7860, 8000, 40_000, 200_000):
        before = earlier(calendar, OPENING, seconds)
        assert calendar.add(before, seconds) == OPENING
        assert calendar.is_open(before)
