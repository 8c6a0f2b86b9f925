"""The lines of the archive, with the words that were looked for made to stand out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from desk.domain.calendar import Instant, WorkingCalendar
from desk.domain.letter import search_form
from desk.domain.moments import moment_text
from desk.office.views import RegisterRow
from desk.widgets.text import Line, inert, pad
from desk.widgets.virtual_list import VirtualList

_NUMBER, _STATUS = 11, 13
_WIDE = 116
"""Cells from which dates are told in words."""
_KIND_FROM = 90
"""Cells from which the kind has a column; below, the number alone tells it (P-, R-)."""
_KINDS = {"letter": "surat", "complaint": "pengaduan", "periodic": "berkala"}
_STATUS_STYLES = {
    "belum lengkap": "$band-at-risk",
    "menunggu": "$band-paused",
    "dijawab": "$band-on-time",
    "selesai": "$muted",
    "disalurkan": "$muted",
    "diarsipkan": "$muted",
    "dibatalkan": "$muted",
}


class ArchiveList(VirtualList[RegisterRow]):
    """Letters, complaints and periodic tasks, the newest first."""

    def __init__(self, *, id: str) -> None:
        super().__init__(empty="Memuat …", id=id)
        self.calendar: WorkingCalendar | None = None
        """Whose zone and today the dates are told in."""
        self._words: re.Pattern[str] | None = None

    def look_for(self, text: str) -> None:
        """Make these words stand out from now on."""
        words = sorted(search_form(text).split(), key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None

    def key(self, item: RegisterRow) -> Hashable:
        return item.number

    def heading(self, width: int) -> Line | None:
        service, sender, subject = _shares(width)
        line = Line().cell("Nomor", _NUMBER).gap(1).cell("Diterima", _when(width)).gap(1)
        line.cell("Jenis", _kind(width))
        line.cell("Layanan", service).gap(1).cell("Dari", sender).gap(1).cell("Hal", subject).gap(1)
        return line.cell("Keadaan", _STATUS)

    def render_row(self, item: RegisterRow, width: int, selected: bool, now: Instant) -> Sequence[Line]:
        service, sender, subject = _shares(width)
        quiet = "$muted strike" if item.voided else ""
        line = Line()
        self._put(line, item.number, _NUMBER, quiet or "bold $strong")
        line.gap(1).cell(self._moment(item.at, now, width), _when(width), "$muted").gap(1)
        line.cell(_KINDS[item.kind], _kind(width), "$muted")
        line.cell(item.service_short, service, quiet or "$link").gap(1)
        self._put(line, item.sender, sender, quiet)
        line.gap(1)
        self._put(line, item.subject, subject, quiet or "$strong")
        line.gap(1)
        if item.voided:
            return [line.cell("× dibatalkan", _STATUS, "bold $fault")]
        text = f"kurang {item.missing}" if item.missing and item.status == "belum lengkap" else item.status
        return [line.cell(text, _STATUS, _STATUS_STYLES.get(item.status, "$focus"))]

    def _moment(self, at: Instant, now: Instant, width: int) -> str:
        if self.calendar is None:
            return ""
        if width >= _WIDE:
            return moment_text(self.calendar, at, self.calendar.local_date(now))
        return f"{self.calendar.local_date(at):%d/%m/%y}"

    def _put(self, line: Line, text: str, width: int, style: str) -> None:
        """A cell in which the words looked for are underlined."""
        if self._words is None:
            line.cell(text, width, style)
            return
        shown = pad(inert(text, width), width)
        end = 0
        for match in self._words.finditer(shown):
            line.add(shown[end : match.start()], style)
            line.add(match.group(), f"{style} bold underline $key")
            end = match.end()
        line.add(shown[end:], style)


def _when(width: int) -> int:
    return 20 if width >= _WIDE else 8


def _kind(width: int) -> int:
    return 10 if width >= _KIND_FROM else 0


def _shares(width: int) -> tuple[int, int, int]:
    """Widths of service, sender and subject."""
    rest = width - _NUMBER - _when(width) - _STATUS - 5 - _kind(width)
    service = min(20, rest * 24 // 100)
    sender = min(40, rest * 36 // 100)
    return service, sender, rest - service - sender
