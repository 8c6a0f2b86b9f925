"""The way in to an office of an older desk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from desk import db, presence
from desk.office.office import LEFTOVERS, PROJECTION
from desk.screens.sign_in import SignInScreen
from desk.screens.way_in import UpgradeScreen

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def older(desk: Desk) -> Desk:
    db.Setting.update(value=PROJECTION - 1).where(db.Setting.key == "projection").execute()
    db.close_database()
    return desk


async def test_an_older_database_is_upgraded_while_the_screen_says_so(
    older: Desk, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    compose = UpgradeScreen.compose

    def composed(screen: UpgradeScreen) -> Any:
        seen.append("Memutakhirkan")
        yield from compose(screen)

    monkeypatch.setattr(UpgradeScreen, "compose", composed)
    async with seat(older.config, older.clock) as someone:
        assert isinstance(someone.screen, SignInScreen)
    assert seen == ["Memutakhirkan"]
    assert len(list((older.config.home / "backups").glob("*.desk"))) == 1


async def test_where_it_cannot_be_upgraded_the_desk_leaves_in_words(
    older: Desk, seat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "PATIENCE", 1)
    handle = os.open(older.config.home / "desk.lock", os.O_RDWR | os.O_CREAT, 0o600)
    assert presence._wait_for(handle, shared=True)
    async with seat(older.config, older.clock) as someone:
        assert someone.app.return_code == 1
        assert "perlu dimutakhirkan" in "".join(str(told) for told in someone.app._exit_renderables)
    os.close(handle)


async def test_everything_that_is_too_open_is_told_on_lines_of_its_own(desk: Desk, seat: Any) -> None:
    for place in (desk.config.home, desk.config.home / "desk.db"):
        place.chmod(place.stat().st_mode | 0o044)
    db.close_database()
    async with seat(desk.config, desk.clock) as someone:
        [told] = someone.app._exit_renderables
    assert [line.rpartition(" ")[2] for line in str(told).splitlines()] == [
        str(desk.config.home), str(desk.config.home / "desk.db"),
    ]  # fmt: skip


async def test_what_an_erasure_left_in_the_files_is_cleared_also_where_only_screens_are_used(
    desk: Desk, seat: Any
) -> None:
    db.Setting.insert(key=LEFTOVERS, value=1).execute()
    db.close_database()
    async with seat(desk.config, desk.clock) as someone:
        assert isinstance(someone.screen, SignInScreen)
        assert not db.Setting.select().where(db.Setting.key == LEFTOVERS).exists()


async def test_an_upgrade_that_the_disk_refuses_is_told_and_leaves_no_traceback(
    older: Desk, seat: Any
) -> None:
    (older.config.home / "backups").write_text("no folder")
    async with seat(older.config, older.clock) as someone:
        await someone.settle()
        assert someone.app.return_code == 1
        assert "tidak dapat ditulis" in "".join(str(told) for told in someone.app._exit_renderables)
