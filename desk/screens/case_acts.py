"""The acts on a case, each one key, and offered only while it is open to this person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from desk import db
from desk.domain.calendar import Instant
from desk.errors import DeskError
from desk.office import answers, case_presence, casefile, choosing, routing
from desk.office.case_presence import Opened
from desk.office.case_view import CaseView, Choice, Identity
from desk.office.session import Session
from desk.screens.attachment_dialog import KEY as ATTACHMENTS_KEY, show_attachments
from desk.screens.base import DeskScreen, SopContext
from desk.screens.case_dialog import Again, Look, Outcome
from desk.screens.case_dialogs import (
    AssignDialog,
    CancelDialog,
    ClassDialog,
    FinishDialog,
    NoteDialog,
    PauseDialog,
    ReopenDialog,
    ReturnDialog,
    VoidDialog,
)
from desk.screens.case_pane import CasePane
from desk.screens.case_time_dialogs import RescheduleDialog, RetimeDialog, TargetDialog, UndoDialog
from desk.screens.complete_dialog import CompleteDialog
from desk.screens.content_dialog import ContentDialog, EraseDialog
from desk.screens.dialogs import FormDialog
from desk.screens.disposition_dialog import DisposeDialog
from desk.screens.exclusion_dialogs import ExcludeDialog, ReadmitDialog
from desk.screens.identity import IdentityDialog, IdentityScreen
from desk.screens.reply_dialog import ReplyDialog
from desk.screens.why import KEY as WHY_KEY, ExplainsClocks


def _at_step(case: CaseView) -> str:
    visit = case.open_visit
    if visit is None:
        return case.status_text
    return f"diteruskan ke langkah {visit.step_no}"


def _disposed(case: CaseView) -> str:
    visit = case.open_visit
    if visit is None:
        return _at_step(case)
    told = f"didisposisikan kepada {visit.holder_name} (langkah {visit.step_no})"
    sheet = case.dispositions[-1]
    further = ", ".join(name for _, name in sheet.to[1:])
    copies = ", ".join(name for _, name in sheet.cc)
    return told + (f", juga kepada {further}" if further else "") + (f", tembusan {copies}" if copies else "")


def _assigned(case: CaseView) -> str:
    return f"dialihkan kepada {case.open_visit.holder_name}" if case.open_visit else _at_step(case)


def _returned(case: CaseView) -> str:
    return f"dikembalikan ke langkah {case.open_visit.step_no}" if case.open_visit else _at_step(case)


def _completed(case: CaseView) -> str:
    if case.missing:
        return f"belum lengkap, kurang {len(case.missing)}"
    return "lengkap, waktu berjalan"


def _excluded(case: CaseView) -> str:
    told = "tertutup bagi yang dikecualikan"
    return f"{told}; tidak ada pelaksana lain, alihkan langkahnya" if case.unmanned else told


def _fixed(text: str) -> Callable[[CaseView], str]:
    return lambda _case: text


UNSEEN = 2
"""Seconds for which a case that came into view by itself counts as not yet seen."""


@dataclass(frozen=True)
class ActSpec:
    """How an act is begun on a screen and told afterwards."""

    told: Callable[[CaseView], str]
    """What happened, after the case number, from the case as it is then."""
    dialog: Callable[[Session, CaseView, Choice], FormDialog[Any]] | None = None
    """None: the act needs no words and is done by `direct`."""
    direct: Callable[[Session, CaseView], None] | None = None


ACTS: dict[str, ActSpec] = {
    "take": ActSpec(
        _fixed("diambil"), direct=lambda s, case: routing.take(s, case.case_no, expected=case.revision)
    ),
    "finish": ActSpec(_at_step, FinishDialog),
    "dispose": ActSpec(_disposed, DisposeDialog),
    "return": ActSpec(_returned, ReturnDialog),
    "pause": ActSpec(_fixed("dijeda, waktu berhenti"), PauseDialog),
    "resume": ActSpec(
        _fixed("dilanjutkan, waktu berjalan"),
        direct=lambda s, case: routing.resume(s, case.case_no, expected=case.revision),
    ),
    "note": ActSpec(_fixed("catatan tersimpan"), NoteDialog),
    "assign": ActSpec(_assigned, AssignDialog),
    "complete": ActSpec(_completed, CompleteDialog),
    "class": ActSpec(_fixed("golongan diubah"), ClassDialog),
    "reopen": ActSpec(lambda case: f"dibuka kembali di {_place(case)}", ReopenDialog),
    "cancel": ActSpec(_fixed("dibatalkan"), CancelDialog),
    "target": ActSpec(_fixed("target disepakati"), TargetDialog),
    "undo": ActSpec(lambda case: f"tindakan terakhir diurungkan, {_place(case)}", UndoDialog),
    "retime": ActSpec(_fixed("waktu tindakan dibetulkan"), RetimeDialog),
    "reschedule": ActSpec(_fixed("waktu acara dibetulkan"), RescheduleDialog),
    "void": ActSpec(_fixed("nomor agenda dibatalkan"), VoidDialog),
    "read": ActSpec(
        _fixed("disposisi ditandai dibaca"),
        direct=lambda s, case: answers.answer_disposition(s, case.case_no, None, "read"),
    ),
    "accept": ActSpec(
        _fixed("disposisi ditandai diterima"),
        direct=lambda s, case: answers.answer_disposition(s, case.case_no, None, "accepted"),
    ),
    "reply": ActSpec(_fixed("disposisi dibalas"), ReplyDialog),
    "exclude": ActSpec(_excluded, ExcludeDialog),
    "readmit": ActSpec(_fixed("terbuka lagi bagi yang diterima kembali"), ReadmitDialog),
    "content": ActSpec(_fixed("isi dibetulkan"), ContentDialog),
    "erase": ActSpec(_fixed("isinya dihapus"), EraseDialog),
    "identity": ActSpec(_fixed("identitas dilihat"), IdentityDialog),
}


def _place(case: CaseView) -> str:
    return f"langkah {case.open_visit.step_no}" if case.open_visit else case.status_text


def begin(screen: DeskScreen, name: str, case: CaseView, choice: Choice) -> None:
    """Open the form of an act over a screen, and tell there what came of it."""
    spec, number = ACTS[name], case.case_no
    if spec.dialog is None:
        return

    def closed(outcome: Outcome | Identity | None) -> None:
        if isinstance(outcome, Identity):
            screen.app.push_screen(IdentityScreen(outcome))
        elif isinstance(outcome, Again):
            begin(screen, outcome.act, outcome.case, outcome.choice)
        elif isinstance(outcome, Look):
            if screen.opened_case != number:
                screen.shell.open_case(number)
        elif outcome:
            _tell_done(screen, spec, number)

    screen.app.push_screen(spec.dialog(screen.session, case, choice), closed)


def _tell_done(screen: DeskScreen, spec: ActSpec, number: str) -> None:
    try:
        told = spec.told(casefile.view_case(screen.session, number))
    except DeskError:
        told = "tersimpan"
    screen.tell(f"{number} {told}")


def read_case(session: Session, number: str | None) -> tuple[CaseView | None, Choice]:
    """A case and the acts that are open on it now; nothing of None."""
    if number is None:
        return None, Choice()
    with db.storage_errors():
        return casefile.view_case(session, number), choosing.choices(session, number)


def _key(key: str, act: str, label: str, help: str) -> Binding:
    return Binding(key, f"act('{act}')", label, tooltip=help, id=f"case.{act}")


class CaseActs(ExplainsClocks):
    """A screen with one case in view, and the acts on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("t", "take", "Ambil", "Mulai mengerjakan langkah ini."),
        _key("s", "finish", "Selesaikan", "Selesaikan langkah ini dan teruskan berkasnya."),
        _key("d", "dispose", "Disposisi", "Tulis disposisi: kepada siapa dan apa yang diminta."),
        _key("r", "return", "Kembalikan", "Kembalikan untuk revisi dengan alasan."),
        _key("j", "pause", "Jeda", "Hentikan waktu selama menunggu pemohon atau OPD lain."),
        _key("j", "resume", "Lanjutkan", "Akhiri jeda; waktu berjalan lagi."),
        _key("m", "read", "Dibaca", "Tandai disposisi ini sudah Anda baca."),
        _key("y", "accept", "Diterima", "Tandai disposisi ini Anda terima untuk dikerjakan."),
        _key("a", "reply", "Balas", "Balas disposisi ini kepada pengirimnya."),
        WHY_KEY,
        _key("l", "complete", "Lengkapi", "Centang persyaratan yang baru datang."),
        _key("c", "note", "Catat", "Tulis catatan pada riwayat berkas."),
        _key("g", "assign", "Alihkan", "Berikan langkah ini kepada pemegang lain."),
        _key("f", "content", "Betulkan isi", "Betulkan isi yang salah dicatat, atau rahasiakan."),
        _key("i", "identity", "Identitas", "Tampilkan nama dan telepon pengadu, dengan alasan."),
        _key("k", "class", "Golongan", "Ubah golongan pengaduan dan tenggatnya."),
        _key("w", "target", "Target", "Sepakati tenggat layanan yang lebih lama, sekali saja."),
        _key("u", "undo", "Urungkan", "Urungkan tindakan terakhir pada berkas ini."),
        _key("b", "reopen", "Buka kembali", "Mulai lagi berkas yang sudah dijawab atau ditutup."),
        _key("x", "cancel", "Batalkan", "Tutup berkas tanpa hasil, dengan alasan."),
        _key("p", "retime", "Betulkan waktu", "Beri satu tindakan waktu kejadian yang sebenarnya."),
        _key("o", "reschedule", "Waktu acara", "Betulkan waktu acara yang diikuti berkas ini."),
        _key("n", "exclude", "Kecualikan orang", "Tutup berkas ini bagi orang yang disebut di dalamnya."),
        _key("z", "readmit", "Terima kembali", "Buka lagi berkas ini bagi orang yang dikecualikan."),
        _key("delete", "erase", "Hapus isi", "Hapus isi dan data pribadi berkas tertutup untuk selamanya."),
        _key("v", "void", "Batal nomor", "Batalkan nomor agenda; tetap tampak di register."),
        ATTACHMENTS_KEY,
        Binding("h", "history", "Riwayat", tooltip="Buka atau tutup riwayat berkas.", id="case.history"),
        Binding("space", "page", "Gulir", tooltip="Gulir berkas sehalaman.", id="case.page", show=False),
    ]

    case: CaseView | None = None
    """The case in view. None: none."""
    choice: Choice = Choice()
    _slipped_at: Instant | None = None
    """When what others did put another case in view. None: the person has looked since."""
    _keys_since = 0

    @property
    def pane(self) -> CasePane:
        return self.query_one(CasePane)

    def view(self, number: str | None) -> None:
        """Read this case and show it, with the acts that are open now. None: show none."""
        self.show_case(*read_case(self.session, number))

    def show_case(self, case: CaseView | None, choice: Choice) -> None:
        self.case, self.choice = case, choice
        self.pane.tick(self.now())
        self.pane.show(self.office, self.case)
        self.refresh_bindings()

    def tick(self, now: Instant) -> None:
        super().tick(now)
        self.pane.tick(now)

    def show_followed(self, case: CaseView | None, choice: Choice) -> None:
        """As `show_case`, after somebody else has written: whoever was about to press a key meant the case before."""
        before = self.case
        self.show_case(case, choice)
        if before is not None and (case is None or case.case_no != before.case_no):
            self._slipped_at, self._keys_since = self.now(), 0

    def on_key(self) -> None:
        self._keys_since += 1

    def _has_slipped(self) -> bool:
        """Whether another case came under the person's very first key; says so, once."""
        slipped = (
            self._slipped_at is not None and self.now() - self._slipped_at < UNSEEN and self._keys_since < 2
        )
        self._slipped_at = None
        if slipped:
            self.tell(
                "Berkas yang dipilih baru saja berganti. Periksa, lalu tekan sekali lagi.", severity="warning"
            )
        return slipped

    def show_others(self, number: str | None, opened: Sequence[Opened]) -> None:
        case = self.case
        told = ""
        if case is not None and case.case_no == number:
            told = case_presence.told(opened, self.office.calendar(), self.now(), is_sealed=case.is_sealed)
        self.pane.show_others(told)

    @property
    def timed_case(self) -> str | None:
        return None if self.case is None else self.case.case_no

    def sop_context(self) -> SopContext | None:
        if self.case is None:
            return None
        visit = self.case.open_visit
        return SopContext(self.case.service.version, visit.step_no if visit else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "act":
            return parameters[0] in self.choice.acts
        if action in ("history", "page"):
            return self.case is not None
        if action == "attachments":
            return self.case is not None and bool(self.case.attachments)
        return super().check_action(action, parameters)

    def action_history(self) -> None:
        self.pane.toggle_history()

    def action_attachments(self) -> None:
        if self.case is not None:
            show_attachments(self, self.case)

    def action_page(self) -> None:
        self.pane.page()

    def action_act(self, name: str) -> None:
        case, choice, spec = self.case, self.choice, ACTS[name]
        if case is None or name not in choice.acts or self._has_slipped():
            return
        if spec.direct is not None:
            direct = spec.direct
            self.attempt(lambda: direct(self.session, case), lambda: _tell_done(self, spec, case.case_no))
        else:
            begin(self, name, case, choice)
