"""The registers against the history: every number was given once, in order, and nothing was counted besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desk import db
from desk.office import numbers, rows

_NAMES = {"letter": "surat", "complaint": "pengaduan", "periodic": "laporan berkala"}


def register_faults(told: Iterable[str]) -> Iterator[str]:
    """What is wrong with the registers, in Indonesian. `told`: the numbers of the history, in the order of events."""
    last: dict[tuple[str, int], int] = {}
    for number in told:
        try:
            register, year, serial = numbers.parts(number)
        except ValueError:
            yield f"Nomor {number} bukan nomor register."
            continue
        expected = last.get((register, year), 0) + 1
        if serial != expected:
            yield f"Register {_NAMES[register]} {year}: nomor {expected} dilewati; berikutnya {number}."
        last[register, year] = serial
    stored = {
        (name, year): last for name, year, last in rows.all_stored(db.Register, ("name", "year", "last"))
    }
    for key in sorted(last.keys() | stored.keys(), key=repr):
        name, year = key
        if stored.get(key) != last.get(key):
            kept = "tidak ada" if key not in stored else f"mencatat {stored[key]} nomor"
            yield f"Register {_NAMES.get(name, name)} {year} {kept}, riwayat {last.get(key, 0)}."
