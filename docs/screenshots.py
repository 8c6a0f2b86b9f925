"""Take the pictures in docs/screens: every screen at 100x30, from the demo office on a fixed day.

    python docs/screenshots.py [NAME ...]

Always the same pictures: the office is built from a fixed seed for a fixed moment, and its clock stands.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)
sys.path.insert(0, str(Path(__file__).parent.parent))

from textual import events
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.clock import SetClock
from desk.config import Config
from desk.demo.build import build_demo
from desk.office import opening
from desk.office.board import board_rows
from desk.office.session import Session
from desk.screens.base import SopContext

FOLDER = Path(__file__).parent / "screens"
SIZE = (100, 30)
MOMENT = 1_795_401_660
"""Monday 23 November 2026, 09.41 WIB."""
FONTS = "'Cascadia Mono', 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace"


@dataclass
class Visit:
    """Somebody at the desk, for one picture."""

    app: DeskApp
    pilot: Pilot[str]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, *texts: str) -> None:
        """Fill fields, Enter after each."""
        for text in texts:
            if self.app.focused is not None:
                self.app.focused.post_message(events.Paste(text))
            await self.pilot.pause()
            await self.press("enter")

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


async def nothing(visit: Visit) -> None:
    await visit.settle()


async def letter(visit: Visit) -> None:
    await visit.type("WA Center", "Dinas Kesehatan Kabupaten Contoh", "400.7/1182/35.09.311/2026", "kemarin")


async def saved(visit: Visit) -> None:
    await letter(visit)
    await visit.type("Penyebaran jadwal imunisasi BIAS November 2026")
    await visit.press("space", "down", "space")
    await visit.press("f2")


async def case(visit: Visit) -> None:
    session = visit.app.session
    assert session is not None
    rows = board_rows(session, session.now())
    visit.app.open_case(
        next(row for row in rows if (row.service_key, row.step_no) == ("wa-center", "3")).case_no
    )
    await visit.settle()


async def groups(visit: Visit) -> None:
    await visit.settle()
    await visit.press("g")


async def sop(visit: Visit) -> None:
    session = visit.app.session
    assert session is not None
    version = session.office.service("hotline-bkpsdm").version
    visit.app.show_sop(SopContext(version, "4"))
    await visit.settle()


async def found(visit: Visit) -> None:
    visit.app.action_mode("archive")
    await visit.settle()
    await visit.type("dinas jadwal")
    await visit.pilot.pause(0.3)
    await visit.settle()


async def help_(visit: Visit) -> None:
    await visit.settle()
    await visit.press("f1")


@dataclass(frozen=True)
class Picture:
    name: str
    position: str | None
    """Of the person at the desk. None: nobody has signed in."""
    steps: Callable[[Visit], Awaitable[None]]


PICTURES = (
    Picture("masuk-akun", None, nothing),
    Picture("masuk", "receptionist", letter),
    Picture("masuk-nomor", "receptionist", saved),
    Picture("antrean", "pr_officer", nothing),
    Picture("berkas", "section_head", case),
    Picture("papan", "manager", nothing),
    Picture("papan-kelompok", "manager", groups),
    Picture("sop", "manager", sop),
    Picture("arsip", "manager", found),
    Picture("bantuan", "manager", help_),
)


async def take(picture: Picture) -> str:
    """The picture as SVG. Each has an office of its own, since some of them write."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(Path(folder), f"sqlite:///{Path(folder) / 'desk.db'}")
        build_demo(config, seed=1, now=MOMENT)
        clock = SetClock(MOMENT)
        app = DeskApp(config, clock)
        async with app.run_test(size=SIZE) as pilot:
            visit = Visit(app, pilot)
            await visit.settle()
            if picture.position is not None:
                office = opening.open_office(config.database_url, clock)
                people = office.people.values()
                app.enter(Session(office, next(p for p in people if picture.position in p.positions)))
            await visit.settle()
            await picture.steps(visit)
            return without_links(app.export_screenshot(title="desk"))


def without_links(svg: str) -> str:
    """No fonts from outside: an office network may be closed."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", FONTS)


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        if not names or picture.name in names:
            path = FOLDER / f"{picture.name}.svg"
            path.write_text(asyncio.run(take(picture)), encoding="utf-8")
            print(path.relative_to(FOLDER.parent.parent))


if __name__ == "__main__":
    main(sys.argv[1:])
