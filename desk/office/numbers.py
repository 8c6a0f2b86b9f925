"""Register numbers: 0001 upward per register and calendar year, without a gap.

A number is taken in the transaction of the act that uses it, so a refused act leaves none behind.
"""

from __future__ import annotations

import re

from desk import db
from desk.domain.calendar import Instant
from desk.errors import NotFound
from desk.office import rows
from desk.office.session import Office

_FORMS = {"letter": "{:04d}/{}", "complaint": "P-{:04d}/{}", "periodic": "R-{:02d}/{}"}


def take(register: str, year: int) -> str:
    """The next number of a register, such as `0481/2026`. Only inside an act's transaction."""
    key = {"name": register, "year": year}
    found = rows.select(db.Register, ("last",), key)
    number = found[0][0] + 1 if found else 1
    if found:
        rows.update(db.Register, key, last=number)
    else:
        rows.insert(db.Register, **key, last=number)
    return _FORMS[register].format(number, year)


def year_of(office: Office, recorded_at: Instant) -> int:
    """The agenda year: that of recording, in the office's zone."""
    return office.calendar().local_date(recorded_at).year


def canonical_number(text: str, office: Office) -> str:
    """`481`, `0481/2026`, `p-93/2026` as the registers write them; without a year, this year's. NotFound otherwise."""
    match = re.fullmatch(r"\s*(?:([PpRr])-?)?(\d{1,7})(?:/(\d{4}))?\s*", text)
    if match is None:
        raise NotFound(f"“{text}” bukan nomor berkas. Contoh: 0481/2026 atau P-0093/2026.", field="case")
    prefix, digits, year = match.groups()
    register = {"P": "complaint", "R": "periodic"}.get((prefix or "").upper(), "letter")
    return _FORMS[register].format(int(digits), int(year or office.today().year))
