"""One case to be read: deadline, head, steps, notes, requirements, history."""

from __future__ import annotations

from textual.content import Content

from desk.domain.band_text import event_times
from desk.domain.case import Kind
from desk.domain.class_table import class_text
from desk.domain.complaint import CHANNELS
from desk.domain.letter import SECURITY_CLASSES, URGENCIES
from desk.domain.moments import moment_text
from desk.domain.texts import size_text
from desk.office.case_view import CaseView, EventView
from desk.office.office import Office
from desk.screens.case_clocks import LABEL, deadline_lines, usage_lines
from desk.screens.case_steps import step_lines
from desk.widgets.fields.checklist import BLANK, TICK
from desk.widgets.lines_view import AnyLine, LinesView, wrap_cells
from desk.widgets.text import Line, clip, inert

SUBJECT_LINES = 3
"""Lines of the subject in the head; a longer one follows in full below."""
MAX_WIDTH = 120
UNMANNED = "tidak ada pelaksana lain; alihkan langkah ini (g)"
"""Told to heads of a step whose holders are kept out of the case."""
_BORDER = 9
"""Cells of the lower border that its texts leave free."""
FILE_NAME = 80
"""Cells of an attachment's name."""


class CasePane(LinesView):
    """Paints a `CaseView`; knows nothing of where it came from."""

    BINDING_GROUP_TITLE = "Di berkas"

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self.case: CaseView | None = None
        self._office: Office | None = None
        self._empty = empty
        self._with_history = False
        self._history_place = 0
        self._others = ""

    def show(self, office: Office, case: CaseView | None) -> None:
        """Show this case. None: there is none to show."""
        same = self.case is not None and case is not None and self.case.case_no == case.case_no
        self._office, self.case = office, case
        title = f"{case.case_no} · {case.service.short or case.service.name}" if case else "Berkas"
        self.border_title = Content(inert(title))
        if not same:
            self._others = ""
        self._tell_status()
        self.rebuild(from_top=not same)

    def show_others(self, told: str) -> None:
        """Who else has the case open, beside its status. Empty: nobody."""
        if told != self._others:
            self._others = told
            self._tell_status()

    def _tell_status(self) -> None:
        status = self.case.status_text if self.case is not None else ""
        room = self.size.width - len(status) - _BORDER
        others = Line(clip(inert(self._others), room), "$key").add(" · ") if self._others else Line()
        self.border_subtitle = others.add(status).content()

    def toggle_history(self) -> None:
        """Show or hide the history, and go to where it begins."""
        self._with_history = not self._with_history
        self.rebuild()
        if self._with_history:
            self.scroll_to(y=self._history_place, animate=False, force=True)

    def build(self, width: int) -> list[AnyLine]:
        width = min(width, MAX_WIDTH)
        case, office = self.case, self._office
        if case is None or office is None:
            return [Line(part, "$muted") for part in wrap_cells(self._empty, width)]
        lines = [*deadline_lines(office, case, width), *_head(office, case, width)]
        requirements = _requirements(case, width)
        if case.missing:
            lines += requirements
        lines += [Line(), rule("Langkah SOP", width), *step_lines(office, case, width)]
        if bars := usage_lines(case, width):
            lines += [Line(), *bars]
        if case.notes:
            lines += [Line(), rule("Catatan", width)]
            for note in case.notes:
                lines += event_lines(office, case, note, width)
        if not case.missing:
            lines += requirements
        if len(wrap_cells(case.subject, width - LABEL, SUBJECT_LINES + 1)) > SUBJECT_LINES:
            name = "Isi pengaduan" if case.kind == "complaint" else "Hal selengkapnya"
            lines += [Line(), rule(name, width)]
            lines += [Line(part, "$foreground") for part in wrap_cells(case.subject, width)]
        self._history_place = len(lines) + 1
        return lines + self._history(office, case, width)

    def _history(self, office: Office, case: CaseView, width: int) -> list[AnyLine]:
        title = f"Riwayat · {len(case.history)} kejadian"
        if not self._with_history:
            return [Line(), rule(f"{title} · h membuka", width)]
        lines: list[AnyLine] = [Line(), rule(f"{title} · h menutup", width)]
        for event in case.history:
            lines += event_lines(office, case, event, width)
        return lines


def rule(title: str, width: int) -> Line:
    """A heading across the pane."""
    line = Line("── ", "$faint").add(title, "bold $link").gap(1)
    return line.add("─" * max(0, width - line.width), "$faint")


def _head(office: Office, case: CaseView, width: int) -> list[AnyLine]:
    rows = [] if case.is_periodic else [("Dari", case.sender, "bold $strong")]
    if case.kind == "letter":
        rows.append(("Nomor", f"{case.letter_no_text} · {case.letter_date_text}", "$foreground"))
    rows.append(("Hal", case.subject, "$strong"))
    rows.append(("Dibuka" if case.is_periodic else "Diterima", _received(office, case), "$foreground"))
    if case.attachments:
        files = ", ".join(
            f"{inert(item.name, FILE_NAME)} ({size_text(item.size)})" for item in case.attachments
        )
        rows.append(("Lampiran", files, "$foreground"))
    if case.kind == "letter":
        urgency, security = URGENCIES.get(case.urgency, ""), SECURITY_CLASSES.get(case.security, "")
        style = "bold $key" if case.urgency != "normal" or case.security != "ordinary" else "$foreground"
        rows.append(("Derajat", f"{urgency} · sifat {security}", style))
    if case.channel is not None:
        phone = f" · {case.phone}" if case.phone else ""
        rows.append(("Saluran", f"{CHANNELS.get(case.channel, case.channel)}{phone}", "$foreground"))
    if case.class_table and not case.is_sealed:
        rows.append(("Golongan", class_text(case.class_key, case.class_table), "$foreground"))
    if case.class_basis is not None:
        rows.append(("Dasar", str(case.class_basis), "$muted"))
    if case.event_start is not None:
        times = event_times(case.calendar, case.event_start, case.event_end, office.today())
        rows.append(("Acara", times, "$foreground"))
    if case.kept_out:
        names = ", ".join(name for _username, name in case.kept_out)
        rows.append(("Tertutup", f"bagi {names}", "bold $key"))
    if case.unmanned:
        rows.append(("Pelaksana", UNMANNED, "bold $fault"))
    lines: list[AnyLine] = []
    for label, text, style in rows:
        lines += _field(label, text, style, width)
    return lines


def _field(label: str, text: str, style: str, width: int) -> list[Line]:
    parts = wrap_cells(text, width - LABEL, SUBJECT_LINES + 1)
    if len(parts) > SUBJECT_LINES:
        parts = [*parts[: SUBJECT_LINES - 1], "… selengkapnya di bawah langkah"]
    return [
        Line().cell(label if place == 0 else "", LABEL, "$muted").add(part, style)
        for place, part in enumerate(parts)
    ]


def _received(office: Office, case: CaseView) -> str:
    text = moment_text(case.calendar, case.received_at, office.today())
    needed = len(case.service.required_keys)
    if case.kind == "letter" and needed:
        have = needed - len(case.missing)
        text += f" · {'belum lengkap' if case.missing else 'lengkap'} {have}/{needed}"
    late = next((event.late_reason for event in case.history if event.kind == Kind.REGISTERED), None)
    return f"{text} · entri susulan: {late}" if late else text


def _requirements(case: CaseView, width: int) -> list[AnyLine]:
    service = case.service
    if case.kind != "letter" or not service.requirements:
        return []
    lines: list[AnyLine] = [Line(), rule("Persyaratan", width)]
    printed = None
    for heading, item in service.checklist:
        if heading is not None and heading != printed:
            lines.append(Line().gap(1).cell(heading, width - 1, "$muted"))
        printed = heading
        done = item.key in case.ticked
        tail = " belum ada" if item.key in case.missing else "" if item.required else " bila perlu"
        style = "$good" if done else "bold $key" if tail == " belum ada" else "$muted"
        line = Line().gap(1).add(f"{TICK if done else BLANK} ", style)
        line.cell(item.text, width - line.width - (0 if done else len(tail)), "$foreground")
        lines.append(line if done else line.add(tail, style))
    return lines


def event_lines(office: Office, case: CaseView, event: EventView, width: int) -> list[Line]:
    """One event of the history: when, who, what."""
    today = office.today()
    at = moment_text(case.calendar, event.at, today)
    mark = "× " if event.withdrawn else ""
    tail = " (diurungkan)" if event.withdrawn else ""
    if event.at != event.told_at:
        tail += f" (semula {moment_text(case.calendar, event.told_at, today)})"
    if event.late_reason:
        tail += f" (entri susulan: {event.late_reason})"
    ink, name_ink = ("strike $muted", "strike $muted") if event.withdrawn else ("$foreground", "$link")
    name = inert(event.by_name)
    indent = len(mark + at) + 2
    parts = wrap_cells(f"{name}: {event.text}{tail}", max(20, width - indent))
    first = Line(mark + at, "$muted").gap(2)
    if parts[0].startswith(f"{name}: "):
        first.add(name, name_ink).add(parts[0].removeprefix(name), ink)
    else:
        first.add(parts[0], ink)
    return [first, *(Line().gap(indent).add(part, ink) for part in parts[1:])]
