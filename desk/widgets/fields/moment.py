"""A day and a time, typed as people say them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.domain.calendar import Instant
from desk.domain.dates import parse_day, parse_moment
from desk.errors import FieldError
from desk.widgets.fields.base import Field, LineInput


class MomentField(Field[Instant | None]):
    """Understands `08.15`, `kemarin 14.00`, `24/11 09.00`; shows beside the input which moment that is."""

    DEFAULT_CSS = """
    MomentField {
        & LineInput { width: 20; }
        & .moment--reading { width: 1fr; height: 1; padding: 0 1; color: $good; }
    }
    """

    def __init__(
        self,
        key: str,
        label: str,
        now: Callable[[], Instant],
        zone: tzinfo,
        tell: Callable[[Instant], str],
        *,
        ahead: bool = False,
        of_day: Callable[[date], Instant] | None = None,
        placeholder: str = "08.15, kemarin 14.00",
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`tell` writes a moment for reading. `ahead`: an event or deadline; otherwise it lies in the past.

        `of_day`: the moment that a day without a time means. None: a time must be given.
        """
        super().__init__(key, label, required=required, help=help, id=id, classes=classes)
        self._now = now
        self._zone = zone
        self._tell = tell
        self._ahead = ahead
        self._of_day = of_day
        self._input = LineInput("", placeholder, select_on_focus=True)
        self._reading = Static("", classes="moment--reading", markup=False)

    def compose_control(self) -> ComposeResult:
        yield self._input
        yield self._reading

    def _read(self) -> Instant:
        now = self._now()
        today = datetime.fromtimestamp(now, self._zone).date()
        found = self._parsed(today)
        if not self._ahead and found > now:
            raise FieldError(self.key, f"{self.label} berada di masa depan.", code="future")
        return found

    def _parsed(self, today: date) -> Instant:
        text = self._input.value
        try:
            return parse_moment(text, today, self._zone, ahead=self._ahead, field=self.key)
        except FieldError as no_moment:
            if self._of_day is None:
                raise
            try:
                return self._of_day(parse_day(text, today, ahead=self._ahead, field=self.key))
            except FieldError:
                raise no_moment from None

    @property
    def value(self) -> Instant | None:
        """None: empty, or not understood (then `check` says so)."""
        try:
            return self._read()
        except FieldError:
            return None

    @value.setter
    def value(self, value: Instant | None) -> None:
        self.restore("" if value is None else self._written(value))

    def _written(self, value: Instant) -> str:
        return f"{datetime.fromtimestamp(value, self._zone):%d/%m/%Y %H.%M}"

    def draft(self) -> str:
        return self._input.value

    def lasting(self) -> str:
        value = self.value
        return self.draft() if value is None else self._written(value)

    def restore(self, draft: str) -> None:
        with self._input.prevent(Input.Changed):
            self._input.value = draft
        self._show_reading()

    def check(self) -> str | None:
        if not self._input.value.strip():
            return super().check()
        try:
            self._read()
        except FieldError as error:
            return error.message
        return None

    @property
    def control_widget(self) -> Widget:
        return self._input

    def on_resize(self) -> None:
        self._input.grow(self.room)

    def _show_reading(self) -> None:
        self._input.grow(self.room)
        found = self.value
        self._reading.update("" if found is None else self._tell(found))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_reading()
        self.changed()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()
