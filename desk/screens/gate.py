"""What the ways past a password share: the calm box beside the logo, and a check that does not stop the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

from textual import work
from textual.screen import Screen
from textual.worker import get_current_worker

from desk import db
from desk.errors import DeskError
from desk.screens.base import Shell
from desk.widgets.fault_line import FaultLine
from desk.widgets.fields import Form
from desk.widgets.guarded import Guarded

R = TypeVar("R")

PROMISE = "Loket, antrean, dan tenggat layanan"
"""Under the logo: what desk is for."""


class GateScreen(Guarded, Screen[None]):
    """Has a `Form` with a field `password`, and a `FaultLine` below it."""

    CSS_PATH = "sign_in.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]

    _busy = False

    def class_early(self) -> None:
        """Set what the styles depend on before there is anything to style: later, every widget is styled again."""
        for breakpoints, extent in (
            (self.HORIZONTAL_BREAKPOINTS, self.app.size.width),
            (self.VERTICAL_BREAKPOINTS, self.app.size.height),
        ):
            self.add_class([name for least, name in breakpoints if extent >= least][-1])

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @property
    def shell(self) -> Shell:
        return cast(Shell, self.app)

    @property
    def password(self) -> str:
        """As typed: blanks at its ends belong to a password."""
        field = self.form.field("password")
        return field.draft() if field is not None else ""

    def forget_password(self) -> None:
        if (field := self.form.field("password")) is not None:
            field.value = ""

    def check(self, question: Callable[[], R], then: Callable[[R], None]) -> None:
        """Ask the office beside the screen, a tenth of a second on purpose; a refusal is shown, else `then` goes on."""
        if not self._busy:
            self._busy = True
            self.query_one(FaultLine).say("memeriksa …", fault=False)
            self._ask(question, then)

    @work(thread=True)
    def _ask(self, question: Callable[[], R], then: Callable[[R], None]) -> None:
        try:
            with db.own_connection():
                answer = partial(then, question())
        except DeskError as error:
            answer = partial(self._refused, error)
        if not get_current_worker().is_cancelled:
            self.app.call_later(self._answered, answer)

    def _answered(self, answer: Callable[[], None]) -> None:
        self._busy = False
        self.query_one(FaultLine).say("")
        answer()

    def _refused(self, error: DeskError) -> None:
        if self.form.show_error(error):
            self.forget_password()
        else:
            self.query_one(FaultLine).say(error.message)
