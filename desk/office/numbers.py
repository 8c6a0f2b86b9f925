"""Register numbers: 0001 upward per register and calendar year, without a gap.

A number is taken in the transaction of the act that uses it, so a refused act leaves none behind. None is given while
the machine's clock is in doubt (`timekeeping`).
"""

from __future__ import annotations

import re

from desk import db
from desk.errors import NotFound
from desk.office import rows, timekeeping
from desk.office.office import Office
from desk.office.session import Act

_FORMS = {"letter": "{:04d}/{}", "complaint": "P-{:04d}/{}", "periodic": "R-{:02d}/{}"}
_PREFIXES = {"": "letter", "P": "complaint", "R": "periodic"}


def take(act: Act, register: str) -> str:
    """The next number of a register, such as `0481/2026`; its year is that of recording, in the office's zone.

    RuleError (`clock_leapt`, `new_year`) until somebody confirms the machine's clock.
    """
    timekeeping.require_numbering(act)
    year = act.session.office.local_date(act.recorded_at).year
    key = {"name": register, "year": year}
    found = rows.select(db.Register, ("last",), key)
    number = found[0][0] + 1 if found else 1
    if found:
        rows.update(db.Register, key, last=number)
    else:
        rows.insert(db.Register, **key, last=number)
    return written(register, number, year)


def written(register: str, serial: int, year: int) -> str:
    """A number as its register writes it: `0481/2026`, `P-0093/2026`, `R-11/2026`."""
    return _FORMS[register].format(serial, year)


def canonical_number(text: str, office: Office) -> str:
    """`481`, `0481/2026`, `p-93/2026` as the registers write them; without a year, this year's. NotFound otherwise."""
    match = re.fullmatch(r"\s*(?:([PpRr])-?)?(\d{1,7})(?:/(\d{4}))?\s*", text)
    if match is None:
        raise NotFound(f"“{text}” bukan nomor berkas. Contoh: 0481/2026 atau P-0093/2026.", field="case")
    prefix, digits, year = match.groups()
    register = _PREFIXES[(prefix or "").upper()]
    return _FORMS[register].format(int(digits), int(year or office.today().year))


def parts(number: str) -> tuple[str, int, int]:
    """Register, year and serial of a number as the registers write it. ValueError for any other text."""
    prefix, _, rest = number.rpartition("-")
    serial, _, year = rest.partition("/")
    register = _PREFIXES.get(prefix, "")
    if not register or number != _FORMS[register].format(int(serial), int(year)):
        raise ValueError(number)
    return register, int(year), int(serial)
