"""Is this installation well? Asked by whoever looks after the computer, also of a database that no longer opens.

Nothing is changed here, not even a schema brought up to date. A further check is one function, named in
MACHINE_CHECKS or OFFICE_CHECKS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from desk import db, private_files, schema
from desk.clock import Clock
from desk.config import Config
from desk.domain.machine_clock import ClockState
from desk.domain.moments import clock_text, full_text
from desk.errors import DeskError, NotFound
from desk.office import (
    attachments,
    calendar_check,
    doctor_files,
    ledger,
    opened,
    opening,
    sign_in_tries,
    timekeeping,
)
from desk.office.doctor_files import Finding, State
from desk.office.office import Office

BACKUP_DAYS = 7
"""After which the last backup is too old."""


@dataclass(frozen=True)
class Check:
    """One line of the report."""

    key: str
    state: State
    text: str
    """Indonesian."""


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
            office = opened.office_here(clock)
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
        return [Check(key, State.BAD, f"Tidak dapat diperiksa: {private_files.reason(error)}.")]


def _database(config: Config) -> Iterator[Finding]:
    if not opening.office_exists(config.database_url):
        raise NotFound(opening.NO_OFFICE, code="no_office")
    yield State.OK, f"Basis data terbuka: {config.database_url}"


def _schema() -> Iterator[Finding]:
    pending = schema.pending_migrations()
    if pending:
        yield (
            State.WARN,
            f"Skema tertinggal {len(pending)} langkah; dimutakhirkan saat desk dibuka. Periksa lagi sesudahnya.",
        )
    elif opened.is_outdated():
        yield State.WARN, "Pemutakhiran belum selesai; diteruskan saat desk dibuka. Periksa lagi sesudahnya."
    else:
        yield State.OK, "Skema sesuai dengan desk ini."


def _integrity(office: Office, config: Config) -> Iterator[Finding]:
    del office, config
    faults = schema.integrity_faults()
    if faults:
        yield State.BAD, f"Berkas basis data rusak ({faults[0]}). Pulihkan dari cadangan."
    else:
        yield State.OK, "Berkas basis data utuh."


def _objects(office: Office, config: Config) -> Iterator[Finding]:
    del office, config
    found, missing = schema.foreign_objects(), schema.missing_indexes()
    if found:
        yield (
            State.BAD,
            f"Basis data memuat yang bukan milik desk: {', '.join(found)}. Cari tahu siapa yang menaruhnya.",
        )
    if missing:
        yield State.BAD, f"Hilang dari basis data: {', '.join(missing)}. Pulihkan dari cadangan."
    if not found and not missing:
        yield State.OK, "Basis data memuat tabel dan indeks milik desk, dan tidak ada yang lain."


def _attachments(office: Office, config: Config) -> Iterator[Finding]:
    """Whether they are there at all; what is inside takes long to ask, and is a verification's."""
    del office, config
    held = attachments.all_living()
    lost = sum(not attachments.has_size(item) for item in held)
    if lost:
        yield State.BAD, f"{lost} lampiran hilang atau berubah. Periksa: desk verify"
    else:
        yield State.OK, f"Semua lampiran ada: {len(held)}."


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


def _backup(office: Office, config: Config) -> Iterator[Finding]:
    del config
    kind = db.EventLog.kind == "backup_made"
    last = db.EventLog.select(db.EventLog.recorded_at, db.EventLog.data).where(kind)
    last = last.order_by(db.EventLog.id.desc()).first()
    if last is None:
        yield State.WARN, "Belum pernah dicadangkan. Cadangkan: desk backup BERKAS"
        return
    if fault := last.data.get("fault"):
        yield State.BAD, f"Cadangan terakhir tidak utuh: {fault} Periksa: desk verify"
    days = max(0, office.now() - last.recorded_at) // 86_400
    when = full_text(office.calendar(), last.recorded_at)
    if days >= BACKUP_DAYS:
        yield (
            State.WARN,
            f"Cadangan terakhir sudah {days} hari yang lalu: {when}. Cadangkan: desk backup BERKAS",
        )
    else:
        yield State.OK, f"Cadangan terakhir: {when}."


MACHINE_CHECKS: Mapping[str, Callable[[Config], Iterator[Finding]]] = {
    "files": doctor_files.files,
    "filesystem": doctor_files.filesystem,
    "leftovers": doctor_files.leftovers,
    "space": doctor_files.space,
}
"""What needs no database, by key."""

OFFICE_CHECKS: Mapping[str, Callable[[Office, Config], Iterator[Finding]]] = {
    "integrity": _integrity,
    "objects": _objects,
    "attachments": _attachments,
    "last_event": _last_event,
    "backup": _backup,
    "clock": _clock,
    "calendar": _calendar,
    "sign_in": _sign_in,
}
"""What is asked of an open office, by key."""
