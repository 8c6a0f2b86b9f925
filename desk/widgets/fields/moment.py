"""A day and a time, typed as people say them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from desk.domain.calendar import Instant
from desk.domain.dates import parse_day, parse_moment
from desk.errors import FieldError
from desk.widgets.fields.reading import ReadingField


class MomentField(ReadingField[Instant]):
    """Understands `08.15`, `kemarin 14.00`, `24/11 09.00`; shows beside the input which moment that is."""

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
        super().__init__(key, label, "", placeholder, required=required, help=help, id=id, classes=classes)
        self._now = now
        self._zone = zone
        self._tell = tell
        self._ahead = ahead
        self._of_day = of_day

    def read(self, text: str) -> Instant:
        now = self._now()
        found = self._parsed(text, datetime.fromtimestamp(now, self._zone).date())
        if not self._ahead and found > now:
            raise FieldError(self.key, f"{self.label} berada di masa depan.", code="future")
        return found

    def _parsed(self, text: str, today: date) -> Instant:
        try:
            return parse_moment(text, today, self._zone, ahead=self._ahead, field=self.key)
        except FieldError as no_moment:
            if self._of_day is None:
                raise
            try:
                return self._of_day(parse_day(text, today, ahead=self._ahead, field=self.key))
            except FieldError:
                raise no_moment from None

    def write(self, value: Instant) -> str:
        return f"{datetime.fromtimestamp(value, self._zone):%d/%m/%Y %H.%M}"

    def tell(self, value: Instant) -> str:
        return self._tell(value)
