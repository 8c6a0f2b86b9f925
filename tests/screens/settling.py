"""Waiting until an app has come to rest: by what is left for it to do, never by the time that has passed."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App

ROUNDS = 5_000
"""Turns of the event loop after which an app is taken for one that never rests; opening a screen takes about sixty."""


async def settle(app: App[Any], *, threads: bool = True) -> None:
    """Until nothing in the event loop can go on but by a key, by time that passes, or by another thread.

    Nothing then is under way: no message in a queue, no handler half done, no callback that waits for a refresh.
    What is to be painted has been, without waiting for the time of the next frame. `threads`: what the app's workers
    read and write in threads is waited for as well, and what follows from it; workers that wait for an answer are not.
    AssertionError: the app never rests.
    """
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
        if ready:
            continue
        if threads and (running := _threads(app)):
            await asyncio.wait(running)
        elif not _paint(app):
            return
    raise AssertionError("The app never comes to rest.")


def _threads(app: App[Any]) -> list[asyncio.Task[Any]]:
    return [
        worker._task
        for worker in app.workers
        if worker._thread_worker and worker._task is not None and not worker._task.done()
    ]


def _paint(app: App[Any]) -> bool:
    """Give every screen the frame that it waits for; whether any did."""
    with app._context():  # several apps live in one test
        waiting = [
            screen
            for stack in app._screen_stacks.values()
            for screen in stack
            if screen.is_running and screen._update_timer._active.is_set()
        ]
        for screen in waiting:
            screen._on_timer_update()
    return bool(waiting)
