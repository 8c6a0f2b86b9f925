"""Whatever statement or commit of an act fails: all of it is there or nothing, told in words, and work goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import db
from desk.clock import SetClock
from desk.domain.letter import LetterDraft
from desk.errors import DeskError, StorageError
from desk.office import attachments, intake, opening, periodic, setup, tokens
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY, PASSWORD, Desk, open_copy
from tests.office.all_acts import ALL_ACTS
from tests.office.faulty import FAULTS, TOLD, Driver, Moment, contents, failing_disk, faulty_driver

Prepared = Callable[[str], Desk]


@pytest.fixture(scope="module")
def offices(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int]]:
    """For each act an office in which it can be done, and the instant there."""
    made = {}
    for name, (_act, _who, prepare) in ALL_ACTS.items():
        desk = open_copy(office_template, tmp_path_factory.mktemp("faults") / name)
        if prepare:
            prepare(desk)
        db.close_database()
        made[name] = (desk.config.home, desk.clock.now())
    return made


@pytest.fixture
def prepared(offices: dict[str, tuple[Path, int]], tmp_path: Path) -> Iterator[Prepared]:
    """A copy of the office in which an act can be done."""

    def copied(name: str) -> Desk:
        home, now = offices[name]
        return open_copy(home, tmp_path / f"desk{len(list(tmp_path.iterdir()))}", now)

    yield copied
    db.close_database()


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    return faulty_driver(monkeypatch)


def _again(desk: Desk, name: str) -> None:
    """Do the act, by somebody with nothing in memory yet."""
    act, who, _prepare = ALL_ACTS[name]
    desk.office = Office(desk.clock)
    act(desk, desk.person(who))


def _statements(desk: Desk, driver: Driver, name: str) -> list[str]:
    """What the act runs, where it is done and then forgotten again with its office."""
    driver.start()
    _again(desk, name)
    return driver.seen


def _commit(statements: list[str]) -> int:
    """The place of the act's own commit; what was read before it in one go has one too."""
    return statements.index("COMMIT", statements.index("BEGIN IMMEDIATE"))


def _moments(statement: str) -> tuple[Moment, ...]:
    """What may become of it. Reading changes nothing; a commit that was carried out has a test of its own."""
    if statement.startswith("SELECT"):
        return (Moment.BEFORE,)
    return (Moment.BEFORE, Moment.GIVEN_UP) if statement == "COMMIT" else tuple(Moment)


@pytest.mark.parametrize("name", ALL_ACTS)
def test_an_act_that_fails_at_any_statement_leaves_what_was(
    prepared: Prepared, driver: Driver, name: str
) -> None:
    """Each failed try goes one statement further than the last on the same connection: nothing is in its way."""
    statements = _statements(prepared(name), driver, name)
    desk = prepared(name)
    before = contents()
    for place, statement in enumerate(statements[: _commit(statements) + 1]):
        for moment in _moments(statement):
            driver.start(fails={place: (moment, FAULTS[place % len(FAULTS)])})
            with pytest.raises(StorageError) as told:
                _again(desk, name)
            assert told.value.message in TOLD
            assert driver.seen[: place + 1] == statements[: place + 1]
            assert contents() == before, f"{moment} at {statement}"
    driver.start()
    _again(desk, name)
    assert contents() != before
    assert verify(desk.person("admin")).fault is None


@pytest.mark.parametrize("name", ALL_ACTS)
def test_an_act_that_is_committed_is_not_told_as_one_that_failed(
    prepared: Prepared, driver: Driver, name: str
) -> None:
    """Nothing that fails after the commit may make anybody do it twice."""
    statements = _statements(prepared(name), driver, name)
    for place in range(_commit(statements) + 1, len(statements)):
        desk = prepared(name)
        driver.start(fails={place: (Moment.BEFORE, FAULTS[place % len(FAULTS)])})
        _again(desk, name)
        driver.start()
        assert verify(desk.person("admin")).fault is None


@pytest.mark.parametrize("name", ALL_ACTS)
def test_an_act_whose_commit_is_done_but_not_answered_is_there_whole(
    prepared: Prepared, driver: Driver, name: str
) -> None:
    """Whoever tries again does it twice or is refused, as anybody would be; what is in memory is true."""
    desk = prepared(name)
    statements = _statements(desk, driver, name)
    after = _comparable()
    desk = prepared(name)
    act, who, _prepare = ALL_ACTS[name]
    session = desk.person(who)
    desk.office = Office(desk.clock)
    driver.start(fails={_commit(statements): (Moment.AFTER, FAULTS[1])})
    with pytest.raises(StorageError):
        _again(desk, name)
    told = _comparable()
    if _commit(statements) + 1 < len(statements):  # what it would have cleared up waits for the next start
        del told["setting"], after["setting"]
    assert told == after
    driver.start()
    try:
        act(desk, session)
    except DeskError as refusal:
        assert not isinstance(refusal, StorageError)
    _holds_what_the_tables_hold(session.office)
    assert verify(desk.person("admin")).fault is None


def _comparable() -> dict[str, int]:
    """How much each table holds: salts and first passwords are drawn anew each time."""
    return {name: len(rows) for name, rows in contents().items()}


def _holds_what_the_tables_hold(office: Office) -> None:
    fresh = Office(office.clock)
    assert office.people == fresh.people
    assert office.services == fresh.services
    assert office.calendars == fresh.calendars


@pytest.mark.parametrize("name", ALL_ACTS)
def test_what_is_in_memory_after_a_failure_is_what_is_in_the_tables(
    prepared: Prepared, driver: Driver, name: str
) -> None:
    """One session tries until nothing fails any more, each time one statement further."""
    desk = prepared(name)
    act, who, _prepare = ALL_ACTS[name]
    session = desk.person(who)
    for place in range(1000):
        driver.start(fails={place: (Moment.BEFORE, FAULTS[place % len(FAULTS)])})
        try:
            act(desk, session)
            break
        except StorageError:
            failed = driver.seen[place]
            driver.start()
            if failed == "COMMIT":
                _holds_what_the_tables_hold(session.office)
    assert "COMMIT" in driver.seen[:place]
    driver.start()
    _holds_what_the_tables_hold(session.office)


def test_a_connection_that_cannot_even_undo_makes_way_for_another(prepared: Prepared, driver: Driver) -> None:
    inside = _commit(_statements(prepared("take"), driver, "take")) - 1
    desk = prepared("take")
    before, connection = contents(), db.database.connection()
    driver.start(fails=dict.fromkeys((inside, inside + 1), (Moment.BEFORE, FAULTS[1])))
    with pytest.raises(StorageError):
        _again(desk, "take")
    assert driver.seen[inside + 1] == "ROLLBACK"
    driver.start()
    assert db.database.connection() is not connection
    assert contents() == before
    _again(desk, "take")


def test_a_failure_inside_a_part_of_a_transaction_is_told_as_what_it_is(
    prepared: Prepared, driver: Driver
) -> None:
    """The engine has undone everything: neither the part nor the whole is there to be undone again."""
    desk = prepared("take")
    before, connection = contents(), db.database.connection()
    with pytest.raises(StorageError) as told, db.writing():
        driver.start(fails={5: (Moment.GIVEN_UP, FAULTS[0])})
        _again(desk, "take")
    assert told.value.code == "disk_full"
    driver.start()
    assert contents() == before
    assert db.database.connection() is connection
    _again(desk, "take")


def test_a_failed_opening_of_a_periodic_task_is_made_up_for(prepared: Prepared, driver: Driver) -> None:
    desk = prepared("note")
    desk.set("2026-12-01 09:00")
    before = contents()
    place = 0
    while True:
        driver.start(fails={place: (Moment.BEFORE, FAULTS[place % len(FAULTS)])})
        try:
            if periodic.open_due_tasks(desk.office):
                break
        except StorageError:
            pass
        driver.start()
        assert contents() == before
        place += 1
    driver.start()
    assert verify(desk.person("admin")).fault is None


def _attach(desk: Desk, scan: Path) -> str:
    draft = LetterDraft("surat-umum", "OPD", "Hal")
    return intake.log_letter(desk.person("receptionist"), draft, attach=[scan]).number


def test_a_letter_whose_file_cannot_be_kept_is_not_there_and_leaves_no_half_file(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = prepared("log_letter")
    before = contents()
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7 pindaian")
    for nth in range(100):
        with monkeypatch.context() as machine:
            calls = failing_disk(machine, nth)
            try:
                number = _attach(desk, scan)
                break
            except StorageError as told:
                assert "ruang penyimpanan penuh" in told.message
        assert contents() == before
        assert all(file.read_bytes() == scan.read_bytes() for file in attachments.folder().glob("*"))
    assert nth > 4
    assert calls == ["fsync"], "the folder's entry of the last try was not sure"
    assert number == "0001/2026"
    assert [file.read_bytes() for file in attachments.folder().iterdir()] == [scan.read_bytes()]
    assert verify(desk.person("admin")).fault is None


def test_a_kept_file_that_is_no_longer_whole_is_kept_anew(prepared: Prepared, tmp_path: Path) -> None:
    desk = prepared("log_letter")
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7 pindaian")
    _attach(desk, scan)
    [kept] = attachments.folder().iterdir()
    for damaged in (b"%PDF", b"%PDF-1.7 pindaiaN", b""):
        kept.write_bytes(damaged)
        _attach(desk, scan)
        assert kept.read_bytes() == scan.read_bytes()


def test_the_session_file_is_the_old_one_or_the_new_one(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = prepared("note")
    file = tmp_path / "rumah" / "session"
    tokens.keep_token(desk.person("manager"), file)
    old = file.read_bytes()
    for nth in range(100):
        with monkeypatch.context() as machine:
            calls = failing_disk(machine, nth)
            try:
                tokens.keep_token(desk.person("manager"), file)
                break
            except OSError:
                pass
        assert [left.name for left in file.parent.iterdir()] == ["session"]
        assert file.read_bytes() == old or calls[-1] == "fsync", "only its folder's entry may be unsure"
        assert tokens.resume_session(desk.office, file).person.username == "manager"
    assert nth > 1
    assert file.read_bytes() != old
    assert tokens.resume_session(desk.office, file).person.username == "manager"


def test_an_office_whose_making_fails_is_not_there_and_can_be_made_again(
    driver: Driver, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"

    def make() -> None:
        setup.create_office(
            url,
            name="Kantor",
            admin="admin",
            password=PASSWORD,
            services=["wa-center"],
            clock=SetClock(MONDAY),
        )

    place = 0
    while True:
        driver.start(fails={place: (Moment.GIVEN_UP, FAULTS[place % len(FAULTS)])})
        try:
            make()
            break
        except StorageError as told:
            assert told.message in TOLD
        driver.start()
        assert not opening.office_exists(url), f"half an office after {place}"
        place += 6  # each try takes long
    driver.start()
    assert verify(Session(opening.open_office(url), Office(SetClock(MONDAY)).people["admin"])).fault is None
    db.close_database()
