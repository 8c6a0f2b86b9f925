"""People at their desks: one real app each on the same office, worked by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.office.case_view import CaseView
from desk.office.casefile import view_case
from desk.screens.case_pane import CasePane
from desk.screens.dialogs import Dialog
from desk.screens.queue import QueueList
from desk.widgets.fields import AreaField, CheckList, Field

if TYPE_CHECKING:
    from tests.conftest import Desk

ROUNDS = 4
CHARACTERS = {"space": " "}


class Seat:
    """One signed-in person. `press` and `type` go through the app as from a terminal."""

    def __init__(self, desk: Desk, username: str, pilot: Pilot[Any]) -> None:
        self.desk = desk
        self.username = username
        self.pilot = pilot

    @property
    def app(self) -> DeskApp:
        app = self.pilot.app
        assert isinstance(app, DeskApp)
        return app

    async def press(self, *keys: str) -> None:
        for key in keys:
            character = key if len(key) == 1 else CHARACTERS.get(key)
            self.app.post_message(events.Key(key, character))
            await self.settle()

    async def type(self, text: str) -> None:
        """Text as a terminal hands over a paste."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Until every pump of the app has had its turn, also those of a screen that comes or goes."""
        for _ in range(ROUNDS):
            await self.pilot.pause(0.001)

    async def beat(self) -> None:
        """The heartbeat, now: others may have acted, and the clock has moved. What it reads in threads is there."""
        await self.do(self.app._beat)
        await self.app.workers.wait_for_complete()
        await self.settle()

    async def do(self, call: Callable[[], object]) -> None:
        """Call something as the app itself would: several apps live here, and each has its own context."""
        self.app.call_later(call)
        await self.settle()

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
        return view_case(self.desk.person(self.username), number)

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
        raise AssertionError(f"{number} is not in the queue of {self.username}:\n{self.picture}")

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
            await seat.app.workers.wait_for_complete()  # the next desk opens the database anew
        app = DeskApp(self.desk.config, self.desk.clock)
        pilot = await self._stack.enter_async_context(app.run_test(size=self.size, notifications=True))
        seat = Seat(self.desk, username, pilot)
        await seat.settle()
        app.enter(self.desk.person(username))
        await seat.settle()
        app.clear_notifications()
        return seat
