"""Is this installation well? Asked by whoever looks after the computer, also of a database that no longer opens.

Nothing is changed here, not even a schema brought up to date. A further check is one function, named in
MACHINE_CHECKS or OFFICE_CHECKS.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from desk import db
from desk.clock import Clock
from desk.config import Config
from desk.domain.machine_clock import ClockState
from desk.domain.moments import clock_text, full_text
from desk.errors import DeskError, NotFound
from desk.office import calendar_check, ledger, opening, sign_in_tries, timekeeping
from desk.office.session import Office

GIGABYTE = 10**9
LITTLE_SPACE, NO_SPACE = GIGABYTE, GIGABYTE // 10
"""Free bytes below which the disk is worth a look, and below which writing is about to fail."""


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    """Somebody should see to it; work goes on."""
    BAD = "bad"
    """Work is stopped, or about to be."""


@dataclass(frozen=True)
class Check:
    """One line of the report."""

    key: str
    state: State
    text: str
    """Indonesian."""


Finding = tuple[State, str]


def examine(config: Config, clock: Clock | None = None) -> list[Check]:
    """Every check in order; those that need an open office are left out where there is none to open."""
    checks: list[Check] = []
    for key, look in MACHINE_CHECKS.items():
        checks += _told(key, partial(look, config))
    checks += _told("database", partial(_database, config))
    if checks[-1].state is State.BAD:
        return checks
    checks += _told("schema", _schema)
    if checks[-1].state is not State.OK:
        return checks
    try:
        with db.storage_errors():
            office = opening.office_here(clock)
    except DeskError as error:
        return [*checks, Check("office", State.BAD, error.message)]
    for key, ask in OFFICE_CHECKS.items():
        checks += _told(key, partial(ask, office, config))
    return checks


def _told(key: str, look: Callable[[], Iterator[Finding]]) -> list[Check]:
    try:
        with db.storage_errors():
            return [Check(key, state, text) for state, text in look()]
    except DeskError as error:
        return [Check(key, State.BAD, error.message)]
    except OSError as error:
        return [Check(key, State.BAD, f"Tidak dapat diperiksa: {error.strerror or error}.")]


def _database(config: Config) -> Iterator[Finding]:
    if not opening.office_exists(config.database_url):
        raise NotFound(opening.NO_OFFICE, code="no_office")
    yield State.OK, f"Basis data terbuka: {config.database_url}"


def _schema() -> Iterator[Finding]:
    pending = db.pending_migrations()
    if pending:
        yield (
            State.WARN,
            f"Skema tertinggal {len(pending)} langkah; dimutakhirkan saat desk dibuka. Periksa lagi sesudahnya.",
        )
    else:
        yield State.OK, "Skema sesuai dengan desk ini."


def _integrity(office: Office, config: Config) -> Iterator[Finding]:
    del office, config
    faults = db.integrity_faults()
    if faults:
        yield State.BAD, f"Berkas basis data rusak ({faults[0]}). Pulihkan dari cadangan."
    else:
        yield State.OK, "Berkas basis data utuh."


def _last_event(office: Office, config: Config) -> Iterator[Finding]:
    del config
    tail = ledger.tail()
    yield (
        State.OK,
        f"Catatan terakhir: peristiwa {tail.id}, {full_text(office.calendar(), tail.recorded_at)}.",
    )


def _clock(office: Office, config: Config) -> Iterator[Finding]:
    del config
    verdict = timekeeping.check_clock(office)
    calendar = office.calendar()
    if verdict.is_sound:
        yield State.OK, f"Jam komputer: {full_text(calendar, verdict.now)}."
    else:
        yield State.BAD if verdict.state is ClockState.BEHIND else State.WARN, verdict.doubt(calendar)


def _calendar(office: Office, config: Config) -> Iterator[Finding]:
    del config
    warnings = calendar_check.calendar_warnings(office)
    for warning in warnings:
        yield State.WARN, warning
    if not warnings:
        year = office.today().year
        yield State.OK, f"Kalender {year} dan {year + 1} lengkap."


def _sign_in(office: Office, config: Config) -> Iterator[Finding]:
    del config
    locked = sign_in_tries.locked_out(office)
    calendar = office.calendar()
    for username, until in locked.items():
        yield (
            State.WARN,
            f"{username} menunggu sampai {clock_text(calendar, until)} karena kata sandi salah berulang kali.",
        )
    if not locked:
        yield State.OK, "Tidak ada pengguna yang menunggu karena kata sandi salah."


def _files(config: Config) -> Iterator[Finding]:
    file = Path(config.database_url.removeprefix("sqlite:///"))
    if not file.exists():
        return
    for place in (file, file.parent):
        if not os.access(place, os.W_OK):
            yield State.BAD, f"{place} tidak dapat ditulis oleh pengguna ini."
            return
    modes = [place.stat().st_mode for place in (file.absolute(), *file.absolute().parents)]
    if os.name == "posix" and open_to_others(modes):
        yield State.WARN, f"{file} dapat dibuka pengguna lain di komputer ini ({stat.filemode(modes[0])})."
    else:
        yield State.OK, f"Izin berkas basis data: {stat.filemode(modes[0])}."


def open_to_others(modes: Sequence[int]) -> bool:
    """Whether anybody on the machine can read or write a file. `modes`: its own, then those of its folders."""
    own, *folders = modes
    return bool(own & (stat.S_IROTH | stat.S_IWOTH)) and all(mode & stat.S_IXOTH for mode in folders)


def _space(config: Config) -> Iterator[Finding]:
    folder = next(place for place in (config.home, *config.home.parents) if place.exists())
    free = shutil.disk_usage(folder).free
    state = State.BAD if free < NO_SPACE else State.WARN if free < LITTLE_SPACE else State.OK
    yield state, f"Ruang kosong: {free / GIGABYTE:.1f} GB.".replace(".", ",", 1)


MACHINE_CHECKS: Mapping[str, Callable[[Config], Iterator[Finding]]] = {"files": _files, "space": _space}
"""What needs no database, by key."""

OFFICE_CHECKS: Mapping[str, Callable[[Office, Config], Iterator[Finding]]] = {
    "integrity": _integrity,
    "last_event": _last_event,
    "clock": _clock,
    "calendar": _calendar,
    "sign_in": _sign_in,
}
"""What is asked of an open office, by key."""
