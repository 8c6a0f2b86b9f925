"""What the board can be filtered by, and how its border tells the filters that are on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.domain.sla import OPEN_BANDS, Band
from desk.office.office import Office
from desk.office.views import BoardFilter
from desk.widgets.band import BANDS
from desk.widgets.fields.dropdown import Option

ALL = ""
"""The key of the option that filters nothing."""

UNTAKEN = "-"
"""The key of the option for steps that nobody holds; no username is like it."""


def service_options(office: Office) -> list[Option]:
    services = sorted(office.services.values(), key=lambda service: service.short)
    return [Option(ALL, "Semua layanan"), *(Option(s.key, s.short, s.name) for s in services)]


def holder_options(office: Office) -> list[Option]:
    options = [Option(ALL, "Semua pemegang"), Option(UNTAKEN, "Belum diambil", "menunggu pelaksana")]
    for person in office.people.values():
        if person.active:
            titles = ", ".join(office.position_title(key) for key in sorted(person.positions))
            options.append(Option(person.username, person.name, titles))
    return options


def of_holder(where: BoardFilter, key: str) -> BoardFilter:
    """The filter with another holder: a username, `UNTAKEN` or `ALL`."""
    return replace(where, holder=key if key not in (ALL, UNTAKEN) else None, untaken=key == UNTAKEN)


def band_options(counts: Mapping[Band, int]) -> list[Option]:
    options = [Option(ALL, "Semua keadaan")]
    for band in OPEN_BANDS:
        look = BANDS[band]
        options.append(Option(band.value, f"{look.glyph} {look.word}", f"{counts.get(band, 0)} langkah"))
    return options


def filter_names(office: Office, where: BoardFilter) -> list[str]:
    """The active filters, in words."""
    names = []
    if where.service is not None:
        service = office.services.get(where.service)
        names.append(f"layanan {service.short if service else where.service}")
    if where.untaken:
        names.append("belum diambil")
    if where.holder is not None:
        names.append(f"pemegang {office.person_name(where.holder)}")
    if where.band is not None:
        names.append(f"{BANDS[where.band].glyph} {BANDS[where.band].word}")
    return names
