"""Incidents with personal data: until when they must be reported. Pure.

Source: UU 27/2022 Pasal 46: in writing, within 3 x 24 hours, to the people concerned and to the institution. These
are hours of the clock: closed days and nights count. They are taken from when the office noticed the incident.
"""

from __future__ import annotations

from desk.domain.calendar import Instant
from desk.domain.moments import require_moment
from desk.domain.texts import MAX_SUBJECT, require_text
from desk.errors import FieldError

REPORT_WITHIN = 3 * 24 * 3600
"""Seconds of the clock."""


def report_by(noticed_at: Instant) -> Instant:
    """The last instant for the report."""
    return noticed_at + REPORT_WITHIN


def check_incident(what: str, noticed_at: Instant, people: int | None, now: Instant) -> str:
    """What happened, trimmed; FieldError at the first field that cannot stay. `people`: None where it is not known."""
    what = require_text("what", what, "Kejadian", MAX_SUBJECT)
    require_moment("noticed", noticed_at)
    if noticed_at > now:
        raise FieldError("noticed", "Waktu diketahui berada di masa depan.", code="future")
    if people is not None and people < 0:
        raise FieldError("people", "Jumlah orang tidak dapat kurang dari nol.")
    return what
