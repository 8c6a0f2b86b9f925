"""Sitting down at a desk under test: keys go in, the text of the screen comes out."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from desk.app import DeskApp
from desk.config import Config
from desk.office.session import Session

os.environ.pop("NO_COLOR", None)


@dataclass
class Seat:
    """A running desk with somebody before it."""

    app: DeskApp
    pilot: Pilot[Any]

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Put text in at once, as a terminal hands over a paste."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        await self.pilot.pause()

    async def settle(self) -> None:
        """Let threads and what they bring come to an end."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What can be read on the screen now."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


@asynccontextmanager
async def seated(
    config: Config, clock: Any, session: Session | None = None, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Seat]:
    """A desk on this configuration, signed in as `session`; without one, before the gate."""
    app = DeskApp(config, clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if session is not None:
            app.enter(session)
            await pilot.pause()
        yield Seat(app, pilot)


@pytest.fixture
def seat() -> Any:
    """The way to a seat: `async with seat(desk.config, desk.clock, session) as s:`."""
    return seated
