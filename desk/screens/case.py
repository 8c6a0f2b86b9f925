"""One case over the whole screen, opened from the board, the archive or a register."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from desk.errors import DeskError
from desk.office.case_view import CaseView, Choice
from desk.screens.case_acts import CaseActs, read_case
from desk.screens.case_pane import CasePane
from desk.screens.follower import Follower


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
        self._follower = Follower(self, lambda: partial(read_case, self.session, number), self._paint)

    def compose_body(self) -> ComposeResult:
        yield CasePane(id="case-pane", empty="Berkas tidak dapat dibuka.")

    @property
    def opened_case(self) -> str | None:
        return None if self.case is None else self.case.case_no

    def follow(self) -> None:
        self._follower.look()

    def _paint(self, found: tuple[CaseView | None, Choice]) -> None:
        self.show_followed(*found)

    def reload(self) -> None:
        self._follower.overtaken()
        try:
            self.view(self._number)
        except DeskError as error:
            self.tell_error(error)

    def action_close(self) -> None:
        self.dismiss(None)
