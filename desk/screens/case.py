"""One case over the whole screen, opened from the board, the archive or a register."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from desk.errors import DeskError
from desk.screens.case_acts import CaseActs
from desk.screens.case_pane import CasePane


class CaseScreen(CaseActs):
    """Everything about one case, and every act that is open on it."""

    CSS_PATH = "case.tcss"
    AUTO_FOCUS = "CasePane"
    HELP_TITLE = "Berkas"
    PURPOSE = (
        "Satu berkas selengkapnya: tenggat dan alasannya, langkah SOP, disposisi, catatan dan riwayat. "
        "Yang tampak di bawah hanya tindakan yang boleh Anda lakukan sekarang."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Kembali", tooltip="Kembali ke layar sebelumnya.", id="case.close")
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def compose_body(self) -> ComposeResult:
        yield CasePane(id="case-pane", empty="Berkas tidak dapat dibuka.")

    def reload(self) -> None:
        try:
            self.view(self._number)
        except DeskError as error:
            self.tell_error(error)

    def action_close(self) -> None:
        self.dismiss(None)
