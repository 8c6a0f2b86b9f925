"""The heartbeat: how soon a desk follows what others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.app import DeskApp

if TYPE_CHECKING:
    from tests.conftest import Desk


async def test_two_beats_are_two_seconds(desk: Desk) -> None:
    """Whoever is at another desk sees a change within two beats, as other tests prove beat by beat."""
    app = DeskApp(desk.config, desk.clock)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.enter(desk.person("manager"))
        await pilot.pause()
        [beat] = [timer for timer in app._timers if timer.name == "heartbeat"]
        assert beat._interval == 1.0
