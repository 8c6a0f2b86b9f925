"""The steps of a case drawn as a timeline, with dispositions and pauses under their step."""

from __future__ import annotations

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.disposition import ANSWER_TEXT, INSTRUCTIONS, WAITING_FOR
from desk.domain.moments import clock_text, moment_text
from desk.domain.service import Charge
from desk.domain.sla import Band, Reading
from desk.office.case_view import CaseView, DispositionView, PauseView, VisitView
from desk.office.office import Office
from desk.office.privacy import SEALED
from desk.screens.case_timeline import Stage, StepRow, timeline
from desk.widgets.band import BANDS, DONE, WAITING, format_duration
from desk.widgets.lines_view import AnyLine, wrap_cells
from desk.widgets.text import Line

INDENT = 6
_USED = 11
_NARROW = 64
_SIGNS = {
    Stage.BEFORE: DONE.glyph,
    Stage.TO_COME: " ",
    Stage.IF_REVISED: " ",
    Stage.SKIPPED: "–",
}
_WAITING = {Charge.APPLICANT: "pemohon", Charge.OTHER_AGENCY: "OPD lain"}


class StepLines:
    """Draws the timeline of one case for one width."""

    def __init__(self, office: Office, case: CaseView, width: int) -> None:
        self.office = office
        self.case = case
        self.width = width
        self.calendar = case.calendar
        self._times_width = max((len(self._times(visit)) for visit in case.visits), default=0)
        self._beside = width >= _NARROW and width - self._times_width - _USED - INDENT >= 24

    def lines(self) -> list[AnyLine]:
        found: list[AnyLine] = []
        for row in timeline(self.case):
            if row.visit is None:
                found.append(self._unvisited(row))
                continue
            found.append(self._visited(row, row.visit))
            found.append(self._second(row, row.visit))
            for disposition in row.dispositions:
                found += self._disposition(disposition)
            for pause in row.pauses:
                found += self._pause(pause)
        return found

    def _unvisited(self, row: StepRow) -> Line:
        step = row.step
        who = " / ".join(self.office.position_title(key, self.case.service) for key in step.actors)
        told = row.stage.value or (f"{step.standard}" if step.standard else "")
        if step.is_external and row.stage is Stage.TO_COME:
            told = "tidak dihitung"
        line = Line().gap(1).cell(_SIGNS[row.stage], 2, "$muted").cell(step.no, 3, "$muted")
        room = self.width - line.width - len(told) - 1
        actors = min(len(who) + 2, max(0, room - len(step.label) - 1)) if self._beside else 0
        line.cell(step.label, room - actors, "$muted")
        line.cell(who, actors, "$muted")
        return line.gap(1).add(told, "$muted")

    def _visited(self, row: StepRow, visit: VisitView) -> AnyLine:
        if row.stage is not Stage.CURRENT:
            return self._first(row, visit, visit.reading.stopped_at or visit.arrived_at)

        def line(now: Instant) -> Line:
            return self._first(row, visit, now)

        return line

    def _first(self, row: StepRow, visit: VisitView, now: Instant) -> Line:
        reading = visit.reading
        running = row.stage is Stage.CURRENT
        watched = self._watched(reading) if running else reading
        band = watched.band(self.case.calendar_of(watched), now)
        glyph, style = _sign(visit, band)
        weight = f"bold {style}" if running else style
        line = Line().gap(1).cell(glyph, 2, weight)
        line.cell(row.step.no if row.is_first else "", 3, "bold $strong" if running else "$strong")
        name = row.step.label if row.is_first else f"└ {_again(visit)}"
        times = self._times_width + 1 if self._beside else 0
        room = self.width - line.width - times - _USED
        line.cell(name, room, "bold $strong" if running else "$foreground")
        line.gap(1 if times else 0).cell(self._times(visit), times - 1, "$muted")
        waits = reading.external and running
        used = WAITING if waits else format_duration(reading.used(self.case.calendar_of(reading), now))
        return line.cell(used, _USED, weight if running or band is Band.MISSED else "$muted", "right")

    def _watched(self, reading: Reading) -> Reading:
        """The clock that watches the open step: its own, or without one the case's nearest."""
        nearest = self.case.nearest
        return reading if reading.due_at is not None or reading.external or nearest is None else nearest

    def _second(self, row: StepRow, visit: VisitView) -> Line:
        parts = [visit.holder_name]
        if not self._beside:
            parts.insert(0, self._times(visit))
        if visit.charged_to is not Charge.OFFICE:
            parts.append(f"di luar kantor ({_WAITING[visit.charged_to]}), tidak dihitung")
        if visit.finished_at is None and visit.holder is None and visit.charged_to is Charge.OFFICE:
            parts.append("belum diambil")
        if visit.finished_at is not None and visit.exit is None:
            parts.append("dihentikan")
        if visit.exit_name and len(row.step.exits) > 1:
            parts.append(visit.exit_name)
        standard = f" dari {row.step.standard}" if row.step.standard else ""
        line = (
            Line()
            .gap(INDENT)
            .cell(" · ".join(part for part in parts if part), self.width - INDENT - len(standard), "$muted")
        )
        line = line.add(standard, "$muted")
        if not visit.output:
            return line
        return self._with_output(line, visit, parts, len(standard))

    def _with_output(self, line: Line, visit: VisitView, parts: list[str], tail: int) -> Line:
        """The same line with what came out of the step, as far as there is room."""
        told = Line(" · ".join(part for part in parts if part))
        room = self.width - INDENT - tail - told.width - 4
        if room < 8:
            return line
        drawn = Line().gap(INDENT).add(told.plain, "$muted").add(" · ", "$muted")
        drawn.cell(visit.output, self.width - tail - drawn.width, "$foreground")
        return drawn.add(line.spans[-1][0] if tail else "", "$muted")

    def _disposition(self, order: DispositionView) -> list[Line]:
        if not order.to:
            return self._wrapped(f"disposisi {order.by_name}: {SEALED}", "$muted", "└ ")
        words = " · ".join(INSTRUCTIONS.get(key, key) for key in order.instructions)
        names = ", ".join(name for _, name in order.to)
        copies = f"; tembusan {', '.join(name for _, name in order.cc)}" if order.cc else ""
        target = f"→ {names}{copies}"
        lines = [Line().gap(INDENT).add("└ ", "$muted").add(words, "$key")]
        if lines[0].width + 2 + Line(target).width <= self.width:
            lines[0].gap(2).add(target, "$muted")
        else:
            lines = self._wrapped(words, "$key", "└ ") + self._wrapped(target, "$muted")
        if order.note:
            lines += self._wrapped(f"“{order.note}”", "$foreground")
        if order.due_at is not None:
            due = moment_text(self.calendar, order.due_at, self.office.today())
            lines += self._wrapped(f"batas {due}", "$muted")
        return lines + self._answers(order)

    def _answers(self, order: DispositionView) -> list[Line]:
        """How far each recipient but the lead has come."""
        lines: list[Line] = []
        silent = []
        for username, name in (*order.to[1:], *order.cc):
            said = order.last_answer(username)
            if said is None:
                silent.append(name)
                continue
            at = moment_text(self.calendar, said.at, self.office.today())
            words = f" “{said.text}”" if said.text else ""
            lines += self._wrapped(f"{name}: {ANSWER_TEXT[said.answer]} {at}{words}", "$foreground")
        return lines + (self._wrapped(f"belum menjawab: {', '.join(silent)}", "$muted") if silent else [])

    def _pause(self, pause: PauseView) -> list[Line]:
        times = _span(self.calendar, pause.start, pause.end, self.office)
        text = (
            f"jeda {times} menunggu {WAITING_FOR.get(pause.waiting_for, pause.waiting_for)}: {pause.reason}"
        )
        return self._wrapped(text, BANDS[Band.PAUSED].style, f"{BANDS[Band.PAUSED].glyph} ")

    def _wrapped(self, text: str, style: str, mark: str = "  ") -> list[Line]:
        parts = wrap_cells(text, self.width - INDENT - 2)
        return [
            Line().gap(INDENT).add(mark if place == 0 else "  ", "$muted").add(part, style)
            for place, part in enumerate(parts)
        ]

    def _times(self, visit: VisitView) -> str:
        return _span(self.calendar, visit.arrived_at, visit.finished_at, self.office)


def _sign(visit: VisitView, band: Band) -> tuple[str, str]:
    """The shape of a visit: its band, where it has been judged; a neutral one where it is simply done."""
    look = BANDS[band]
    if visit.finished_at is not None and band is Band.NONE:
        return (DONE.glyph, DONE.style) if visit.exit is not None else ("–", "$muted")
    return look.glyph, look.style


def _again(visit: VisitView) -> str:
    words = f"dibuka kembali ke-{visit.cycle - 1}" if visit.cycle > 1 else ""
    if visit.revision_no:
        words = f"{words}, revisi ke-{visit.revision_no}".lstrip(", ")
    return words


def _span(calendar: WorkingCalendar, start: Instant, end: Instant | None, office: Office) -> str:
    """`09.12 → 09.18`; days other than today as `21/11`."""
    first = _moment(calendar, start, office)
    if end is None:
        return f"{first} → …"
    same = calendar.local_date(start) == calendar.local_date(end)
    return f"{first} → {clock_text(calendar, end) if same else _moment(calendar, end, office)}"


def _moment(calendar: WorkingCalendar, at: Instant, office: Office) -> str:
    day = calendar.local_date(at)
    clock = clock_text(calendar, at)
    return clock if day == office.today() else f"{day.day:02d}/{day.month:02d} {clock}"


def step_lines(office: Office, case: CaseView, width: int) -> list[AnyLine]:
    """The whole timeline, ready to be shown."""
    return StepLines(office, case, width).lines()
