"""The lists of the board: running steps with their timers, and groups with their counts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from desk.domain.calendar import Instant
from desk.domain.sla import Band, ClockKind
from desk.office.board import OPEN_BANDS
from desk.office.views import GroupRow, VisitRow
from desk.widgets.band import BANDS, band_mark, band_usage
from desk.widgets.text import Line
from desk.widgets.virtual_list import VirtualList

_MARK, _NUMBER = 11, 11
_CLOCKS = {ClockKind.SERVICE: ("layanan", "lay"), ClockKind.CLASS_: ("golongan", "gol")}
"""Names of the clocks that are not the step's own, whole and for narrow columns."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a row of this width is divided; 0 leaves a column out."""

    word: int
    service: int
    step: int
    holder: int
    bar: int
    standard: int

    @classmethod
    def of(cls, width: int) -> Columns:
        word = 9 if width >= 116 else 5
        bar = 0 if width < 90 else 6 if width < 116 else min(16, width // 10)
        standard = 0 if width < 116 else 22
        usage = bar + (10 if not standard else 6)
        rest = width - _MARK - word - _NUMBER - usage - standard - (6 if standard else 5) - 1
        service = min(20, rest * 28 // 100)
        holder = min(28, rest * 32 // 100)
        return cls(word, service, rest - service - holder, holder, bar, standard)


class BoardList(VirtualList[VisitRow]):
    """Running steps in the order of the board."""

    def key(self, item: VisitRow) -> Hashable:
        return item.case_no

    def heading(self, width: int) -> Line | None:
        to = Columns.of(width)
        line = Line().cell("   Sisa", _MARK).gap(1).cell("", to.word).gap(1).cell("Berkas", _NUMBER).gap(1)
        line.cell("Layanan", to.service).gap(1).cell("Langkah", to.step).gap(1)
        line.cell("Pemegang", to.holder).gap(1)
        if to.bar:
            line.cell("Terpakai", to.bar + 6)
        else:
            line.cell("%", 6, align="right")
        return line.gap(2).cell("Standar", to.standard)

    def render_row(self, item: VisitRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        to = Columns.of(width)
        band = item.band(now)
        over = band is Band.OVERDUE
        mark = band_mark(band, item.remaining(now), item.reading.unit)
        line = Line(mark.plain, "bold reverse $band-overdue") if over else mark
        line.gap(1).cell(_word(band, to.word), to.word, BANDS[band].style).gap(1)
        line.cell(item.case_no, _NUMBER, "bold $strong").gap(1)
        line.cell(item.service_short, to.service, "$link").gap(1)
        line.cell(f"{item.step_no} {item.step_label}", to.step, "bold $strong" if over else "$strong").gap(1)
        line.cell(item.holder_name, to.holder, "" if item.taken else "$muted").gap(1)
        line.extend(band_usage(band, item.percent(now), to.bar))
        names = _CLOCKS.get(item.reading.clock)
        if not to.standard:
            return [line.gap(1).cell(names[1] if names else "", 3, "$muted")]
        text = f"{item.standard_text} {names[0]}" if names else item.standard_text
        return [line.gap(2).cell(text, to.standard, "$muted")]


def _word(band: Band, width: int) -> str:
    if width < 9:
        return {Band.OVERDUE: "LEWAT", Band.PAUSED: "jeda"}.get(band, "")
    if band is Band.OVERDUE:
        return "TERLAMBAT"
    return "" if band in (Band.ON_TIME, Band.NONE) else BANDS[band].word


class GroupList(VirtualList[GroupRow]):
    """Holders or services with how many of their steps stand in each band."""

    def __init__(self, heading: str, *, id: str) -> None:
        super().__init__(empty="Tidak ada langkah berjalan.", id=id)
        self._heading = heading

    def key(self, item: GroupRow) -> Hashable:
        return item.key or ""

    def heading(self, width: int) -> Line | None:
        line = Line().cell(self._heading, _name_width(width))
        for band in OPEN_BANDS:
            line.cell(BANDS[band].glyph, 5, BANDS[band].style, "right")
        return line.cell("Semua", 7, align="right")

    def render_row(self, item: GroupRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        line = Line().cell(item.name, _name_width(width), "$strong" if item.key else "$muted")
        for band in OPEN_BANDS:
            number = item.counts[band]
            weight = "bold " if band in (Band.OVERDUE, Band.AT_RISK) else ""
            line.cell(
                str(number) if number else "·", 5, weight + BANDS[band].style if number else "$faint", "right"
            )
        return [line.cell(str(item.total), 7, "bold $strong", "right")]


def _name_width(width: int) -> int:
    return width - 5 * len(OPEN_BANDS) - 8
