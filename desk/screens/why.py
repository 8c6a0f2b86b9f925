"""Mengapa?: why a timer stands where it stands, one key away from every timer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from desk.domain.calendar import Instant
from desk.domain.explanation import ClockRef
from desk.domain.sla import ClockKind
from desk.errors import DeskError
from desk.office import explaining
from desk.office.explaining import Explainer
from desk.office.session import Session
from desk.screens.base import Beating, DeskScreen
from desk.screens.dialogs import DIALOG_CSS, Dialog
from desk.screens.why_lines import WhyBody, WhyHead
from desk.widgets.chrome import key_line
from desk.widgets.commands import commands_of

KEY = Binding(
    "e", "why", "Mengapa?", tooltip="Jelaskan waktu ini: apa yang dihitung, apa yang tidak.", id="why"
)

_AROUND = 8
"""Rows around the intervals: the head, the border, and one of the screen below at either end."""


class WhyScreen(Beating, Dialog[None]):
    """Every interval of a case's clocks with its reason, and the sum, which is the clock."""

    CSS_PATH = [DIALOG_CSS, "why.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "#why-body"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "other", "Waktu lain", tooltip="Langkah, layanan, golongan bergantian.", id="why.other"
        ),
        *(Binding(str(place), f"clock({place})", show=False) for place in range(1, 4)),
        Binding(
            "right",
            "visit(1)",
            "Kunjungan",
            tooltip="Langkah sebelum (←) dan sesudahnya (→).",
            id="why.visit",
        ),
        Binding("left", "visit(-1)", show=False),
        Binding("r", "detail", "Rinci", tooltip="Setiap selang, atau ringkas per hari.", id="why.detail"),
        Binding("escape,q,e", "close", "Tutup", tooltip="Kembali ke layar.", id="why.close"),
    ]

    def __init__(self, session: Session, explainer: Explainer) -> None:
        super().__init__(f"Mengapa? · {explainer.case.number}")
        self._session = session
        self._explainer = explainer
        self._ref = explainer.shown

    def compose_body(self) -> ComposeResult:
        now = self._session.now()
        yield WhyHead(self._explainer, self._ref, now, id="why-head")
        yield WhyBody(self._explainer, self._ref, now, id="why-body")

    def on_resize(self) -> None:
        """The whole height but a row above and below; a short explanation takes less."""
        self.body.styles.max_height = max(3, self.size.height - _AROUND)

    @property
    def head(self) -> WhyHead:
        return self.query_one("#why-head", WhyHead)

    @property
    def body(self) -> WhyBody:
        return self.query_one("#why-body", WhyBody)

    def tick(self, now: Instant) -> None:
        self.head.tick(now)
        self.body.tick(now)

    def reload(self) -> None:
        """The case may have moved on: the same clock of what it is now."""
        try:
            self._explainer = explaining.explainer(self._session, self._explainer.case.number)
        except DeskError:
            return
        known = {*self._explainer.refs, *self._explainer.visits}
        self._show(self._ref if self._ref in known else self._explainer.shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "other":
            return len(self._explainer.clocks(self._ref)) > 1
        if action == "visit":
            return self._ref.kind is ClockKind.STEP and len(self._explainer.visits) > 1
        return super().check_action(action, parameters)

    def action_other(self) -> None:
        refs = self._explainer.clocks(self._ref)
        self._show(refs[(refs.index(self._ref) + 1) % len(refs)])

    def action_clock(self, place: int) -> None:
        refs = self._explainer.clocks(self._ref)
        if place <= len(refs):
            self._show(refs[place - 1])

    def action_visit(self, step: int) -> None:
        visits = self._explainer.visits
        self._show(visits[(self._ref.no - 1 + step) % len(visits)])

    def action_detail(self) -> None:
        self.body.detailed = not self.body.detailed
        self.body.rebuild(from_top=True)

    def action_close(self) -> None:
        self.dismiss(None)

    def _show(self, ref: ClockRef) -> None:
        other, self._ref = ref != self._ref, ref
        for view in (self.head, self.body):
            view.explainer, view.ref = self._explainer, ref
            view.rebuild(from_top=other)
        self.refresh_bindings()
        self.query_one("#dialog").border_subtitle = key_line(commands_of(self))


class ExplainsClocks(DeskScreen):
    """A screen with the timer of one case in view, which `KEY` explains."""

    @property
    def timed_case(self) -> str | None:
        """The number of the case whose timer is meant. None: none is."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "why":
            return self.timed_case is not None
        return super().check_action(action, parameters)

    def action_why(self) -> None:
        if (number := self.timed_case) is None:
            return
        try:
            explainer = explaining.explainer(self.session, number)
        except DeskError as error:
            self.tell(error.message, severity="warning")
            return
        self.app.push_screen(WhyScreen(self.session, explainer))
