"""Who may do what, written down: position by act by where a case stands by how closely it is kept.

The two tables are the permissions of cli.md ("Positions and permissions") and the sealing of docs/permissions.md, put
in words by hand; `tests/office/test_matrix.py` and `tests/cli/test_matrix.py` hold both faces against them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk import db
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.people import Permission, Person
from desk.office import complaints, exclusion, intake, people, routing
from tests.conftest import PASSWORD, Desk, at

HEADS = ("section_head", "division_head", "agency_head", "team_lead", "manager")
LOGGERS = ("receptionist", "mail_clerk", "hotline_officer", "sms_officer", "complaint_officer")

LETTERS = ("ordinary", "restricted", "secret", "top_secret")
COMPLAINTS = ("plain", "anonymous", "confidential")

NOBODY = "nobody"
"""A person without any position."""
OFF = "off"
"""A disabled person who held every position."""
KEPT = "kept"
"""A person with every position but admin, who is kept out of every case."""
SECOND = "second"
"""Another mail clerk and SMS officer."""

# Words of the tables: a position (whoever holds it), @name (that person alone), `heads`, `loggers`, `all` (any position
# but admin), !name (but not that person), `-` (nobody). An empty cell: as in the column before. What a state does not
# name, nobody may do.

LETTER_ACTS = """
state        act         open content                  restricted            secret and closer
incomplete   complete    loggers
incomplete   note        heads
incomplete   cancel      heads
incomplete   void        heads
incomplete   retime      heads
incomplete   exclude     heads @receptionist                                 @receptionist
incomplete   readmit     heads                         heads @receptionist   @receptionist
incomplete   content     loggers heads                                       loggers
first        take        mail_clerk
first        finish      mail_clerk
first        dispose     mail_clerk
first        pause       mail_clerk
first        note        mail_clerk heads
first        assign      heads
first        target      heads
first        cancel      heads
first        void        heads
first        retime      heads
first        exclude     heads @receptionist                                 @receptionist
first        readmit     heads                         heads @receptionist   @receptionist
first        content     loggers heads                                       loggers
taken        finish      @mail_clerk
taken        dispose     @mail_clerk
taken        pause       @mail_clerk
taken        note        @mail_clerk heads
taken        undo        @mail_clerk heads
taken        retime      @mail_clerk heads
taken        assign      heads
taken        target      heads
taken        cancel      heads
taken        void        heads
taken        exclude     heads @receptionist                                 @receptionist
taken        readmit     heads                         heads @receptionist   @receptionist
taken        content     loggers heads                                       loggers
paused       finish      @mail_clerk
paused       dispose     @mail_clerk
paused       take        @mail_clerk
paused       resume      @mail_clerk
paused       note        @mail_clerk heads
paused       undo        heads
paused       retime      heads
paused       assign      heads
paused       target      heads
paused       cancel      heads
paused       void        heads
paused       exclude     heads @receptionist                                 @receptionist
paused       readmit     heads                         heads @receptionist   @receptionist
paused       content     loggers heads                                       loggers
given        take        @pr_officer
given        finish      @pr_officer
given        dispose     @pr_officer
given        pause       @pr_officer
given        read        @team_member @division_staff
given        accept      @division_staff
given        reply       @team_member @division_staff
given        note        @pr_officer heads
given        undo        heads                                               heads !section_head
given        retime      heads
given        assign      heads
given        cancel      heads
given        void        heads
given        exclude     heads @receptionist                                 @receptionist
given        readmit     heads                         heads @receptionist   @receptionist
given        content     loggers heads @pr_officer                           loggers @pr_officer
for_all      take        all                           heads @receptionist   -
for_all      finish      all                           heads @receptionist   -
for_all      dispose     all                           heads @receptionist   -
for_all      pause       all                           heads @receptionist   -
for_all      note        all                           heads @receptionist   heads
for_all      undo        heads                                               heads !section_head
for_all      retime      heads
for_all      assign      heads
for_all      cancel      heads
for_all      void        heads
for_all      exclude     heads @receptionist                                 @receptionist
for_all      readmit     heads                         heads @receptionist   @receptionist
for_all      content     loggers heads                                       loggers
event        take        mail_clerk
event        finish      mail_clerk
event        dispose     mail_clerk
event        pause       mail_clerk
event        note        mail_clerk heads
event        reschedule  loggers heads
event        complete    loggers
event        assign      heads
event        target      heads
event        cancel      heads
event        void        heads
event        retime      heads
event        exclude     heads @receptionist                                 @receptionist
event        readmit     heads                         heads @receptionist   @receptionist
event        content     loggers heads                                       loggers
closed       reopen      heads
closed       note        heads
closed       undo        heads
closed       retime      heads
closed       void        heads
closed       exclude     heads @receptionist                                 @receptionist
closed       readmit     heads                         heads @receptionist   @receptionist
closed       content     loggers heads                                       loggers
closed       erase       heads                                               heads !manager
"""

COMPLAINT_ACTS = """
state        act         open content                  anonymous             confidential
first        take        sms_officer
first        finish      sms_officer
first        dispose     sms_officer
first        pause       sms_officer
first        note        sms_officer heads
first        class       heads
first        assign      heads
first        cancel      heads
first        retime      heads
first        exclude     heads @receptionist                                 @receptionist
first        readmit     heads                                               @receptionist
first        content     loggers heads                                       loggers
first        identity    sms_officer heads             -                     sms_officer
draft        finish      team_lead
draft        return      team_lead
draft        dispose     @team_member
draft        pause       @team_member
draft        note        @team_member heads
draft        class       heads
draft        assign      heads
draft        cancel      heads
draft        undo        heads
draft        retime      heads
draft        exclude     heads @receptionist                                 team_lead @receptionist
draft        readmit     heads                                               team_lead @receptionist
draft        content     loggers heads @team_member                          loggers @team_member team_lead
draft        identity    @team_member heads            @team_member          @team_member team_lead
given        take        @second
given        finish      @second
given        dispose     @second
given        pause       @second
given        read        @pr_officer
given        reply       @pr_officer
given        note        @second heads
given        class       heads
given        assign      heads
given        cancel      heads
given        undo        heads
given        retime      heads
given        exclude     heads @receptionist                                 @receptionist
given        readmit     heads                                               @receptionist
given        content     loggers heads                                       loggers
given        identity    @second heads                 @second
closed       reopen      heads
closed       note        heads
closed       undo        heads
closed       retime      heads
closed       exclude     heads @receptionist                                 @receptionist
closed       readmit     heads                                               @receptionist
closed       content     loggers heads                                       loggers
closed       identity    heads                         -                     -
closed       erase       heads                                               heads !manager
"""

OFFICE_ACTS = {
    "log_letter": "loggers", "log_complaint": "loggers", "confirm_clock": "heads admin", "destroy": "heads",
    "export_identities": "heads", "look_up_number": "all", "incident_reported": "heads admin", "retention_set": "heads",
}  # fmt: skip
"""Acts upon no case: who may. All others are the admin's."""


@dataclass(frozen=True)
class Row:
    """One line of a table, for one way of being kept."""

    state: str
    """Of the case. Empty: an act upon no case."""
    act: str
    who: str

    def allows(self, person: Person) -> bool:
        """Whether the table lets this person do it."""
        words = self.who.split()
        out = {NOBODY, OFF, *([KEPT] if self.state else []), *(word[1:] for word in words if word[0] == "!")}
        return person.username not in out and any(_is_meant(word, person) for word in words)


def _is_meant(word: str, person: Person) -> bool:
    if word.startswith("@"):
        return person.username == word[1:]
    if word == "all":
        return person.positions != {"admin"}
    groups = {"heads": HEADS, "loggers": LOGGERS, "-": ()}
    return not person.positions.isdisjoint(groups.get(word, (word,)))


def rows(kind: str) -> list[Row]:
    """The table for letters or complaints kept so (`secret`, `plain` ...)."""
    lines = (LETTER_ACTS if kind in LETTERS else COMPLAINT_ACTS).strip().splitlines()
    starts = [match.start() for match in re.finditer(r"\S+( \S+)*", lines[0])]
    columns = {"ordinary": 1, "plain": 1, "restricted": 2, "anonymous": 2}.get(kind, 3)
    found = []
    for line in lines[1:]:
        cells = [line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        state, act, *who = cells
        if (kind, act) != ("top_secret", "content"):  # nothing keeps it more closely
            found.append(Row(state, act, [cell for cell in who[:columns] if cell][-1]))
    return found


def seat_people(desk: Desk) -> None:
    """Those whom an office has beside one person per position."""
    every = sorted(desk.office.position_keys.keys() - {"admin"})
    hashed = people.hash_password(PASSWORD)
    with desk.person("admin").act(Permission.ADMINISTER) as act:
        for name, positions in (
            (KEPT, every),
            (OFF, [*every, "admin"]),
            (SECOND, ["mail_clerk", "sms_officer"]),
        ):
            people.insert_user(name, name.title(), positions, hashed)
            act.append(f"user:{name}", "user_added", {"positions": positions})
        people.insert_user(NOBODY, "Tanpa Jabatan", [], hashed)
        act.append(f"user:{NOBODY}", "user_added", {"positions": []})
    desk.office.refresh()
    people.set_active(desk.person("admin"), OFF, active=False)
    desk.office.refresh()


STATES = ("incomplete", "first", "taken", "paused", "given", "for_all", "event", "draft", "closed")


class Cases:
    """One case of every state and way of being kept, all of them closed to `KEPT`."""

    def __init__(self, desk: Desk, kinds: tuple[str, ...] = LETTERS + COMPLAINTS) -> None:
        self.desk = desk
        self.numbers = {
            (kind, state): getattr(self, f"_{'letter' if kind in LETTERS else 'complaint'}_{state}")(kind)
            for state in STATES
            for kind in kinds
            if state in {row.state for row in rows(kind)}
        }
        desk.advance(1200)
        for kind in kinds:
            if kind in LETTERS:
                routing.take(desk.person("mail_clerk"), self.numbers[kind, "taken"])

    def _letter(self, security: str, service: str, have: frozenset[str], **more: object) -> str:
        draft = LetterDraft(service, "Inspektorat", "Pemeriksaan", security=security, have=have, **more)  # type: ignore[arg-type]
        return self._closed_to_kept(intake.log_letter(self.desk.person("receptionist"), draft).number)

    def _closed_to_kept(self, number: str) -> str:
        exclusion.exclude(self.desk.person("receptionist"), number, [KEPT], "disebut di dalamnya")
        return number

    def _letter_incomplete(self, kind: str) -> str:
        return self._letter(kind, "wa-center", frozenset({"surat_pengantar"}))

    def _letter_first(self, kind: str) -> str:
        return self._letter(kind, "wa-center", frozenset({"surat_pengantar", "materi"}))

    _letter_taken = _letter_first

    def _letter_paused(self, kind: str) -> str:
        number = self._letter_first(kind)
        routing.assign(self.desk.person("manager"), number, "mail_clerk", "piket")
        routing.pause(self.desk.person("mail_clerk"), number, "applicant", "menunggu materi")
        return number

    def _letter_given(self, kind: str) -> str:
        number = self._letter(kind, "surat-umum", frozenset())
        routing.finish(self.desk.person("receptionist"), number)
        order = DispositionOrder(("pr_officer", "division_staff"), ("follow_up",), cc=("team_member",))
        routing.dispose(self.desk.person("section_head"), number, order)
        return number

    def _letter_for_all(self, kind: str) -> str:
        number = self._letter(kind, "surat-umum", frozenset())
        routing.finish(self.desk.person("receptionist"), number)
        routing.finish(self.desk.person("section_head"), number, "forward")
        return number

    def _letter_event(self, kind: str) -> str:
        have = self.desk.office.service("keprotokolan").required_keys
        return self._letter(kind, "keprotokolan", have, event_start=at("2026-11-27 09:00"))

    def _letter_closed(self, kind: str) -> str:
        number = self._letter_first(kind)
        routing.cancel(self.desk.person("manager"), number, "ditarik")
        return number

    def _complaint_first(self, kind: str) -> str:
        draft = ComplaintDraft(
            "pengaduan-elektronik",
            "sms",
            "Pungutan di loket",
            "Siti Rahma",
            class_key="minor",
            is_anonymous=kind == "anonymous",
            is_confidential=kind == "confidential",
        )
        receptionist = self.desk.person("receptionist")
        return complaints.log_complaint(receptionist, draft, keep_out=(KEPT,)).number

    def _complaint_draft(self, kind: str) -> str:
        number = self._complaint_first(kind)
        routing.finish(self.desk.person("sms_officer"), number, "analyse")
        routing.finish(self.desk.person("team_member"), number)
        routing.take(self.desk.person("team_member"), number)
        return number

    def _complaint_given(self, kind: str) -> str:
        number = self._complaint_first(kind)
        order = DispositionOrder((SECOND,), ("follow_up",), cc=("pr_officer",))
        routing.dispose(self.desk.person("sms_officer"), number, order)
        return number

    def _complaint_closed(self, kind: str) -> str:
        number = self._complaint_first(kind)
        routing.cancel(self.desk.person("manager"), number, "ditarik")
        return number


def event_of(number: str, kind: str) -> int:
    """Id of the first event of that kind in the case's history."""
    log = db.EventLog
    found = log.select(log.id).where(log.subject == number, log.kind == kind).order_by(log.id)
    return int(found.get().id)
