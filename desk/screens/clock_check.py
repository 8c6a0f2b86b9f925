"""The machine's clock in doubt: the times side by side, and one key for those who may say that it is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from desk.domain.machine_clock import ClockState, ClockVerdict
from desk.domain.moments import full_text
from desk.domain.people import Permission
from desk.errors import DeskError
from desk.office import timekeeping
from desk.office.session import Session
from desk.screens.base import Shell
from desk.screens.dialogs import Dialog
from desk.screens.saving import submit
from desk.widgets.text import Line, lines_content

_LABEL = 19
_MEANING = {
    ClockState.BEHIND: (
        "Jam komputer lebih awal daripada catatan terakhir. Selama begitu, tidak ada yang dapat dicatat atau "
        "dikerjakan."
    ),
    ClockState.LEAPT: (
        "Jarak ke catatan sebelumnya {days} hari: kantor libur panjang, atau jam komputer salah. Nomor baru "
        "menunggu; pekerjaan lain dapat berjalan."
    ),
    ClockState.NEW_YEAR: (
        "Tahun {year} sudah mulai menurut jam komputer, dan nomor kembali ke 0001/{year}. Nomor pertama menunggu "
        "sampai tahunnya ditegaskan."
    ),
}
_TO_DO = (
    "Cocokkan dengan jam lain. Bila jam komputer benar, tekan y. Bila salah, betulkan dahulu jam komputer; "
    "kotak ini menutup sendiri."
)
_WHO_MAY = {
    ClockState.NEW_YEAR: "Yang boleh menegaskannya: petugas pencatat, pimpinan, atau admin.",
}
_SUPERVISORS_MAY = "Yang boleh menegaskannya: pimpinan atau admin, setelah masuk ke desk."


class ClockScreen(Dialog[bool]):
    """Follows the clock while it stands open. True: it is sound now, or somebody has said so."""

    DELIBERATE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "y",
            "confirm",
            "Jam ini benar",
            tooltip="Tegaskan bahwa jam komputer benar; dicatat dalam riwayat.",
            id="clock.confirm",
        ),
        Binding("escape,enter", "close", "Tutup", tooltip="Tutup tanpa menegaskan.", id="clock.close"),
    ]

    def __init__(self, session: Session, verdict: ClockVerdict) -> None:
        super().__init__("Periksa jam komputer")
        self._session = session
        self._verdict = verdict

    def compose_body(self) -> ComposeResult:
        yield Static(id="clock-times", markup=False)

    def on_mount(self) -> None:
        self.query_one("#dialog").set_class(self._verdict.state is ClockState.BEHIND, "-danger")
        self._show()
        self.set_interval(1.0, self.look, name="clock-check")

    def look(self) -> None:
        """The clock may have been set right meanwhile, or confirmed at another desk."""
        if not self.is_active:
            return  # under the lock or the help: what is dismissed would be what lies above
        try:
            self._verdict = timekeeping.check_clock(self._session.office)
        except DeskError as error:
            self.show_fault(error.message)
            return
        if self._verdict.is_sound:
            self.dismiss(True)
        else:
            self._show()

    def _show(self) -> None:
        verdict = self._verdict
        calendar = self._session.office.calendar()
        before = "Catatan sebelumnya" if verdict.state is ClockState.LEAPT else "Catatan terakhir"
        meaning = _MEANING[verdict.state].format(days=verdict.days, year=verdict.year)
        may = timekeeping.may_confirm(self._session, verdict)
        lines = [
            Line().cell("Jam komputer", _LABEL, "$muted").add(full_text(calendar, verdict.now), "bold $key"),
            Line().cell(before, _LABEL, "$muted").add(full_text(calendar, verdict.last), "$strong"),
            Line(),
            Line(meaning, "$foreground"),
            Line(),
            Line(_TO_DO if may else _WHO_MAY.get(verdict.state, _SUPERVISORS_MAY), "$muted"),
        ]
        self.query_one("#clock-times", Static).update(lines_content(lines))

    def action_confirm(self) -> None:
        def refused(error: DeskError) -> None:
            if error.code == ClockState.SOUND:
                self.dismiss(True)
            else:
                self.show_fault(error.message)

        submit(
            self.app,
            lambda: timekeeping.confirm_clock(self._session),
            lambda _result: self.dismiss(True),
            refused,
        )

    def action_close(self) -> None:
        self.dismiss(False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "confirm":
            return timekeeping.may_confirm(self._session, self._verdict)
        return True


def ask_if_doubtful(shell: Shell, then: Callable[[], object], *, at_door: bool = False) -> None:
    """Look at the machine's clock; show what is doubtful about it, and do `then` once it is sound.

    `at_door`: somebody signs in. Only those whom a doubt stops or who can settle it are asked there.
    """
    session = shell.session
    if session is None:
        return
    try:
        verdict = timekeeping.check_clock(session.office)
    except DeskError as error:
        shell.notify(error.message, severity="error", markup=False)
        return

    def answered(sound: bool | None) -> None:
        if sound:
            then()

    if not verdict.is_sound:
        if not at_door or _concerns(session, verdict):
            shell.push_screen(ClockScreen(session, verdict), answered)
    elif not at_door:
        then()


def _concerns(session: Session, verdict: ClockVerdict) -> bool:
    stopped = verdict.state is ClockState.BEHIND or session.may(Permission.LOG)
    return stopped or timekeeping.may_confirm(session, verdict)


def tell_of_step(shell: Shell, step: int) -> None:
    """Say that somebody has set the machine's clock by `step` seconds while the desk was open."""
    assert shell.session is not None, "only a signed-in person is told"
    office = shell.session.office
    minutes = abs(step) // 60
    days, rest = divmod(minutes, 1440)
    parts = [(days, "hari"), (rest // 60, "jam"), (rest % 60, "menit")]
    amount = " ".join(f"{number} {word}" for number, word in parts if number)
    way = "maju" if step > 0 else "mundur"
    shell.notify(
        f"Jam komputer diubah: {way} {amount}, kini {full_text(office.calendar(), office.now())}.",
        title="Periksa jam komputer",
        severity="warning",
        markup=False,
        timeout=15,
    )
