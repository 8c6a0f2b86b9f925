"""SOP: any service as its official table, with its published standard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from desk.domain.service import Service
from desk.office.office import Office
from desk.screens.base import DeskScreen, SopContext
from desk.screens.pick import PickScreen
from desk.screens.sop_text import SopText, sop_text
from desk.widgets.fields.dropdown import Option
from desk.widgets.lines_view import LinesView
from desk.widgets.text import Line, inert

_MARGIN = 2
"""Lines kept above the current step when it is scrolled to."""


class SopView(LinesView):
    """The text of one service, wrapped for the width it has."""

    def __init__(self) -> None:
        super().__init__(id="sop")
        self._text = SopText([], None)
        self._what: tuple[Office, Service, str | None] | None = None
        self._untouched = True
        """Whether nobody has scrolled yet: until then the marked step stays in sight, whatever the layout does."""

    def show(self, office: Office, service: Service, step_no: str | None) -> None:
        """Show this service from its head, or from the step that is marked."""
        self._what = (office, service, step_no)
        self._untouched = True
        self.rebuild(from_top=True)
        self.call_after_refresh(self._to_current)

    def build(self, width: int) -> Sequence[Line]:
        if self._what is not None:
            self._text = sop_text(*self._what, width - 1)
        return self._text.lines

    def on_resize(self) -> None:
        super().on_resize()
        if self._untouched:
            self.call_after_refresh(self._to_current)

    def _go(self, y: int | float) -> None:
        self._untouched = False
        super()._go(y)

    def _to_current(self) -> None:
        line = self._text.current
        if line is not None and line > self.size.height // 2:
            self.scroll_to(y=max(0, line - _MARGIN), animate=False, force=True)


class SopScreen(DeskScreen):
    """Lies over the screen it was asked from; Escape goes back there."""

    HELP_TITLE = "SOP"
    PURPOSE = "Tabel resmi SOP dan standar pelayanan. Langkah berkas yang sedang dibuka ditandai."
    CSS_PATH = "sop.tcss"
    AUTO_FOCUS = "#sop"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "pick", "Layanan", tooltip="Pilih layanan lain dengan mengetik.", id="sop.pick"),
        Binding(
            "left",
            "other(-1)",
            "Sebelumnya",
            tooltip="Layanan sebelum ini.",
            id="sop.previous",
            priority=True,
        ),
        Binding(
            "right", "other(1)", "Berikutnya", tooltip="Layanan sesudah ini.", id="sop.next", priority=True
        ),
        Binding("escape", "close", "Kembali", tooltip="Kembali ke layar semula.", id="sop.close"),
    ]

    def __init__(self, context: SopContext | None) -> None:
        super().__init__()
        self._asked = context
        self._service: Service | None = None

    def compose_body(self) -> ComposeResult:
        with Vertical(id="sop-box"):
            yield SopView()

    def on_mount(self) -> None:
        context = self._asked
        if context is None:
            self._show(self._services[0])
            self.action_pick()
        else:
            self._show(self.office.service_version(context.service_version))

    @property
    def _services(self) -> list[Service]:
        return sorted(self.office.services.values(), key=lambda service: service.name.casefold())

    def sop_context(self) -> SopContext | None:
        return self._asked

    def reload(self) -> None:
        """A service in force may have got another version; what is shown of a case keeps its own."""
        shown = self._service
        if shown is not None and shown.key in self.office.services:
            fresh = self._version_of(shown.key)
            if fresh.version != shown.version:
                self._show(fresh)

    def _show(self, service: Service) -> None:
        """The case's own version keeps its mark; another service has none."""
        self._service = service
        context = self._asked
        step_no = context.step_no if context and context.service_version == service.version else None
        self.query_one(SopView).show(self.office, service, step_no)
        keys = [other.key for other in self._services]
        box = self.query_one("#sop-box")
        box.border_title = Content(inert(f"SOP · {service.short or service.name}", 60))
        place = f"{keys.index(service.key) + 1} dari {len(keys)}" if service.key in keys else ""
        box.border_subtitle = Content(f"layanan {place}" if place else "versi lama")

    def action_pick(self) -> None:
        options = [Option(service.key, service.name, service.short) for service in self._services]
        chosen = self._service.key if self._service else None
        self.app.push_screen(PickScreen("Pilih layanan", options, chosen), self._picked)

    def _picked(self, key: str | None) -> None:
        if key is not None:
            self._show(self._version_of(key))

    def action_other(self, step: int) -> None:
        keys = [service.key for service in self._services]
        here = self._service.key if self._service else None
        place = keys.index(here) if here in keys else 0
        self._show(self._version_of(keys[(place + step) % len(keys)]))

    def _version_of(self, key: str) -> Service:
        """The version the case was opened under, where it is the case's service; else the one in force."""
        if self._asked is not None:
            pinned = self.office.service_version(self._asked.service_version)
            if pinned.key == key:
                return pinned
        return self.office.service(key)

    def action_close(self) -> None:
        self.app.pop_screen()
