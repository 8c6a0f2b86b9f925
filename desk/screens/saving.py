"""How every screen acts: at once where the database is free, and by waiting beside the screen where it is not.

While another desk or program writes, the act is tried again and again from a box that takes all keys, so that nothing
freezes and nothing is sent twice. Only what was refused at the door (`Busy`) is tried again: it had not begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar
from weakref import WeakSet

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from desk import db
from desk.errors import Busy, DeskError

R = TypeVar("R")

PATIENCE = 10.0
"""Seconds after which an act is given up."""
_BREATH = 0.05
"""Seconds between two tries, in which the screen lives."""
_SHOWN_AFTER = 0.3
"""Seconds after which the box can be seen; most waits are shorter."""


_waiting: WeakSet[App[Any]] = WeakSet()
"""Desks of which an act waits: no second one is begun there."""


@dataclass(frozen=True)
class _Outcome:
    result: Any = None
    error: DeskError | None = None
    """None: it was done."""


def is_waiting(app: App[Any]) -> bool:
    """Whether an act of this desk waits, so that `submit` would pass over another one."""
    return app in _waiting


def submit(
    app: App[Any], act: Callable[[], R], done: Callable[[R], object], refused: Callable[[DeskError], object]
) -> None:
    """Act, then `done(result)` or `refused(error)`: at once, or when the database was free, or never was."""
    if app in _waiting:
        return  # a key typed before the box was there
    try:
        with db.storage_errors():
            result = act()
    except Busy as busy:
        _waiting.add(app)
        app.push_screen(SavingScreen(act, busy), partial(_tell, app, done, refused))
    except DeskError as error:
        refused(error)
    else:
        done(result)


def _tell(
    app: App[Any],
    done: Callable[[Any], object],
    refused: Callable[[DeskError], object],
    outcome: _Outcome | None,
) -> None:
    _waiting.discard(app)
    assert outcome is not None, "the box closes with an outcome"
    if outcome.error is None:
        done(outcome.result)
    else:
        refused(outcome.error)


class SavingScreen(ModalScreen[_Outcome]):
    """Tries an act until it is done, refused, or given up."""

    DELIBERATE = True
    CSS_PATH = "saving.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "give_up",
            "Berhenti menunggu",
            tooltip="Kembali ke isian; belum ada yang disimpan.",
            id="saving.give_up",
        )
    ]

    def __init__(self, act: Callable[[], Any], busy: Busy) -> None:
        super().__init__()
        self._act = act
        self._busy = busy
        self._until = time.monotonic() + PATIENCE

    def compose(self) -> ComposeResult:
        yield Static(
            "menyimpan …  basis data sedang dipakai · Esc berhenti menunggu",
            id="saving",
            markup=False,
        )

    def on_mount(self) -> None:
        self.set_interval(_BREATH, self._try, name="saving")
        self.set_timer(_SHOWN_AFTER, self._show)

    def _show(self) -> None:
        self.add_class("-shown")

    def _try(self) -> None:
        if not self.is_current or not self.app.is_running:
            return  # answered already, or the desk is closing
        try:
            with db.storage_errors():
                outcome = _Outcome(self._act())
        except Busy as error:
            self._busy = error
            if time.monotonic() < self._until:
                return
            outcome = _Outcome(error=error)
        except DeskError as error:
            outcome = _Outcome(error=error)
        self.dismiss(outcome)

    def action_give_up(self) -> None:
        self.dismiss(_Outcome(error=self._busy))
