"""Positions, permissions and people. Source: cli.md, "Positions and permissions"; names from the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COMMON_POSITIONS: dict[str, str] = {
    "receptionist": "Resepsionis",
    "manager": "Pimpinan / Manajer",
    "admin": "Admin Sistem",
    "mail_clerk": "Pengadministrasi Surat",
    "section_head": "Kepala Bagian",
    "pr_officer": "Pranata Humas",
    "wa_center_staff": "Tenaga WA Center",
    "protocol_subsection": "Sub Bagian Protokol",
    "protocol_staff": "Tenaga Keprotokolan",
    "complaint_officer": "Petugas Pengaduan",
    "agency_head": "Kepala Perangkat Daerah",
    "agency_secretary": "Sekretaris Perangkat Daerah",
    "structural_officer": "Pejabat Struktural",
    "sms_officer": "Petugas SMS",
    "team_lead": "Ketua Tim",
    "team_member": "Anggota Tim",
    "steering_officer": "Pengarah",
    "division_head": "Kepala Bidang",
    "functional_officer": "Pejabat Fungsional",
    "division_staff": "Staf Bidang",
    "hotline_officer": "Petugas Hotline",
    "complaint_team": "Tim Penanganan Pengaduan Masyarakat",
    "bkpsdm_officer": "Pejabat BKPSDM",
}
"""Position key to its Indonesian title. A service may name further ones in its own definition."""

EXTERNAL_ACTORS: dict[str, str] = {
    "applicant": "Pemohon",
    "complainant": "Pengadu",
    "other_agency": "OPD lain",
}
"""Actors outside the office: nobody signs in as one of them."""

ANY_POSITION = "any"
"""As a step's actor: whoever holds any position except admin."""


class Permission(StrEnum):
    """What a person may be allowed to do. Every act names exactly one."""

    LOG = "log"
    """Log letters and complaints, complete requirements."""
    WORK = "work"
    """Take, finish, dispose, return, pause, resume: on visits of one's own step only."""
    NOTE = "note"
    SUPERVISE = "supervise"
    """Assign, agree a target, change a class, reopen, cancel, void."""
    READ = "read"
    ADMINISTER = "administer"
    """Users, services, calendars, backups; no casework."""


_HEADS = frozenset({"section_head", "division_head", "agency_head", "team_lead", "manager"})
_LOGGERS = frozenset({"receptionist", "mail_clerk", "hotline_officer", "sms_officer", "complaint_officer"})


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    username: str
    name: str
    positions: frozenset[str]
    active: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether any position of this person grants the permission; the step's actor is checked apart."""
        if permission is Permission.READ:
            return True
        if permission is Permission.ADMINISTER:
            return "admin" in self.positions
        if permission is Permission.LOG:
            return bool(self.positions & _LOGGERS)
        if permission is Permission.SUPERVISE:
            return bool(self.positions & _HEADS)
        return bool(self.positions - {"admin"})

    @property
    def oversees(self) -> bool:
        """Whether this person answers for the office: leads in it, or administers it."""
        return self.may(Permission.SUPERVISE) or self.may(Permission.ADMINISTER)

    def holds_any(self, positions: tuple[str, ...]) -> bool:
        """Whether this person may perform a step of these actors."""
        if ANY_POSITION in positions:
            return bool(self.positions - {"admin"})
        return not self.positions.isdisjoint(positions)


def active_heads(people: Mapping[str, Person]) -> frozenset[str]:
    """Usernames of those who lead in the office now."""
    return frozenset(
        name for name, person in people.items() if person.active and person.may(Permission.SUPERVISE)
    )


def is_single_head(person: Person, people: Mapping[str, Person]) -> bool:
    """Whether this person alone leads in the office: what one head leaves to another, nobody else could do there."""
    return active_heads(people) == {person.username}
