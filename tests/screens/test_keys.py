"""One key does one thing: of the commands that can be given at the same moment no two have the same key."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

import desk.screens
import desk.widgets
from desk.app import DeskApp
from desk.screens.lock import LockScreen
from tests.screens.files import complaint, letter
from tests.screens.seats import Seats

if TYPE_CHECKING:
    from tests.conftest import Desk

NEVER_TOGETHER = {
    frozenset({"case.pause", "case.resume"}): "a case is paused or it is not",
    frozenset({"case.identity", "case.attachments"}): "of complaints the one, of letters the other",
    frozenset({"board.list", "board.group"}): "the board is grouped or it is not",
    frozenset({"board.lift", "board.back"}): "Esc first lifts a filter, then goes back",
}


def own(kind: type[Any]) -> Iterator[type[Any]]:
    for heir in kind.__subclasses__():
        if heir.__module__.startswith("desk."):
            yield heir
        yield from own(heir)


def every(kind: type[Any]) -> list[type[Any]]:
    for package in (desk.screens, desk.widgets):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return sorted(set(own(kind)), key=lambda heir: heir.__qualname__)


def commands(kind: type[Any]) -> dict[str, set[str]]:
    """Which commands each key may start there."""
    keys = kind._merge_bindings().key_to_bindings
    found = {key: {binding.id for binding in bindings if binding.id} for key, bindings in keys.items()}
    return {key: ids for key, ids in found.items() if ids}


@pytest.mark.parametrize("kind", [DeskApp, *every(Widget)])
def test_no_two_commands_of_one_place_have_the_same_key(kind: type[Any]) -> None:
    doubles = {key: ids for key, ids in commands(kind).items() if len(ids) > 1}
    assert all(frozenset(ids) in NEVER_TOGETHER for ids in doubles.values()), doubles


@pytest.mark.parametrize("kind", [kind for kind in every(Screen) if not issubclass(kind, ModalScreen)])
def test_no_screen_takes_a_key_away_from_the_commands_of_the_whole_desk(kind: type[Any]) -> None:
    everywhere = commands(DeskApp)
    taken = {key: ids for key, ids in commands(kind).items() if not ids <= everywhere.get(key, ids)}
    assert taken == ({"ctrl+l": {"lock.switch"}} if kind is LockScreen else {}), (
        "whose lock refuses the others"
    )


@pytest.mark.parametrize("make", [letter, complaint])
async def test_what_shares_a_key_is_never_offered_together(desk: Desk, make: Any) -> None:
    number = make(desk)
    async with Seats(desk) as seats:
        for who in ("receptionist", "mail_clerk", "section_head", "manager", "admin"):
            seat = await seats.at(who)
            await seat.do(lambda seat=seat: seat.app.open_case(number))
            screen = seat.app.screen
            for bindings in type(screen)._merge_bindings().key_to_bindings.values():
                offered = {
                    binding.id
                    for binding in bindings
                    if binding.action.startswith(("act(", "attachments"))
                    and screen.check_action(*_parsed(binding.action))
                }
                assert len(offered) <= 1, offered


def _parsed(action: str) -> tuple[str, tuple[object, ...]]:
    from textual.actions import parse

    _namespace, name, parameters = parse(action)
    return name, parameters
