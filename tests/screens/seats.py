"""People at their desks: one real app each, worked by keys alone; keys go in, the text of the screen comes out."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer

from desk.app import DeskApp
from desk.clock import Clock
from desk.config import Config
from desk.office.case_view import CaseView
from desk.office.casefile import view_case
from desk.office.session import Session
from desk.screens.case_pane import CasePane
from desk.screens.dialogs import Dialog
from desk.screens.queue import QueueList
from desk.widgets.fields import AreaField, CheckList, Field
from tests.screens.settling import settle

if TYPE_CHECKING:
    from tests.conftest import Desk


def key_event(key: str) -> events.Key:
    """What Textual makes of this key of a terminal; `key`: its name, or the character on it."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(name, character)


class Seat:
    """A running desk with somebody before it. `press` and `type` go through the app as from a terminal."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.waits_for_threads = True
        """Whether `settle` does; not in a test that holds a thread back."""

    @property
    def app(self) -> DeskApp:
        app = self.pilot.app
        assert isinstance(app, DeskApp)
        return app

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """One key after the other, each when the one before it has done all its work."""
        for key in keys:
            self._post(key_event(key))
            await self.settle()

    async def type(self, text: str) -> None:
        """Text as a terminal hands over a paste."""
        self._post(events.Paste(text))
        await self.settle()

    def _post(self, event: events.Event) -> None:
        with self.app._context():  # several apps live in one test
            self.app.post_message(event)

    async def settle(self) -> None:
        """Until the desk has come to rest."""
        await settle(self.app, threads=self.waits_for_threads)

    async def beat(self) -> None:
        """The heartbeat, now: others may have acted, and the clock has moved."""
        await self.do(self.app._beat)

    async def do(self, call: Callable[[], object]) -> None:
        """Call something as the app itself would: several apps live here, and each has its own context."""
        self.app.call_later(call)
        await self.settle()

    async def elapse(self, timer: Timer) -> None:
        """Let the time of this one-shot timer be over."""
        assert timer._callback is not None
        timer.stop()
        await self.do(timer._callback)

    @property
    def picture(self) -> str:
        """What the screen shows, as text."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def told(self) -> str:
        """The short messages shown so far."""
        return "\n".join(notification.message for notification in self.app._notifications)

    @property
    def dialog(self) -> Dialog[Any] | None:
        screen = self.app.screen
        return screen if isinstance(screen, Dialog) else None

    @property
    def shown(self) -> str:
        """All of the case in view, also what would have to be scrolled to."""
        return self.app.screen.query_one(CasePane).plain

    @property
    def field(self) -> Field[Any]:
        """The field that has the keyboard."""
        focused = self.app.screen.focused
        assert focused is not None
        return next(node for node in focused.ancestors_with_self if isinstance(node, Field))

    def case(self, number: str) -> CaseView:
        """This case as the person at this desk sees it now."""
        assert self.app.session is not None
        return view_case(self.app.session, number)

    # In the queue

    async def choose(self, number: str) -> None:
        """Come to the queue and put the cursor on this case."""
        await self.beat()
        await self.press("f6", "home")
        rows = self.app.screen.query_one(QueueList)
        for _ in range(rows.count):
            if rows.item is not None and rows.item.case_no == number:
                return
            await self.press("down")
        raise AssertionError(f"{number} is not in the queue:\n{self.picture}")

    async def take(self, number: str) -> None:
        await self.choose(number)
        await self.press("t")

    async def finish(self, number: str, way: str = "", output: str = "") -> None:
        """`way`: the digit of the exit where there are several."""
        await self.choose(number)
        await self.press("s")
        if way:
            await self.press(way, "enter")
        if output:
            await self.type(output)
        await self.press("enter")
        assert self.dialog is None, self.picture

    async def dispose(self, number: str, to: str, *, note: str = "") -> None:
        """To the lead whose name begins so, with the usual instruction."""
        await self.choose(number)
        await self.press("d")
        if self.field.value is None:
            await self.type(to)
            await self.press("enter")
        if note:
            while self.field.key != "note":
                await self.press("enter")
            await self.type(note)
        await self.press("ctrl+s")
        assert self.dialog is None, self.picture

    async def send_back(self, number: str, reason: str) -> None:
        await self.choose(number)
        await self.press("r")
        await self.type(reason)
        await self.press("enter")
        assert self.dialog is None, self.picture

    # At the counter

    async def log(self, service: str, *, have: int | None = None, **texts: str) -> str:
        """Log a letter or complaint through the form; returns its number.

        `service`: how the person begins to type its name. `have`: how many requirements from the top are
        ticked (None: all).
        """
        await self.beat()
        await self.press("f5")
        wanted = {"service": service} | texts
        visited: set[str] = set()
        while self.field.key not in visited and wanted:
            field = self.field
            visited.add(field.key)
            if isinstance(field, CheckList):
                await self._tick(have)
            elif field.key in wanted:
                await self.type(wanted.pop(field.key))
            await self.press("tab" if isinstance(field, AreaField) else "enter")
        assert not wanted, wanted
        if "have" not in visited and isinstance(self.field, CheckList):
            await self._tick(have)
        await self.press("ctrl+s")
        assert self.dialog is not None, self.picture
        number = self.dialog._logged.number
        assert number in self.picture
        await self.press("enter")
        return number

    async def _tick(self, have: int | None) -> None:
        field = self.field
        assert isinstance(field, CheckList)
        if field.key != "have":
            return
        count = len(field._ticks.items) if have is None else have
        for _ in range(count):
            await self.press("space", "down")


@asynccontextmanager
async def seated(
    config: Config,
    clock: Clock,
    session: Session | None = None,
    size: tuple[int, int] = (100, 30),
    *,
    notifications: bool = False,
) -> AsyncIterator[Seat]:
    """A desk on this configuration, signed in as `session`; without one, before the gate.

    `notifications`: whether short messages lie on the screen, where they may cover what a test reads.
    """
    app = DeskApp(config, clock)
    async with app.run_test(size=size, notifications=notifications) as pilot:
        seat = Seat(pilot)
        await seat.settle()
        if session is not None:
            await seat.do(partial(app.enter, session))
        yield seat


class Seats:
    """`async with Seats(desk) as seats: kabag = await seats.at("section_head")`."""

    def __init__(self, desk: Desk, size: tuple[int, int] = (80, 24)) -> None:
        self.desk = desk
        self.size = size
        self._stack = AsyncExitStack()
        self._seats: dict[str, Seat] = {}

    async def __aenter__(self) -> Self:
        await self._stack.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> bool | None:
        return await self._stack.__aexit__(*error)

    async def at(self, username: str) -> Seat:
        """The seat of this person, who signs in the first time."""
        if username not in self._seats:
            self._seats[username] = await self._sign_in(username)
        return self._seats[username]

    async def _sign_in(self, username: str) -> Seat:
        for seat in self._seats.values():
            await seat.settle()  # the next desk opens the database anew
        desk = self.desk
        way_in = seated(desk.config, desk.clock, desk.person(username), self.size, notifications=True)
        seat = await self._stack.enter_async_context(way_in)
        seat.app.clear_notifications()
        return seat
