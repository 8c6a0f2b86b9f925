"""The people of the demo office: invented, one or more for every position."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.people import COMMON_POSITIONS

DEMO_PASSWORD = "contoh123"
"""Everybody's password in the demo office; the sign-in screen shows it there and nowhere else."""

ADMIN = "admin"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom a visitor of the demo may sign in as."""

    username: str
    name: str
    positions: tuple[str, ...]

    @property
    def titles(self) -> str:
        """The positions in words, such as `Resepsionis / Pengadministrasi Surat`."""
        return " / ".join(COMMON_POSITIONS[key] for key in self.positions)


_PEOPLE = (
    DemoPerson("rini", "Rini Puspawardani", ("receptionist", "mail_clerk")),
    DemoPerson("kabag", "Bramanto Sudirjaya", ("section_head",)),
    DemoPerson("humas", "Dwita Larasmaya", ("pr_officer",)),
    DemoPerson("yoga", "Yoga Setyapratama", ("pr_officer", "wa_center_staff")),
    DemoPerson("protokol", "Hendra Wiragupta", ("protocol_subsection",)),
    DemoPerson("lia", "Lia Anggrahini", ("protocol_staff",)),
    DemoPerson("aduan", "Tantri Kusumaratih", ("complaint_officer", "sms_officer")),
    DemoPerson("hotline", "Galang Prasetyadi", ("hotline_officer",)),
    DemoPerson("tim", "Murtiningrum Sawitri", ("complaint_team",)),
    DemoPerson("bkpsdm", "Rahadyan Wirasena", ("bkpsdm_officer",)),
    DemoPerson("ketua", "Suryaningdyah Utari", ("team_lead",)),
    DemoPerson("anggota", "Fajarudin Lesmono", ("team_member",)),
    DemoPerson("kadis", "Widagdo Trimulya", ("agency_head",)),
    DemoPerson("sekdis", "Endah Wilujengsih", ("agency_secretary", "steering_officer")),
    DemoPerson("kasubag", "Pramudita Harjaloka", ("structural_officer",)),
    DemoPerson("kabid", "Kartika Wulansaru", ("division_head",)),
    DemoPerson("jafung", "Nugraha Adiwilaga", ("functional_officer", "team_member")),
    DemoPerson("staf", "Bagaskara Winduaji", ("division_staff",)),
    DemoPerson("ayu", "Ayu Kinasihati", ("division_staff",)),
    DemoPerson("manajer", "Satriyo Mangkuraga", ("manager",)),
    DemoPerson(ADMIN, "Nirmala Candraswari", ("admin",)),
)


def demo_people() -> list[DemoPerson]:
    """Everybody in the demo office, those whom a visitor will try first at the top."""
    return list(_PEOPLE)
