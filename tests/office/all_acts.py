"""Every act that the office knows, each with whoever may do it and what has to be there before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desk.domain.calendar import DayRule
from desk.domain.calendar_book import ALL, OwnCalendar
from desk.domain.calendar_changes import ConfirmDay, RemoveDay, SetDay
from desk.domain.calendar_periods import (
    AddCalendar,
    ConfirmPeriod,
    RemovePeriod,
    SetPeriod,
    SetWeek,
)
from desk.domain.complaint import CLASSES, ComplaintDraft
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft
from desk.domain.retention import RetentionClass
from desk.domain.sign_in_limit import FREE_TRIES
from desk.office import (
    answers,
    backup,
    calendar_acts,
    class_tables,
    complaints,
    content,
    corrections,
    erasure,
    exclusion,
    exports,
    identity,
    idle_lock,
    incidents,
    intake,
    ledger,
    people,
    retention,
    routing,
    same_number,
    setup,
    sign_in_tries,
    timekeeping,
)
from desk.office.definitions import shipped_services
from desk.office.session import Session
from tests.conftest import Desk, at
from tests.domain.calendars import ALWAYS
from tests.office.files import READY, complaint, letter


def disposed(desk: Desk) -> str:
    number = letter(desk)
    order = DispositionOrder(("mail_clerk",), ("follow_up",), cc=("manager",))
    routing.dispose(desk.person("mail_clerk"), number, order)
    return number


def cancelled(desk: Desk) -> str:
    number = letter(desk)
    routing.cancel(desk.person("manager"), number, "ditarik")
    return number


def incident(desk: Desk) -> None:
    incidents.add(desk.person("mail_clerk"), "Buku tamu hilang", desk.clock.now())


RUTIN = RetentionClass("rutin", "Surat rutin", 0, 0, "destroy", "JRA")


def rutin(desk: Desk) -> None:
    retention.set_class(desk.person("admin"), RUTIN)


def with_class(desk: Desk) -> str:
    rutin(desk)
    return letter(desk)


def due_letter(desk: Desk) -> str:
    rutin(desk)
    retention.assign(desk.person("admin"), "letter", "rutin")
    return cancelled(desk)


def taken(desk: Desk, after: int = 0) -> str:
    number = letter(desk)
    desk.advance(after)
    routing.take(desk.person("mail_clerk"), number)
    return number


def excluded(desk: Desk) -> str:
    number = letter(desk)
    exclusion.exclude(desk.person("mail_clerk"), number, ["pr_officer"], "disebut")
    return number


def invitation(desk: Desk) -> str:
    have = desk.office.service("keprotokolan").required_keys
    return letter(desk, service="keprotokolan", have=have, event_start=at("2026-11-24 09:00"))


def locked_out(desk: Desk, username: str) -> None:
    for _ in range(FREE_TRIES):
        sign_in_tries.begin(desk.office, username)


HOLIDAY = SetDay(ALL, date(2026, 12, 1), DayRule((), "Hari Jadi", "local_holiday", basis="SK Bupati"))
RAMADAN = SetPeriod(ALL, "Ramadan 1449 H", date(2028, 1, 28), date(2028, 2, 26), None, estimated=True)
LOKET = AddCalendar(OwnCalendar("loket", "Jam loket", "Asia/Jakarta", ALWAYS.week), {})

Act = Callable[[Desk, Session], object]

ALL_ACTS: dict[str, tuple[Act, str, Callable[[Desk], object] | None]] = {
    "log_letter": (
        lambda d, s: intake.log_letter(s, LetterDraft("wa-center", "OPD", "Hal", have=READY)), "mail_clerk", None,
    ),
    "log_complaint": (
        lambda d, s: complaints.log_complaint(s, ComplaintDraft("hotline-bkpsdm", "sms", "Isi")), "receptionist", None,
    ),
    "complete": (
        lambda d, s: intake.complete_requirements(s, "1", ["materi"]),
        "receptionist",
        lambda d: letter(d, have=frozenset({"surat_pengantar"})),
    ),
    "void": (lambda d, s: intake.void_letter(s, "1", "salah catat"), "section_head", letter),
    "take": (lambda d, s: routing.take(s, "1"), "mail_clerk", letter),
    "finish": (lambda d, s: routing.finish(s, "1"), "mail_clerk", letter),
    "dispose": (
        lambda d, s: routing.dispose(s, "1", DispositionOrder(("mail_clerk",), ("follow_up",))), "mail_clerk", letter,
    ),
    "assign": (lambda d, s: routing.assign(s, "1", "mail_clerk", "piket"), "section_head", letter),
    "pause": (lambda d, s: routing.pause(s, "1", "applicant", "menunggu materi"), "mail_clerk", letter),
    "note": (lambda d, s: routing.add_note(s, "1", "ditelepon"), "mail_clerk", letter),
    "cancel": (lambda d, s: routing.cancel(s, "1", "ditarik"), "manager", letter),
    "answer_disposition": (lambda d, s: answers.answer_disposition(s, "1", 1, "read"), "manager", disposed),
    "target": (
        lambda d, s: routing.agree_target(s, "1", at("2026-11-24 16:00"), "data pusat"), "section_head", letter,
    ),
    "undo": (lambda d, s: corrections.withdraw(s, "1", "salah tekan"), "mail_clerk", taken),
    "retime": (
        lambda d, s: corrections.retime(s, "1", ledger.last_event_id(), at("2026-11-23 09:00"), "terlambat menekan"),
        "mail_clerk",
        lambda d: taken(d, after=60),
    ),
    "reschedule": (
        lambda d, s: corrections.reschedule(s, "1", at("2026-11-25 09:00"), None, "ralat undangan"),
        "mail_clerk",
        invitation,
    ),
    "change_class": (lambda d, s: complaints.change_class(s, "P-1", "oversight", "pungli"), "team_lead", complaint),
    "exclude": (lambda d, s: exclusion.exclude(s, "1", ["pr_officer"], "disebut"), "mail_clerk", letter),
    "readmit": (lambda d, s: exclusion.readmit(s, "1", ["pr_officer"], "keliru"), "manager", excluded),
    "correct_content": (
        lambda d, s: content.correct(s, "1", {"sender": "Dinas Sosial"}, "salah tulis"), "section_head", letter,
    ),
    "erase": (lambda d, s: erasure.erase(s, "1", "SK 1", confirm="1"), "manager", cancelled),
    "export_identities": (lambda d, s: exports.full_identities(s, ["P-0001/2026"], "rekap"), "manager", complaint),
    "look_up_number": (lambda d, s: same_number.look_up(s, "081200001234"), "pr_officer", None),
    "incident_reported": (lambda d, s: incidents.done(s, 1, "KPD"), "manager", incident),
    "retention_class": (lambda d, s: retention.set_class(s, RUTIN), "admin", None),
    "retention_assign": (lambda d, s: retention.assign(s, "letter", "rutin"), "admin", rutin),
    "retention_set": (lambda d, s: retention.set_case(s, "1", "rutin", "bernilai"), "manager", with_class),
    "destroy": (lambda d, s: retention.destroy(s, ["1"], "BA 1"), "manager", due_letter),
    "show_identity": (lambda d, s: identity.show(s, "P-1", "menghubungi"), "hotline_officer", complaint),
    "add_user": (lambda d, s: people.add_user(s, "budi", "Budi", ["pr_officer"], "sandi-baru-1"), "admin", None),
    "disable": (lambda d, s: people.set_active(s, "pr_officer", active=False), "admin", None),
    "reset": (lambda d, s: people.reset_password(s, "pr_officer", "sandi-baru-1"), "admin", None),
    "unlock_user": (
        lambda d, s: sign_in_tries.unlock(s, "pr_officer"), "admin", lambda d: locked_out(d, "pr_officer"),
    ),
    "set_lock_minutes": (lambda d, s: idle_lock.set_lock_minutes(s, 10), "admin", None),
    "set_day": (lambda d, s: calendar_acts.make(s, HOLIDAY), "admin", None),
    "remove_day": (lambda d, s: calendar_acts.make(s, RemoveDay(ALL, date(2026, 12, 25))), "admin", None),
    "confirm_day": (lambda d, s: calendar_acts.make(s, ConfirmDay(ALL, date(2027, 3, 10), "SKB")), "admin", None),
    "set_week": (lambda d, s: calendar_acts.make(s, SetWeek("hotline", ALWAYS.week)), "admin", None),
    "set_period": (lambda d, s: calendar_acts.make(s, RAMADAN), "admin", None),
    "remove_period": (lambda d, s: calendar_acts.make(s, RemovePeriod(ALL, "Ramadan 1448 H")), "admin", None),
    "confirm_period": (lambda d, s: calendar_acts.make(s, ConfirmPeriod(ALL, "Ramadan 1448 H", "KMA")), "admin", None),
    "fill_year": (lambda d, s: calendar_acts.make(s, calendar_acts.fill_year(2028)), "admin", None),
    "add_calendar": (lambda d, s: calendar_acts.make(s, LOKET), "admin", None),
    "confirm_clock": (
        lambda d, s: timekeeping.confirm_clock(s, "baterai diganti"), "admin", lambda d: d.set("2026-11-20 09:00"),
    ),
    "set_leap_days": (lambda d, s: timekeeping.set_leap_days(s, 20), "admin", None),
    "set_class_table": (
        lambda d, s: class_tables.set_class_table(s, date(2026, 12, 1), "Perbup", dict.fromkeys(CLASSES, 5)), "admin",
        None,
    ),
    "backup": (lambda d, s: backup.make_backup(s, d.config.home / "a.desk"), "admin", None),
    "install": (lambda d, s: setup.install_service(s, shipped_services()["wa-center"]), "admin", None),
}  # fmt: skip
