"""The smallest form there is, for tests of what every form does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desk.screens.dialogs import FormDialog
from desk.widgets.fields import Field, TextField


class ReasonScreen(FormDialog[str | None]):
    """Asks for one line; None when cancelled."""

    def __init__(self, title: str, text: str = "", *, label: str = "Alasan") -> None:
        super().__init__(title, text)
        self._label = label

    def compose_fields(self) -> Iterable[Field[Any]]:
        yield TextField("reason", self._label, required=True)

    def save(self, values: Mapping[str, Any]) -> str | None:
        return str(values["reason"])
