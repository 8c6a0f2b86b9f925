"""What the rules refuse, in the very words that a person reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk.domain import correction, supervision, workflow
from desk.domain.calendar import Instant
from desk.domain.case import Event, Kind
from desk.domain.disposition import DispositionOrder
from desk.domain.duration import StandardTime, Unit
from desk.domain.service import Exit, Requirement, Service
from desk.domain.texts import MAX_SUBJECT
from desk.errors import DeskError
from tests.domain.calendars import at
from tests.domain.stories import PEOPLE, Story, days, minutes, service

LETTER = service(days(2), minutes(120))
TWO = Service(**{
    **{name: getattr(LETTER, name) for name in ("key", "name", "agency", "steps", "total", "intake")},
    "requirements": (Requirement("berkas", "Berkas"), Requirement("foto", "Foto"), Requirement("lain", "Lain", False)),
})  # fmt: skip
OPENED_BY_HEAD = replace(
    LETTER, steps=tuple(replace(s, opens_with=("section_head",)) if s.no == "2" else s for s in LETTER.steps)
)
DECIDED = replace(
    LETTER,
    steps=tuple(
        replace(
            s,
            finishes=("section_head",),
            exits=(*s.exits, Exit("back", "Ulang", "2", revision=True)),
        )
        if s.no == "2"
        else s
        for s in LETTER.steps
    ),
)
EVENT = service(StandardTime(Unit.EVENT))
ORDER = DispositionOrder(("pr_officer",), ("follow_up",))
LONG = "x" * (MAX_SUBJECT + 1)


def story(of: Service = LETTER, **more: object) -> Story:
    return Story(of, **more).wait(60)  # type: ignore[arg-type]


def outside() -> Story:
    return story().finish("pr_officer", "elsewhere")


def closed() -> Story:
    return story().finish("pr_officer", "drop")


def delivered() -> Story:
    return story().deliver()


def voided() -> Story:
    told = story().cancel()
    return told.record([told.who("manager").event(Kind.VOIDED)])


def periodic() -> Story:
    told = story()
    told.events[0].data["period"] = "2026-11"
    return told


def complete(told: Story, *have: str, event: tuple[Instant | None, Instant | None] = (None, None)) -> Story:
    return told.do("mail_clerk", workflow.complete, frozenset(have), event)


def supervise(told: Story, act: Callable[..., list[Event]], *args: object) -> Story:
    return told.record(act(told.case, told.service, told.who("manager"), *args))


def agree(told: Story, due: Instant, why: str = "rumit") -> Story:
    return told.record(supervision.agree_target(told.case, told.rules, told.who("manager"), due, why))


def change_class(told: Story, key: str, why: str = "telaah") -> Story:
    return told.record(supervision.change_class(told.case, told.who("manager"), key, why))


def reschedule(told: Story, start: Instant, end: Instant | None = None, who: str = "manager") -> Story:
    return told.record(correction.reschedule(told.case, told.events, told.who(who), start, end, "diundur"))


def with_event() -> Story:
    return story(EVENT, event=("2026-11-25 09:00", "2026-11-25 11:00"))


NINE, TEN = at("2026-11-25 09:00"), at("2026-11-25 10:00")
FAR = at("2026-12-20 16:00")
INCOMPLETE = "Berkas belum lengkap; langkah pertama belum dimulai."
DROPPED = "Berkas ini sudah ditutup."
ELSEWHERE = "Langkah ini dilakukan di luar kantor; "

REFUSED: list[tuple[str, str | None, Callable[[], object]]] = [
    # nothing is open
    (f"incomplete {INCOMPLETE}", None, lambda: story(complete=False).take()),
    (f"closed {DROPPED}", None, lambda: closed().take()),
    # completing
    ("unknown_requirement Persyaratan tidak dikenal: a, b.", "have",
     lambda: complete(story(TWO, complete=False), "b", "berkas", "a")),
    ("closed Berkas ini sudah dibatalkan.", None, lambda: complete(story(TWO, complete=False).cancel(), "berkas")),
    ("nothing_new Persyaratan itu sudah dicatat ada.", "have", lambda: complete(story(TWO), "berkas")),
    ("empty Waktu mulai acara belum diisi.", "event_start",
     lambda: complete(story(TWO, complete=False), "foto", event=(None, TEN))),
    ("running Waktu berkas sudah berjalan; acaranya tetap.", "event_start",
     lambda: complete(story(TWO), "foto", event=(NINE, TEN))),
    ("invalid Acara selesai sebelum mulai.", "event_end",
     lambda: complete(story(TWO, complete=False), "foto", event=(TEN, NINE))),
    ("out_of_range", "event_start",
     lambda: complete(story(TWO, complete=False), "foto", event=(at("1899-01-01 00:00"), None))),
    ("out_of_range", "event_end",
     lambda: complete(story(TWO, complete=False), "foto", event=(NINE, at("2999-01-01 00:00")))),
    # taking, finishing, sending back
    (f"external {ELSEWHERE}tidak dapat diambil.", None, lambda: outside().take("pr_officer")),
    ("already_taken Langkah ini sudah Anda ambil.", None, lambda: story().take().take()),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story().take("mail_clerk")),
    ("held Langkah ini dipegang orang lain; mintalah atasan mengalihkannya.", None,
     lambda: story().take().take("second_officer")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story().take().take("mail_clerk")),
    ("dispose_first Langkah ini perlu didisposisikan dahulu kepada pelaksananya.", None,
     lambda: story(OPENED_BY_HEAD).finish("section_head", "submit")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None,
     lambda: story(OPENED_BY_HEAD).finish("pr_officer", "submit")),
    ("not_allowed Langkah ini hanya dapat diselesaikan oleh pemutusnya.", None,
     lambda: story(DECIDED).finish("pr_officer", "submit")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story(DECIDED).finish("mail_clerk", "submit")),
    ("too_long Output terlalu panjang: 20001 karakter, paling banyak 20000.", "output",
     lambda: story().do("pr_officer", workflow.finish, "submit", LONG)),
    ("exit_needed Pilih hasil langkah ini: approve (Setuju), revise (Revisi).", "exit",
     lambda: story().finish("pr_officer", "submit").finish("section_head")),
    ("unknown_exit Hasil “x” tidak ada pada langkah 4. Pilihan: approve (Setuju), revise (Revisi).", "exit",
     lambda: story().finish("pr_officer", "submit").finish("section_head", "x")),
    ("no_revision Langkah ini tidak dapat dikembalikan untuk revisi.", None,
     lambda: story().do("pr_officer", workflow.send_back, "salah")),
    ("empty Alasan revisi belum diisi.", "reason",
     lambda: story().finish("pr_officer", "submit").do("section_head", workflow.send_back, " ")),
    ("not_allowed Pengembalian hanya dapat dilakukan oleh pemutusnya.", None,
     lambda: story(DECIDED).do("pr_officer", workflow.send_back, "salah")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None,
     lambda: story(DECIDED).do("mail_clerk", workflow.send_back, "salah")),
    # disposing
    (f"external {ELSEWHERE}tidak dapat didisposisikan.", None, lambda: outside().hand_to("pr_officer", "pr_officer")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story().hand_to("mail_clerk", "pr_officer")),
    ("not_an_actor Mail_Clerk tidak memegang jabatan pelaksana langkah 2.", "to",
     lambda: story().hand_to("pr_officer", "mail_clerk")),
    # pausing and resuming
    ("external Waktu langkah di luar kantor memang tidak dihitung.", None, lambda: outside().pause("pr_officer")),
    ("already_paused Berkas ini sedang dijeda.", None, lambda: story().pause().pause()),
    ("invalid Jeda hanya untuk menunggu: applicant, other_agency.", "for",
     lambda: story().do("pr_officer", workflow.pause, "head", "cuti")),
    ("empty Alasan jeda belum diisi.", "reason", lambda: story().do("pr_officer", workflow.pause, "applicant", " ")),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story().pause("mail_clerk")),
    ("not_paused Berkas ini tidak sedang dijeda.", None, lambda: story().resume()),
    ("not_allowed Langkah 2 bukan tugas jabatan Anda.", None, lambda: story().pause().resume("mail_clerk")),
    # notes
    ("not_allowed Catatan ditulis oleh pelaksana langkah ini atau atasannya.", None,
     lambda: (told := story()).record(workflow.add_note(told.case, told.who("mail_clerk"), "x"))),
    ("not_allowed Catatan ditulis oleh pelaksana langkah ini atau atasannya.", None,
     lambda: (told := closed()).record(workflow.add_note(told.case, told.who("pr_officer"), "x"))),
    ("empty Catatan belum diisi.", "text",
     lambda: (told := story()).record(workflow.add_note(told.case, told.who("manager"), " "))),
    # what heads do
    (f"external {ELSEWHERE}tidak dapat dialihkan.", None, lambda: outside().assign("pr_officer")),
    ("not_an_actor Mail_Clerk tidak memegang jabatan pelaksana langkah ini.", "to",
     lambda: story().assign("mail_clerk")),
    ("same_holder Langkah ini sudah dipegang Pr_Officer.", "to", lambda: story().take().assign("pr_officer")),
    ("no_total Tugas berkala hanya berbatas waktu langkahnya; targetnya tetap.", None, lambda: agree(periodic(), FAR)),
    ("not_started Waktu layanan berkas ini belum berjalan.", None, lambda: agree(story(complete=False), FAR)),
    ("no_total Standar layanan ini tidak mencantumkan waktu penyelesaian.", None,
     lambda: agree(story(service(None)), FAR)),
    ("delivered Layanan ini sudah diserahkan atau ditutup.", None, lambda: agree(delivered(), FAR)),
    ("target_agreed Target sudah pernah disepakati; hanya boleh sekali.", None,
     lambda: agree(agree(story(), FAR), FAR + 1)),
    ("overdue Tenggat layanan sudah lewat; target tidak dapat disepakati lagi.", None,
     lambda: agree(story().on("2026-12-01 09:00"), FAR)),
    ("out_of_range", "due", lambda: agree(story(), at("2999-01-01 00:00"))),
    ("not_later Target harus sesudah tenggat yang berlaku sekarang.", "due",
     lambda: agree(story(), at("2026-11-25 16:00"))),
    ("not_later Target harus sesudah tenggat yang berlaku sekarang.", "due",
     lambda: agree(story().pause().on("2026-12-01 09:00"), at("2026-12-01 09:00"))),
    ("empty Alasan belum diisi.", "reason", lambda: agree(story(), FAR, " ")),
    ("not_a_complaint Hanya pengaduan yang digolongkan.", None, lambda: change_class(story(), "minor")),
    ("invalid Golongan tidak dikenal. Pilihan: minor, normative, non_oversight, oversight.", "class",
     lambda: change_class(story(class_key="minor"), "x")),
    ("closed Pengaduan ini sudah ditutup.", None,
     lambda: change_class(story(class_key="minor").cancel(), "oversight")),
    ("same_class Pengaduan ini sudah bergolongan itu.", "class",
     lambda: change_class(story(class_key="minor"), "minor")),
    ("empty Alasan belum diisi.", "reason", lambda: change_class(story(class_key="minor"), "oversight", " ")),
    ("still_open Berkas ini masih berjalan; tidak perlu dibuka kembali.", None, lambda: story().reopen()),
    ("voided Nomor yang dibatalkan tidak dapat dibuka kembali.", None, lambda: voided().reopen()),
    ("voided Nomor yang dibatalkan tidak dapat dibuka kembali.", None,
     lambda: story(complete=False).cancel().reopen()),
    ("invalid Pilih salah satu langkah kantor: 2, 4, 5.", "step", lambda: closed().reopen("3")),
    ("invalid Pilih salah satu langkah kantor: 2.", "step",
     lambda: supervise(periodic().finish("pr_officer", "drop"), supervision.reopen, "4", "x")),
    ("empty Alasan belum diisi.", "reason", lambda: supervise(closed(), supervision.reopen, "2", " ")),
    (f"closed {DROPPED}", None, lambda: closed().cancel()),
    ("empty Alasan belum diisi.", "reason",
     lambda: (told := story()).record(supervision.cancel(told.case, told.who("manager"), " "))),
    # corrections
    ("not_withdrawable Tindakan terakhir pada berkas ini tidak dapat diurungkan.", None, lambda: story().withdraw()),
    ("not_withdrawable Tindakan terakhir pada berkas ini tidak dapat diurungkan.", None, lambda: voided().withdraw()),
    ("not_allowed Lebih dari 15 menit, atau bukan tindakan Anda: mintalah pimpinan.", None,
     lambda: story().take().wait(15 * 60 + 1).withdraw("pr_officer")),
    ("unknown_event Peristiwa itu tidak ada pada riwayat berkas ini.", "event", lambda: story().retime(9, TEN)),
    ("future Waktu kejadian berada di masa depan.", "happened", lambda: (s := story().take()).retime(3, s.now + 1)),
    ("before_last Waktu itu lebih awal daripada tindakan sebelumnya.", "happened",
     lambda: story().take().retime(3, at("2026-11-23 08:59:59"))),
    ("after_next Waktu itu sesudah tindakan berikutnya.", "happened",
     lambda: (s := story().take()).pause().wait(9).retime(3, s.now - 8)),
    ("same Waktunya memang sudah begitu.", "happened", lambda: (s := story().take()).retime(3, s.now)),
    ("no_event Berkas ini tidak mengikuti acara.", None, lambda: reschedule(story(), NINE)),
    ("closed Berkas ini sudah dijawab atau ditutup.", None, lambda: reschedule(with_event().cancel(), TEN)),
    ("closed Berkas ini sudah dijawab atau ditutup.", None, lambda: reschedule(with_event().deliver(), TEN)),
    ("not_allowed Waktu acara diubah oleh pencatat surat atau pimpinan.", None,
     lambda: reschedule(with_event(), TEN, who="pr_officer")),
    ("out_of_range", "event_start", lambda: reschedule(with_event(), at("2999-01-01 00:00"))),
    ("out_of_range", "event_end", lambda: reschedule(with_event(), NINE, at("2999-01-01 00:00"))),
    ("invalid Acara selesai sebelum mulai.", "event_end", lambda: reschedule(with_event(), TEN, NINE)),
    ("same Waktu acaranya memang sudah begitu.", "event_start",
     lambda: reschedule(with_event(), NINE, at("2026-11-25 11:00"))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "act"), REFUSED)
def test_it_is_refused_in_words_fit_for_the_person_at_the_field_at_fault(
    words: str, field: str | None, act: Callable[[], object]
) -> None:
    with pytest.raises(DeskError) as refusal:
        act()
    found = f"{refusal.value.code} {refusal.value.message}"
    assert (found if " " in words else refusal.value.code, refusal.value.field) == (words, field)


SAYING: list[tuple[str, Callable[[str], Story]]] = [
    ("reason", lambda text: story().finish("pr_officer", "submit").do("section_head", workflow.send_back, text)),
    ("reason", lambda text: story().do("pr_officer", workflow.pause, "applicant", text)),
    ("text", lambda text: (s := story()).record(workflow.add_note(s.case, s.who("manager"), text))),
    ("reason", lambda text: supervise(story(), supervision.assign, "pr_officer", text, PEOPLE)),
    ("reason", lambda text: agree(story(), FAR, text)),
    ("reason", lambda text: change_class(story(class_key="minor"), "oversight", text)),
    ("reason", lambda text: supervise(closed(), supervision.reopen, "2", text)),
    ("reason", lambda text: (s := story()).record(supervision.cancel(s.case, s.who("manager"), text))),
    ("reason", lambda text: (s := story().take()).record(correction.withdraw(s.events, s.who("manager"), text))),
]  # fmt: skip


@pytest.mark.parametrize(("field", "act"), SAYING)
def test_a_reason_is_no_longer_than_a_subject(field: str, act: Callable[[str], Story]) -> None:
    act(LONG[1:])
    with pytest.raises(DeskError) as refusal:
        act(LONG)
    assert (refusal.value.field, refusal.value.code) == (field, "too_long")
