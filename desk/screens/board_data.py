"""What the board shows at one moment, read in one go beside the screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desk import db
from desk.domain.calendar import Instant
from desk.domain.sla import Band
from desk.office.board import board_counts, board_groups, board_rows
from desk.office.calendar_check import board_warning
from desk.office.session import Session
from desk.office.today import board_today
from desk.office.views import BoardFilter, GroupRow, Today, VisitRow
from desk.widgets.pages import PAGE

Fetch = Callable[[int, int], Sequence[VisitRow]]


@dataclass(frozen=True, slots=True)
class BoardRequest:
    """What to read."""

    now: Instant
    where: BoardFilter
    around: int
    """Place of the cursor: the page that holds it is read at once."""
    case_no: Hashable
    """The case under the cursor, to be found again. None: stay at the place."""
    grouped: bool
    """Whether the groups are read too."""
    today: Today | None
    """Figures of the day that are fresh enough to be kept. None: read them."""
    warning: str | None
    """What was said of the calendars, kept as long as `today`. None: read it."""


@dataclass(frozen=True, slots=True)
class BoardAnswer:
    request: BoardRequest
    counts: Mapping[Band, int]
    """By band under the other filters, so that a band can still be chosen."""
    total: int
    """Rows of the list."""
    fetch: Fetch
    """Pages of the list: those read already from memory, others from the database."""
    cursor: int | None
    """Where the case under the cursor is now. None: not among the rows read."""
    holders: Sequence[GroupRow]
    services: Sequence[GroupRow]
    today: Today
    calendar_warning: str
    """What the calendars lack or guess, in one line. Empty: nothing. As old as `today`."""
    next_change: Instant | None
    """The first instant after `now` at which a row that was read changes its band. None: none is known."""


def read_board(session: Session, request: BoardRequest) -> BoardAnswer:
    now, where = request.now, request.where
    counts = board_counts(session, now, replace(where, band=None))
    total = sum(counts.values()) if where.band is None else counts[where.band]
    fetch = partial(board_rows, session, now, where)
    last = max(0, min(request.around, total - 1)) // PAGE
    pages = {number: fetch(number * PAGE, PAGE) for number in sorted({0, max(0, last - 1), last})}
    places = {row.case_no: n * PAGE + place for n, page in pages.items() for place, row in enumerate(page)}
    return BoardAnswer(
        request=request,
        counts=counts,
        total=total,
        fetch=_from_memory(pages, fetch),
        cursor=places.get(str(request.case_no)),
        holders=board_groups(session, now, "holder", where) if request.grouped else (),
        services=board_groups(session, now, "service", where) if request.grouped else (),
        today=request.today or board_today(session, now),
        calendar_warning=board_warning(session.office) if request.warning is None else request.warning,
        next_change=_next_change([row for page in pages.values() for row in page], now),
    )


def _from_memory(pages: Mapping[int, Sequence[VisitRow]], fetch: Fetch) -> Fetch:
    def read(offset: int, limit: int) -> Sequence[VisitRow]:
        known = pages.get(offset // PAGE) if offset % PAGE == 0 and limit == PAGE else None
        if known is not None:
            return known
        with db.storage_errors():
            return fetch(offset, limit)

    return read


def _next_change(rows: Sequence[VisitRow], now: Instant) -> Instant | None:
    """A clock at its due is not over yet; one second later it is."""
    moments = [row.reading.at_risk_at for row in rows if row.reading.is_running]
    moments += [row.reading.deadline + 1 for row in rows if row.reading.is_running and row.reading.deadline]
    return min((moment for moment in moments if moment is not None and moment > now), default=None)
