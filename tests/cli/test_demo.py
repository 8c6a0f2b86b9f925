"""`desk demo`: kept only where the line says so, thrown away otherwise, never on top of a real office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import desk.app
from desk.__main__ import main
from desk.office import opening

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from desk.config import Config
    from tests.cli.conftest import Cli


class Opened:
    """Stands in for the screens: remembers what was opened, and whether there was an office to open."""

    def __init__(self) -> None:
        self.config: Config | None = None

    def __call__(self, config: Config) -> int:
        self.config = config
        assert opening.open_office(config.database_url).is_demo
        return 0


def test_a_demo_without_a_home_is_thrown_away_even_where_an_office_is_configured(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened()
    monkeypatch.setattr(desk.app, "run", opened)
    monkeypatch.setenv("DESK_HOME", str(cli.desk.config.home))
    monkeypatch.setenv("DESK_DATABASE", cli.desk.config.database_url)
    assert main(["demo", "--days", "1"], clock=cli.desk.clock) == 0
    assert opened.config is not None
    assert opened.config.home != cli.desk.config.home
    assert not opened.config.home.exists()


def test_a_demo_with_a_home_stays_and_is_opened_again_not_rebuilt(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ["--home", str(tmp_path / "contoh")]
    assert main([*home, "demo", "--days", "1", "--no-open"], clock=cli.desk.clock) == 0
    assert main([*home, "demo", "--no-open"], clock=cli.desk.clock) == 1
    opened = Opened()
    monkeypatch.setattr(desk.app, "run", opened)
    assert main([*home, "demo"], clock=cli.desk.clock) == 0
    assert opened.config is not None
    assert opened.config.home == tmp_path / "contoh"


def test_a_demo_never_replaces_an_office(cli: Cli) -> None:
    assert cli.refuse("admin", 1, "demo", "--days", "1")["code"] == "office_exists"


def test_making_only_a_demo_needs_a_place_to_keep_it(cli: Cli) -> None:
    assert main(["demo", "--no-open"], clock=cli.desk.clock) == 2
