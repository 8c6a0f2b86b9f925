"""A day, typed as people say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desk.domain.dates import format_day, parse_day
from desk.widgets.fields.reading import ReadingField


class DateField(ReadingField[date]):
    """Understands `kemarin`, `-2`, `21`, `21/11`; shows beside the input which day that is."""

    def __init__(
        self,
        key: str,
        label: str,
        today: Callable[[], date],
        *,
        value: date | None = None,
        ahead: bool = False,
        placeholder: str = "kemarin, 21/11 …",
        required: bool = False,
        help: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`today` is asked whenever a text is read; `ahead`: a deadline or event, so days lie before us."""
        text = "" if value is None else self.write(value)
        super().__init__(key, label, text, placeholder, required=required, help=help, id=id, classes=classes)
        self._today = today
        self._ahead = ahead

    def read(self, text: str) -> date:
        return parse_day(text, self._today(), ahead=self._ahead, field=self.key)

    def write(self, value: date) -> str:
        return f"{value.day:02d}/{value.month:02d}/{value.year}"

    def tell(self, value: date) -> str:
        return format_day(value)
