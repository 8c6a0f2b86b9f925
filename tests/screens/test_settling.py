"""What every test of a screen stands on: when `settle` returns, all that a key set going is done."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tests.screens import settling
from tests.screens.settling import settle


class Chain(App[None]):
    """Work that goes on by one message, one refresh or one thread after the other."""

    def compose(self) -> ComposeResult:
        yield Vertical(Static("kosong"))

    def from_node_to_node(self, left: int) -> None:
        """Every hop is a message in another queue, behind a refresh of the screen."""
        node = self.screen if left % 2 else self.query_one(Static)
        if left:
            self.query_one(Static).update("kosong\n" * left)
            node.call_after_refresh(self.call_later, self.from_node_to_node, left - 1)
        else:
            self.query_one(Static).update("penuh\npenuh")

    def in_a_thread(self, held: threading.Event) -> None:
        held.wait(10)
        self.call_from_thread(self.from_node_to_node, 3)

    async def ask(self) -> None:
        await self.push_screen_wait(ModalScreen[None]())


def picture(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_messages_and_refreshes_are_followed_to_their_end() -> None:
    app = Chain()
    async with app.run_test():
        app.call_later(app.from_node_to_node, 20)
        await settle(app)
        assert picture(app).count("penuh") == 2, "laid out anew, too"


async def test_a_thread_is_waited_for_and_what_follows_from_it_but_not_where_it_is_held_back() -> None:
    app = Chain()
    held = threading.Event()
    async with app.run_test():
        app.run_worker(partial(app.in_a_thread, held), thread=True)
        await settle(app, threads=False)
        assert "kosong" in picture(app)
        threading.Timer(0.05, held.set).start()
        await settle(app)
        assert picture(app).count("penuh") == 2, "laid out anew, too"


async def test_a_worker_that_waits_for_an_answer_is_not_waited_for() -> None:
    app = Chain()
    async with app.run_test():
        app.run_worker(app.ask())
        await settle(app)
        assert isinstance(app.screen, ModalScreen)


async def test_of_two_apps_each_comes_to_rest() -> None:
    first, second = Chain(), Chain()
    async with first.run_test(), second.run_test():
        first.call_later(first.from_node_to_node, 5)
        await settle(first)
        assert picture(first).count("penuh") == 2, "laid out anew, too"
        assert "kosong" in picture(second)


async def test_an_app_that_never_rests_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "ROUNDS", 200)

    async def restless() -> None:
        while True:
            await asyncio.sleep(0)

    app = Chain()
    async with app.run_test():
        app.run_worker(restless())
        with pytest.raises(AssertionError, match="never comes to rest"):
            await settle(app)
