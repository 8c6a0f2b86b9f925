"""An office for tests: five-day week in WIB, all services, one person per position, a clock that the test moves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from tests.leaks import Planted

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from desk import db
from desk.clock import SetClock
from desk.config import Config
from desk.domain.people import Permission
from desk.office import opening, people, setup, tokens
from desk.office.office import Office
from desk.office.session import Session

_always: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("ci", max_examples=100, derandomize=True, **_always)
settings.register_profile("thorough", max_examples=2000, print_blob=True, **_always)
settings.register_profile("quick", max_examples=25, derandomize=True, phases=[Phase.generate], **_always)
settings.load_profile("ci")
"""`ci`: the same examples every time. By hand, with --hypothesis-profile: `thorough` draws twenty times as many and
new ones each time, `quick` a quarter and does not look for the smallest failure."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Terminals first: their few files take longest, and would keep one worker busy when the others have ended."""
    items.sort(key=lambda item: "terminal" not in item.path.parts)


os.umask(0o077)  # as desk does where it starts

PASSWORD = "sandi-untuk-uji"
WIB = ZoneInfo("Asia/Jakarta")


def at(text: str, zone: ZoneInfo = WIB) -> int:
    """`2026-11-23 09:20` (seconds optional) in WIB as an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


MONDAY = at("2026-11-23 09:00")
"""The instant at which every test's office starts: an ordinary open Monday."""


@dataclass
class Desk:
    """One office under test."""

    config: Config
    office: Office
    clock: SetClock

    def person(self, username: str) -> Session:
        """The session of a user; usernames are the position keys (`mail_clerk`), and `admin`."""
        return Session(self.office, self.office.people[username])

    def set(self, text: str) -> None:
        """Move the clock to a local time of WIB."""
        self.clock.set(at(text))

    def advance(self, seconds: int) -> None:
        self.clock.set(self.clock.now() + seconds)


def open_copy(template: Path, home: Path, now: int = MONDAY) -> Desk:
    """A copy of a closed office, open at that instant."""
    shutil.copytree(template, home)
    clock = SetClock(now)
    config = Config(home, f"sqlite:///{home / 'desk.db'}")
    return Desk(config, opening.open_office(config.database_url, clock), clock)


@dataclass(frozen=True)
class Hashing:
    """What desk hashes passwords with where no test has made it cheap."""

    hasher: Callable[[], PasswordHasher]
    unknown: str
    """The hash that no password has."""


@pytest.fixture(scope="session", autouse=True)
def real_hashing() -> Iterator[Hashing]:
    """Hashing is slow on purpose; what desk does with passwords does not depend on how slow, so it is cheap here.

    Processes that a test starts hash as everybody's do.
    """
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    real = Hashing(people._hasher, people._UNKNOWN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_hasher", lambda: cheap)
        patch.setattr(people, "_UNKNOWN", cheap.hash("tidak dipakai siapa pun"))
        yield real


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished office, built once per process and copied for each test."""
    home = tmp_path_factory.mktemp("office")
    url = f"sqlite:///{home / 'desk.db'}"
    admin = setup.create_office(
        url, name="Kantor Uji", admin="admin", password=PASSWORD, clock=SetClock(MONDAY)
    )
    hashed = people.hash_password(PASSWORD)
    with admin.act(Permission.ADMINISTER) as act:
        for key, title in admin.office.position_keys.items():
            if key != "admin":
                people.insert_user(key, title, [key], hashed)
                act.append(f"user:{key}", "user_added", {"positions": [key]})
    db.close_database()
    return home


@pytest.fixture(scope="session")
def staffed_template(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same office with those whom `tests/permissions.py` names beside one person per position."""
    from tests.permissions import seat_people

    desk = open_copy(office_template, tmp_path_factory.mktemp("staffed") / "desk")
    seat_people(desk)
    db.close_database()
    return desk.config.home


@pytest.fixture(scope="session")
def busy_template(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same office with work in it, as `tests/busy.py` says; `session` holds a sign-in of everybody."""
    from tests.busy import make_busy

    home = tmp_path_factory.mktemp("busy") / "desk"
    shutil.copytree(office_template, home)
    tokens.keep_token(make_busy(home), home / "session")
    db.close_database()
    return home


@pytest.fixture(scope="session")
def planted_template(staffed_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The staffed office with the marked cases of `tests/leaks.py` in it."""
    from tests.leaks import Planted

    folder = tmp_path_factory.mktemp("planted")
    desk = open_copy(staffed_template, folder / "desk")
    with db.fast_building():
        planted = Planted(desk, folder)
    db.close_database()
    return planted


@pytest.fixture
def planted(planted_template: Planted, desk: Desk) -> Planted:
    """The marked cases in this test's own office, at the time they were made by; `home_template` is to be theirs."""
    return planted_template.moved_to(desk)


@pytest.fixture
def home_template(office_template: Path) -> Path:
    """What `desk` is a copy of; a module that wants another one has a fixture of this name."""
    return office_template


@pytest.fixture
def desk(home_template: Path, tmp_path: Path) -> Iterator[Desk]:
    """A fresh copy of a template office, open at Monday 23 November 2026, 09:00 WIB."""
    yield open_copy(home_template, tmp_path / "desk")
    db.close_database()
