"""One demo office, built once and copied for each terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.config import Config
from desk.demo.build import build_demo


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    build_demo(Config(home, f"sqlite:///{home / 'desk.db'}"), days=15)
    return home


@pytest.fixture
def demo_home(demo_template: Path, tmp_path: Path) -> str:
    home = tmp_path / "demo"
    shutil.copytree(demo_template, home)
    return str(home)
