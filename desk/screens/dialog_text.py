"""The text of a dialog that may be longer than the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desk.widgets.lines_view import LinesView
from desk.widgets.text import Line

_CHROME = 8
"""Lines of the screen that the dialog needs around its text."""


class DialogText(LinesView):
    """As high as its lines, and scrolled where they are more than fit."""

    def __init__(self, make: Callable[[int], Sequence[Line]], *, id: str) -> None:
        super().__init__(id=id)
        self._make = make

    def show(self, make: Callable[[int], Sequence[Line]]) -> None:
        self._make = make
        self._fit()
        self.rebuild(from_top=True)

    def _fit(self) -> None:
        width = max(20, self.scrollable_content_region.width)
        self.styles.height = max(1, min(len(self._make(width)), self.screen.size.height - _CHROME))

    def build(self, width: int) -> Sequence[Line]:
        return self._make(width)

    def on_resize(self) -> None:
        self._fit()
        super().on_resize()
