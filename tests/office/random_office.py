"""An office in which anything may happen: random acts, and what must hold after each of them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from desk import db
from desk.clock import SetClock
from desk.domain.calendar import DayRule, Instant, Span
from desk.domain.calendar_changes import SetDay
from desk.domain.case import CaseFile
from desk.domain.clocks import case_clocks, open_clock
from desk.domain.duration import StandardTime, Unit
from desk.domain.explanation import clock_refs, explain_clock
from desk.domain.people import Permission
from desk.domain.service import Charge, Ending, Exit, Intake, Requirement, Service, Step
from desk.domain.sla import ClockKind
from desk.errors import DeskError
from desk.office import board, calendar_acts, caselist, opening, people, setup
from desk.office.case_store import load, rules
from desk.office.casefile import view_case
from desk.office.office import Office
from desk.office.session import Session
from desk.office.verify import verify
from tests.conftest import MONDAY, PASSWORD

HAVE = {
    "wa-center": frozenset({"surat_pengantar", "materi"}),
    "konten-medsos": frozenset({"surat_permohonan", "tanda_tangan", "cap"}),
    "keprotokolan": frozenset(
        {"surat_pengantar", "susunan_acara", "narasumber", "waktu_kegiatan", "tempat_kegiatan", "daftar_tamu"}
    ),
    "layanan-uji": frozenset({"berkas"}),
    "layanan-jam": frozenset({"berkas"}),
    "surat-umum": frozenset(),
}
"""What completes a letter of each service."""
COMPLAINTS = ("hotline-bkpsdm", "pengaduan-dinkominfo", "pengaduan-elektronik")


def _step(no: str, actor: str, *exits: Exit, **more: Any) -> Step:
    return Step(no, f"Langkah {no}", f"Langkah {no}", (actor,), exits, **more)


def _service(key: str, total: StandardTime) -> Service:
    """A service that has everything the shipped ones have apart: a total, steps elsewhere, revision, filing."""
    return Service(
        key=key,
        name="Layanan uji",
        agency="Kantor",
        intake=Intake.LETTER,
        short=key,
        total=total,
        requirements=(Requirement("berkas", "Berkas"), Requirement("lain", "Lain-lain", required=False)),
        steps=(
            _step("1", "mail_clerk", Exit("forward", "Teruskan", "2"), standard=StandardTime(Unit.HOURS, 5)),
            _step(
                "2",
                "pr_officer",
                Exit("submit", "Serahkan", "4"),
                Exit("elsewhere", "OPD lain", "3", Ending.TRANSFERRED),
                standard=StandardTime(Unit.CLOCK_HOURS, 30),
            ),
            _step("3", "other_agency", Exit("forward", "Kembali", "4"), charged_to=Charge.OTHER_AGENCY),
            _step(
                "4",
                "section_head",
                Exit("approve", "Setuju", "5"),
                Exit("revise", "Revisi", "2", revision=True),
                delivers=True,
                standard=StandardTime(Unit.WORKING_DAYS, 1),
            ),
            _step(
                "5",
                "mail_clerk",
                Exit("close", "Selesai", None, Ending.DONE),
                standard=StandardTime(Unit.MINUTES, 90),
            ),
        ),
    )


SERVICES = (
    _service("layanan-uji", StandardTime(Unit.CALENDAR_DAYS, 3)),
    _service("layanan-jam", StandardTime(Unit.HOURS, 9)),
)


def build_template(home: Path) -> Path:
    """A finished office with the services above and one person per position, to be copied."""
    url = f"sqlite:///{home / 'desk.db'}"
    admin = setup.create_office(
        url, name="Kantor Acak", admin="admin", password=PASSWORD, clock=SetClock(MONDAY)
    )
    hashed = people.hash_password(PASSWORD)
    with admin.act(Permission.ADMINISTER) as act:
        for key, title in admin.office.position_keys.items():
            if key != "admin":
                people.insert_user(key, title, [key], hashed)
                act.append(f"user:{key}", "user_added", {"positions": [key]})
        for name, key in (("second_pr", "pr_officer"), ("second_staff", "division_staff")):
            people.insert_user(name, name, [key], hashed)
            act.append(f"user:{name}", "user_added", {"positions": [key]})
    for service in SERVICES:
        setup.install_service(admin, service)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close_database()
    return home


@dataclass
class RandomOffice:
    """One office, what was seen of it earlier, and the invariants that hold of it."""

    home: Path
    office: Office = field(init=False)
    clock: SetClock = field(init=False)
    cases: list[str] = field(default_factory=list)
    seen: dict[Instant, dict[str, Any]] = field(default_factory=dict)
    """At each earlier instant: every case and list as the screens showed it."""
    _tables: dict[str, list[Any]] = field(default_factory=dict)
    _used: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _verdicts: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def copied(cls, template: Path, home: Path) -> RandomOffice:
        shutil.copytree(template, home)
        made = cls(home)
        made.clock = SetClock(MONDAY)
        made.office = opening.open_office(f"sqlite:///{home / 'desk.db'}", made.clock)
        db.database.execute_sql("PRAGMA synchronous = OFF")
        made._tables = _all_rows()
        return made

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def person(self, username: str) -> Session:
        return Session(self.office, self.office.people[username])

    def attempt(self, act: Callable[[], object], *, rewrites: str | None = None) -> DeskError | None:
        """Do it; what is refused leaves no trace. `rewrites`: the case whose past it may tell anew, `*` all of
        them. None: it goes on from what was. Returns the refusal, None where there was none."""
        try:
            act()
        except DeskError as refusal:
            assert _all_rows() == self._tables, f"a refused act left a trace: {refusal!r}"
            return refusal
        before, self._tables = self._tables, _all_rows()
        assert len(self._tables["event_log"]) > len(before["event_log"])
        if rewrites is not None:
            self._forget(rewrites)
        return None

    def log(self, act: Callable[[], str]) -> None:
        self.attempt(lambda: self.cases.append(act()))

    def change_calendar(self, scope: str, day: date, openings: tuple[Span, ...]) -> None:
        """Write a dated rule, as a decree would. `scope`: a calendar's key, or all of them."""
        rule = DayRule(openings, "Hari khusus", "duty" if openings else "joint_leave", basis="SK 1")
        calendar_acts.make(self.person("admin"), SetDay(scope, day, rule))

    def move_on(self, seconds: int) -> None:
        """Remember what the screens show now, then let time pass."""
        if seconds:
            self.seen[self.now] = self.shown(self.now, None)
            self.clock.set(self.now + seconds)

    def shown(self, now: Instant, as_of: Instant | None) -> dict[str, Any]:
        """What screens and lists show of every case; with `as_of`, of what was known then."""
        admin = self.person("admin")
        cases = self.cases if as_of is None else [no for no in self.cases if no in self.seen[as_of]["cases"]]
        everything = caselist.CaseFilter(closed=True)
        return {
            "cases": {number: view_case(admin, number, as_of) for number in cases},
            "list": caselist.list_rows(admin, everything, as_of),
            "bands": caselist.count_bands(caselist.open_rows(admin, as_of=as_of), now),
        }

    # ---- what must hold

    def check(self) -> None:
        """Everything that must hold of the office as it stands."""
        fault = verify(self.person("admin")).fault
        assert fault is None, fault
        self._check_board()
        for number in self.cases:
            self.check_case(number)

    def check_case(self, number: str) -> None:
        """One open visit at most, the last; no time lost; what is judged stays judged."""
        case = load(number)
        assert all(not visit.is_open for visit in case.visits[:-1])
        self._check_used(number, case)
        self._check_explanations(case)
        self._check_verdicts(number, case)

    def check_the_past(self) -> None:
        """`--as-of` tells what the screens showed then."""
        for then, shown in self.seen.items():
            told = self.shown(then, then)
            for number, view in shown["cases"].items():
                for item in fields(view):
                    old, new = getattr(view, item.name), getattr(told["cases"][number], item.name)
                    assert new == old, f"{number} as of {then}: {item.name}: {old} is told as {new}"
            for old, new in zip(shown["list"], told["list"], strict=True):
                for item in fields(old):
                    a, b = getattr(old, item.name), getattr(new, item.name)
                    assert a == b, f"{old.case_no} in the list as of {then}: {item.name}: {a} is told as {b}"
            assert told["bands"] == shown["bands"]

    def _check_board(self) -> None:
        """Bands told in SQL are those of the readings that the histories give, now and later."""
        admin = self.person("admin")
        rows = caselist.open_rows(admin)
        for row in rows:
            case = load(row.case_no)
            assert case.open_visit is not None
            assert row.reading == open_clock(case, rules(self.office, case), case.open_visit)
        for now in (self.now, self.now + 3 * 3600, self.now + 2 * 86_400):
            assert board.board_counts(admin, now) == caselist.count_bands(rows, now)
        shown = {row.case_no: row.reading for row in board.board_rows(admin, self.now)}
        assert shown == {row.case_no: row.reading for row in rows}

    def _check_used(self, number: str, case: CaseFile) -> None:
        judged_by = rules(self.office, case)
        for reading in case_clocks(case, judged_by):
            place = len(case.visits) if reading.clock is ClockKind.STEP else len(case.cycles)
            used = reading.used(judged_by.calendar(reading.calendar_version), self.now)
            key = (number, reading.clock, place)
            assert used >= self._used.get(key, 0), f"{key} lost time"
            self._used[key] = used

    def _check_explanations(self, case: CaseFile) -> None:
        """What a clock's intervals count is what it shows."""
        judged_by = rules(self.office, case)
        for ref in clock_refs(case, judged_by):
            told = explain_clock(case, judged_by, ref, self.now)
            reading, at = told.reading, max(self.now, told.reading.start)
            assert sum(part.counted_seconds for part in told.past) == reading.used(told.calendar, at)
            if told.to_come:
                left = sum(part.counted_seconds for part in told.to_come)
                assert left == reading.remaining(told.calendar, at)

    def _check_verdicts(self, number: str, case: CaseFile) -> None:
        for row in db.CaseCycle.select().where(db.CaseCycle.case == number):
            if row.verdict is not None:
                told = (row.verdict, row.standard_verdict)
                assert self._verdicts.setdefault((number, row.no), told) == told
        assert len(case.cycles) == db.CaseCycle.select().where(db.CaseCycle.case == number).count()

    def _forget(self, number: str) -> None:
        for known in (self._used, self._verdicts):
            for key in [key for key in known if number in (key[0], "*")]:
                del known[key]  # type: ignore[attr-defined]


def on_its_course(case: CaseFile) -> CaseFile:
    """The case without what notes and answers to dispositions change too."""
    unanswered = [replace(record, answers=()) for record in case.dispositions]
    return replace(case, last_at=0, last_by="", dispositions=unanswered)


def _all_rows() -> dict[str, list[Any]]:
    connection: sqlite3.Connection = db.database.connection()
    return {
        table._meta.table_name: connection.execute(f'SELECT * FROM "{table._meta.table_name}"').fetchall()
        for table in db.TABLES
    }
