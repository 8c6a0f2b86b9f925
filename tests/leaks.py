"""Cases with a marker in every text that people write, each kept from somebody: nobody of those may come upon it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Self

from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.office import answers, complaints, corrections, exclusion, intake, routing
from tests.conftest import Desk, at
from tests.permissions import KEPT, SECOND, event_of

MARK = "qzbocor"
PREFIX = MARK[:5]
"""What somebody types who guesses well; without it in full no screen shows the marker by itself."""
LOW = ("agency_secretary", "admin", KEPT)
"""Who sees nothing of any case planted here. All but the last may read an ordinary one."""
WHY_LATE = f"{MARK} alasan terlambat"


class Planted:
    """A staffed office with the cases in it, one of every way of being kept."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self._folder = folder
        desk.set("2026-11-23 10:00")
        self.letters = {
            security: self._letter(security) for security in ("restricted", "secret", "top_secret")
        }
        self.confidential = self._complaint(is_confidential=True)
        self.about_kept = self._complaint(sender="Warga", phone=None, keep_out=True)
        """An open complaint, kept from `KEPT` alone."""
        self.readers = dict.fromkeys(self.letters.values(), "pr_officer")
        self.readers |= {self.confidential: SECOND, self.about_kept: "agency_secretary"}

    def moved_to(self, desk: Desk) -> Self:
        """The same in a copy of that office, which goes on from when the cases were made."""
        desk.clock.set(self.desk.clock.now())
        there = copy.copy(self)
        there.desk = desk
        return there

    @property
    def numbers(self) -> list[str]:
        """All of them, the one about `KEPT` last."""
        return [*self.letters.values(), self.confidential, self.about_kept]

    def kept_from(self, username: str) -> list[str]:
        """The cases that this low person must learn nothing of."""
        return self.numbers if username == KEPT else self.numbers[:-1]

    def _letter(self, security: str) -> str:
        scan = self._folder / f"{MARK} {security}.pdf"
        scan.write_bytes(f"{MARK} isi".encode())
        draft = LetterDraft(
            "wa-center",
            f"{MARK} pengirim",
            f"{MARK} hal",
            letter_no=f"{MARK}/1",
            security=security,
            have=frozenset({"surat_pengantar", "materi"}),
            received_at=at("2026-11-23 09:50"),
        )
        desk = self.desk
        logged = intake.log_letter(
            desk.person("receptionist"), draft, reason=WHY_LATE, same_as_ok=f"{MARK} sama", attach=[scan]
        )
        number = logged.number
        exclusion.exclude(desk.person("receptionist"), number, [KEPT], f"{MARK} alasan dikecualikan")
        clerk, head, manager = (desk.person(name) for name in ("mail_clerk", "section_head", "manager"))
        routing.agree_target(manager, number, at("2026-11-27 15:00"), f"{MARK} alasan target")
        self._worked(number, "mail_clerk")
        routing.finish(clerk, number, output=f"{MARK} output")
        order = DispositionOrder(("pr_officer", "team_member"), ("follow_up",), note=f"{MARK} disposisi")
        routing.dispose(head, number, order)
        answers.answer_disposition(desk.person("team_member"), number, 1, "replied", f"{MARK} balasan")
        routing.assign(manager, number, "wa_center_staff", f"{MARK} alasan dialihkan")
        corrections.withdraw(manager, number, f"{MARK} alasan diurungkan")
        corrections.retime(
            manager, number, event_of(number, "registered"), at("2026-11-23 09:45"), f"{MARK} alasan waktu"
        )
        return number

    def _complaint(
        self,
        *,
        sender: str = f"{MARK} pengadu",
        phone: str | None = "081234567890",
        is_confidential: bool = False,
        keep_out: bool = False,
    ) -> str:
        draft = ComplaintDraft(
            "pengaduan-elektronik",
            "sms",
            f"{MARK} isi pengaduan",
            sender,
            phone,
            class_key="minor",
            is_confidential=is_confidential,
        )
        who = self.desk.person("receptionist")
        number = complaints.log_complaint(who, draft, keep_out=(KEPT,) if keep_out else ()).number
        if not keep_out:
            exclusion.exclude(self.desk.person("receptionist"), number, [KEPT], f"{MARK} alasan")
        complaints.change_class(self.desk.person("manager"), number, "normative", f"{MARK} alasan golongan")
        routing.assign(self.desk.person("manager"), number, SECOND, f"{MARK} alasan dialihkan")
        self._worked(number, SECOND)
        return number

    def _worked(self, number: str, who: str) -> None:
        worker = self.desk.person(who)
        routing.take(worker, number)
        routing.add_note(worker, number, f"{MARK} catatan")
        routing.pause(worker, number, "applicant", f"{MARK} alasan jeda")
        self.desk.advance(60)
        routing.resume(worker, number)
