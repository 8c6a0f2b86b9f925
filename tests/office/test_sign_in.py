"""Signing in: wrong passwords are counted across desks, processes and restarts, and the right one clears the count."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import argon2
import pytest

from desk import db
from desk.domain.sign_in_limit import FORGOTTEN_AFTER, FREE_TRIES
from desk.errors import AccessError, DeskError, FieldError, NotAllowed, NotFound, RuleError, StorageError
from desk.office import ledger, opening, people, sign_in_tries
from desk.office.office import Office
from tests.conftest import PASSWORD, Desk, Hashing

WRONG = "bukan-sandi-ini"


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as refusal:
        call()
    return refusal.value.code


def try_wrong(desk: Desk, username: str, times: int = 1) -> list[str]:
    return [refused(lambda: people.sign_in(desk.office, username, WRONG)) for _ in range(times)]


def events(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [(row.subject, row.by, row.data) for row in db.EventLog.select().where(db.EventLog.kind == kind)]


@pytest.mark.parametrize("username", ["manager", "tidak-ada", "  MANAGER "])
def test_after_five_wrong_passwords_even_the_right_one_waits(desk: Desk, username: str) -> None:
    assert try_wrong(desk, username, FREE_TRIES) == ["wrong_password"] * FREE_TRIES
    assert refused(lambda: people.sign_in(desk.office, username, PASSWORD)) == "locked_out"
    desk.advance(59)
    with pytest.raises(AccessError, match="1 detik, lalu coba lagi"):
        people.sign_in(desk.office, username, PASSWORD)
    desk.advance(1)
    assert try_wrong(desk, username) == ["wrong_password"]
    with pytest.raises(AccessError, match="2 menit, lalu coba lagi"):
        people.sign_in(desk.office, username, PASSWORD)


def test_the_try_that_begins_a_wait_says_how_long_and_the_one_before_warns(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES - 2)
    for words in ("Sekali salah lagi", "Tunggu 1 menit"):
        with pytest.raises(AccessError, match=words):
            people.sign_in(desk.office, "manager", WRONG)


def test_known_and_unknown_names_are_answered_alike(desk: Desk) -> None:
    def told(username: str) -> list[tuple[str, str, str | None]]:
        answers = []
        for _ in range(FREE_TRIES + 1):
            with pytest.raises(AccessError) as refusal:
                people.sign_in(desk.office, username, WRONG)
            answers.append((refusal.value.code, refusal.value.message, refusal.value.field))
        return answers

    assert told("manager") == told("tidak-ada")


def test_a_guess_is_dear_whether_or_not_anybody_has_that_name(real_hashing: Hashing) -> None:
    dear = ("type", "version", "time_cost", "memory_cost", "parallelism")
    for stored in (real_hashing.hasher().hash(PASSWORD), real_hashing.unknown):
        costs = argon2.extract_parameters(stored)
        assert [getattr(costs, name) for name in dear] == [
            getattr(argon2.profiles.RFC_9106_LOW_MEMORY, name) for name in dear
        ]


def test_an_unknown_name_costs_as_many_checks_as_a_known_one_and_a_waiting_one_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = people._verify

    def counting(stored: str, password: str) -> bool:
        checked.append(stored[:10])
        return verify(stored, password)

    monkeypatch.setattr(people, "_verify", counting)
    try_wrong(desk, "manager")
    try_wrong(desk, "tidak-ada")
    assert checked == ["$argon2id$"] * 2
    try_wrong(desk, "manager", FREE_TRIES - 1)
    checked.clear()
    assert try_wrong(desk, "manager") == ["locked_out"]
    assert checked == []


def test_names_wait_each_by_itself(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES)
    assert people.sign_in(desk.office, "receptionist", PASSWORD).person.username == "receptionist"


def test_a_right_password_clears_the_count_and_records_what_went_before(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES - 1)
    session = people.sign_in(desk.office, "manager", PASSWORD)
    assert people.before_this(session) == (None, FREE_TRIES - 1)
    assert people.before_this(session).told(desk.office) == ["4 kali salah sandi sebelum ini."]
    desk.advance(7 * 3600)
    try_wrong(desk, "manager", 2)
    session = people.sign_in(desk.office, "manager", PASSWORD)
    told = people.before_this(session).told(desk.office)
    assert told == ["Terakhir masuk Sen 23 Nov 09.00; 2 kali salah sandi sesudahnya."]
    session = people.sign_in(desk.office, "manager", PASSWORD)
    assert people.before_this(session).told(desk.office) == ["Terakhir masuk Sen 23 Nov 16.00."]
    assert [data for _, _, data in events("signed_in")] == [{"wrong": 4}, {"wrong": 2}, {"wrong": 0}]


def test_a_restart_forgets_nothing(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES)
    db.close_database()
    office = opening.open_office(desk.config.database_url, desk.clock)
    assert refused(lambda: people.sign_in(office, "manager", PASSWORD)) == "locked_out"


def test_every_way_past_the_password_counts_together(desk: Desk) -> None:
    session = desk.person("manager")
    assert try_wrong(desk, "manager") == ["wrong_password"]
    assert refused(lambda: people.prove(session, WRONG)) == "wrong_password"
    assert refused(lambda: people.change_password(session, WRONG, "sandi-baru-sekali")) == "wrong_password"
    assert people.prove(session, PASSWORD) == 3
    try_wrong(desk, "manager", FREE_TRIES)
    assert refused(lambda: people.prove(session, PASSWORD)) == "locked_out"
    assert refused(lambda: people.change_password(session, PASSWORD, "sandi-baru-sekali")) == "locked_out"


def test_many_tries_at_once_are_counted_like_many_in_a_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are at the check at the same moment: what counts has been written down before."""
    all_there, checked, answers = threading.Barrier(FREE_TRIES), [], []

    def slow(stored: str, password: str) -> bool:
        checked.append(password)
        all_there.wait(20)
        return False

    monkeypatch.setattr(people, "_verify", slow)

    def attempt() -> None:
        with db.database.connection_context():
            answers.append(refused(lambda: people.sign_in(Office(desk.clock), "manager", WRONG)))

    threads = [threading.Thread(target=attempt) for _ in range(4 * FREE_TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == FREE_TRIES
    assert sorted(answers) == ["locked_out"] * (3 * FREE_TRIES) + ["wrong_password"] * FREE_TRIES


def test_processes_count_together(desk: Desk) -> None:
    script = (
        "import sys; from desk.office import opening, people; from desk.clock import SetClock;"
        "from desk.errors import DeskError\n"
        "office = opening.open_office(sys.argv[1], SetClock(int(sys.argv[2])))\n"
        "people._verify = lambda stored, password: False\n"
        "for _ in range(4):\n"
        "    try: people.sign_in(office, 'manager', 'salah')\n"
        "    except DeskError as error: print(error.code)\n"
    )
    words = [sys.executable, "-c", script, desk.config.database_url, str(desk.clock.now())]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [code for process in running for code in process.communicate(timeout=60)[0].split()]
    assert sorted(told) == ["locked_out"] * (12 - FREE_TRIES) + ["wrong_password"] * FREE_TRIES
    assert refused(lambda: people.sign_in(desk.office, "manager", PASSWORD)) == "locked_out"


def test_a_clock_set_back_neither_opens_the_door_nor_shuts_it_for_years(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES + 1)
    desk.advance(60)
    try_wrong(desk, "manager")
    desk.set("2016-11-23 09:00")
    assert try_wrong(desk, "manager") == ["locked_out"]
    desk.advance(121)
    assert people.sign_in(desk.office, "manager", PASSWORD)


def test_a_lock_out_is_recorded_once_by_the_desk_and_of_known_users_only(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES + 3)
    try_wrong(desk, "tidak-ada", FREE_TRIES + 3)
    assert events("sign_in_locked") == [
        ("user:manager", "desk", {"wrong": FREE_TRIES, "seconds": 60}),
    ]


def test_an_admin_lifts_a_lock_out_and_its_owner_is_still_told(desk: Desk) -> None:
    admin = desk.person("admin")
    try_wrong(desk, "manager", FREE_TRIES)
    assert sign_in_tries.locked_out(desk.office) == {"manager": desk.clock.now() + 60}
    with pytest.raises(NotAllowed):
        sign_in_tries.unlock(desk.person("manager"), "manager")
    sign_in_tries.unlock(admin, "manager")
    assert sign_in_tries.locked_out(desk.office) == {}
    session = people.sign_in(desk.office, "manager", PASSWORD)
    assert people.before_this(session).wrong == FREE_TRIES
    with pytest.raises(RuleError, match="tidak sedang terkunci"):
        sign_in_tries.unlock(admin, "manager")
    with pytest.raises(NotFound):
        sign_in_tries.unlock(admin, "tidak-ada")


def test_who_is_locked_out_is_told_without_writing(desk: Desk) -> None:
    before = db.Setting.select().count()
    assert sign_in_tries.locked_out(desk.office) == {}
    assert db.Setting.select().count() == before


def test_a_new_first_password_ends_the_wait(desk: Desk) -> None:
    try_wrong(desk, "manager", FREE_TRIES)
    people.reset_password(desk.person("admin"), "manager", "sandi-pertama-lagi")
    assert people.must_change_password(people.sign_in(desk.office, "manager", "sandi-pertama-lagi"))


def test_what_was_typed_as_a_name_is_nowhere_in_the_database(desk: Desk) -> None:
    """Somebody may have typed the password there."""
    try_wrong(desk, "Sandi-Yang-Salah-Tempat")
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = (desk.config.home / "desk.db").read_bytes().lower()
    assert b"manager" in stored
    assert b"sandi-yang-salah-tempat" not in stored


def test_names_that_nobody_has_are_forgotten_after_a_day_and_owners_are_told_later(desk: Desk) -> None:
    try_wrong(desk, "tidak-ada", 2)
    try_wrong(desk, "manager", 2)
    desk.advance(FORGOTTEN_AFTER)
    try_wrong(desk, "juga-tidak-ada")
    assert db.SignInTries.select().count() == 2
    session = people.sign_in(desk.office, "manager", PASSWORD)
    assert people.before_this(session).wrong == 2


def test_signing_in_where_nothing_can_be_counted_is_refused(desk: Desk) -> None:
    """A full or read-only disk must not give away tries without end."""
    db.database.execute_sql("PRAGMA query_only = ON")
    with pytest.raises(StorageError):
        people.sign_in(desk.office, "manager", PASSWORD)
    db.database.execute_sql("PRAGMA query_only = OFF")


@pytest.mark.parametrize("text", ["\udcff-rusak", "x" * 100_000, "\x00", ""])
def test_odd_bytes_as_name_or_password_are_wrong_and_nothing_worse(desk: Desk, text: str) -> None:
    assert refused(lambda: people.sign_in(desk.office, "manager", text)) == "wrong_password"
    assert refused(lambda: people.sign_in(desk.office, text, PASSWORD)) == "wrong_password"


def test_a_disabled_account_neither_signs_in_nor_unlocks(desk: Desk) -> None:
    session = desk.person("manager")
    people.set_active(desk.person("admin"), "manager", active=False)
    for _ in range(FREE_TRIES + 1):
        assert refused(lambda: people.sign_in(desk.office, "manager", PASSWORD)) == "disabled"
        assert refused(lambda: people.prove(session, PASSWORD)) == "disabled"
    assert try_wrong(desk, "manager") == ["wrong_password"]


def test_a_password_given_by_an_admin_meanwhile_does_not_unlock(desk: Desk) -> None:
    session = desk.person("manager")
    people.reset_password(desk.person("admin"), "manager", "sandi-pertama-lagi")
    assert refused(lambda: people.prove(session, "sandi-pertama-lagi")) == "must_change_password"


@pytest.mark.parametrize(
    ("new", "reason"),
    [("pendek", "paling sedikit"), ("manager-1", "nama pengguna"), ("Kantor Uji", "nama kantor"),
     ("rahasia123", "mudah ditebak"), (PASSWORD, "sama dengan yang lama")],
)  # fmt: skip
def test_a_bad_new_password_is_refused_at_its_field_and_costs_no_try(
    desk: Desk, new: str, reason: str
) -> None:
    with pytest.raises(FieldError, match=reason) as refusal:
        people.change_password(desk.person("manager"), PASSWORD, new)
    assert refusal.value.field == "new_password"
    assert db.SignInTries.select().count() == 0


@pytest.mark.parametrize("first", ["pendek", "budi-1945", "kantor.uji", "contoh123"])
def test_a_first_password_is_held_to_the_same(desk: Desk, first: str) -> None:
    admin = desk.person("admin")
    people.add_user(admin, "budi", "Budi", ["manager"])
    for call in (
        lambda: people.reset_password(admin, "budi", first),
        lambda: people.add_user(admin, "budi1945", "Budi", ["manager"], first),
    ):
        with pytest.raises(FieldError) as refusal:
            call()
        assert refusal.value.field == "new_password"


def test_signing_in_and_out_is_in_the_history(desk: Desk) -> None:
    session = people.sign_in(desk.office, "manager", PASSWORD)
    people.sign_out(session)
    kinds = [row.kind for row in db.EventLog.select().order_by(db.EventLog.id.desc()).limit(2)]
    assert kinds == ["signed_out", "signed_in"]
    assert ledger.tail().id == db.EventLog.select().count()
