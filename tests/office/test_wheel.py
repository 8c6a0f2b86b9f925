"""The wheel holds what it needs: installed alone, it opens the demo office."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout with the pinned backend, without asking any index."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_assets_styles_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for pattern in ("assets/**/*.toml", "desk/**/*.tcss", "desk/migrations/0*.py"):
        for file in ROOT.glob(pattern):
            assert file.relative_to(ROOT).as_posix().replace("assets/", "desk/_assets/", 1) in names


def test_installed_into_an_empty_environment_it_makes_the_demo_office(wheel: Path, tmp_path: Path) -> None:
    """The libraries are lent by a .pth file, so that no network is needed; desk itself comes from the wheel."""
    place = tmp_path / "empty"
    venv.create(place, with_pip=False)
    bin_folder = place / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    home = tmp_path / "demo"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DESK_", "PYTHON"))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(bin_folder / "python"), *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    where = run("-c", "import desk.assets; print(desk.__file__, desk.assets.ASSETS)").stdout
    assert where.count(str(site)) == 2
    run("-m", "desk", "demo", "--home", str(home), "--days", "5", "--no-open")
    assert (home / "desk.db").stat().st_size > 100_000
