"""Somebody else was faster: what they did beside what was about to be done. Nothing is overwritten, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from desk.office.case_view import CaseView, EventView
from desk.office.session import Session
from desk.screens.case_pane import event_lines
from desk.screens.dialog_text import DialogText
from desk.screens.dialogs import Dialog
from desk.widgets.lines_view import wrap_cells
from desk.widgets.text import Line

BESIDE = 84
"""Cells from which both versions stand side by side."""
_LABEL = 19
_HEAD = "Belum ada yang disimpan: berkas ini berubah sejak Anda membuka isiannya."
_POSSIBLE = "Masih dapat dilakukan. Kembali ke isian, periksa, lalu simpan lagi."
_SAFE = "Isian Anda tidak hilang: salin teksnya."
_SAFE_AS_NOTE = "Isian Anda tidak hilang: salin teksnya, atau jadikan catatan pada berkas."


@dataclass(frozen=True)
class Conflict:
    """An act that was refused because the case had changed."""

    case: CaseView
    """As it is now."""
    since: Sequence[EventView]
    """What others did since the person had seen it."""
    act: str
    """What the person was about to do."""
    typed: Sequence[tuple[str, str]]
    """What was put in, as (label, text)."""
    obstacle: str
    """Why it cannot be done any longer. Empty: it can."""
    may_note: bool
    """Whether the person may write a note instead."""

    @property
    def text(self) -> str:
        """All that was put in, to be copied."""
        if len(self.typed) == 1:
            return self.typed[0][1]
        return "\n".join(f"{label}: {text}" for label, text in self.typed)


class Way(Enum):
    """How it goes on."""

    BACK = auto()
    """To the form, opened anew on the case as it is now."""
    LOOK = auto()
    """To the case; what was typed waits."""
    NOTE = auto()
    """What was typed becomes a note."""


class ConflictScreen(Dialog[Way]):
    """Both versions, and the ways on. No key of it writes anything."""

    AUTO_FOCUS = "#conflict"
    DELIBERATE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "go('BACK')",
            "Kembali ke isian",
            tooltip="Buka lagi isian Anda pada keadaan berkas yang sekarang.",
            id="conflict.back",
        ),
        Binding(
            "n",
            "go('NOTE')",
            "Jadikan catatan",
            tooltip="Tulis isian Anda sebagai catatan pada berkas.",
            id="conflict.note",
        ),
        Binding("s", "copy", "Salin", tooltip="Salin isian Anda ke papan klip.", id="conflict.copy"),
        Binding(
            "escape,b",
            "go('LOOK')",
            "Lihat berkas",
            tooltip="Tutup isian dan lihat berkasnya; isian Anda kembali saat tindakannya dibuka lagi.",
            id="conflict.look",
        ),
    ]

    def __init__(self, session: Session, conflict: Conflict) -> None:
        super().__init__(f"Berkas berubah · {conflict.case.case_no}")
        self._session = session
        self._conflict = conflict

    def compose_body(self) -> ComposeResult:
        yield DialogText(self._lines, id="conflict")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        conflict = self._conflict
        if parameters == ("BACK",):
            return not conflict.obstacle
        if parameters == ("NOTE",):
            return bool(conflict.obstacle and conflict.may_note and conflict.typed)
        if action == "copy":
            return bool(conflict.obstacle and conflict.typed)
        return super().check_action(action, parameters)

    def action_go(self, way: str) -> None:
        self.dismiss(Way[way])

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._conflict.text)
        self.notify("Disalin ke papan klip; teksnya juga tampil di kotak ini.", markup=False, timeout=3)

    def _lines(self, width: int) -> list[Line]:
        head = [Line(part) for part in wrap_cells(_HEAD, width)]
        if width >= BESIDE:
            half = (width - 3) // 2
            both = _beside(self._theirs(half), self._mine(half), half)
        else:
            both = [*self._theirs(width), Line(), *self._mine(width)]
        return [*head, Line(), *both, Line(), *self._verdict(width)]

    def _theirs(self, width: int) -> list[Line]:
        office, case = self._session.office, self._conflict.case
        lines = [Line("Sejak itu", "bold $strong")]
        for event in self._conflict.since:
            lines += event_lines(office, case, event, width)
        return lines

    def _mine(self, width: int) -> list[Line]:
        lines = [Line("Yang hendak Anda simpan", "bold $strong")]
        lines += [Line(part, "$link") for part in wrap_cells(self._conflict.act, width)]
        for label, text in self._conflict.typed:
            for place, part in enumerate(wrap_cells(text, width - _LABEL)):
                lines.append(Line().cell("" if place else label, _LABEL, "$muted").add(part, "$foreground"))
        return lines

    def _verdict(self, width: int) -> list[Line]:
        if not (obstacle := self._conflict.obstacle):
            return [Line(part, "$good") for part in wrap_cells(_POSSIBLE, width)]
        lines = [Line(part, "$fault") for part in wrap_cells(f"! {obstacle}", width)]
        if self._conflict.typed:
            safe = _SAFE_AS_NOTE if self._conflict.may_note else _SAFE
            lines += [Line(part) for part in wrap_cells(safe, width)]
        return lines


def _beside(left: Sequence[Line], right: Sequence[Line], width: int) -> list[Line]:
    """Two columns of that width with a rule between them."""
    lines = []
    for mine, theirs in zip_longest(left, right):
        line = Line() if mine is None else Line().extend(mine)
        line.gap(width - line.width).add(" │ ", "$faint")
        lines.append(line if theirs is None else line.extend(theirs))
    return lines
