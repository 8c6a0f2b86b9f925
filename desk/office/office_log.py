"""What was done to the office itself, for those who answer for it: what was logged can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk import db
from desk.domain.calendar import Instant
from desk.domain.people import Permission
from desk.office.session import Session

TEXTS: dict[str, str] = {
    "office_created": "Kantor disiapkan",
    "user_added": "Pengguna ditambahkan",
    "user_enabled": "Akun diaktifkan kembali",
    "user_disabled": "Akun dinonaktifkan",
    "password_changed": "Kata sandi diganti",
    "password_reset": "Kata sandi baru diberikan",
    "signed_in": "Masuk",
    "signed_out": "Keluar",
    "sign_in_locked": "Harus menunggu: kata sandi salah berulang kali",
    "sign_in_unlocked": "Tidak perlu menunggu lagi",
    "lock_minutes_set": "Lama kunci layar diubah",
    "number_looked_up": "Nomor telepon dicari di antara pengaduan",
    "identities_exported": "Daftar dengan identitas lengkap diambil",
    "files_destroyed": "Berkas dimusnahkan menurut retensi",
    "retention_class_set": "Kelas retensi ditetapkan",
    "retention_assigned": "Kelas retensi diberikan kepada layanan",
    "incident_recorded": "Insiden data pribadi dicatat",
    "incident_reported": "Insiden data pribadi dilaporkan",
    "backup_made": "Dicadangkan",
    "restored": "Dipulihkan dari cadangan",
    "upgraded": "Basis data dimutakhirkan",
    "ledger_resealed": "Rantai riwayat disusun ulang oleh pemutakhiran",
    "service_installed": "Layanan dipasang",
    "class_table_set": "Tabel golongan pengaduan ditetapkan",
    "clock_confirmed": "Jam komputer ditegaskan",
    "clock_leap_days_set": "Batas lompatan jam diubah",
    "recomputed": "Berkas berjalan dihitung ulang",
}
"""Kind of an event to what it says. Those of calendars share one text."""

_TOLD = ("reason", "basis", "count", "cases", "wrong", "minutes", "days", "version", "incident", "backup")
"""Fields of an event's data that say more of it; the others are digests and whole settings."""


@dataclass(frozen=True, slots=True)
class OfficeEvent:
    """One event that is about no single case."""

    event_id: int
    at: Instant
    by: str
    by_name: str
    subject: str
    """`office`, `user:NAME`, `service:KEY` or `calendar:KEY`."""
    kind: str
    text: str
    more: dict[str, Any]
    """What else it says, by field."""


def office_log(session: Session, kind: str | None = None, limit: int = 100) -> list[OfficeEvent]:
    """The latest events about the office, the last first, to heads and admins. `kind`: of one kind only; None: all."""
    if not session.person.oversees:
        session.require(Permission.ADMINISTER)
    log = db.EventLog
    query = log.select(log.id, log.at, log.by, log.subject, log.kind, log.data)
    query = query.where(~log.subject.contains("/")).order_by(log.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(log.kind == kind)
    return [
        OfficeEvent(
            event_id,
            at,
            by,
            session.office.person_name(by),
            subject,
            kind,
            TEXTS.get(kind, "Kalender kantor diubah"),
            {name: data[name] for name in _TOLD if data.get(name)},
        )
        for event_id, at, by, subject, kind, data in db.tuples(query)
    ]
