"""The way in: to the sign-in, to the welcome where there is no office, or through an upgrade first."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from desk import db
from desk.errors import DeskError
from desk.office import opened, opening
from desk.screens.base import Shell, unwritable
from desk.widgets.text import inert_lines


def open_gate(app: Shell) -> None:
    """Show whoever has started the desk where they can come in; leave in words where nobody can."""
    try:
        app.config.require_private()
        if not opening.office_exists(app.config.database_url):
            from desk.screens.welcome import WelcomeScreen

            app.push_screen(WelcomeScreen())
        elif opened.is_outdated():
            db.close_database()  # an upgrade wants the database alone
            app.push_screen(UpgradeScreen())
        else:
            from desk.screens.sign_in import SignInScreen

            office = opened.office_here(app.clock)
            app.push_screen(SignInScreen(office))
            if opening.has_leftovers(office):
                app.run_worker(_clear_leftovers, group="leftovers", thread=True)
    except DeskError as error:
        refuse(app, error)


def _clear_leftovers() -> None:
    from desk.office.erasure import clear_leftovers

    with suppress(DeskError), db.own_connection():
        clear_leftovers()


def refuse(app: Shell, error: DeskError) -> None:
    """The database cannot be opened: say so in words and leave; nothing was written."""
    app.exit(return_code=1, message=Text("\n".join(inert_lines(error.message))))


class UpgradeScreen(Screen[None]):
    """Says why it takes a while, and goes on to the sign-in."""

    CSS_PATH = "sign_in.tcss"
    HELP_TITLE = "Memutakhirkan"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def compose(self) -> ComposeResult:
        from desk.screens.gate import PROMISE
        from desk.widgets.logo import Logo

        with Vertical(id="stage"):
            yield Logo(PROMISE)
            with Vertical(id="gate") as gate:
                gate.border_title = "Memutakhirkan basis data"
                yield Static(
                    "desk ini lebih baru daripada basis datanya. Cadangan dibuat lebih dahulu, lalu semua berkas "
                    "dibaca ulang; di kantor besar ini beberapa menit.\n\n"
                    "Bila komputer mati di tengahnya, tidak ada yang hilang: desk meneruskannya.",
                    id="hint",
                    markup=False,
                )

    def on_mount(self) -> None:
        self.run_worker(self._upgrade, thread=True)

    def _upgrade(self) -> None:
        from desk.office.upgrade import bring_up_to_date

        app = cast(Shell, self.app)
        try:
            bring_up_to_date(app.config.database_url, app.clock)
        except DeskError as error:
            answer = partial(refuse, app, error)
        except OSError as error:
            answer = partial(refuse, app, unwritable(error))
        else:
            answer = partial(self._done, app)
        finally:
            db.close_database()
        if not get_current_worker().is_cancelled:
            app.call_later(answer)

    def _done(self, app: Shell) -> None:
        app.pop_screen()
        open_gate(app)
