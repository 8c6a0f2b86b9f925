"""CPU of one heartbeat with the board open and 40 or more visible timers, painting included."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.measure import yardstick
from desk.clock import SetClock
from desk.config import Config
from desk.demo.build import build_demo
from desk.office import opening
from desk.office.session import Session

os.environ["TEXTUAL_ANIMATIONS"] = "none"
BEATS = 60


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(Path(folder), f"sqlite:///{Path(folder) / 'desk.db'}")
        build_demo(config)
        asyncio.run(_measure(config))


async def _measure(config: Config) -> None:
    from desk.app import DeskApp
    from desk.screens.board import BoardScreen

    clock = SetClock(opening.open_office(config.database_url).now())
    app = DeskApp(config, clock=clock)
    async with app.run_test(size=(160, 60)) as pilot:
        office = opening.open_office(config.database_url, clock)
        app.enter(Session(office, next(iter(office.people.values()))))
        app.action_mode("board")
        await pilot.pause()
        assert isinstance(app.screen, BoardScreen)
        await app.workers.wait_for_complete()
        await pilot.pause()
        costs = []
        for _ in range(BEATS):
            clock.set(clock.now() + 1)
            begin = time.process_time()
            app.screen.tick(clock.now())
            app.screen._compositor_refresh()
            costs.append(time.process_time() - begin)
            await pilot.pause()
    unit = yardstick()
    print(f"one heartbeat    {median(costs) * 1000:6.2f} ms CPU   (goal 5; median of {BEATS})")
    print(f"in yardsticks    {median(costs) / unit:6.3f}   (one yardstick: {unit * 1000:.0f} ms CPU)")
