"""An explained clock drawn: its head with the live sum, and below it every interval with its sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.geometry import Region

from desk.domain.band_text import format_exact
from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.dates import MONTHS, format_day_short
from desk.domain.duration import Unit
from desk.domain.explain import OFFICE_HOURS
from desk.domain.explanation import Cause, ClockRef, Explanation, Part
from desk.domain.explanation_rows import Row, rows
from desk.domain.moments import clock_text, dated_text, exact_text
from desk.domain.sla import Band, ClockKind
from desk.office.due import CLOCK_NAMES
from desk.office.explaining import Explainer
from desk.screens.case_clocks import LABEL, left_text
from desk.screens.case_pane import rule
from desk.widgets.band import BANDS, band_usage
from desk.widgets.lines_view import LinesView, wrap_cells
from desk.widgets.text import Line

_WHEN, _COUNTED = 25, 15
_REASON = 2 + _WHEN + 1 + _COUNTED + 2
"""Cells before the reason of an interval."""
_SIGNS: dict[Cause, tuple[str, str]] = {
    Cause.COUNTED: ("+", "$good"),
    Cause.CLOSED: ("–", "$muted"),
    Cause.PAUSED: (BANDS[Band.PAUSED].glyph, BANDS[Band.PAUSED].style),
    Cause.OUTSIDE: (BANDS[Band.PAUSED].glyph, BANDS[Band.PAUSED].style),
    Cause.ENDED: (BANDS[Band.PAUSED].glyph, "$muted"),
}


class WhyLines(LinesView):
    """Lines about one clock, drawn anew for every second; only those that differ are repainted."""

    def __init__(self, explainer: Explainer, ref: ClockRef, now: Instant, *, id: str) -> None:
        super().__init__(id=id)
        self.explainer, self.ref, self.now = explainer, ref, now

    @property
    def explained(self) -> Explanation:
        return self.explainer.at(self.ref, self.now)

    def tick(self, now: Instant) -> None:
        self.now = now
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        fresh = self.build(width)
        if len(fresh) != len(self._lines):
            self.rebuild()
            return
        before, self._lines = self._lines, fresh
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        for place in range(top, min(top + height, len(fresh))):
            was = before[place]
            if not isinstance(was, Line) or was.spans != fresh[place].spans:
                self.refresh(Region(0, place - top, self.size.width, 1))

    def build(self, width: int) -> list[Line]:
        raise NotImplementedError


class WhyHead(WhyLines, can_focus=False):
    """Which clocks there are, the deadline, and how much is used."""

    def build(self, width: int) -> list[Line]:
        explained = self.explained
        return [self._clocks(width), Line(), self._deadline(explained, width), self._used(explained, width)]

    def _clocks(self, width: int) -> Line:
        whole = self._named_clocks(with_label=True)
        return whole if whole.width <= width else self._named_clocks(with_label=False)

    def _named_clocks(self, *, with_label: bool) -> Line:
        line = Line()
        for place, ref in enumerate(self.explainer.clocks(self.ref), 1):
            name = CLOCK_NAMES[ref.kind]
            if ref.kind is ClockKind.STEP:
                step = self.explainer.rules.service.step(self.explainer.case.visit(ref.no).step)
                name = f"{name} {step.no} {step.label if with_label else ''}".rstrip()
            if ref == self.ref:
                line.add(f"[{place} {name}]", "bold $strong")
            else:
                line.add(f" {place} ", "bold $key").add(f"{name} ", "$muted")
            line.gap(2)
        return line

    def _deadline(self, explained: Explanation, width: int) -> Line:
        reading, now = explained.reading, self.now
        band = reading.band(explained.calendar, now)
        look = BANDS[band]
        line = Line().cell("Tenggat", LABEL, "$muted")
        if reading.deadline is None:
            return line.add(f"{look.glyph} tanpa batas waktu", look.style)
        frozen = reading.paused_at is not None and not reading.is_late(now) and reading.unit is not Unit.EVENT
        today = self.explainer.office.today()
        due = "belum dapat dipastikan" if frozen else dated_text(explained.calendar, reading.deadline, today)
        line.add(f"{due} ", f"bold {look.style}")
        return line.add(f"{look.glyph} {left_text(explained.calendar, reading, band, now)}", look.style)

    def _used(self, explained: Explanation, width: int) -> Line:
        reading = explained.reading
        allowed = reading.allowed_seconds
        line = Line().cell("Terpakai", LABEL, "$muted").add(format_exact(explained.used), "bold $strong")
        if allowed:
            line.add(f" dari {format_exact(allowed)}", "$foreground").gap(2)
            band = reading.band(explained.calendar, self.now)
            room = min(24, width - line.width - 6)
            if room >= 6:
                line.extend(band_usage(band, explained.used * 100 // allowed, room))
        return line


class WhyBody(WhyLines):
    """The words, then every interval: day by day, or each by itself."""

    BINDING_GROUP_TITLE = "Di penjelasan ini"

    def __init__(self, explainer: Explainer, ref: ClockRef, now: Instant, *, id: str) -> None:
        super().__init__(explainer, ref, now, id=id)
        self.detailed = False

    def build(self, width: int) -> list[Line]:
        explained = self.explained
        lines = [Line()]
        for sentence in self.explainer.sentences(explained):
            lines += [Line(part, "$foreground") for part in wrap_cells(sentence, width)]
        lines += [Line(), rule("Sudah berjalan", width)]
        lines += self._stretch(explained, explained.past, width, "belum ada: baru saja mulai")
        lines.append(_sum("terpakai", explained.used))
        if explained.to_come:
            left = sum(part.counted_seconds for part in explained.to_come)
            lines += [Line(), rule("Yang akan datang, sampai tenggat", width)]
            lines += self._stretch(explained, explained.to_come, width, "")
            lines.append(_sum("sisa", left))
        return lines

    def _stretch(self, explained: Explanation, parts: Iterable[Part], width: int, nothing: str) -> list[Line]:
        calendar = explained.calendar
        found = (
            [Row(p.start, p.end, p.counted_seconds, p.reason, p.cause) for p in parts]
            if self.detailed
            else rows(parts, explained.reading.unit, calendar)
        )
        today = self.explainer.office.today()
        lines: list[Line] = []
        for row in found:
            lines += _row(calendar, row, today, width)
        return lines or [Line().gap(2).add(nothing, "$muted")]


def _row(calendar: WorkingCalendar, row: Row, today: date, width: int) -> list[Line]:
    """One interval: sign, when, how much it counted, why; a long reason goes on below itself."""
    sign, style = _SIGNS[row.cause]
    counts = row.cause is Cause.COUNTED
    ink = "$strong" if counts else style
    line = Line().cell(sign, 2, f"bold {style}")
    when = _days(calendar, row, today) if row.days else _span(calendar, row, today)
    counted = format_exact(row.counted_seconds) if counts else ""
    reason = _reason(row)
    if len(when) <= _WHEN or (not counts and len(when) <= _WHEN + 1 + _COUNTED):
        line.cell(when, max(_WHEN, len(when)), ink).gap(1)
        line.cell(counted, _REASON - 2 - line.width, f"bold {style}", "right").gap(2)
        first, *others = wrap_cells(reason, width - _REASON)
        lines = [line.add(first, "$foreground" if counts else style)]
    else:
        lines = [line.add(when, ink).gap(2).add(counted, f"bold {style}")]
        others = wrap_cells(reason, width - _REASON)
    return lines + [Line().gap(_REASON).add(other, "$foreground" if counts else style) for other in others]


def _reason(row: Row) -> str:
    if row.days < 2:
        return row.reason
    if row.cause is not Cause.COUNTED:
        return f"{row.reason}, {row.days} hari"
    return f"{row.days} hari kerja{row.reason.removeprefix(OFFICE_HOURS)}"


def _days(calendar: WorkingCalendar, row: Row, today: date) -> str:
    """`Sel 24 Nov`, `Sel 24 – Jum 27 Nov`, `Sen 30 Nov – Jum 4 Des`."""
    first, last = calendar.local_date(row.start), calendar.local_date(row.end - 1)
    year = "" if last.year == today.year else f" {last.year}"
    if first == last:
        return f"{format_day_short(first)}{year}"
    head = format_day_short(first)
    if (first.year, first.month) == (last.year, last.month):
        head = head.removesuffix(f" {MONTHS[first.month - 1][:3]}")
    return f"{head} – {format_day_short(last)}{year}"


def _span(calendar: WorkingCalendar, row: Row, today: date) -> str:
    """`Sen 23 Nov 09.20–12.00`, or both ends in full where they are on different days."""
    start = exact_text(calendar, row.start, today)
    if calendar.local_date(row.start) != calendar.local_date(row.end - 1):
        return f"{start} – {exact_text(calendar, row.end, today)}"
    midnight = calendar.local_date(row.end) != calendar.local_date(row.start)
    end = "24.00" if midnight else clock_text(calendar, row.end)
    seconds = exact_text(calendar, row.end, today).rpartition(clock_text(calendar, row.end))[2]
    return f"{start}–{end}{'' if midnight else seconds}"


def _sum(label: str, seconds: int) -> Line:
    line = Line().cell("=", 2, "bold $strong").cell(label, _WHEN, "bold $strong").gap(1)
    return line.cell(format_exact(seconds), _COUNTED, "bold $strong", "right")
